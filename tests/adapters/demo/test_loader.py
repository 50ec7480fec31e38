"""Loading the demo store into a real database: whole, repeatable, cancellable, never into another shop."""

import asyncio
import multiprocessing
import statistics
import time
from decimal import Decimal
from typing import Any

import pytest
from bson import ObjectId
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.demo.loader import is_demo_loaded, load_demo_store
from b4mart_desktop.adapters.demo.worker import load_demo_in_worker
from b4mart_desktop.adapters.mongo.codec import RECORDS, from_document
from b4mart_desktop.adapters.mongo.pictures import MongoPictures
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.store import Store
from b4mart_desktop.services.demo import LoadStep

Database = AsyncDatabase[dict[str, Any]]
LIMIT = 2_000  # more than two batches

pytestmark = pytest.mark.usefixtures("groceries")


class Progress:
    def __init__(self) -> None:
        self.reports: list[tuple[int, int, LoadStep]] = []
        self.changed = asyncio.Event()

    def __call__(self, done: int, total: int, step: LoadStep) -> None:
        self.reports.append((done, total, step))
        if step is LoadStep.PRODUCTS:
            self.changed.set()


async def ledger_gaps(database: Database) -> list[dict[str, Any]]:
    """Products whose quantity − shortage is not the sum of their movements."""
    pipeline: list[dict[str, Any]] = [
        {
            "$lookup": {
                "from": "stockmovements",
                "localField": "_id",
                "foreignField": "product",
                "as": "moves",
            }
        },
        {"$set": {"ledger": {"$subtract": ["$inventory.quantity", "$inventory.shortage"]}}},
        {"$match": {"$expr": {"$ne": ["$ledger", {"$sum": "$moves.delta"}]}}},
    ]
    return await (await database.products.aggregate(pipeline)).to_list()


async def counts(database: Database) -> dict[str, int]:
    names = ("settings", "taxes", "promotions", "categories", "users", "products", "stockmovements")
    return {name: await database[name].count_documents({}) for name in names}


async def test_a_loaded_store_is_whole_and_readable(prepared: Database) -> None:
    assert not await is_demo_loaded(prepared)
    progress = Progress()
    written = await load_demo_store(prepared, progress, LIMIT)
    found = await counts(prepared)
    assert written == sum(found.values()) - found["stockmovements"] == progress.reports[-1][0]
    assert await is_demo_loaded(prepared)
    assert await ledger_gaps(prepared) == []
    banana = await prepared.products.find_one({"name": "Banana"})
    assert banana is not None
    assert await MongoPictures(prepared).fetch(banana["images"][0]["url"])
    for name in found:
        async for document in prepared[name].find():
            from_document(document, RECORDS[name])
    store = from_document(await prepared.settings.find_one({}) or {}, Store)
    assert store.demo
    assert await prepared.users.find_one({"_id": ObjectId(store.walk_in_customer), "walkIn": True})


async def test_all_indexes_are_there_after_a_load_that_was_broken_off(prepared: Database) -> None:
    before = await prepared.products.index_information()
    progress = Progress()
    load = asyncio.create_task(load_demo_store(prepared, progress, LIMIT))
    await progress.changed.wait()
    load.cancel()
    await asyncio.wait([load])
    assert len(await prepared.products.index_information()) < len(before)
    await load_demo_store(prepared, Progress(), LIMIT)
    assert (await prepared.products.index_information()).keys() == before.keys()


async def test_progress_rises_to_the_total(prepared: Database) -> None:
    progress = Progress()
    await load_demo_store(prepared, progress, LIMIT)
    done = [report[0] for report in progress.reports]
    totals = {report[1] for report in progress.reports}
    assert done == sorted(done)
    assert totals == {done[-1]}
    assert {report[2] for report in progress.reports} == set(LoadStep)


async def test_loading_twice_changes_nothing(prepared: Database) -> None:
    await load_demo_store(prepared, Progress(), LIMIT)
    before = await counts(prepared)
    await prepared.products.update_one({"name": "Banana"}, {"$set": {"pricing.basePrice": 9.99}})
    assert await load_demo_store(prepared, Progress(), LIMIT) == 0
    assert await counts(prepared) == before
    banana = await prepared.products.find_one({"name": "Banana"})
    assert banana is not None
    assert banana["pricing"]["basePrice"] == 9.99


async def test_a_cancelled_load_is_completed_by_the_next(prepared: Database) -> None:
    progress = Progress()
    load = asyncio.create_task(load_demo_store(prepared, progress, LIMIT))
    await progress.changed.wait()
    load.cancel()
    with pytest.raises(asyncio.CancelledError):
        await load
    some = await counts(prepared)
    assert 0 < some["products"] <= LIMIT
    assert not await is_demo_loaded(prepared)
    assert await ledger_gaps(prepared) == []
    written = await load_demo_store(prepared, Progress(), LIMIT)
    assert 0 < written < progress.reports[-1][1]
    assert await is_demo_loaded(prepared)
    assert await ledger_gaps(prepared) == []


@pytest.mark.parametrize(
    ("collection", "document"),
    [
        ("products", {"name": "Soap", "slug": "soap", "description": "Soap", "category": ObjectId()}),
        ("settings", {"key": "store", "demo": False}),
    ],
)
async def test_never_into_a_database_that_holds_another_store(
    prepared: Database, collection: str, document: dict[str, Any]
) -> None:
    await prepared.command("collMod", collection, validator={})
    await prepared[collection].insert_one(document)
    with pytest.raises(AdapterError) as caught:
        await load_demo_store(prepared, Progress(), LIMIT)
    assert caught.value.code is ErrorCode.DATABASE_REFUSED
    assert await prepared.users.count_documents({}) == 0


async def test_worker_process_prepares_and_loads(mongo_uri: str, prepared: Database) -> None:
    await prepared.client.drop_database(prepared.name)
    progress = Progress()
    written = await load_demo_in_worker(mongo_uri, prepared.name, progress, limit=100)
    assert written == progress.reports[-1][0]
    assert await is_demo_loaded(prepared)
    indexes = await prepared.products.index_information()
    assert "inventory.barcodes_1" in indexes


async def test_worker_process_ends_when_cancelled(mongo_uri: str, prepared: Database) -> None:
    progress = Progress()
    load = asyncio.create_task(load_demo_in_worker(mongo_uri, prepared.name, progress))
    await progress.changed.wait()
    load.cancel()
    with pytest.raises(asyncio.CancelledError):
        await load
    assert multiprocessing.active_children() == []
    assert await ledger_gaps(prepared) == []
    status = await prepared.client.admin.command("serverStatus")
    assert status["transactions"]["currentOpen"] == 0


async def test_error_in_the_worker_process_arrives_with_its_code(mongo_uri: str, prepared: Database) -> None:
    await prepared.schemaversions.update_one({"_id": "database"}, {"$set": {"version": 99}})
    with pytest.raises(AdapterError) as caught:
        await load_demo_in_worker(mongo_uri, prepared.name, Progress(), limit=100)
    assert caught.value.code is ErrorCode.DATABASE_NEWER
    assert caught.value.data["found"] == 99


@pytest.mark.slow
async def test_the_whole_store_loads_and_no_step_of_it_stalls_this_process(
    mongo_uri: str, prepared: Database
) -> None:
    stalls: list[float] = []

    async def watch() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            stalls.append(time.perf_counter() - before)

    watching = asyncio.create_task(watch())
    await load_demo_in_worker(mongo_uri, prepared.name, Progress())
    watching.cancel()
    assert statistics.median(stalls) < 0.02  # loading in this process, it would be hundreds of milliseconds
    assert (await counts(prepared))["products"] == 49_692
    banana = await prepared.products.find_one({"inventory.barcodes": "9520000248529"})
    assert banana is not None
    assert Decimal(str(banana["pricing"]["basePrice"])) == Decimal("1.49")
