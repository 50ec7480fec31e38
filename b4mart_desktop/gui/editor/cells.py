"""Reading what is typed into the cells of a table."""

from __future__ import annotations

from decimal import Decimal

from b4mart_desktop.gui.style.formats import parse_decimal

_MEASURE_DIGITS = 3


def read_amount(text: str, digits: int) -> Decimal | None:
    """Returns an amount, None where nothing is typed.

    Raises:
        ValueError: It is no number, or has too many decimals.
    """
    if not text:
        return None
    value = parse_decimal(text, digits)
    if value is None:
        raise ValueError(text)
    return value


def read_quantity(text: str) -> Decimal:
    """Returns a quantity or measure.

    Raises:
        ValueError: It is no number, or has too many decimals.
    """
    value = read_amount(text, _MEASURE_DIGITS)
    if value is None:
        raise ValueError(text)
    return value
