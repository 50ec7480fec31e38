"""What a killed program left open on the server does not hold up its next start."""

import asyncio
from urllib.parse import urlsplit

import pytest
from bson import ObjectId

from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.posting import MongoPosting
from b4mart_desktop.adapters.mongo.posting_session import PostingSession
from b4mart_desktop.adapters.mongo.registers import MongoRegisters
from b4mart_desktop.domain.entries import SaleCompleted
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.tills import Register
from tests.adapters.mongo.samples import Line, make_product, make_sale_of
from tests.adapters.mongo.shelf import check_ledger, on_hand, stock

SHORT = 1.0
"""Seconds; well below the thirty after which the tests' server ends a transaction by itself."""


async def enrolled(shop: Database) -> Register:
    return await MongoRegisters(shop).enrol("device", "Front", None)


async def leave_open(shop: Database, mongo_uri: str, register: Id) -> None:
    """Changes all products and is killed before the end of the transaction."""
    async with make_client(mongo_uri) as client:
        database = client[shop.name]
        session = await PostingSession(database, register).get()
        await session.start_transaction()
        await database.products.update_many({}, {"$set": {"inventory.quantity": 0.0}}, session=session)
        # Closing a client ends no session in use: to the server it is as if the program were gone.


async def test_the_next_start_ends_what_the_last_one_left_open(shop: Database, mongo_uri: str) -> None:
    register, product = await enrolled(shop), make_product()
    await stock(shop, product)
    await leave_open(shop, mongo_uri, register.id)
    sale = SaleCompleted(sale=make_sale_of([Line(product)]))

    with pytest.raises(AdapterError) as raised:  # as another register has to wait, so would this one
        await MongoPosting(shop, time_limit=SHORT).post([sale])
    assert raised.value.code is ErrorCode.DATABASE_UNREACHABLE

    await MongoPosting(shop, register.id, time_limit=SHORT).post([sale])
    assert await on_hand(shop, product) == (9, 0)
    await check_ledger(shop)


async def test_the_session_is_noted_before_it_is_used_and_kept(shop: Database) -> None:
    register, other = await enrolled(shop), await MongoRegisters(shop).enrol("other", "Back", None)
    keeper = PostingSession(shop, register.id)
    session = await keeper.get()
    noted = await shop.registers.find_one({"_id": ObjectId(register.id)})
    assert noted is not None
    assert noted["postingSession"] == session.session_id["id"]
    assert await keeper.get() is session
    assert "postingSession" not in (await shop.registers.find_one({"_id": ObjectId(other.id)}) or {})


async def test_a_session_left_in_the_middle_of_a_transaction_is_replaced(shop: Database) -> None:
    register, product = await enrolled(shop), make_product()
    await stock(shop, product)
    posting = MongoPosting(shop, register.id, time_limit=SHORT)
    session = await posting._session.get()
    await session.start_transaction()
    await shop.products.update_one({}, {"$set": {"inventory.quantity": 0.0}}, session=session)
    await posting.post([SaleCompleted(sale=make_sale_of([Line(product)]))])
    assert await on_hand(shop, product) == (9, 0)


async def test_missing_rights_are_no_fault_of_the_sale(shop: Database, mongo_uri: str) -> None:
    sale = SaleCompleted(sale=make_sale_of([Line(make_product())]))
    await shop.command("createUser", "guest", pwd="guest", roles=[{"role": "read", "db": shop.name}])
    parts = urlsplit(mongo_uri)
    host = parts.netloc.rpartition("@")[2]
    uri = f"mongodb://guest:guest@{host}/?authSource={shop.name}&directConnection=true"
    try:
        async with make_client(uri) as client:
            with pytest.raises(AdapterError) as raised:
                await MongoPosting(client[shop.name]).post([sale])
    finally:
        await shop.command("dropUser", "guest")
    assert raised.value.code is ErrorCode.DATABASE_UNREACHABLE
    assert raised.value.data == {"reason": f"not authorized on {shop.name}"}


async def test_a_register_that_was_deleted_posts_all_the_same(shop: Database) -> None:
    now, product = utc_now(), make_product()
    gone = Register(id=new_id(), code="9", name="Gone", created_at=now, updated_at=now)
    await stock(shop, product)
    await MongoPosting(shop, gone.id).post([SaleCompleted(sale=make_sale_of([Line(product)]))])
    assert await shop.orders.count_documents({}) == 1


@pytest.mark.parametrize("steps", range(0, 60, 3))
async def test_a_cancellation_is_never_lost(shop: Database, steps: int) -> None:
    register = await enrolled(shop)
    posting = MongoPosting(shop, register.id)
    task = asyncio.create_task(posting.post([SaleCompleted(sale=make_sale_of([Line(make_product())]))]))
    for _ in range(steps):  # as far as the loop gets in so many turns
        await asyncio.sleep(0)
    if task.cancel():
        with pytest.raises(asyncio.CancelledError):
            await task
