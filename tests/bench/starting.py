"""The row of starting: how soon the sign-in screen is there, and how soon after it the first scan."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.figures import MILLISECONDS, Figure, percentile
from tests.bench.sell_window import sell_window
from tests.bench.server import closed_port
from tests.bench.stand import Stand
from tests.bench.till import Till, open_till
from tests.bench.windows import run_in_qt

STARTS = 7
_PATIENCE_SECONDS = 60.0


def cold_start(stand: Stand) -> list[Figure]:
    """From the start of the process until the sign-in screen is painted: the median of seven.

    Bare: a process that shows one text in a PySide6 window. `first_scan`: from the sign-in until the sell
    screen is made and its first scan painted, once.
    """
    own: list[float] = []
    bare: list[float] = []
    for number in range(STARTS + 1):  # the first compiles
        own.append(_seconds_to_paint(stand, "program", str(stand.folder / f"data-{number}")))
        bare.append(_seconds_to_paint(stand, "bare"))
    start, bare_start = percentile(own[1:], 50), percentile(bare[1:], 50)
    scan = run_in_qt(lambda: _first_scan(stand))
    return [
        Figure("cold_start", start * MILLISECONDS, "ms", start / bare_start),
        Figure("cold_start.first_scan", scan * MILLISECONDS, "ms"),
    ]


def _seconds_to_paint(stand: Stand, *arguments: str) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    # As in an installed program everything is compiled; but not in the folders of the sources.
    environment["PYTHONPYCACHEPREFIX"] = str(stand.folder / "compiled")
    # Naming a database keeps the program from starting a server of its own, which comes after the window.
    environment["MONGODB_URI"] = f"mongodb://127.0.0.1:{closed_port()}/"
    command = [sys.executable, "-m", "tests.bench.first_paint", *arguments]
    began = time.monotonic()
    done = subprocess.run(
        command, env=environment, check=True, stdout=subprocess.PIPE, text=True, timeout=_PATIENCE_SECONDS
    )
    return float(done.stdout.split()[-1]) - began


async def _first_scan(stand: Stand) -> float:
    async with open_till(stand.folder, stand.replica) as till:
        return await _open_and_scan(till, stand.folder)


async def _open_and_scan(till: Till, folder: Path) -> float:
    code = till.products[0].inventory.barcodes[0]
    began = time.perf_counter()
    async with sell_window(till, folder) as sell:
        await sell.scan(code)
        return time.perf_counter() - began
