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


IN_LEDGER = "inventory.inLedger"
"""The desktop's own field of a product: true once the ledger tells of its stock.

Set together with the product's first movements, and never wrong: where it is missing, as in a product that
the web store added or wrote anew, the ledger itself is asked.
"""


async def book(
    database: AsyncDatabase[Document], session: AsyncClientSession, movements: Sequence[StockMovement]
) -> list[Document]:
    """Changes the products' stock; returns the movements' documents, with what was on hand after each.

    The same transaction has to insert them. To be called first in it: of several registers that sell the
    same products, one goes on and the others learn at once that they have to wait, with nothing written.

    A product the ledger does not know yet, such as one the web store added, gets its opening movement
    first. A movement of a product that does not exist any more, or whose stock cannot be read, has no
    ``quantityAfter``: what was sold was sold.
    """
    if not movements:
        return []
    stocks = await _stocks(database, session, {movement.product for movement in movements})
    before = {product: stock.on_hand if stock.booked else Decimal(0) for product, stock in stocks.items()}
    booked, after = _walk([*_openings(stocks, movements[0].at), *movements], before)
    if after:
        # Values, not increments: had anybody changed a product since it was read, the transaction's
        # snapshot makes this a write conflict, and the whole transaction runs again. All registers go by
        # the same order, so that whoever comes second meets the first one's lock soonest.
        updates = [_update(product, after[product]) for product in sorted(after)]
        updates += [_update_variant(each, each.variant) for each in movements if each.variant is not None]
        await database.products.bulk_write(updates, ordered=False, session=session)
    return booked


async def sums(
    database: AsyncDatabase[Document], session: AsyncClientSession | None, products: Collection[ObjectId]
) -> dict[Id, Decimal]:
    """Returns what is on hand by the movements alone, of those products that have any."""
    pipeline: Sequence[Document] = [
        {"$match": {"product": {"$in": list(products)}}},
        {"$group": {"_id": "$product", "onHand": {"$sum": "$delta"}}},
    ]
    cursor = await database.stockmovements.aggregate(pipeline, session=session)
    found = {Id(str(document["_id"])): document["onHand"] async for document in cursor}
    return {product: round(Decimal(str(on_hand)), LEDGER_DIGITS) for product, on_hand in found.items()}


class _Stock(NamedTuple):
    """A product's stock as its document says, and whether the ledger says anything about it yet."""

    on_hand: Decimal
    booked: bool


async def _stocks(
    database: AsyncDatabase[Document], session: AsyncClientSession, products: Collection[Id]
) -> dict[Id, _Stock]:
    """Returns the stock of those products that have one."""
    wanted = [ObjectId(product) for product in products]
    found = database.products.find(
        {"_id": {"$in": wanted}}, {"inventory": 1}, batch_size=len(wanted) + 1, session=session
    )
    inventories = {document["_id"]: document.get("inventory") for document in await found.to_list()}
    on_hand = {product: _ledger(inventory) for product, inventory in inventories.items()}
    unsure = [product for product in on_hand if not _is_in_ledger(inventories[product])]
    unbooked = await _unbooked(database, session, unsure) if unsure else frozenset()
    return {
        Id(str(product)): _Stock(stock, product not in unbooked)
        for product, stock in on_hand.items()
        if stock is not None
    }


def _is_in_ledger(inventory: object) -> bool:
    return isinstance(inventory, Mapping) and inventory.get(IN_LEDGER.rpartition(".")[2]) is True


async def _unbooked(
    database: AsyncDatabase[Document], session: AsyncClientSession, products: Sequence[ObjectId]
) -> frozenset[ObjectId]:
    """Returns those of ``products`` that have no movement."""
    pipeline: Sequence[Document] = [
        {"$match": {"_id": {"$in": products}}},
        {"$project": {"_id": 1}},
        {"$lookup": FIRST_MOVEMENT},
        {"$match": {"booked": []}},
    ]
    cursor = await database.products.aggregate(pipeline, batchSize=len(products) + 1, session=session)
    return frozenset([document["_id"] for document in await cursor.to_list()])


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


def _update_variant(movement: StockMovement, sku: str) -> UpdateOne:
    """The combination's own stock; below zero is what was sold of it before it was counted.

    One whose stock is no number stays as it is, like a product: what was sold was sold.
    """
    combination = {"$elemMatch": {"sku": sku, "quantity": {"$type": "number"}}}
    return UpdateOne(
        {"_id": ObjectId(movement.product), "inventory.variantStock": combination},
        {"$inc": {"inventory.variantStock.$.quantity": float(movement.delta)}},
    )


def _update(product: Id, ledger: Decimal) -> UpdateOne:
    """The seed forbids negative quantities: what is below zero is kept in ``shortage``."""
    zero = Decimal(0)
    stock = {
        "inventory.quantity": float(max(ledger, zero)),
        "inventory.shortage": float(max(-ledger, zero)),
        IN_LEDGER: True,
    }
    return UpdateOne({"_id": ObjectId(product)}, {"$set": stock, "$currentDate": {"updatedAt": True}})
