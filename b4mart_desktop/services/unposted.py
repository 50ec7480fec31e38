"""What waits on this counter's disk for the database: looking at it, and having an entry posted again."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from b4mart_desktop.domain.entries import DamagedEntry, QueuedEntry
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.services.counter import Counter


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is not in the database.

    Attributes:
        entries: The oldest entries that wait or were set aside.
        damaged: Entries that can neither be posted nor read any more.
        more: How many entries wait beyond ``entries``.
    """

    entries: Sequence[QueuedEntry]
    damaged: Sequence[DamagedEntry]
    more: int

    @property
    def is_empty(self) -> bool:
        """Whether everything is in the database."""
        return not self.entries and not self.damaged


class Unposted:
    """The counter's backlog as people see it."""

    def __init__(self, counter: Counter, retry: Callable[[int], None]) -> None:
        """Takes the counter, and what has an entry posted again by its number."""
        self._counter = counter
        self._retry = retry

    async def look(self, limit: int) -> Backlog:
        """Returns what is not in the database now, at most ``limit`` entries of it.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: JOURNAL_DAMAGED.
        """
        self._counter.permit(Action.SEE_QUEUE)
        journal = self._counter.journal
        entries = await asyncio.to_thread(journal.queue, limit)  # each is checked: slow
        damaged, state = journal.damaged(), journal.state()
        more = state.waiting + state.set_aside - len(damaged) - len(entries)
        return Backlog(entries, damaged, max(0, more))

    def retry(self, number: int, approver: User | None = None) -> None:
        """Has an entry that was set aside posted again.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
        """
        self._counter.permit(Action.RETRY_QUEUE, approver)
        self._retry(number)
