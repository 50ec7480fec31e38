"""Posting: brings the journal's entries into MongoDB, in order, in batches, one in flight, each exactly once.

How entries are posted belongs to the ``PostingTarget``, how many go together to ``batching``. Order is kept
while the database is away, or this counter's disk too full to note what was posted. A batch that the
database refuses is halved until the entry it will not have is alone; that one is tried ``ATTEMPTS`` times,
then set aside with the reason: nothing behind it waits for a person.
"""

import asyncio
import contextlib
import logging
from collections.abc import Sequence

from b4mart_desktop.backstage.batching import BatchSize, first_batch
from b4mart_desktop.backstage.reasons import reason_of
from b4mart_desktop.backstage.waiting import Alarm, Backoff
from b4mart_desktop.domain.entries import QueuedEntry, QueueState, entry_id
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.bus import (
    Bus,
    ConnectionChanged,
    EntriesPosted,
    EntryJournalled,
    Event,
    QueueChanged,
)
from b4mart_desktop.services.ports import PostingTarget, Queue

_log = logging.getLogger(__name__)

ATTEMPTS = 3
FIRST_PAUSE_SECONDS = 0.2
MOST_PAUSE_SECONDS = 15.0
REFUSED_PAUSE_SECONDS = 0.2


class Poster:
    """Posts what the journal holds; ``run`` is its task in the background thread.

    Publishes ``EntriesPosted``, ``QueueChanged`` where the queue is not as published last, and
    ``ConnectionChanged`` where it is the first to learn it.
    """

    def __init__(self, queue: Queue, target: PostingTarget, bus: Bus) -> None:
        self._queue = queue
        self._target = target
        self._bus = bus
        self._alarm = Alarm()
        self._backoff = Backoff(FIRST_PAUSE_SECONDS, MOST_PAUSE_SECONDS)
        self._size = BatchSize()
        self._online: bool | None = None
        self._published: QueueState | None = None
        self._unmarked: Sequence[QueuedEntry] = ()
        self._waiters: list[asyncio.Future[bool]] = []

    async def run(self) -> None:
        """Posts for ever: at once when something is journalled, after a pause where that failed."""
        self._alarm.bind()
        unsubscribe = self._bus.subscribe(self._on_event)
        try:
            while True:
                through = await self._pass()
                self._end_pass(through)
                await self._alarm.wait(None if through else self._backoff.next())
        finally:
            unsubscribe()

    def wake(self) -> None:
        """Makes the poster look at the queue at once, also while it waits for the database; any thread."""
        self._alarm.set()

    async def drain(self, timeout: float) -> QueueState:
        """Returns what is left after posting all that waits, as far as the database and time allow.

        Returns early where the database is away or the disk full. To be called in the background thread.

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

    def _end_pass(self, through: bool) -> None:
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():  # its caller may have given up
                waiter.set_result(through)

    async def _pass(self) -> bool:
        """Posts until nothing waits; False where the database is away or the journal's disk full."""
        try:
            return await self._post_all()
        except AdapterError as error:  # the queue's: what the target raises ends in ``_try``
            _log.error("the queue cannot be kept, posting waits: %s", error)
            return False

    async def _post_all(self) -> bool:
        self._publish_state()
        if self._unmarked:
            self._mark_posted()
            self._publish_state()
        while entries := self._queue.next_entries(self._size.entries):
            online = await self._post_batch(first_batch(entries))
            self._publish_state()
            if not online:
                return False
        return True

    async def _post_batch(self, batch: Sequence[QueuedEntry]) -> bool:
        error = await self._try(batch)
        if error is None:
            self._note_connection(online=True)
            self._unmarked = batch
            self._mark_posted()
            return True
        self._size.shrink()
        if _is_away(error):
            self._note_connection(online=False, reason=reason_of(error))
            return False
        if len(batch) == 1 and not self._set_aside(batch[0], error):
            await asyncio.sleep(REFUSED_PAUSE_SECONDS)  # then the same again: nothing may overtake it yet
        return True

    async def _try(self, batch: Sequence[QueuedEntry]) -> Exception | None:
        try:
            await self._target.post([queued.entry for queued in batch])
        except Exception as error:
            return error
        return None

    def _mark_posted(self) -> None:
        """Notes what was posted last. Nothing else is posted before: it would be the same again."""
        self._queue.mark_posted([queued.number for queued in self._unmarked])
        marked, self._unmarked = self._unmarked, ()
        self._size.grow()
        self._backoff.reset()
        self._bus.publish(EntriesPosted(tuple(entry_id(queued.entry) for queued in marked)))

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
    """Whether it is the database's matter and not the entry's: away, or another shop's at that address."""
    away = (ErrorCode.DATABASE_UNREACHABLE, ErrorCode.OTHER_STORE)
    return isinstance(error, AdapterError) and error.code in away
