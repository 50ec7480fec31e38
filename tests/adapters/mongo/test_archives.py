"""Orders, files and registers."""

import asyncio
import datetime as dt
import logging

import msgspec
import pytest

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.files import MongoFiles
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.orders import MongoOrders
from b4mart_desktop.adapters.mongo.posting import MongoPosting
from b4mart_desktop.adapters.mongo.registers import MongoRegisters
from b4mart_desktop.domain.entries import SaleCompleted
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.orders import Order
from tests.adapters.mongo.samples import NOW, Line, make_product, make_sale_of

HOUR = dt.timedelta(hours=1)


def _order(made: dt.datetime, cashier: Id | None = None) -> Order:
    order = make_sale_of([Line(make_product())]).order
    return msgspec.structs.replace(order, created_at=made, cashier=cashier, receipt_number=None)


async def _put(shop: Database, *orders: Order) -> None:
    await shop.orders.insert_many([to_document(order) for order in orders])


async def test_orders_of_a_time_come_newest_first(shop: Database) -> None:
    cleo, other = new_id(), new_id()
    orders = [_order(NOW + HOUR * n, cleo if n % 2 else other) for n in range(5)]
    await _put(shop, *orders)
    archive = MongoOrders(shop)
    assert await archive.between(NOW, NOW + 4 * HOUR, None) == orders[3::-1]
    assert await archive.between(NOW, NOW + 5 * HOUR, cleo) == [orders[3], orders[1]]
    assert await archive.between(NOW - HOUR, NOW, None) == []


async def test_an_order_is_found_by_its_receipt_number(shop: Database) -> None:
    wanted = msgspec.structs.replace(_order(NOW), receipt_number="R1-000007")
    await _put(shop, _order(NOW), wanted)
    assert await MongoOrders(shop).by_receipt("R1-000007") == wanted
    assert await MongoOrders(shop).by_receipt("R1-000008") is None


async def test_an_order_that_cannot_be_read_hides_no_other(
    shop: Database, caplog: pytest.LogCaptureFixture
) -> None:
    good, bad = _order(NOW), _order(NOW)
    await _put(shop, good)
    await shop.command(
        "insert", "orders", documents=[to_document(bad) | {"items": "none"}], bypassDocumentValidation=True
    )
    with caplog.at_level(logging.WARNING):
        assert await MongoOrders(shop).between(NOW, NOW + HOUR, None) == [good]
    assert bad.id in caplog.text
    with pytest.raises(AdapterError) as raised:
        await MongoOrders(shop).order(bad.id)
    assert raised.value.code is ErrorCode.UNREADABLE_DOCUMENT


async def test_one_order_and_its_payments(shop: Database) -> None:
    sale = make_sale_of([Line(make_product())], card="0.50")
    await MongoPosting(shop).post([SaleCompleted(sale=sale)])
    archive = MongoOrders(shop)
    assert await archive.order(sale.order.id) == sale.order
    assert tuple(await archive.payments(sale.order.id)) == sale.payments
    assert await archive.order(new_id()) is None
    assert await archive.payments(new_id()) == []


async def test_a_file_is_kept_and_replaced(shop: Database) -> None:
    files = MongoFiles(shop)
    ref = new_id()
    large = b"x" * 600_000
    await files.put("invoice.pdf", b"first", ref, "invoice")
    await files.put("invoice.pdf", large, ref, "invoice")
    await files.put("other.pdf", b"other", ref, "invoice")
    assert await files.get("invoice.pdf") == large
    assert await files.get("other.pdf") == b"other"
    assert await files.get("none.pdf") is None
    kept = await shop["documents.files"].find({}).to_list()
    assert sorted(file["filename"] for file in kept) == ["invoice.pdf", "other.pdf"]
    assert str(kept[0]["metadata"]["ref"]) == ref
    assert (
        await shop["documents.chunks"].count_documents({"files_id": {"$nin": [f["_id"] for f in kept]}}) == 0
    )


async def test_a_file_put_by_several_at_once_is_whole_at_every_moment(shop: Database) -> None:
    files = MongoFiles(shop)
    contents = [bytes([n]) * 300_000 for n in range(5)]
    await files.put("a.pdf", contents[0], new_id(), "invoice")
    writing = asyncio.gather(*(files.put("a.pdf", content, new_id(), "invoice") for content in contents))
    while not writing.done():
        assert await files.get("a.pdf") in contents
    await writing
    assert await files.get("a.pdf") in contents
    assert await shop["documents.files"].count_documents({}) == 1


async def test_registers_get_the_next_free_code(shop: Database) -> None:
    book = MongoRegisters(shop)
    assert (await book.enrol("till-a", "Front", None)).code == "1"
    assert (await book.enrol("till-b", "Front", "3")).code == "3"
    assert (await book.enrol("till-c", "Front", None)).code == "2"
    assert (
        await book.enrol("till-a", "Front", None)
    ).code == "4"  # its data was lost: numbers must not come twice


async def test_registers_that_enrol_at_once_get_different_codes(shop: Database) -> None:
    enrolled = await asyncio.gather(
        *(MongoRegisters(shop).enrol(f"till-{n}", "Front", None) for n in range(6))
    )
    assert sorted(register.code for register in enrolled) == ["1", "2", "3", "4", "5", "6"]


async def test_a_wanted_code_belongs_to_one_device(shop: Database) -> None:
    book = MongoRegisters(shop)
    register = await book.enrol("till-a", "Front", "FRONT")
    assert await book.enrol("till-a", "Front", "FRONT") == register
    with pytest.raises(AdapterError) as raised:
        await book.enrol("till-b", "Front", "FRONT")
    assert raised.value.code is ErrorCode.REGISTER_TAKEN
    assert raised.value.data == {"wanted": "FRONT", "name": "Front"}


async def test_the_last_receipt_of_a_code_is_the_highest_number(shop: Database) -> None:
    numbers = ("1-999998", "1-1000003", "1-000007", "12-2000000", "A.1-000042", "AX1-000050", "B-1-000009")
    orders = [_order(NOW) for _ in numbers]
    await _put(
        shop,
        *(
            msgspec.structs.replace(order, receipt_number=number)
            for order, number in zip(orders, numbers, strict=True)
        ),
        _order(NOW),
    )
    book = MongoRegisters(shop)
    codes = ("1", "12", "A.1", "B-1", "B", "2")
    assert [await book.last_receipt(code) for code in codes] == [1_000_003, 2_000_000, 42, 9, 0, 0]
