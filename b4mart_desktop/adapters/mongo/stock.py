"""Booking stock movements: the products' quantities and the ledger change together, in one transaction.

Kept for every product at all times: quantity − shortage = sum of its movements. Which movements a sale
makes is the domain's matter.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec
from bson import ObjectId
from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.mongo.codec import Document, to_document
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.stock import StockMovement

LEDGER_DIGITS = 6
"""Stock is rounded to this many digits, so that sums of binary fractions stay clean."""


async def book(
    database: AsyncDatabase[Document], session: AsyncClientSession, movements: Sequence[StockMovement]
) -> None:
    """Changes the products' stock and writes the movements with what was on hand after each.

    A movement of a product that does not exist any more is written without ``quantityAfter``: what was
    sold was sold.
    """
    if not movements:
        return
    totals = _totals(movements)
    updates = [UpdateOne({"_id": ObjectId(product)}, _update(delta)) for product, delta in totals.items()]
    await database.products.bulk_write(updates, ordered=False, session=session)
    # After the update the documents are ours until the commit, so what is read here is what will stand.
    on_hand = await _on_hand(database, session, list(totals))
    written = [to_document(movement) for movement in _with_quantities(movements, on_hand)]
    await database.stockmovements.insert_many(written, session=session)


def _totals(movements: Sequence[StockMovement]) -> dict[Id, Decimal]:
    totals: dict[Id, Decimal] = {}
    for movement in movements:
        totals[movement.product] = totals.get(movement.product, Decimal(0)) + movement.delta
    return totals


def _update(delta: Decimal) -> Sequence[Document]:
    """The seed forbids negative quantities: what is below zero is kept in ``shortage``."""
    quantity = {"$ifNull": ["$inventory.quantity", 0]}
    shortage = {"$ifNull": ["$inventory.shortage", 0]}
    ledger = {"$round": [{"$add": [quantity, {"$multiply": [-1, shortage]}, float(delta)]}, LEDGER_DIGITS]}
    return [
        {
            "$set": {
                "inventory.quantity": {"$max": [0, ledger]},
                "inventory.shortage": {"$max": [0, {"$subtract": [0, ledger]}]},
                "updatedAt": "$$NOW",
            }
        }
    ]


async def _on_hand(
    database: AsyncDatabase[Document], session: AsyncClientSession, products: Sequence[Id]
) -> dict[Id, Decimal]:
    cursor = database.products.find(
        {"_id": {"$in": [ObjectId(product) for product in products]}},
        {"inventory.quantity": 1, "inventory.shortage": 1},
        session=session,
    )
    found = await cursor.to_list()
    return {Id(str(product["_id"])): _ledger(product["inventory"]) for product in found}


def _ledger(inventory: Mapping[str, float]) -> Decimal:
    return Decimal(str(inventory["quantity"])) - Decimal(str(inventory["shortage"]))


def _with_quantities(
    movements: Sequence[StockMovement], on_hand: Mapping[Id, Decimal]
) -> Sequence[StockMovement]:
    """Walks back from what is on hand after all movements to what was after each."""
    after = dict(on_hand)
    filled: list[StockMovement] = []
    for movement in reversed(movements):
        quantity = after.get(movement.product)
        if quantity is not None:
            after[movement.product] = quantity - movement.delta
        filled.append(msgspec.structs.replace(movement, quantity_after=quantity))
    filled.reverse()
    return filled
