"""The process that catches up: changes that come in numbers go into the replica, away from the windows."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing

from b4mart_desktop.adapters.loading.messages import LoadTarget
from b4mart_desktop.adapters.local.replica.file import ReplicaFile
from b4mart_desktop.adapters.local.replica.write import LocalReplicaWriter
from b4mart_desktop.adapters.mongo.codec import from_document
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.replication import MongoReplication
from b4mart_desktop.adapters.own_process import Send
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.ports import MOST_CHANGES, CatchUpReport, Change

MOST_AT_ONCE = 1_000
"""Changes of one transaction: the more, the less a change costs; the file is locked meanwhile."""

MOST_UNINDEXED = 20_000
"""After so many changes their words are indexed; each time costs the index a merge."""

CALM_SECONDS = 1.0
"""For so long fewer than ``MOST_CHANGES`` have to come: an import pauses between its batches."""

TELL_SECONDS = 0.5


async def catch_up(send: Send, target: LoadTarget) -> None:
    """Applies changes to the replica until they come slowly, and sends ``CatchUpReport``s.

    Raises:
        AdapterError: as ``MongoReplication`` and ``LocalReplicaWriter`` do.
    """
    file = ReplicaFile(target.path, target.identity)
    try:
        async with make_client(target.uri) as client:
            source = MongoReplication(client.get_database(target.database), target.store)
            await source.ping()
            await follow_until_calm(source, LocalReplicaWriter(file, from_document), send)
    finally:
        file.close()


async def follow_until_calm(
    source: MongoReplication, writer: LocalReplicaWriter, send: Callable[[CatchUpReport], None]
) -> None:
    """Does so with an open source and an open replica."""
    token = writer.token()
    if token is None:
        raise AdapterError(ErrorCode.REPLICA_RENEWED, reason="it was taken away while it caught up")
    told, calm, unindexed = _Telling(send), _Calm(), 0
    async with aclosing(source.changes(token, MOST_AT_ONCE)) as batches:
        async for changes in batches:
            # In a thread, or the stream would seem silent where the disk is slow.
            told.note(changes, await asyncio.to_thread(writer.apply, changes))
            unindexed += len(changes)
            if unindexed >= MOST_UNINDEXED:
                await asyncio.to_thread(writer.index_words)
                unindexed = 0
            if calm.after(len(changes)):
                break
    told.flush()
    writer.index_words()


class _Calm:
    """Knows whether changes have come slowly for a while."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._since = self._loop.time()
        self._came = 0

    def after(self, changes: int) -> bool:
        """Counts changes that just came; returns whether it is calm."""
        self._came += changes
        now = self._loop.time()
        if self._came >= MOST_CHANGES:
            self._since, self._came = now, 0
        return now - self._since >= CALM_SECONDS


class _Telling:
    """Tells what changed, and no more often than anybody can look."""

    def __init__(self, send: Callable[[CatchUpReport], None]) -> None:
        self._send = send
        self._loop = asyncio.get_running_loop()
        self._told = -TELL_SECONDS
        self._changed: dict[str, dict[Id, None]] = {}
        self._skipped: list[tuple[str, str, str]] = []

    def note(self, changes: Sequence[Change], skipped: Sequence[tuple[str, str, str]]) -> None:
        """Takes what was applied."""
        for change in changes:
            self._changed.setdefault(change.collection, {})[change.id] = None
        self._skipped += skipped
        if self._loop.time() - self._told >= TELL_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Tells what was not told yet."""
        if self._changed:
            changed = {collection: tuple(ids) for collection, ids in self._changed.items()}
            self._send(CatchUpReport(changed=changed, skipped=tuple(self._skipped)))
            self._changed, self._skipped = {}, []
            self._told = self._loop.time()
