import asyncio
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from bson import ObjectId
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.migrations import Database, open_ledger
from b4mart_desktop.adapters.mongo.posting import MongoPosting
from b4mart_desktop.domain.entries import (
    SaleCompleted,
)
from tests.adapters.mongo.samples import (
    NOW,
    Line,
    make_product,
    make_sale_of,
)
from tests.adapters.mongo.shelf import check_ledger, numbered, on_hand, stock


async def test_stock_below_zero_is_kept_as_a_shortage_and_comes_back(shop: Database) -> None:
    product = make_product("1")
    await stock(shop, product)
    await MongoPosting(shop).post([SaleCompleted(sale=make_sale_of([Line(product, 3)], number=1))])
    assert await on_hand(shop, product) == (0, 2)
    await MongoPosting(shop).post([SaleCompleted(sale=make_sale_of([Line(product, 1)], number=2))])
    assert await on_hand(shop, product) == (0, 3)
    await check_ledger(shop)


async def test_a_product_as_the_web_store_writes_it_has_no_shortage_field(shop: Database) -> None:
    product = make_product("2")
    document = to_document(product)
    del document["inventory"]["shortage"]
    await shop.products.insert_one(document | {"webOnly": {"x": 1}})
    await open_ledger(shop)
    await MongoPosting(shop).post([SaleCompleted(sale=make_sale_of([Line(product)]))])
    written = await shop.products.find_one({})
    assert written is not None
    assert written["webOnly"] == {"x": 1}
    assert written["updatedAt"] > NOW
    assert await on_hand(shop, product) == (1, 0)


async def test_a_sale_of_a_product_that_is_gone_stands(shop: Database) -> None:
    gone, there = make_product(), make_product()
    await stock(shop, there)
    await MongoPosting(shop).post([SaleCompleted(sale=make_sale_of([Line(gone), Line(there)]))])
    movement = await shop.stockmovements.find_one({"product": ObjectId(gone.id)})
    assert movement is not None
    assert "quantityAfter" not in movement
    assert await on_hand(shop, there) == (9, 0)


@pytest.mark.parametrize(
    "inventory",
    [
        None,
        "none",
        {"quantity": float("nan")},
        {"quantity": float("inf")},
        {"quantity": 1e30},
        {"quantity": "a few"},
        {"quantity": {"main": 3}},
        {"quantity": 3, "shortage": [1]},
    ],
)
async def test_a_sale_of_a_product_whose_stock_cannot_be_read_stands(shop: Database, inventory: Any) -> None:
    odd, there = make_product(), make_product()
    await stock(shop, there)
    document = to_document(odd) | {"inventory": inventory}
    if inventory is None:
        del document["inventory"]
    await shop.command("insert", "products", documents=[document], bypassDocumentValidation=True)
    before = str(await shop.products.find_one({"_id": document["_id"]}))  # as a text: NaN is not NaN
    await MongoPosting(shop).post([SaleCompleted(sale=make_sale_of([Line(odd), Line(there)]))])
    [movement] = await shop.stockmovements.find({"product": ObjectId(odd.id)}).to_list()
    assert movement["delta"] == -1
    assert "quantityAfter" not in movement
    assert str(await shop.products.find_one({"_id": document["_id"]})) == before
    assert await on_hand(shop, there) == (9, 0)


@pytest.mark.parametrize("quantity", [None, -2])
async def test_a_sale_of_a_product_without_a_usual_quantity_is_booked(
    shop: Database, quantity: int | None
) -> None:
    product = make_product("0")
    document = to_document(product)
    document["inventory"]["quantity"] = quantity
    await shop.command("insert", "products", documents=[document], bypassDocumentValidation=True)
    await MongoPosting(shop).post([SaleCompleted(sale=make_sale_of([Line(product)]))])
    assert await on_hand(shop, product) == (0, 1 - (quantity or 0))
    await check_ledger(shop)


async def test_a_product_the_web_store_added_gets_its_opening_movement(shop: Database) -> None:
    added, empty = make_product("5"), make_product("0")
    await shop.products.insert_many([to_document(added), to_document(empty)])
    sales = [make_sale_of([Line(added), Line(empty)], number=number) for number in (1, 2, 3)]
    await asyncio.gather(*(MongoPosting(shop).post([SaleCompleted(sale=sale)]) for sale in sales))
    await check_ledger(shop)
    assert (await on_hand(shop, added), await on_hand(shop, empty)) == ((2, 0), (0, 3))
    opened = await shop.stockmovements.find({"reason": "opening"}).to_list()
    assert [(each["product"], each["delta"], each["quantityAfter"]) for each in opened] == [
        (ObjectId(added.id), 5, 5)
    ]


async def test_untracked_products_make_no_movement(shop: Database) -> None:
    product = make_product()
    untracked = msgspec.structs.replace(
        product, inventory=msgspec.structs.replace(product.inventory, track_quantity=False)
    )
    await shop.products.insert_one(to_document(untracked))
    await MongoPosting(shop).post([SaleCompleted(sale=make_sale_of([Line(untracked)]))])
    assert await shop.orders.count_documents({}) == 1
    assert await shop.stockmovements.count_documents({}) == 0


@given(
    opening=st.decimals(0, 20, places=3),
    weights=st.lists(st.decimals("0.001", "3", places=3), min_size=1, max_size=6),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_weights_leave_no_binary_dust(
    shop: Database, opening: Decimal, weights: Sequence[Decimal]
) -> None:
    product = make_product(str(opening), "3.99", weighed=True)
    await stock(shop, product)
    sale = make_sale_of([Line(product, weight=str(weight)) for weight in weights])
    await MongoPosting(shop).post(
        [SaleCompleted(sale=msgspec.structs.replace(sale, order=numbered(sale.order, str(sale.order.id))))]
    )
    left = opening - sum(weights)
    assert await on_hand(shop, product) == (float(max(left, Decimal(0))), float(max(-left, Decimal(0))))
