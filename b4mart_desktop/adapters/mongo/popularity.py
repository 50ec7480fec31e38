"""How well products sell lately, counted by the server from `orders`. What that is good for is elsewhere."""

import datetime as dt

import pymongo
from pymongo import DESCENDING, ReadPreference
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.mongo.codec import Document
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.domain.orders import OrderStatus

PERIOD = dt.timedelta(days=90)
HALF_LIFE_DAYS = 30
"""A piece sold so long ago counts half of one sold today."""

STEPS_A_DOUBLING = 2
"""Scores are coarse, so that most stay as they are from day to day: every counter copies each change."""

MOST_ORDERS = 200_000
"""The latest, where a quarter has more: they say the same, and counting takes seconds, not minutes."""

FRESH = dt.timedelta(hours=20)
_MOST_PIECES = 1_000_000
_MOST_SECONDS = 120.0
_DAY_MS = 86_400_000


class MongoPopularity:
    """Implements ``services.ports.PopularityBook``."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._database = database
        self._orders = database.orders.with_options(read_preference=ReadPreference.SECONDARY_PREFERRED)

    async def renew(self) -> bool:
        """Counts what was sold, and writes the scores that differ; returns False where that was done lately.

        Doing it twice at once does no harm.

        Raises:
            AdapterError: DATABASE_UNREACHABLE or DATABASE_REFUSED.
        """
        with database_errors(), pymongo.timeout(_MOST_SECONDS):
            now = (await self._database.command("hello"))["localTime"].replace(tzinfo=dt.UTC)
            newest = await self._database.popularity.find_one(sort=[("updatedAt", DESCENDING)])
            if newest is not None and now - newest["updatedAt"] < FRESH:
                return False
            await (await self._orders.aggregate(_counting(now), allowDiskUse=True)).close()
            await self._database.popularity.delete_many({"score": 0})
        return True


def _counting(now: dt.datetime) -> list[Document]:
    sold = {"createdAt": {"$gte": now - PERIOD}, "status": {"$ne": OrderStatus.CANCELLED.value}}
    days = {"$divide": [{"$max": [0, {"$subtract": [now, "$createdAt"]}]}, _DAY_MS]}
    weight = {"$pow": [0.5, {"$divide": [days, HALF_LIFE_DAYS]}]}
    pieces = {"$sum": {"$multiply": ["$items.quantity", weight]}}
    doublings = {"$log": [{"$add": [1, "$pieces"]}, 2]}
    # One line with a quantity that is none, such as "2" or NaN, would end the counting for the whole shop.
    is_quantity: Document = {
        "$and": [
            {"$isNumber": "$items.quantity"},
            {"$gt": ["$items.quantity", 0]},
            {"$lte": ["$items.quantity", _MOST_PIECES]},
        ]
    }
    score = {"$toInt": {"$ceil": {"$multiply": [doublings, STEPS_A_DOUBLING]}}}
    return [
        {"$match": sold},
        {"$sort": {"createdAt": DESCENDING}},
        {"$limit": MOST_ORDERS},
        {"$project": {"createdAt": 1, "items.product": 1, "items.quantity": 1}},
        {"$unwind": "$items"},
        {"$match": {"$expr": is_quantity}},
        {"$group": {"_id": "$items.product", "pieces": pieces}},
        {"$project": {"score": score}},
        {"$unionWith": {"coll": "popularity", "pipeline": [{"$project": {"score": {"$literal": 0}}}]}},
        {"$group": {"_id": "$_id", "score": {"$max": "$score"}}},
        {"$match": {"_id": {"$type": "objectId"}}},
        {"$set": {"updatedAt": now}},
        {"$merge": {"into": "popularity", "whenMatched": [_ONLY_DIFFERENCES], "whenNotMatched": "insert"}},
    ]


_SAME = {"$eq": ["$score", "$$new.score"]}
_ONLY_DIFFERENCES = {  # a document that stays as it is comes into no change stream
    "$set": {"score": "$$new.score", "updatedAt": {"$cond": [_SAME, "$updatedAt", "$$new.updatedAt"]}}
}
