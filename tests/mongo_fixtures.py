"""One real mongod for the whole test session, and a database of its own for each test that asks for one."""

import asyncio
import tempfile
import uuid
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from b4mart_desktop.adapters.mongo.embedded import EmbeddedMongo


@pytest.fixture(scope="session")
def mongod() -> Generator[EmbeddedMongo]:
    """The running server itself."""
    # A loop of its own that never becomes the thread's current one: the tests' loops stay untouched.
    with (
        tempfile.TemporaryDirectory(prefix="b4mart-mongod-", ignore_cleanup_errors=True) as folder,
        asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner,
    ):
        server = EmbeddedMongo(Path(folder))
        runner.run(server.start())
        try:
            yield server
        finally:
            runner.run(server.stop())


@pytest.fixture(scope="session")
def mongo_uri(mongod: EmbeddedMongo) -> str:
    """The URI of the session's server, as its owner."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        return runner.run(mongod.start())


@pytest.fixture(scope="session")
def _mongo_client(mongo_uri: str) -> Generator[MongoClient[dict[str, Any]]]:
    # Polling needs no thread beside those that the first ping starts: the leak check compares threads.
    with MongoClient[dict[str, Any]](mongo_uri, serverMonitoringMode="poll") as client:
        client.admin.command("ping")
        yield client


@pytest.fixture
def database(_mongo_client: MongoClient[dict[str, Any]]) -> Generator[str]:
    """The name of a database that nobody else uses; dropped after the test."""
    name = f"test_{uuid.uuid4().hex}"
    yield name
    _mongo_client.drop_database(name)
