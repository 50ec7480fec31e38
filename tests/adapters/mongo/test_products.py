"""The product archive on a real server: found by any code, stock with its movement, no lost edits."""

import asyncio
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from bson import ObjectId

from b4mart_desktop.adapters.mongo.codec import from_document, to_document
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.products import MongoProducts
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.stock import MovementReason, StockMovement
from tests.adapters.mongo.samples import make_product

EAN = "6291041500213"


def with_barcodes(product: Product, *barcodes: str) -> Product:
    inventory = msgspec.structs.replace(product.inventory, barcodes=barcodes)
    return msgspec.structs.replace(product, inventory=inventory)


def priced(product: Product, price: str) -> Product:
    return msgspec.structs.replace(
        product, pricing=msgspec.structs.replace(product.pricing, base_price=Decimal(price))
    )


async def stored(shop: Database, product: Id) -> dict[str, Any]:
    document = await shop.products.find_one({"_id": ObjectId(product)})
    assert document is not None
    return document


async def test_products_are_found_by_sku_and_any_barcode(shop: Database) -> None:
    tea = with_barcodes(make_product(name="Tea"), EAN, "SHELF-1")
    coffee = make_product(name="Coffee")
    archive = MongoProducts(shop)
    await archive.insert([tea, coffee], None)
    found = await archive.by_codes([EAN, "SHELF-1", coffee.inventory.sku, "nothing", EAN])
    assert found == {EAN: tea, "SHELF-1": tea, coffee.inventory.sku: coffee}


async def test_a_sku_wins_over_the_same_text_as_a_barcode(shop: Database) -> None:
    tea = make_product(name="Tea")
    coffee = with_barcodes(make_product(name="Coffee"), tea.inventory.sku)
    archive = MongoProducts(shop)
    await archive.insert([tea, coffee], None)
    assert await archive.by_codes([tea.inventory.sku]) == {tea.inventory.sku: tea}


async def test_inserting_books_what_is_on_hand(shop: Database) -> None:
    tea, air = make_product("4.5"), make_product("0")
    user = new_id()
    await MongoProducts(shop).insert([tea, air], user, MovementReason.IMPORT)
    movements = [from_document(document, StockMovement) async for document in shop.stockmovements.find()]
    assert [
        (move.product, move.delta, move.quantity_after, move.reason, move.user) for move in movements
    ] == [(tea.id, Decimal("4.5"), Decimal("4.5"), MovementReason.IMPORT, user)]


@pytest.mark.parametrize("field", ["inventory.sku", "slug"])
async def test_inserting_is_all_or_nothing(shop: Database, field: str) -> None:
    tea, coffee = make_product(name="Tea"), make_product(name="Coffee")
    if field == "slug":
        coffee = msgspec.structs.replace(coffee, slug=tea.slug)
    else:
        inventory = msgspec.structs.replace(coffee.inventory, sku=tea.inventory.sku)
        coffee = msgspec.structs.replace(coffee, inventory=inventory)
    with pytest.raises(AdapterError) as caught:
        await MongoProducts(shop).insert([tea, coffee], None)
    assert (caught.value.code, caught.value.data["field"]) == (ErrorCode.DUPLICATE, field)
    assert await shop.products.count_documents({}) == 0
    assert await shop.stockmovements.count_documents({}) == 0


async def test_updating_writes_what_differs_and_keeps_unknown_fields(shop: Database) -> None:
    tea = make_product()
    document = to_document(tea)
    document["pricing"]["wholesale"] = 1.5
    await shop.products.insert_one(document)
    await MongoProducts(shop).update(tea, priced(tea, "2.49"))
    after = await stored(shop, tea.id)
    assert after["pricing"] == {"basePrice": 2.49, "currency": "USD", "wholesale": 1.5}
    assert after["updatedAt"] > tea.updated_at


async def test_an_edit_of_what_somebody_changed_meanwhile_is_refused(shop: Database) -> None:
    tea = make_product()
    archive = MongoProducts(shop)
    await archive.insert([tea], None)
    await archive.update(tea, priced(tea, "2.49"))
    with pytest.raises(AdapterError) as caught:
        await archive.update(tea, priced(tea, "2.99"))
    assert caught.value.code is ErrorCode.CHANGED_MEANWHILE
    assert (await stored(shop, tea.id))["pricing"]["basePrice"] == 2.49


async def test_updating_never_touches_stock(shop: Database) -> None:
    tea = make_product("10")
    archive = MongoProducts(shop)
    await archive.insert([tea], None)
    inventory = msgspec.structs.replace(tea.inventory, quantity=Decimal(99), shortage=Decimal(3))
    await archive.update(tea, msgspec.structs.replace(priced(tea, "3"), inventory=inventory))
    after = await stored(shop, tea.id)
    assert (after["inventory"]["quantity"], after["inventory"]["shortage"]) == (10, 0)


async def test_taking_a_slug_that_is_taken_is_a_duplicate(shop: Database) -> None:
    tea, coffee = make_product(name="Tea"), make_product(name="Coffee")
    archive = MongoProducts(shop)
    await archive.insert([tea, coffee], None)
    with pytest.raises(AdapterError) as caught:
        await archive.update(coffee, msgspec.structs.replace(coffee, slug=tea.slug))
    assert (caught.value.code, caught.value.data["field"]) == (ErrorCode.DUPLICATE, "slug")


async def test_slugs_and_tax_classes_that_exist(shop: Database) -> None:
    tea = make_product()
    archive = MongoProducts(shop)
    await archive.insert([tea], None)
    assert await archive.slugs([tea.slug, "free"]) == {tea.slug}
    assert await archive.tax_classes() == frozenset()
    tax = {"code": "reduced", "name": "Reduced", "rate": 2, "createdAt": tea.created_at}
    await shop.taxes.insert_one({**tax, "updatedAt": tea.created_at})
    assert await archive.tax_classes() == {"reduced"}


async def test_a_category_is_added_once(shop: Database) -> None:
    archive = MongoProducts(shop)
    made = await asyncio.gather(*(archive.category("Tea & Coffee") for _ in range(5)))
    assert len({category.id for category in made}) == 1
    assert made[0].slug == "tea-coffee"
    assert await archive.category("Tea & Coffee") == made[0]


async def test_a_category_gets_a_free_slug(shop: Database) -> None:
    archive = MongoProducts(shop)
    names = ("Tea & Coffee", "Tea, Coffee", "Tea Coffee")
    made = [await archive.category(name) for name in names]
    assert [category.slug for category in made] == ["tea-coffee", "tea-coffee-2", "tea-coffee-3"]


async def test_a_document_that_cannot_be_read_is_left_out(shop: Database) -> None:
    tea = make_product()
    await shop.command("collMod", "products", validationLevel="off")
    try:
        document = to_document(tea)
        document["pricing"] = "free"
        await shop.products.insert_one(document)
    finally:
        await shop.command("collMod", "products", validationLevel="moderate")
    assert await MongoProducts(shop).by_codes([tea.inventory.sku]) == {}


async def test_every_query_uses_an_index(shop: Database) -> None:
    tea = with_barcodes(make_product(), EAN)
    archive = MongoProducts(shop)
    await shop.command("profile", 2)
    try:
        await archive.insert([tea], None)
        await archive.by_codes([EAN])
        await archive.slugs([tea.slug])
        await archive.update(tea, priced(tea, "2"))
        await archive.category("Tea")
        await archive.category("Tea")
    finally:
        await shop.command("profile", 0)
    seen = await shop["system.profile"].find({"planSummary": {"$exists": True}}).to_list()
    await shop["system.profile"].drop()
    plans = [query["planSummary"] for query in seen]
    assert len(plans) >= 4
    assert [plan for plan in plans if "COLLSCAN" in plan] == []
