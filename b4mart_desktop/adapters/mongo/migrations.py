"""Bringing a database to the version this program writes: collections, validators, indexes, steps.

``schemaversions`` holds one document: version, indexes made, and who is changing them right now (a lease,
so that of several programs starting together one works and the others wait). A database made by a newer
program is left alone. Each step must be safe to run again after a crash halfway.
"""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError, OperationFailure

from b4mart_desktop.adapters.mongo.codec import Document
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.adapters.mongo.indexes import indexes
from b4mart_desktop.adapters.mongo.schema import Schema, validators
from b4mart_desktop.adapters.mongo.stock import FIRST_MOVEMENT
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
    pipeline: Sequence[Document] = [
        {"$lookup": FIRST_MOVEMENT},
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
    """Makes the database what this program writes to; where it already is, that costs two questions.

    Raises:
        AdapterError: DATABASE_NEWER (``found``, ``known``), DATABASE_UNREACHABLE or DATABASE_REFUSED.
    """
    with database_errors():
        state = await _state(database)
        is_current = state["version"] == len(STEPS) and set(state["indexes"]) >= set(_index_names())
        if not is_current or await _unfit_collections(database):
            await _change(database)


async def _state(database: Database) -> Document:
    """What `schemaversions` says: ``version``, and ``indexes`` by collection and name."""
    state: Document = {"version": 0, "indexes": []} | (await database[VERSIONS].find_one({"_id": _KEY}) or {})
    if state["version"] > len(STEPS):
        raise AdapterError(ErrorCode.DATABASE_NEWER, found=state["version"], known=len(STEPS))
    return state


def _index_names() -> list[str]:
    return [f"{name}.{model.document['name']}" for name, models in indexes().items() for model in models]


async def _unfit_collections(database: Database) -> dict[str, bool]:
    """Returns which collections are missing or have another validator, and whether they exist."""
    wanted = validators()
    there = {info["name"]: info.get("options", {}) async for info in await database.list_collections()}
    return {
        name: name in there
        for name in dict.fromkeys((*wanted, *indexes()))
        if name not in there or (name in wanted and there[name].get("validator") != wanted[name])
    }


async def _change(database: Database) -> None:
    """Changes the database alone: waits while another program does."""
    holder = new_id()
    while not await _take_lease(database, holder):  # noqa: ASYNC110  # the event is in another program
        await asyncio.sleep(_POLL_SECONDS)
    try:
        state = await _state(database)
        await _fit_collections(database)
        await _add_indexes(database)
        await _remember(database, indexes=_index_names())
        for number in range(state["version"], len(STEPS)):
            await STEPS[number](database)
            await _remember(database, version=number + 1)
    finally:
        await database[VERSIONS].update_one(
            {"_id": _KEY, "leaseBy": holder}, {"$unset": {"leaseBy": "", "leaseUntil": ""}}
        )


async def _remember(database: Database, **fields: object) -> None:
    await database[VERSIONS].update_one({"_id": _KEY}, {"$set": {**fields, "updatedAt": utc_now()}})


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


async def _fit_collections(database: Database) -> None:
    wanted = validators()
    for name, exists in (await _unfit_collections(database)).items():
        options = _validation(wanted[name]) if name in wanted else {}
        if not exists:
            try:
                await database.create_collection(name, check_exists=False, **options)
                continue
            except OperationFailure as error:
                if error.code != _NAMESPACE_EXISTS:  # the web store wrote its first document just now
                    raise
        if options:
            await database.command("collMod", name, **options)


def _validation(validator: Schema) -> dict[str, Any]:
    # "moderate": a document that was already wrong may still be corrected field by field.
    return {"validator": validator, "validationLevel": "moderate", "validationAction": "error"}


async def _add_indexes(database: Database) -> None:
    for name, models in indexes().items():
        there = await database[name].index_information()
        # Mongoose may have made one of that name already with options of its own: that one stays.
        missing = [model for model in models if model.document["name"] not in there]
        if missing:
            await database[name].create_indexes(missing)
