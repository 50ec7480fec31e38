"""A line to a server that fails on purpose: cut, dead, slow, narrow, refused. TCP only, no shop, no MongoDB.

Runs in a thread of its own; what a test calls takes effect before the call returns.
"""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

HOST = "127.0.0.1"
_CHUNK_BYTES = 64 * 1024
_LENGTH_BYTES = 4
"""Every message of MongoDB's wire protocol begins with its own length (little endian)."""
_MOST_ON_THE_WAY = 1_000
_CALL_SECONDS = 10.0
_POLL_SECONDS = 0.01

T = TypeVar("T")
Read = Callable[[int], Awaitable[bytes]]


@dataclass
class _Line:
    """What the line is like at the moment.

    Attributes:
        alive: Clear while it is dead: what is sent stays on the way, as a packet that is sent again.
        delay: Seconds that everything takes, each way.
        rate: Bytes a second each way; None for as fast as it goes.
        messages_left: Messages to the server until the line is cut in the middle of one; None for never.
        cuts: How often it was.
    """

    alive: asyncio.Event = field(default_factory=asyncio.Event)
    delay: float = 0.0
    rate: float | None = None
    messages_left: int | None = None
    cuts: int = 0

    def is_cut_now(self) -> bool:
        """Counts a message; True for the one that the line is cut in."""
        if self.messages_left is None:
            return False
        self.messages_left -= 1
        if self.messages_left > 0:
            return False
        self.messages_left = None
        self.cuts += 1
        return True


class Proxy:
    """Listens on a port of its own and passes everything on to ``port``, as well as the line allows.

    Attributes:
        port: Where it listens.
        target: Where new connections lead; may be changed at any time.
    """

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy")
        self._connections: set[_Connection] = set()
        self._server: asyncio.Server | None = None
        self._line = _Line()

    @property
    def cuts(self) -> int:
        """How many connections it has cut in the middle of a message."""
        return self._line.cuts

    def __enter__(self) -> Self:
        self._thread.start()
        self._call(self._listen())
        self._run(self._line.alive.set)
        return self

    def __exit__(self, *error: object) -> None:
        self._call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def heal(self) -> None:
        """Makes the line whole and quick again; connections that were cut stay cut."""
        self._run(self._heal)
        self._call(self._listen())

    def cut(self) -> None:
        """Resets all connections (RST); new ones are taken."""
        self._run(self._reset_all)

    def go_dead(self) -> None:
        """Lets nothing through any more and says nothing, as a cable that was pulled."""
        self._run(self._line.alive.clear)

    def delay(self, seconds: float) -> None:
        """Makes everything take so long, each way."""
        self._run(lambda: setattr(self._line, "delay", seconds))

    def throttle(self, bytes_per_second: float) -> None:
        """Lets through only so much, each way and connection."""
        self._run(lambda: setattr(self._line, "rate", bytes_per_second))

    def cut_in_message(self, number: int) -> None:
        """Passes half of the ``number``-th message from now on to the server, then resets its connection."""
        self._run(lambda: setattr(self._line, "messages_left", number))

    def refuse(self) -> None:
        """Resets all connections and takes no new ones until ``heal``."""
        self._call(self._stop_listening())
        self.cut()

    # ------------------------------------------------------------ in the proxy's thread

    def _heal(self) -> None:
        alive, self._line.delay, self._line.rate = self._line.alive, 0.0, None
        self._line.messages_left = None
        alive.set()

    def _reset_all(self) -> None:
        for connection in tuple(self._connections):
            connection.reset()

    async def _listen(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._accept, HOST, self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def _stop_listening(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()

    async def _close(self) -> None:
        await self._stop_listening()
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            self._reset_all()  # again and again: somebody may have been about to connect
            await asyncio.wait(others, timeout=_POLL_SECONDS)
        await asyncio.sleep(_POLL_SECONDS)  # sockets are closed a moment after their connection

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = _Connection(self._line, reader, writer)
        self._connections.add(connection)
        try:
            await connection.run(self.target)
        finally:
            self._connections.discard(connection)

    # ------------------------------------------------------------ from any other thread

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_CALL_SECONDS)

    def _run(self, work: Callable[[], object]) -> None:
        async def in_loop() -> None:
            work()

        self._call(in_loop())


class _Connection:
    """One client's connection and its counterpart to the server."""

    def __init__(self, line: _Line, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._line = line
        self._reader, self._writer = reader, writer
        self._task = asyncio.current_task()

    def reset(self) -> None:
        """Ends both sides at once."""
        if self._task is not None:
            self._task.cancel()

    async def run(self, target: int) -> None:
        """Passes on what comes until one side ends."""
        writers = [self._writer]
        try:
            reader, writer = await asyncio.open_connection(HOST, target)
            writers.append(writer)
            async with asyncio.TaskGroup() as group:
                self._pass_on(group, reader.read, self._writer.write)
                self._pass_on(group, self._read_message, self._cutter(writer))
        except (OSError, EOFError, asyncio.CancelledError, ExceptionGroup):
            pass  # an end is an end: the other side hears of it by the reset below
        finally:
            for writer in writers:
                _reset(writer)

    def _pass_on(self, group: asyncio.TaskGroup, read: Read, write: Callable[[bytes], None]) -> None:
        on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(_MOST_ON_THE_WAY)
        group.create_task(self._take_in(read, on_the_way))
        group.create_task(self._give_out(on_the_way, write))

    async def _take_in(self, read: Read, on_the_way: asyncio.Queue[tuple[float, bytes]]) -> None:
        while data := await read(_CHUNK_BYTES):
            await on_the_way.put((asyncio.get_running_loop().time() + self._line.delay, data))
        raise ConnectionResetError  # ends the other direction, too

    async def _give_out(
        self, on_the_way: asyncio.Queue[tuple[float, bytes]], write: Callable[[bytes], None]
    ) -> None:
        while True:
            due, data = await on_the_way.get()
            await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
            if self._line.rate is not None:
                await asyncio.sleep(len(data) / self._line.rate)
            await self._line.alive.wait()
            write(data)

    async def _read_message(self, most: int) -> bytes:
        head = await self._reader.readexactly(_LENGTH_BYTES)
        return head + await self._reader.readexactly(int.from_bytes(head, "little") - _LENGTH_BYTES)

    def _cutter(self, writer: asyncio.StreamWriter) -> Callable[[bytes], None]:
        """Returns what writes whole messages, and ends the connection within the one that is to be cut."""

        def write(message: bytes) -> None:
            if not self._line.is_cut_now():
                writer.write(message)
                return
            writer.write(message[: len(message) // 2])
            raise ConnectionResetError

        return write


def _reset(writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):  # it is closed already
        # Closing sends a reset instead of a polite end.
        linger = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()
