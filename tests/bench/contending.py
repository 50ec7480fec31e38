"""The row of posting at several counters at once that sell the same few products."""

import asyncio
import dataclasses
import multiprocessing
import multiprocessing.synchronize
import time
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.migrations import Database, prepare_database
from b4mart_desktop.adapters.mongo.posting import MongoPosting
from b4mart_desktop.domain.entries import Entry
from tests.bench.figures import Figure, spread
from tests.bench.posting import Writes, drain, post_bare, sell
from tests.bench.stand import Stand
from tests.bench.till import open_till

HOT_PRODUCTS = 20
SALES = 150
ROUNDS = 2
REGISTERS = {"four": 4, "eight": 8}
MEETING_SECONDS = 120.0


class _Register(NamedTuple):
    """What one register, a process of its own, is told."""

    folder: Path
    replica: Path
    uri: str
    bare: bool


class _Record(NamedTuple):
    """What it did.

    Attributes:
        transactions: How long each took with all its repetitions.
        waits: How long after the start each sale was in the database.
    """

    began: float
    ended: float
    transactions: list[float]
    waits: list[float]


def hot_products(stand: Stand) -> list[Figure]:
    """Posting 150 sales of six of the same 20 products at each of four and of eight registers at once.

    Bare: the transaction of `post_sale`, sale by sale, in as many processes. `transaction` is one with all
    its repetitions, of a batch here, of a sale there; `wait` is from the start until a sale is in the
    database.
    """
    asyncio.run(_prepare(stand.uri))
    return [figure for name, count in REGISTERS.items() for figure in _measure(stand, name, count)]


async def _prepare(uri: str) -> None:
    async with make_client(uri) as client:
        await prepare_database(client.get_default_database())


def _measure(stand: Stand, name: str, count: int) -> Iterator[Figure]:
    rounds = [
        [_run(stand, f"{name}-{kind}-{number}", count, bare=kind == "bare") for kind in ("own", "bare")]
        for number in range(ROUNDS)
    ]
    own, bare = ([record for each in rounds for record in each[place]] for place in (0, 1))
    own_rate, bare_rate = (
        count * SALES * ROUNDS / sum(_span(each[place]) for each in rounds) for place in (0, 1)
    )
    yield Figure(f"hot_products.{name}", own_rate, "sales/s", own_rate / bare_rate)
    for what in ("transaction", "wait"):
        yield from spread(f"hot_products.{name}.{what}", _times(own, what), (99,), _times(bare, what))


def _span(records: Sequence[_Record]) -> float:
    return max(record.ended for record in records) - min(record.began for record in records)


def _times(records: Sequence[_Record], what: str) -> list[float]:
    return [seconds for record in records for seconds in getattr(record, f"{what}s")]


def _run(stand: Stand, name: str, count: int, *, bare: bool) -> list[_Record]:
    """Lets ``count`` registers post at once."""
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(count)
    processes, ends = [], []
    for number in range(count):
        folder = stand.folder / f"{name}-{number}"
        folder.mkdir()
        ours, theirs = context.Pipe()
        register = _Register(folder, stand.replica, stand.uri, bare)
        processes.append(context.Process(target=_register, args=(register, start, theirs)))
        ends.append(ours)
    for process in processes:
        process.start()
    records = [end.recv() for end in ends]
    for process in processes:
        process.join()
    return records


def _register(register: _Register, start: multiprocessing.synchronize.Barrier, end: Connection) -> None:
    end.send(asyncio.run(_post(register, start)))


async def _post(register: _Register, start: multiprocessing.synchronize.Barrier) -> _Record:
    async with open_till(register.folder, register.replica) as till, make_client(register.uri) as client:
        hot = dataclasses.replace(till, products=till.products[:HOT_PRODUCTS])
        sales = await sell(hot, SALES)
        database = client.get_default_database()
        posting = _TimedPosting(database)
        writes = [Writes(sale) for sale in sales] if register.bare else []
        await client.admin.command("ping")
        start.wait(MEETING_SECONDS)
        began = time.time()  # of all processes the same clock
        if register.bare:
            for each in writes:
                posting.note(1, await post_bare(database, each))
        else:
            await drain(hot, posting)
        waits = [ended - began for ended in posting.ends]
        return _Record(began, posting.ends[-1], posting.transactions, waits)


class _TimedPosting:
    """Posts, and notes how long that took and when each entry was there."""

    def __init__(self, database: Database) -> None:
        self._posting = MongoPosting(database)
        self.transactions: list[float] = []
        self.ends: list[float] = []

    async def post(self, entries: Sequence[Entry]) -> None:
        began = time.perf_counter()
        await self._posting.post(entries)
        self.note(len(entries), time.perf_counter() - began)

    def note(self, entries: int, seconds: float) -> None:
        """Notes a transaction that ended right now."""
        self.transactions.append(seconds)
        self.ends += [time.time()] * entries
