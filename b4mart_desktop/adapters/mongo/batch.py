"""What a batch of journal entries writes, collection by collection, and whose fault it is where that fails.

One function per kind of entry says what it writes. Transactions and retries do not belong here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import BulkWriteError, OperationFailure

from b4mart_desktop.adapters.mongo import stock
from b4mart_desktop.adapters.mongo.codec import COLLECTIONS, Document, to_document
from b4mart_desktop.adapters.mongo.errors import duplicate_field
from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.entries import (
    Audited,
    CashMoved,
    CustomerAdded,
    Entry,
    SaleCompleted,
    ShiftClosed,
    ShiftOpened,
)
from b4mart_desktop.domain.record import Record
from b4mart_desktop.domain.stock import StockMovement

IDENTITIES: Mapping[type[Entry], str] = {SaleCompleted: "orders", CustomerAdded: "users"}
"""Where the document is that tells whether an entry was posted; other kinds may be written any time again."""


class Fact(NamedTuple):
    """An entry as it goes into the database.

    Attributes:
        notes: What the audit log tells of it beside the entry's own, such as what had to be changed.
    """

    entry: Entry
    notes: tuple[AuditEntry, ...] = ()


class TakenError(Exception):
    """The database has the value of a unique field of one fact already.

    Attributes:
        fact: Position of the fact in the batch.
        field: The first field of the unique index.
        is_posted: Whether it is the fact itself that is there, or is about to be.
    """

    def __init__(self, fact: int, collection: str, field: str) -> None:
        super().__init__(f"{collection}.{field} of fact {fact}")
        self.fact = fact
        self.field = field
        self.is_posted = field == "_id" and collection in IDENTITIES.values()


class Batch:
    """The documents of some facts, in the facts' order."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._movements: list[StockMovement] = []
        self._inserts: defaultdict[str, list[Document]] = defaultdict(list)
        self._owners: defaultdict[str, list[int]] = defaultdict(list)
        self._upserts: defaultdict[str, list[UpdateOne]] = defaultdict(list)
        for position, fact in enumerate(facts):
            self._add(position, fact.entry)
            self._insert(position, fact.notes)

    async def write(self, database: AsyncDatabase[Document], session: AsyncClientSession) -> None:
        """Writes everything in the session's transaction.

        Raises:
            TakenError: Where a document to insert has a value that is taken.
            PyMongoError: As the driver raises it.
        """
        movements = await stock.book(database, session, self._movements)
        for name, documents in self._inserts.items():
            try:
                await _insert(database[name], documents, session)
            except OperationFailure as error:
                field = duplicate_field(error)
                if field is None:
                    raise
                raise TakenError(self._owners[name][_position(error)], name, field) from error
        if movements:
            await database.stockmovements.insert_many(movements, session=session)
        for name, updates in self._upserts.items():
            await database[name].bulk_write(updates, session=session)

    def _add(self, position: int, entry: Entry) -> None:
        match entry:
            case SaleCompleted(sale=sale):
                self._movements += sale.movements
                self._insert(position, (sale.order, *sale.payments, *sale.jobs))
                # Not inserted: the trail of a held cart that two counters went on with is in both sales.
                self._keep((*sale.audit, *sale.coupon_uses))
            case CustomerAdded():
                self._insert(position, (entry.customer,))
            case ShiftOpened():
                self._keep((entry.shift, entry.float_movement))
            case ShiftClosed():
                self._upsert(entry.shift, "$set")
            case CashMoved():
                self._keep((entry.movement, *entry.audit))
            case Audited():
                self._keep(entry.audit)

    def _insert(self, position: int, records: Iterable[Record]) -> None:
        for record in records:
            name = COLLECTIONS[type(record)]
            self._inserts[name].append(to_document(record))
            self._owners[name].append(position)

    def _keep(self, records: Iterable[Record]) -> None:
        """Adds those records that are not there yet: posting them again must not change them."""
        for record in records:
            self._upsert(record, "$setOnInsert")

    def _upsert(self, record: Record, operator: str) -> None:
        document = to_document(record)
        identity = {"_id": document.pop("_id")}
        updates = self._upserts[COLLECTIONS[type(record)]]
        updates.append(UpdateOne(identity, {operator: document}, upsert=True))


async def _insert(
    collection: AsyncCollection[Document], documents: Sequence[Document], session: AsyncClientSession
) -> None:
    if len(documents) == 1:  # a sale alone; the driver's way for many is slower
        await collection.insert_one(documents[0], session=session)
    else:
        await collection.insert_many(documents, session=session)


def _position(error: OperationFailure) -> int:
    """Returns which of the inserted documents the server refused."""
    failures = (error.details or {}).get("writeErrors", ()) if isinstance(error, BulkWriteError) else ()
    return int(failures[0]["index"]) if failures else 0
