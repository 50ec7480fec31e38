"""The row of a price change of all products: previewed, written with its history, taken back."""

import asyncio
import contextlib
import time
from decimal import Decimal

from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession

from b4mart_desktop.adapters.local.drafts import SqliteDrafts
from b4mart_desktop.adapters.local.replica.file import open_replica
from b4mart_desktop.adapters.local.replica.listing import LocalProductListing
from b4mart_desktop.adapters.mongo.catalogue_batches import MongoCatalogueBatches
from b4mart_desktop.adapters.mongo.codec import Document
from b4mart_desktop.adapters.mongo.connect import Client, make_client
from b4mart_desktop.adapters.mongo.migrations import prepare_database
from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.adapters.mongo.scheduled_prices import MongoScheduledPrices
from b4mart_desktop.adapters.mongo.transactions import in_transaction
from b4mart_desktop.domain.bulk_changes import BulkChange
from b4mart_desktop.domain.people import StaffRole
from b4mart_desktop.domain.price_changes import PriceMethod, PriceRule
from b4mart_desktop.domain.product_lists import ProductFilter, ProductSort
from b4mart_desktop.services.bulk_edit import BATCH, BulkEdit, Chosen
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.scheduled_prices import ScheduledPrices
from tests.bench.catalogue import IDENTITY
from tests.bench.figures import Figure, rate
from tests.bench.stand import Stand
from tests.bench.till import Till, open_till
from tests.seals import SEAL

DEARER = BulkChange(price=PriceRule(method=PriceMethod.PERCENT, value=Decimal(10)))


def bulk_prices(stand: Stand) -> list[Figure]:
    """Raising the price of every product by a tenth: preview over all, writing, taking back.

    Bare, for writing: pymongo's bulk writes of the same updates and of as many documents of history, made
    beforehand, 500 in a transaction, without looking at what is there.
    """
    return asyncio.run(_bulk_prices(stand))


async def _bulk_prices(stand: Stand) -> list[Figure]:
    async with open_till(stand.folder, stand.replica) as till, make_client(stand.uri) as client:
        await prepare_database(client.get_default_database())
        with (
            contextlib.closing(open_replica(stand.replica, IDENTITY)) as file,
            contextlib.closing(SqliteDrafts(stand.folder / "drafts.sqlite", SEAL)) as drafts,
        ):
            _sign_in_manager(till)
            listing = LocalProductListing(file)
            editing = Editing(till.counter, MongoProductEdits(client.get_default_database()), drafts)
            schedule = ScheduledPrices(till.counter, MongoScheduledPrices(client.get_default_database()))
            book = MongoCatalogueBatches(client.get_default_database())
            bulk = BulkEdit(till.counter, listing, editing, schedule, book)
            with contextlib.closing(listing.select(ProductFilter(), ProductSort())) as selection:
                return await _change_all(bulk, Chosen(selection=selection), client)


def _sign_in_manager(till: Till) -> None:
    members = till.counter.catalogue.staff()
    till.counter.session.begin(
        next(one for one in members if one.staff and one.staff.role is StaffRole.MANAGER)
    )


async def _change_all(bulk: BulkEdit, chosen: Chosen, client: Client) -> list[Figure]:
    began = time.perf_counter()
    preview = await bulk.preview(DEARER, chosen)
    previewed = time.perf_counter()
    outcome = await bulk.run(DEARER, chosen).go()
    written = time.perf_counter()
    undone = await bulk.undo(outcome.batch)
    ended = time.perf_counter()
    assert outcome.saved == preview.changed == undone.saved
    bare = await _write_bare(client)
    return [
        Figure("bulk_prices.preview", chosen.count / (previewed - began), "products/s"),
        rate("bulk_prices", "products/s", [written - previewed], [bare], each=outcome.saved),
        Figure("bulk_prices.undo", undone.saved / (ended - written), "products/s"),
    ]


async def _write_bare(client: Client) -> float:
    """Writes the same to the same documents without any care; returns the seconds it took."""
    database = client.get_default_database()
    ids = [document["_id"] async for document in database.products.find({}, {"_id": 1})]
    history = await database.cataloguechanges.find().limit(len(ids)).to_list()
    for document in history:
        del document["_id"]
    seconds = 0.0
    for start in range(0, len(ids), BATCH):
        updates = [
            UpdateOne({"_id": one}, {"$set": {"pricing.basePrice": 9.9}}) for one in ids[start:][:BATCH]
        ]
        seconds += await _write(client, updates, history[start : start + BATCH])
    return seconds


async def _write(client: Client, updates: list[UpdateOne], history: list[Document]) -> float:
    database = client.get_default_database()

    async def write(session: AsyncClientSession) -> None:
        await database.products.bulk_write(updates, ordered=False, session=session)
        await database.cataloguechanges.insert_many(history, ordered=False, session=session)

    began = time.perf_counter()
    await in_transaction(client, write)
    return time.perf_counter() - began
