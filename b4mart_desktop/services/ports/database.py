"""The shared database as the services see it. Every method may take as long as it likes."""

import datetime as dt
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.catalog import Category, Product
from b4mart_desktop.domain.entries import Entry
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.jobs import Job, JobKind
from b4mart_desktop.domain.orders import Order
from b4mart_desktop.domain.payments import Payment
from b4mart_desktop.domain.stock import MovementReason
from b4mart_desktop.domain.tills import Register

REPLICATED = (
    "settings",
    "registers",
    "taxes",
    "promotions",
    "categories",
    "users",
    "heldcarts",
    "popularity",
    "products",
)
"""Collections a counter keeps a copy of, in the order they are loaded: what selling needs first, first."""


class PostingTarget(Protocol):
    """Where facts end up."""

    async def post(self, entries: Sequence[Entry]) -> None:
        """Writes ``entries`` in their order, in one transaction; those that are there already stay as is.

        Raises:
            AdapterError: DATABASE_UNREACHABLE where trying again later may help; any other code where one
                of them will never be accepted as it is. Then none of them was written.
        """


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a replicated collection; ``document`` is None where it was deleted."""

    collection: str
    id: Id
    document: Mapping[str, Any] | None
    token: bytes


class ReplicationSource(Protocol):
    """MongoDB as replication sees it. Documents are raw: reading them is the replica's matter."""

    async def ping(self) -> None:
        """Raises AdapterError where the database does not answer."""

    async def count(self, collection: str) -> int:
        """Returns about how many documents there are."""

    async def token(self) -> bytes:
        """Returns a resume token of now, to be taken before the first load."""

    def load(self, collection: str) -> AsyncGenerator[Sequence[Mapping[str, Any]], None]:
        """Yields all documents a counter needs of ``collection``, in small batches.

        To be closed by who stops reading early.
        """

    def changes(self, token: bytes) -> AsyncGenerator[Sequence[Change], None]:
        """Yields changes of all replicated collections since ``token``, in batches as they come.

        To be closed by who stops reading.

        Raises:
            AdapterError: NOT_FOUND where the token is too old to go on from: load again.
        """


class ReplicaWriter(Protocol):
    """The local replica, write side; called from the background thread only."""

    def token(self) -> bytes | None:
        """Returns the resume token committed with the last change, None before a complete first load."""

    def begin_load(self) -> None:
        """Starts a load from nothing; what is there stays readable until ``finish_load``."""

    def load(self, collection: str, documents: Sequence[Mapping[str, Any]]) -> Sequence[tuple[str, str]]:
        """Writes documents of a load; returns id and reason of those that cannot be read."""

    def finish_load(self, token: bytes) -> None:
        """Ends the load: what it did not bring is gone; ``token`` is where changes go on."""

    def apply(self, changes: Sequence[Change]) -> Sequence[tuple[str, str, str]]:
        """Applies changes and their token together; returns collection, id and reason of unreadable ones."""


class JobStore(Protocol):
    """The transactional outbox."""

    async def claim(self, kinds: Sequence[JobKind], worker: str, lease: dt.timedelta) -> Job | None:
        """Claims the oldest job that is due and not leased; None where there is none."""

    async def done(self, job: Job) -> None:
        """Ends a claimed job well."""

    async def retry(self, job: Job, error: str, due_at: dt.datetime) -> None:
        """Puts a claimed job back for later."""

    async def bury(self, job: Job, error: str) -> None:
        """Gives a claimed job up, with the reason."""

    async def for_refs(self, refs: Sequence[Id]) -> Mapping[Id, Job]:
        """Returns the jobs about those documents."""


class OrderArchive(Protocol):
    """Orders in MongoDB."""

    async def between(self, start: dt.datetime, end: dt.datetime, cashier: Id | None) -> Sequence[Order]:
        """Returns orders of all channels made in [start, end), newest first; one cashier's if given."""

    async def order(self, order: Id) -> Order | None:
        """Returns one order."""

    async def payments(self, order: Id) -> Sequence[Payment]:
        """Returns the payments of an order, in the order they were taken."""


class RegisterBook(Protocol):
    """Registers in MongoDB."""

    async def enrol(self, device: str, name: str, wanted_code: str | None) -> Register:
        """Adds a register with the wanted or the next free code.

        Raises:
            AdapterError: REGISTER_TAKEN where the wanted code belongs to another device.
        """

    async def last_receipt(self, code: str) -> int:
        """Returns the highest receipt number posted under ``code``, as a number; 0 where there is none."""

    async def all(self) -> Sequence[Register]:
        """Returns all registers the shop ever had, in the order they were added."""

    async def change(self, old: Register, new: Register, audit: AuditEntry) -> Register:
        """Writes what differs and the audit entry, if the document is still as ``old`` (``updatedAt``).

        Returns the register as it is then.

        Raises:
            AdapterError: CHANGED_MEANWHILE.
        """


class FileStore(Protocol):
    """Documents kept in the database (GridFS)."""

    async def put(self, name: str, content: bytes, ref: Id, kind: str) -> None:
        """Keeps ``content``; the same name again replaces it."""

    async def get(self, name: str) -> bytes | None:
        """Returns the content kept under ``name``."""


class ProductArchive(Protocol):
    """Products in MongoDB, for those who change the catalogue."""

    async def by_codes(self, codes: Sequence[str]) -> Mapping[str, Product]:
        """Returns products by SKU or barcode, for those codes that exist; a SKU wins over a barcode."""

    async def slugs(self, slugs: Sequence[str]) -> frozenset[str]:
        """Returns those of ``slugs`` that are taken."""

    async def tax_classes(self) -> frozenset[str]:
        """Returns the codes of all taxes."""

    async def insert(
        self, products: Sequence[Product], user: Id | None, reason: MovementReason = MovementReason.OPENING
    ) -> None:
        """Adds products with the movements that brought what is on hand: all of them or none.

        Raises:
            AdapterError: DUPLICATE with ``field``.
        """

    async def update(self, old: Product, new: Product) -> None:
        """Writes the fields that differ, stock left out, if the document is still as ``old`` (``updatedAt``).

        Raises:
            AdapterError: CHANGED_MEANWHILE; DUPLICATE with ``field``.
        """

    async def category(self, name: str) -> Category:
        """Returns the root category with that name, added where there is none."""
