import asyncio
import time
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from bson import ObjectId

from b4mart_desktop.adapters.mongo.codec import from_document, to_document
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.posting import MongoPosting
from b4mart_desktop.adapters.mongo.registers import MongoRegisters
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
from b4mart_desktop.domain.orders import Order
from b4mart_desktop.domain.payments import Payment
from b4mart_desktop.domain.stock import StockMovement
from b4mart_desktop.domain.tills import CashMovementKind, Shift, ShiftStatus
from tests.adapters.mongo.cut_proxy import CutProxy
from tests.adapters.mongo.samples import (
    NOW,
    Line,
    make_audit_entry,
    make_cash_movement,
    make_customer,
    make_product,
    make_sale_of,
    make_shift,
)
from tests.adapters.mongo.shelf import check_ledger, on_hand, stock

SALE_COLLECTIONS = ("orders", "payments", "stockmovements", "jobs", "auditlog")


async def _everything(shop: Database) -> dict[str, list[dict[str, Any]]]:
    names = sorted(await shop.list_collection_names())
    return {name: await shop[name].find({}).sort("_id").to_list() for name in names}


async def _count(shop: Database, *names: str) -> list[int]:
    return [await shop[name].count_documents({}) for name in names]


async def _refused(shop: Database, entry: Entry) -> AdapterError:
    before = await _everything(shop)
    with pytest.raises(AdapterError) as raised:
        await MongoPosting(shop).post([entry])
    assert await _everything(shop) == before
    return raised.value


# ---------------------------------------------------------------- sales


async def test_a_sale_is_written_whole(shop: Database) -> None:
    bread, apples = make_product("10", name="Bread"), make_product("4.2", "3.99", True, name="Apples")
    await stock(shop, bread, apples)
    sale = make_sale_of(
        [
            Line(bread, 3, discount="10"),
            Line(apples, weight="0.450"),
            Line(apples, weight="1.205"),
            Line(bread),
        ],
        card="5.00",
    )
    sale = msgspec.structs.replace(sale, audit=(make_audit_entry(),))
    await MongoPosting(shop).post([SaleCompleted(sale=sale)])

    order = await shop.orders.find_one({})
    assert order is not None
    assert from_document(order, Order) == sale.order
    payments = await shop.payments.find({}).sort("_id").to_list()
    assert tuple(from_document(payment, Payment) for payment in payments) == sale.payments
    assert await _count(shop, "jobs", "auditlog") == [1, 1]
    movements = [
        from_document(document, StockMovement)
        for document in await shop.stockmovements.find({"reason": "sale"}).sort("_id").to_list()
    ]
    assert [(movement.delta, movement.quantity_after) for movement in movements] == [
        (Decimal(-3), Decimal(7)),
        (Decimal("-0.45"), Decimal("3.75")),
        (Decimal("-1.205"), Decimal("2.545")),
        (Decimal(-1), Decimal(6)),
    ]
    assert await on_hand(shop, bread) == (6, 0)
    assert await on_hand(shop, apples) == (2.545, 0)
    await check_ledger(shop)


async def test_posting_again_changes_nothing(shop: Database) -> None:
    product = make_product()
    await stock(shop, product)
    entry = SaleCompleted(sale=make_sale_of([Line(product, 2)]))
    await MongoPosting(shop).post([entry])
    before = await _everything(shop)
    await MongoPosting(shop).post([entry])
    assert await _everything(shop) == before


async def test_the_same_sale_posted_by_several_at_once_is_there_once(shop: Database) -> None:
    product = make_product()
    await stock(shop, product)
    entry = SaleCompleted(sale=make_sale_of([Line(product, 2)]))
    await asyncio.gather(*(MongoPosting(shop).post([entry]) for _ in range(4)))
    assert await on_hand(shop, product) == (8, 0)
    assert await _count(shop, "orders", "payments", "jobs") == [1, 1, 1]


@pytest.mark.parametrize(("number", "pieces"), [(2, 1), (1, 2), (2, 2)])
async def test_another_sale_under_the_same_identity_is_refused_and_seen(
    shop: Database, number: int, pieces: int
) -> None:
    product = make_product()
    await stock(shop, product)
    there, other = (
        make_sale_of([Line(product)], number=1),
        make_sale_of([Line(product, pieces)], number=number),
    )
    await MongoPosting(shop).post([SaleCompleted(sale=there)])
    other = msgspec.structs.replace(other, order=msgspec.structs.replace(other.order, id=there.order.id))
    error = await _refused(shop, SaleCompleted(sale=other))
    assert error.code is ErrorCode.DATABASE_REFUSED
    assert "another sale" in str(error.data["reason"])
    assert "1-000001" in str(error.data["reason"])


async def test_a_sale_posted_under_a_number_of_its_own_is_found_there(shop: Database) -> None:
    product = make_product()
    await stock(shop, product)
    first, second = (SaleCompleted(sale=make_sale_of([Line(product)], number=7)) for _ in range(2))
    for entry in (first, second):
        await MongoPosting(shop).post([entry])
    await shop.orders.delete_one({"_id": ObjectId(first.sale.order.id)})
    before = await _everything(shop)
    await MongoPosting(shop).post([second])
    assert await _everything(shop) == before


async def test_sales_of_one_product_at_several_counters_all_get_through(shop: Database) -> None:
    products = [make_product("5"), make_product("5")]
    await stock(shop, *products)
    sales = [
        make_sale_of([Line(product) for product in products[:: 1 if number % 2 else -1]], number=number)
        for number in range(1, 13)
    ]
    await asyncio.gather(*(MongoPosting(shop).post([SaleCompleted(sale=sale)]) for sale in sales))
    assert await _count(shop, "orders") == [12]
    for product in products:
        assert await on_hand(shop, product) == (0, 7)
        afters = await shop.stockmovements.distinct("quantityAfter", {"product": ObjectId(product.id)})
        assert sorted(afters) == list(range(-7, 6))
    await check_ledger(shop)


async def test_a_receipt_number_that_is_taken_does_not_stop_a_paid_sale(shop: Database) -> None:
    product = make_product()
    await stock(shop, product)
    first, second = (make_sale_of([Line(product)], number=7) for _ in range(2))
    for sale in (first, second, first, second):
        await MongoPosting(shop).post([SaleCompleted(sale=sale)])
    kept = [order["receiptNumber"] async for order in shop.orders.find({}).sort("_id")]
    assert kept == ["1-000007", f"1-000007:{second.order.id}"]
    [note] = await shop.auditlog.find({}).to_list()
    assert (note["ref"], note["userName"]) == (ObjectId(second.order.id), "Cleo Clerk")
    assert note["details"] == {"receipt_taken": kept[0], "receipt": kept[1]}
    assert await on_hand(shop, product) == (8, 0)
    assert await MongoRegisters(shop).last_receipt("1") == 7


async def test_a_sale_of_which_everything_was_used_before_is_kept(shop: Database) -> None:
    for _ in range(2):
        sale = make_sale_of([Line(make_product())], card="1.00", number=1)
        slip = msgspec.structs.replace(sale.payments[0], transaction_id="SLIP 12")
        sale = msgspec.structs.replace(sale, payments=(slip, *sale.payments[1:]))
        await MongoPosting(shop).post([SaleCompleted(sale=sale)])
    assert await _count(shop, "orders", "payments", "auditlog") == [2, 4, 2], "a note for each value"


async def test_an_order_the_validator_refuses_names_the_field(shop: Database) -> None:
    product = make_product()
    await stock(shop, product)
    sale = make_sale_of([Line(product)])
    wrong = msgspec.structs.replace(
        sale.order, pricing=msgspec.structs.replace(sale.order.pricing, total=Decimal(-1))
    )
    error = await _refused(shop, SaleCompleted(sale=msgspec.structs.replace(sale, order=wrong)))
    assert error.code is ErrorCode.DATABASE_REFUSED
    assert "pricing.total" in str(error.data["reason"])


async def test_a_payment_the_validator_refuses_takes_the_whole_sale_back(shop: Database) -> None:
    product = make_product()
    await stock(shop, product)
    sale = make_sale_of([Line(product)])
    wrong = (msgspec.structs.replace(sale.payments[0], amount=Decimal(-1)),)
    error = await _refused(shop, SaleCompleted(sale=msgspec.structs.replace(sale, payments=wrong)))
    assert "amount" in str(error.data["reason"])


async def test_a_reference_used_before_does_not_stop_a_paid_sale(shop: Database) -> None:
    payment = None
    for number in (1, 2):
        sale = make_sale_of([Line(make_product())], card="1.00", number=number)
        payment = msgspec.structs.replace(sale.payments[0], transaction_id="SLIP 12")
        sale = msgspec.structs.replace(sale, payments=(payment, *sale.payments[1:]))
        await MongoPosting(shop).post([SaleCompleted(sale=sale)])
    kept = await shop.payments.distinct("transactionId")
    assert payment is not None
    assert sorted(kept) == ["SLIP 12", f"SLIP 12:{payment.id}"]
    assert await _count(shop, "orders", "payments") == [2, 4]
    [note] = await shop.auditlog.find({}).to_list()
    assert (note["ref"], note["userName"]) == (ObjectId(payment.order), "Cleo Clerk")
    assert note["details"] == {"reference_taken": "SLIP 12", "reference": f"SLIP 12:{payment.id}"}


# ---------------------------------------------------------------- everything else


async def test_a_shift_is_opened_and_closed_once(shop: Database) -> None:
    shift = make_shift()
    opened = ShiftOpened(shift=shift, float_movement=make_cash_movement(shift, CashMovementKind.FLOAT, "100"))
    closed_shift = msgspec.structs.replace(
        shift, status=ShiftStatus.CLOSED, closed_at=NOW, counted_cash=Decimal("99.5")
    )
    closed = ShiftClosed(id=new_id(), shift=closed_shift)
    for entry in (opened, opened, closed, closed, opened):
        await MongoPosting(shop).post([entry])
    documents = await shop.shifts.find({}).to_list()
    assert [from_document(document, Shift) for document in documents] == [closed_shift]
    assert await _count(shop, "cashmovements") == [1]


async def test_a_shift_whose_opening_was_set_aside_can_be_closed(shop: Database) -> None:
    shift = msgspec.structs.replace(make_shift(), status=ShiftStatus.CLOSED)
    await MongoPosting(shop).post([ShiftClosed(id=new_id(), shift=shift)])
    assert await _count(shop, "shifts") == [1]


async def test_cash_and_audit_entries_are_written_once(shop: Database) -> None:
    movement = make_cash_movement(make_shift(), CashMovementKind.NO_SALE, "0")
    entries: list[Entry] = [
        CashMoved(movement=movement, audit=(make_audit_entry(),)),
        Audited(id=new_id(), audit=(make_audit_entry(), make_audit_entry())),
    ]
    for entry in entries * 2:
        await MongoPosting(shop).post([entry])
    assert await _count(shop, "cashmovements", "auditlog") == [1, 3]


async def test_a_customer_is_added_once_with_the_address_in_lower_case(shop: Database) -> None:
    customer = make_customer("Ada@Example.org ")
    for _ in range(2):
        await MongoPosting(shop).post([CustomerAdded(customer=customer)])
    users = await shop.users.find({}).to_list()
    assert [user["email"] for user in users] == ["ada@example.org"]


async def test_a_customer_whose_address_is_taken_is_kept_without_it(shop: Database) -> None:
    await shop.users.insert_one(to_document(make_customer("ada@example.org")))
    customer, added = make_customer("ada@example.org"), make_audit_entry()
    for _ in range(2):
        await MongoPosting(shop).post([CustomerAdded(customer=customer, added=added)])
    kept = await shop.users.find_one({"_id": ObjectId(customer.id)})
    assert kept is not None
    assert kept["email"] == f"{customer.id}@customers.invalid"
    assert kept["emailPlaceholder"] is True
    notes = await shop.auditlog.find({}).to_list()
    assert [(note["userName"], note["at"]) for note in notes] == [(added.user_name, added.at)]
    assert [note["details"]["email_taken"] for note in notes] == ["ada@example.org"]


async def test_an_old_entry_does_not_tell_who_added_the_customer(shop: Database) -> None:
    await shop.users.insert_one(to_document(make_customer("ada@example.org")))
    customer = make_customer("ada@example.org")
    await MongoPosting(shop).post([CustomerAdded(customer=customer)])
    (note,) = await shop.auditlog.find({}).to_list()
    assert (str(note["ref"]), note["details"]["email_taken"]) == (customer.id, "ada@example.org")


# ---------------------------------------------------------------- a network that fails


async def test_an_unreachable_database_is_worth_another_try() -> None:
    entry = SaleCompleted(sale=make_sale_of([Line(make_product())]))
    async with make_client("mongodb://127.0.0.1:1/") as client:
        start = time.monotonic()
        with pytest.raises(AdapterError) as raised:
            await MongoPosting(client.b4mart, time_limit=0.5).post([entry])
        assert time.monotonic() - start < 2
    assert raised.value.code is ErrorCode.DATABASE_UNREACHABLE


@pytest.mark.parametrize("word", [b"commitTransaction", b"insert", b"update"])
async def test_a_lost_answer_is_got_over(shop: Database, mongo_uri: str, word: bytes) -> None:
    product = make_product()
    await stock(shop, product)
    async with CutProxy(mongo_uri, word).running() as proxy, make_client(proxy.uri) as client:
        await client.admin.command("ping")
        proxy.cuts = 2
        await MongoPosting(client[shop.name]).post([SaleCompleted(sale=make_sale_of([Line(product)]))])
        assert proxy.cuts == 0
    assert await _count(shop, "orders", "payments", "jobs") == [1, 1, 1]
    assert await on_hand(shop, product) == (9, 0)


async def test_a_commit_nobody_heard_of_is_not_done_again(shop: Database, mongo_uri: str) -> None:
    product = make_product()
    await stock(shop, product)
    entry = SaleCompleted(sale=make_sale_of([Line(product)]))
    async with (
        CutProxy(mongo_uri, b"commitTransaction").running() as proxy,
        make_client(proxy.uri, serverSelectionTimeoutMS=300) as client,
    ):
        await client.admin.command("ping")
        proxy.cuts, proxy.dies_at_cut = 1, True
        with pytest.raises(AdapterError) as raised:
            await MongoPosting(client[shop.name], time_limit=1).post([entry])
    assert raised.value.code is ErrorCode.DATABASE_UNREACHABLE
    await MongoPosting(shop).post([entry])
    assert await _count(shop, "orders", "payments", "jobs") == [1, 1, 1]
    assert await on_hand(shop, product) == (9, 0)
    await check_ledger(shop)


async def test_a_database_that_does_not_answer_costs_only_the_time_limit(
    shop: Database, mongo_uri: str
) -> None:
    product = make_product()
    await stock(shop, product)
    async with shop.client.start_session() as blocking:
        await blocking.start_transaction()
        await shop.products.update_one({"_id": ObjectId(product.id)}, {"$set": {"x": 1}}, session=blocking)
        start = time.monotonic()
        with pytest.raises(AdapterError) as raised:
            await MongoPosting(shop, time_limit=0.5).post([SaleCompleted(sale=make_sale_of([Line(product)]))])
        assert time.monotonic() - start < 3
        await blocking.abort_transaction()
    assert raised.value.code is ErrorCode.DATABASE_UNREACHABLE
    assert await _count(shop, *SALE_COLLECTIONS[:2]) == [0, 0]


async def test_both_sales_of_a_cart_that_two_counters_went_on_with_are_kept(shop: Database) -> None:
    product = make_product()
    await stock(shop, product)
    trail = (make_audit_entry(),)
    for number in (1, 2):
        sale = msgspec.structs.replace(make_sale_of([Line(product)], number=number), audit=trail)
        await MongoPosting(shop).post([SaleCompleted(sale=sale)])
    assert await _count(shop, "orders", "payments", "auditlog") == [2, 2, 1]
