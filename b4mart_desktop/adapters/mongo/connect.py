"""From a URI to a client that was tried: options, ping, replica-set check, and what a failure means.

Nothing is read or written in the shop's database here.
"""

import datetime as dt
import re
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import pymongo
from pymongo import AsyncMongoClient
from pymongo.errors import ConfigurationError, InvalidURI, OperationFailure, PyMongoError

from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.settings import mask_uri

Client = AsyncMongoClient[dict[str, Any]]

APP_NAME = "b4mart-desktop"
DATABASE_NAME = "b4mart"
CLOSE_SECONDS = 1.0
OLDEST_VERSION = (4, 4, 2)  # the first of 4.4 that knows `hello`

# Unless the URI says otherwise. A counter works without the database, so it learns soon that it is gone.
DEFAULT_OPTIONS = {
    "appName": APP_NAME,
    "serverSelectionTimeoutMS": 5_000,
    "connectTimeoutMS": 5_000,
    # A line that is dead without a reset is noticed after both together, and what waits on it is given up.
    "heartbeatFrequencyMS": 2_000,
    "retryWrites": True,
    "retryReads": True,
    "w": "majority",
    "maxPoolSize": 20,
}

# AuthenticationFailed, Unauthorized, and what Atlas answers to a wrong password.
_REFUSED = {18, 13, 8000}
_TEXTS = {
    "Authentication failed": ErrorCode.DATABASE_REFUSED,
    "wire version": ErrorCode.SERVER_TOO_OLD,
    "SSL": ErrorCode.DATABASE_TLS_FAILED,
    "TLS": ErrorCode.DATABASE_TLS_FAILED,
    "certificate": ErrorCode.DATABASE_TLS_FAILED,
    "replica set": ErrorCode.NOT_A_REPLICA_SET,  # the URI names a set that the server is no member of
    "DNS": ErrorCode.DATABASE_UNREACHABLE,
}


class Server(NamedTuple):
    """What a server says about itself.

    Attributes:
        version: For example `6.0.5`.
        kind: `replica set NAME` or `sharded cluster`.
        time: The server's clock, UTC.
    """

    version: str
    kind: str
    time: dt.datetime


def make_client(uri: str, **overrides: Any) -> Client:
    """Return a client with our defaults; it connects when it is first used, from the loop that uses it.

    Args:
        uri: `mongodb://` or `mongodb+srv://`. What it states wins over the defaults.
        overrides: pymongo options that win over both.

    Raises:
        AdapterError: as `database_error` says, mostly `DATABASE_ADDRESS_INVALID`.
    """
    stated = {name.lower() for name, _ in parse_qsl(uri.partition("?")[2], keep_blank_values=True)}
    defaults = {name: value for name, value in DEFAULT_OPTIONS.items() if name.lower() not in stated}
    try:
        return AsyncMongoClient(uri, tz_aware=True, **{**defaults, **overrides})
    except (PyMongoError, ValueError, OSError) as error:
        raise database_error(error, uri) from error


async def check_server(client: Client, uri: str) -> Server:
    """Ask the server for what the program needs: an answer, our rights, its version, transactions.

    Raises:
        AdapterError: as `database_error` says.
    """
    try:
        build = await client.admin.command("buildInfo")
        version = build["version"]
        if tuple(build["versionArray"][:3]) < OLDEST_VERSION:
            raise _failure(ErrorCode.SERVER_TOO_OLD, uri, f"the server is version {version}")
        hello = await client.admin.command("hello", codec_options=client.codec_options)
        database = client.get_default_database(DATABASE_NAME)
        await database.command("listCollections", nameOnly=True, authorizedCollections=True)
    except PyMongoError as error:
        raise database_error(error, uri) from error
    if hello.get("msg") == "isdbgrid":
        return Server(version, "sharded cluster", hello["localTime"])
    if "setName" not in hello:
        raise _failure(ErrorCode.NOT_A_REPLICA_SET, uri, "the server stands alone")
    return Server(version, f"replica set {hello['setName']}", hello["localTime"])


async def connect(uri: str) -> Client:
    """Return a client whose server was checked; close it when done.

    Raises:
        AdapterError: as `make_client` and `check_server`.
    """
    client = make_client(uri)
    try:
        await check_server(client, uri)
    except BaseException:
        await client.close()
        raise
    return client


async def close_client(client: Client) -> None:
    """Close within a second, also where the server is gone: the driver would look for it for longer."""
    with pymongo.timeout(CLOSE_SECONDS):
        await client.close()


def database_error(error: Exception, uri: str = "") -> AdapterError:
    """Translate what the driver raises into a code that tells a person what to change.

    The code is `DATABASE_ADDRESS_INVALID`, `DATABASE_REFUSED` (wrong user, password or too few rights),
    `DATABASE_TLS_FAILED`, `SERVER_TOO_OLD`, `NOT_A_REPLICA_SET` or `DATABASE_UNREACHABLE`; the data are `uri`
    (masked) and `reason` (the driver's words).
    """
    # The driver appends its settings and its view of the whole cluster to the one sentence that matters.
    reason = re.split(r",? \(configured timeouts|, Timeout:|, full error:", str(error))[0]
    return _failure(_code_of(error, reason), uri, reason)


def _failure(code: ErrorCode, uri: str, reason: str) -> AdapterError:
    return AdapterError(code, uri=mask_uri(uri), reason=reason)


def _code_of(error: Exception, reason: str) -> ErrorCode:
    if isinstance(error, OperationFailure):
        return ErrorCode.DATABASE_REFUSED if error.code in _REFUSED else ErrorCode.DATABASE_UNREACHABLE
    if isinstance(error, OSError):  # a file of certificates or keys
        return ErrorCode.DATABASE_TLS_FAILED
    if isinstance(error, InvalidURI | ValueError):
        return ErrorCode.DATABASE_ADDRESS_INVALID
    for text, code in _TEXTS.items():
        if text in reason:
            return code
    if isinstance(error, ConfigurationError):
        return ErrorCode.DATABASE_ADDRESS_INVALID
    return ErrorCode.DATABASE_UNREACHABLE
