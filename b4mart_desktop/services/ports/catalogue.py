"""The catalogue in MongoDB as those see it who change it, and this counter's file of unsaved changes."""

import datetime as dt
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from typing import Protocol

import msgspec

from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.edits import CatalogueChange, EditKind, Merge
from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.stock import StockMovement


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """Who changes products, and by what; goes into each product's history."""

    kind: EditKind
    user: Id | None = None
    user_name: str | None = None
    register: Id | None = None
    batch: Id | None = None


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """A product was written.

    Attributes:
        product: As it is in the database.
        merged: What somebody else changed meanwhile, where both changes go together.
    """

    product: Product
    merged: Merge | None = None


class Collided(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing was written: somebody else changed the same meanwhile.

    Attributes:
        theirs: The product as it is in the database.
        merge: Both changes side by side.
    """

    theirs: Product
    merge: Merge


class TakenCode(msgspec.Struct, frozen=True, kw_only=True):
    """A code that another product has."""

    code: str
    product: Id
    name: str
    archived: bool


Correction = Callable[[Product], tuple[StockMovement, AuditEntry]]
"""Makes the movement that corrects a product's stock, and its audit entry."""


class ProductEdits(Protocol):
    """Products and their history."""

    async def product(self, product: Id) -> Product:
        """Returns a product as it is now.

        Raises:
            AdapterError: NOT_FOUND, UNREADABLE_DOCUMENT, DATABASE_UNREACHABLE.
        """

    async def products(self, products: Collection[Id]) -> Mapping[Id, Product]:
        """Returns those of the products that exist and can be read."""

    async def add(self, product: Product, author: Author) -> Product:
        """Adds a product with what is on hand as its opening movement.

        Raises:
            AdapterError: DUPLICATE with ``field``, DATABASE_REFUSED.
        """

    async def save(self, base: Product, mine: Product, author: Author) -> Saved | Collided:
        """Writes what differs between ``base`` and ``mine``, together with the history of it.

        Stock and ratings are left as they are. What others changed of other fields stays.

        Raises:
            AdapterError: NOT_FOUND, DUPLICATE with ``field``, DATABASE_REFUSED, DATABASE_UNREACHABLE.
        """

    async def save_many(
        self, pairs: Sequence[tuple[Product, Product]], author: Author
    ) -> Sequence[B4MartError | None]:
        """Saves each pair as ``save`` does, in one transaction as far as they can be; a collision is refused.

        A product that has a change of the same batch already is left as it is, and counts as written: who
        does not know whether a commit arrived may ask again.

        Returns:
            For each pair why it was not written, CHANGED_MEANWHILE where it collided; None where it was.

        Raises:
            AdapterError: DATABASE_UNREACHABLE; then nothing was written.
        """

    async def codes_taken(self, codes: Collection[str], but: Id) -> Sequence[TakenCode]:
        """Returns which of ``codes`` other products have, as SKU, barcode, PLU, of packs and variants."""

    async def slug_taken(self, slug: str, but: Id) -> bool:
        """Whether another product has that slug."""

    async def history(self, product: Id, before: dt.datetime | None, limit: int) -> Sequence[CatalogueChange]:
        """Returns the last changes of a product, newest first; those older than ``before`` if given."""

    def batch(self, batch: Id) -> AsyncIterator[CatalogueChange]:
        """Yields what was changed together."""

    async def adjust(self, product: Id, correct: Correction) -> Product:
        """Books the stock movement that ``correct`` makes of the product as it is, with its audit entry.

        Args:
            product: Which.
            correct: Pure; called again with the product as it is then where somebody sold it meanwhile.

        Returns:
            The product after it.

        Raises:
            AdapterError: NOT_FOUND, DATABASE_UNREACHABLE.
        """


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """Changes that somebody has not saved yet.

    Attributes:
        base: The product they began with; None for a new one.
        mine: The product as they want it.
    """

    base: Product | None
    mine: Product
    at: dt.datetime


class DraftStore(Protocol):
    """Unsaved changes on this counter's disk, each person's own; every method is quick.

    All raise ``AdapterError`` DISK_WRITE_FAILED.
    """

    def draft(self, user: Id, product: Id) -> Draft | None:
        """Returns somebody's draft of a product."""

    def drafts(self, user: Id) -> Sequence[Draft]:
        """Returns all of somebody's drafts, newest first."""

    def keep(self, user: Id, draft: Draft) -> None:
        """Keeps a draft in place of the one before of the same product."""

    def drop(self, user: Id, product: Id) -> None:
        """Forgets a draft."""
