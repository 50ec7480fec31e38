"""Replication: has the local replica filled, then keeps it like the database, change by change, for ever.

What is copied belongs to the ``ReplicationSource``, how it is kept to the ``ReplicaWriter``, how it is filled
from nothing, and how it catches up with a flood of changes, to the ``ReplicaLoader``.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Coroutine, Iterable, Sequence
from typing import Any

from b4mart_desktop.backstage.reasons import reason_of
from b4mart_desktop.backstage.waiting import Alarm, Backoff
from b4mart_desktop.domain.counters import ReplicaPhase
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.bus import (
    Bus,
    ConnectionChanged,
    DocumentSkipped,
    Event,
    ReplicaChanged,
    ReplicaLoading,
    ReplicaPhaseChanged,
)
from b4mart_desktop.services.ports import (
    MOST_CHANGES,
    REPLICATED,
    CatchUpReport,
    Change,
    LoadReport,
    ReplicaLoader,
    ReplicationSource,
    ReplicaWriter,
)

_log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 0.2
MOST_PAUSE_SECONDS = 15.0
CHECK_SECONDS = 0.5
"""How often the file is looked after: it may be damaged or taken away while the program runs."""

FEW_CHANGES = 10
"""So many or more in a batch may have others behind them: of big documents an answer of the server holds few.
Fewer have not, even where somebody always sells and nothing is ever still."""

FLOOD = 2 * MOST_CHANGES
"""So many without a moment of rest, such as of an import, are taken over by a process of their own."""

TELL_SECONDS = 0.5
"""How often a load tells the windows to read again what they show."""


class Replicator:
    """Keeps the replica; ``run`` is its task in the background thread.

    Publishes ``ReplicaPhaseChanged``, ``ReplicaLoading``, ``ReplicaChanged``, ``DocumentSkipped``, and
    ``ConnectionChanged`` where it is the first to learn it.
    """

    def __init__(
        self, source: ReplicationSource, loader: ReplicaLoader, writer: ReplicaWriter, bus: Bus
    ) -> None:
        self._source = source
        self._loader = loader
        self._writer = writer
        self._bus = bus
        self._alarm = Alarm()
        self._backoff = Backoff(FIRST_PAUSE_SECONDS, MOST_PAUSE_SECONDS)
        self._online: bool | None = None
        self._phase: ReplicaPhaseChanged | None = None
        self._reload_reason: str | None = None

    async def run(self) -> None:
        """Loads where there is nothing to go on from, follows changes, begins again after every failure."""
        self._alarm.bind()
        unsubscribe = self._bus.subscribe(self._on_event)
        try:
            while True:
                await self._try()
                await self._alarm.wait(self._backoff.next())
        finally:
            unsubscribe()

    def _on_event(self, event: Event) -> None:
        if isinstance(event, ConnectionChanged):
            self._online = event.online
            if event.online:
                self._alarm.set()

    async def _try(self) -> None:
        """Replicates until something is in the way."""
        try:
            await self._while_file_is_sound(self._replicate())
        except AdapterError as error:
            match error.code:
                case ErrorCode.DATABASE_UNREACHABLE | ErrorCode.OTHER_STORE:
                    self._note_connection(online=False, reason=reason_of(error))
                case ErrorCode.NOT_FOUND:
                    self._note_reload(str(error.data.get("reason", error)))
                case ErrorCode.REPLICA_RENEWED:
                    self._note_reload(str(error.data.get("reason", error)))
                    self._tell_all()
                case _:
                    _log.error("replication failed and will be tried again: %s", error)
                    self._note_phase(ReplicaPhase.STALLED, reason_of(error))

    async def _while_file_is_sound(self, work: Coroutine[Any, Any, None]) -> None:
        """Awaits ``work``, and ends it as soon as the file is not the one any more that it began with."""
        tasks = [asyncio.ensure_future(work), asyncio.ensure_future(self._watch_file())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()

    async def _watch_file(self) -> None:
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            self._writer.check()

    async def _replicate(self) -> None:
        known = self._writer.token()
        await self._source.ping()
        self._note_connection(online=True)
        if known is None or self._reload_reason is not None:
            await self._load()
        while True:
            if not self._is_stalled():  # that it is tried again is no good news yet
                self._note_phase(ReplicaPhase.CATCHING_UP)
            await self._follow()
            await self._loader.catch_up(self._take_report)

    async def _load(self) -> None:
        """Has everything loaded; changes go on from the token of before."""
        self._note_phase(ReplicaPhase.LOADING, self._reload_reason)
        await self._loader.load(_Progress(self._bus).report)
        self._reload_reason = None
        self._tell_all()

    async def _follow(self) -> None:
        """Applies changes as they come; returns where so many wait that the windows would feel it.

        Raises:
            AdapterError: REPLICA_RENEWED where the file is not there any more that was loaded or caught up.
        """
        token = self._writer.token()
        if token is None:
            raise AdapterError(ErrorCode.REPLICA_RENEWED, reason="it was taken away while it was filled")
        indexed, unrested = False, 0
        async with contextlib.aclosing(self._source.changes(token)) as batches:
            async for changes in batches:
                rests = len(changes) < FEW_CHANGES
                unrested = 0 if rests else unrested + len(changes)
                if unrested >= FLOOD:
                    self._note_phase(ReplicaPhase.CATCHING_UP)
                    return
                self._apply(changes)
                indexed = indexed and not changes
                if rests:
                    self._note_phase(ReplicaPhase.LIVE)
                    if not indexed:
                        await asyncio.to_thread(self._writer.index_words)
                        indexed = True

    def _apply(self, changes: Sequence[Change]) -> None:
        _tell_skipped(self._bus, self._writer.apply(changes))
        changed: dict[str, dict[Id, None]] = {}
        for change in changes:
            changed.setdefault(change.collection, {})[change.id] = None
        for collection, ids in changed.items():
            self._bus.publish(ReplicaChanged(collection, tuple(ids)))
        self._backoff.reset()

    def _take_report(self, report: CatchUpReport) -> None:
        _tell_skipped(self._bus, report.skipped)
        for collection, ids in report.changed.items():
            self._bus.publish(ReplicaChanged(collection, ids))
        self._backoff.reset()

    def _note_reload(self, reason: str) -> None:
        _log.warning("the replica has to be loaded again: %s", reason)
        self._reload_reason = reason

    def _is_stalled(self) -> bool:
        return self._phase is not None and self._phase.phase is ReplicaPhase.STALLED

    def _note_phase(self, phase: ReplicaPhase, reason: str | None = None) -> None:
        stands = ReplicaPhaseChanged(phase, reason)
        if stands != self._phase:
            self._phase = stands
            self._bus.publish(stands)

    def _note_connection(self, *, online: bool, reason: str | None = None) -> None:
        if self._online is not online:
            self._online = online
            self._bus.publish(ConnectionChanged(online, utc_now(), reason))

    def _tell_all(self) -> None:
        for collection in REPLICATED:
            self._bus.publish(ReplicaChanged(collection))


class _Progress:
    """Tells how a load goes on, and no more often than anybody can look."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._told = 0.0
        self._untold: set[str] = set()

    def report(self, report: LoadReport) -> None:
        """Takes what the loader reports."""
        _tell_skipped(self._bus, report.skipped)
        self._untold.add(report.collection)
        now = time.monotonic()
        if now - self._told < TELL_SECONDS and report.done < report.total:
            return
        self._told = now
        self._bus.publish(ReplicaLoading(report.done, report.total))
        for collection in sorted(self._untold):
            self._bus.publish(ReplicaChanged(collection))
        self._untold.clear()


def _tell_skipped(bus: Bus, problems: Iterable[tuple[str, str, str]]) -> None:
    for collection, identity, reason in problems:
        _log.warning("%s %s cannot be read and is left out: %s", collection, identity, reason)
        bus.publish(DocumentSkipped(collection, identity, reason))
