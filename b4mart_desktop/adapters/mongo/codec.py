"""Records to BSON documents and back. The only place where money is a float and an identity an ObjectId.

Reading is tolerant, because the web store writes the same collections: unknown fields are ignored, null
means absent, and 2.0 counts as the whole number 2. What still cannot be read is an ``AdapterError`` that
names the document and the reason. Writing an edit touches only what changed (`changed_fields`), so fields
this program does not know survive.
"""

import datetime as dt
import enum
import functools
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeGuard, TypeVar

import msgspec
from bson import Decimal128, ObjectId

from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.cart import MAX_PRICE
from b4mart_desktop.domain.catalog import (
    Category,
    Pack,
    Product,
    ProductImage,
    Specification,
    Variant,
    VariantStock,
)
from b4mart_desktop.domain.catalogue_batches import CatalogueBatch
from b4mart_desktop.domain.counters import Lease, Popularity, Presence, SharedCart
from b4mart_desktop.domain.edits import CatalogueChange
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id, parse_id
from b4mart_desktop.domain.imports import ImportProfile, ImportRun
from b4mart_desktop.domain.jobs import Job
from b4mart_desktop.domain.labels import LabelPrint, LabelTemplate
from b4mart_desktop.domain.orders import Order
from b4mart_desktop.domain.payments import Payment
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.price_lists import ListPrice, ListRule, PriceList
from b4mart_desktop.domain.product_lists import SavedView
from b4mart_desktop.domain.promotions import CouponClaims, CouponUse, Promotion, Tax
from b4mart_desktop.domain.record import Record
from b4mart_desktop.domain.scheduled_prices import ScheduledPrice
from b4mart_desktop.domain.stock import MAX_ON_HAND, StockMovement
from b4mart_desktop.domain.store import Store
from b4mart_desktop.domain.tills import CashMovement, Register, Shift

_log = logging.getLogger(__name__)

Document = dict[str, Any]
R = TypeVar("R", bound=Record)

RECORDS: Mapping[str, type[Record]] = {
    "users": User,
    "products": Product,
    "categories": Category,
    "orders": Order,
    "payments": Payment,
    "stockmovements": StockMovement,
    "shifts": Shift,
    "cashmovements": CashMovement,
    "registers": Register,
    "promotions": Promotion,
    "taxes": Tax,
    "jobs": Job,
    "auditlog": AuditEntry,
    "settings": Store,
    "presence": Presence,
    "heldcarts": SharedCart,
    "popularity": Popularity,
    "leases": Lease,
    "cataloguechanges": CatalogueChange,
    "cataloguebatches": CatalogueBatch,
    "catalogueviews": SavedView,
    "labeltemplates": LabelTemplate,
    "labelprints": LabelPrint,
    "importprofiles": ImportProfile,
    "importruns": ImportRun,
    "pricelists": PriceList,
    "prices": ListPrice,
    "scheduledprices": ScheduledPrice,
    "couponuses": CouponUse,
    "couponclaims": CouponClaims,
}
"""Which record a collection holds. ``settings`` holds other documents too, told apart by ``key``."""

COLLECTIONS: Mapping[type[Record], str] = {kind: name for name, kind in RECORDS.items()}

Amounts = Iterable[tuple[str, Decimal | None]]


def _amounts_of_rule(rule: ListRule) -> Amounts:
    yield "rule.percent", abs(rule.percent)
    if rule.rounding is not None:
        yield "rule.rounding.step", rule.rounding.step
        yield "rule.rounding.less", rule.rounding.less


_PRICED_BY: Mapping[type[Record], Callable[[Any], Amounts]] = {
    Product: lambda product: (
        ("pricing.basePrice", product.pricing.base_price),
        ("pricing.salePrice", product.pricing.sale_price),
    ),
    Promotion: lambda promotion: (
        ("value", promotion.value),
        ("threshold", promotion.threshold),
        ("getPercent", promotion.get_percent),
    ),
    Tax: lambda tax: (
        ("rate", tax.rate),
        *((f"rates.{index}.rate", dated.rate) for index, dated in enumerate(tax.rates)),
    ),
    PriceList: lambda prices: () if prices.rule is None else _amounts_of_rule(prices.rule),
    ListPrice: lambda prices: (
        (f"tiers.{index}.{name}", amount)
        for index, tier in enumerate(prices.tiers)
        for name, amount in (("quantity", tier.quantity), ("price", tier.price))
    ),
    ScheduledPrice: lambda planned: (
        ("basePrice", planned.base_price),
        ("salePrice", planned.sale_price),
    ),
    Store: lambda store: (("cashStep", store.cash_step),),
}
"""What every cart is priced by, with its place: one odd value, such as NaN, would block the counter."""

_COUNTED_BY: Mapping[type[Record], Callable[[Any], Amounts]] = {
    Product: lambda product: (
        ("inventory.quantity", product.inventory.quantity),
        ("inventory.shortage", product.inventory.shortage),
        ("inventory.lowStockThreshold", product.inventory.low_stock_threshold),
    ),
}
"""What is calculated and painted wherever the product is shown, with its place."""

_AS_THEY_ARE = frozenset({str, bool, int, float, dt.datetime})


def to_document(record: msgspec.Struct) -> Document:
    """Returns the BSON document of ``record``; fields that are None are left out."""
    document: Document = {}
    for field, name in _fields(type(record)):
        value = getattr(record, field)
        if value is not None:
            document[name] = value if type(value) in _AS_THEY_ARE else to_value(value)
    return document


def to_value(value: object) -> Any:
    """Returns one value of a record as BSON knows it."""
    match value:
        case Decimal():
            return float(value)
        case Id():
            return ObjectId(value)
        case enum.Enum():
            return value.value
        case msgspec.Struct():
            return to_document(value)
        case tuple() | list():
            return [to_value(element) for element in value]
        case dict():
            return {name: to_value(element) for name, element in value.items()}
        case _ if type(value) in _AS_THEY_ARE:
            return value
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            raise TypeError(f"no BSON value is known for {value!r}")


def from_document(document: Mapping[str, Any], kind: type[R]) -> R:
    """Returns the record that ``document`` holds.

    Dates must be aware (a client with ``tz_aware=True``).

    Raises:
        AdapterError: UNREADABLE_DOCUMENT with ``collection``, ``id`` and ``reason`` (which names the place);
            also where a price or rate is one that nothing can be priced by, or stock one that nothing has.
    """
    try:
        record = msgspec.convert(document, kind, dec_hook=_read_id)
    except msgspec.ValidationError:
        record = _from_odd_document(document, kind)
    if isinstance(record, Product):
        record = _without_odd_cost(record)  # type: ignore[assignment]  # a product it stays
    for place, amount in _PRICED_BY.get(kind, _nothing)(record):
        if amount is not None and not (amount.is_finite() and 0 <= amount <= MAX_PRICE):
            raise _unreadable(document, kind, f"`{amount}` cannot be priced by - at `$.{place}`")
    for place, amount in _COUNTED_BY.get(kind, _nothing)(record):
        if amount is not None and not (amount.is_finite() and abs(amount) <= MAX_ON_HAND):
            raise _unreadable(document, kind, f"`{amount}` is no number of pieces - at `$.{place}`")
    return record


def readable(document: Mapping[str, Any], kind: type[R]) -> R | None:
    """Returns the record that ``document`` holds, None where it cannot be read.

    Replication lists such documents with the reason; who reads past them need not.
    """
    try:
        return from_document(document, kind)
    except AdapterError:
        return None


def all_readable(documents: Iterable[Mapping[str, Any]], kind: type[R]) -> list[R]:
    """Returns the records of those documents that can be read; the others are logged."""
    records = []
    for document in documents:
        try:
            records.append(from_document(document, kind))
        except AdapterError as error:
            _log.warning("left out: %s", error)
    return records


def _without_odd_cost(product: Product) -> Product:
    """Nothing is sold by its cost: one that is none, such as NaN or -1, counts as unknown."""
    cost = product.pricing.cost_price
    if cost is None or (cost.is_finite() and 0 <= cost <= MAX_PRICE):
        return product
    pricing = msgspec.structs.replace(product.pricing, cost_price=None)
    return msgspec.structs.replace(product, pricing=pricing)


def _nothing(_: Record) -> Amounts:
    return ()


def changed_fields(old: Record, new: Record, document: Document | None = None) -> dict[str, Document]:
    """Returns the update that turns the document of ``old`` into ``new``: ``$set`` and ``$unset``, as needed.

    Paths are dotted down to the fields that differ. Lists are set as a whole, but the elements of a list of
    documents are addressed by position while they stay where they are. Empty where nothing changed.
    The update belongs behind a filter on ``updatedAt``, or into the transaction that read ``old``.

    Args:
        old: As it is.
        new: As it is to be.
        document: What ``old`` was read of; elements of lists then take fields this program does not know
            along when they move.
    """
    to_set: Document = {}
    to_unset: Document = {}
    for path, value in _differences(old, new, ""):
        if value is None:
            to_unset[path] = ""
        elif _are_documents(value):
            to_set[path] = _with_unknown(value, _at(document, path))
        else:
            to_set[path] = to_value(value)
    changes = {"$set": to_set, "$unset": to_unset}
    return {operator: fields for operator, fields in changes.items() if fields}


@functools.cache
def _fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, str], ...]:
    """The names of each field, in Python and in the document."""
    return tuple(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))


def _read_id(kind: type, value: object) -> object:
    if kind is Id and isinstance(value, ObjectId | str):
        return parse_id(str(value))
    raise ValueError(f"Expected an ObjectId, got `{type(value).__name__}`")


def _from_odd_document(document: Mapping[str, Any], kind: type[R]) -> R:
    try:
        return msgspec.convert(_tidy(document), kind, dec_hook=_read_id)
    except msgspec.ValidationError as error:
        raise _unreadable(document, kind, str(error)) from error


def _unreadable(document: Mapping[str, Any], kind: type[Record], reason: str) -> AdapterError:
    return AdapterError(
        ErrorCode.UNREADABLE_DOCUMENT,
        collection=COLLECTIONS.get(kind, kind.__name__),
        id=str(document.get("_id", "")),
        reason=reason,
    )


def _tidy(value: Any) -> Any:
    """Returns ``value`` without nulls and with JavaScript's and other drivers' numbers as plain ones."""
    match value:
        case Mapping():
            return {name: _tidy(element) for name, element in value.items() if element is not None}
        case list():
            return _tidy_list(value)
        case Decimal128():
            return value.to_decimal()
        case float() if value.is_integer():
            return int(value)
        case _:
            return value


def _tidy_list(values: list[Any]) -> list[Any]:
    """Drops nulls among plain values; among documents they stay, since edits address those by position."""
    if any(isinstance(value, Mapping) for value in values):
        return [_tidy(value) for value in values]
    return [_tidy(value) for value in values if value is not None]


def _differences(old: object, new: object, path: str) -> Iterator[tuple[str, object]]:
    """Yields dotted paths and new values (None: gone) of everything that differs below ``path``."""
    if old == new:
        return
    if isinstance(old, msgspec.Struct) and isinstance(new, msgspec.Struct):
        for field, name in _fields(type(old)):
            yield from _differences(
                getattr(old, field), getattr(new, field), f"{path}.{name}" if path else name
            )
    elif _are_documents(old) and _are_documents(new) and _stay(old, new):
        for index, element in enumerate(new):
            yield from _differences(old[index] if index < len(old) else None, element, f"{path}.{index}")
    else:
        yield path, new


_KEYS: Mapping[type[msgspec.Struct], str] = {
    ProductImage: "url",
    VariantStock: "sku",
    Specification: "name",
    Variant: "name",
    Pack: "name",
}
"""By which field an element of a list is known again when it moves."""


def _stay(old: tuple[msgspec.Struct, ...], new: tuple[msgspec.Struct, ...]) -> bool:
    """Whether every element of ``old`` is still at its place, if perhaps changed."""
    if len(new) < len(old):
        return False
    key = _KEYS.get(type(old[0]))
    keys = [[getattr(each, key) for each in elements] for elements in (old, new)] if key else [[], []]
    moved = [place for place, (a, b) in enumerate(zip(*keys, strict=False)) if a != b and a in keys[1]]
    return not moved


def _with_unknown(elements: tuple[msgspec.Struct, ...], before: object) -> list[Document]:
    """Returns the elements as documents, each with the unknown fields of the one before that it was."""
    key = _KEYS.get(type(elements[0]))
    old = [each for each in before if isinstance(each, Mapping)] if isinstance(before, list) else []
    made = []
    for element in elements:
        known = set(element.__struct_encode_fields__)
        same = [each for each in old if key and each.get(key) == getattr(element, key)]
        if same:
            old.remove(same[0])
        kept = {name: value for name, value in same[0].items() if name not in known} if same else {}
        made.append(kept | to_document(element))
    return made


def _at(document: Document | None, path: str) -> object:
    found: object = document
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _are_documents(value: object) -> TypeGuard[tuple[msgspec.Struct, ...]]:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], msgspec.Struct)
