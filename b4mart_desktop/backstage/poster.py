"""Posting: brings the journal's entries into MongoDB, in order, one at a time, each exactly once.

How an entry is posted belongs to the ``PostingTarget``. Order is kept while the database is away. An entry
that the database refuses is tried ``ATTEMPTS`` times, then set aside with the reason: nothing behind it
waits for a person.
"""

import asyncio
import contextlib
import logging
from collections.abc import Sequence

from b4mart_desktop.backstage.reasons import reason_of
from b4mart_desktop.backstage.waiting import Alarm, Backoff
from b4mart_desktop.domain.entries import Entry, QueuedEntry, QueueState, entry_id
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.bus import (
    Bus,
    ConnectionChanged,
    EntryJournalled,
    EntryPosted,
    Event,
    QueueChanged,
)
from b4mart_desktop.services.ports import PostingTarget, Queue

_log = logging.getLogger(__name__)

ATTEMPTS = 3
BATCH = 20
FIRST_PAUSE_SECONDS = 0.2
MOST_PAUSE_SECONDS = 15.0
REFUSED_PAUSE_SECONDS = 0.2


class Poster:
    """Posts what the journal holds; ``run`` is its task in the background thread.

    Publishes ``EntryPosted``, ``QueueChanged`` where the queue is not as published last, and
    ``ConnectionChanged`` where it is the first to learn it.
    """

    def __init__(self, queue: Queue, target: PostingTarget, bus: Bus) -> None:
        self._queue = queue
        self._target = target
        self._bus = bus
        self._alarm = Alarm()
        self._backoff = Backoff(FIRST_PAUSE_SECONDS, MOST_PAUSE_SECONDS)
        self._online: bool | None = None
        self._published: QueueState | None = None
        self._waiters: list[asyncio.Future[bool]] = []

    async def run(self) -> None:
        """Posts for ever: at once when something is journalled, after a pause when the database was away."""
        self._alarm.bind()
        unsubscribe = self._bus.subscribe(self._on_event)
        try:
            while True:
                online = await self._post_all()
                self._end_pass(online)
                await self._alarm.wait(None if online else self._backoff.next())
        finally:
            unsubscribe()

    def wake(self) -> None:
        """Makes the poster look at the queue at once, also while it waits for the database; any thread."""
        self._alarm.set()

    def retry(self, number: int) -> None:
        """Puts an entry that was set aside back in its place and posts it.

        Raises:
            AdapterError: DISK_WRITE_FAILED.
        """
        self._queue.retry(number)
        self.wake()

    async def drain(self, timeout: float) -> QueueState:
        """Returns what is left after posting all that waits, as far as the database and time allow.

        Returns early where the database is away. To be called in the background thread.

        Args:
            timeout: Seconds.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                while self._queue.state().waiting and await self._next_pass():
                    pass
        return self._queue.state()

    def _on_event(self, event: Event) -> None:
        match event:
            case EntryJournalled():
                self.wake()
            case ConnectionChanged(online=online):
                self._online = online
                if online:
                    self.wake()
            case _:
                pass

    async def _next_pass(self) -> bool:
        waiter: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        self.wake()
        return await waiter

    def _end_pass(self, online: bool) -> None:
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():  # its caller may have given up
                waiter.set_result(online)

    async def _post_all(self) -> bool:
        """Posts until nothing waits; False where the database is away."""
        self._publish_state()
        while entries := self._queue.next_entries(BATCH):
            online = await self._post_batch(entries)
            self._publish_state()
            if not online:
                return False
        return True

    async def _post_batch(self, entries: Sequence[QueuedEntry]) -> bool:
        for queued in entries:
            error = await self._try(queued.entry)
            if error is None:
                self._note_posted(queued)
            elif _is_away(error):
                self._note_connection(online=False, reason=reason_of(error))
                return False
            elif not self._set_aside(queued, error):
                await asyncio.sleep(REFUSED_PAUSE_SECONDS)
                break  # look again from the oldest on: nothing may overtake it yet
        return True

    async def _try(self, entry: Entry) -> Exception | None:
        try:
            await self._target.post(entry)
        except Exception as error:
            return error
        return None

    def _note_posted(self, queued: QueuedEntry) -> None:
        self._queue.mark_posted([queued.number])
        self._backoff.reset()
        self._note_connection(online=True)
        self._bus.publish(EntryPosted(entry_id(queued.entry)))

    def _set_aside(self, queued: QueuedEntry, error: Exception) -> bool:
        """Counts the failure; returns whether that was the last attempt."""
        last = queued.attempts + 1 >= ATTEMPTS
        unexpected = None if isinstance(error, AdapterError) else error
        what = "is set aside" if last else "will be tried again"
        _log.error("entry %s was not posted and %s: %s", queued.number, what, error, exc_info=unexpected)
        self._queue.mark_failed(queued.number, reason_of(error), set_aside=last)
        return last

    def _note_connection(self, *, online: bool, reason: str | None = None) -> None:
        if self._online is not online:
            self._online = online
            self._bus.publish(ConnectionChanged(online, utc_now(), reason))

    def _publish_state(self) -> None:
        state = self._queue.state()
        if state != self._published:
            self._published = state
            self._bus.publish(QueueChanged(state))


def _is_away(error: Exception) -> bool:
    return isinstance(error, AdapterError) and error.code is ErrorCode.DATABASE_UNREACHABLE
