"""A backlog drains into a real replica set of three while its primary goes: all sales once each, in order."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from pathlib import Path

import pytest
from bson import ObjectId

from b4mart_desktop.adapters.local.journal.journal import SqliteJournal
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.migrations import Database, prepare_database
from b4mart_desktop.adapters.mongo.posting import MongoPosting
from b4mart_desktop.backstage.poster import Poster
from b4mart_desktop.domain.entries import SaleCompleted
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.bus import Bus, EntriesPosted, Event
from tests.adapters.mongo.samples import Line, make_product, make_sale_of
from tests.adapters.mongo.shelf import check_ledger, on_hand, stock
from tests.replica_set import Member, ReplicaSet
from tests.seals import SEAL

pytestmark = pytest.mark.slow

SALES = 200
PATIENCE_SECONDS = 60


class Drain:
    """A counter whose journal is being posted to the set.

    Attributes:
        told: Entries of which the poster said that they are posted, in the order in which it did.
    """

    def __init__(self, journal: SqliteJournal, database: Database) -> None:
        self.told: list[Id] = []
        self._journal = journal
        bus = Bus()
        bus.subscribe(self._on_event)
        self._poster = Poster(journal, MongoPosting(database), bus)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Posts meanwhile."""
        task = asyncio.create_task(self._poster.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task})

    async def until(self, posted: int) -> None:
        """Waits until so many entries are posted."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(self.told) < posted:  # noqa: ASYNC110  # an event would be set for each batch
                await asyncio.sleep(0.002)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, EntriesPosted):
            self.told += event.ids


def step_down(three_nodes: ReplicaSet) -> None:
    three_nodes.step_down()


def kill(three_nodes: ReplicaSet) -> None:
    three_nodes.primary().kill9()


def pause(three_nodes: ReplicaSet) -> None:
    """The primary is there and says nothing, until another one is elected."""
    old = three_nodes.primary()
    old.pause()
    three_nodes.primary()
    old.resume()


@pytest.mark.parametrize("fail", [step_down, kill, pause])
async def test_a_backlog_is_posted_once_each_and_in_order_over_a_change_of_primary(
    three_nodes: ReplicaSet,
    three_node_database: str,
    tmp_path: Path,
    fail: Callable[[ReplicaSet], None],
) -> None:
    products = [make_product("100") for _ in range(4)]
    with contextlib.closing(SqliteJournal(tmp_path / "journal.db", SEAL)) as journal:
        sold = [
            (await journal.append_sale(make_sale_of([Line(product) for product in products]), "A")).order.id
            for _ in range(SALES)
        ]
        async with make_client(three_nodes.uri) as client:
            database = client[three_node_database]
            await prepare_database(database)
            await stock(database, *products)
            drain = Drain(journal, database)
            async with drain.running():
                await drain.until(1)
                await asyncio.to_thread(fail, three_nodes)
                await drain.until(SALES)
            assert drain.told == sold
            assert journal.queue() == []
            three_nodes.wait_until_whole()  # in this thread: a member that it starts ends with the thread
            await _check(database, sold)
            for product in products:
                assert await on_hand(database, product) == (0, SALES - 100)


async def _check(database: Database, sold: list[Id]) -> None:
    orders = database.orders.find({}).sort("receiptNumber", 1)
    assert [order["_id"] async for order in orders] == [ObjectId(order) for order in sold]
    for name, field in (("payments", "order"), ("jobs", "ref")):
        assert sorted([str(each[field]) async for each in database[name].find({})]) == sorted(sold)
    await check_ledger(database)


async def test_a_member_that_takes_no_writes_is_worth_another_try(
    three_nodes: ReplicaSet, three_node_database: str
) -> None:
    (secondary, *_) = await asyncio.to_thread(three_nodes.secondaries)
    error = await _error_of(secondary, three_node_database)
    assert error.code is ErrorCode.DATABASE_UNREACHABLE


async def _error_of(member: Member, database: str) -> AdapterError:
    entry = SaleCompleted(sale=make_sale_of([Line(make_product())]))
    async with make_client(f"mongodb://{member.address}/?directConnection=true") as client:
        with pytest.raises(AdapterError) as raised:
            await MongoPosting(client[database], time_limit=1).post([entry])
    return raised.value
