"""How many entries of the journal are posted together. What becomes of them is the poster's matter."""

from collections.abc import Sequence

from b4mart_desktop.domain.entries import QueuedEntry, SaleCompleted

MOST_ENTRIES = 64
"""Beyond it the rate hardly grows, and what a transaction locks is locked for longer."""

MOST_LINES = 1_000
"""What a transaction costs goes by the lines of its sales; a single longer sale goes alone."""


class BatchSize:
    """Grows with each batch that got through and is halved by each that did not.

    So a backlog goes fast, a slow or ailing database is asked for less each time, and an entry that is
    refused is soon alone in its batch.
    """

    def __init__(self) -> None:
        self._entries = MOST_ENTRIES

    @property
    def entries(self) -> int:
        """How many entries the next batch has at most."""
        return self._entries

    def grow(self) -> None:
        """Notes that a batch got through."""
        self._entries = min(self._entries * 2, MOST_ENTRIES)

    def shrink(self) -> None:
        """Notes that a batch did not get through."""
        self._entries = max(self._entries // 2, 1)


def first_batch(waiting: Sequence[QueuedEntry]) -> Sequence[QueuedEntry]:
    """Returns as many of the oldest entries as go into one transaction by their size, at least one."""
    lines = 0
    for position, queued in enumerate(waiting):
        lines += _lines(queued)
        if lines > MOST_LINES:
            return waiting[: max(position, 1)]
    return waiting


def _lines(queued: QueuedEntry) -> int:
    return len(queued.entry.sale.order.items) if isinstance(queued.entry, SaleCompleted) else 1
