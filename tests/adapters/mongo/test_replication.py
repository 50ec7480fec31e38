import asyncio
import datetime as dt
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any

import bson
import pytest
from bson import ObjectId
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import OperationFailure

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.replication import LOAD_BATCH, MongoReplication, decode
from b4mart_desktop.adapters.mongo.streams import stream_error
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.services.ports import MOST_CHANGES, REPLICATED, Change
from tests.adapters.local.facts import STORE

Document = dict[str, Any]
Database = AsyncDatabase[Document]
NOON = dt.datetime(2026, 3, 14, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
async def store(mongo_uri: str, database: str) -> AsyncGenerator[Database]:
    async with make_client(mongo_uri) as client:
        yield client[database]


@pytest.fixture
def source(store: Database) -> MongoReplication:
    return MongoReplication(store)


async def loaded(source: MongoReplication, collection: str) -> list[Any]:
    async with aclosing(source.load(collection)) as batches:
        return [document async for raw in batches for document in decode([raw])]


async def collect(source: MongoReplication, token: bytes, wanted: int) -> list[Change]:
    """The next ``wanted`` changes."""
    found: list[Change] = []
    async with asyncio.timeout(20), aclosing(source.changes(token)) as batches:
        async for batch in batches:
            found += batch
            if len(found) >= wanted:
                break
    return found


def told(changes: Sequence[Change]) -> list[tuple[str, str, object]]:
    return [(change.collection, change.id, change.document and change.document["n"]) for change in changes]


async def test_a_load_brings_all_documents_in_small_batches(
    source: MongoReplication, store: Database
) -> None:
    await store.users.insert_many([{"n": n, "at": NOON} for n in range(2 * LOAD_BATCH + 1)])
    async with aclosing(source.load("users")) as batches:
        found = [decode([raw]) async for raw in batches]
    assert [len(batch) for batch in found] == [LOAD_BATCH, LOAD_BATCH, 1]
    assert [document["n"] for batch in found for document in batch] == list(range(2 * LOAD_BATCH + 1))
    assert found[0][0]["at"] == NOON
    assert await source.count("users") == 2 * LOAD_BATCH + 1


async def test_a_load_leaves_out_what_no_counter_needs(source: MongoReplication, store: Database) -> None:
    await store.products.insert_many([{"status": "active"}, {"status": "archived"}, {}])
    await store.heldcarts.insert_many([{"n": 1}, {"n": 2, "settledAt": NOON}])
    await store.settings.insert_many([{"key": "demo"}, {"key": "store"}])
    assert len(await loaded(source, "products")) == 3
    assert [document["n"] for document in await loaded(source, "heldcarts")] == [1]
    assert [document["key"] for document in await loaded(source, "settings")] == ["store"]
    assert await loaded(source, "taxes") == []


async def test_one_spoilt_field_does_not_spoil_its_batch(source: MongoReplication, store: Database) -> None:
    spoilt = bson.encode({"_id": ObjectId(), "n": 1, "name": "caf??", "at": NOON}).replace(
        b"caf??", b"caf\xff\xfe"
    )
    far = bson.encode({"_id": ObjectId(), "n": 2, "at": bson.DatetimeMS(2**60)})
    raw = store.get_collection("users", codec_options=CodecOptions(document_class=RawBSONDocument))
    await raw.insert_many(
        [RawBSONDocument(spoilt), RawBSONDocument(far), RawBSONDocument(bson.encode({"_id": 3, "n": 3}))]
    )
    found = await loaded(source, "users")
    assert [document["n"] for document in found] == [1, 2, 3]
    assert found[0]["name"].startswith("caf")


async def test_changes_of_all_replicated_collections_come_in_their_order(
    source: MongoReplication, store: Database
) -> None:
    token = await source.token()
    expected: list[tuple[str, str, object]] = []
    for n, collection in enumerate(REPLICATED):
        identity = (await store[collection].insert_one({"n": n})).inserted_id
        expected.append((collection, str(identity), n))
    await store.orders.insert_one({"n": "nobody's business"})
    await store.products.update_one({}, {"$set": {"n": 50}})
    await store.taxes.replace_one({}, {"n": 60})
    await store.users.delete_one({})
    added = {change[0]: change for change in expected}
    product, tax, user = added["products"], added["taxes"], added["users"]
    changes = await collect(source, token, len(expected) + 3)
    # The documents are looked up when a change is read: what an earlier change shows may be newer than it.
    assert [(found[:2]) for found in told(changes)] == [
        found[:2] for found in (*expected, product, tax, user)
    ]
    assert told(changes)[-3:] == [(*product[:2], 50), (*tax[:2], 60), (*user[:2], None)]


async def test_changes_go_on_from_each_token(source: MongoReplication, store: Database) -> None:
    token = await source.token()
    await store.products.insert_many([{"_id": n, "n": n} for n in range(5)])
    for n in range(5):
        (change, *_) = await collect(source, token, 1)
        assert told([change]) == [("products", str(n), n)]
        token = change.token


async def test_a_token_taken_while_the_shop_is_busy_is_one_to_go_on_from(
    source: MongoReplication, store: Database
) -> None:
    async def sell() -> None:
        while True:
            await store.products.update_one({"_id": 1}, {"$inc": {"n": 1}}, upsert=True)

    tills = [asyncio.create_task(sell()) for _ in range(4)]
    tokens = [await source.token() for _ in range(40)]
    for till in tills:
        till.cancel()
    await asyncio.gather(*tills, return_exceptions=True)
    await store.products.insert_one({"_id": 2, "n": 0})
    async with asyncio.timeout(20):
        for token in tokens:
            async with aclosing(source.changes(token)) as batches:
                await anext(batches)


async def test_changes_that_are_there_already_come_together(
    source: MongoReplication, store: Database
) -> None:
    token = await source.token()
    await store.products.insert_many([{"n": n} for n in range(MOST_CHANGES + 50)])
    async with asyncio.timeout(20), aclosing(source.changes(token)) as batches:
        first = await anext(batches)
        second = await anext(batches)
    assert len(first) > MOST_CHANGES / 2
    assert len(first) <= MOST_CHANGES
    assert [change.document and change.document["n"] for change in (*first, *second)][:150] == list(
        range(150)
    )


async def test_a_document_that_is_nearly_too_big_comes_through(
    source: MongoReplication, store: Database
) -> None:
    """Its event holds it twice, unless what changed is left out: more than the server can send."""
    made = await store.products.insert_one({"n": 1})
    token = await source.token()
    await store.products.update_one({"_id": made.inserted_id}, {"$set": {"n": "x" * 9_000_000}})
    (change,) = await collect(source, token, 1)
    assert change.document is not None
    assert len(change.document["n"]) == 9_000_000


def test_an_event_too_big_for_any_answer_asks_for_a_new_load() -> None:
    error = stream_error(OperationFailure("BSONObj size: 18000000 is invalid", 10334))
    assert error.code is ErrorCode.NOT_FOUND


async def test_a_change_arrives_at_once(source: MongoReplication, store: Database) -> None:
    async with asyncio.timeout(20), aclosing(source.changes(await source.token())) as batches:
        assert await anext(batches) == [], "nothing to catch up on"
        for n in range(3):
            coming = asyncio.ensure_future(anext(batches))
            await asyncio.sleep(0.1)
            assert not coming.done()
            await store.products.insert_one({"n": n})
            (change,) = await asyncio.wait_for(coming, 0.5)
            assert change.document
            assert change.document["n"] == n


@pytest.mark.parametrize("what", ["drop", "rename away", "rename into place", "drop the database"])
async def test_what_no_single_change_can_tell_asks_for_a_new_load(
    source: MongoReplication, store: Database, what: str
) -> None:
    await store.products.insert_one({"n": 1})
    await store.imported.insert_one({"n": 2})
    token = await source.token()
    match what:
        case "drop":
            await store.products.drop()
        case "rename away":
            await store.products.rename("old")
        case "rename into place":
            await store.imported.rename("products", dropTarget=True)
        case _:
            await store.client.drop_database(store.name)
    with pytest.raises(AdapterError) as lost:
        await collect(source, token, 1)
    assert lost.value.code is ErrorCode.NOT_FOUND


@pytest.mark.parametrize(
    "token",
    [
        b"no token",
        bson.encode({}),
        bson.encode({"token": {}, "collections": {}}),
        bson.encode({"token": {"_data": "not hexadecimal"}, "collections": {}}),
    ],
)
async def test_what_is_no_token_asks_for_a_new_load(source: MongoReplication, token: bytes) -> None:
    with pytest.raises(AdapterError) as lost:
        await collect(source, token, 1)
    assert lost.value.code is ErrorCode.NOT_FOUND


@pytest.mark.parametrize("code", [260, 280, 286])
async def test_a_token_that_the_server_cannot_go_on_from_asks_for_a_new_load(
    source: MongoReplication, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    async def refuse(_: MongoReplication, token: object, most: int) -> None:
        raise OperationFailure("planted: a log that short takes hours to get", code)

    token = await source.token()
    monkeypatch.setattr(MongoReplication, "_watch", refuse)
    with pytest.raises(AdapterError) as lost:
        await collect(source, token, 1)
    assert lost.value.code is ErrorCode.NOT_FOUND


async def test_a_server_restored_to_an_earlier_day_asks_for_a_new_load(
    source: MongoReplication, store: Database
) -> None:
    await store.products.insert_one({"n": 1})
    packed = bson.decode(await source.token())
    time_of = packed["token"]["_data"][2:10]
    tomorrow = f"{int(time_of, 16) + 86_400:08X}"
    packed["token"]["_data"] = packed["token"]["_data"].replace(time_of, tomorrow, 1)
    with pytest.raises(AdapterError) as lost:
        await collect(source, bson.encode(packed), 1)
    assert lost.value.code is ErrorCode.NOT_FOUND
    assert "earlier" in str(lost.value.data["reason"])


async def test_only_the_shops_own_database_answers_a_ping(store: Database) -> None:
    ours = MongoReplication(store, STORE.id)
    for put in (None, to_document(STORE) | {"_id": ObjectId()}):
        if put is not None:
            await store.settings.insert_one(put)
        with pytest.raises(AdapterError) as other:
            await ours.ping()
        assert other.value.code is ErrorCode.OTHER_STORE
    await store.settings.delete_many({})
    await store.settings.insert_one(to_document(STORE))
    await ours.ping()


async def test_a_token_of_another_database_asks_for_a_new_load(
    source: MongoReplication, store: Database
) -> None:
    other = store.client[f"{store.name}_other"]
    try:
        for database in (store, other):
            await database.products.insert_one({"n": 1})
        token = await MongoReplication(other).token()
        with pytest.raises(AdapterError) as lost:
            await collect(source, token, 1)
        assert lost.value.code is ErrorCode.NOT_FOUND
    finally:
        await store.client.drop_database(other.name)


async def test_a_database_that_does_not_answer_is_unreachable(database: str) -> None:
    client: AsyncMongoClient[Document] = make_client("mongodb://127.0.0.1:9/", serverSelectionTimeoutMS=100)
    async with client:
        source = MongoReplication(client[database])
        for attempt in (source.ping(), source.token(), source.count("users"), loaded(source, "users")):
            with pytest.raises(AdapterError) as away:
                await attempt
            assert away.value.code is ErrorCode.DATABASE_UNREACHABLE
        with pytest.raises(AdapterError) as away:
            await collect(source, bson.encode({"token": {"_data": "82"}, "collections": {}}), 1)
        assert away.value.code is ErrorCode.DATABASE_UNREACHABLE
