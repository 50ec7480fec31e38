"""The row of smoothness: how long the window stands still while the background works."""

import asyncio
import itertools
import time
from collections.abc import Awaitable
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer

from b4mart_desktop.adapters.demo.groceries import read_groceries
from b4mart_desktop.adapters.demo.worker import load_demo_in_worker
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.own_process import Send, run_in_process
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.jobs import JobKind
from b4mart_desktop.services.bus import Event, JobFinished
from tests.bench.catalogue import products
from tests.bench.figures import MILLISECONDS, Figure
from tests.bench.open_shop import OpenShop, open_shop, until
from tests.bench.stand import Stand
from tests.bench.windows import calm_collector, run_in_qt

BEAT_MS = 5
IDLE_SECONDS = 3.0
INVOICES = 40
DEMO_DATABASE = "bench_demo"
DEMO_PRODUCTS = 10_000
FLOOD = 50_000
_FLOOD_BATCH = 500
_HANDS_SECONDS = 0.1


def frame_stall(stand: Stand) -> list[Figure]:
    """The longest time the window's thread was not free, by a timer of 5 ms, beside that of an idle window.

    With the sell screen shown: while the whole catalogue is copied and, all the time, tiles are leafed
    through and products scanned; while somebody else imports 50,000 products; while a worker process loads a
    demo store; and while invoices are drawn. `own` is the same work of the hands with nothing behind it.
    """
    return run_in_qt(lambda: _frame_stall(stand))


async def _frame_stall(stand: Stand) -> list[Figure]:
    async with open_shop(stand.folder, stand.uri) as shop:
        calm_collector()  # as the program does where somebody may sign in, long before all is copied
        copying = await _longest(_with_busy_hands(shop, shop.loaded()))
        idle = await _longest(asyncio.sleep(IDLE_SECONDS))
        own = await _longest(_with_busy_hands(shop, asyncio.sleep(IDLE_SECONDS)))
        flooded = await _longest(_with_busy_hands(shop, _flood(stand, shop)))
        uri = stand.database_uri(DEMO_DATABASE)
        loading = await _longest(load_demo_in_worker(uri, DEMO_DATABASE, _ignore, DEMO_PRODUCTS))
        drawing = await _longest(_draw_invoices(shop))
    longest = {
        "idle": idle,
        "own": own,
        "replication": copying,
        "flood": flooded,
        "demo_load": loading,
        "invoices": drawing,
    }
    return [
        Figure(f"frame_stall.{what}", seconds * MILLISECONDS, "ms", seconds / idle)
        for what, seconds in longest.items()
    ]


async def _with_busy_hands(shop: OpenShop, work: Awaitable[Any]) -> None:
    """Leafs through the tiles and scans until ``work`` is done."""
    hands = asyncio.ensure_future(_leaf_and_scan(shop))
    try:
        await work
    finally:
        hands.cancel()
        await asyncio.gather(hands, return_exceptions=True)


async def _leaf_and_scan(shop: OpenShop) -> None:
    window = shop.sell_window
    bar = window.tiles.verticalScrollBar()
    for number in itertools.count():
        await asyncio.sleep(_HANDS_SECONDS)
        bar.setValue(bar.value() + bar.pageStep() if bar.value() < bar.maximum() else 0)
        shown = window.use.counter.catalogue.tiles(None, number % 20, 1)
        if shown:
            window.use.selling.add(shown[0].id)
        if number % 10 == 0:
            window.new_cart()


async def _flood(stand: Stand, shop: OpenShop) -> None:
    """Has another process import products, and waits until the last of them can be sold here."""
    last = await run_in_process("flood", _import_products, stand.uri, report=_ignore)
    await until(lambda: shop.sell_window.use.counter.catalogue.find_code(last))


async def _import_products(_: Send, uri: str) -> str:
    """What that process does; returns the code of the last product."""
    made = (_stranger(*numbered) for numbered in enumerate(products(read_groceries(), FLOOD)))
    last = ""
    async with make_client(uri) as client:
        target = client.get_default_database().products
        while batch := [to_document(product) for product in itertools.islice(made, _FLOOD_BATCH)]:
            await target.insert_many(batch, ordered=False)
            last = str(batch[-1]["inventory"]["sku"])
    return last


def _stranger(number: int, product: Product) -> Product:
    """Returns the product as one that the shop does not have yet."""
    code = f"FLOOD-{number}"
    stock = msgspec.structs.replace(product.inventory, sku=code, barcodes=())
    pos = msgspec.structs.replace(product.pos, plu=None, favourite=False)
    return msgspec.structs.replace(product, id=new_id(), slug=code.lower(), inventory=stock, pos=pos)


async def _longest(work: Awaitable[Any]) -> float:
    """Returns the longest stall in seconds while ``work`` goes on."""
    heartbeat = Heartbeat()
    try:
        await work
    finally:
        heartbeat.stop()
    return heartbeat.longest


class Heartbeat(QObject):
    """Beats every 5 ms and notes the longest delay of a beat.

    Attributes:
        longest: In seconds.
    """

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def stop(self) -> None:
        """Ends with what has not been noted yet."""
        self._beat()
        self._timer.stop()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last - BEAT_MS / MILLISECONDS)
        self._last = now


async def _draw_invoices(shop: OpenShop) -> None:
    """Sells, and waits for the invoices that the background makes of the sales."""
    finished: list[JobFinished] = []

    def on_event(event: Event) -> None:
        if isinstance(event, JobFinished) and event.kind == JobKind.INVOICE:
            finished.append(event)

    shop.bridge.received.connect(on_event)
    for _ in range(INVOICES):
        await shop.sell()
    await until(lambda: len(finished) >= INVOICES)


def _ignore(*_: object) -> None:
    """Nobody looks at the progress."""
