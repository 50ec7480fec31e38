"""A load in processes of its own: to its end, and whatever ends it before."""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
from bson import ObjectId
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.loading.messages import LoadTarget
from b4mart_desktop.adapters.loading.worker import WorkerLoader
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.services.ports import CatchUpReport, LoadReport
from tests.adapters.local.facts import STORE
from tests.adapters.local.goods import SETTINGS, Replica, open_empty, product
from tests.faults.proxy import Proxy

IDENTITY = "embedded"
PRODUCTS = 6_000  # so many that there is time to break off
FLOOD = 2_500  # more than are taken over at once

Database = AsyncDatabase[dict[str, Any]]


@pytest.fixture
async def store(mongo_uri: str, database: str) -> AsyncGenerator[Database]:
    async with make_client(mongo_uri) as client:
        yield client[database]


@pytest.fixture
def target(mongo_uri: str, database: str, tmp_path: Path) -> LoadTarget:
    return LoadTarget(
        uri=mongo_uri, database=database, store=None, path=tmp_path / "replica.sqlite", identity=IDENTITY
    )


def ignore(_: LoadReport) -> None:
    """Nobody looks."""


def kill(name: str) -> None:
    for process in multiprocessing.active_children():
        if process.name == name:
            assert process.pid
            os.kill(process.pid, signal.SIGKILL)


async def fill(store: Database, count: int) -> None:
    await store.settings.insert_one(dict(SETTINGS))
    await store.products.insert_many([product(f"Milk {number}", f"{number:06}") for number in range(count)])


def is_whole(replica: Replica, count: int) -> bool:
    (products,) = replica.file.rows("SELECT count(*) FROM products")[0]
    return replica.reader.is_loaded() and replica.writer.token() is not None and products == count


async def test_a_load_brings_everything_and_says_how_it_goes_on(store: Database, target: LoadTarget) -> None:
    await fill(store, 2_500)
    await store.products.insert_one(product("Broken") | {"name": 7})
    reports: list[LoadReport] = []
    with open_empty(target.path) as replica:
        await WorkerLoader(target).load(reports.append)
        assert is_whole(replica, 2_500)
        assert len(replica.reader.find_code("002499")) == 1
        assert replica.found("milk 1777") == ["Milk 1777"]
        assert [skipped.collection for skipped in replica.reader.skipped()] == ["products"]
    assert [report.done for report in reports] == sorted(report.done for report in reports)
    assert (reports[-1].done, reports[-1].total) == (2_502, 2_502)
    assert [problem[0] for report in reports for problem in report.skipped] == ["products"]


async def test_a_load_by_difference_writes_what_differs_only(store: Database, target: LoadTarget) -> None:
    await fill(store, 300)
    with open_empty(target.path) as replica:
        await WorkerLoader(target).load(ignore)
        before = dict(replica.file.rows("SELECT id, row FROM products"))
        ids = [ObjectId(identity) for identity in before]
        await store.products.delete_one({"_id": ids[0]})
        await store.products.update_one({"_id": ids[1]}, {"$set": {"name": "Oat drink"}})
        replica.file.rows("UPDATE products SET hit = doc WHERE id = ?", (str(ids[2]),))
        await WorkerLoader(target).load(ignore)
        after = dict(replica.file.rows("SELECT id, row FROM products"))
        assert after == {identity: row for identity, row in before.items() if identity != str(ids[0])}
        assert replica.found("oat") == ["Oat drink"]
        untouched = replica.file.rows("SELECT hit = doc FROM products WHERE id = ?", (str(ids[2]),))
        assert untouched == [(1,)], "what is the same in the database was not written"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("victim", ["replica-reader", "replica-writer"])
async def test_a_process_killed_in_the_middle_leaves_a_part_and_the_next_load_completes_it(
    store: Database, target: LoadTarget, victim: str
) -> None:
    await fill(store, PRODUCTS)
    with open_empty(target.path) as replica:
        loading = asyncio.ensure_future(WorkerLoader(target).load(lambda report: kill(victim)))
        while victim == "replica-reader" and not loading.done():
            kill(victim)
            await asyncio.sleep(0.01)
        with pytest.raises(AdapterError) as ended:
            await loading
        assert ended.value.code is ErrorCode.WORKER_ENDED
        assert multiprocessing.active_children() == []
        assert not replica.reader.is_loaded()
        assert replica.writer.token() is None
        assert replica.reader.count_tiles(None) == 0
        await WorkerLoader(target).load(ignore)
        assert is_whole(replica, PRODUCTS)


async def test_a_load_that_is_cancelled_ends_its_processes(store: Database, target: LoadTarget) -> None:
    await fill(store, PRODUCTS)
    with open_empty(target.path) as replica:
        written = asyncio.Event()
        loading = asyncio.ensure_future(WorkerLoader(target).load(lambda report: written.set()))
        await written.wait()
        loading.cancel()
        await asyncio.gather(loading, return_exceptions=True)
        assert loading.cancelled()
        assert multiprocessing.active_children() == []
        assert replica.writer.token() is None


async def test_a_flood_of_changes_is_caught_up_with_and_told(store: Database, target: LoadTarget) -> None:
    await fill(store, 10)
    with open_empty(target.path) as replica:
        await WorkerLoader(target).load(ignore)
        goods = [product(f"Tea {number}", f"T{number:06}") for number in range(FLOOD)]
        await store.products.insert_many([*goods, product("Broken") | {"name": 7}])
        await store.products.delete_one({"_id": goods[0]["_id"]})
        reports: list[CatchUpReport] = []
        await WorkerLoader(target).catch_up(reports.append)
        assert is_whole(replica, 10 + FLOOD - 1)
        assert replica.found("tea 777") == ["Tea 777"]
        assert replica.file.rows("SELECT count(*) FROM unindexed") == [(0,)]
        assert multiprocessing.active_children() == []
    told = {identity for report in reports for identity in report.changed["products"]}
    assert len(told) == FLOOD + 1
    assert [skipped[0] for report in reports for skipped in report.skipped] == ["products"]


@pytest.mark.parametrize("what", ["the process is killed", "it is cancelled", "the line is cut"])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
async def test_nothing_is_lost_where_catching_up_is_broken_off(
    store: Database, target: LoadTarget, what: str
) -> None:
    await fill(store, 10)
    port = urlsplit(target.uri).port
    assert port is not None
    with open_empty(target.path) as replica, Proxy(port) as proxy:
        await WorkerLoader(target).load(ignore)
        begin = replica.writer.token()
        await store.products.insert_many([product(f"Tea {n}", f"T{n:06}") for n in range(PRODUCTS)])
        options = "directConnection=true&serverSelectionTimeoutMS=300"
        uri = f"{target.uri.replace(str(port), str(proxy.port))}&{options}"
        through = msgspec.structs.replace(target, uri=uri)

        def break_off(_: CatchUpReport) -> None:
            match what:
                case "the process is killed":
                    kill("replica-follower")
                case "it is cancelled":
                    catching_up.cancel()
                case _:
                    proxy.refuse()

        catching_up = asyncio.ensure_future(WorkerLoader(through).catch_up(break_off))
        (outcome,) = await asyncio.gather(catching_up, return_exceptions=True)
        assert isinstance(outcome, AdapterError | asyncio.CancelledError)
        assert multiprocessing.active_children() == []
        assert replica.writer.token() != begin
        await WorkerLoader(target).catch_up(lambda report: None)
        assert is_whole(replica, 10 + PRODUCTS)
        assert replica.found("tea 5999") == ["Tea 5999"]


@pytest.mark.parametrize("found", ["nobody", "another shop", "an empty database"])
async def test_what_is_not_the_shops_database_is_not_copied(
    store: Database, target: LoadTarget, found: str
) -> None:
    match found:
        case "nobody":
            nowhere = "mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=200"
            target = msgspec.structs.replace(target, uri=nowhere)
        case "another shop":
            await fill(store, 10)
            target = msgspec.structs.replace(target, store=new_id())
        case _:
            target = msgspec.structs.replace(target, store=STORE.id)
    with open_empty(target.path) as replica:
        with pytest.raises(AdapterError) as refused:
            await WorkerLoader(target).load(ignore)
        assert replica.file.rows("SELECT count(*) FROM products") == [(0,)]
    wanted = ErrorCode.DATABASE_UNREACHABLE if found == "nobody" else ErrorCode.OTHER_STORE
    assert refused.value.code is wanted
