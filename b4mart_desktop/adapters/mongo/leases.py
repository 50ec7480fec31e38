"""Work that one counter does for all: a lease in ``leases``, by the server's clock.

The lock is MongoDB's alone, also where there is Redis: two places to lock could give the same work to two
counters whenever only one of them reaches Redis. And what a leader does it does to MongoDB: where that is
away there is nothing to lead.
"""

import time

import pymongo
from bson import ObjectId
from pymongo import ReturnDocument
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError

from b4mart_desktop.adapters.mongo.codec import Document
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.domain.ids import Id

LEASE_SECONDS = 20.0
"""After so long without a word of the holder anybody may take over."""

ANSWER_SECONDS = 5.0
"""For one question: the lease must be worth something when the answer is there."""


class MongoLeadership:
    """Implements ``services.ports.Leadership`` for one register."""

    def __init__(
        self, database: AsyncDatabase[Document], register: Id, lease_seconds: float = LEASE_SECONDS
    ) -> None:
        self._leases = database.leases
        self._holder = ObjectId(register)
        self._lease_seconds = lease_seconds

    async def holds(self, name: str) -> bool:
        """Whether this register does the work ``name`` now, and for at least half a lease more.

        Raises:
            AdapterError: DATABASE_UNREACHABLE or DATABASE_REFUSED.
        """
        asked = time.monotonic()
        with database_errors(), pymongo.timeout(ANSWER_SECONDS):
            try:
                lease = await self._leases.find_one_and_update(
                    {"name": name}, [self._taken()], upsert=True, return_document=ReturnDocument.AFTER
                )
            except DuplicateKeyError:  # another register was the first ever to ask, at this very moment
                return False
        in_time = time.monotonic() - asked < self._lease_seconds / 2
        return in_time and lease is not None and lease["holder"] == self._holder

    def _taken(self) -> Document:
        """The lease prolonged where it is ours, taken where nobody has it, left alone where somebody does."""
        lease = int(self._lease_seconds * 1000)
        ours: Document = {
            "$or": [
                {"$eq": ["$holder", self._holder]},
                {"$lte": [{"$ifNull": ["$until", "$$NOW"]}, "$$NOW"]},
                # Longer than any lease: the clock was set back. A lease more is what clocks of two primaries
                # may differ by.
                {"$gt": ["$until", {"$add": ["$$NOW", 2 * lease]}]},
            ]
        }
        until = {"$add": ["$$NOW", lease]}
        return {
            "$set": {
                "holder": {"$cond": [ours, self._holder, "$holder"]},
                "until": {"$cond": [ours, until, "$until"]},
            }
        }
