"""The row of memory: what the program takes with a whole catalogue, and whether selling makes it grow."""

import gc
import os
import sys
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.open_shop import OpenShop, open_shop
from tests.bench.stand import Stand
from tests.bench.windows import BareWindow, calm_collector, run_in_qt

WARM_UP_SALES = 30
SALES = 100

_MIB = 1 << 20
_STATUS = Path("/proc/self/statm")


def memory(stand: Stand) -> list[Figure]:
    """Resident memory after replication, with the sell screen open.

    Bare: the same process with one empty window. `sale`: how much more each sale after the first ones takes.
    """
    return run_in_qt(lambda: _memory(stand))


async def _memory(stand: Stand) -> list[Figure]:
    from PySide6.QtWidgets import QLabel

    window = BareWindow(QLabel("Sign in"))
    bare = resident_bytes()
    window.close()
    async with open_shop(stand.folder, stand.uri) as shop:
        await shop.loaded()
        calm_collector()
        loaded = resident_bytes()
        await _sell(shop, WARM_UP_SALES)
        before = resident_bytes()
        await _sell(shop, SALES)
        growth = (resident_bytes() - before) / SALES
    return [
        Figure("memory", loaded / _MIB, "MiB", loaded / bare),
        Figure("memory.sale", growth / 1024, "KiB"),
    ]


async def _sell(shop: OpenShop, sales: int) -> None:
    for _ in range(sales):
        await shop.sell(scanning=True)
    gc.collect()


def resident_bytes() -> int:
    """Returns what of this process is in memory now; where only the peak is known (macOS), that."""
    if _STATUS.exists():
        return int(_STATUS.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    if sys.platform == "win32":
        raise NotImplementedError("this row knows no way to measure memory on Windows")
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
