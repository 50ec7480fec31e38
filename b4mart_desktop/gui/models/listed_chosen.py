"""Which rows of a list are chosen, as few ranges: a million are as quick as one. Knows no products."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

Range = tuple[int, int]
"""First row and the one after the last."""


class ChosenRows(QObject):
    """Chosen rows, numbered from 0.

    Signals:
        changed: Some rows are chosen now that were not, or the other way round.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._starts: list[int] = []
        self._ends: list[int] = []

    def __contains__(self, row: int) -> bool:
        place = bisect_right(self._starts, row) - 1
        return place >= 0 and row < self._ends[place]

    @property
    def count(self) -> int:
        """How many rows are chosen."""
        return sum(self._ends) - sum(self._starts)

    @property
    def ranges(self) -> Sequence[Range]:
        """The chosen rows in order, as ranges that do not touch."""
        return tuple(zip(self._starts, self._ends, strict=True))

    def gaps(self, count: int) -> Sequence[Range]:
        """Returns which of the first ``count`` rows are not chosen, as ranges."""
        starts, ends = [0, *self._ends], [*self._starts, count]
        return [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]

    def choose(self, first: int, end: int) -> None:
        """Chooses the rows from ``first`` up to but not ``end``, besides those that are."""
        self._replace(first, end, chosen=True)
        self.changed.emit()

    def drop(self, first: int, end: int) -> None:
        """Lets go of the rows from ``first`` up to but not ``end``."""
        self._replace(first, end, chosen=False)
        self.changed.emit()

    def toggle(self, row: int) -> None:
        """Chooses a row, or lets it go where it is chosen."""
        self._replace(row, row + 1, chosen=row not in self)
        self.changed.emit()

    def choose_only(self, ranges: Sequence[Range]) -> None:
        """Chooses those rows and no others."""
        self._starts, self._ends = [], []
        for first, end in ranges:
            self._replace(first, end, chosen=True)
        self.changed.emit()

    def clear(self) -> None:
        """Lets go of all."""
        if self._starts:
            self.choose_only(())

    def _replace(self, first: int, end: int, *, chosen: bool) -> None:
        """Cuts the rows out of all ranges, and puts them in as one, joined with those that touch it."""
        low = bisect_left(self._ends, first)
        high = bisect_right(self._starts, end)
        pieces = [*zip(self._starts[low:high], self._ends[low:high], strict=True)]
        if chosen:
            new = [(min([first, *(a for a, _ in pieces)]), max([end, *(b for _, b in pieces)]))]
        else:
            left = [(start, min(stop, first)) for start, stop in pieces]
            right = [(max(start, end), stop) for start, stop in pieces]
            new = [(start, stop) for start, stop in (*left, *right) if start < stop]
        self._starts[low:high] = [start for start, _ in new]
        self._ends[low:high] = [stop for _, stop in new]
