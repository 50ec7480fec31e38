"""What a counter keeps of the first counter it has joined, and how it finds that one again.

Belongs here: this side's files, and which of the addresses answers. What is in a code belongs to
``share_code``, the first counter's side to ``embedded``.
"""

import asyncio
import contextlib
import shutil
import ssl
from collections.abc import Iterable
from pathlib import Path

import msgspec

from b4mart_desktop.adapters.mongo.share_code import ShareCode, decode, encode
from b4mart_desktop.adapters.secret_file import write_secret
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

FOLDER_NAME = "joined"  # inside the data folder
CA_NAME = "ca.pem"
FILE_NAME = "first-counter.json"

SEARCH_SECONDS = 15.0
SEARCH_AT_START_SECONDS = 1.0  # people wait for it, and without the first counter selling goes on
BETTER_SECONDS = 0.2  # how long a name may answer later than an address and still be chosen


_MEANINGS = {
    ErrorCode.DATABASE_UNREACHABLE: ErrorCode.FIRST_COUNTER_UNREACHABLE,
    ErrorCode.DATABASE_TLS_FAILED: ErrorCode.FIRST_COUNTER_NOT_TRUSTED,
    ErrorCode.DATABASE_REFUSED: ErrorCode.FIRST_COUNTER_REFUSED,
}


class _Kept(msgspec.Struct, frozen=True):
    """What the file holds.

    Attributes:
        code: The code as it was entered.
        host: Where the first counter was reached last.
    """

    code: str
    host: str


class Joined:
    """The first counter that this one works with.

    Attributes:
        code: How to reach it.
        host: Where it was reached last.
    """

    def __init__(self, data_dir: Path, code: ShareCode, host: str) -> None:
        self._data_dir = data_dir
        self.code = code
        self.host = host

    @property
    def identity(self) -> str:
        """The same for the same database, whatever its address is."""
        return f"joined-{self.code.fingerprint}"

    def uri(self) -> str:
        """Return the URI that reaches the server where it was reached last."""
        return self.code.uri(self.host, self._data_dir / FOLDER_NAME / CA_NAME)

    async def look_again(self) -> None:
        """Go where the first counter answers; it stays where it was if it answers nowhere."""
        with contextlib.suppress(AdapterError):
            host = await find_host(self.code, SEARCH_AT_START_SECONDS)
            if host != self.host:
                self.host = host
                keep_joined(self._data_dir, self.code, host)

    @property
    def address(self) -> str:
        """Host and port where the first counter was reached last, to be shown."""
        return f"{self.host}:{self.code.port}"

    def explain(self, error: AdapterError) -> AdapterError:
        """Say what an error of `connect` means between two counters."""
        return explain(error, self.host, self.code.port)


def read_joined(data_dir: Path) -> Joined | None:
    """Return the first counter that ``join`` named, None if there is none.

    Raises:
        AdapterError: FILE_UNREADABLE (``path``, ``reason``).
    """
    path = data_dir / FOLDER_NAME / FILE_NAME
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=_Kept)
        return Joined(data_dir, decode(kept.code), kept.host)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, AdapterError) as error:
        raise AdapterError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=str(error)) from error


def keep_joined(data_dir: Path, code: ShareCode, host: str) -> Joined:
    """Remember the first counter for later starts, readable by its owner only.

    Raises:
        AdapterError: DISK_WRITE_FAILED (``path``, ``reason``).
    """
    folder = data_dir / FOLDER_NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_secret(folder / CA_NAME, code.ca_pem().encode())
        write_secret(folder / FILE_NAME, msgspec.json.encode(_Kept(encode(code), host)))
    except OSError as error:
        reason = error.strerror or str(error)
        raise AdapterError(ErrorCode.DISK_WRITE_FAILED, path=str(folder), reason=reason) from error
    return Joined(data_dir, code, host)


def forget_joined(data_dir: Path) -> bool:
    """Forget the first counter; False if there was none.

    Raises:
        AdapterError: DISK_WRITE_FAILED (``path``, ``reason``).
    """
    folder = data_dir / FOLDER_NAME
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return False
    except OSError as error:
        reason = error.strerror or str(error)
        raise AdapterError(ErrorCode.DISK_WRITE_FAILED, path=str(folder), reason=reason) from error
    return True


def explain(error: AdapterError, host: str, port: int) -> AdapterError:
    """Say what an error of `connect` means where a first counter should be at that address."""
    code = _MEANINGS.get(error.code)
    if code is None:
        return error
    return AdapterError(code, hosts=_listed([host], port), reason=error.data.get("reason"))


async def find_host(code: ShareCode, seconds: float = SEARCH_SECONDS) -> str:
    """Return where the first counter answers and proves to be the one that made the code.

    All addresses are tried at once. Of those that answer about equally soon, the first of the code is
    chosen: a name leads to the computer also after its address has changed.

    Raises:
        AdapterError: FIRST_COUNTER_UNREACHABLE (``hosts``); FIRST_COUNTER_NOT_TRUSTED (``hosts``) where only
            servers without its certificate answer.
    """
    tries = {host: asyncio.ensure_future(_try(code, host)) for host in code.hosts}
    try:
        await _wait_for_first(set(tries.values()), seconds)
        found = [host for host, attempt in tries.items() if _succeeded(attempt)]
        if found:
            return found[0]
        strangers = [host for host, attempt in tries.items() if _is_stranger(attempt)]
    finally:
        for attempt in tries.values():
            attempt.cancel()
        await asyncio.gather(*tries.values(), return_exceptions=True)
    if strangers:
        raise AdapterError(ErrorCode.FIRST_COUNTER_NOT_TRUSTED, hosts=_listed(strangers, code.port))
    raise AdapterError(ErrorCode.FIRST_COUNTER_UNREACHABLE, hosts=_listed(code.hosts, code.port))


async def _wait_for_first(tries: set["asyncio.Future[None]"], seconds: float) -> None:
    end = asyncio.get_running_loop().time() + seconds
    while tries and (left := end - asyncio.get_running_loop().time()) > 0:
        done, tries = await asyncio.wait(tries, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        if any(map(_succeeded, done)):
            if tries:
                await asyncio.wait(tries, timeout=BETTER_SECONDS)
            return


async def _try(code: ShareCode, host: str) -> None:
    _, writer = await asyncio.open_connection(host, code.port, ssl=code.tls_context())
    writer.close()
    with contextlib.suppress(OSError):  # the server may be first
        await writer.wait_closed()


def _succeeded(attempt: "asyncio.Future[None]") -> bool:
    return attempt.done() and not attempt.cancelled() and attempt.exception() is None


def _is_stranger(attempt: "asyncio.Future[None]") -> bool:
    return attempt.done() and not attempt.cancelled() and isinstance(attempt.exception(), ssl.SSLError)


def _listed(hosts: Iterable[str], port: int) -> str:
    return ", ".join(f"{host}:{port}" for host in hosts)
