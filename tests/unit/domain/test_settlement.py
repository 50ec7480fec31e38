"""Settling: the tenders pay the total plus its rounding, only cash gives change, too little is refused."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.money import MAX_TOTAL
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.domain.settlement import MAX_TENDERED, Settlement, settle, still_due
from tests.unit.domain.carts import D

ZERO = Decimal(0)
CASH, CARD = TenderKind.CASH, TenderKind.CARD
OTHERS = tuple(kind for kind in TenderKind if kind is not CASH)
STEPS = st.sampled_from(("0", "0.01", "0.05", "0.10", "1")).map(Decimal)
CENTS = st.integers(0, 50_000).map(lambda cents: Decimal(cents) / 100)


def tender(kind: TenderKind, value: str | Decimal, reference: str | None = None) -> Tender:
    return Tender(kind=kind, tendered=Decimal(value), reference=reference)


def summary(settlement: Settlement) -> list[tuple[TenderKind, Decimal, Decimal]]:
    return [(paid.kind, paid.amount, paid.change) for paid in settlement.tenders]


@st.composite
def parts(draw: st.DrawFn, total: Decimal) -> list[Tender]:
    """Tenders other than cash that do not exceed ``total``."""
    left, tenders = total, []
    for _ in range(draw(st.integers(0, 3))):
        part = draw(st.integers(0, int(left * 100))) * D("0.01")
        tenders.append(tender(draw(st.sampled_from(OTHERS)), part))
        left -= part
    return tenders


@given(CENTS, STEPS, CENTS, st.data())
def test_tenders_pay_total_and_rounding_and_only_cash_gives_change(
    total: Decimal, step: Decimal, more: Decimal, data: st.DataObject
) -> None:
    others = data.draw(parts(total))
    due = still_due(total, others, step, in_cash=True)
    settlement = settle(total, [*others, tender(CASH, due + more)], step)

    assert sum((paid.amount for paid in settlement.tenders), ZERO) == total + settlement.rounding
    assert all(paid.amount == paid.tendered - paid.change >= 0 for paid in settlement.tenders)
    assert all(paid.change == 0 for paid in settlement.tenders if paid.kind is not CASH)
    assert settlement.change == sum((paid.change for paid in settlement.tenders), ZERO) == more
    assert abs(settlement.rounding) * 2 <= step
    assert sum(paid.kind is CASH for paid in settlement.tenders) == 1
    assert [paid.kind for paid in settlement.tenders[:-1]] == [other.kind for other in others]


@given(CENTS, STEPS, st.lists(st.tuples(st.sampled_from(TenderKind), CENTS), max_size=4), st.booleans())
def test_paying_what_is_due_always_settles(
    total: Decimal, step: Decimal, drawn: list[tuple[TenderKind, Decimal]], in_cash: bool
) -> None:
    """Whatever was tendered before, in cash what coins can pay, what is asked for is never refused."""
    tenders: list[Tender] = []
    for kind, value in drawn:
        left = still_due(total, tenders, step, in_cash=kind is CASH)
        assume(left > 0)
        value = min(value, left)
        tenders.append(tender(kind, value - value % step if kind is CASH and step else value))
    due = still_due(total, tenders, step, in_cash=in_cash)
    settlement = settle(total, [*tenders, tender(CASH if in_cash else CARD, due)], step)
    assert sum((paid.amount for paid in settlement.tenders), ZERO) == total + settlement.rounding


@given(CENTS.filter(bool), STEPS, st.data())
def test_a_cent_less_is_refused_with_what_is_missing(
    total: Decimal, step: Decimal, data: st.DataObject
) -> None:
    others = data.draw(parts(total))
    due = still_due(total, others, step, in_cash=True)
    assume(due > 0)
    with pytest.raises(DomainError) as caught:
        settle(total, [*others, tender(CASH, due - D("0.01"))], step)
    assert caught.value.code is ErrorCode.NOT_ENOUGH_TENDERED
    assert caught.value.data["missing"] == D("0.01")


@pytest.mark.parametrize(
    ("total", "tenders", "step", "expected", "rounding"),
    [
        ("10.00", [(CASH, "20")], "0", [(CASH, "10.00", "10.00")], "0"),
        ("10.03", [(CASH, "10.05")], "0.05", [(CASH, "10.05", "0")], "0.02"),
        ("10.02", [(CASH, "20")], "0.05", [(CASH, "10.00", "10.00")], "-0.02"),
        ("10.02", [(CARD, "10.02")], "0.05", [(CARD, "10.02", "0")], "0"),
        ("10.02", [(CARD, "4.00"), (CASH, "6.00")], "0.05", [(CARD, "4", "0"), (CASH, "6", "0")], "-0.02"),
        ("10.00", [(CASH, "5"), (CASH, "6")], "0", [(CASH, "10", "1")], "0"),
        ("10.00", [(CASH, "5"), (CARD, "5")], "0", [(CARD, "5", "0"), (CASH, "5", "0")], "0"),
        ("0.02", [(CASH, "0")], "0.05", [(CASH, "0", "0")], "-0.02"),
        ("0", [], "0.05", [(CASH, "0", "0")], "0"),
        ("0", [(CARD, "0")], "0.05", [(CARD, "0", "0")], "0"),
        ("0", [(CASH, "5")], "0", [(CASH, "0", "5")], "0"),
        ("12", [(CASH, "20")], "5", [(CASH, "10", "10")], "-2"),
    ],
)
def test_examples(
    total: str,
    tenders: Sequence[tuple[TenderKind, str]],
    step: str,
    expected: Sequence[tuple[TenderKind, str, str]],
    rounding: str,
) -> None:
    settlement = settle(D(total), [tender(*each) for each in tenders], D(step))
    assert summary(settlement) == [(kind, D(paid), D(change)) for kind, paid, change in expected]
    assert settlement.rounding == D(rounding)


def test_a_reference_stays_with_its_tender() -> None:
    settlement = settle(D(5), [tender(CARD, "5", "auth 4711")], ZERO)
    assert settlement.tenders[0].reference == "auth 4711"


@pytest.mark.parametrize(
    ("tenders", "code", "data"),
    [
        ([(CARD, "10.01")], ErrorCode.TENDER_TOO_LARGE, {"too_much": D("0.01")}),
        ([(CARD, "6"), (TenderKind.GIFT_CARD, "6")], ErrorCode.TENDER_TOO_LARGE, {"too_much": D(2)}),
        ([(CARD, "9.99")], ErrorCode.NOT_ENOUGH_TENDERED, {"missing": D("0.01")}),
        ([], ErrorCode.NOT_ENOUGH_TENDERED, {"missing": D(10)}),
        ([(CASH, "-1")], ErrorCode.AMOUNT_OUT_OF_RANGE, {"amount": D(-1)}),
        ([(CARD, MAX_TENDERED + 1)], ErrorCode.AMOUNT_OUT_OF_RANGE, {"most": MAX_TENDERED}),
        ([(CASH, "NaN")], ErrorCode.AMOUNT_OUT_OF_RANGE, {}),
        ([(CASH, "Infinity")], ErrorCode.AMOUNT_OUT_OF_RANGE, {}),
    ],
)
def test_what_does_not_settle_says_why(
    tenders: Sequence[tuple[TenderKind, str]], code: ErrorCode, data: dict[str, Decimal]
) -> None:
    with pytest.raises(DomainError) as caught:
        settle(D(10), [tender(*each) for each in tenders], D("0.05"))
    assert caught.value.code is code
    assert data.items() <= caught.value.data.items()


@pytest.mark.parametrize(("unit", "given"), [("0.01", "10.001"), ("1", "10.50"), ("0.001", "10.0005")])
def test_nobody_hands_over_a_part_of_the_minor_unit(unit: str, given: str) -> None:
    with pytest.raises(DomainError) as caught:
        settle(D(10), [tender(CASH, given)], ZERO, D(unit))
    assert caught.value.code is ErrorCode.AMOUNT_OUT_OF_RANGE
    assert settle(D(10), [tender(CASH, "11")], ZERO, D(unit)).change == 1


def test_the_largest_cart_there_may_be_can_be_paid() -> None:
    assert settle(MAX_TOTAL, [tender(CASH, MAX_TOTAL + 5)], ZERO).change == 5


@pytest.mark.parametrize(
    ("tenders", "in_cash", "due"),
    [
        ([], False, "10.03"),
        ([], True, "10.05"),
        ([(CARD, "4.00")], True, "6.05"),
        ([(CASH, "5.00")], True, "5.05"),
        ([(CASH, "5.00")], False, "5.03"),
        ([(CASH, "5.01")], True, "5.04"),  # all cash is rounded together
        ([(CARD, "20")], True, "0"),
    ],
)
def test_what_is_still_due(tenders: Sequence[tuple[TenderKind, str]], in_cash: bool, due: str) -> None:
    paid = [tender(*each) for each in tenders]
    assert still_due(D("10.03"), paid, D("0.05"), in_cash=in_cash) == D(due)
