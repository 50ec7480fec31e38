"""Facts from the journal into MongoDB: a batch is one transaction, and posting it again changes nothing.

What an entry writes belongs to ``batch``, what is changed where a value is taken to ``cures``. How many
entries go together, when to try again and what to do with a refused one is the poster's matter.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from functools import partial

import msgspec
import pymongo
from bson import ObjectId
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import ConnectionFailure, PyMongoError
from pymongo.read_concern import ReadConcern

from b4mart_desktop.adapters.mongo.batch import IDENTITIES, Batch, Fact, TakenError
from b4mart_desktop.adapters.mongo.codec import Document, to_document
from b4mart_desktop.adapters.mongo.cures import cured
from b4mart_desktop.adapters.mongo.errors import database_errors, translate
from b4mart_desktop.adapters.mongo.posting_session import PostingSession
from b4mart_desktop.adapters.mongo.store_check import StoreCheck
from b4mart_desktop.adapters.mongo.transactions import to_its_end, transact
from b4mart_desktop.domain.entries import CustomerAdded, Entry, SaleCompleted, entry_id
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id

TIME_LIMIT_SECONDS = 30.0
"""For one posting with all its retries of conflicts and commits, also where each answer takes seconds."""

PRIMARY_LIMIT_SECONDS = 5.0
"""For finding a server that takes writes, such as during an election."""

_CATCH_UP_SECONDS = 0.05
_MARKS = {"receiptNumber": 1, "pricing.total": 1}


class MongoPosting:
    """Implements ``services.ports.PostingTarget``; one posting at a time."""

    def __init__(
        self,
        database: AsyncDatabase[Document],
        register: Id | None = None,
        store: Id | None = None,
        time_limit: float = TIME_LIMIT_SECONDS,
    ) -> None:
        """Takes the parts.

        Args:
            database: The shop's.
            register: Whose entries are posted; what its former run left open is ended first.
            store: ``_id`` of the store whose database it has to be; None where any will do.
            time_limit: Seconds for one posting.
        """
        self._database = database
        self._session = PostingSession(database, register)
        self._store = None if store is None else StoreCheck(database, store)
        self._time_limit = time_limit

    async def post(self, entries: Sequence[Entry]) -> None:
        """Writes ``entries`` in their order, all of them or none; those that are there already stay as is.

        Raises:
            AdapterError: DATABASE_UNREACHABLE where trying again later may help, OTHER_STORE where another
                shop's database answers at that address, DATABASE_REFUSED with the reason where one of the
                entries will never be accepted as it is.
        """
        facts = [Fact(_tidied(entry)) for entry in entries]
        try:
            with database_errors():
                await to_its_end(self._post(facts), self._time_limit)
        except TimeoutError as error:
            reason = f"no answer in {self._time_limit:.0f} seconds"
            raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason=reason) from error

    async def _post(self, facts: Sequence[Fact]) -> None:
        cures: set[tuple[Id, str]] = set()
        while facts:
            try:
                await transact(await self._session.get(), partial(self._write, facts))
                return
            except TakenError as taken:
                facts = await self._without_obstacle(facts, taken, cures)

    async def _write(self, facts: Sequence[Fact], session: AsyncClientSession) -> None:
        await self._find_primary()
        await self._check_store(session)
        await Batch(facts).write(self._database, session)
        await self._check_store(session)  # the server may have been swapped after it was looked at

    async def _check_store(self, session: AsyncClientSession) -> None:
        if self._store is not None:
            await self._store.check(session)

    async def _find_primary(self) -> None:
        """Ends the posting where nobody is there: only the poster knows how long to wait then."""
        client = self._database.client
        if client.topology_description.has_writable_server():
            return
        try:
            with pymongo.timeout(min(PRIMARY_LIMIT_SECONDS, self._time_limit)):
                await client.admin.command("ping")
        except ConnectionFailure as error:
            raise translate(error) from error

    async def _without_obstacle(
        self, facts: Sequence[Fact], taken: TakenError, cures: set[tuple[Id, str]]
    ) -> list[Fact]:
        """Returns what is left to post: without facts that are there, or with a cured one.

        Raises:
            PyMongoError: What the server said, where there is no cure.
        """
        if taken.is_posted:
            return await self._not_there_yet(facts)
        fact = facts[taken.fact]
        cure = entry_id(fact.entry), taken.field
        better = None if cure in cures else cured(fact, taken.field)
        if better is None:
            assert isinstance(taken.__cause__, PyMongoError)
            raise taken.__cause__
        cures.add(cure)
        return [*facts[: taken.fact], better, *facts[taken.fact + 1 :]]

    async def _not_there_yet(self, facts: Sequence[Fact]) -> list[Fact]:
        """Leaves out what an earlier attempt brought through.

        Only what a majority has counts: what a primary alone has is lost with it. Until the majority has
        caught up, all of ``facts`` are returned.

        Raises:
            AdapterError: DATABASE_REFUSED where something else has the identity of one of them.
        """
        wanted = defaultdict(list)
        for fact in facts:
            if (collection := IDENTITIES.get(type(fact.entry))) is not None:
                wanted[collection].append(ObjectId(entry_id(fact.entry)))
        found = [document for name, some in wanted.items() for document in await self._there(name, some)]
        there = {document["_id"]: document for document in found}
        left = [fact for fact in facts if not _is_posted(fact, there.get(ObjectId(entry_id(fact.entry))))]
        if len(left) == len(facts):
            await asyncio.sleep(_CATCH_UP_SECONDS)
        return left

    async def _there(self, collection: str, wanted: Sequence[ObjectId]) -> list[Document]:
        known = self._database[collection].with_options(read_concern=ReadConcern("majority"))
        return await known.find({"_id": {"$in": wanted}}, _MARKS, batch_size=len(wanted) + 1).to_list()


def _is_posted(fact: Fact, there: Document | None) -> bool:
    """Whether ``there``, which has the identity of ``fact``, is what it wrote.

    Two runs of a counter that begin with the same files, as a restored backup or a copied folder do, may
    give the cart they go on with to two customers.

    Raises:
        AdapterError: DATABASE_REFUSED where it is another sale.
    """
    if there is None:
        return False
    match fact.entry:
        case SaleCompleted(sale=sale) if _marks(to_document(sale.order)) != _marks(there):
            reason = f"another sale has its identity: receipt {there.get('receiptNumber')}"
            raise AdapterError(ErrorCode.DATABASE_REFUSED, reason=reason)
        case _:
            return True


def _marks(order: Document) -> tuple[str, object]:
    """What tells a sale from another: its number, without what a cure appended to it, and its total."""
    number = str(order.get("receiptNumber")).removesuffix(f":{order['_id']}")
    return number, order.get("pricing", {}).get("total")


def _tidied(entry: Entry) -> Entry:
    """The web store's model stores addresses in lower case; its sign-in looks for them so."""
    match entry:
        case CustomerAdded(customer=customer):
            address = customer.email.strip().lower()
            return msgspec.structs.replace(entry, customer=msgspec.structs.replace(customer, email=address))
        case _:
            return entry
