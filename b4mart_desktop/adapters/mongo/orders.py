"""Orders of all channels, read for lists, receipts and invoices. Writing them is `posting`'s matter."""

import datetime as dt
import logging
from collections.abc import Sequence
from typing import Any

from bson import ObjectId
from pymongo import ASCENDING, DESCENDING
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.mongo.codec import Document, from_document
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.domain.errors import AdapterError
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.orders import Order
from b4mart_desktop.domain.payments import Payment

_log = logging.getLogger(__name__)


class MongoOrders:
    """Implements ``services.ports.OrderArchive``."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._database = database

    async def between(self, start: dt.datetime, end: dt.datetime, cashier: Id | None) -> Sequence[Order]:
        """Returns orders of all channels made in [start, end), newest first; one cashier's if given.

        An order that cannot be read is left out and logged: one bad document must not hide the day.
        """
        wanted: dict[str, Any] = {"createdAt": {"$gte": start, "$lt": end}}
        if cashier is not None:
            wanted["cashier"] = ObjectId(cashier)
        orders: list[Order] = []
        with database_errors():
            async for document in self._database.orders.find(wanted).sort("createdAt", DESCENDING):
                try:
                    orders.append(from_document(document, Order))
                except AdapterError as error:
                    _log.warning("left out: %s", error)
        return orders

    async def order(self, order: Id) -> Order | None:
        """Returns one order.

        Raises:
            AdapterError: UNREADABLE_DOCUMENT where it is there but cannot be read.
        """
        with database_errors():
            document = await self._database.orders.find_one({"_id": ObjectId(order)})
        return None if document is None else from_document(document, Order)

    async def by_receipt(self, number: str) -> Order | None:
        """Returns the order with that receipt number.

        Raises:
            AdapterError: UNREADABLE_DOCUMENT where it is there but cannot be read.
        """
        wanted = {"receiptNumber": {"$eq": number, "$type": "string"}}  # as the index says, or it is not used
        with database_errors():
            document = await self._database.orders.find_one(wanted)
        return None if document is None else from_document(document, Order)

    async def payments(self, order: Id) -> Sequence[Payment]:
        """Returns the payments of an order, in the order they were taken."""
        with database_errors():
            cursor = self._database.payments.find({"order": ObjectId(order)}).sort("_id", ASCENDING)
            return [from_document(document, Payment) async for document in cursor]
