"""What other counters sell, from the stock ledger as it is written. Only last pieces leave the server."""

import asyncio
from collections.abc import AsyncGenerator

from bson import ObjectId
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.mongo.codec import Document
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.adapters.mongo.streams import StreamEvents, end_stream
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.stock import MovementReason
from b4mart_desktop.services.bus import LastOneSold

MAX_AWAIT_MS = 1_000  # how long the server waits for news before it says "none"; news end the wait


class MongoStockNews:
    """Implements ``services.ports.StockNews``."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._movements = database.stockmovements
        self._registers = database.registers

    async def last_ones(self, register: Id) -> AsyncGenerator[LastOneSold, None]:
        """Yields each sale of a product's last piece by any register but ``register``, from now on.

        Raises:
            AdapterError: DATABASE_UNREACHABLE or DATABASE_REFUSED.
        """
        codes: dict[ObjectId, str] = {}
        with database_errors():
            stream = await self._movements.watch(_last_ones(register), max_await_time_ms=MAX_AWAIT_MS)
        news = StreamEvents(stream, MAX_AWAIT_MS)
        ahead = asyncio.ensure_future(news.next())
        try:
            while True:
                event = await news.wait_for(ahead)
                ahead = asyncio.ensure_future(news.next())
                if event is not None:
                    yield await self._last_one(event["fullDocument"], codes)
        finally:
            await end_stream(stream, ahead)

    async def _last_one(self, movement: Document, codes: dict[ObjectId, str]) -> LastOneSold:
        seller = movement["register"]
        if seller not in codes:
            codes[seller] = await self._code(seller)
        return LastOneSold(Id(str(movement["product"])), codes[seller], movement["at"])

    async def _code(self, register: ObjectId) -> str:
        with database_errors():
            found = await self._registers.find_one({"_id": register}, {"code": 1})
        return str((found or {}).get("code", "?"))


def _last_ones(register: Id) -> list[Document]:
    """Sales elsewhere after which nothing is on hand, although before there was something."""
    before = {"$subtract": ["$fullDocument.quantityAfter", "$fullDocument.delta"]}
    return [
        {
            "$match": {
                "operationType": "insert",
                "fullDocument.reason": MovementReason.SALE.value,
                "fullDocument.quantityAfter": {"$lte": 0},
                "fullDocument.register": {"$type": "objectId", "$ne": ObjectId(register)},
                "$expr": {"$gt": [before, 0]},
            }
        },
        {"$project": {"fullDocument.product": 1, "fullDocument.register": 1, "fullDocument.at": 1}},
    ]
