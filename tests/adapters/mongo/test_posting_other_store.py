"""A server that is swapped under a running program: what was sold here waits for this shop's own database."""

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from bson import ObjectId

from b4mart_desktop.adapters.mongo.batch import Batch
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.posting import MongoPosting
from b4mart_desktop.domain.entries import SaleCompleted
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.store import STORE_KEY
from tests.adapters.mongo.samples import Line, make_product, make_sale_of
from tests.replica_set import ReplicaSet

NAME = "shop"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReplicaSet]:
    """A server of one member, whose data may be anybody's."""
    with ReplicaSet(tmp_path_factory.mktemp("server"), size=1) as server:
        yield server


def swap(server: ReplicaSet, store: Id | None) -> None:
    """Puts a server with that store's data, or an empty one, in the place of the one that runs."""
    server.members[0].kill9()
    server.wait_until_whole()
    give(server, store)


def give(server: ReplicaSet, store: Id | None) -> None:
    with server.connect() as client:
        client.drop_database(NAME)
        if store is not None:
            client[NAME].settings.insert_one({"_id": ObjectId(store), "key": STORE_KEY})


def sale() -> SaleCompleted:
    return SaleCompleted(sale=make_sale_of([Line(make_product())]))


async def other_store_of(posting: MongoPosting, entries: Sequence[SaleCompleted]) -> object:
    """Posts in vain; returns whose database was found."""
    with pytest.raises(AdapterError) as raised:
        await posting.post(entries)
    assert raised.value.code is ErrorCode.OTHER_STORE
    return raised.value.data["found"]


async def orders(database: Database) -> list[ObjectId]:
    return [order["_id"] async for order in database.orders.find({}, {"_id": 1})]


async def test_nothing_is_posted_into_the_database_of_a_server_put_in_the_place_of_ours(
    server: ReplicaSet,
) -> None:
    ours, theirs = new_id(), new_id()
    give(server, ours)
    async with make_client(server.uri) as client:
        posting = MongoPosting(client[NAME], store=ours)
        await posting.post([sale()])
        assert len(await orders(client[NAME])) == 1
        waiting = sale()
        for other in (theirs, None):
            swap(server, other)
            for _ in range(2):
                assert await other_store_of(posting, [waiting]) == other
            assert await client[NAME].orders.count_documents({}) == 0
        give(server, ours)
        await posting.post([waiting])
        assert await orders(client[NAME]) == [ObjectId(waiting.sale.order.id)]


async def test_a_server_swapped_in_the_middle_of_a_posting_is_noticed_before_its_end(
    server: ReplicaSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = new_id(), new_id()
    give(server, ours)
    write = Batch.write

    async with make_client(server.uri) as client:
        posting = MongoPosting(client[NAME], store=ours)
        await posting.post([sale()])

        async def write_late(batch: Batch, *arguments: Any) -> None:
            with contextlib.suppress(IndexError):
                swap(server, swaps.pop())
                await client[NAME].settings.find_one()  # the driver knows the new one
            await write(batch, *arguments)

        swaps = [theirs]
        monkeypatch.setattr(Batch, "write", write_late)
        assert await other_store_of(posting, [sale()]) == theirs
        assert swaps == []
        assert await orders(client[NAME]) == []


async def test_the_store_is_asked_for_once_for_each_run_of_the_server(server: ReplicaSet) -> None:
    ours = new_id()
    give(server, ours)
    async with make_client(server.uri) as client:
        posting = MongoPosting(client[NAME], store=ours)
        await posting.post([sale()])
        await client[NAME].settings.delete_many({})
        await posting.post([sale()])
        server.members[0].kill9()
        server.wait_until_whole()
        assert await other_store_of(posting, [sale()]) is None
