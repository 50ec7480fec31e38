"""The shared database as the services see it. Every method may take as long as it likes."""

import datetime as dt
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.entries import Entry
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.jobs import Job, JobKind
from b4mart_desktop.domain.orders import Order
from b4mart_desktop.domain.payments import Payment
from b4mart_desktop.domain.tills import Register

REPLICATED = (
    "registers",
    "taxes",
    "promotions",
    "pricelists",
    "prices",
    "categories",
    "users",
    "heldcarts",
    "settings",
    "popularity",
    "products",
    "labelprints",
)
"""Collections a counter keeps a copy of, in the order they are loaded.

What selling needs comes first. Where there are settings, all that prices are made from is there: a counter
without a store sells nothing.
"""

MOST_CHANGES = 200
"""Changes of one batch: the window can spare Python's lock for as long as decoding them takes."""


class PostingTarget(Protocol):
    """Where facts end up."""

    async def post(self, entries: Sequence[Entry]) -> None:
        """Writes ``entries`` in their order, in one transaction; those that are there already stay as is.

        Raises:
            AdapterError: DATABASE_UNREACHABLE where trying again later may help, OTHER_STORE where the
                database is another shop's; any other code where one of them will never be accepted as it
                is. Then none of them was written.
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
        """Makes sure that the database answers, and that it is the store's.

        Raises:
            AdapterError: DATABASE_UNREACHABLE; OTHER_STORE.
        """

    def changes(self, token: bytes) -> AsyncGenerator[Sequence[Change], None]:
        """Yields changes of all replicated collections since ``token``, in batches as they come.

        A batch of ``MOST_CHANGES`` says that more are waiting, an empty one that none are: it comes again and
        again for as long as that is so. To be closed by who stops reading.

        Raises:
            AdapterError: NOT_FOUND where changes cannot be followed from there on: load again.
        """


class LoadReport(msgspec.Struct, frozen=True, kw_only=True):
    """How a load of the replica goes on.

    Attributes:
        collection: Of which documents were just written.
        done: Documents written, of all collections.
        total: Of about how many.
        skipped: Collection, id and reason of those that cannot be read.
    """

    collection: str
    done: int
    total: int
    skipped: tuple[tuple[str, str, str], ...] = ()


class CatchUpReport(msgspec.Struct, frozen=True, kw_only=True):
    """How catching up goes on.

    Attributes:
        changed: Ids of the documents that were just taken over, by collection.
        skipped: Collection, id and reason of those that cannot be read.
    """

    changed: Mapping[str, tuple[Id, ...]]
    skipped: tuple[tuple[str, str, str], ...]


class ReplicaLoader(Protocol):
    """What fills the replica, for the first time or again by difference, and brings many changes at once."""

    async def load(self, report: Callable[[LoadReport], None]) -> None:
        """Loads everything; cancelling it ends it, and the next one goes on from there.

        Args:
            report: Called in this loop whenever something was written.

        Raises:
            AdapterError: DATABASE_UNREACHABLE and others; what was loaded stays.
        """

    async def catch_up(self, report: Callable[[CatchUpReport], None]) -> None:
        """Applies what changed since the replica's token, until changes come no faster than one by one.

        Nobody else may write changes meanwhile. Cancelling it ends it.

        Args:
            report: Called in this loop, now and then.

        Raises:
            AdapterError: as ``ReplicationSource.changes`` and ``ReplicaWriter``; what was applied stays.
        """


class ReplicaWriter(Protocol):
    """The local replica, write side; called from the background thread only."""

    def token(self) -> bytes | None:
        """Returns the resume token committed with the last change, None before a complete first load."""

    def check(self) -> None:
        """Makes sure that the file is still the one that ``token`` was read from; costs little.

        Raises:
            AdapterError: REPLICA_RENEWED with the ``reason`` where it was damaged or taken away, and an empty
                one stands in its place.
        """

    def apply(self, changes: Sequence[Change]) -> Sequence[tuple[str, str, str]]:
        """Applies changes and their token together; returns collection, id and reason of unreadable ones.

        Raises:
            AdapterError: as ``check``; then nothing was applied.
        """

    def index_words(self) -> None:
        """Makes the word search know what changed; may take a while, so not for a loop's thread."""


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

    async def by_receipt(self, number: str) -> Order | None:
        """Returns the order with that receipt number."""

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


class PopularityBook(Protocol):
    """How well products sell, in MongoDB."""

    async def renew(self) -> bool:
        """Counts what was sold, and writes what differs; returns False where that was done lately.

        Doing it twice at once does no harm.
        """


class FileStore(Protocol):
    """Documents kept in the database (GridFS)."""

    async def put(self, name: str, content: bytes, ref: Id, kind: str) -> None:
        """Keeps ``content``; the same name again replaces it."""

    async def get(self, name: str) -> bytes | None:
        """Returns the content kept under ``name``."""
