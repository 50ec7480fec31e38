"""Which counters run: one document of ``presence`` each, dated by the server's clock, not by a counter's."""

from collections.abc import Sequence

from bson import ObjectId
from pymongo import ASCENDING, WriteConcern
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.mongo.codec import Document, from_document, to_document
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.domain.counters import Presence
from b4mart_desktop.domain.ids import Id

ABSENT_AFTER_SECONDS = 12.0
"""Who said nothing for so long does not run any more; that is more than two announcements lost in a row."""


class MongoPresence:
    """Implements ``services.ports.PresenceBoard``."""

    def __init__(
        self, database: AsyncDatabase[Document], absent_after_seconds: float = ABSENT_AFTER_SECONDS
    ) -> None:
        # What is said anew every few seconds need not wait for a majority of disks.
        self._presence = database.presence.with_options(write_concern=WriteConcern(1))
        self._absent_after = int(absent_after_seconds * 1000)

    async def announce(self, presence: Presence) -> None:
        """Says that the counter runs, and what of it; ``seen_at`` becomes the server's time."""
        document = to_document(presence)
        identity = {"_id": document.pop("_id")}
        del document["seenAt"]
        gone = {} if presence.user_name is not None else {"$unset": {"userName": ""}}
        with database_errors():
            await self._presence.update_one(
                identity, {"$set": document, "$currentDate": {"seenAt": True}, **gone}, upsert=True
            )

    async def leave(self, register: Id) -> None:
        """Says that the counter ends."""
        last = {"$set": {"left": True}, "$unset": {"userName": ""}, "$currentDate": {"seenAt": True}}
        with database_errors():
            await self._presence.update_one({"_id": ObjectId(register)}, last)

    async def present(self) -> Sequence[Presence]:
        """Returns the counters that run, by code."""
        # Seen in the future: the server's clock was set back, and who said so may be long gone.
        lately = {
            "$and": [
                {"$gt": ["$seenAt", {"$subtract": ["$$NOW", self._absent_after]}]},
                {"$lt": ["$seenAt", {"$add": ["$$NOW", self._absent_after]}]},
            ]
        }
        return await self._find({"$expr": lately, "left": False}, "seenAt")

    async def last_seen(self) -> Sequence[Presence]:
        """Returns all counters that were seen within the last months, by code."""
        return await self._find({}, "_id")

    async def _find(self, wanted: Document, order: str) -> Sequence[Presence]:
        with database_errors():
            cursor = self._presence.find(wanted).sort(order, ASCENDING)
            found = [from_document(document, Presence) async for document in cursor]
        return sorted(found, key=lambda presence: presence.code)
