"""The rows of posting at one counter: how many sales a second reach the database, singly and as a backlog."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pymongo import ReadPreference, UpdateOne, WriteConcern
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.read_concern import ReadConcern

from b4mart_desktop.adapters.mongo.codec import Document, to_document
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.migrations import Database, prepare_database
from b4mart_desktop.adapters.mongo.posting import MongoPosting
from b4mart_desktop.backstage.poster import Poster
from b4mart_desktop.domain.entries import SaleCompleted
from b4mart_desktop.domain.sale import Sale
from b4mart_desktop.services.ports import PostingTarget
from tests.bench.figures import Figure, rate, spread
from tests.bench.stand import Stand
from tests.bench.till import Till, open_till

SALES = 150
WARM_UP = 100
"""Sales before those that count: then each product was sold before, and the ledger knows it."""

LINES = 6
BACKLOG = 1_000
MOST_SECONDS = 120.0


def post_sale(stand: Stand) -> list[Figure]:
    """Posting sales of six lines, one after the other.

    Bare: a pymongo transaction that writes the same documents, made beforehand, and sets the same products'
    stock without looking at it first.
    """
    return asyncio.run(_post_sale(stand))


async def _post_sale(stand: Stand) -> list[Figure]:
    own: list[float] = []
    bare: list[float] = []
    async with open_till(stand.folder, stand.replica) as till, make_client(stand.uri) as client:
        sales = await sell(till, 2 * (SALES + WARM_UP))
        database = client.get_default_database()
        await prepare_database(database)
        posting = MongoPosting(database)
        for ours, theirs in zip(sales[::2], sales[1::2], strict=True):
            began = time.perf_counter()
            await posting.post([SaleCompleted(sale=ours)])
            own.append(time.perf_counter() - began)
            bare.append(await post_bare(database, Writes(theirs)))
    own, bare = own[WARM_UP:], bare[WARM_UP:]
    return [rate("post_sale", "sales/s", own, bare), *spread("post_sale", own, (50, 99), bare)]


def drain_backlog(stand: Stand) -> list[Figure]:
    """Posting what a counter sold while the database was away: 1,000 sales of six lines.

    Bare: the transaction of `post_sale`, sale by sale, a hundred before and a hundred after.
    """
    return asyncio.run(_drain_backlog(stand))


async def _drain_backlog(stand: Stand) -> list[Figure]:
    bare: list[float] = []
    async with open_till(stand.folder, stand.replica) as till, make_client(stand.uri) as client:
        database = client.get_default_database()
        await prepare_database(database)
        await sell(till, WARM_UP)
        await drain(till, MongoPosting(database))
        async with open_till(_inside(stand, "other"), stand.replica) as other:
            writes = [Writes(sale) for sale in await sell(other, 200)]
        await sell(till, BACKLOG)
        bare += [await post_bare(database, each) for each in writes[:100]]
        took = await drain(till, MongoPosting(database))
        bare += [await post_bare(database, each) for each in writes[100:]]
    return [
        Figure("drain_backlog", took, "s"),
        rate("drain_backlog.rate", "sales/s", [took], [sum(bare) / len(bare) * BACKLOG], each=BACKLOG),
    ]


def _inside(stand: Stand, name: str) -> Path:
    folder = stand.folder / name
    folder.mkdir()
    return folder


async def drain(till: Till, posting: PostingTarget) -> float:
    """Posts what waits in the till's journal; returns how many seconds that took."""
    poster = Poster(till.journal, posting, till.counter.bus)
    running = asyncio.create_task(poster.run())
    try:
        await asyncio.sleep(0)
        began = time.perf_counter()
        left = await poster.drain(MOST_SECONDS)
        took = time.perf_counter() - began
    finally:
        running.cancel()
        await asyncio.wait([running])
    if left.waiting or left.set_aside:
        raise RuntimeError(f"not everything was posted: {left}")
    return took


async def sell(till: Till, count: int) -> list[Sale]:
    """Sells for real; nobody posts the journal meanwhile."""
    return [(await till.sell(number * LINES, LINES)).sale for number in range(count)]


class Writes:
    """What a sale's posting writes, ready for the driver."""

    def __init__(self, sale: Sale) -> None:
        self.order = to_document(sale.order)
        self.movements = [to_document(movement) for movement in sale.movements]
        self.payments = _documents(sale.payments)
        self.jobs = _documents(sale.jobs)
        self.stock = [
            UpdateOne(
                {"_id": movement["product"]},
                {
                    "$set": {"inventory.quantity": 1.0 + number, "inventory.shortage": 0.0},
                    "$currentDate": {"updatedAt": True},
                },
            )
            for number, movement in enumerate(self.movements)
        ]


def _documents(records: Sequence[Any]) -> list[Document]:
    return [to_document(record) for record in records]


async def post_bare(database: Database, writes: Writes) -> float:
    """Writes a sale in one plain transaction; returns how many seconds that took."""

    async def write(session: AsyncClientSession) -> None:
        await database.orders.insert_one(writes.order, session=session)
        await database.products.bulk_write(writes.stock, ordered=False, session=session)
        await database.stockmovements.insert_many(writes.movements, session=session)
        for payment in writes.payments:
            await database.payments.insert_one(payment, session=session)
        for job in writes.jobs:
            await database.jobs.insert_one(job, session=session)

    began = time.perf_counter()
    async with database.client.start_session() as session:
        await session.with_transaction(
            write,
            read_concern=ReadConcern("snapshot"),
            write_concern=WriteConcern("majority", j=True),
            read_preference=ReadPreference.PRIMARY,
        )
    return time.perf_counter() - began
