"""The database user of other counters: what it may do, and that it exists only while the server is shared."""

from typing import Any

from pymongo import AsyncMongoClient
from pymongo.errors import OperationFailure

from b4mart_desktop.adapters.mongo.connect import DATABASE_NAME
from b4mart_desktop.adapters.mongo.embedded.sharing import COUNTER_USER, Sharing

Client = AsyncMongoClient[dict[str, Any]]

ROLE = "b4mart-counter"

_USER_NOT_FOUND = 11
_ROLE_EXISTS = 51002
_USER_EXISTS = 51003

# Reading, writing, indexes, change streams and transactions in the shop's database come with readWrite;
# migrations change validators as well. Nothing of any other database, of users or of the server.
_ROLES = [{"role": "readWrite", "db": DATABASE_NAME}]
_PRIVILEGES = [{"resource": {"db": DATABASE_NAME, "collection": ""}, "actions": ["collMod"]}]


async def admit_counters(client: Client, sharing: Sharing) -> None:
    """Make the user as the wish has it; where the server is not shared there is none."""
    if not sharing.on:
        await _drop(client)
        return
    await _make(client, "Role", ROLE, {"roles": _ROLES, "privileges": _PRIVILEGES}, _ROLE_EXISTS)
    await _make(client, "User", COUNTER_USER, {"pwd": sharing.password, "roles": [ROLE]}, _USER_EXISTS)


async def _make(client: Client, kind: str, name: str, wanted: dict[str, Any], exists: int) -> None:
    try:
        await client.admin.command(f"create{kind}", name, **wanted)
    except OperationFailure as error:
        if error.code != exists:
            raise
        await client.admin.command(f"update{kind}", name, **wanted)


async def _drop(client: Client) -> None:
    try:
        await client.admin.command("dropUser", COUNTER_USER)
    except OperationFailure as error:
        if error.code != _USER_NOT_FOUND:
            raise
