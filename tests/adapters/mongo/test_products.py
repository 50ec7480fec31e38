"""The product archive on a real server: found by any code, stock with its movement, no lost edits."""

import asyncio
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from bson import ObjectId

from b4mart_desktop.adapters.mongo.codec import from_document, to_document
from b4mart_desktop.adapters.mongo.import_book import MongoImportBook
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.adapters.mongo.products import MongoProducts
from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.edits import EditKind
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.people import UserRole
from b4mart_desktop.domain.stock import MovementReason, StockMovement
from b4mart_desktop.services.category_paths import CategoryPaths
from b4mart_desktop.services.ports.catalogue import Author
from b4mart_desktop.services.ports.exchange import Vendor
from tests.adapters.mongo.samples import make_audit_entry, make_customer, make_movement, make_product

AUTHOR = Author(kind=EditKind.IMPORTED)
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
    await archive.insert([tea, coffee], AUTHOR)
    found = await archive.by_codes([EAN, "SHELF-1", coffee.inventory.sku, "nothing", EAN])
    assert found == {EAN: tea, "SHELF-1": tea, coffee.inventory.sku: coffee}


async def test_a_sku_wins_over_the_same_text_as_a_barcode(shop: Database) -> None:
    tea = make_product(name="Tea")
    coffee = with_barcodes(make_product(name="Coffee"), tea.inventory.sku)
    archive = MongoProducts(shop)
    await archive.insert([tea, coffee], AUTHOR)
    assert await archive.by_codes([tea.inventory.sku]) == {tea.inventory.sku: tea}


async def test_inserting_books_what_is_on_hand(shop: Database) -> None:
    tea, air = make_product("4.5"), make_product("0")
    user = new_id()
    await MongoProducts(shop).insert([tea, air], msgspec.structs.replace(AUTHOR, user=user))
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
        await MongoProducts(shop).insert([tea, coffee], AUTHOR)
    assert (caught.value.code, caught.value.data["field"]) == (ErrorCode.DUPLICATE, field)
    assert await shop.products.count_documents({}) == 0
    assert await shop.stockmovements.count_documents({}) == 0


async def test_inserting_is_remembered_as_one_batch(shop: Database) -> None:
    tea, coffee = make_product(name="Tea"), make_product(name="Coffee")
    author = msgspec.structs.replace(AUTHOR, batch=new_id(), user=new_id(), user_name="Mara")
    await MongoProducts(shop).insert([tea, coffee], author)
    changes = [change async for change in MongoProductEdits(shop).batch(Id(author.batch or ""))]
    assert {change.product for change in changes} == {tea.id, coffee.id}
    assert {(change.kind, change.fields, change.user_name) for change in changes} == {
        (EditKind.IMPORTED, (), "Mara")
    }


async def test_a_code_of_an_archived_product_leads_to_the_one_that_is_not(shop: Database) -> None:
    tea = with_barcodes(make_product(name="Tea"), EAN)
    old = msgspec.structs.replace(with_barcodes(make_product(name="Old"), EAN), status=ProductStatus.ARCHIVED)
    archive = MongoProducts(shop)
    await archive.insert([tea, old], AUTHOR)
    assert await archive.by_codes([EAN]) == {EAN: tea}


async def test_all_products_come_by_sku_and_chosen_ones_in_their_order(shop: Database) -> None:
    made = [make_product(name=name) for name in ("Tea", "Coffee", "Cocoa")]
    archive = MongoProducts(shop)
    await archive.insert(made, AUTHOR)
    found = [product async for batch in archive.products(None) for product in batch]
    assert found == sorted(made, key=lambda product: product.inventory.sku)
    wanted = [made[2].id, new_id(), made[0].id]
    assert [product async for batch in archive.products(wanted) for product in batch] == [made[2], made[0]]


async def test_vendors_by_name_and_mail(shop: Database) -> None:
    vendor = msgspec.structs.replace(make_customer(), role=UserRole.VENDOR)
    await shop.users.insert_many([to_document(vendor), to_document(make_customer())])
    assert list(await MongoProducts(shop).vendors()) == [Vendor(vendor.id, vendor.email, vendor.name)]


async def test_slugs_and_tax_classes_that_exist(shop: Database) -> None:
    tea = make_product()
    archive = MongoProducts(shop)
    await archive.insert([tea], AUTHOR)
    assert await archive.slugs([tea.slug, "free"]) == {tea.slug}
    assert await archive.tax_classes() == frozenset()
    tax = {"code": "reduced", "name": "Reduced", "rate": 2, "createdAt": tea.created_at}
    await shop.taxes.insert_one({**tax, "updatedAt": tea.created_at})
    assert await archive.tax_classes() == {"reduced"}


async def test_categories_are_added_below_each_other(shop: Database) -> None:
    archive = MongoProducts(shop)
    paths = CategoryPaths(())
    made = list(paths.missing(("Food", "Tea", "Green")))
    await archive.add_categories(made)
    assert list(await archive.categories()) == made
    assert [category.path for category in made] == [(), (made[0].id,), (made[0].id, made[1].id)]
    with pytest.raises(AdapterError) as caught:
        await archive.add_categories([msgspec.structs.replace(made[0], id=new_id())])
    assert caught.value.code is ErrorCode.DUPLICATE


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
        await archive.insert([tea], AUTHOR)
        await archive.by_codes([EAN])
        await archive.slugs([tea.slug])
        await archive.save_many([(tea, priced(tea, "2"))], AUTHOR)
        await archive.vendors()
        await MongoImportBook(shop).runs(10)
        await MongoImportBook(shop).profiles()
        assert [batch async for batch in archive.products(None)]
    finally:
        await shop.command("profile", 0)
    seen = await shop["system.profile"].find({"planSummary": {"$exists": True}}).to_list()
    await shop["system.profile"].drop()
    plans = [query["planSummary"] for query in seen]
    assert len(plans) >= 4
    assert [plan for plan in plans if "COLLSCAN" in plan] == []


async def test_a_correction_is_taken_back_once_by_whoever_is_first(shop: Database) -> None:
    archive, teas, batch = MongoProducts(shop), [make_product(name=f"Tea {n}") for n in range(20)], new_id()
    await archive.insert(teas, AUTHOR)
    set_to = [make_movement(tea.id, "5", MovementReason.ADJUSTMENT) for tea in teas]
    await archive.book([msgspec.structs.replace(each, ref=batch) for each in set_to], None)
    before = await shop.products.distinct("inventory.quantity")

    def reverse(standing: Sequence[StockMovement]) -> tuple[list[StockMovement], AuditEntry]:
        replace = msgspec.structs.replace
        back = [replace(each, id=new_id(), delta=-each.delta, ref=each.id) for each in standing]
        return back, make_audit_entry()

    (ids,) = [each async for each in archive.corrections(batch)]
    counts = await asyncio.gather(*(archive.take_back(ids, reverse) for _ in range(4)))
    assert sorted(counts) == [0, 0, 0, 20]
    after = await shop.products.distinct("inventory.quantity")
    assert (len(before), after) == (1, [before[0] - 5])
