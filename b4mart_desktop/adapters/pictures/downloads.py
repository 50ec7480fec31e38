"""Pictures by http, from the web store and elsewhere: limited, without cookies, not from private networks.

An address in a product comes from whoever may write products, here or in the web store. So that none of
them makes the counters knock at the shop's own devices (router, printers, tills), an address that leads to
a private network is refused, also by redirect or by name service; only the web store itself may be there.
"""

import asyncio
import ipaddress
import socket
import ssl
from functools import cache
from urllib.parse import urlsplit

import httpx
from typing_extensions import override

from b4mart_desktop.domain.errors import AdapterError, ErrorCode

MOST_BYTES = 20 * 1024 * 1024

_SECONDS_TO_CONNECT = 5.0
_SECONDS_ALTOGETHER = 20.0
_MOST_REDIRECTS = 3
_HEADERS = {"User-Agent": "B4Mart-Desktop", "Accept": "image/*,*/*;q=0.5"}
_PORTS = {"http": 80, "https": 443}


class PictureDownloads:
    """Fetches files over http and https.

    Args:
        own: Address of the web store, whose server may be in a private network; "" for none.
    """

    def __init__(self, own: str = "") -> None:
        self._own = _origin(own)

    async def fetch(self, url: str) -> bytes | None:
        """Returns the file, None where the server says that there is none or that it gives it to nobody.

        Raises:
            AdapterError: PICTURE_NOT_FETCHED with the ``reason``; PICTURE_TOO_LARGE.
        """
        try:
            async with asyncio.timeout(_SECONDS_ALTOGETHER), self._client() as client:
                return await _read(client, url)
        except TimeoutError as error:
            raise _not_fetched(url, "no answer in time") from error
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, UnicodeError) as error:
            raise _not_fetched(url, str(error) or type(error).__name__) from error

    def _client(self) -> httpx.AsyncClient:
        """A client for one file: a connection made for one name must not serve another at that address."""
        return httpx.AsyncClient(
            transport=_GuardedTransport(self._own),
            timeout=_SECONDS_TO_CONNECT,
            follow_redirects=True,
            max_redirects=_MOST_REDIRECTS,
            headers=_HEADERS,
            trust_env=False,
        )


async def _read(client: httpx.AsyncClient, url: str) -> bytes | None:
    async with client.stream("GET", url) as answer:
        if 400 <= answer.status_code < 500 and answer.status_code != httpx.codes.TOO_MANY_REQUESTS:
            return None
        if answer.status_code != httpx.codes.OK:
            raise _not_fetched(url, f"HTTP {answer.status_code}")
        content = bytearray()
        async for part in answer.aiter_bytes():
            content += part
            if len(content) > MOST_BYTES:
                limit = f"{MOST_BYTES // 2**20} MB"
                raise AdapterError(ErrorCode.PICTURE_TOO_LARGE, name=url, size=f"> {limit}", limit=limit)
        return bytes(content)


def _not_fetched(url: str, reason: str) -> AdapterError:
    return AdapterError(ErrorCode.PICTURE_NOT_FETCHED, name=url, reason=reason)


def _origin(url: str) -> tuple[str, int] | None:
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        return None
    return parts.hostname, parts.port or _PORTS[parts.scheme]


@cache
def _trusted() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


class _GuardedTransport(httpx.AsyncBaseTransport):
    """Looks a name up itself, refuses private addresses, and connects to the very address it looked at."""

    def __init__(self, own: tuple[str, int] | None) -> None:
        self._own = own
        self._inner = httpx.AsyncHTTPTransport(verify=_trusted(), trust_env=False)

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        port = request.url.port or _PORTS.get(request.url.scheme, 0)
        failure: httpx.ConnectError | None = None
        for address in await self._addresses(host, port):
            pinned = httpx.Request(
                request.method,
                request.url.copy_with(host=address),
                headers=request.headers,
                extensions={**request.extensions, "sni_hostname": host},
            )
            try:
                return await self._inner.handle_async_request(pinned)
            except httpx.ConnectError as error:  # the next address may be of a network that we have
                failure = error
        raise failure or httpx.ConnectError(f"{host} has no address")

    async def _addresses(self, host: str, port: int) -> list[str]:
        try:
            loop = asyncio.get_running_loop()
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpx.ConnectError(f"{host} is not known: {error.strerror}") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if (host, port) != self._own and not all(map(_is_public, addresses)):
            raise httpx.ConnectError(f"{host} is in a private network")
        return addresses

    @override
    async def aclose(self) -> None:
        await self._inner.aclose()


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast
