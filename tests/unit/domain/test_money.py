"""Money: parts add up to the whole, rounding is half up, coins pay what they can."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b4mart_desktop.domain.money import minor_digits, minor_unit, quantise, quick_cash, round_to_cash, split
from tests.unit.domain.carts import CURRENCIES, D

CURRENCY = st.sampled_from(CURRENCIES)
WEIGHTS = st.lists(st.decimals(min_value=0, max_value=10**6, places=3), min_size=1, max_size=40)
STEPS = st.sampled_from(("0.01", "0.05", "0.10", "1", "5", "0.025")).map(Decimal)


@pytest.mark.parametrize(
    ("currency", "digits", "unit"),
    [("USD", 2, "0.01"), ("JPY", 0, "1"), ("KWD", 3, "0.001"), ("XYZ", 2, "0.01")],
)
def test_minor_units(currency: str, digits: int, unit: str) -> None:
    assert minor_digits(currency) == digits
    assert minor_unit(currency) == D(unit)


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("1.005", "USD", "1.01"),
        ("1.0049", "USD", "1.00"),
        ("-1.005", "USD", "-1.01"),
        ("0.5", "JPY", "1"),
        ("2.5", "JPY", "3"),
        ("1.0005", "KWD", "1.001"),
    ],
)
def test_rounding_is_half_up_away_from_zero(amount: str, currency: str, rounded: str) -> None:
    assert str(quantise(D(amount), currency)) == rounded


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6), CURRENCY)
def test_rounding_moves_by_half_a_unit_at_most_and_only_once(amount: Decimal, currency: str) -> None:
    rounded = quantise(amount, currency)
    assert abs(rounded - amount) * 2 <= minor_unit(currency)
    assert quantise(rounded, currency) == rounded


@given(st.integers(-(10**8), 10**8), WEIGHTS, CURRENCY)
def test_parts_add_up_and_each_is_within_a_unit_of_its_share(
    units: int, weights: list[Decimal], currency: str
) -> None:
    unit = minor_unit(currency)
    whole = units * unit
    parts = split(whole, weights, currency)
    total = sum(weights, Decimal(0))
    assert sum(parts, Decimal(0)) == whole
    assert len(parts) == len(weights)
    assert all(quantise(part, currency) == part for part in parts)
    if total:
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - whole * weight / total) < unit + Decimal("1e-15")
            assert weight or not part, "what weighs nothing gets nothing"


@given(WEIGHTS, st.data())
def test_no_part_of_a_smaller_whole_exceeds_its_weight(weights: list[Decimal], data: st.DataObject) -> None:
    """So that a discount on the order never takes a line below zero."""
    nets = [quantise(weight, "USD") for weight in weights]
    whole = data.draw(st.integers(0, int(sum(nets) * 100))) * D("0.01")
    parts = split(whole, nets, "USD")
    assert all(0 <= part <= net for part, net in zip(parts, nets, strict=True))


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        ("1.00", ("1", "1", "1"), ("0.34", "0.33", "0.33")),
        ("-1.00", ("1", "1", "1"), ("-0.34", "-0.33", "-0.33")),
        ("0.05", ("3", "7"), ("0.02", "0.03")),  # 0.015 and 0.035 lose the same: the first gets it
        ("0.10", ("0", "0"), ("0.10", "0")),
        ("0.02", ("0", "5", "0"), ("0", "0.02", "0")),
        ("9.99", (), ()),
    ],
)
def test_the_largest_remainder_gets_the_odd_cent(
    amount: str, weights: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    assert split(D(amount), [D(weight) for weight in weights], "USD") == tuple(map(D, parts))


@pytest.mark.parametrize(
    ("amount", "step", "paid"),
    [
        ("1.02", "0.05", "1.00"),
        ("1.03", "0.05", "1.05"),
        ("1.025", "0.05", "1.05"),
        ("-1.03", "0.05", "-1.05"),
        ("1.04", "0.10", "1.00"),
        ("1.05", "0.10", "1.10"),
        ("12", "5", "10"),
        ("13", "5", "15"),
        ("1.02", "0", "1.02"),
    ],
)
def test_rounding_to_coins(amount: str, step: str, paid: str) -> None:
    assert round_to_cash(D(amount), D(step)) == D(paid)


@given(st.decimals(min_value=-(10**7), max_value=10**7, places=3), STEPS)
def test_coins_can_pay_what_is_rounded_to_them(amount: Decimal, step: Decimal) -> None:
    paid = round_to_cash(amount, step)
    assert paid % step == 0
    assert abs(paid - amount) * 2 <= step
    assert round_to_cash(paid, step) == paid


NOTES = tuple(map(Decimal, (5, 10, 20, 50, 100)))


@pytest.mark.parametrize(
    ("due", "offered"),
    [
        ("3.20", ("3.20", "5", "10", "20")),
        ("20.00", ("20", "50", "100")),
        ("37.45", ("37.45", "40", "50", "100")),
        ("130.00", ("130", "140", "150", "200")),
        ("0", ("0",)),
    ],
)
def test_quick_cash_is_what_people_hand_over(due: str, offered: tuple[str, ...]) -> None:
    assert quick_cash(D(due), NOTES) == tuple(map(D, offered))


def test_quick_cash_passes_over_what_is_no_note() -> None:
    odd = [D("0"), D("-5"), D("NaN"), D("Infinity"), D("10")]
    assert quick_cash(D("4.05"), odd) == (D("4.05"), D(10))


@given(st.decimals(min_value=0, max_value=10**5, places=2), st.integers(1, 6))
def test_quick_cash_is_enough_exact_first_and_without_repeats(due: Decimal, limit: int) -> None:
    offered = quick_cash(due, NOTES, limit)
    assert offered[0] == due
    assert list(offered) == sorted(set(offered))
    assert len(offered) <= limit
    assert all(any(more % note == 0 for note in NOTES) for more in offered[1:])
