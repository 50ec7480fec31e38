"""The row of a long day: ten thousand sales on one counter, and whether it tires."""

import gc
import time
from pathlib import Path

from tests.bench.figures import MILLISECONDS, Figure, percentile
from tests.bench.open_shop import OpenShop, open_shop, until
from tests.bench.remembering import resident_bytes
from tests.bench.stand import Stand
from tests.bench.windows import calm_collector, run_in_qt

SALES = 10_000
PART = 1_000
"""Sales of a part of the day; the first part is warming up, the last one is held against the second."""

_MIB = 1 << 20


def day(stand: Stand) -> list[Figure]:
    """Ten thousand cash sales while all are posted: memory and the wait at Pay, early and late.

    Beside the last thousand sales' wait stands that of the second thousand.
    """
    return run_in_qt(lambda: _day(stand))


async def _day(stand: Stand) -> list[Figure]:
    async with open_shop(stand.folder, stand.uri) as shop:
        await shop.loaded()
        calm_collector()
        resident: list[int] = []
        waits: list[list[float]] = []
        began = time.perf_counter()
        for _ in range(SALES // PART):
            waits.append([await _sell(shop) for _ in range(PART)])
            gc.collect()
            resident.append(resident_bytes())
        selling = time.perf_counter() - began
        journal = shop.sell_window.use.counter.journal
        draining = await until(lambda: not journal.state().waiting)
    early, late = (percentile(part, 99) for part in (waits[1], waits[-1]))
    return [
        Figure("day.sales", SALES / (selling + draining), "sales/s"),
        Figure("day.memory", resident[-1] / _MIB, "MiB", resident[-1] / resident[1]),
        Figure("day.memory_growth", (resident[-1] - resident[1]) / _MIB, "MiB"),
        Figure("day.pay.p99", late * MILLISECONDS, "ms", late / early),
        Figure("day.backlog", draining, "s"),
        Figure("day.journal", _size(stand.folder, "journal.sqlite*") / _MIB, "MiB"),
    ]


async def _sell(shop: OpenShop) -> float:
    """Sells once; returns the seconds it took from the first product to the receipt."""
    began = time.perf_counter()
    await shop.sell()
    return time.perf_counter() - began


def _size(folder: Path, pattern: str) -> int:
    return sum(file.stat().st_size for file in folder.rglob(pattern))
