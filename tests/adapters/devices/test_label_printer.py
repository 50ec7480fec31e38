"""A label printer in the network, played by real listeners: good ones, slow, mute and rude ones."""

import asyncio
import contextlib
import socket
import struct
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from b4mart_desktop.adapters.devices.label_printer import PORT, NetworkPrinter, split
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

Manner = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
LABELS = "^XA^FDGrüße^FS^XZ\n".encode()
MANY = LABELS * 400_000  # more than the buffers of both sides hold


@contextlib.asynccontextmanager
async def printer(manner: Manner) -> AsyncIterator[str]:
    """Plays a printer of that manner; yields its address."""
    async with await asyncio.start_server(manner, "127.0.0.1", 0) as server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


def unheard(part: float) -> None:
    """Takes no notice."""


async def test_printer_gets_every_byte_and_the_end() -> None:
    taken, parts = asyncio.Queue[bytes](), list[float]()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken.put_nowait(await reader.read())
        writer.close()

    async with printer(take) as address:
        await NetworkPrinter().send(address, LABELS * 5_000, parts.append)
        assert await taken.get() == LABELS * 5_000
    assert parts == sorted(parts)
    assert parts[-1] == 1
    assert len(parts) > 2


async def test_printer_that_never_hangs_up_took_them_all() -> None:
    taken, over = asyncio.Queue[bytes](), asyncio.Event()

    async def keep(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken.put_nowait(await reader.read())
        await over.wait()
        writer.close()

    async with printer(keep) as address:
        await NetworkPrinter(ending=0.05).send(address, LABELS, unheard)
        assert await taken.get() == LABELS
        over.set()


async def test_slow_printer_is_waited_for_as_long_as_it_takes_something() -> None:
    taken = list[int]()

    async def sip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(500_000):
            taken.append(len(piece))
            await asyncio.sleep(0.01)
        writer.close()

    async with printer(sip) as address:
        began = time.monotonic()
        await NetworkPrinter(waiting=0.3).send(address, MANY, unheard)
        assert time.monotonic() - began > 0.3  # all together took longer than it may take nothing
    assert sum(taken) == len(MANY)


async def test_mute_printer_is_given_up_and_what_it_took_is_told() -> None:
    over = asyncio.Event()

    async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        await over.wait()
        writer.transport.abort()

    parts = list[float]()
    async with printer(mute) as address:
        with pytest.raises(AdapterError) as caught:
            await NetworkPrinter(waiting=0.2).send(address, MANY, parts.append)
        over.set()
    assert caught.value.code is ErrorCode.LABEL_PRINTER_STOPPED
    assert caught.value.data["percent"] == int(100 * parts[-1]) < 100


async def test_printer_that_hangs_up_early_took_not_all() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(5)
        own: socket.socket = writer.get_extra_info("socket")
        own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # unread bytes are lost
        writer.transport.abort()

    async with printer(hang_up) as address:
        for commands in (LABELS, MANY):
            with pytest.raises(AdapterError) as caught:
                await NetworkPrinter().send(address, commands, unheard)
            assert caught.value.code is ErrorCode.LABEL_PRINTER_STOPPED
            assert caught.value.data["address"] == address


async def test_cancelling_hangs_up() -> None:
    gone, begun = asyncio.Event(), asyncio.Event()

    async def wait(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        await begun.wait()
        writer.transport.resume_reading()  # type: ignore[attr-defined]
        with contextlib.suppress(ConnectionError):
            while await reader.read(1 << 20):
                pass
        gone.set()
        writer.transport.abort()

    async with printer(wait) as address:
        sending = asyncio.create_task(NetworkPrinter().send(address, MANY, unheard))
        await asyncio.sleep(0.05)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        begun.set()
        await asyncio.wait_for(gone.wait(), 5)


async def test_printer_that_is_off_is_told() -> None:
    with socket.socket() as unheard_of:
        unheard_of.bind(("127.0.0.1", 0))  # nobody else gets it, and nobody listens
        address = f"127.0.0.1:{unheard_of.getsockname()[1]}"
        with pytest.raises(AdapterError) as caught:
            await NetworkPrinter().send(address, LABELS, unheard)
    assert caught.value.code is ErrorCode.LABEL_PRINTER_UNREACHABLE
    assert (caught.value.data["address"], bool(caught.value.data["reason"])) == (address, True)


@pytest.mark.parametrize("address", ["printer:99999", ":9100", "[]", "a..b", "printer:0"])
async def test_what_nothing_can_have_as_address_is_told(address: str) -> None:
    with pytest.raises(AdapterError) as caught:
        await NetworkPrinter().send(address, LABELS, unheard)
    assert caught.value.code is ErrorCode.LABEL_PRINTER_UNREACHABLE


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("192.168.0.40", "192.168.0.40", PORT),
        (" zebra.local:6101 ", "zebra.local", 6101),
        ("[fe80::1]:9101", "fe80::1", 9101),
        ("fe80::1", "fe80::1", PORT),
    ],
)
def test_address_has_the_usual_port_unless_it_says_one(address: str, host: str, port: int) -> None:
    assert split(address) == (host, port)
