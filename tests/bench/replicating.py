"""Rows of replication: how fast the first copy is, and how soon one change is on the screen."""

import asyncio
import sys
import time
from collections.abc import Awaitable
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import bson
from bson import ObjectId
from pymongo.asynchronous.collection import AsyncCollection

from b4mart_desktop.adapters.loading.messages import LoadTarget
from b4mart_desktop.adapters.loading.worker import WorkerLoader
from b4mart_desktop.adapters.local.replica.file import open_replica
from b4mart_desktop.adapters.local.replica.write import LocalReplicaWriter
from b4mart_desktop.adapters.mongo.codec import from_document
from b4mart_desktop.adapters.mongo.connect import Client, make_client
from b4mart_desktop.gui.models.product_hits import ProductHitsModel
from b4mart_desktop.services.ports import REPLICATED, LoadReport, ProductHit
from tests.bench.catalogue import IDENTITY
from tests.bench.figures import Figure, rate, spread
from tests.bench.open_shop import OpenShop, open_shop, until
from tests.bench.stand import Stand
from tests.bench.windows import calm_collector, run_in_qt

CHANGES = 40
_PAUSE_SECONDS = 0.1
_BARE_BATCH = 200
_FIRST_DOCUMENTS = 1_000
_MIB = 1 << 20


def replicate(stand: Stand) -> list[Figure]:
    """Copying the whole shop into an empty replica, each document with its codes, words and tiles.

    Bare: `find_raw_batches` of the same collections in batches of 200, decoded and dropped. The rate is that
    of the whole load until changes can be followed; beside it, when the first thousand could be sold, when
    the last product is found by its words, the file's size, and the larger worker's memory at its most.
    """
    return asyncio.run(_replicate(stand))


async def _replicate(stand: Stand) -> list[Figure]:
    async with make_client(stand.uri) as client:
        count = await _read_all(client)  # which also brings it all into the server's cache
        bare = [await _seconds(_read_all(client))]
        copy = await _copy(client, stand, stand.folder / "replica.sqlite")
        bare.append(await _seconds(_read_all(client)))
    return [
        rate("replicate", "documents/s", [copy.loaded], bare, count),
        Figure("replicate.first_thousand", copy.first_thousand, "s"),
        Figure("replicate.with_words", copy.ended, "s"),
        Figure("replicate.file", copy.file_bytes / _MIB, "MiB"),
        Figure("replicate.worker_memory", copy.worker_bytes / _MIB, "MiB"),
    ]


def replicate_rebuild(stand: Stand) -> list[Figure]:
    """Copying the whole shop again where nothing changed, as after a lost resume token; same bare."""
    return asyncio.run(_rebuild(stand))


async def _rebuild(stand: Stand) -> list[Figure]:
    path = stand.folder / "replica.sqlite"
    async with make_client(stand.uri) as client:
        count = await _read_all(client)
        await _copy(client, stand, path)
        bare = [await _seconds(_read_all(client))]
        copy = await _copy(client, stand, path)
        bare.append(await _seconds(_read_all(client)))
    return [rate("replicate_rebuild", "documents/s", [copy.loaded], bare, count)]


async def _seconds(work: Awaitable[object]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


class _Copy(NamedTuple):
    """What one load took: seconds since it began, and bytes."""

    first_thousand: float
    loaded: float
    ended: float
    file_bytes: int
    worker_bytes: int


async def _copy(client: Client, stand: Stand, path: Path) -> _Copy:
    file = open_replica(path, IDENTITY)
    writer = LocalReplicaWriter(file, from_document)
    name = client.get_default_database().name
    target = LoadTarget(uri=stand.uri, database=name, store=None, path=path, identity=IDENTITY)
    written: list[tuple[float, int]] = []
    began = time.perf_counter()

    def on_report(report: LoadReport) -> None:
        written.append((time.perf_counter() - began, report.done))

    try:
        loading = asyncio.ensure_future(WorkerLoader(target).load(on_report))
        await asyncio.sleep(_PAUSE_SECONDS)  # a replica that is loaded keeps its token until the load begins
        await until(lambda: written and writer.token() is not None)
        loaded = time.perf_counter() - began
        await loading
        ended = time.perf_counter() - began
    finally:
        file.close()
    first = next(seconds for seconds, done in written if done >= _FIRST_DOCUMENTS)
    size = (await asyncio.to_thread(path.stat)).st_size
    return _Copy(first, loaded, ended, size, _most_memory_of_children())


def _most_memory_of_children() -> int:
    """Returns the resident memory in bytes that the largest process started from here ever had."""
    if sys.platform == "win32":
        raise NotImplementedError("this row knows no way to measure memory on Windows")
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit


async def _read_all(client: Client) -> int:
    count = 0
    for name in REPLICATED:
        collection: AsyncCollection[dict[str, Any]] = client.get_default_database()[name]
        raw: Any
        async for raw in collection.find_raw_batches({}, batch_size=_BARE_BATCH):
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
