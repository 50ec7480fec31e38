"""Orders of a day: whose, from midnight to midnight where the shop is, posted or not, reachable or not."""

import datetime as dt
import itertools

import msgspec
import pytest

from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.orders import Order
from b4mart_desktop.domain.sale import Sale
from b4mart_desktop.services.orders import OrderRow, Orders
from tests.unit.fakes import FarDatabase
from tests.unit.services.shop import CLERK, MILK_CODE, OTHER_CLERK, SUPERVISOR, Shop, cash

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def database() -> FarDatabase:
    return FarDatabase()


@pytest.fixture
def orders(open_till: Shop, database: FarDatabase) -> Orders:
    return Orders(open_till.counter, database, database)


async def sell(shop: Shop, **later: float) -> Sale:
    shop.clock.advance(**later or {"minutes": 1})
    shop.scan(MILK_CODE)
    return (await shop.checkout.pay([cash("5.00")])).sale


def post(shop: Shop, database: FarDatabase, *sales: Sale) -> None:
    """What the poster does."""
    wanted = {sale.order.id for sale in sales}
    for queued in shop.journal.queue():
        sale = getattr(queued.entry, "sale", None)
        if sale is not None and sale.order.id in wanted:
            database.post(sale)
            shop.journal.mark_posted([queued.number])


def ids(rows: tuple[OrderRow, ...]) -> list[tuple[str, bool]]:
    return [(row.order.id, row.posted) for row in rows]


async def test_posted_and_waiting_sales_are_one_list_newest_first(
    open_till: Shop, orders: Orders, database: FarDatabase
) -> None:
    first, second, third = [await sell(open_till) for _ in range(3)]
    post(open_till, database, first, third)
    day = await orders.of_day(TODAY)
    assert ids(day.rows) == [(third.order.id, True), (second.order.id, False), (first.order.id, True)]
    assert day.offline is None
    assert [row.invoice is None for row in day.rows] == [False, True, False]


async def test_a_sale_posted_while_the_list_is_read_is_in_it_once(
    open_till: Shop, orders: Orders, database: FarDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    sale = await sell(open_till)
    read = database.between

    async def then_posted(*bounds: dt.datetime | str | None) -> object:
        found = await read(*bounds)  # type: ignore[arg-type]
        post(open_till, database, sale)
        return found

    monkeypatch.setattr(database, "between", then_posted)
    assert ids((await orders.of_day(TODAY)).rows) == [(sale.order.id, False)]
    assert ids((await orders.of_day(TODAY)).rows) == [(sale.order.id, True)]


async def test_offline_this_counters_own_sales_are_shown_posted_or_not(
    open_till: Shop, orders: Orders, database: FarDatabase
) -> None:
    first, second = [await sell(open_till) for _ in range(2)]
    post(open_till, database, first)
    database.down = True
    day = await orders.of_day(TODAY)
    assert ids(day.rows) == [(second.order.id, False), (first.order.id, True)]
    assert day.offline is not None
    assert day.offline.code is ErrorCode.DATABASE_UNREACHABLE


@pytest.mark.parametrize("down", [False, True])
async def test_a_clerk_sees_own_orders_and_a_supervisor_all(
    open_till: Shop, orders: Orders, database: FarDatabase, down: bool
) -> None:
    shop = open_till
    posted, waiting = await sell(shop), await sell(shop)
    shop.sign_in(OTHER_CLERK)
    others_posted, others_waiting = await sell(shop), await sell(shop)
    post(shop, database, posted, others_posted)
    database.down = down
    for user, seen in (
        (CLERK, {posted, waiting}),
        (OTHER_CLERK, {others_posted, others_waiting}),
        (SUPERVISOR, {posted, waiting, others_posted, others_waiting}),
    ):
        shop.sign_in(user)
        rows = (await orders.of_day(TODAY)).rows
        assert {row.order.id for row in rows} == {sale.order.id for sale in seen}
    asked = [cashier for *_, cashier in database.asked]
    assert asked == ([] if down else [CLERK.id, OTHER_CLERK.id, None])


@pytest.mark.parametrize(
    ("day", "start", "hours"),
    [
        (dt.date(2026, 11, 23), "2026-11-23T05:00", 24),
        (dt.date(2026, 3, 8), "2026-03-08T05:00", 23),  # clocks go forward in New York
        (dt.date(2026, 11, 1), "2026-11-01T04:00", 25),  # and back
    ],
)
async def test_a_day_is_from_midnight_to_midnight_where_the_shop_is(
    open_till: Shop, orders: Orders, database: FarDatabase, day: dt.date, start: str, hours: int
) -> None:
    await orders.of_day(day)
    [(begin, end, _)] = database.asked
    assert begin == dt.datetime.fromisoformat(f"{start}+00:00")
    assert end - begin == dt.timedelta(hours=hours)


async def test_days_meet_without_gap_or_overlap(
    open_till: Shop, orders: Orders, database: FarDatabase
) -> None:
    for number in range(366):
        await orders.of_day(dt.date(2026, 1, 1) + dt.timedelta(days=number))
    bounds = database.asked
    assert all(before[1] == after[0] for before, after in itertools.pairwise(bounds))


async def test_a_sale_just_before_midnight_is_yesterdays(open_till: Shop, orders: Orders) -> None:
    late = await sell(open_till, hours=11, minutes=59, seconds=59, milliseconds=999)
    assert orders.today() == TODAY
    early = await sell(open_till, milliseconds=1)
    assert orders.today() == TODAY + dt.timedelta(days=1)
    assert ids((await orders.of_day(TODAY)).rows) == [(late.order.id, False)]
    assert ids((await orders.of_day(orders.today())).rows) == [(early.order.id, False)]


async def test_receipts_of_posted_waiting_and_last_sales(
    open_till: Shop, orders: Orders, database: FarDatabase
) -> None:
    first, second = [await sell(open_till) for _ in range(2)]
    post(open_till, database, first)
    for row in (await orders.of_day(TODAY)).rows:
        receipt = await orders.receipt(row)
        assert receipt.receipt_number == row.order.receipt_number
        assert receipt.total == sum(tender.tendered - tender.change for tender in receipt.tenders)
    assert orders.last_receipt().receipt_number == second.order.receipt_number


async def test_a_receipt_needs_the_database_only_where_another_counter_sold(
    open_till: Shop, orders: Orders, database: FarDatabase
) -> None:
    sale = await sell(open_till)
    post(open_till, database, sale)
    database.down = True
    [row] = (await orders.of_day(TODAY)).rows
    assert (await orders.receipt(row)).receipt_number == sale.order.receipt_number
    elsewhere = msgspec.structs.replace(sale.order, id=new_id())
    with pytest.raises(AdapterError):
        await orders.receipt(OrderRow(elsewhere, posted=True))


async def test_a_clerk_reads_no_receipt_of_another(open_till: Shop, orders: Orders) -> None:
    row = OrderRow((await sell(open_till)).order, posted=False)
    open_till.sign_in(OTHER_CLERK)
    with pytest.raises(DomainError) as caught:
        await orders.receipt(row)
    assert caught.value.code is ErrorCode.NOT_ALLOWED
    open_till.sign_in(SUPERVISOR)
    assert (await orders.receipt(row)).order == row.order.id


def test_there_is_no_receipt_before_the_first_sale(orders: Orders) -> None:
    with pytest.raises(DomainError) as caught:
        orders.last_receipt()
    assert caught.value.code is ErrorCode.NO_RECEIPT_YET


async def test_nobody_at_the_counter_sees_nothing(open_till: Shop, orders: Orders) -> None:
    row = OrderRow((await sell(open_till)).order, posted=False)
    open_till.session.end()
    for deed in (orders.of_day(TODAY), orders.receipt(row)):
        with pytest.raises(DomainError) as caught:
            await deed
        assert caught.value.code is ErrorCode.NOT_SIGNED_IN
    with pytest.raises(DomainError):
        orders.last_receipt()


async def test_an_order_is_found_by_its_receipt(
    orders: Orders, open_till: Shop, database: FarDatabase
) -> None:
    own, elsewhere = await sell(open_till), await sell(open_till)
    number = "2-000007"
    database.post(msgspec.structs.replace(elsewhere, order=_renumbered(elsewhere, number)))
    assert own.order.receipt_number is not None
    database.down = True
    assert await orders.with_receipt(own.order.receipt_number) == (TODAY, own.order)
    with pytest.raises(AdapterError) as away:
        await orders.with_receipt(number)
    assert away.value.code is ErrorCode.DATABASE_UNREACHABLE
    database.down = False
    assert (await orders.with_receipt(number))[1].receipt_number == number
    with pytest.raises(DomainError) as missing:
        await orders.with_receipt("2-999999")
    assert missing.value.code is ErrorCode.NOT_FOUND


async def test_a_clerk_finds_no_other_clerks_receipt(orders: Orders, open_till: Shop) -> None:
    sale = await sell(open_till)
    open_till.session.begin(OTHER_CLERK)
    with pytest.raises(DomainError) as refused:
        await orders.with_receipt(sale.order.receipt_number or "")
    assert refused.value.code is ErrorCode.NOT_ALLOWED


def _renumbered(sale: Sale, number: str) -> Order:
    return msgspec.structs.replace(sale.order, receipt_number=number)
