"""The process that writes: what is read goes into the replica file, in transactions of many documents."""

import asyncio
import gc
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from b4mart_desktop.adapters.loading.messages import Begin, Brought, End, LoadTarget, Message
from b4mart_desktop.adapters.local.replica.file import ReplicaFile
from b4mart_desktop.adapters.local.replica.load import ReplicaLoad
from b4mart_desktop.adapters.local.replica.words_write import WordIndexer
from b4mart_desktop.adapters.own_process import Send
from b4mart_desktop.services.ports import LoadReport

LEAST_WRITTEN = 1_000
MOST_WRITTEN = 10_000
"""Documents of one transaction: the more, the fewer pages are written twice; the file is locked meanwhile."""

_GROWTH = 4
_AHEAD = 16


async def write_replica(send: Send, reader: "Connection[Any, Any]", target: LoadTarget) -> None:
    """Writes what comes from ``reader``, and sends a ``LoadReport`` after each transaction.

    Raises:
        AdapterError: as ``ReplicaLoad`` does.
        EOFError: The reader ended before it was done.
    """
    gc.disable()  # as in `reading`: batches come, are written and go
    file = ReplicaFile(target.path, target.identity)
    try:
        writer = ReplicaFiller(file, send)
        arriving = _receive_ahead(reader)
        while not writer.ended:
            message = await asyncio.to_thread(arriving.get)
            if message is None:
                raise EOFError("the process that reads has ended")
            writer.take(message)
    finally:
        file.close()


def _receive_ahead(reader: "Connection[Any, Any]") -> "queue.Queue[Any]":
    """Receives while others are written; None says that there is nobody to receive from."""
    arrived: queue.Queue[Any] = queue.Queue(_AHEAD)

    def receive() -> None:
        with suppress(EOFError, OSError):
            while True:
                arrived.put(reader.recv())
        arrived.put(None)

    threading.Thread(target=receive, name="receiver", daemon=True).start()
    return arrived


class ReplicaFiller:
    """Takes messages in and writes them when they are worth a transaction: few documents at first.

    Attributes:
        ended: Whether the load is complete.
    """

    def __init__(self, file: ReplicaFile, report: Callable[[LoadReport], None]) -> None:
        self.ended = False
        self._load = ReplicaLoad(file)
        self._words = WordIndexer(file)
        self._report = report
        self._waiting: list[Brought] = []
        self._total = 0
        self._done = 0

    def take(self, message: Message) -> None:
        """Takes one message, in the order they were sent."""
        match message:
            case Begin():
                self._total = message.total
                self._load.begin()
            case Brought():
                self._waiting.append(message)
                waiting = sum(map(_size, self._waiting))
                if waiting >= max(LEAST_WRITTEN, min(MOST_WRITTEN, self._done // _GROWTH)):
                    self._write()
            case End():
                self._write()
                self._load.finish(message.token)
                self._words.drain()
                self._load.tidy()
                self.ended = True

    def _write(self) -> None:
        parts, self._waiting = self._waiting, []
        if not parts:
            return
        self._load.write([(part.batch, part.known) for part in parts])
        self._done += sum(map(_size, parts))
        self._total = max(self._total, self._done)
        self._report(
            LoadReport(
                collection=parts[-1].batch.collection,
                done=self._done,
                total=self._total,
                skipped=tuple(problem for part in parts for problem in part.batch.problems()),
            )
        )


def _size(part: Brought) -> int:
    return len(part.batch.ids) + len(part.known)
