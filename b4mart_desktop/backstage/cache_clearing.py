"""Clearing the web store's cache: whatever changed in the database is forgotten there, soon after it changed.

It follows what the replica follows, the database's committed changes, whoever made them: a sale posted here,
an edit, an import. Each counter does it; forgetting twice costs the web store nothing it would notice. What
changed while no counter followed (a load says of no document that it changed) expires by itself.
"""

import threading
from collections.abc import Sequence
from itertools import islice

from b4mart_desktop.backstage.waiting import Alarm, Backoff
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.bus import Bus, Event, ReplicaChanged
from b4mart_desktop.services.ports import Cache

CACHED = ("products", "categories", "users")
BATCH = 500
MOST_PENDING = 10_000
"""More are not remembered while the cache is away: the oldest expire by themselves, within an hour."""

FIRST_PAUSE_SECONDS = 1.0
MOST_PAUSE_SECONDS = 15.0


class CacheClearer:
    """Has changed documents forgotten; ``run`` is its task in the background thread."""

    def __init__(self, cache: Cache, bus: Bus, most_pending: int = MOST_PENDING) -> None:
        self._cache = cache
        self._bus = bus
        self._most_pending = most_pending
        self._alarm = Alarm()
        self._backoff = Backoff(FIRST_PAUSE_SECONDS, MOST_PAUSE_SECONDS)
        self._lock = threading.Lock()
        self._pending: dict[str, dict[Id, None]] = {collection: {} for collection in CACHED}

    async def run(self) -> None:
        """Forgets for ever: at once, and again after a pause where the cache was away."""
        self._alarm.bind()
        unsubscribe = self._bus.subscribe(self._on_event)
        try:
            while True:
                done = await self._forget_all()
                await self._alarm.wait(None if done else self._backoff.next())
        finally:
            unsubscribe()

    def _on_event(self, event: Event) -> None:
        if isinstance(event, ReplicaChanged) and event.collection in CACHED and event.ids:
            self._put(event.collection, event.ids)
            self._alarm.set()

    async def _forget_all(self) -> bool:
        """Forgets all that is pending; returns whether the cache did."""
        for collection in CACHED:
            while batch := self._take(collection):
                if not await self._cache.forget(collection, batch):
                    self._put(collection, batch)
                    return False
                self._backoff.reset()
        return True

    def _take(self, collection: str) -> Sequence[Id]:
        """Takes a batch out before the cache is asked: what changes meanwhile is forgotten once more."""
        with self._lock:
            pending = self._pending[collection]
            batch = [*islice(pending, BATCH)]
            for identity in batch:
                del pending[identity]
        return batch

    def _put(self, collection: str, ids: Sequence[Id]) -> None:
        with self._lock:
            pending = self._pending[collection]
            pending.update(dict.fromkeys(ids))
            for oldest in [*islice(pending, max(0, len(pending) - self._most_pending))]:
                del pending[oldest]
