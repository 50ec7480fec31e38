"""Bringing a database to the version this program writes: collections, validators, indexes, steps.

``schemaversions`` holds one document: the database's version, and who is changing it right now (a lease,
so that of several programs starting together one works and the others wait). A database made by a newer
program is left alone. Each step must be safe to run again after a crash halfway.
"""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import IndexModel
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError, OperationFailure

from b4mart_desktop.adapters.mongo.codec import Document
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.adapters.mongo.indexes import indexes
from b4mart_desktop.adapters.mongo.schema import Schema, validators
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.record import utc_now

Database = AsyncDatabase[Document]
Step = Callable[[Database], Awaitable[None]]

VERSIONS = "schemaversions"
_KEY = "database"
_LEASE = dt.timedelta(minutes=5)
_POLL_SECONDS = 0.2
_NAMESPACE_EXISTS = 48


async def open_ledger(database: Database) -> None:
    """Version 1: books the stock a web store already has as opening movements.

    From then on a product's on hand is the sum of its movements. The movement takes the product's own
    ``_id``, so that running again adds nothing.
    """
    ledger = {
        "$round": [
            {
                "$subtract": [
                    {"$ifNull": ["$inventory.quantity", 0]},
                    {"$ifNull": ["$inventory.shortage", 0]},
                ]
            },
            6,
        ]
    }
    first_movement = {
        "from": "stockmovements",
        "localField": "_id",
        "foreignField": "product",
        "pipeline": [{"$limit": 1}],
        "as": "booked",
    }
    pipeline: Sequence[Document] = [
        {"$lookup": first_movement},
        {"$match": {"booked": []}},
        {"$project": {"product": "$_id", "delta": ledger, "quantityAfter": ledger}},
        {"$match": {"delta": {"$ne": 0}}},
        {"$addFields": {"reason": "opening", "location": "main", "at": "$$NOW"}},
        {"$merge": {"into": "stockmovements", "whenMatched": "keepExisting"}},
    ]
    await (await database.products.aggregate(pipeline)).to_list()


STEPS: Sequence[Step] = (open_ledger,)
"""What turns version N into N + 1, in order. Steps are only ever added at the end."""


async def prepare_database(database: Database) -> None:
    """Makes the database what this program writes to; quick where it already is.

    Raises:
        AdapterError: DATABASE_NEWER (``found``, ``known``), DATABASE_UNREACHABLE or DATABASE_REFUSED.
    """
    with database_errors():
        version = await _version(database)
        missing = await _missing(database)
        if version == len(STEPS) and not missing:
            return
        await _change(database)


@dataclass(frozen=True, slots=True)
class _Missing:
    """What a database lacks of the present schema, each by collection."""

    collections: Mapping[str, Schema | None]
    outdated: Mapping[str, Schema]
    indexes: Mapping[str, Sequence[IndexModel]]

    def __bool__(self) -> bool:
        return bool(self.collections or self.outdated or self.indexes)


async def _version(database: Database) -> int:
    found = await database[VERSIONS].find_one({"_id": _KEY})
    version = int((found or {}).get("version", 0))
    if version > len(STEPS):
        raise AdapterError(ErrorCode.DATABASE_NEWER, found=version, known=len(STEPS))
    return version


async def _missing(database: Database) -> _Missing:
    wanted = validators()
    listed = {info["name"]: info.get("options", {}) async for info in await database.list_collections()}
    names = [name for name in dict.fromkeys((*wanted, *indexes(), VERSIONS)) if name not in listed]
    outdated = {
        name: validator
        for name, validator in wanted.items()
        if name in listed and listed[name].get("validator") != validator
    }
    absent = await asyncio.gather(
        *(_missing_indexes(database, name, models) for name, models in indexes().items())
    )
    return _Missing(
        collections={name: wanted.get(name) for name in names},
        outdated=outdated,
        indexes={name: models for name, models in zip(indexes(), absent, strict=True) if models},
    )


async def _missing_indexes(
    database: Database, name: str, models: Sequence[IndexModel]
) -> Sequence[IndexModel]:
    there = await database[name].index_information()
    # Mongoose may have made one of that name already with options of its own: that one stays.
    return [model for model in models if model.document["name"] not in there]


async def _change(database: Database) -> None:
    """Changes the database alone: waits while another program does."""
    holder = new_id()
    while not await _take_lease(database, holder):  # noqa: ASYNC110  # the event is in another program
        await asyncio.sleep(_POLL_SECONDS)
    try:
        missing = await _missing(database)
        await _apply(database, missing)
        for number in range(await _version(database), len(STEPS)):
            await STEPS[number](database)
            await database[VERSIONS].update_one(
                {"_id": _KEY}, {"$set": {"version": number + 1, "updatedAt": utc_now()}}
            )
    finally:
        await database[VERSIONS].update_one(
            {"_id": _KEY, "leaseBy": holder}, {"$unset": {"leaseBy": "", "leaseUntil": ""}}
        )


async def _take_lease(database: Database, holder: str) -> bool:
    now = utc_now()
    free: Document = {"$or": [{"leaseUntil": None}, {"leaseUntil": {"$lt": now}}]}
    try:
        await database[VERSIONS].update_one(
            {"_id": _KEY, **free},
            {"$set": {"leaseBy": holder, "leaseUntil": now + _LEASE}, "$setOnInsert": {"version": 0}},
            upsert=True,
        )
    except DuplicateKeyError:  # it is there, and leased
        return False
    return True


async def _apply(database: Database, missing: _Missing) -> None:
    for name, validator in missing.collections.items():
        options: dict[str, Any] = {} if validator is None else _validation(validator)
        try:
            await database.create_collection(name, check_exists=False, **options)
        except OperationFailure as error:
            if error.code != _NAMESPACE_EXISTS:  # the web store wrote its first document just now
                raise
            if validator is not None:
                await database.command("collMod", name, **options)
    for name, validator in missing.outdated.items():
        await database.command("collMod", name, **_validation(validator))
    for name, models in missing.indexes.items():
        await database[name].create_indexes(list(models))


def _validation(validator: Schema) -> dict[str, Any]:
    # "moderate": a document that was already wrong may still be corrected field by field.
    return {"validator": validator, "validationLevel": "moderate", "validationAction": "error"}
