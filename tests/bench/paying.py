"""The row of the moment that must never wait: Pay, with the database there, slow and gone."""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import AsyncGenerator
from pathlib import Path

from b4mart_desktop.adapters.local.records import encode
from b4mart_desktop.adapters.mongo.connect import Client, make_client
from b4mart_desktop.adapters.mongo.migrations import prepare_database
from b4mart_desktop.adapters.mongo.posting import MongoPosting
from b4mart_desktop.backstage.poster import Poster
from b4mart_desktop.backstage.thread import Backstage
from tests.bench.figures import Figure, spread
from tests.bench.server import closed_port, slow_line, via
from tests.bench.stand import Stand
from tests.bench.till import Till, open_till

SALES = 120
LINES = 6
LATENCY_SECONDS = 2.0
_PAUSE_SECONDS = 0.02  # in which the poster gets to work


def pay_to_receipt(stand: Stand) -> list[Figure]:
    """From Pay until the sale is on disk and its receipt made, while the poster works in the background.

    `up`: the database answers; `slow`: each answer comes two seconds late; `gone`: nobody answers.
    Bare: one SQLite transaction that writes the same record and waits for the disk.
    """
    return asyncio.run(_pay_to_receipt(stand))


async def _pay_to_receipt(stand: Stand) -> list[Figure]:
    async with make_client(stand.uri) as client:
        await prepare_database(client.get_default_database())
    figures = await _pay(stand, "up", stand.uri)
    with slow_line(stand.uri, LATENCY_SECONDS) as port:
        figures += await _pay(stand, "slow", via(stand.uri, port))
    return figures + await _pay(stand, "gone", via(stand.uri, closed_port()))


async def _pay(stand: Stand, state: str, uri: str) -> list[Figure]:
    pays: list[float] = []
    writes: list[float] = []
    folder = stand.folder / state
    async with open_till(folder, stand.replica) as till, _posting(till, uri):
        with contextlib.closing(_open_bare(folder / "bare.sqlite")) as bare:
            for number in range(SALES):
                till.fill_cart(number * LINES, LINES)
                tenders = till.exact_cash()
                began = time.perf_counter()
                paid = await till.checkout.pay(tenders)
                pays.append(time.perf_counter() - began)
                record = encode(paid.sale)
                began = time.perf_counter()
                bare.execute("INSERT INTO entries (value) VALUES (?)", (record,))
                writes.append(time.perf_counter() - began)
                await asyncio.sleep(_PAUSE_SECONDS)
    return list(spread(f"pay_to_receipt.{state}", pays, (50, 99), writes))


@contextlib.asynccontextmanager
async def _posting(till: Till, uri: str) -> AsyncGenerator[None]:
    """Posts the till's sales in the background thread, as the program does."""
    backstage = Backstage()
    backstage.start()
    client = await backstage.call(_connect(uri))
    poster = Poster(till.journal, MongoPosting(client.get_default_database()), till.counter.bus)
    backstage.spawn("poster", poster.run)
    try:
        yield
    finally:
        await backstage.call(backstage.end_tasks())
        await backstage.call(client.close())
        await asyncio.to_thread(backstage.stop)


async def _connect(uri: str) -> Client:
    return make_client(uri)  # it belongs to the loop it is made in


def _open_bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("CREATE TABLE entries (number INTEGER PRIMARY KEY, value BLOB)")
    return connection
