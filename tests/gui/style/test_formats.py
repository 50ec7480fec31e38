"""Writing and reading amounts, quantities and times, exactly."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b4mart_desktop.gui.style.formats import Formats, parse_decimal

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("language", "currency", "amount", "written"),
    [
        ("en_US", "USD", "1234.5", "$1,234.50"),
        ("en_US", "USD", "-3.5", "−$3.50"),
        ("de-DE", "EUR", "1234.5", "1.234,50\u00a0€"),
        ("ja_JP", "JPY", "320", "\uffe5320"),
        ("en_US", "KWD", "1.25", "KWD\u00a01.250"),
        ("en_US", "USD", "12345678901234567.89", "$12,345,678,901,234,567.89"),
    ],
)
def test_money_has_the_currencys_symbol_and_digits(
    language: str, currency: str, amount: str, written: str
) -> None:
    assert Formats(language, currency, dt.UTC).money(Decimal(amount)) == written


@pytest.mark.parametrize(("currency", "symbol"), [("USD", "$"), ("EUR", "€"), ("KWD", "KWD")])
def test_the_symbol_stands_alone(currency: str, symbol: str) -> None:
    assert Formats("en_US", currency, dt.UTC).symbol == symbol


def test_an_amount_without_symbol_keeps_the_currencys_digits() -> None:
    assert Formats("en_US", "USD", dt.UTC).amount(Decimal("1234.5")) == "1,234.50"
    assert Formats("en_US", "JPY", dt.UTC).amount(Decimal(320)) == "320"


def test_quantities_drop_zeros_and_carry_their_unit() -> None:
    formats = Formats("en_US", "USD", dt.UTC)
    assert formats.quantity(Decimal("3.000")) == "3"
    assert formats.quantity(Decimal("0.450"), "kg") == "0.45\u00a0kg"
    assert formats.percent(Decimal("0.175")) == "17.5%"


def test_times_are_in_the_shops_zone() -> None:
    formats = Formats("en_US", "USD", NEW_YORK)
    stored = dt.datetime(2026, 11, 23, 3, 5, tzinfo=dt.UTC)
    assert formats.date(stored) == "Nov 22, 2026"
    assert formats.time(stored) == "10:05\u202fPM"
    assert formats.age(dt.timedelta(minutes=3)) == "3 minutes"


@pytest.mark.parametrize(
    ("text", "digits", "value"),
    [
        ("12.50", 2, "12.50"),
        ("12,50", 2, "12.50"),
        (",5", 2, "0.5"),
        ("1.234,50", 2, "1234.50"),
        ("1,234.50", 2, "1234.50"),
        ("1 234,50", 2, "1234.50"),
        ("1.234.567", 2, "1234567"),
        ("-3", 2, "-3"),
        ("1,250", 3, "1.250"),
        ("1,250", 0, "1250"),
        ("5.", 2, "5"),
    ],
)
def test_what_people_type_is_read(text: str, digits: int, value: str) -> None:
    assert parse_decimal(text, digits) == Decimal(value)


@pytest.mark.parametrize("text", ["", "-", ".", "abc", "1,234", "0.123", "1.2.3", "12.345,6.7", "1e5", "--5"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    assert parse_decimal(text, 2) is None


@given(st.decimals(min_value=-10_000_000, max_value=10_000_000, places=2))
def test_what_is_written_is_read_back(value: Decimal) -> None:
    for language in ("en_US", "de_DE", "fr_FR"):
        assert parse_decimal(Formats(language, "EUR", dt.UTC).amount(value), 2) == value
