"""A TCP proxy before mongod that loses the answer to chosen commands, as a failing network does."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from urllib.parse import urlsplit


class CutProxy:
    """Forwards everything, but cuts the connection instead of the answer to a command with ``word``.

    Attributes:
        cuts: How many more answers are lost.
        dead: Whether nothing gets through any more.
        uri: Where to connect.
    """

    def __init__(self, uri: str, word: bytes) -> None:
        parts = urlsplit(uri)
        assert parts.hostname is not None
        self._target = (parts.hostname, parts.port)
        self._word = word
        self._credentials = parts.netloc.rpartition("@")[0]
        self._tasks: set[asyncio.Task[None]] = set()
        self.cuts = 0
        self.dies_at_cut = False
        self.dead = False
        self.uri = ""

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncGenerator["CutProxy"]:
        """Serves on a free port."""
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        self.uri = f"mongodb://{self._credentials}@127.0.0.1:{port}/?authSource=admin&directConnection=true"
        try:
            yield self
        finally:
            server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if self.dead:
            writer.close()
            return
        upstream_reader, upstream_writer = await asyncio.open_connection(*self._target)
        cut = asyncio.Event()
        try:
            await asyncio.gather(
                self._forward(reader, upstream_writer, cut), self._answer(upstream_reader, writer, cut)
            )
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()
            upstream_writer.close()

    async def _forward(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cut: asyncio.Event
    ) -> None:
        while data := await reader.read(1 << 16):
            if self._word in data and self.cuts > 0:
                self.cuts -= 1
                self.dead = self.dies_at_cut
                cut.set()
            if self.dead and not cut.is_set():
                raise ConnectionResetError
            writer.write(data)
            await writer.drain()
        writer.close()

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cut: asyncio.Event
    ) -> None:
        while data := await reader.read(1 << 16):
            if cut.is_set():
                raise ConnectionResetError
            writer.write(data)
            await writer.drain()
        writer.close()
