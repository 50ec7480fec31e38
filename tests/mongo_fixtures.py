"""One real mongod and one real set of three for the whole session, and a database for each test that asks.

Both are started when a test first asks for them.
"""

import asyncio
import tempfile
import uuid
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from b4mart_desktop.adapters.mongo.embedded import EmbeddedMongo
from tests.replica_set import ReplicaSet


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


@pytest.fixture(scope="session")
def _three_nodes() -> Generator[ReplicaSet]:
    with (
        tempfile.TemporaryDirectory(prefix="b4mart-three-", ignore_cleanup_errors=True) as folder,
        ReplicaSet(Path(folder)) as replica_set,
    ):
        yield replica_set


@pytest.fixture
def three_nodes(_three_nodes: ReplicaSet) -> Generator[ReplicaSet]:
    """A replica set of three members, all alive; what the test does to them is healed after it."""
    _three_nodes.wait_until_whole()
    yield _three_nodes
    _three_nodes.wait_until_whole()


@pytest.fixture
def three_node_database(three_nodes: ReplicaSet) -> Generator[str]:
    """The name of a database on the set of three that nobody else uses; dropped after the test."""
    name = f"test_{uuid.uuid4().hex}"
    yield name
    three_nodes.wait_until_whole()
    with three_nodes.connect() as client:
        client.drop_database(name)
