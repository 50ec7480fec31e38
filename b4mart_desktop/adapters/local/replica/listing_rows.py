"""What lists of products filter and sort by, made of each product as it is written. No reading."""

from typing import NamedTuple

from b4mart_desktop.domain import gtin
from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.flaws import is_low, own_flaws
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.product_lists import Flaw
from b4mart_desktop.domain.words import fold, fold_spelled_out
from b4mart_desktop.services.ports import CodeKind

STATUSES = tuple(ProductStatus)
"""A status is its place in here."""

LOW, FEATURED, FAVOURITE = 1, 2, 4
FLAW_FLAGS = {
    Flaw.NO_PRICE: 8,
    Flaw.NO_BARCODE: 16,
    Flaw.NO_PICTURE: 32,
    Flaw.NO_COST: 64,
    Flaw.BELOW_COST: 128,
    Flaw.SALE_NOT_BELOW: 256,
}
"""The flaws that a product shows by itself, as bits of ``flags``."""

BARCODE, SKU, PLU = range(len(CodeKind))
"""``codes.kind`` of what finds a product at the till."""

LISTED_ONLY = len(CodeKind)
"""Added to the kind of codes that the till does not know."""

ARCHIVED = 2 * len(CodeKind)
"""Added to the kind of all codes of archived products."""

NORMAL_FORM = 3 * len(CodeKind)
"""Kind of the normal form of a barcode that is written in another one, unless it is archived."""

SHARED_KINDS = (BARCODE, LISTED_ONLY + BARCODE, NORMAL_FORM)
"""Kinds of the barcodes of which each should be one product's only: in one form or another all are here."""

_USUAL_LENGTH = 13

AT_TILL = (ProductStatus.ACTIVE, ProductStatus.INACTIVE)
"""What the till knows; it sells active ones only."""


class ListedColumns(NamedTuple):
    """The columns of ``listing`` before ``row``; ids as bytes, ``updated`` in milliseconds.

    Attributes:
        list_price: None where it is the price.
        spelled: The name with its umlauts spelled out, where it has any.
    """

    name: str
    status: int
    category: bytes
    vendor: bytes | None
    price: float
    list_price: float | None
    cost: float | None
    on_hand: float
    sku: str
    updated: int
    flags: int
    spelled: str | None


def listed_columns(product: Product) -> ListedColumns:
    """Returns the columns of ``listing`` for a product."""
    prices, price = product.pricing, product.shelf_price
    return ListedColumns(
        name=fold(product.name),
        status=STATUSES.index(product.status),
        category=id_bytes(product.category),
        vendor=None if product.vendor is None else id_bytes(product.vendor),
        price=float(price),
        list_price=None if prices.base_price == price else float(prices.base_price),
        cost=None if prices.cost_price is None else float(prices.cost_price),
        on_hand=float(product.inventory.on_hand),
        sku=product.inventory.sku,
        updated=int(product.updated_at.timestamp() * 1000),
        flags=_flags(product),
        spelled=fold_spelled_out(product.name),
    )


def id_bytes(identity: Id) -> bytes:
    """Returns an identity as the 12 bytes it is in the database: half of what its text takes."""
    return bytes.fromhex(identity)


def codes_of(product: Product) -> frozenset[tuple[str, int]]:
    """Returns all codes of a product, its packs and variants, each with its ``codes.kind``."""
    stock, plu = product.inventory, product.pos.plu
    found = [(stock.sku, SKU), *[(barcode, BARCODE) for barcode in stock.barcodes]]
    if plu:
        found.append((plu, PLU))
    found += [(pack.barcode or "", BARCODE) for pack in stock.packs]
    for variant in stock.variant_stock:
        found += [(variant.sku, SKU), (variant.barcode or "", BARCODE)]
    if product.status not in AT_TILL:
        found = [(code, _standing(product, kind)) for code, kind in found]
    others = [(other, NORMAL_FORM) for code, kind in found if (other := _other_form(code, kind))]
    return frozenset([each for each in (*found, *others) if each[0]])


def _other_form(code: str, kind: int) -> str | None:
    """Returns the normal form of a barcode that is not its own normal form."""
    if kind not in SHARED_KINDS or _is_normal(code) or gtin.fault(code) is not None:
        return None
    normal = gtin.normal_form(code)
    return None if normal == code else normal


def _is_normal(code: str) -> bool:
    """Whether ``code`` is a barcode as nearly all are; saves adding up the digits of each."""
    return len(code) == _USUAL_LENGTH and not code.startswith("00000")


def _standing(product: Product, kind: int) -> int:
    """Returns the kind of a code of a product that the till does not know."""
    return kind + (ARCHIVED if product.status is ProductStatus.ARCHIVED else LISTED_ONLY)


def _flags(product: Product) -> int:
    flags = sum([FLAW_FLAGS[flaw] for flaw in own_flaws(product)])
    if is_low(product):
        flags += LOW
    if product.featured:
        flags += FEATURED
    return flags + FAVOURITE if product.pos.favourite else flags
