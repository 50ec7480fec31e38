"""Which products a manager wants to see, and in which order: filters, sorting, saved views. No reading.

All of it is plain values, since views are kept in the database and handed to other threads and processes.
"""

import datetime as dt
import enum
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import Record, Text


class Flaw(enum.StrEnum):
    """What is wrong with a product that somebody should mend.

    An open price is a price; a product that is weighed or has a PLU needs no barcode.
    """

    NO_PRICE = "no_price"
    NO_BARCODE = "no_barcode"
    NO_CATEGORY = "no_category"
    """Its category is missing among the categories."""
    NO_PICTURE = "no_picture"
    NO_COST = "no_cost"
    BELOW_COST = "below_cost"
    """It is sold, regularly or on sale, for less than it costs."""
    SALE_NOT_BELOW = "sale_not_below"
    """Its sale price is not below its list price: the web store shows it as a bargain that is none."""
    DUPLICATE_BARCODE = "duplicate_barcode"
    """Another product that is not archived has one of its barcodes, in any length of a GTIN."""


class ProductFilter(Record, frozen=True, kw_only=True):
    """What all products of a list have in common; an empty field asks for nothing.

    Attributes:
        text: Words that begin words of the name, all of them, or the beginning of a SKU, barcode or PLU.
        category: This category or one below it.
        statuses: Any of these; empty means all but archived ones.
        price_from: Smallest shelf price.
        price_to: Largest shelf price.
        low_stock: Whether tracked stock is at or below its threshold.
        tags: All of these, as they are written.
        flaws: All of these.
        products: Any of these, such as those found elsewhere.
    """

    text: str = ""
    category: Id | None = None
    statuses: tuple[ProductStatus, ...] = ()
    vendor: Id | None = None
    price_from: Decimal | None = None
    price_to: Decimal | None = None
    low_stock: bool | None = None
    featured: bool | None = None
    favourite: bool | None = None
    tags: tuple[str, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    products: tuple[Id, ...] = ()


class SortKey(enum.StrEnum):
    """By what a list is sorted; equal ones by name."""

    NAME = "name"
    SKU = "sku"
    STATUS = "status"
    CATEGORY = "category"
    PRICE = "price"
    COST = "cost"
    MARGIN = "margin"
    ON_HAND = "on_hand"
    UPDATED = "updated"


class ProductSort(Record, frozen=True, kw_only=True):
    """The order of a list."""

    key: SortKey = SortKey.NAME
    descending: bool = False


class SavedView(Record, frozen=True, kw_only=True):
    """A document of ``catalogueviews``: a filter somebody wants to come back to.

    Attributes:
        owner: Whose it is.
        shared: Whether everybody sees it.
        columns: Names of the table's columns, left to right; empty: the usual ones.
        tiles: Whether it is shown as tiles.
    """

    id: Id = msgspec.field(name="_id")
    name: Text
    owner: Id
    shared: bool = False
    filter: ProductFilter = ProductFilter()
    sort: ProductSort = ProductSort()
    columns: tuple[str, ...] = ()
    tiles: bool = False
    created_at: dt.datetime
    updated_at: dt.datetime
