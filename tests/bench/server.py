"""A real mongod to measure with, databases on it, and a line to it that is slow."""

import asyncio
import contextlib
import socket
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.embedded import EmbeddedMongo
from b4mart_desktop.backstage.thread import Backstage
from tests.bench.catalogue import documents

_CHUNK = 1 << 16


@contextlib.contextmanager
def running_server(folder: Path) -> Generator[str]:
    """Runs a server in ``folder`` and yields its URI."""
    with asyncio.Runner() as runner:
        server = EmbeddedMongo(folder)
        try:
            yield runner.run(server.start())
        finally:
            runner.run(server.stop())


def uri_of(uri: str, database: str) -> str:
    """Returns ``uri`` with ``database`` as the default one."""
    parts = urlsplit(uri)
    query = parts.query if "authSource" in parts.query else f"{parts.query}&authSource=admin".lstrip("&")
    return urlunsplit(parts._replace(path=f"/{database}", query=query))


def via(uri: str, port: int) -> str:
    """Returns ``uri`` through ``port`` of this machine."""
    parts = urlsplit(uri)
    credentials = parts.netloc.rpartition("@")[0]
    query = parts.query if "directConnection" in parts.query else f"{parts.query}&directConnection=true"
    return urlunsplit(parts._replace(netloc=f"{credentials}@127.0.0.1:{port}", query=query.lstrip("&")))


def closed_port() -> int:
    """Returns a port of this machine where nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


async def fill_database(uri: str, count: int) -> None:
    """Puts a shop with ``count`` products into the default database of ``uri``, which is empty."""
    async with make_client(uri) as client:
        database = client.get_default_database()
        for collection, batch in documents(count):
            await database[collection].insert_many(batch, ordered=False)


@contextlib.contextmanager
def slow_line(uri: str, seconds: float) -> Generator[int]:
    """Yields the port of a line, in a thread of its own, by which the server's answers come late."""
    line, network = SlowLine(uri, seconds), Backstage()
    network.start()
    try:
        yield network.submit(line.open()).result()
    finally:
        network.submit(line.close()).result()
        network.stop()


class SlowLine:
    """A TCP proxy that delivers every answer of the server late."""

    _server: asyncio.Server

    def __init__(self, uri: str, seconds: float) -> None:
        parts = urlsplit(uri)
        self._target = (parts.hostname, parts.port)
        self._seconds = seconds
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> int:
        """Serves on a free port and returns it."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def close(self) -> None:
        """Ends all connections."""
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._connect(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream_reader, upstream_writer = await asyncio.open_connection(*self._target)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._forward(reader, upstream_writer))
                both.create_task(self._delay(upstream_reader, writer))
        except* ConnectionError:
            pass  # one side has gone, and the other goes with it
        finally:
            writer.close()
            upstream_writer.close()

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(_CHUNK):
            writer.write(data)
            await writer.drain()
        writer.close()

    async def _delay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Keeps the order: each piece waits its full time from its arrival."""
        loop, late = asyncio.get_running_loop(), asyncio.Queue[tuple[float, bytes]]()

        async def deliver() -> None:
            while (piece := await late.get())[1]:
                await asyncio.sleep(max(0.0, piece[0] - loop.time()))
                writer.write(piece[1])
                await writer.drain()

        async with asyncio.TaskGroup() as group:
            group.create_task(deliver())
            data = b" "
            while data:
                data = await reader.read(_CHUNK)
                late.put_nowait((loop.time() + self._seconds, data))
