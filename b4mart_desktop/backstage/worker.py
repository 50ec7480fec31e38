"""Running jobs of the outbox: claimed with a lease, retried with back-off, buried with the reason.

What a job does belongs to its handler. A job may be done more than once (its worker dies after the work
and before saying so), so handlers change nothing when it is done already.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Mapping

from b4mart_desktop.backstage.reasons import reason_of
from b4mart_desktop.backstage.waiting import Alarm, Backoff
from b4mart_desktop.domain.errors import AdapterError, B4MartError, ErrorCode
from b4mart_desktop.domain.jobs import Job, JobKind
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.bus import Bus, ConnectionChanged, EntriesPosted, Event, JobFinished
from b4mart_desktop.services.ports import JobStore

_log = logging.getLogger(__name__)

Handler = Callable[[Job], Awaitable[None]]

LEASE = dt.timedelta(seconds=60)
ATTEMPTS = 5
CLAIMS = 20
"""A job claimed more often than this without an end is one that its workers die of."""

POLL_SECONDS = 2.0
FIRST_RETRY_SECONDS = 5.0
MOST_AWAY_SECONDS = 15.0

_SECONDS_TO_REPORT = 5.0  # the lease must not run out between the end of the work and saying so

_PASSING = frozenset(
    {
        ErrorCode.DATABASE_UNREACHABLE,
        ErrorCode.CHANGED_MEANWHILE,
        ErrorCode.DISK_WRITE_FAILED,
        ErrorCode.PRINTING_FAILED,
    }
)
"""Errors after which the same work may succeed later; any other will be the same tomorrow."""


class Worker:
    """Does one job after the other; ``run`` is its task in the background thread.

    Publishes ``JobFinished`` when a job ended for good.
    """

    def __init__(self, name: str, store: JobStore, handlers: Mapping[JobKind, Handler], bus: Bus) -> None:
        """Takes the parts.

        Args:
            name: Whose lease it is; unique among all running workers of the store.
            store: The outbox.
            handlers: Who does which kind of job; other kinds are left to other workers.
            bus: Where ends of jobs are told.
        """
        self._name = name
        self._store = store
        self._handlers = handlers
        self._bus = bus
        self._alarm = Alarm()
        self._backoff = Backoff(POLL_SECONDS, MOST_AWAY_SECONDS)

    async def run(self) -> None:
        """Works for ever: at once when something was posted, else as often as it polls."""
        self._alarm.bind()
        unsubscribe = self._bus.subscribe(self._on_event)
        try:
            while True:
                await self._alarm.wait(await self._work())
        finally:
            unsubscribe()

    def wake(self) -> None:
        """Makes the worker look for jobs at once; any thread."""
        self._alarm.set()

    def _on_event(self, event: Event) -> None:
        if isinstance(event, EntriesPosted) or (isinstance(event, ConnectionChanged) and event.online):
            self.wake()

    async def _work(self) -> float:
        """Does all jobs that are due; returns how many seconds to wait then."""
        try:
            while (job := await self._store.claim(tuple(self._handlers), self._name, LEASE)) is not None:
                await self._do(job)
        except AdapterError as error:
            # The lease of a job whose end could not be told runs out, and it is done once more.
            _log.log(_level(error), "jobs wait: %s", error)
            return self._backoff.next()
        self._backoff.reset()
        return POLL_SECONDS

    async def _do(self, job: Job) -> None:
        if job.attempts > CLAIMS:
            await self._bury(job, f"claimed {CLAIMS} times and never ended")
            return
        error = await self._handle(job)
        if error is None:
            await self._store.done(job)
            self._bus.publish(JobFinished(job.kind, job.ref))
        elif _is_final(job, error):
            await self._bury(job, reason_of(error))
        else:
            pause = FIRST_RETRY_SECONDS * 2 ** max(0, min(job.attempts, ATTEMPTS) - 1)
            _log.log(
                _level(error), "%s of %s again in %.0f s: %s", job.kind, job.ref, pause, reason_of(error)
            )
            await self._store.retry(job, reason_of(error), utc_now() + dt.timedelta(seconds=pause))

    async def _handle(self, job: Job) -> BaseException | None:
        """Runs the handler in a task of its own, for as long as the lease allows; returns what it raised."""
        task = asyncio.ensure_future(self._handlers[job.kind](job))
        try:
            await asyncio.wait({task}, timeout=LEASE.total_seconds() - _SECONDS_TO_REPORT)
            if not task.done():
                return TimeoutError(f"not done within its lease of {LEASE}")
        finally:
            task.cancel()  # a task that has ended does not mind
        if task.cancelled():
            return asyncio.CancelledError("the work was cancelled from within")
        return task.exception()

    async def _bury(self, job: Job, reason: str) -> None:
        _log.error("%s of %s is given up: %s", job.kind, job.ref, reason)
        await self._store.bury(job, reason)
        self._bus.publish(JobFinished(job.kind, job.ref, reason))


def _is_final(job: Job, error: BaseException) -> bool:
    if isinstance(error, AdapterError) and error.code is ErrorCode.DATABASE_UNREACHABLE:
        return False  # says nothing about the job, however often
    if isinstance(error, B4MartError) and error.code not in _PASSING:
        return True
    return job.attempts >= ATTEMPTS


def _level(error: BaseException) -> int:
    passing = isinstance(error, AdapterError) and error.code is ErrorCode.DATABASE_UNREACHABLE
    return logging.INFO if passing else logging.ERROR
