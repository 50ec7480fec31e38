"""Label printers in the network: commands go to them over a plain connection, whatever they print."""

import asyncio

from b4mart_desktop.domain.errors import AdapterError, ErrorCode

PORT = 9100  # "raw" or "JetDirect": what printers listen on where nobody changed it
_SECONDS = 10.0


class NetworkPrinter:
    """Implements ``services.ports.labels.LabelPrinter``."""

    async def send(self, address: str, commands: bytes) -> None:
        """Hands ``commands`` to the printer and returns when it took them all.

        Args:
            address: Host name or address, with ``:port`` where it is not 9100.
            commands: In the printer's own language.

        Raises:
            AdapterError: PRINTING_FAILED with ``path`` (the address) and ``reason``.
        """
        host, port = split(address)
        try:
            async with asyncio.timeout(_SECONDS + len(commands) / 10_000):
                _, writer = await asyncio.open_connection(host, port)
                try:
                    writer.write(commands)
                    await writer.drain()
                    writer.write_eof()
                finally:
                    writer.close()
                    await writer.wait_closed()
        except (OSError, TimeoutError) as error:
            reason = str(error) or "no answer"
            raise AdapterError(ErrorCode.PRINTING_FAILED, path=address, reason=reason) from error


def split(address: str) -> tuple[str, int]:
    """Returns host and port of ``address``; IPv6 addresses with a port stand in brackets."""
    host, colon, port = address.strip().rpartition(":")
    if colon and port.isdigit() and (host.startswith("[") or ":" not in host):
        return host.strip("[]"), int(port)
    return address.strip().strip("[]"), PORT
