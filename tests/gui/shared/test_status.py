"""What is known of the queue: told by events, else looked at, never by the thread that draws."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import AsyncIterator

import pytest

from b4mart_desktop.domain.entries import QueueState
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.gui.shared.status import ShopStatus
from b4mart_desktop.services.bus import EntryJournalled, QueueChanged
from tests.gui.asynchronous import until

ONE, TWO = (
    QueueState(waiting=count, sales=count, oldest=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    for count in (1, 2)
)
DAMAGED = AdapterError(ErrorCode.JOURNAL_DAMAGED, path="journal.sqlite", reason="a bad page")


class Queue:
    """A queue that takes its time to be looked through.

    Attributes:
        state: What is found, or why nothing is.
        seen_by: The threads that looked.
        gate: Looking waits for it.
    """

    def __init__(self) -> None:
        self.state: QueueState | AdapterError = ONE
        self.seen_by: list[threading.Thread] = []
        self.gate = threading.Event()
        self.gate.set()

    def look(self) -> QueueState:
        """Returns what waits."""
        self.seen_by.append(threading.current_thread())
        found = self.state
        assert self.gate.wait(10)
        if isinstance(found, AdapterError):
            raise found
        return found


@pytest.fixture
def queue() -> Queue:
    return Queue()


@pytest.fixture
async def status(queue: Queue) -> AsyncIterator[ShopStatus]:
    made = ShopStatus(queue.look)
    yield made
    queue.gate.set()
    await made.tasks.cancel_all()


async def test_what_is_told_is_taken_and_the_queue_is_not_looked_through(
    status: ShopStatus, queue: Queue
) -> None:
    for state in (TWO, ONE):
        status.on_event(QueueChanged(state))
        assert status.standing.queue == state
    await asyncio.sleep(0.05)
    assert queue.seen_by == []


async def test_before_anything_is_told_the_queue_is_looked_through_beside_the_window(
    status: ShopStatus, queue: Queue
) -> None:
    status.refresh()
    await until(lambda: status.standing.queue == ONE)
    queue.state = TWO
    status.on_event(EntryJournalled(new_id()))
    await until(lambda: status.standing.queue == TWO)
    assert len(queue.seen_by) == 2
    assert threading.current_thread() not in queue.seen_by


async def test_what_was_seen_before_something_newer_was_told_is_forgotten(
    status: ShopStatus, queue: Queue
) -> None:
    queue.gate.clear()
    status.refresh()
    await until(lambda: queue.seen_by)
    status.on_event(QueueChanged(TWO))
    queue.gate.set()
    await asyncio.sleep(0.1)
    assert status.standing.queue == TWO


async def test_a_damaged_journal_is_told_once_and_until_it_can_be_read(
    status: ShopStatus, queue: Queue
) -> None:
    changes: list[AdapterError | None] = []
    status.changed.connect(lambda: changes.append(status.standing.broken))
    queue.state = DAMAGED
    for looks in (1, 2):
        status.refresh()
        await until(lambda looks=looks: len(queue.seen_by) == looks)  # type: ignore[misc]
        await asyncio.sleep(0.05)
    assert changes == [DAMAGED]
    queue.state = ONE
    status.refresh()
    await until(lambda: status.standing.broken is None)
    assert status.standing.queue == ONE
