"""Rows of replication: how fast the first copy is, and how soon one change is on the screen."""

import asyncio
import time
from collections.abc import Awaitable
from decimal import Decimal
from pathlib import Path
from typing import Any

import bson
from bson import ObjectId
from pymongo.asynchronous.collection import AsyncCollection

from b4mart_desktop.adapters.local.replica import open_replica
from b4mart_desktop.adapters.local.replica_write import LocalReplicaWriter
from b4mart_desktop.adapters.mongo.codec import from_document
from b4mart_desktop.adapters.mongo.connect import Client, make_client
from b4mart_desktop.adapters.mongo.replication import BATCH, MongoReplication
from b4mart_desktop.backstage.replicator import Replicator
from b4mart_desktop.gui.models.product_hits import ProductHitsModel
from b4mart_desktop.services.bus import Bus
from b4mart_desktop.services.ports import REPLICATED, ProductHit
from tests.bench.catalogue import IDENTITY
from tests.bench.figures import Figure, rate, spread
from tests.bench.open_shop import OpenShop, open_shop, until
from tests.bench.stand import Stand
from tests.bench.windows import calm_collector, run_in_qt

CHANGES = 40
_PAUSE_SECONDS = 0.1


def replicate(stand: Stand) -> list[Figure]:
    """Copying the whole shop into an empty replica, each document with its codes, words and tiles.

    Bare: `find_raw_batches` of the same collections in batches of the same size, decoded and dropped.
    """
    return asyncio.run(_replicate(stand))


async def _replicate(stand: Stand) -> list[Figure]:
    async with make_client(stand.uri) as client:
        count = await _read_all(client)  # which also brings it all into the server's cache
        bare = [await _seconds(_read_all(client))]
        own = await _copy(client, stand.folder / "replica.sqlite")
        bare.append(await _seconds(_read_all(client)))
    return [rate("replicate", "documents/s", [own], bare, count)]


async def _seconds(work: Awaitable[object]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


async def _copy(client: Client, path: Path) -> float:
    file = open_replica(path, IDENTITY)
    writer = LocalReplicaWriter(file, from_document)
    replicator = Replicator(MongoReplication(client.get_default_database()), writer, Bus())
    began = time.perf_counter()
    running = asyncio.ensure_future(replicator.run())
    try:
        await until(lambda: writer.token() is not None)
        return time.perf_counter() - began
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        file.close()


async def _read_all(client: Client) -> int:
    count = 0
    for name in REPLICATED:
        collection: AsyncCollection[dict[str, Any]] = client.get_default_database()[name]
        raw: Any
        async for raw in collection.find_raw_batches({}, batch_size=BATCH):
            count += len(bson.decode_all(bytes(raw)))
    return count


def change_to_screen(stand: Stand) -> list[Figure]:
    """From one write of another client until the sell screen's model has it."""
    return run_in_qt(lambda: _change_to_screen(stand))


async def _change_to_screen(stand: Stand) -> list[Figure]:
    async with open_shop(stand.folder, stand.uri) as shop, make_client(stand.uri) as other:
        await shop.loaded()
        await until(shop.sell_window.tiles.model().rowCount)
        calm_collector()
        products = other.get_default_database().products
        seconds = [await _change(shop, products, number) for number in range(CHANGES)]
    return list(spread("change_to_screen", seconds, (50, 95)))


async def _change(shop: OpenShop, products: AsyncCollection[dict[str, Any]], number: int) -> float:
    """Changes the price of the first tile, for another one each time."""
    await asyncio.sleep(_PAUSE_SECONDS)
    model = shop.sell_window.tiles.model()
    hit: ProductHit = model.index(0, 0).data(ProductHitsModel.HIT)
    price = Decimal(1000 + number) / 100
    shown: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def on_changed() -> None:
        if model.index(0, 0).data(ProductHitsModel.HIT).price == price and not shown.done():
            shown.set_result(time.perf_counter())

    model.dataChanged.connect(on_changed)
    try:
        began = time.perf_counter()
        change = {"$set": {"pricing.basePrice": float(price)}, "$currentDate": {"updatedAt": True}}
        await products.update_one({"_id": ObjectId(hit.id)}, change)
        async with asyncio.timeout(10):
            return await shown - began
    finally:
        model.dataChanged.disconnect(on_changed)
