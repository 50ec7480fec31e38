"""A prepared database for tests: made once, emptied after each test that uses it."""

import asyncio
import uuid
from collections.abc import AsyncGenerator, Generator
from typing import Any

import pytest
from pymongo import MongoClient

from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.migrations import VERSIONS, Database, prepare_database


@pytest.fixture(scope="session")
def _shop_name(mongo_uri: str) -> Generator[str]:
    name = f"shop_{uuid.uuid4().hex}"

    async def prepare() -> None:
        async with make_client(mongo_uri) as client:
            await prepare_database(client[name])

    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(prepare())
    yield name
    with MongoClient[dict[str, Any]](mongo_uri) as client:
        client.drop_database(name)


@pytest.fixture
async def shop(mongo_uri: str, _shop_name: str) -> AsyncGenerator[Database]:
    """An empty database with validators and indexes, through a client of this test's own loop."""
    async with make_client(mongo_uri) as client:
        database = client[_shop_name]
        yield database
        for name in await _filled(database):
            await database[name].delete_many({})


async def _filled(database: Database) -> list[str]:
    """The collections that hold anything: asked in one question, where most of thirty hold nothing."""
    names = [name for name in await database.list_collection_names() if name != VERSIONS]
    first = [[{"$limit": 1}, {"$project": {"_id": 0, "name": {"$literal": name}}}] for name in names]
    each = [{"$unionWith": {"coll": n, "pipeline": one}} for n, one in zip(names, first, strict=True)]
    found = await database[VERSIONS].aggregate([{"$match": {"$expr": False}}, *each])
    return [document["name"] async for document in found]
