"""The row of smoothness: how long the window stands still while the background works."""

import asyncio
import time
from collections.abc import Awaitable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer

from b4mart_desktop.adapters.demo.worker import load_demo_in_worker
from b4mart_desktop.domain.jobs import JobKind
from b4mart_desktop.services.bus import Event, JobFinished
from tests.bench.figures import MILLISECONDS, Figure
from tests.bench.open_shop import OpenShop, open_shop, until
from tests.bench.stand import Stand
from tests.bench.windows import run_in_qt

BEAT_MS = 5
IDLE_SECONDS = 3.0
INVOICES = 40
DEMO_DATABASE = "bench_demo"
DEMO_PRODUCTS = 10_000


def frame_stall(stand: Stand) -> list[Figure]:
    """The longest time the window's thread was not free, by a timer of 5 ms, beside that of an idle window.

    With the sell screen shown, while the background copies the catalogue, while a worker process loads a
    demo store, and while invoices are drawn.
    """
    return run_in_qt(lambda: _frame_stall(stand))


async def _frame_stall(stand: Stand) -> list[Figure]:
    async with open_shop(stand.folder, stand.uri) as shop:
        copying = await _longest(shop.loaded())
        idle = await _longest(asyncio.sleep(IDLE_SECONDS))
        uri = stand.database_uri(DEMO_DATABASE)
        loading = await _longest(load_demo_in_worker(uri, DEMO_DATABASE, _ignore, DEMO_PRODUCTS))
        drawing = await _longest(_draw_invoices(shop))
    longest = {"idle": idle, "replication": copying, "demo_load": loading, "invoices": drawing}
    return [
        Figure(f"frame_stall.{what}", seconds * MILLISECONDS, "ms", seconds / idle)
        for what, seconds in longest.items()
    ]


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


def _ignore(done: int, total: int, step: object) -> None:
    """Nobody looks at the progress."""
