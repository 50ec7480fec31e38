"""Replication: fills the local replica, then keeps it like the database, change by change, for ever.

What is copied belongs to the ``ReplicationSource``, how it is kept to the ``ReplicaWriter``.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Any

from b4mart_desktop.backstage.waiting import Alarm, Backoff
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
)
from b4mart_desktop.services.ports import REPLICATED, Change, ReplicationSource, ReplicaWriter

_log = logging.getLogger(__name__)

LOAD_DOCUMENTS = 1_000
"""Documents written together in a load: a commit costs by the pages it touches, and few have several."""

FIRST_PAUSE_SECONDS = 0.2
MOST_PAUSE_SECONDS = 15.0


class Replicator:
    """Keeps the replica; ``run`` is its task in the background thread.

    Publishes ``ReplicaLoading``, ``ReplicaChanged``, ``DocumentSkipped``, and ``ConnectionChanged`` where it
    is the first to learn it.
    """

    def __init__(self, source: ReplicationSource, writer: ReplicaWriter, bus: Bus) -> None:
        self._source = source
        self._writer = writer
        self._bus = bus
        self._alarm = Alarm()
        self._backoff = Backoff(FIRST_PAUSE_SECONDS, MOST_PAUSE_SECONDS)
        self._online: bool | None = None
        self._must_load = False

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
            await self._replicate()
        except AdapterError as error:
            match error.code:
                case ErrorCode.DATABASE_UNREACHABLE:
                    self._note_connection(online=False, reason=str(error))
                case ErrorCode.NOT_FOUND:
                    _log.warning("changes cannot be followed from where they were left: %s", error)
                    self._must_load = True
                case _:
                    _log.error("replication failed and will be tried again: %s", error)

    async def _replicate(self) -> None:
        await self._source.ping()
        self._note_connection(online=True)
        token = None if self._must_load else self._writer.token()
        if token is None:
            token = await self._load()
        async with contextlib.aclosing(self._source.changes(token)) as batches:
            async for changes in batches:
                self._apply(changes)
                self._backoff.reset()

    async def _load(self) -> bytes:
        """Loads everything; returns the token of before, from which changes go on."""
        token = await self._source.token()
        counts = [await self._source.count(collection) for collection in REPLICATED]
        progress = _Progress(self._bus, sum(counts))
        self._writer.begin_load()
        for collection in REPLICATED:
            await self._load_collection(collection, progress)
        self._writer.finish_load(token)
        self._must_load = False
        progress.end()
        for collection in REPLICATED:
            self._bus.publish(ReplicaChanged(collection))
        return token

    async def _load_collection(self, collection: str, progress: "_Progress") -> None:
        async with contextlib.aclosing(self._source.load(collection)) as batches:
            async for documents in _gather(batches, LOAD_DOCUMENTS):
                unreadable = self._writer.load(collection, documents)
                self._note_skipped((collection, *problem) for problem in unreadable)
                progress.add(len(documents))
                await asyncio.sleep(0)
        self._bus.publish(ReplicaChanged(collection))

    def _apply(self, changes: Sequence[Change]) -> None:
        self._note_skipped(self._writer.apply(changes))
        changed: dict[str, dict[Id, None]] = {}
        for change in changes:
            changed.setdefault(change.collection, {})[change.id] = None
        for collection, ids in changed.items():
            self._bus.publish(ReplicaChanged(collection, tuple(ids)))

    def _note_skipped(self, problems: Iterable[tuple[str, str, str]]) -> None:
        for collection, identity, reason in problems:
            _log.warning("%s %s cannot be read and is left out: %s", collection, identity, reason)
            self._bus.publish(DocumentSkipped(collection, identity, reason))

    def _note_connection(self, *, online: bool, reason: str | None = None) -> None:
        if self._online is not online:
            self._online = online
            self._bus.publish(ConnectionChanged(online, utc_now(), reason))


class _Progress:
    """Counts documents of a load; the total is an estimate that never falls behind."""

    def __init__(self, bus: Bus, total: int) -> None:
        self._bus = bus
        self._total = total
        self._done = 0
        self.add(0)

    def add(self, documents: int) -> None:
        self._done += documents
        self._total = max(self._total, self._done)
        self._bus.publish(ReplicaLoading(self._done, self._total))

    def end(self) -> None:
        self._total = self._done
        self.add(0)


async def _gather(
    batches: AsyncIterator[Sequence[Mapping[str, Any]]], least: int
) -> AsyncIterator[list[Mapping[str, Any]]]:
    """Yields documents in batches of ``least`` or somewhat more, and the rest."""
    gathered: list[Mapping[str, Any]] = []
    async for batch in batches:
        gathered += batch
        if len(gathered) >= least:
            yield gathered
            gathered = []
    if gathered:
        yield gathered
