"""Label printers in the network: commands go to them over a plain connection, whatever they print."""

import asyncio
from collections.abc import Callable

from b4mart_desktop.domain.errors import AdapterError, ErrorCode

PORT = 9100  # "raw" or "JetDirect": what printers listen on where nobody changed it
_PIECE = 16_384
_LAST_PORT = 65_535


class NetworkPrinter:
    """Implements ``services.ports.labels.LabelPrinter``.

    Args:
        connecting: Seconds until a printer must have answered.
        waiting: Seconds it may take nothing: as long as changing a roll of labels takes.
        ending: Seconds for it to hang up after the last byte; many never do, some tell then that they failed.
    """

    def __init__(self, connecting: float = 5.0, waiting: float = 60.0, ending: float = 1.0) -> None:
        self._connecting = connecting
        self._waiting = waiting
        self._ending = ending

    async def send(self, address: str, commands: bytes, report: Callable[[float], None]) -> None:
        """Hands ``commands`` to the printer and returns when it took them all. Cancelling it hangs up.

        Args:
            address: Host name or address, with ``:port`` where it is not 9100.
            commands: In the printer's own language.
            report: Called with the part of them that it took, up to 1.

        Raises:
            AdapterError: LABEL_PRINTER_UNREACHABLE with ``address`` and ``reason``, nothing was printed;
                LABEL_PRINTER_STOPPED with ``percent``, too: how much it took.
        """
        reader, writer = await self._connect(address)
        taken = 0
        try:
            for begin in range(0, len(commands), _PIECE):
                piece = commands[begin : begin + _PIECE]
                writer.write(piece)
                async with asyncio.timeout(self._waiting):
                    await writer.drain()
                taken += len(piece)
                report(taken / len(commands))
            await self._end(reader, writer)
        except (OSError, TimeoutError) as error:
            percent = 100 * taken // len(commands)
            raise AdapterError(
                ErrorCode.LABEL_PRINTER_STOPPED, address=address, percent=percent, reason=_reason(error)
            ) from error
        finally:
            writer.transport.abort()  # closing would wait for one that takes nothing more

    async def _connect(self, address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        try:
            host, port = split(address)
            async with asyncio.timeout(self._connecting):
                reader, writer = await asyncio.open_connection(host, port)
        except (OSError, TimeoutError, ValueError) as error:
            raise AdapterError(
                ErrorCode.LABEL_PRINTER_UNREACHABLE, address=address, reason=_reason(error)
            ) from error
        writer.transport.set_write_buffer_limits(0)  # what is told to be taken has left this program
        return reader, writer

    async def _end(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Says that there is no more, and hears whether the printer hung up before it had read all."""
        writer.write_eof()
        try:
            async with asyncio.timeout(self._ending):
                while await reader.read(_PIECE):
                    pass
        except TimeoutError:
            return


def split(address: str) -> tuple[str, int]:
    """Returns host and port of ``address``; IPv6 addresses with a port stand in brackets.

    Raises:
        ValueError: Nothing can have that address.
    """
    host, colon, port = address.strip().rpartition(":")
    if not (colon and port.isdigit() and (host.startswith("[") or ":" not in host)):
        host, port = address.strip(), str(PORT)
    if not host.strip("[]") or not 0 < int(port) <= _LAST_PORT:
        raise ValueError("not an address")
    return host.strip("[]"), int(port)


def _reason(error: Exception) -> str:
    return str(error) or "no answer"
