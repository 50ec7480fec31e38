"""Small changes of a product, as the form asks for them by path. Nothing is checked here."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import msgspec

from b4mart_desktop.domain.catalog import Dimensions, Product, ProductShipping, Seo
from b4mart_desktop.domain.edits import differences, merge, resolved
from b4mart_desktop.services.slugs import slug

replace = msgspec.structs.replace

_EMPTY = {"seo": Seo(), "shipping": ProductShipping(), "shipping.dimensions": Dimensions()}
_CAPITAL = re.compile(r"(?=[A-Z])")


@lru_cache(maxsize=256)
def _attributes(path: str) -> tuple[str, ...]:
    return tuple(_CAPITAL.sub("_", name).lower() for name in path.split("."))


def value_at(product: Product, path: str) -> Any:
    """Returns the value of a field by its dotted path in the document, None where it stands in nothing."""
    value: Any = product
    for name in _attributes(path):
        value = None if value is None else getattr(value, name)
    return value


def with_value(product: Product, path: str, value: Any) -> Product:
    """Returns the product with another value of the field at ``path``, in parts made for it where need be."""
    above, _, _ = path.rpartition(".")
    *_, name = _attributes(path)
    if not above:
        return replace(product, **{name: value})
    part = value_at(product, above)
    return with_value(product, above, replace(_EMPTY[above] if part is None else part, **{name: value}))


def named(product: Product, name: str, *, saved: bool) -> Product:
    """Returns the product under another name.

    A description that is nothing but the name follows it, since the web store demands one. So does the
    address of a product that is not saved yet; of a saved one, others may have kept it.
    """
    values: dict[str, str] = {"name": name}
    if product.description in ("", product.name):
        values["description"] = name
    if not saved and product.slug in ("", slug(product.name)):
        values["slug"] = slug(name) if name.strip() else ""
    return replace(product, **values)


def tidied(product: Product, base: Product | None) -> Product:
    """Returns the product with emptied parts as ``base`` has them: typing and deleting is no change."""
    for path in ("shipping.dimensions", "shipping", "seo"):
        was_there = base is not None and value_at(base, path) is not None
        if not was_there and value_at(product, path) == _EMPTY[path]:
            product = with_value(product, path, None)
    return product


def brought(base: Product, mine: Product, theirs: Product) -> Product | None:
    """Returns theirs with all that differs between ``base`` and ``mine``, mine where both changed.

    None where a required text of mine is empty: theirs cannot be under that.
    """
    if not differences(base, theirs):
        return _dated(stocked(mine, theirs), theirs)
    try:
        merged = merge(base, mine, theirs)
        return resolved(merged, [conflict.field for conflict in merged.conflicts])
    except msgspec.ValidationError:
        return None


def stocked(product: Product, theirs: Product) -> Product:
    """Returns the product with what is on hand of ``theirs``, which movements decide and no form."""
    quantity, shortage = theirs.inventory.quantity, theirs.inventory.shortage
    return replace(product, inventory=replace(product.inventory, quantity=quantity, shortage=shortage))


def _dated(product: Product, theirs: Product) -> Product:
    """Returns the product with what else of ``theirs`` no form decides."""
    dates = {"created_at": theirs.created_at, "updated_at": theirs.updated_at}
    return replace(product, ratings=theirs.ratings, **dates)


def colliding_fields(base: Product, mine: Product, theirs: Product) -> tuple[str, ...]:
    """Returns the fields in which somebody has to choose between mine and theirs."""
    try:
        return tuple(conflict.field for conflict in merge(base, mine, theirs).conflicts)
    except msgspec.ValidationError:  # a required text is empty just now
        mine_changed, changed = ({each.field for each in differences(base, it)} for it in (mine, theirs))
        return tuple(sorted(mine_changed & changed))
