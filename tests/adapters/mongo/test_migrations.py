import asyncio
import datetime as dt
from collections.abc import AsyncGenerator

import pytest
from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)
from typing_extensions import override

from b4mart_desktop.adapters.mongo import migrations
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.indexes import indexes
from b4mart_desktop.adapters.mongo.migrations import STEPS, VERSIONS, Database, prepare_database
from b4mart_desktop.adapters.mongo.schema import validators
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.record import utc_now
from tests.adapters.mongo.samples import make_product

SOON_SECONDS = 1.0


@pytest.fixture
async def fresh(mongo_uri: str, database: str) -> AsyncGenerator[Database]:
    """A database nobody prepared."""
    async with make_client(mongo_uri) as client:
        yield client[database]


async def _is_complete(database: Database) -> bool:
    listed = {info["name"]: info["options"] async for info in await database.list_collections()}
    for name, validator in validators().items():
        if listed[name].get("validator") != validator or listed[name]["validationLevel"] != "moderate":
            return False
    for name, models in indexes().items():
        if {model.document["name"] for model in models} - set(await database[name].index_information()):
            return False
    version = await database[VERSIONS].find_one({})
    assert version is not None
    return bool(version["version"] == len(STEPS) and "leaseBy" not in version)


async def test_an_empty_database_becomes_complete(fresh: Database) -> None:
    await prepare_database(fresh)
    assert await _is_complete(fresh)


class _Commands(CommandListener):
    """Remembers which commands were sent, those of the connection itself left out."""

    def __init__(self) -> None:
        self.names: list[str] = []

    @override
    def started(self, event: CommandStartedEvent) -> None:
        if not event.command_name.startswith("sasl"):
            self.names.append(event.command_name)

    @override
    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Of no interest."""

    @override
    def failed(self, event: CommandFailedEvent) -> None:
        """Of no interest."""


async def test_preparing_again_asks_little_and_writes_nothing(shop: Database, mongo_uri: str) -> None:
    commands = _Commands()
    async with make_client(mongo_uri, event_listeners=[commands]) as client:
        await prepare_database(client[shop.name])
    assert [name for name in commands.names if name != "endSessions"] == ["find", "listCollections"]


async def test_programs_that_start_together_do_not_disturb_each_other(fresh: Database) -> None:
    await asyncio.gather(*(prepare_database(fresh) for _ in range(4)))
    assert await _is_complete(fresh)


async def test_what_is_missing_is_added_to_what_is_there(fresh: Database) -> None:
    await prepare_database(fresh)
    await fresh[VERSIONS].update_one({}, {"$pull": {"indexes": "products.inventory.barcodes_1"}})
    await fresh.products.drop_index("inventory.barcodes_1")
    await fresh.command("collMod", "orders", validator={})
    await fresh.jobs.drop()
    await prepare_database(fresh)
    assert await _is_complete(fresh)


async def test_a_newer_database_is_left_alone(fresh: Database) -> None:
    await fresh[VERSIONS].insert_one({"_id": "database", "version": len(STEPS) + 1})
    with pytest.raises(AdapterError) as raised:
        await prepare_database(fresh)
    assert raised.value.code is ErrorCode.DATABASE_NEWER
    assert raised.value.data == {"found": len(STEPS) + 1, "known": len(STEPS)}
    assert await fresh.list_collection_names() == [VERSIONS]


async def test_the_stock_of_an_existing_web_store_opens_the_ledger_once(fresh: Database) -> None:
    documents = [to_document(make_product(quantity=quantity)) for quantity in ("7.5", "0", "3")]
    documents[2]["inventory"] |= {"quantity": 0, "shortage": 2}
    await fresh.products.insert_many(documents)
    await prepare_database(fresh)
    await migrations.open_ledger(fresh)
    movements = await fresh.stockmovements.find({}).sort("delta", -1).to_list()
    assert [(m["product"], m["delta"], m["reason"], m["quantityAfter"]) for m in movements] == [
        (documents[0]["_id"], 7.5, "opening", 7.5),
        (documents[2]["_id"], -2, "opening", -2),
    ]


async def test_a_step_runs_once_and_the_version_follows(
    fresh: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    async def step(database: Database) -> None:
        ran.append(database.name)

    await prepare_database(fresh)
    monkeypatch.setattr(migrations, "STEPS", (*STEPS, step))
    await asyncio.gather(*(prepare_database(fresh) for _ in range(3)))
    assert ran == [fresh.name]
    version = await fresh[VERSIONS].find_one({})
    assert version is not None
    assert version["version"] == len(STEPS) + 1


async def test_a_failed_step_frees_the_lease_and_is_tried_again(
    fresh: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[int] = []

    async def step(database: Database) -> None:
        ran.append(1)
        if len(ran) == 1:
            raise RuntimeError("crash")

    await prepare_database(fresh)
    monkeypatch.setattr(migrations, "STEPS", (*STEPS, step))
    with pytest.raises(RuntimeError):
        await prepare_database(fresh)
    async with asyncio.timeout(SOON_SECONDS):
        await prepare_database(fresh)
    assert len(ran) == 2


async def test_the_lease_of_a_program_that_died_runs_out(fresh: Database) -> None:
    ended = utc_now() - dt.timedelta(seconds=1)
    await fresh[VERSIONS].insert_one(
        {"_id": "database", "version": 0, "leaseBy": "gone", "leaseUntil": ended}
    )
    async with asyncio.timeout(SOON_SECONDS * 5):
        await prepare_database(fresh)
    assert await _is_complete(fresh)


async def test_while_another_program_works_this_one_waits(fresh: Database) -> None:
    await fresh[VERSIONS].insert_one(
        {"_id": "database", "version": 0, "leaseBy": "other", "leaseUntil": utc_now() + dt.timedelta(hours=1)}
    )
    preparing = asyncio.create_task(prepare_database(fresh))
    await asyncio.sleep(0.3)
    assert not preparing.done()
    assert await fresh.list_collection_names() == [VERSIONS]
    await fresh[VERSIONS].update_one({}, {"$unset": {"leaseBy": "", "leaseUntil": ""}})
    await preparing
    assert await _is_complete(fresh)


async def test_an_unreachable_database_says_so() -> None:
    async with make_client("mongodb://127.0.0.1:1/", serverSelectionTimeoutMS=100) as client:
        with pytest.raises(AdapterError) as raised:
            await prepare_database(client.b4mart)
    assert raised.value.code is ErrorCode.DATABASE_UNREACHABLE
