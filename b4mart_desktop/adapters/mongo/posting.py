"""Facts from the journal into MongoDB: each entry is one transaction, and posting it again changes nothing.

One function per kind of entry. When to try again and what to do with a refused entry is the poster's matter.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial

import msgspec
import pymongo
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import ConnectionFailure, DuplicateKeyError, OperationFailure

from b4mart_desktop.adapters.mongo import stock
from b4mart_desktop.adapters.mongo.codec import COLLECTIONS, Document, to_document
from b4mart_desktop.adapters.mongo.errors import database_errors, duplicate_field, translate
from b4mart_desktop.adapters.mongo.transactions import in_transaction
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
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.payments import Payment
from b4mart_desktop.domain.people import PLACEHOLDER_MAIL_DOMAIN, User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.record import Record
from b4mart_desktop.domain.sale import Sale
from b4mart_desktop.domain.tills import Shift

Work = Callable[[AsyncClientSession], Awaitable[None]]

TIME_LIMIT_SECONDS = 30.0
"""For one posting with all its retries of conflicts and commits, also where each answer takes seconds."""

PRIMARY_LIMIT_SECONDS = 5.0
"""For finding a server that takes writes, such as during an election."""


class _AlreadyPosted(Exception):
    """The fact is in the database: an earlier attempt got through."""


class MongoPosting:
    """Implements ``services.ports.PostingTarget``."""

    def __init__(self, database: AsyncDatabase[Document], time_limit: float = TIME_LIMIT_SECONDS) -> None:
        self._database = database
        self._time_limit = time_limit

    async def post(self, entry: Entry) -> None:
        """Writes ``entry``; one that is there already changes nothing.

        Raises:
            AdapterError: DATABASE_UNREACHABLE where trying again later may help, DATABASE_REFUSED with the
                reason where this entry will never be accepted as it is.
        """
        with database_errors():
            try:
                await self._post(entry)
            except _AlreadyPosted:
                return

    async def _post(self, entry: Entry) -> None:
        match entry:
            case SaleCompleted():
                await self._post_sale(entry.sale)
            case ShiftOpened():
                await self._transact(partial(self._keep, (entry.shift, entry.float_movement)))
            case ShiftClosed():
                await self._transact(partial(self._close_shift, entry.shift))
            case CashMoved():
                await self._transact(partial(self._keep, (entry.movement, *entry.audit)))
            case CustomerAdded():
                await self._post_customer(entry)
            case Audited():
                await self._transact(partial(self._keep, entry.audit))

    async def _transact(self, work: Work) -> None:
        """Runs ``work`` in one transaction, again after a write conflict or a change of primary.

        The driver retries a commit whose outcome is unknown; where time runs out first, the entry stays
        unposted and the next attempt finds out by looking for its ``_id``.
        """

        async def attempt(session: AsyncClientSession) -> None:
            await self._find_primary()
            await work(session)

        with pymongo.timeout(self._time_limit):
            await in_transaction(self._database.client, attempt)

    async def _find_primary(self) -> None:
        """Ends the posting where nobody is there: only the poster knows how long to wait then."""
        client = self._database.client
        if client.topology_description.has_writable_server():
            return
        try:
            with pymongo.timeout(PRIMARY_LIMIT_SECONDS):
                await client.admin.command("ping")
        except ConnectionFailure as error:
            raise translate(error) from error

    async def _post_sale(self, sale: Sale) -> None:
        """Writes a paid sale, also where the database wants something of it unique that is taken."""
        cures = dict(_CURES)
        while True:
            try:
                await self._transact(partial(self._write_sale, sale))
            except OperationFailure as error:
                cure = cures.pop(duplicate_field(error) or "", None)
                if cure is None:
                    raise
                sale = cure(sale)
            else:
                return

    async def _write_sale(self, sale: Sale, session: AsyncClientSession) -> None:
        await self._insert_first(sale.order, session)
        await stock.book(self._database, session, sale.movements)
        await self._insert(sale.payments, session)
        await self._insert(sale.jobs, session)
        await self._insert(sale.audit, session)

    async def _post_customer(self, entry: CustomerAdded) -> None:
        # The web store's model stores addresses in lower case; its sign-in looks for them so.
        address = entry.customer.email.strip().lower()
        customer = msgspec.structs.replace(entry.customer, email=address)
        try:
            await self._transact(partial(self._insert_first, customer))
        except DuplicateKeyError as error:
            if duplicate_field(error) != "email":
                raise
            await self._transact(partial(self._keep_without_email, customer, entry.added))

    async def _keep_without_email(
        self, customer: User, added: AuditEntry | None, session: AsyncClientSession
    ) -> None:
        """The address belongs to another user: the customer is kept, the audit log says which it was."""
        placeholder = f"{customer.id}@{PLACEHOLDER_MAIL_DOMAIN}"
        await self._insert_first(
            msgspec.structs.replace(customer, email=placeholder, email_placeholder=True), session
        )
        details = {"email_taken": customer.email, "email": placeholder}
        note = msgspec.structs.replace(added or _added_by_unknown(customer), details=details)
        await self._insert((note,), session)

    async def _close_shift(self, shift: Shift, session: AsyncClientSession) -> None:
        document = to_document(shift)
        identity = {"_id": document.pop("_id")}
        await self._database.shifts.update_one(identity, {"$set": document}, upsert=True, session=session)

    async def _insert_first(self, record: Record, session: AsyncClientSession) -> None:
        """Inserts the record whose ``_id`` is the fact's identity: finding it there ends the posting."""
        try:
            await self._collection_of(record).insert_one(to_document(record), session=session)
        except DuplicateKeyError as error:
            if duplicate_field(error) == "_id":
                raise _AlreadyPosted from error
            raise

    async def _insert(self, records: Sequence[Record], session: AsyncClientSession) -> None:
        if len(records) == 1:  # the usual case; the driver's way for many is slower
            await self._collection_of(records[0]).insert_one(to_document(records[0]), session=session)
        elif records:
            documents = [to_document(record) for record in records]
            await self._collection_of(records[0]).insert_many(documents, session=session)

    async def _keep(self, records: Sequence[Record], session: AsyncClientSession) -> None:
        """Inserts those records that are not there yet."""
        for record in records:
            document = to_document(record)
            identity = {"_id": document.pop("_id")}
            await self._collection_of(record).update_one(
                identity, {"$setOnInsert": document}, upsert=True, session=session
            )

    def _collection_of(self, record: Record) -> AsyncCollection[Document]:
        return self._database[COLLECTIONS[type(record)]]


def _added_by_unknown(customer: User) -> AuditEntry:
    """Stands for who added a customer where the journal's entry is too old to tell."""
    return AuditEntry(
        id=new_id(),
        action=Action.ADD_CUSTOMER,
        user=customer.id,
        user_name=customer.name,
        ref=customer.id,
        at=customer.created_at,
    )


def _with_own_references(sale: Sale) -> Sale:
    """For references typed at the counter that were used before: the web store wants them unique."""
    payments = tuple(_with_own_reference(payment) for payment in sale.payments)
    return msgspec.structs.replace(sale, payments=payments)


def _with_own_number(sale: Sale) -> Sale:
    """For a receipt number that another sale has, as of a copied data folder: the audit log tells of it."""
    order = sale.order
    number = f"{order.receipt_number}:{order.id}"
    note = AuditEntry(
        id=new_id(),
        action=Action.SELL,
        user=order.cashier or order.customer,
        user_name=order.cashier_name or "",
        register=order.register,
        shift=order.shift,
        ref=order.id,
        details={"receipt_taken": str(order.receipt_number), "receipt": number},
        at=order.created_at,
    )
    order = msgspec.structs.replace(order, receipt_number=number)
    return msgspec.structs.replace(sale, order=order, audit=(*sale.audit, note))


_CURES: Mapping[str, Callable[[Sale], Sale]] = {
    "transactionId": _with_own_references,
    "receiptNumber": _with_own_number,
}
"""What makes a sale acceptable where the value of that field is taken."""


def _with_own_reference(payment: Payment) -> Payment:
    if payment.transaction_id is None:
        return payment
    return msgspec.structs.replace(payment, transaction_id=f"{payment.transaction_id}:{payment.id}")
