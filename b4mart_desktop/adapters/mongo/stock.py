"""Booking stock movements: the products' quantities and the ledger change together, in one transaction.

Kept for every product whose stock can be read, at all times: quantity − shortage = sum of its movements.
Which movements a sale makes is the domain's matter.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from bson import ObjectId
from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.mongo.codec import Document, to_document
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.stock import MovementReason, StockMovement

LEDGER_DIGITS = 6
"""Stock is rounded to this many digits, which also rids it of what binary fractions leave behind."""

MOST_ON_HAND = Decimal(10) ** 9
"""Above it a number is nobody's stock, and the digits of a binary fraction no longer reach."""

FIRST_MOVEMENT: Document = {
    "from": "stockmovements",
    "localField": "_id",
    "foreignField": "product",
    "pipeline": [{"$limit": 1}],
    "as": "booked",
}
"""Joins a product's first movement, an empty list where it has none yet."""


class _Stock(NamedTuple):
    """A product's stock as its document says, and whether the ledger says anything about it yet."""

    on_hand: Decimal
    booked: bool


async def book(
    database: AsyncDatabase[Document], session: AsyncClientSession, movements: Sequence[StockMovement]
) -> None:
    """Changes the products' stock and writes the movements with what was on hand after each.

    A product the ledger does not know yet, such as one the web store added, gets its opening movement
    first. A movement of a product that does not exist any more, or whose stock cannot be read, is written
    without ``quantityAfter``: what was sold was sold.
    """
    if not movements:
        return
    stocks = await _stocks(database, session, {movement.product for movement in movements})
    before = {product: stock.on_hand if stock.booked else Decimal(0) for product, stock in stocks.items()}
    booked, after = _walk([*_openings(stocks, movements[0].at), *movements], before)
    if after:
        # Values, not increments: had anybody changed a product since it was read, the transaction's
        # snapshot makes this a write conflict, and the whole transaction runs again.
        await database.products.bulk_write(
            [_update(product, ledger) for product, ledger in after.items()], ordered=False, session=session
        )
    await database.stockmovements.insert_many(booked, session=session)


async def _stocks(
    database: AsyncDatabase[Document], session: AsyncClientSession, products: Collection[Id]
) -> dict[Id, _Stock]:
    """Returns the stock of those products that have one."""
    pipeline: Sequence[Document] = [
        {"$match": {"_id": {"$in": [ObjectId(product) for product in products]}}},
        {"$project": {"inventory": 1}},
        {"$lookup": FIRST_MOVEMENT},
    ]
    cursor = await database.products.aggregate(pipeline, session=session)
    stocks = {}
    for product in await cursor.to_list():
        on_hand = _ledger(product.get("inventory"))
        if on_hand is not None:
            stocks[Id(str(product["_id"]))] = _Stock(on_hand, bool(product["booked"]))
    return stocks


def _ledger(inventory: object) -> Decimal | None:
    """What is on hand; None where ``inventory`` is not what anybody's stock looks like.

    The web store knows no shortage, and may keep more digits than stock has.
    """
    if not isinstance(inventory, Mapping):
        return None
    try:
        quantity, shortage = (_number(inventory.get(name)) for name in ("quantity", "shortage"))
    except InvalidOperation:
        return None
    return round(quantity - shortage, LEDGER_DIGITS)


def _number(value: Any) -> Decimal:
    number = Decimal(str(value or 0))
    if not (number.is_finite() and abs(number) <= MOST_ON_HAND):
        raise InvalidOperation(value)
    return number


def _openings(stocks: Mapping[Id, _Stock], at: dt.datetime) -> list[StockMovement]:
    return [
        StockMovement(id=new_id(), product=product, delta=stock.on_hand, reason=MovementReason.OPENING, at=at)
        for product, stock in stocks.items()
        if stock.on_hand and not stock.booked
    ]


def _walk(
    movements: Sequence[StockMovement], before: Mapping[Id, Decimal]
) -> tuple[list[Document], dict[Id, Decimal]]:
    """Returns the movements' documents, and what is on hand after all of them."""
    after = dict(before)
    booked: list[Document] = []
    for movement in movements:
        document = to_document(movement)
        if movement.product in after:
            after[movement.product] = round(after[movement.product] + movement.delta, LEDGER_DIGITS)
            document["quantityAfter"] = float(after[movement.product])
        booked.append(document)
    return booked, after


def _update(product: Id, ledger: Decimal) -> UpdateOne:
    """The seed forbids negative quantities: what is below zero is kept in ``shortage``."""
    zero = Decimal(0)
    stock = {
        "inventory.quantity": float(max(ledger, zero)),
        "inventory.shortage": float(max(-ledger, zero)),
    }
    return UpdateOne({"_id": ObjectId(product)}, {"$set": stock, "$currentDate": {"updatedAt": True}})
