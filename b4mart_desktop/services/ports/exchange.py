"""The catalogue as imports and exports need it of the database, and the process they run in."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec

from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.catalog import Category, Product
from b4mart_desktop.domain.edits import EditKind
from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.imports import ImportProfile, ImportRules, ImportRun
from b4mart_desktop.domain.stock import StockMovement
from b4mart_desktop.services.ports.catalogue import Author
from b4mart_desktop.services.ports.files import ReadAs


class Vendor(NamedTuple):
    """Whose products some are."""

    id: Id
    email: str
    name: str


Reverse = Callable[[Sequence[StockMovement]], tuple[Sequence[StockMovement], AuditEntry]]
"""Returns the movements that take others back, and the audit entry of it. May be called more than once."""


class ImportArchive(Protocol):
    """Products in MongoDB, for those who bring many."""

    async def by_codes(self, codes: Sequence[str]) -> Mapping[str, Product]:
        """Returns products by SKU or barcode, for those codes that exist.

        A SKU wins over a barcode, and a product that is not archived over one that is.
        """

    async def slugs(self, slugs: Sequence[str]) -> frozenset[str]:
        """Returns those of ``slugs`` that are taken."""

    async def tax_classes(self) -> frozenset[str]:
        """Returns the codes of all taxes."""

    async def vendors(self) -> Sequence[Vendor]:
        """Returns all vendors."""

    async def categories(self) -> Sequence[Category]:
        """Returns all categories that can be read."""

    async def add_categories(self, categories: Sequence[Category]) -> None:
        """Adds categories.

        Raises:
            AdapterError: DUPLICATE with ``field`` where somebody added one of them at the same moment.
        """

    async def insert(self, products: Sequence[Product], author: Author) -> None:
        """Adds products with their history and the movements that brought what is on hand: all or none.

        Raises:
            AdapterError: DUPLICATE with ``field``.
        """

    async def save_many(
        self, pairs: Sequence[tuple[Product, Product]], author: Author
    ) -> Sequence[B4MartError | None]:
        """Saves each product's changes with its history; returns why one could not be, None where it was."""

    async def book(self, movements: Sequence[StockMovement], audit: AuditEntry | None) -> None:
        """Books what makes stock as a table says it is, with the audit entry of it."""

    def corrections(self, batch: Id) -> AsyncIterator[Sequence[Id]]:
        """Yields, some at a time, the movements by which an import set stock."""

    async def take_back(self, corrections: Sequence[Id], reverse: Reverse) -> int:
        """Books what ``reverse`` makes of those of the corrections that none took back yet; returns how many.

        One that takes another back refers to it. Of two who do this at the same moment each correction is
        taken back by one.
        """

    async def keep_run(self, run: ImportRun, before: ImportRun | None = None) -> None:
        """Keeps how far an import is, as ``ProfileBook.keep_run`` does."""


class ProfileBook(Protocol):
    """What is kept of imports."""

    async def profiles(self) -> Sequence[ImportProfile]:
        """Returns all profiles by name."""

    async def keep(self, profile: ImportProfile) -> None:
        """Adds a profile, or changes the one of that name.

        Raises:
            AdapterError: DUPLICATE where somebody added one of that name at the same moment.
        """

    async def delete(self, profile: Id) -> None:
        """Deletes a profile."""

    async def runs(self, limit: int) -> Sequence[ImportRun]:
        """Returns the last imports, newest first."""

    async def keep_run(self, run: ImportRun, before: ImportRun | None = None) -> None:
        """Keeps how far an import is, in place of ``before`` where that is given.

        Raises:
            AdapterError: CHANGED_MEANWHILE where it is not as in ``before`` any more.
        """


class ProductSource(Protocol):
    """Whole products out of the database."""

    def products(self, ids: Sequence[Id] | None) -> AsyncIterator[Sequence[Product]]:
        """Yields products in batches: those, in that order, or all by SKU; unreadable ones are left out."""

    async def count(self) -> int:
        """Returns about how many products there are."""


class ImportOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What an import is to do; travels to the process that does it.

    Attributes:
        batch: What the changes belong to, for history and undo; the import's own ``_id``.
        file: The file's path.
        columns: What its columns say, by ``Column``, "" where not used; None where that is to be guessed.
        resumes: The import that this goes on with: rows up to its line were written before.
        dry_run: Whether nothing is written.
        user: Who imports; None on the command line, where whoever has the database's password may.
    """

    batch: Id
    file: str
    read_as: ReadAs = ReadAs()
    columns: tuple[str, ...] | None = None
    rules: ImportRules = ImportRules()
    resumes: ImportRun | None = None
    dry_run: bool = False
    user: Id | None = None
    user_name: str | None = None
    register: Id | None = None

    @property
    def after_line(self) -> int:
        """Rows up to this line were written before; 0 where none were."""
        return 0 if self.resumes is None else self.resumes.line

    @property
    def author(self) -> Author:
        """Who the changes are by."""
        return Author(
            kind=EditKind.IMPORTED,
            user=self.user,
            user_name=self.user_name,
            register=self.register,
            batch=self.batch,
        )

    @property
    def file_name(self) -> str:
        """The file's name without its folder."""
        return Path(self.file).name


class ExportOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What an export is to write; travels to the process that does it.

    Attributes:
        file: Where to; ``.xlsx`` makes a workbook, everything else a CSV file.
        columns: By ``Column``, in order.
        products: Which, in order; None for all, archived ones included.
    """

    file: str
    columns: tuple[str, ...]
    products: tuple[Id, ...] | None = None


ExportProgress = Callable[[int, int], None]
"""Called with how many products are done with, and of how many."""


class ImportProgress(NamedTuple):
    """How far an import is.

    Attributes:
        share: How much of the file was read, from 0 to 1.
        line: Up to which line everything is done.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    line: int = 0
    share: float = 0.0
