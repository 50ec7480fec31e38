"""Lists of all products of the shop, drafts and archived ones included, as the catalogue screen sees them."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Protocol

import msgspec

from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.product_lists import Flaw, ProductFilter, ProductSort, SavedView


class ListedProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product as a row or tile of the catalogue shows it.

    Attributes:
        price: List price.
        sale_price: What it is sold for instead, if anything.
        barcode: The first one.
        picture: URL of the primary picture.
        flaws: What is wrong with it by itself; neither its category nor other products are looked at.
    """

    id: Id
    name: str
    sku: str
    status: ProductStatus
    category: Id
    price: Decimal
    sale_price: Decimal | None = None
    cost: Decimal | None = None
    on_hand: Decimal = Decimal(0)
    unit: str = "pcs"
    tracked: bool = True
    low: bool = False
    weighed: bool = False
    open_price: bool = False
    barcode: str | None = None
    plu: str | None = None
    vendor: Id | None = None
    tax_class: str = ""
    tags: tuple[str, ...] = ()
    featured: bool = False
    favourite: bool = False
    color: str | None = None
    picture: str | None = None
    flaws: frozenset[Flaw] = frozenset()
    updated_at: dt.datetime | None = None


class ProductSelection(Protocol):
    """The products a filter found at one moment, numbered from 0; it stays as it is when products change.

    Rows are read fresh, so a product that changed shows its present values at its old place; one that is
    gone is None. May be used from any thread. Everything raises AdapterError REPLICA_RENEWED once the file
    was replaced, CANCELLED once it was closed: select again.
    """

    @property
    def count(self) -> int:
        """How many products were found."""

    def rows(self, start: int, count: int) -> Sequence[ListedProduct | None]:
        """Returns ``count`` rows from ``start`` on, fewer at the end; 100 take a few milliseconds."""

    def products(self, start: int, count: int) -> Sequence[Product]:
        """Returns the whole products at those places; those that are gone are left out."""

    def ids(self, start: int, count: int) -> Sequence[Id]:
        """Returns the ids at those places; those that are gone are left out."""

    def all_ids(self) -> Iterator[Id]:
        """Yields all ids in order, reading on as it goes."""

    def place(self, product: Id) -> int | None:
        """Returns the place of a product, None where it is not among these."""

    def first_from(self, text: str) -> int:
        """Returns the first place whose sort text is ``text`` or after it; ``count`` where none is.

        For type-ahead in a list sorted by name or SKU; in another order, the first that begins so.
        """

    def close(self) -> None:
        """Frees what it holds."""


class Selecting(Protocol):
    """A selection that one thread makes and another may stop."""

    def run(self) -> ProductSelection:
        """Makes the selection and returns it.

        Raises:
            AdapterError: CANCELLED after ``stop``; as ``ProductListing.select``.
        """

    def stop(self) -> None:
        """Ends ``run``, as when nobody wants the list any more."""


class ProductListing(Protocol):
    """The local replica as lists of products. Everything here may take a second: not for the GUI thread."""

    def select(self, wanted: ProductFilter, sort: ProductSort) -> ProductSelection:
        """Returns the products that ``wanted`` describes, in that order.

        Raises:
            AdapterError: CATALOGUE_LOADING before the first load; FILE_UNREADABLE, REPLICA_RENEWED.
        """

    def selecting(self, wanted: ProductFilter, sort: ProductSort, most: int | None = None) -> Selecting:
        """Returns what does the same as ``select`` when it is run, and can be stopped.

        Args:
            wanted: Which products.
            sort: In which order.
            most: No more than so many, the first ones, which takes much less time; None for all.
        """

    def products(self, ids: Sequence[Id]) -> Sequence[Product]:
        """Returns the whole products of those ids, of any status, in that order; those gone are left out."""

    def flaws(self) -> Mapping[Flaw, int]:
        """Returns how many products that are not archived have each flaw."""

    def shared_barcodes(self, limit: int = 1000) -> Sequence[tuple[str, tuple[Id, ...]]]:
        """Returns barcodes that several products have that are not archived, and which."""

    def tags(self, prefix: str = "", limit: int = 50) -> Sequence[str]:
        """Returns tags in use that begin with ``prefix``, the most used first."""

    def vendors(self) -> Sequence[tuple[Id, int]]:
        """Returns the vendors of products and how many each has."""


class ViewBook(Protocol):
    """Saved views in the database."""

    async def views(self, user: Id) -> Sequence[SavedView]:
        """Returns a person's own views and the shared ones, in any order.

        Raises:
            AdapterError: DATABASE_UNREACHABLE.
        """

    async def add(self, view: SavedView) -> SavedView:
        """Adds a view and returns it as it is in the database.

        Raises:
            AdapterError: DATABASE_UNREACHABLE.
        """

    async def change(self, old: SavedView, new: SavedView) -> SavedView:
        """Writes what differs and returns the view as it is in the database.

        Raises:
            AdapterError: CHANGED_MEANWHILE, DATABASE_UNREACHABLE.
        """

    async def remove(self, view: SavedView) -> None:
        """Removes a view; one that is gone is no error.

        Raises:
            AdapterError: CHANGED_MEANWHILE, DATABASE_UNREACHABLE.
        """
