"""One change of many products: what it makes of each. Choosing and saving them belong to services."""

from collections.abc import Iterable

import msgspec

from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.price_changes import PriceNote, PriceRule, change_price
from b4mart_desktop.domain.record import Record, Text


class BulkChange(Record, frozen=True, kw_only=True):
    """What becomes of all chosen products; what is None or empty stays as it is.

    Attributes:
        tags: Instead of those there are; an empty tuple takes all away.
        add_tags: Put behind those there are.
        remove_tags: Taken away, as they are written.
        no_vendor: Whether the vendor is taken away.
    """

    price: PriceRule | None = None
    category: Id | None = None
    status: ProductStatus | None = None
    tax_class: Text | None = None
    tags: tuple[str, ...] | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    vendor: Id | None = None
    no_vendor: bool = False
    featured: bool | None = None
    favourite: bool | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return self == BulkChange()

    @property
    def is_of_prices_alone(self) -> bool:
        """Whether it changes nothing but prices."""
        return msgspec.structs.replace(self, price=None).is_empty


class Changed(msgspec.Struct, frozen=True):
    """What a change makes of one product.

    Attributes:
        product: Afterwards; the same as before where nothing changes.
    """

    product: Product
    notes: frozenset[PriceNote] = frozenset()


def apply_change(change: BulkChange, product: Product) -> Changed:
    """Returns what ``change`` makes of ``product``."""
    notes: frozenset[PriceNote] = frozenset()
    fields: dict[str, object] = {}
    if change.price is not None:
        fields["pricing"], notes = _price(change.price, product)
    if change.category is not None:
        fields["category"] = change.category
    if change.status is not None:
        fields["status"] = change.status
    if change.tax_class is not None:
        fields["tax_class"] = change.tax_class
    if change.vendor is not None or change.no_vendor:
        fields["vendor"] = change.vendor
    if change.featured is not None:
        fields["featured"] = change.featured
    if change.favourite is not None:
        fields["pos"] = msgspec.structs.replace(product.pos, favourite=change.favourite)
    fields["tags"] = _tags(change, product.tags)
    return Changed(msgspec.structs.replace(product, **fields), notes)


def _price(rule: PriceRule, product: Product) -> tuple[object, frozenset[PriceNote]]:
    changed = change_price(rule, product.pricing)
    return changed.pricing, changed.notes


def _tags(change: BulkChange, tags: Iterable[str]) -> tuple[str, ...]:
    kept = tags if change.tags is None else change.tags
    wanted = dict.fromkeys([*kept, *change.add_tags])
    return tuple(tag for tag in wanted if tag not in change.remove_tags)
