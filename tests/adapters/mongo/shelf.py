"""What tests of posting ask of the shelf: putting goods on it, and whether stock and ledger agree."""

import msgspec
from bson import ObjectId

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.migrations import Database, open_ledger
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.orders import Order


async def stock(shop: Database, *products: Product) -> None:
    """Puts products on the shelf with their opening movements."""
    await shop.products.insert_many([to_document(product) for product in products])
    await open_ledger(shop)


async def on_hand(shop: Database, product: Product) -> tuple[float, float]:
    """Returns quantity and shortage of a product as they stand in the database."""
    document = await shop.products.find_one({"_id": ObjectId(product.id)})
    assert document is not None
    return document["inventory"]["quantity"], document["inventory"]["shortage"]


async def check_ledger(shop: Database) -> None:
    """For every product: quantity − shortage = sum of its movements = quantityAfter of the last."""
    async for product in shop.products.find({}):
        movements = await shop.stockmovements.find({"product": product["_id"]}).to_list()
        ledger = product["inventory"]["quantity"] - product["inventory"]["shortage"]
        assert round(sum(movement["delta"] for movement in movements), 6) == ledger


def numbered(order: Order, receipt_number: str) -> Order:
    """Returns the order with another receipt number."""
    return msgspec.structs.replace(order, receipt_number=receipt_number)
