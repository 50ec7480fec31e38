"""What a counter copies of the database: whole collections first, then every change as it happens.

Documents leave here as the driver decodes them. What a copy looks like belongs to ``adapters.local``.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from typing import Any

import bson
from bson.codec_options import CodecOptions, DatetimeConversion
from bson.errors import BSONError
from pymongo import AsyncMongoClient
from pymongo.asynchronous.change_stream import AsyncDatabaseChangeStream
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern

from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.adapters.mongo.streams import StreamEvents, abandon, end_stream, stream_error, token_lost
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.store import STORE_KEY
from b4mart_desktop.services.ports import MOST_CHANGES, REPLICATED, Change

Document = dict[str, Any]
Client = AsyncMongoClient[Document]

LOAD_BATCH = 1_000
"""Documents of one answer in a load."""

MAX_AWAIT_MS = 500  # how long the server waits for a change before it says "none"; a change ends the wait
# Text that is not UTF-8 and dates past the year 9999 spoil one field, not the batch they came in.
_LENIENT: CodecOptions[Document] = CodecOptions(
    tz_aware=True,
    unicode_decode_error_handler="replace",
    datetime_conversion=DatetimeConversion.DATETIME_AUTO,
)
_WANTED: Mapping[str, Document] = {
    "settings": {"key": STORE_KEY},
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
# The document comes whole. With what changed beside it, a big one is more than an answer can hold.
_WITHOUT_DIFFERENCE = {"$project": {"updateDescription": False}}
_OBJECT_ID = b"\x07_id\x00"
_WRITES = ("insert", "update", "replace")


class MongoReplication:
    """``ReplicationSource`` on one database, and what a load reads; for the client's own loop."""

    def __init__(self, database: AsyncDatabase[Document], store: Id | None = None) -> None:
        """Takes the database.

        Args:
            database: Whose documents are copied.
            store: ``_id`` of the store whose database it has to be; None where any will do.
        """
        # What is not yet on the majority may be rolled back, and no change would tell.
        self._database = database.with_options(_LENIENT, read_concern=ReadConcern("majority"))
        self._store = store

    async def ping(self) -> None:
        """Makes sure that the database answers, and that it is the store's.

        Raises:
            AdapterError: DATABASE_UNREACHABLE; OTHER_STORE where another shop's database, or an empty one,
                answers at that address.
        """
        with database_errors():
            found = await self._database.settings.find_one(_WANTED["settings"], {"_id": True})
        if self._store is not None and (found is None or str(found["_id"]) != self._store):
            raise AdapterError(ErrorCode.OTHER_STORE, found=None if found is None else str(found["_id"]))

    async def count(self, collection: str) -> int:
        """Returns about how many documents there are."""
        with database_errors():
            return await self._database[collection].estimated_document_count()

    async def token(self) -> bytes:
        """Returns a resume token of now, to be taken before the first load."""
        with database_errors():
            collections = await self._collections()
            async with await self._watch(None) as stream:
                while stream.resume_token is None:  # changes came with the first answer: each has its own
                    await stream.try_next()
                return _pack(stream.resume_token, collections)

    async def load(self, collection: str) -> AsyncGenerator[bytes, None]:
        """Yields all documents a counter needs of ``collection``, as BSON, up to ``LOAD_BATCH`` at once.

        The next batch is on its way while the caller works on one.
        """
        wanted = _WANTED.get(collection, {})
        cursor = self._database[collection].find_raw_batches(wanted, batch_size=LOAD_BATCH)
        ahead = asyncio.ensure_future(_next_raw(cursor))
        try:
            while (raw := await ahead) is not None:
                ahead = asyncio.ensure_future(_next_raw(cursor))
                await asyncio.sleep(0)  # lets the request go out
                yield raw
        finally:
            await abandon(ahead)
            await cursor.close()

    async def changes(self, token: bytes, most: int = MOST_CHANGES) -> AsyncGenerator[Sequence[Change], None]:
        """Yields changes of all replicated collections since ``token``, in batches as they come.

        A batch of ``most`` says that more are waiting, an empty one that none are.

        Raises:
            AdapterError: NOT_FOUND where the token is too old to go on from, or a collection was dropped
                or renamed, or the server is one restored to an earlier day: load again.
                DATABASE_UNREACHABLE.
        """
        collections, stream = await self._resume(token, most)
        news = StreamEvents(stream, MAX_AWAIT_MS)
        ahead = asyncio.ensure_future(news.next())
        try:
            while True:
                events = [await news.wait_for(ahead)]
                while True:
                    ahead = asyncio.ensure_future(news.next())
                    await asyncio.sleep(0)  # enough for an event that is here already
                    if not ahead.done() or len(events) == most:
                        break
                    events.append(ahead.result())
                yield [_change(event, collections) for event in events if event is not None]
        finally:
            await end_stream(stream, ahead)

    async def _resume(self, token: bytes, most: int) -> tuple[Document, AsyncDatabaseChangeStream[Document]]:
        try:
            collections = await self._collections()
            resume, known = _unpack(token)
            if known.items() - collections.items():
                raise token_lost("the collections are not those that were loaded")
            await self._check_clock(resume)
            return collections, await self._watch(resume, most)
        except (PyMongoError, BSONError) as error:
            raise stream_error(error) from error

    async def _collections(self) -> Document:
        """Returns the UUIDs of the replicated collections that exist.

        A server made anew accepts an old token where its log still has its own beginning.
        """
        found = await self._database.list_collections(filter={"name": {"$in": list(REPLICATED)}})
        return {collection["name"]: collection["info"].get("uuid") async for collection in found}

    async def _check_clock(self, token: Mapping[str, Any]) -> None:
        """Raises where the database has not come as far yet as the token: it was restored from a backup.

        The server itself would wait for that moment, and leave out all changes before it.
        """
        reply = await self._database.client.admin.command("hello")
        last = reply["lastWrite"]["opTime"]["ts"] if "lastWrite" in reply else None
        if last is not None and last.time < _time_of(token):
            raise token_lost("the database was restored to an earlier state")

    async def _watch(
        self, token: Mapping[str, Any] | None, most: int = MOST_CHANGES
    ) -> AsyncDatabaseChangeStream[Document]:
        return await self._database.watch(
            [_CHANGES_OF_OURS, _WITHOUT_DIFFERENCE],
            full_document="updateLookup",
            resume_after=token,
            max_await_time_ms=MAX_AWAIT_MS,
            batch_size=most,
        )


async def _next_raw(cursor: Any) -> bytes | None:
    with database_errors():
        async for raw in cursor:
            return bytes(raw)
    return None


def _pack(token: Mapping[str, Any] | None, collections: Document) -> bytes:
    return bson.encode({"token": token, "collections": collections})


def _unpack(packed: bytes) -> tuple[Document, Document]:
    match bson.decode(packed):
        case {"token": dict(token), "collections": dict(collections)}:
            return token, collections
        case _:
            raise token_lost("it is not one of ours")


def _time_of(token: Mapping[str, Any]) -> int:
    """Returns the second, by the server's clock, of what the token stands for.

    It is a KeyString: the type of a timestamp, then 4 bytes of seconds. Source: MongoDB's
    ``resume_token.h``.
    """
    try:
        return int.from_bytes(bytes.fromhex(str(token["_data"])[2:10]))
    except (KeyError, ValueError) as error:
        raise token_lost("it is not one of ours") from error


def documents_in(raw: bytes) -> dict[str, bytes]:
    """Returns the documents of a batch of ``MongoReplication.load``, by id, undecoded."""
    found: dict[str, bytes] = {}
    begin = 0
    while begin < len(raw):
        end = begin + int.from_bytes(raw[begin : begin + 4], "little")
        document = raw[begin:end]
        found[_id_of(document)] = document
        begin = end
    return found


def decode(documents: Iterable[bytes]) -> list[Document]:
    """Returns the documents; a field that is no text or date of ours spoils nothing else."""
    return bson.decode_all(b"".join(documents), _LENIENT)


def _id_of(document: bytes) -> str:
    # MongoDB keeps `_id` first; an ObjectId is 12 bytes behind its type and name.
    if document[4:9] == _OBJECT_ID:
        return document[9:21].hex()
    return str(bson.decode(document, _LENIENT)["_id"])


def _change(event: Document, collections: Document) -> Change:
    operation = event["operationType"]
    if operation not in (*_WRITES, "delete"):
        raise token_lost(f"{operation} of {event.get('ns', {}).get('coll', 'the database')}")
    return Change(
        collection=event["ns"]["coll"],
        id=Id(str(event["documentKey"]["_id"])),
        document=event.get("fullDocument"),  # None as well where it was deleted since
        token=_pack(event["_id"], collections),
    )
