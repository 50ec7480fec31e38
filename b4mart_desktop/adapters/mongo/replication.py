"""What a counter copies of the database: whole collections first, then every change as it happens.

Documents leave here as the driver decodes them. What a copy looks like belongs to ``adapters.local``.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any

import bson
from bson.codec_options import CodecOptions, DatetimeConversion
from bson.errors import BSONError
from pymongo import AsyncMongoClient
from pymongo.asynchronous.change_stream import AsyncDatabaseChangeStream
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern

from b4mart_desktop.adapters.mongo.errors import database_errors, translate
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.store import STORE_KEY
from b4mart_desktop.services.ports import REPLICATED, Change

Document = dict[str, Any]
Client = AsyncMongoClient[Document]

BATCH = 200  # decoding one holds Python's lock for about 2 ms, which a window can spare
MAX_AWAIT_MS = 1_000  # how long the server waits for a change before it says "none"; a change ends the wait
SILENCE_SECONDS = 10.0  # how much later than that the answer may come before the line counts as dead

# Text that is not UTF-8 and dates past the year 9999 spoil one field, not the batch they came in.
_LENIENT: CodecOptions[Document] = CodecOptions(
    tz_aware=True,
    unicode_decode_error_handler="replace",
    datetime_conversion=DatetimeConversion.DATETIME_AUTO,
)
_WANTED: Mapping[str, Document] = {
    "settings": {"key": STORE_KEY},
    "products": {"status": {"$in": ["active", "inactive"]}},
    "heldcarts": {"settledAt": None},
}
_CHANGES_OF_OURS = {
    "$match": {
        "$or": [
            {"ns.coll": {"$in": list(REPLICATED)}},
            {"to.coll": {"$in": list(REPLICATED)}},  # renamed into place, as mongorestore and $out do
            {"operationType": {"$in": ["dropDatabase", "invalidate"]}},
        ]
    }
}
_WRITES = ("insert", "update", "replace")

# The stream cannot go on from this token. Source: MongoDB's error_codes.yml.
_TOKEN_LOST = frozenset(
    {
        9,  # FailedToParse: not a token of this server's version
        136,  # CappedPositionLost
        222,  # CloseChangeStream
        260,  # InvalidResumeToken
        280,  # ChangeStreamFatalError
        286,  # ChangeStreamHistoryLost
        40647,  # the token is of another cluster's shape
        50811,  # malformed token
    }
)


class MongoReplication:
    """``ReplicationSource`` on one database; to be used in the loop that the client belongs to."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        # What is not yet on the majority may be rolled back, and no change would tell.
        self._database = database.with_options(_LENIENT, read_concern=ReadConcern("majority"))

    async def ping(self) -> None:
        """Raises AdapterError where the database does not answer."""
        with database_errors():
            await self._database.command("ping")

    async def count(self, collection: str) -> int:
        """Returns about how many documents there are."""
        with database_errors():
            return await self._database[collection].estimated_document_count()

    async def token(self) -> bytes:
        """Returns a resume token of now, to be taken before the first load."""
        with database_errors():
            collections = await self._collections()
            async with await self._watch(None) as stream:
                return _pack(stream.resume_token, collections)

    async def load(self, collection: str) -> AsyncGenerator[Sequence[Mapping[str, Any]], None]:
        """Yields all documents a counter needs of ``collection``, in batches of up to ``BATCH``.

        The next batch is on its way while the caller works on one.
        """
        cursor = self._database[collection].find_raw_batches(_WANTED.get(collection, {}), batch_size=BATCH)
        ahead = asyncio.ensure_future(_next_raw(cursor))
        try:
            while (raw := await ahead) is not None:
                ahead = asyncio.ensure_future(_next_raw(cursor))
                await asyncio.sleep(0)  # lets the request go out
                yield bson.decode_all(raw, _LENIENT)  # type: ignore[arg-type]  # invariant type parameter
        finally:
            await _abandon(ahead)
            await cursor.close()

    async def changes(self, token: bytes) -> AsyncGenerator[Sequence[Change], None]:
        """Yields changes of all replicated collections since ``token``, in batches as they come.

        Raises:
            AdapterError: NOT_FOUND where the token is too old to go on from, or a collection was dropped
                or renamed: load again. DATABASE_UNREACHABLE.
        """
        collections, stream = await self._resume(token)
        ahead = asyncio.ensure_future(_next_event(stream))
        try:
            while True:
                batch = [_change(await ahead, collections)]
                while True:
                    ahead = asyncio.ensure_future(_next_event(stream))
                    await asyncio.sleep(0)  # enough for an event that is here already
                    if not ahead.done() or len(batch) == BATCH:
                        break
                    batch.append(_change(ahead.result(), collections))
                yield batch
        finally:
            await _abandon(ahead)
            await stream.close()

    async def _resume(self, token: bytes) -> tuple[Document, AsyncDatabaseChangeStream[Document]]:
        try:
            collections = await self._collections()
            resume, known = _unpack(token)
            if known.items() - collections.items():
                raise _lost("the collections are not those that were loaded")
            return collections, await self._watch(resume)
        except (PyMongoError, BSONError) as error:
            raise _stream_error(error) from error

    async def _collections(self) -> Document:
        """Returns the UUIDs of the replicated collections that exist.

        A server made anew accepts an old token where its log still has its own beginning.
        """
        found = await self._database.list_collections(filter={"name": {"$in": list(REPLICATED)}})
        return {collection["name"]: collection["info"].get("uuid") async for collection in found}

    async def _watch(self, token: Mapping[str, Any] | None) -> AsyncDatabaseChangeStream[Document]:
        return await self._database.watch(
            [_CHANGES_OF_OURS],
            full_document="updateLookup",
            resume_after=token,
            max_await_time_ms=MAX_AWAIT_MS,
            batch_size=BATCH,
        )


async def _next_raw(cursor: Any) -> bytes | None:
    with database_errors():
        async for raw in cursor:
            return bytes(raw)
    return None


async def _next_event(stream: AsyncDatabaseChangeStream[Document]) -> Document:
    try:
        while True:
            async with asyncio.timeout(MAX_AWAIT_MS / 1000 + SILENCE_SECONDS):
                event = await stream.try_next()
            if event is not None:
                return event
    except TimeoutError as error:
        reason = f"no answer in {SILENCE_SECONDS:.0f} seconds"
        raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason=reason) from error
    except (PyMongoError, BSONError) as error:
        raise _stream_error(error) from error


def _stream_error(error: PyMongoError | BSONError) -> AdapterError:
    lost = isinstance(error, BSONError) or (isinstance(error, OperationFailure) and error.code in _TOKEN_LOST)
    if lost:
        return _lost(str(error))
    return translate(error)


def _lost(reason: str) -> AdapterError:
    return AdapterError(ErrorCode.NOT_FOUND, what="resume token", reason=reason)


def _pack(token: Mapping[str, Any] | None, collections: Document) -> bytes:
    return bson.encode({"token": token, "collections": collections})


def _unpack(packed: bytes) -> tuple[Document, Document]:
    match bson.decode(packed):
        case {"token": dict(token), "collections": dict(collections)}:
            return token, collections
        case _:
            raise _lost("it is not one of ours")


def _change(event: Document, collections: Document) -> Change:
    operation = event["operationType"]
    if operation not in (*_WRITES, "delete"):
        raise _lost(f"{operation} of {event.get('ns', {}).get('coll', 'the database')}")
    return Change(
        collection=event["ns"]["coll"],
        id=Id(str(event["documentKey"]["_id"])),
        document=event.get("fullDocument"),  # None as well where it was deleted since
        token=_pack(event["_id"], collections),
    )


async def _abandon(task: asyncio.Future[Any]) -> None:
    """Ends a request ahead whose answer nobody will read."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
