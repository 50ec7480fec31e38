import asyncio
import random
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from typing import Any

import pytest
from bson import ObjectId
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.loading import following
from b4mart_desktop.adapters.loading.following import follow_until_calm
from b4mart_desktop.adapters.loading.reading import messages
from b4mart_desktop.adapters.loading.writing import ReplicaFiller
from b4mart_desktop.adapters.local.replica.listing_rows import codes_of, listed_columns
from b4mart_desktop.adapters.mongo.codec import from_document, to_document
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.replication import MongoReplication
from b4mart_desktop.backstage.replicator import Replicator
from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.counters import ReplicaPhase
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.bus import Bus, ConnectionChanged, Event, ReplicaChanged, ReplicaPhaseChanged
from b4mart_desktop.services.ports import MOST_CHANGES, CatchUpReport, LoadReport
from tests.adapters.local.facts import STORE
from tests.adapters.local.goods import Replica, identity, product, user

Database = AsyncDatabase[dict[str, Any]]


@pytest.fixture
async def store(mongo_uri: str, database: str) -> AsyncGenerator[Database]:
    async with make_client(mongo_uri) as client:
        yield client[database]


class LoaderInHere:
    """Loads and catches up in this process, which is quicker to start."""

    def __init__(self, source: MongoReplication, replica: Replica) -> None:
        self._source = source
        self._replica = replica

    async def load(self, report: Callable[[LoadReport], None]) -> None:
        filler = ReplicaFiller(self._replica.file, report)
        async with aclosing(messages(self._source, self._replica.file)) as found:
            async for message in found:
                filler.take(message)

    async def catch_up(self, report: Callable[[CatchUpReport], None]) -> None:
        await follow_until_calm(self._source, self._replica.writer, report)


@asynccontextmanager
async def replicating(
    replica: Replica, store: Database, shop: Id | None = None
) -> AsyncGenerator[asyncio.Queue[Event]]:
    """Replicates while inside; yields what is published."""
    bus, events = Bus(), asyncio.Queue[Event]()
    bus.subscribe(events.put_nowait)
    source = MongoReplication(store, shop)
    loader = LoaderInHere(source, replica)
    task = asyncio.create_task(Replicator(source, loader, replica.writer, bus).run())
    try:
        yield events
        assert not task.done()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def stands(events: asyncio.Queue[Event], phase: ReplicaPhase) -> ReplicaPhaseChanged:
    """Returns once the replica stands like that to the database."""
    while True:
        event = await events.get()
        if isinstance(event, ReplicaPhaseChanged) and event.phase is phase:
            return event


async def is_changed(events: asyncio.Queue[Event], changed: Id) -> None:
    """Returns when the replica has a change of that product."""
    async with asyncio.timeout(20):
        while True:
            event = await events.get()
            if isinstance(event, ReplicaChanged) and changed in event.ids:
                return


async def stir(store: Database, ids: list[ObjectId], rounds: int, choose: random.Random) -> None:
    """Sells, renames, adds and removes products, as a busy shop does."""
    for number in range(rounds):
        some = {"_id": choose.choice(ids)}
        match number % 4:
            case 0:
                await store.products.update_one(some, {"$inc": {"inventory.quantity": 1}})
            case 1:
                name = f"Renamed {number}"
                status = choose.choice(["active", "draft", "inactive"])
                await store.products.update_one(some, {"$set": {"name": name, "status": status}})
            case 2:
                added = product(f"Added {number}", f"95200{number}")
                ids.append(added["_id"])
                await store.products.insert_one(added)
            case _:
                await store.products.delete_one(some)


async def test_a_replica_filled_while_the_shop_is_busy_becomes_what_the_database_is(
    replica: Replica, store: Database
) -> None:
    choose = random.Random(7)
    goods = [product(f"Product {number}", str(number), quantity=1) for number in range(3000)]
    await store.products.insert_many(goods)
    ids = [document["_id"] for document in goods]
    async with replicating(replica, store) as events:
        await stir(store, ids, 200, choose)
        last = product("The last one")
        await store.products.insert_one(last)
        await is_changed(events, identity(last))
    documents = [document async for document in store.products.find()]
    found = {item.id: item for item in [from_document(document, Product) for document in documents]}
    for item in found.values():
        assert replica.reader.product(item.id) == (None if item.status is ProductStatus.DRAFT else item)
    rows = dict(replica.file.rows("SELECT row, id FROM products"))
    assert sorted(rows.values()) == sorted(found)
    listed = {rows[row]: columns for *columns, row in replica.file.rows("SELECT * FROM listing")}
    assert listed == {item.id: [*listed_columns(item)] for item in found.values()}
    codes = {(rows[row], code, kind) for code, kind, row in replica.file.rows("SELECT * FROM codes")}
    assert codes == {(item.id, *code) for item in found.values() for code in codes_of(item)}
    active = [document for document in documents if document["status"] == "active"]
    assert replica.reader.count_tiles(Id(str(active[0]["category"]))) == len(active)


async def test_what_changed_while_the_program_was_off_is_there_without_a_new_load(
    replica: Replica, store: Database
) -> None:
    milk = product("Milk")
    await store.products.insert_one(milk)
    async with replicating(replica, store) as events:
        while not replica.reader.is_loaded():
            await events.get()
    await store.products.update_one({}, {"$set": {"name": "Oat drink"}})
    await store.users.insert_one(to_document(user("Ann", "Lee")))
    before = replica.file.rows("SELECT row FROM products")
    async with replicating(replica, store) as events:
        await is_changed(events, identity(milk))
        async with asyncio.timeout(10):
            while replica.found("oat") != ["Oat drink"]:  # noqa: ASYNC110 - its words follow without a word
                await asyncio.sleep(0.01)
    assert replica.file.rows("SELECT row FROM products") == before


async def test_the_badge_says_catching_up_after_an_hour_offline_and_then_live(
    replica: Replica, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "CALM_SECONDS", 0.2)
    async with replicating(replica, store) as events, asyncio.timeout(20):
        await stands(events, ReplicaPhase.LOADING)
        await stands(events, ReplicaPhase.LIVE)  # although nothing changes
    goods = [product(f"Tea {number}", f"{number:06}") for number in range(5 * MOST_CHANGES)]
    await store.products.insert_many(goods)
    async with replicating(replica, store) as events, asyncio.timeout(20):
        await stands(events, ReplicaPhase.CATCHING_UP)
        assert len(replica.reader.find_code("000999")) == 0
        await stands(events, ReplicaPhase.LIVE)
        assert replica.file.rows("SELECT count(*) FROM products") == [(5 * MOST_CHANGES,)]
        assert replica.found("tea 777") == ["Tea 777"]
    loaded = replica.file.rows("SELECT count(*) FROM products WHERE digest IS NOT NULL")
    assert loaded == [(0,)], "all came as changes"


async def test_a_collection_that_is_dropped_is_loaded_again(replica: Replica, store: Database) -> None:
    await store.products.insert_many([product("Milk"), product("Bread")])
    async with replicating(replica, store) as events:
        while not replica.reader.is_loaded():
            await events.get()
        await store.products.drop()
        await store.products.insert_one(product("Tea"))
        async with asyncio.timeout(20):
            while replica.found("milk") or not replica.found("tea"):
                with suppress(TimeoutError):  # words are indexed after the last event
                    await asyncio.wait_for(events.get(), 0.1)
    assert (replica.found("bread"), replica.found("tea")) == ([], ["Tea"])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody take away an open file")
@pytest.mark.parametrize("how", ["deleted", "damaged"])
async def test_a_file_lost_while_changes_are_followed_is_filled_again_and_told(
    replica: Replica, store: Database, how: str
) -> None:
    milk = product("Milk", "111")
    await store.products.insert_many([milk, *(product(f"Tea {number}") for number in range(300))])
    async with replicating(replica, store) as events, asyncio.timeout(30):
        await stands(events, ReplicaPhase.LIVE)
        if how == "deleted":
            replica.file.path.unlink()
        else:
            replica.file.rows("PRAGMA wal_checkpoint(TRUNCATE)")
            replica.file.path.write_bytes(b"no database" * 10_000)
            replica.reader.find_code("111")
        loading = await stands(events, ReplicaPhase.LOADING)
        await stands(events, ReplicaPhase.LIVE)
        assert loading.reason == replica.file.renewed
        assert [item.id for _, item in replica.reader.find_code("111")] == [identity(milk)]
        await store.products.update_one({"_id": milk["_id"]}, {"$set": {"name": "Oat drink"}})
        await is_changed(events, identity(milk))


async def test_a_database_that_is_dropped_leaves_the_replica_to_sell_from_until_it_is_back(
    replica: Replica, store: Database
) -> None:
    settings, milk = to_document(STORE), product("Milk", "111")
    await store.settings.insert_one(dict(settings))
    await store.products.insert_one(milk)
    async with replicating(replica, store, STORE.id) as events, asyncio.timeout(60):
        await stands(events, ReplicaPhase.LIVE)
        await store.client.drop_database(store.name)
        while not (isinstance(event := await events.get(), ConnectionChanged) and not event.online):
            pass
        assert len(replica.reader.find_code("111")) == 1
        await store.products.insert_one(product("Bread", "222"))
        await store.settings.insert_one(dict(settings))
        await stands(events, ReplicaPhase.LOADING)
        await stands(events, ReplicaPhase.LIVE)
        assert (replica.reader.find_code("111"), len(replica.reader.find_code("222"))) == ((), 1)
