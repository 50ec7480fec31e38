"""Shelf and product labels as data: sheets and rolls, what stands on a label, what was printed.

Measures are millimetres. How a label's parts are placed belongs to ``label_layout``.
"""

import datetime as dt
import enum
import hashlib
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.catalog import Pack, Product
from b4mart_desktop.domain.contents import PriceBase, UnitPrice, content_of, unit_price
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import Record, Text
from b4mart_desktop.domain.shelf_prices import ShelfPrice
from b4mart_desktop.domain.symbols import symbology_of

SMALLEST, LARGEST = 10.0, 300.0
_INCH = 25.4
A4 = (210.0, 297.0)
LETTER = (8.5 * _INCH, 11 * _INCH)
_ID_DIGITS = 24


class LabelField(enum.StrEnum):
    """What may stand on a label, in the order in which it is offered."""

    NAME = "name"
    PRICE = "price"
    WAS = "was"
    """The list price, struck out, where a sale price holds."""
    UNIT_PRICE = "unit_price"
    BARCODE = "barcode"
    QR = "qr"
    """The product's page in the web store."""
    SKU = "sku"
    PLU = "plu"
    STORE = "store"
    DATE = "date"
    OFFER_END = "offer_end"
    TAX_NOTE = "tax_note"


class LabelStock(Record, frozen=True, kw_only=True):
    """A sheet with its grid of labels, or a roll: one label a page.

    Attributes:
        left: From the page's left edge to the first column.
        top: From the page's upper edge to the first row.
        pitch_x: From one column to the next.
        pitch_y: From one row to the next.
    """

    page_width: float
    page_height: float
    width: float
    height: float
    columns: int = 1
    rows: int = 1
    left: float = 0.0
    top: float = 0.0
    pitch_x: float = 0.0
    pitch_y: float = 0.0

    @property
    def per_page(self) -> int:
        """How many labels a page has."""
        return self.columns * self.rows

    @property
    def is_roll(self) -> bool:
        """Whether each label is a page of its own."""
        return self.per_page == 1

    def place(self, cell: int) -> tuple[float, float]:
        """Returns left and upper edge of a cell, counted from 0 row by row."""
        row, column = divmod(cell, self.columns)
        return self.left + column * self.pitch_x, self.top + row * self.pitch_y


class LabelTemplate(Record, frozen=True, kw_only=True):
    """A document of ``labeltemplates``, or one that comes with the program.

    Attributes:
        code: What a built-in one is called by its maker, such as L7160.
        based_on: The code of the built-in one it was copied from.
        unit_prices: Per how much unit prices are told.
    """

    id: Id = msgspec.field(name="_id")
    name: Text
    code: str | None = None
    based_on: str | None = None
    stock: LabelStock
    fields: tuple[LabelField, ...]
    unit_prices: PriceBase = PriceBase.METRIC
    created_at: dt.datetime
    updated_at: dt.datetime

    @property
    def is_built_in(self) -> bool:
        """Whether it came with the program; people change copies of it."""
        return self.code is not None


class LabelPrint(Record, frozen=True, kw_only=True):
    """A document of ``labelprints``: the label that was printed last for a product, or for a pack of it.

    Attributes:
        id: The product's; for a pack see ``print_id``.
        product: Where ``id`` is not the product's.
        pack: The pack's barcode.
        price: What it said.
        list_price: The list price then.
        own_price: The price without lists and promotions; None: ``price`` was.
        offers: The price list and promotions its price was by.
        batch: What was printed together.
        copies: How often.
    """

    id: Id = msgspec.field(name="_id")
    product: Id | None = None
    pack: str | None = None
    price: Decimal
    list_price: Decimal
    own_price: Decimal | None = None
    offers: tuple[Id, ...] = ()
    template: Id
    batch: Id
    copies: int = 1
    at: dt.datetime
    by: Id


LabelKey = tuple[Id, str | None]
"""Whose label: a product's, or that of its pack with this barcode."""


class LabelFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a label can say of a product, before it is put into words.

    Attributes:
        pack: The barcode of the pack it is of; None for single pieces.
        was: The list price where a lower one holds.
        code: What its barcode says.
        measured: The unit its price is for, where it is weighed or sold by measure.
        offer_end: The last day of its offer.
        tax_included: Whether the price holds tax.
    """

    product: Id
    pack: str | None = None
    name: str
    price: Decimal
    was: Decimal | None = None
    unit_price: UnitPrice | None = None
    code: str | None = None
    sku: str = ""
    plu: str | None = None
    measured: str | None = None
    store: str = ""
    address: str | None = None
    day: dt.date
    offer_end: dt.date | None = None
    tax_included: bool = False

    @property
    def key(self) -> LabelKey:
        """Whose label it is."""
        return self.product, self.pack


class LabelOrder(msgspec.Struct, frozen=True, kw_only=True):
    """Labels to be drawn together.

    Attributes:
        items: Each label's facts, and how many of it.
        start: How many cells of the first sheet are used up already.
    """

    template: LabelTemplate
    items: tuple[tuple[LabelFacts, int], ...]
    start: int = 0

    @property
    def count(self) -> int:
        """How many labels there are."""
        return sum(copies for _, copies in self.items)

    @property
    def pages(self) -> int:
        """How many pages they take."""
        return -(-(self.start + self.count) // self.template.stock.per_page) if self.count else 0

    def cells(self) -> Iterator[tuple[int, int, int]]:
        """Yields page, cell and number of the item for each label."""
        place, per_page = self.start, self.template.stock.per_page
        for number, (_, copies) in enumerate(self.items):
            for _ in range(copies):
                yield (*divmod(place, per_page), number)
                place += 1


class StoreFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What labels say of the store.

    Attributes:
        day: In the store's zone.
    """

    name: str
    prices_include_tax: bool
    zone: dt.tzinfo
    day: dt.date
    web_address: str | None = None


def facts_of(
    product: Product, pack: Pack | None, priced: ShelfPrice, store: StoreFacts, base: PriceBase
) -> LabelFacts:
    """Returns what a label can say of ``product``, or of a pack of it, at that price."""
    weighed = product.pos.weighed and pack is None
    web = None if store.web_address is None else f"{store.web_address.rstrip('/')}/{product.slug}"
    return LabelFacts(
        product=product.id,
        pack=None if pack is None else pack.barcode,
        name=product.name if pack is None else f"{product.name} · {pack.name}",
        price=priced.price,
        was=priced.was,
        unit_price=None if weighed else _unit_price(product, pack, priced.price, base),
        code=code_of(product, pack),
        sku=product.inventory.sku,
        plu=product.pos.plu if pack is None else None,
        measured=product.inventory.unit if weighed else None,
        store=store.name,
        address=web,
        day=store.day,
        offer_end=priced.last_day(store.zone),
        tax_included=store.prices_include_tax,
    )


def _unit_price(product: Product, pack: Pack | None, price: Decimal, base: PriceBase) -> UnitPrice | None:
    content = content_of(product)
    if content is None or price <= 0:
        return None
    pieces = Decimal(1) if pack is None else pack.quantity
    return unit_price(price, msgspec.structs.replace(content, value=content.value * pieces), base)


def code_of(product: Product, pack: Pack | None = None) -> str | None:
    """Returns what a label's barcode says: the first barcode that can be printed, else the SKU."""
    stock = product.inventory
    codes = (*stock.barcodes, stock.sku) if pack is None else (pack.barcode or "",)
    return next((code for code in codes if symbology_of(code) is not None), None)


def print_id(product: Id, pack: str | None) -> Id:
    """Returns under which number a label is noted: the product's, or one made of it and a pack's barcode."""
    if pack is None:
        return product
    return Id(hashlib.sha256(f"{product} {pack}".encode()).hexdigest()[:_ID_DIGITS])


def fault_of(stock: LabelStock) -> str | None:
    """Returns the name of the first field that makes no sense, None where the labels fit their page."""
    if not (SMALLEST <= stock.width <= LARGEST and SMALLEST <= stock.height <= LARGEST):
        return "width" if not SMALLEST <= stock.width <= LARGEST else "height"
    right, lower = stock.place(stock.per_page - 1)
    tolerance = 0.1
    if right + stock.width > stock.page_width + tolerance:
        return "columns"
    return "rows" if lower + stock.height > stock.page_height + tolerance else None


def roll(width: float, height: float) -> LabelStock:
    """Returns labels of a roll, one behind the other."""
    return LabelStock(page_width=width, page_height=height, width=width, height=height)
