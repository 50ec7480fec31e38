"""From "mongod listens" to "it is primary and we may sign in", from any half-finished state.

No process is touched here. Everything is done as the cluster's own internal user, whose password is the key
file: it works before the first user exists, on a node that has dropped out of its set, and after the
password file was lost, so one way serves the first start, later starts and repairs.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pymongo import AsyncMongoClient
from pymongo.errors import AutoReconnect, OperationFailure, PyMongoError

from b4mart_desktop.adapters.mongo.embedded.counter_user import admit_counters
from b4mart_desktop.adapters.mongo.embedded.folder import HOST
from b4mart_desktop.adapters.mongo.embedded.process import POLL_SECONDS, SET_NAME
from b4mart_desktop.adapters.mongo.embedded.sharing import Sharing

Client = AsyncMongoClient[dict[str, Any]]

USER = "b4mart"
# Polling spares the second monitoring connection, which pymongo would leave half open when closed at once.
_SHORT_LIVED: dict[str, Any] = {"serverSelectionTimeoutMS": 10_000, "serverMonitoringMode": "poll"}

_AUTHENTICATION_FAILED = 18
_USER_EXISTS = 51003
# The node still reads or installs a configuration: AlreadyInitialized, InvalidReplicaSetConfig,
# NotYetInitialized, ConfigurationInProgress, and three of the kind "not primary at this moment".
_COMES_RIGHT_BY_ITSELF = {23, 93, 94, 109, 10107, 13435, 13436}


def internal_client(port: int, key: str, ca_file: Path | None = None) -> Client:
    """Return a client that acts as a member of the replica set; with ``ca_file`` it speaks TLS."""
    secure: dict[str, Any] = {"tls": True, "tlsCAFile": str(ca_file)} if ca_file is not None else {}
    return AsyncMongoClient(
        HOST,
        port,
        username="__system",
        password=key,
        authSource="local",
        authMechanism="SCRAM-SHA-256",
        directConnection=True,
        **secure,
        **_SHORT_LIVED,
    )


def user_uri(port: int, password: str, ca_file: Path | None = None) -> str:
    """Return the URI with which the program itself signs in; with ``ca_file`` it speaks TLS."""
    uri = f"mongodb://{USER}:{password}@{HOST}:{port}/?replicaSet={SET_NAME}&authSource=admin"
    return uri if ca_file is None else f"{uri}&tls=true&tlsCAFile={quote(str(ca_file), safe='')}"


async def prepare(
    port: int, key: str, password: str, ca_file: Path | None = None, sharing: Sharing | None = None
) -> None:
    """Make the listening server one that we can use: primary, and with our user and that of other counters.

    Nothing depends on where an earlier start was interrupted. Goes on for as long as it takes, also when the
    server closes connections because its state changes; the caller sets the time limit.
    """
    while True:
        try:
            async with _closing(internal_client(port, key, ca_file)) as client:
                await _become_primary(client, port)
                await _ensure_user(client, user_uri(port, password, ca_file), password)
                if sharing is not None:
                    await admit_counters(client, sharing)
                return
        except AutoReconnect:
            await asyncio.sleep(POLL_SECONDS)


async def _become_primary(client: Client, port: int) -> None:
    """Lead the node to primary: initiate a new set, correct the address of a moved one, wait.

    Each round looks at what is and does the one thing that is missing.
    """
    while True:
        hello = await client.admin.command("hello")
        if hello.get("isWritablePrimary"):
            return
        try:
            await _take_next_step(client, hello, f"{HOST}:{port}")
        except OperationFailure as error:
            if error.code not in _COMES_RIGHT_BY_ITSELF:
                raise
        await asyncio.sleep(POLL_SECONDS)


async def _take_next_step(client: Client, hello: Mapping[str, Any], address: str) -> None:
    if "setName" in hello:  # a valid configuration is in force: it elects itself
        return
    config = await client.local["system.replset"].find_one()
    members = [{"_id": 0, "host": address}]
    if config is None:
        await client.admin.command("replSetInitiate", {"_id": SET_NAME, "members": members})
    elif config["members"][0]["host"] != address:
        moved = {**config, "members": members, "version": config["version"] + 1}
        # Forced, because a node that does not find itself in the configuration has no primary to ask. It
        # tries the old address first: 30 s if another program took that port and stays silent, else no time.
        await client.admin.command("replSetReconfig", moved, force=True)


async def _ensure_user(client: Client, uri: str, password: str) -> None:
    """Make sure that the program can sign in with its password, whatever user the data holds."""
    if await _can_sign_in(uri):
        return
    try:
        await client.admin.command("createUser", USER, pwd=password, roles=["root"])
    except OperationFailure as error:
        if error.code != _USER_EXISTS:
            raise
        await client.admin.command("updateUser", USER, pwd=password, roles=["root"])


async def _can_sign_in(uri: str) -> bool:
    async with _closing(AsyncMongoClient(uri, **_SHORT_LIVED)) as client:
        try:
            await client.admin.command("ping")
        except OperationFailure as error:
            if error.code == _AUTHENTICATION_FAILED:
                return False
            raise
        return True


async def shut_down(port: int, key: str, ca_file: Path | None = None) -> None:
    """Ask the server to stop cleanly; a server that cannot be asked is the caller's to end."""
    async with _closing(internal_client(port, key, ca_file)) as client:
        with contextlib.suppress(PyMongoError):  # the connection ends with the server: that is the success
            await client.admin.command("shutdown", force=True, timeoutSecs=0)


@contextlib.asynccontextmanager
async def _closing(client: Client) -> AsyncGenerator[Client]:
    """Closes the client at the end of the block, also where the start is given up meanwhile."""
    try:
        yield client
    finally:
        closing = asyncio.ensure_future(client.close())
        try:
            await asyncio.shield(closing)
        finally:
            await asyncio.wait([closing])
