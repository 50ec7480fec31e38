"""Changes of products as plain values: what differs, what two people changed at once, what can be undone.

A field is a dotted path of the document (``pricing.basePrice``). A list is one field: ``item_changes`` tells
what changed inside it. What the catalogue does not decide is no field: identity, stock, ratings and dates.
"""

import datetime as dt
import enum
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.ids import Id, parse_id
from b4mart_desktop.domain.item_changes import brought_together
from b4mart_desktop.domain.record import Record, Text

NOT_EDITED = frozenset(
    {"_id", "createdAt", "updatedAt", "ratings", "inventory.quantity", "inventory.shortage"}
)
"""Fields that others write: the web store the ratings, movements the stock."""

_WHOLE = frozenset({"seo", "shipping.dimensions"})
_ABSENT = object()


class Part(NamedTuple):
    """A field right below the product, by its names in Python and in the document."""

    field: str
    name: str


_PARTS = tuple(map(Part, Product.__struct_fields__, Product.__struct_encode_fields__))


class EditKind(enum.StrEnum):
    """How a change came about."""

    CREATED = "created"
    EDITED = "edited"
    BULK = "bulk"
    IMPORTED = "imported"
    UNDONE = "undone"
    SCHEDULED = "scheduled"
    REPAIRED = "repaired"
    """It could not be read before; what was there is no value a product can have."""


class FieldChange(Record, frozen=True, kw_only=True):
    """One field before and after, as JSON texts; None where the document has no such field."""

    field: Text
    before: str | None = None
    after: str | None = None


class CatalogueChange(Record, frozen=True, kw_only=True):
    """A document of ``cataloguechanges``: who changed what of a product, and when. Only ever added.

    Attributes:
        name: The product's name after the change.
        batch: What was changed together, such as one bulk edit or one import, and can be undone together.
        version: The product's ``updatedAt`` after the change.
    """

    id: Id = msgspec.field(name="_id")
    product: Id
    name: Text
    kind: EditKind
    fields: tuple[FieldChange, ...] = ()
    batch: Id | None = None
    user: Id | None = None
    user_name: str | None = None
    register: Id | None = None
    version: dt.datetime
    at: dt.datetime


def field_values(product: Product) -> dict[str, Any]:
    """Returns every field that has a value, by path, as plain values (texts, numbers, lists)."""
    return dict(_flat(_document(product), ""))


def parts_that_differ(old: Product, new: Product) -> list[Part]:
    """Returns the fields right below the product in which something differs."""
    return [part for part in _PARTS if getattr(old, part.field) != getattr(new, part.field)]


def differences(old: Product, new: Product) -> tuple[FieldChange, ...]:
    """Returns what turns ``old`` into ``new``, by path."""
    parts = parts_that_differ(old, new)
    before, after = (dict(_flat(_document(product, parts), "")) for product in (old, new))
    return tuple(
        FieldChange(field=path, before=as_text(before.get(path)), after=as_text(after.get(path)))
        for path in sorted(before.keys() | after.keys())
        if before.get(path, _ABSENT) != after.get(path, _ABSENT)
    )


def changed(product: Product, changes: Iterable[FieldChange]) -> Product:
    """Returns ``product`` with each field as it is after those changes.

    Raises:
        msgspec.ValidationError: A product cannot have that value, or not do without.
    """
    document = _document(product)
    for change in changes:
        _put(document, change.field.split("."), change.after)
    return msgspec.convert(document, Product, dec_hook=_read_id)


def reversed_changes(changes: Iterable[FieldChange]) -> tuple[FieldChange, ...]:
    """Returns the changes that take those back."""
    return tuple(
        FieldChange(field=change.field, before=change.after, after=change.before) for change in changes
    )


def taken_back(product: Product, change: CatalogueChange) -> Product | None:
    """Returns the product without that change, as far as its fields are still as the change left them.

    Of a list that changed since, the items go back that are as the change left them. A change without fields
    made the product: then it is archived. None where nothing is left to take back, or a repair could not be
    read before; the product itself where that was done already.
    """
    if change.kind is EditKind.REPAIRED:
        return None
    if not change.fields:
        archived = product.status is ProductStatus.ARCHIVED
        return None if archived else msgspec.structs.replace(product, status=ProductStatus.ARCHIVED)
    back = reversed_changes(change.fields)
    values = {path: as_text(value) for path, value in field_values(product).items()}
    standing = [each for found in back if (each := _on_top(found, values.get(found.field))) is not None]
    if not standing and all(values.get(each.field) == each.after for each in back):
        return product
    return changed(product, standing) if standing else None


def value_of(text: str | None) -> Any:
    """Returns the plain value that a change's text holds, None where there is none."""
    return None if text is None else msgspec.json.decode(text)


def as_text(value: object) -> str | None:
    """Returns a plain value as a change's text; None, which is no value, gives None.

    The same number gives the same text, however many zeros it was written with.
    """
    return None if value is None else msgspec.json.encode(_canonical(value)).decode()


def _on_top(change: FieldChange, present: str | None) -> FieldChange | None:
    """Returns the change on top of what stands there; None where nothing is left to change, or no way to."""
    if present == change.before:
        return change
    if present == change.after:
        return None
    merged = as_text(brought_together(change.field, *map(value_of, (change.before, change.after, present))))
    if merged in (None, present):
        return None
    return FieldChange(field=change.field, before=present, after=merged)


class Conflict(Record, frozen=True, kw_only=True):
    """A field that both changed, and not to the same; texts as in ``FieldChange``."""

    field: str
    base: str | None
    mine: str | None
    theirs: str | None


class Merge(Record, frozen=True, kw_only=True):
    """What came of two people's changes of one product.

    Attributes:
        product: Theirs with all of mine that collides with nothing; conflicting fields as theirs.
        mine: What I alone changed.
        theirs: What they alone changed.
        together: What both changed, in different items: from what it was to what both made of it.
        conflicts: What both changed, differently.
    """

    product: Product
    mine: tuple[FieldChange, ...]
    theirs: tuple[FieldChange, ...]
    together: tuple[FieldChange, ...] = ()
    conflicts: tuple[Conflict, ...]


def merge(base: Product, mine: Product, theirs: Product) -> Merge:
    """Returns both people's changes of ``base`` brought together, field by field, lists item by item."""
    my_changes = {change.field: change for change in differences(base, mine)}
    their_changes = {change.field: change for change in differences(base, theirs)}
    only_mine = tuple(change for field, change in my_changes.items() if field not in their_changes)
    only_theirs = tuple(change for field, change in their_changes.items() if field not in my_changes)
    together: list[FieldChange] = []
    conflicts: list[Conflict] = []
    for field, change in my_changes.items():
        after = their_changes[field].after if field in their_changes else change.after
        if after != change.after:
            match _both(change, after):
                case FieldChange() as found:
                    together.append(found)
                case conflict:
                    conflicts.append(conflict)
    return Merge(
        product=changed(theirs, (*only_mine, *together)),
        mine=only_mine,
        theirs=only_theirs,
        together=tuple(together),
        conflicts=tuple(conflicts),
    )


def _both(mine: FieldChange, theirs: str | None) -> FieldChange | Conflict:
    """Returns what both made of a field."""
    texts = (mine.before, mine.after, theirs)
    merged = as_text(brought_together(mine.field, *map(value_of, texts)))
    if merged is None:
        return Conflict(field=mine.field, base=mine.before, mine=mine.after, theirs=theirs)
    return FieldChange(field=mine.field, before=mine.before, after=merged)


def resolved(merged: Merge, keep_mine: Iterable[str]) -> Product:
    """Returns the merged product with mine in those of the conflicting fields.

    Raises:
        msgspec.ValidationError: As ``changed``.
    """
    wanted = frozenset(keep_mine)
    return changed(
        merged.product,
        [
            FieldChange(field=conflict.field, before=conflict.theirs, after=conflict.mine)
            for conflict in merged.conflicts
            if conflict.field in wanted
        ],
    )


def _document(product: Product, parts: Iterable[Part] = _PARTS) -> dict[str, Any]:
    return {
        part.name: msgspec.to_builtins(getattr(product, part.field), builtin_types=(Decimal,), enc_hook=str)
        for part in parts
    }


def _read_id(kind: type, value: object) -> object:
    if kind is Id:
        return parse_id(str(value))
    raise NotImplementedError(kind)


def _flat(value: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    for name, element in value.items():
        place = f"{path}{name}"
        if place in NOT_EDITED or element is None:
            continue
        if isinstance(element, Mapping) and place not in _WHOLE:
            yield from _flat(element, f"{place}.")
        else:
            yield place, element


def _canonical(value: object) -> object:
    match value:
        case Decimal():
            return f"{value.normalize():f}" if value.is_finite() else str(value)
        case dict():
            return {name: _canonical(element) for name, element in value.items() if element is not None}
        case list() | tuple():
            return [_canonical(element) for element in value]
        case _:
            return value


def _put(document: dict[str, Any], path: list[str], text: str | None) -> None:
    *above, name = path
    for step in above:
        if document.get(step) is None:
            document[step] = {}
        document = document[step]
    if text is None:
        document.pop(name, None)
    else:
        document[name] = value_of(text)
