"""Writes the demo store into a prepared database, in batches that each are one transaction.

Identities are fixed, so a load that was cancelled is completed by the next one, and a second load changes
nothing. The store's settings come last: where they are, everything is, the indexes included.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from bson import ObjectId
from pymongo import IndexModel
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.demo.groceries import Groceries, read_groceries
from b4mart_desktop.adapters.demo.ids import FIRST_ID, LAST_ID, Kind, demo_id
from b4mart_desktop.adapters.demo.pictures import DemoPictures
from b4mart_desktop.adapters.demo.products import count_products, demo_products
from b4mart_desktop.adapters.demo.shop import (
    demo_categories,
    demo_people,
    demo_promotions,
    demo_store,
    demo_taxes,
)
from b4mart_desktop.adapters.mongo.codec import Document, to_document
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.adapters.mongo.indexes import indexes
from b4mart_desktop.adapters.mongo.pictures import MongoPictures
from b4mart_desktop.adapters.mongo.transactions import in_transaction
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.store import STORE_KEY
from b4mart_desktop.services.demo import LoadProgress, LoadStep

BATCH = 1000
PICTURES_AT_ONCE = 16
_BIG = ("products", "stockmovements")

Database = AsyncDatabase[dict[str, Any]]
T = TypeVar("T")


class _Batch(NamedTuple):
    """Documents by collection that are written together; ``size`` is what the progress counts."""

    step: LoadStep
    documents: Mapping[str, list[Document]]
    size: int
    is_last: bool = False


async def is_demo_loaded(database: Database) -> bool:
    """Whether a complete demo store is there."""
    with database_errors():
        store = await database.settings.find_one({"_id": ObjectId(demo_id(Kind.STORE, 1))}, {"demo": 1})
    return store is not None


async def load_demo_store(database: Database, progress: LoadProgress, limit: int | None = None) -> int:
    """Loads the demo store, or what is missing of it, into a database made by ``prepare_database``.

    Busy for seconds: run it in a worker process (``adapters.demo.worker``). Cancelling the task leaves
    whole batches, and the next load goes on there.

    Args:
        database: Where to; holds no other store.
        progress: Told after each batch.
        limit: About how many products, for tests; all where None.

    Returns how many documents were written, movements left out.

    Raises:
        AdapterError: FILE_UNREADABLE with ``install`` where the data package is missing;
            DATABASE_REFUSED where another store is in the database; DATABASE_UNREACHABLE.
    """
    await _refuse_other_store(database)
    await _put_off_indexing(database)
    groceries = read_groceries()
    await _keep_pictures(database, groceries.pictures)
    total = sum(batch.size for batch in _frame(groceries)) + count_products(groceries, limit)
    batches = _batches(groceries, limit)
    done = written = 0
    batch = next(batches, None)
    while batch is not None:
        if batch.is_last:
            await _index(database)
        # The next batch is made while the server is busy with this one. (``gather`` would not wait for the
        # transaction's end when it is cancelled: the thread's part is cancelled at once.)
        making = asyncio.ensure_future(asyncio.to_thread(next, batches, None))
        written += await _write(database, batch)
        done += batch.size
        progress(done, total, batch.step)
        batch = await making
    return written


async def _refuse_other_store(database: Database) -> None:
    ours = {"$gte": ObjectId(FIRST_ID), "$lte": ObjectId(LAST_ID)}
    with database_errors():
        store = await database.settings.find_one({"key": STORE_KEY, "demo": {"$ne": True}}, {"_id": 1})
        product = await database.products.find_one({"_id": {"$not": ours}}, {"_id": 1})
        if store is None and (product is None or await is_demo_loaded(database)):
            return
    raise AdapterError(ErrorCode.DATABASE_REFUSED, reason="the database holds another store")


async def _keep_pictures(database: Database, pictures: DemoPictures) -> None:
    """Before what names them; those that are there stay."""
    kept = MongoPictures(database)
    first, *others = pictures.files()
    await kept.put(first, None)  # makes the bucket's indexes
    for some in _chunks(others, PICTURES_AT_ONCE):
        await asyncio.gather(*(kept.put(picture, None) for picture in some))


async def _put_off_indexing(database: Database) -> None:
    """Takes the big collections' indexes away while nothing is there, but those that keep codes unique.

    Building them at the end takes the server 3.4 s of computing instead of 11.5 s one by one. A load that
    is broken off leaves none, but also no store; the load that goes on builds them.
    """
    with database_errors():
        if await database.products.find_one({}, {"_id": 1}) is not None:
            return
        for name in _BIG:
            there = await database[name].index_information()
            for index in _slow_indexes(name):
                if index.document["name"] in there:
                    await database[name].drop_index(index.document["name"])


async def _index(database: Database) -> None:
    with database_errors():
        for name in _BIG:
            await database[name].create_indexes(list(_slow_indexes(name)))


def _slow_indexes(name: str) -> Iterator[IndexModel]:
    return (index for index in indexes()[name] if not index.document.get("unique"))


def _frame(groceries: Groceries) -> Iterator[_Batch]:
    """Yields what is around the products; the settings are the last."""
    around = {"taxes": list(map(to_document, demo_taxes()))}
    around["promotions"] = list(map(to_document, demo_promotions()))
    yield _Batch(LoadStep.STORE, around, sum(map(len, around.values())))
    categories = list(map(to_document, demo_categories(groceries)))
    yield _Batch(LoadStep.CATEGORIES, {"categories": categories}, len(categories))
    people = list(map(to_document, demo_people()))
    yield _Batch(LoadStep.PEOPLE, {"users": people}, len(people))
    yield _Batch(LoadStep.STORE, {"settings": [to_document(demo_store())]}, 1, is_last=True)


def _batches(groceries: Groceries, limit: int | None) -> Iterator[_Batch]:
    *around, settings = _frame(groceries)
    yield from around
    for chunk in _chunks(demo_products(groceries, limit), BATCH):
        documents = {
            "products": [to_document(product) for product, _ in chunk],
            "stockmovements": [to_document(movement) for _, movement in chunk if movement is not None],
        }
        yield _Batch(LoadStep.PRODUCTS, documents, len(chunk))
    yield settings


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


async def _write(database: Database, batch: _Batch) -> int:
    """Adds the documents of ``batch`` that are not there yet, all or none; returns how many but movements."""

    async def add_missing(session: AsyncClientSession) -> int:
        count = 0
        for name, documents in batch.documents.items():
            missing = await _missing(database, name, documents, session)
            if missing:
                await database[name].insert_many(missing, ordered=False, session=session)
            count += 0 if name == "stockmovements" else len(missing)
        return count

    with database_errors():
        return await in_transaction(database.client, add_missing)


async def _missing(
    database: Database, name: str, documents: list[Document], session: AsyncClientSession
) -> list[Document]:
    wanted = [document["_id"] for document in documents]
    found = database[name].find({"_id": {"$in": wanted}}, {"_id": 1}, session=session)
    present = {document["_id"] async for document in found}
    return [document for document in documents if document["_id"] not in present]
