"""The till: from its float to its count, every cent of expected cash derived from what was recorded."""

import asyncio
import contextlib
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from b4mart_desktop.domain.entries import Audited, ShiftClosed, ShiftOpened
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.payments import TenderKind
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.tills import CashMovementKind, ShiftStatus
from tests.adapters.local.facts import cash_moved
from tests.unit.services.shop import CLERK, MILK_CODE, REGISTER, SUPERVISOR, D, Shop, card, cash


async def sell(shop: Shop, quantity: int, *tenders: object) -> None:
    shop.scan(f"{quantity}*{MILK_CODE}")
    await shop.checkout.pay(tenders)  # type: ignore[arg-type]


async def test_the_float_is_the_first_cash_in_the_till(shop: Shop) -> None:
    shift = await shop.shifts.open(D("150.00"))
    assert shop.shifts.current() == shop.journal.open_shift() == shift
    assert (shift.status, shift.register, shift.opened_by) == (ShiftStatus.OPEN, REGISTER.id, CLERK.id)
    assert (shift.opening_float, shift.currency, shift.opened_at) == (D("150.00"), "USD", shop.clock.now)
    [entry] = [queued.entry for queued in shop.journal.queue()]
    assert isinstance(entry, ShiftOpened)
    assert (entry.float_movement.kind, entry.float_movement.amount) == (CashMovementKind.FLOAT, D("150.00"))
    assert shop.journal.shift_entries(shift.id).movements == (entry.float_movement,)


async def test_expected_cash_is_float_movements_and_cash_sales(open_till: Shop) -> None:
    shop = open_till
    shop.sign_in(SUPERVISOR)
    shift = shop.shifts.current()
    assert shift is not None
    await sell(shop, 1, cash("5.00"))  # 1.32, paid 1.30
    await sell(shop, 2, card("2.63"))
    await sell(shop, 3, card("2.00"), cash("2.00"))  # 3.95: 2.00 and 1.95
    await shop.counter.record(cash_moved(shift.id, D("-20.00")))
    summary = await shop.shifts.summary()
    assert (summary.sales, summary.total) == (3, D("7.88"))
    assert summary.takings is not None
    assert summary.takings.by_tender == {TenderKind.CASH: D("3.25"), TenderKind.CARD: D("4.63")}
    assert (summary.takings.cash, summary.takings.expected_cash) == (D("3.25"), D("83.25"))
    assert summary.unposted.sales == 3


@pytest.mark.parametrize(("counted", "difference"), [("101.30", "0"), ("101.50", "0.20"), ("90", "-11.30")])
async def test_any_count_is_taken_and_its_difference_recorded(
    open_till: Shop, counted: str, difference: str
) -> None:
    shop = open_till
    await sell(shop, 1, cash("5.00"))
    shop.clock.advance(hours=8)
    closed = await shop.shifts.close(D(counted))
    assert (closed.expected_cash, closed.difference) == (D("101.30"), D(difference))
    assert (closed.status, closed.closed_by, closed.closed_at) == (
        ShiftStatus.CLOSED,
        CLERK.id,
        shop.clock.now,
    )
    assert (closed.sales_count, closed.sales_total, closed.counted_cash) == (1, D("1.30"), D(counted))
    entry = shop.journal.queue()[-1].entry
    assert isinstance(entry, ShiftClosed)
    assert entry.shift == closed
    assert shop.shifts.current() is None


async def test_entries_that_cannot_be_read_are_told_and_noted_at_the_close(
    open_till: Shop, tmp_path: Path
) -> None:
    shop = open_till
    shift = shop.shifts.current()
    assert shift is not None
    for _ in range(2):
        await sell(shop, 1, cash("5.00"))
    await sell(shop, 1, card("1.32"))
    assert (await shop.shifts.summary()).unreadable == 0
    with closing(sqlite3.connect(tmp_path / "journal.db", isolation_level=None)) as connection:
        connection.execute("UPDATE entries SET state = 'posted'")
        connection.execute(
            "UPDATE entries SET sealed = x'00' WHERE number IN (SELECT number FROM entries"
            " WHERE kind = 'sale' ORDER BY number LIMIT 1)"
        )
    summary = await shop.shifts.summary()
    assert (summary.sales, summary.unreadable) == (2, 1)
    closed = await shop.shifts.close(D("102.60"))
    assert (closed.sales_count, closed.expected_cash) == (2, D("101.30"))
    note, close = (queued.entry for queued in shop.journal.queue())
    assert isinstance(close, ShiftClosed)
    assert isinstance(note, Audited)
    (audit,) = note.audit
    assert (audit.action, audit.ref, audit.details) == (Action.CLOSE_SHIFT, shift.id, {"unreadable": "1"})


async def test_whoever_counts_does_not_know_what_should_come_out(open_till: Shop) -> None:
    await sell(open_till, 1, cash("5.00"))
    summary = await open_till.shifts.summary()
    assert (summary.sales, summary.takings) == (1, None)


async def test_cash_of_another_shift_does_not_count(open_till: Shop) -> None:
    shop = open_till
    await sell(shop, 1, cash("5.00"))
    await shop.shifts.close(D("101.30"))
    await shop.open("50.00")
    closed = await shop.shifts.close(D("50.00"))
    assert (closed.sales_count, closed.expected_cash, closed.difference) == (0, D("50.00"), D(0))


async def test_a_shift_survives_a_crash(open_till: Shop) -> None:
    shop = open_till
    await sell(shop, 1, cash("5.00"))
    before = shop.shifts.current()
    shop.restart()
    assert shop.shifts.current() == before
    assert (await shop.shifts.close(D("101.30"))).difference == 0


async def test_a_crash_at_any_moment_leaves_the_till_as_the_journal_says(shop: Shop) -> None:
    waiting = asyncio.ensure_future(shop.shifts.open(D(100)))
    while shop.journal.state().waiting == 0:  # noqa: ASYNC110  # the writer's thread tells nobody
        await asyncio.sleep(0)
    waiting.cancel()  # whoever asked is gone at once; the float is on disk
    with contextlib.suppress(asyncio.CancelledError):
        await waiting
    shop.restart()
    opened = shop.shifts.current()
    assert opened is not None
    with pytest.raises(DomainError) as caught:
        await shop.shifts.open(D(100))
    assert caught.value.code is ErrorCode.SHIFT_ALREADY_OPEN
    await shop.journal.append(ShiftClosed(id=new_id(), shift=opened))  # and nothing else happens
    shop.restart()
    shop.scan(MILK_CODE)
    with pytest.raises(DomainError) as caught:
        await shop.checkout.pay([cash("5.00")])
    assert caught.value.code is ErrorCode.NO_OPEN_SHIFT


async def test_a_till_is_opened_once_however_often_it_is_pressed(shop: Shop) -> None:
    results = await asyncio.gather(*(shop.shifts.open(D(1)) for _ in range(3)), return_exceptions=True)
    assert [error.code for error in results if isinstance(error, DomainError)] == [
        ErrorCode.SHIFT_ALREADY_OPEN
    ] * 2
    assert len(shop.journal.queue()) == 1


async def test_a_till_is_closed_once_however_often_it_is_pressed(open_till: Shop) -> None:
    shifts = open_till.shifts
    results = await asyncio.gather(*(shifts.close(D(100)) for _ in range(3)), return_exceptions=True)
    assert [error.code for error in results if isinstance(error, DomainError)] == [
        ErrorCode.NO_OPEN_SHIFT
    ] * 2
    assert sum(isinstance(queued.entry, ShiftClosed) for queued in open_till.journal.queue()) == 1


async def test_without_a_shift_there_is_nothing_to_sum_up_or_close(shop: Shop) -> None:
    for deed in (shop.shifts.summary(), shop.shifts.close(D(0))):
        with pytest.raises(DomainError) as caught:
            await deed
        assert caught.value.code is ErrorCode.NO_OPEN_SHIFT


async def test_nobody_at_the_counter_neither_opens_nor_closes(open_till: Shop) -> None:
    open_till.session.end()
    for deed in (open_till.shifts.open(D(0)), open_till.shifts.summary(), open_till.shifts.close(D(0))):
        with pytest.raises(DomainError) as caught:
            await deed
        assert caught.value.code is ErrorCode.NOT_SIGNED_IN


@pytest.mark.parametrize("amount", [D("-0.01"), D(10) ** 13, D("NaN"), D("Infinity")])
async def test_cash_that_cannot_be(open_till: Shop, amount: Decimal) -> None:
    for deed in (open_till.shifts.open(amount), open_till.shifts.close(amount)):
        with pytest.raises(DomainError) as caught:
            await deed
        assert caught.value.code is ErrorCode.AMOUNT_OUT_OF_RANGE


async def test_a_full_disk_leaves_the_till_as_it_was(shop: Shop) -> None:
    shop.journal.full = True
    with pytest.raises(AdapterError):
        await shop.shifts.open(D(10))
    assert shop.shifts.current() is None
    shop.journal.full = False
    shift = await shop.shifts.open(D(10))
    shop.journal.full = True
    with pytest.raises(AdapterError):
        await shop.shifts.close(D(10))
    assert shop.shifts.current() == shift
