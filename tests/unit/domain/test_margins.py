"""What is earned: amounts, rates, and what has no margin."""

from decimal import Decimal

import pytest

from b4mart_desktop.domain.margins import Margin, margin


@pytest.mark.parametrize(
    ("price", "cost", "expected"),
    [
        ("4", "3", Margin(Decimal(1), Decimal("0.25"), Decimal(1) / 3)),
        ("3", "4", Margin(Decimal(-1), Decimal(-1) / 3, Decimal("-0.25"))),
        ("3", "0", Margin(Decimal(3), Decimal(1), None)),
        ("3", None, None),
        ("0", "1", None),
    ],
)
def test_margin(price: str, cost: str | None, expected: Margin | None) -> None:
    assert margin(Decimal(price), None if cost is None else Decimal(cost)) == expected
