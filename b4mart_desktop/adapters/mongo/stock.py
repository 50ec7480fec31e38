"""Booking stock movements: the products' quantities and the ledger change together, in one transaction.

Kept for every product at all times: quantity − shortage = sum of its movements. Which movements a sale
makes is the domain's matter.
"""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from bson import ObjectId
from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.mongo.codec import Document, to_document
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.stock import StockMovement

LEDGER_DIGITS = 6
"""Stock is rounded to this many digits, which also rids it of what binary fractions leave behind."""


async def book(
    database: AsyncDatabase[Document], session: AsyncClientSession, movements: Sequence[StockMovement]
) -> None:
    """Changes the products' stock and writes the movements with what was on hand after each.

    A movement of a product that does not exist any more is written without ``quantityAfter``: what was
    sold was sold.
    """
    if not movements:
        return
    before = await _on_hand(database, session, {movement.product for movement in movements})
    booked, after = _walk(movements, before)
    if after:
        # Values, not increments: had anybody changed a product since it was read, the transaction's
        # snapshot makes this a write conflict, and the whole transaction runs again.
        await database.products.bulk_write(
            [_update(product, ledger) for product, ledger in after.items()], ordered=False, session=session
        )
    await database.stockmovements.insert_many(booked, session=session)


async def _on_hand(
    database: AsyncDatabase[Document], session: AsyncClientSession, products: Collection[Id]
) -> dict[Id, Decimal]:
    cursor = database.products.find(
        {"_id": {"$in": [ObjectId(product) for product in products]}},
        {"inventory.quantity": 1, "inventory.shortage": 1},
        session=session,
    )
    return {Id(str(product["_id"])): _ledger(product["inventory"]) for product in await cursor.to_list()}


def _ledger(inventory: Mapping[str, float | None]) -> Decimal:
    """The web store knows no shortage, and may keep more digits than stock has."""
    quantity, shortage = (Decimal(str(inventory.get(name) or 0)) for name in ("quantity", "shortage"))
    return round(quantity - shortage, LEDGER_DIGITS)


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
