"""Opening this counter's own database to other counters, and joining one that is open. Prints nothing."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.store import STORE_KEY
from b4mart_desktop.settings import Settings, mask_uri

if TYPE_CHECKING:
    from b4mart_desktop.adapters.mongo.embedded.sharing import SharingFolder
    from b4mart_desktop.adapters.mongo.share_code import ShareCode

_APPLY_SECONDS = 30.0
_POLL_SECONDS = 0.3
_QUICK_MS = 2_000


class Shared(NamedTuple):
    """What a second counter needs to be told.

    Attributes:
        code: The code to enter there.
        hosts: Under which names and addresses this counter is known.
        port: Where its server listens.
        now: Whether the program that is open here has opened its server; False where it has to be started
            again first.
        open: Whether the program is open here.
    """

    code: str
    hosts: tuple[str, ...]
    port: int
    now: bool
    open: bool


class FirstCounter(NamedTuple):
    """What was found at the first counter.

    Attributes:
        host: Where it answered.
        port: Where its server listens.
        store: The store's name; None where there is none yet.
        version: The server's.
        open: Whether this counter's program is open, and has to be started again.
    """

    host: str
    port: int
    store: str | None
    version: str
    open: bool


async def share(settings: Settings, data_dir: Path, hosts: tuple[str, ...], *, new_password: bool) -> Shared:
    """Opens this counter's own server to other counters and returns what they need.

    Where the program is closed, the server is started for a moment to see that it can be opened.

    Args:
        settings: What the program would start with.
        data_dir: This counter's data folder.
        hosts: Further names or addresses of this computer.
        new_password: Whether codes given out before become void.

    Raises:
        AdapterError: SHARE_NEEDS_OWN_SERVER (``where``), or what keeps the server from starting.
    """
    from b4mart_desktop.adapters.mongo.embedded.folder import HOST
    from b4mart_desktop.adapters.mongo.share_code import encode

    folder = _own_server(settings, data_dir)
    with _disk_errors(folder.path):
        wish = folder.share(hosts, new_password=new_password)
    async with _started(settings, folder) as (port, is_open):
        code = folder.code(wish, port)
        ca_file = folder.certificates.ca_file
        now = await _is_reached(code.uri(HOST, ca_file), wanted=True)
    return Shared(encode(code), code.hosts, port, now, is_open)


async def unshare(settings: Settings, data_dir: Path) -> bool | None:
    """Closes this counter's server to other counters; codes given out are void.

    Returns:
        Whether it is closed by now; None where it was not open to others.

    Raises:
        AdapterError: SHARE_NEEDS_OWN_SERVER (``where``); DISK_WRITE_FAILED.
    """
    from b4mart_desktop.adapters.mongo.embedded.folder import HOST, ServerFolder

    folder = _own_server(settings, data_dir)
    before, port = folder.read(), ServerFolder(folder.path).last_port()
    with _disk_errors(folder.path):
        if before is None or not folder.unshare():
            return None
        if port is None:
            return True
        uri = folder.code(before, port).uri(HOST, folder.certificates.ca_file)
    return await _is_reached(uri, wanted=False)


async def join(settings: Settings, data_dir: Path, text: str) -> FirstCounter:
    """Looks for the first counter that made the code, and works with its database from the next start on.

    Raises:
        AdapterError: What is wrong with the code (SHARE_CODE_...), FIRST_COUNTER_UNREACHABLE,
            FIRST_COUNTER_NOT_TRUSTED or FIRST_COUNTER_REFUSED; OTHER_DATABASE where what was sold here
            belongs to another shop.
    """
    from b4mart_desktop.adapters.mongo.joined import explain, find_host, keep_joined
    from b4mart_desktop.adapters.mongo.share_code import decode

    code = decode(text)
    host = await find_host(code)
    try:
        store, version = await _look(code, host)
    except AdapterError as error:
        raise explain(error, host, code.port) from error
    _check_owner(data_dir, store.get("_id"))
    await asyncio.to_thread(keep_joined, data_dir, code, host)
    return FirstCounter(host, code.port, store.get("name"), version, _is_open(data_dir))


async def leave(data_dir: Path) -> bool:
    """Works with this counter's own database again, from the next start on; False where it had joined none.

    Raises:
        AdapterError: DISK_WRITE_FAILED.
    """
    from b4mart_desktop.adapters.mongo.joined import forget_joined

    return await asyncio.to_thread(forget_joined, data_dir)


async def _look(code: ShareCode, host: str) -> tuple[dict[str, Any], str]:
    """Returns the store's settings at the first counter, empty where there are none, and its version."""
    from b4mart_desktop.adapters.mongo.connect import check_server, make_client
    from b4mart_desktop.adapters.mongo.errors import database_errors

    with tempfile.TemporaryDirectory(prefix="b4mart-join-") as folder:
        ca_file = Path(folder) / "ca.pem"
        ca_file.write_text(code.ca_pem())
        uri = code.uri(host, ca_file)
        async with make_client(uri) as client:
            server = await check_server(client, uri)
            with database_errors():
                store = await client.get_default_database().settings.find_one({"key": STORE_KEY})
    return store or {}, server.version


def _check_owner(data_dir: Path, store: object) -> None:
    from b4mart_desktop.adapters.local.counter_file import store_of

    owner = store_of(data_dir)
    if owner is not None and owner != Id(str(store)):
        raise AdapterError(ErrorCode.OTHER_DATABASE, folder=str(data_dir))


def _is_open(data_dir: Path) -> bool:
    """Whether the program is open on that data folder."""
    from b4mart_desktop.adapters.mongo.embedded.lock import LOCK_NAME, FolderLock

    if not (data_dir / LOCK_NAME).exists():
        return False
    lock = FolderLock(data_dir)
    try:
        lock.acquire()
    except (AdapterError, OSError):
        return True
    lock.release()
    return False


def _own_server(settings: Settings, data_dir: Path) -> SharingFolder:
    from b4mart_desktop.adapters.mongo.embedded.folder import FOLDER_NAME
    from b4mart_desktop.adapters.mongo.embedded.sharing import SharingFolder
    from b4mart_desktop.adapters.mongo.joined import read_joined

    if settings.mongodb_uri:
        raise AdapterError(ErrorCode.SHARE_NEEDS_OWN_SERVER, where=mask_uri(settings.mongodb_uri))
    joined = read_joined(data_dir)
    if joined is not None:
        raise AdapterError(ErrorCode.SHARE_NEEDS_OWN_SERVER, where=joined.address)
    return SharingFolder(data_dir / FOLDER_NAME)


@contextlib.asynccontextmanager
async def _started(settings: Settings, folder: SharingFolder) -> AsyncIterator[tuple[int, bool]]:
    """Gives the port of the server, and whether it is run by the open program; else it runs in the block."""
    from b4mart_desktop.adapters.mongo.embedded.folder import ServerFolder
    from b4mart_desktop.adapters.mongo.embedded.server import EmbeddedMongo

    server, is_open = EmbeddedMongo(folder.path, settings.mongod), False
    try:
        try:
            await server.start()
        except AdapterError as error:
            if error.code is not ErrorCode.DATA_FOLDER_IN_USE:
                raise
            is_open = True
        port = ServerFolder(folder.path).last_port()
        assert port is not None
        yield port, is_open
    finally:
        await server.stop()


async def _is_reached(uri: str, *, wanted: bool) -> bool:
    """Waits until other counters can sign in, or cannot any more; returns whether it came to that.

    A server that does not speak TLS was started before the first wish, and will not until it is started
    again.
    """
    from b4mart_desktop.adapters.mongo.connect import check_server, make_client

    end = asyncio.get_running_loop().time() + _APPLY_SECONDS
    while asyncio.get_running_loop().time() < end:
        try:
            async with make_client(uri, serverSelectionTimeoutMS=_QUICK_MS) as client:
                await check_server(client, uri)
            reached = True
        except AdapterError as error:
            if error.code is ErrorCode.DATABASE_TLS_FAILED:
                return not wanted
            reached = False
        if reached is wanted:
            return True
        await asyncio.sleep(_POLL_SECONDS)
    return False


@contextlib.contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise AdapterError(ErrorCode.DISK_WRITE_FAILED, path=str(path), reason=reason) from error
