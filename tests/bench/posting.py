"""The row of posting: how many sales a second reach the database."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from pymongo import ReadPreference, UpdateOne, WriteConcern
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.read_concern import ReadConcern

from b4mart_desktop.adapters.mongo.codec import Document, to_document
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.migrations import Database, prepare_database
from b4mart_desktop.adapters.mongo.posting import MongoPosting
from b4mart_desktop.domain.entries import SaleCompleted
from b4mart_desktop.domain.sale import Sale
from tests.bench.figures import Figure, rate, spread
from tests.bench.stand import Stand
from tests.bench.till import open_till

SALES = 100
WARM_UP = 10
LINES = 6


def post_sale(stand: Stand) -> list[Figure]:
    """Posting sales of six lines, one after the other.

    Bare: a pymongo transaction that writes the same documents, made beforehand, and sets the same products'
    stock without looking at it first.
    """
    return asyncio.run(_post_sale(stand))


async def _post_sale(stand: Stand) -> list[Figure]:
    sales = await _sales(stand, 2 * (SALES + WARM_UP))
    own: list[float] = []
    bare: list[float] = []
    async with make_client(stand.uri) as client:
        database = client.get_default_database()
        await prepare_database(database)
        posting = MongoPosting(database)
        for ours, theirs in zip(sales[::2], sales[1::2], strict=True):
            began = time.perf_counter()
            await posting.post([SaleCompleted(sale=ours)])
            own.append(time.perf_counter() - began)
            writes = _Writes(theirs)
            began = time.perf_counter()
            await _post_bare(database, writes)
            bare.append(time.perf_counter() - began)
    own, bare = own[WARM_UP:], bare[WARM_UP:]
    return [rate("post_sale", "sales/s", own, bare), *spread("post_sale", own, (50, 99), bare)]


async def _sales(stand: Stand, count: int) -> list[Sale]:
    """Sells for real, at a counter whose journal nobody posts."""
    async with open_till(stand.folder, stand.replica) as till:
        return [(await till.sell(number * LINES, LINES)).sale for number in range(count)]


class _Writes:
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


async def _post_bare(database: Database, writes: _Writes) -> None:
    async def write(session: AsyncClientSession) -> None:
        await database.orders.insert_one(writes.order, session=session)
        await database.products.bulk_write(writes.stock, ordered=False, session=session)
        await database.stockmovements.insert_many(writes.movements, session=session)
        for payment in writes.payments:
            await database.payments.insert_one(payment, session=session)
        for job in writes.jobs:
            await database.jobs.insert_one(job, session=session)

    async with database.client.start_session() as session:
        await session.with_transaction(
            write,
            read_concern=ReadConcern("snapshot"),
            write_concern=WriteConcern("majority", j=True),
            read_preference=ReadPreference.PRIMARY,
        )
