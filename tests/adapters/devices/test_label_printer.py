"""A label printer in the network, played by a real listener."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from b4mart_desktop.adapters.devices.label_printer import PORT, NetworkPrinter, split
from b4mart_desktop.domain.errors import AdapterError, ErrorCode


class Printer:
    """Takes what it is handed."""

    def __init__(self) -> None:
        self.taken = asyncio.Queue[bytes]()
        self.port = 0

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.taken.put_nowait(await reader.read())
        writer.close()


@pytest.fixture
async def printer() -> AsyncIterator[Printer]:
    made = Printer()
    server = await asyncio.start_server(made.take, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made


async def test_printer_gets_every_byte_and_the_end(printer: Printer) -> None:
    commands = "^XA^FDGrüße^FS^XZ\n".encode() * 5_000
    await NetworkPrinter().send(f"127.0.0.1:{printer.port}", commands)
    assert await printer.taken.get() == commands


async def test_printer_that_is_off_is_told(printer: Printer) -> None:
    port = printer.port
    with pytest.raises(AdapterError) as caught:
        await NetworkPrinter().send(f"127.0.0.1:{port + 1 if port < 65_000 else port - 1}", b"^XA^XZ")
    assert caught.value.code is ErrorCode.PRINTING_FAILED
    assert caught.value.data["reason"]


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
