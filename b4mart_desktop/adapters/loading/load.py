"""A whole load: every collection read, made into rows and written, the next batch while the last is written.

Which process it runs in belongs to ``worker``.
"""

import asyncio
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from typing import Any

from b4mart_desktop.adapters.local.replica import ReplicaFile
from b4mart_desktop.adapters.local.replica_load import ReplicaLoad
from b4mart_desktop.adapters.local.replica_write import Batch
from b4mart_desktop.adapters.local.words_write import CHUNK, WordIndexer
from b4mart_desktop.adapters.mongo.codec import from_document
from b4mart_desktop.adapters.mongo.replication import LOAD_BATCH, MongoReplication, decode, documents_in
from b4mart_desktop.services.ports import REPLICATED, LoadReport

MOST_WRITTEN = 10_000
"""Documents of one transaction: the more, the fewer pages are written twice; the file is locked meanwhile."""

_GROWTH = 4
_DIGEST_BYTES = 8


async def load_replica(
    source: MongoReplication, file: ReplicaFile, report: Callable[[LoadReport], None]
) -> None:
    """Brings all of the database into the file, by difference to what is there.

    Args:
        source: The database.
        file: The replica, which nobody else writes.
        report: Called after each transaction, in another thread.

    Raises:
        AdapterError: as the source and the file do; what was written stays, and the next load is quicker.
    """
    await source.ping()
    token = await source.token()
    counts = [await source.count(collection) for collection in REPLICATED]
    writer = _Writer(file, sum(counts), report)
    try:
        await writer.run(writer.load.begin)
        for collection in REPLICATED:
            await _load_collection(source, collection, writer)
        await writer.run(lambda: writer.finish(token))
    finally:
        await asyncio.to_thread(writer.close)


async def _load_collection(source: MongoReplication, collection: str, writer: "_Writer") -> None:
    part = _Part(collection)
    async with aclosing(source.load(collection)) as batches:
        async for raw in batches:
            part.take(writer.load, raw)
            if part.documents >= writer.enough():
                await writer.run_soon(part)
                part = _Part(collection)
    await writer.run_soon(part)


class _Part:
    """Documents of one collection that are written in one transaction."""

    def __init__(self, collection: str) -> None:
        self.collection = collection
        self.batches: list[Batch] = []
        self.known: list[str] = []
        self.documents = 0

    def take(self, load: ReplicaLoad, raw: bytes) -> None:
        """Reads a batch as the database sent it; what the replica has already is not even decoded."""
        found = documents_in(raw)
        digests = {
            identity: hashlib.blake2b(document, digest_size=_DIGEST_BYTES).digest()
            for identity, document in found.items()
        }
        known = load.known(self.collection, digests)
        fresh = [identity for identity in found if identity not in known]
        documents = dict(zip(fresh, decode(map(found.__getitem__, fresh)), strict=True))
        self.batches.append(load.prepare(self.collection, documents, digests))
        self.known += known
        self.documents += len(found)


class _Writer:
    """Writes in a thread of its own, one part while the next one is read."""

    def __init__(self, file: ReplicaFile, total: int, report: Callable[[LoadReport], None]) -> None:
        self.load = ReplicaLoad(file, from_document)
        self._words = WordIndexer(file)
        self._report = report
        self._total = total
        self._done = 0
        self._unindexed = 0
        self._thread = ThreadPoolExecutor(1, "replica-writer")
        self._running: asyncio.Future[None] | None = None

    def enough(self) -> int:
        """Returns how many documents are worth a transaction: few at first, so that selling begins soon."""
        return max(LOAD_BATCH, min(MOST_WRITTEN, self._done // _GROWTH))

    async def run(self, work: Callable[[], None]) -> None:
        """Does work that has to wait for all before it, and waits for it."""
        await self._settle()
        self._running = self._begin(work)
        await self._settle()

    async def run_soon(self, part: _Part) -> None:
        """Writes ``part`` as soon as the one before it is written, and returns when that is begun."""
        await self._settle()
        self._running = self._begin(lambda: self._write(part))

    def close(self) -> None:
        """Waits for what is being written."""
        self._thread.shutdown()

    def finish(self, token: bytes) -> None:
        """Ends the load; what finds products by words is complete a little later."""
        self.load.finish(token)
        self._words.drain()

    def _write(self, part: _Part) -> None:
        self.load.write(part.batches, {part.collection: part.known})
        self._done += part.documents
        self._total = max(self._total, self._done)
        skipped = tuple(
            (batch.collection, identity, reason)
            for batch in part.batches
            for identity, reason in batch.unreadable.items()
        )
        self._report(
            LoadReport(collection=part.collection, done=self._done, total=self._total, skipped=skipped)
        )
        self._unindexed += part.documents
        if self._unindexed >= CHUNK:
            self._unindexed = 0
            self._words.drain()

    def _begin(self, work: Callable[[], None]) -> "asyncio.Future[Any]":
        return asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def _settle(self) -> None:
        if self._running is not None:
            running, self._running = self._running, None
            await running
