"""Several entries in one transaction: all of them once, in order, with the stock of each step."""

import asyncio
import time
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from bson import ObjectId
from pymongo import monitoring
from typing_extensions import override

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.posting import MongoPosting
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.entries import (
    Audited,
    CashMoved,
    CustomerAdded,
    Entry,
    SaleCompleted,
    ShiftClosed,
    ShiftOpened,
)
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.sale import Sale
from b4mart_desktop.domain.tills import CashMovementKind, ShiftStatus
from tests.adapters.mongo.cut_proxy import CutProxy
from tests.adapters.mongo.samples import (
    Line,
    make_audit_entry,
    make_cash_movement,
    make_customer,
    make_product,
    make_sale_of,
    make_shift,
)
from tests.adapters.mongo.shelf import check_ledger, on_hand, stock


def sales_of(products: Sequence[Product], count: int, first: int = 1) -> list[SaleCompleted]:
    """Sales of one piece of each product."""
    lines = [Line(product) for product in products]
    return [SaleCompleted(sale=make_sale_of(lines, number=first + number)) for number in range(count)]


async def numbers(shop: Database) -> list[str]:
    """The receipt numbers of all orders, in the order in which they were written."""
    return [order["receiptNumber"] async for order in shop.orders.find({}).sort("$natural", 1)]


async def check_written_once(shop: Database, sales: Sequence[SaleCompleted]) -> None:
    """Each sale is there with its payment, its job and its movements, and nothing else is."""
    ids = [ObjectId(entry.sale.order.id) for entry in sales]
    assert [order["_id"] async for order in shop.orders.find({}).sort("$natural", 1)] == ids
    for name, field in (("payments", "order"), ("jobs", "ref")):
        assert sorted([each[field] async for each in shop[name].find({})]) == sorted(ids)
    sold = [each["ref"] async for each in shop.stockmovements.find({"reason": "sale"})]
    assert sorted(sold) == sorted(
        ObjectId(entry.sale.order.id) for entry in sales for _ in entry.sale.movements
    )
    await check_ledger(shop)


# ---------------------------------------------------------------- one after the other in one transaction


async def test_several_sales_of_one_product_change_its_stock_step_by_step(shop: Database) -> None:
    bread, apples = make_product("3"), make_product("1.5", weighed=True)
    await stock(shop, bread, apples)
    batch = [
        SaleCompleted(sale=make_sale_of([Line(bread, 2), Line(apples, weight="0.450")], number=1)),
        SaleCompleted(sale=make_sale_of([Line(apples, weight="0.550"), Line(bread)], number=2)),
        SaleCompleted(sale=make_sale_of([Line(bread, 3)], number=3)),
    ]
    await MongoPosting(shop).post(batch)
    await check_written_once(shop, batch)
    for product, after in ((bread, [1, 0, -3]), (apples, [1.05, 0.5])):
        movements = shop.stockmovements.find({"product": ObjectId(product.id), "reason": "sale"})
        assert [each["quantityAfter"] async for each in movements.sort("$natural", 1)] == after
    assert await on_hand(shop, bread) == (0, 3)
    assert await on_hand(shop, apples) == (0.5, 0)
    assert await numbers(shop) == ["1-000001", "1-000002", "1-000003"]


async def test_products_the_web_store_added_are_opened_once_for_all_sales_of_a_batch(shop: Database) -> None:
    product = make_product("5")
    await shop.products.insert_one(to_document(product))
    await MongoPosting(shop).post(sales_of([product], 3))
    movements = await shop.stockmovements.find({}).sort("$natural", 1).to_list()
    assert [(each["reason"], each["quantityAfter"]) for each in movements] == [
        ("opening", 5),
        ("sale", 4),
        ("sale", 3),
        ("sale", 2),
    ]


async def test_entries_of_all_kinds_go_together(shop: Database) -> None:
    product, shift = make_product(), make_shift()
    await stock(shop, product)
    (sale,) = sales_of([product], 1)
    closed = msgspec.structs.replace(shift, status=ShiftStatus.CLOSED)
    batch: list[Entry] = [
        ShiftOpened(shift=shift, float_movement=make_cash_movement(shift, CashMovementKind.FLOAT, "100")),
        sale,
        CashMoved(
            movement=make_cash_movement(shift, CashMovementKind.NO_SALE, "0"), audit=(make_audit_entry(),)
        ),
        CustomerAdded(customer=make_customer()),
        Audited(id=new_id(), audit=(make_audit_entry(), make_audit_entry())),
        ShiftClosed(id=new_id(), shift=closed),
    ]
    for _ in range(2):
        await MongoPosting(shop).post(batch)
    names = ("orders", "shifts", "cashmovements", "users", "auditlog")
    assert [await shop[name].count_documents({}) for name in names] == [1, 1, 2, 1, 3]
    assert [each["status"] async for each in shop.shifts.find({})] == ["closed"]


async def test_registers_that_post_batches_of_the_same_products_at_once_all_get_through(
    shop: Database,
) -> None:
    products = [make_product("20"), make_product("20")]
    await stock(shop, *products)
    batches = [sales_of(products, 10, first=100 * register) for register in range(1, 5)]
    await asyncio.gather(*(MongoPosting(shop).post(batch) for batch in batches))
    assert await shop.orders.count_documents({}) == 40
    for product in products:
        assert await on_hand(shop, product) == (0, 20)
        afters = await shop.stockmovements.distinct("quantityAfter", {"product": ObjectId(product.id)})
        assert sorted(afters) == list(range(-20, 21))
    await check_ledger(shop)


# ---------------------------------------------------------------- exactly once


@pytest.mark.parametrize("there", [[0], [2], [4], [1, 3], [0, 1, 2, 3, 4]])
async def test_what_is_there_already_is_left_out_and_the_rest_is_written(
    shop: Database, there: Sequence[int]
) -> None:
    product = make_product()
    await stock(shop, product)
    batch = sales_of([product], 5)
    for place in there:
        await MongoPosting(shop).post([batch[place]])
    await MongoPosting(shop).post(batch)
    await check_written_once(
        shop, [*(batch[p] for p in there), *(e for p, e in enumerate(batch) if p not in there)]
    )
    assert await on_hand(shop, product) == (5, 0)


async def test_a_batch_nobody_heard_of_is_not_done_again_in_other_groups(
    shop: Database, mongo_uri: str
) -> None:
    product = make_product("20")
    await stock(shop, product)
    sales = sales_of([product], 6)
    async with (
        CutProxy(mongo_uri, b"commitTransaction").running() as proxy,
        make_client(proxy.uri, serverSelectionTimeoutMS=300) as client,
    ):
        await client.admin.command("ping")
        proxy.cuts, proxy.dies_at_cut = 1, True
        with pytest.raises(AdapterError) as raised:
            await MongoPosting(client[shop.name], time_limit=1).post(sales[:4])
    assert raised.value.code is ErrorCode.DATABASE_UNREACHABLE
    for batch in (sales[:2], sales[2:]):
        await MongoPosting(shop).post(batch)
    await check_written_once(shop, sales)
    assert await on_hand(shop, product) == (14, 0)


@pytest.mark.parametrize("word", [b"commitTransaction", b"insert", b"update", b"find"])
async def test_a_batch_gets_over_a_lost_answer(shop: Database, mongo_uri: str, word: bytes) -> None:
    product = make_product()
    await stock(shop, product)
    sales = sales_of([product], 4)
    async with CutProxy(mongo_uri, word).running() as proxy, make_client(proxy.uri) as client:
        await client.admin.command("ping")
        proxy.cuts = 2
        await MongoPosting(client[shop.name]).post(sales)
        assert proxy.cuts == 0
    await check_written_once(shop, sales)


async def test_a_part_of_a_deleted_sale_is_refused_at_once_not_waited_for(shop: Database) -> None:
    product = make_product()
    await stock(shop, product)
    (entry,) = sales_of([product], 1)
    await MongoPosting(shop).post([entry])
    await shop.orders.delete_many({})
    start = time.monotonic()
    with pytest.raises(AdapterError) as raised:
        await MongoPosting(shop).post([entry])
    assert raised.value.code is ErrorCode.DATABASE_REFUSED
    assert time.monotonic() - start < 5


# ---------------------------------------------------------------- one of them is odd


def _worthless(sale: Sale) -> SaleCompleted:
    payments = (msgspec.structs.replace(sale.payments[0], amount=Decimal(-1)),)
    return SaleCompleted(sale=msgspec.structs.replace(sale, payments=payments))


async def test_one_that_is_refused_takes_all_back_and_says_why(shop: Database) -> None:
    product = make_product()
    await stock(shop, product)
    good = sales_of([product], 4)
    batch = [*good[:2], _worthless(good[2].sale), good[3]]
    with pytest.raises(AdapterError) as raised:
        await MongoPosting(shop).post(batch)
    assert raised.value.code is ErrorCode.DATABASE_REFUSED
    assert "amount" in str(raised.value.data["reason"])
    await check_written_once(shop, [])
    assert await on_hand(shop, product) == (10, 0)


async def test_values_that_are_taken_are_cured_within_the_batch(shop: Database) -> None:
    product = make_product()
    await stock(shop, product)
    await shop.users.insert_one(to_document(make_customer("ada@example.org")))
    (other,) = sales_of([product], 1, first=3)
    await MongoPosting(shop).post([other])
    sales = sales_of([product], 5)
    slips = [msgspec.structs.replace(entry.sale.payments[0], transaction_id="SLIP 12") for entry in sales[:2]]
    batch: list[Entry] = [
        *(
            SaleCompleted(sale=msgspec.structs.replace(entry.sale, payments=(slip,)))
            for entry, slip in zip(sales, slips, strict=False)
        ),
        CustomerAdded(customer=make_customer("Ada@example.org")),
        *sales[2:],
    ]
    for _ in range(2):
        await MongoPosting(shop).post(batch)
    kept = ["1-000003", "1-000001", "1-000002", f"1-000003:{sales[2].sale.order.id}", "1-000004", "1-000005"]
    assert await numbers(shop) == kept
    assert sorted(await shop.payments.distinct("transactionId")) == ["SLIP 12", f"SLIP 12:{slips[1].id}"]
    assert await shop.users.count_documents({"emailPlaceholder": True}) == 1
    notes = await shop.auditlog.find({}).to_list()
    noted = {next(iter(note["details"])) for note in notes}
    assert noted == {"receipt_taken", "reference_taken", "email_taken"}
    assert await on_hand(shop, product) == (4, 0)
    await check_ledger(shop)


# ---------------------------------------------------------------- the ledger's mark on a product


class Commands(monitoring.CommandListener):
    """The names of the commands that were sent."""

    def __init__(self) -> None:
        self.names: list[str] = []

    @override
    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self.names.append(event.command_name)

    @override
    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        pass

    @override
    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        pass


async def test_the_ledger_is_asked_about_a_product_only_once(shop: Database, mongo_uri: str) -> None:
    known, added = make_product("5"), make_product("7")
    await stock(shop, known)
    await shop.products.insert_one(to_document(added))
    commands = Commands()
    async with make_client(mongo_uri, event_listeners=[commands]) as client:
        posting = MongoPosting(client[shop.name])
        first, second = sales_of([known, added], 2)
        await posting.post([first])
        assert commands.names.count("aggregate") == 1
        await posting.post([second])
        assert commands.names.count("aggregate") == 1
    await check_ledger(shop)
    assert await on_hand(shop, added) == (5, 0)


async def test_a_product_the_web_store_wrote_anew_is_not_opened_twice(shop: Database) -> None:
    product = make_product("5")
    await shop.products.insert_one(to_document(product))
    first, second = sales_of([product], 2)
    await MongoPosting(shop).post([first])
    inventory: dict[str, Any] = to_document(product)["inventory"] | {"quantity": 4}
    await shop.products.update_one({}, {"$set": {"inventory": inventory}})  # whole, as a form writes it
    await MongoPosting(shop).post([second])
    assert await shop.stockmovements.count_documents({"reason": "opening"}) == 1
    await check_ledger(shop)


async def test_a_stock_the_web_store_changes_meanwhile_is_not_overwritten(shop: Database) -> None:
    product = make_product("1000")
    await stock(shop, product)

    async def sell_on_the_web() -> None:
        for _ in range(30):
            await shop.products.update_one({}, {"$inc": {"inventory.quantity": -1}})
            await asyncio.sleep(0.002)

    web = asyncio.create_task(sell_on_the_web())
    posting = MongoPosting(shop)
    for first in range(1, 41, 4):
        await posting.post(sales_of([product], 4, first=first))
    await web
    assert await on_hand(shop, product) == (1000 - 30 - 40, 0)
