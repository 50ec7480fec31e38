"""Doing something at once, and again at most so often: for what a flood of news leads to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer


class Throttle:
    """Does a thing when it is first asked for; what is asked for soon after is done once, a little later.

    Args:
        do: The thing.
        interval: Least time between one and the next, in milliseconds.
    """

    def __init__(self, do: Callable[[], None], interval: int) -> None:
        self._do = do
        self._asked = False
        self._timer = QTimer(singleShot=True, interval=interval)
        self._timer.timeout.connect(self._again)

    def request(self) -> None:
        """Does it, now or as soon as it may be done again."""
        self._asked = self._timer.isActive()
        if not self._asked:
            self._do()
            self._timer.start()

    def stop(self) -> None:
        """Forgets what was asked for and not done yet."""
        self._timer.stop()

    def _again(self) -> None:
        if self._asked:
            self.request()
