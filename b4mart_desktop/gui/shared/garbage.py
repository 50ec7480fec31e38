"""Collects garbage in the GUI thread only. What becomes garbage is not decided here.

Python collects in whichever thread makes something. A ``QTimer`` in a cycle that a worker thread's collection
deletes stays in the list of timers of the thread that made it, and the program ends there.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 1_000

_THRESHOLDS = (50_000, 20, 50)
"""More than Python's own: painting must not wait for a walk over all young objects every 700 allocations."""


class GarbageCollector(QObject):
    """From now on collects now and then, in the thread that makes it; nothing is collected meanwhile."""

    def __init__(self, parent: QObject | None = None, thresholds: tuple[int, int, int] = _THRESHOLDS) -> None:
        super().__init__(parent)
        self._thresholds = thresholds
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        gc.disable()

    def look(self) -> None:
        """Collects the oldest generation that has grown enough."""
        grown = [count > most for count, most in zip(gc.get_count(), self._thresholds, strict=True)]
        if any(grown):
            gc.collect(max(generation for generation, has_grown in enumerate(grown) if has_grown))

    def stop(self) -> None:
        """Lets Python collect by itself again."""
        self._timer.stop()
        gc.enable()
