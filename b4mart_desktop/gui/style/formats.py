"""How amounts, quantities and dates are written and read, exact to the last digit. No rounding rules.

Babel with Decimal, never QLocale: QLocale takes floats only and ignores the currency's digits. Babel costs
26 ms to import, so that happens with the first amount, not at start-up.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import cached_property, lru_cache

_DATE_FORMATS = ("short", "medium", "long")
_SPACES = re.compile(r"[\s\u00a0\u202f'\u2019]")
_LETTER_BEFORE_DIGIT = re.compile(r"(?<=[A-Z])(?=\d)")  # CLDR wants the space, Babel leaves it out
_MINUS = "\u2212"
_SEPARATOR = re.compile(r"[.,]")
_WHOLE = re.compile(r"\d*|\d{1,3}([.,])\d{3}(?:\1\d{3})*")


class Formats:
    """Writes values for people in one language, currency and time zone.

    Args:
        language: A locale such as `en_US` or `de-DE`.
        currency: The shop's ISO 4217 code.
        zone: The shop's time zone; stored times are UTC.
    """

    def __init__(self, language: str, currency: str, zone: dt.tzinfo) -> None:
        self.language = language.replace("-", "_")
        self.currency = currency
        self.zone = zone
        self.money = lru_cache(maxsize=4096)(self._money)
        self.amount = lru_cache(maxsize=4096)(self._amount)
        self.quantity = lru_cache(maxsize=4096)(self._quantity)

    @cached_property
    def symbol(self) -> str:
        """The currency's symbol, or its code where the language has none: `$`, `€`, `KWD`."""
        from babel.numbers import get_currency_symbol

        return get_currency_symbol(self.currency, locale=self.language)

    def _money(self, amount: Decimal) -> str:
        """The amount with the currency's symbol and digits: `$3.20`, `3,20 €`, `¥320`."""
        from babel.numbers import format_currency

        text = format_currency(amount, self.currency, locale=self.language)
        return _signed(_LETTER_BEFORE_DIGIT.sub("\u00a0", text))

    def _amount(self, amount: Decimal) -> str:
        """The amount with the currency's digits but no symbol, for columns under a heading."""
        from babel.numbers import format_currency

        return _signed(format_currency(amount, self.currency, "#,##0.00", locale=self.language))

    def _quantity(self, value: Decimal, unit: str = "") -> str:
        """A count or measure without trailing zeros, and its unit: `3`, `0.45 kg`."""
        from babel.numbers import format_decimal

        text = format_decimal(value, "#,##0.######", locale=self.language)
        return f"{text}\u00a0{unit}" if unit else text

    def percent(self, rate: Decimal) -> str:
        """A rate as a percentage: Decimal("0.175") is `17.5%`."""
        from babel.numbers import format_percent

        return format_percent(rate, "#,##0.###%", locale=self.language)

    def date(self, moment: dt.datetime | dt.date, width: str = "medium") -> str:
        """The day in the shop's zone; width is short, medium or long."""
        from babel.dates import format_date

        day = moment.astimezone(self.zone).date() if isinstance(moment, dt.datetime) else moment
        return format_date(day, _width(width), locale=self.language)

    def time(self, moment: dt.datetime) -> str:
        """The time of day in the shop's zone, to the minute."""
        from babel.dates import format_time

        return format_time(moment.astimezone(self.zone).timetz(), "short", locale=self.language)

    def date_time(self, moment: dt.datetime) -> str:
        """Day and time in the shop's zone."""
        return f"{self.date(moment)} {self.time(moment)}"

    def age(self, span: dt.timedelta) -> str:
        """How long something has been so, in the largest fitting unit: `3 minutes`."""
        from babel.dates import format_timedelta

        return format_timedelta(span, threshold=1.2, locale=self.language)


def _signed(text: str) -> str:
    """With the true minus, which is as wide as a figure; a hyphen before an amount is easily missed."""
    return text.replace("-", _MINUS)


def _width(width: str) -> str:
    if width not in _DATE_FORMATS:
        raise ValueError(width)
    return width


def parse_decimal(text: str, digits: int) -> Decimal | None:
    """Reads what a person typed as a number with at most `digits` decimals, or None if it is not one.

    Comma and point are both accepted. Of two different separators the last is the decimal one. `1,234` is
    refused unless three decimals are allowed: it may mean a thousand times as much elsewhere.
    """
    bare = _SPACES.sub("", text).replace(_MINUS, "-")
    sign = "-" if bare.startswith("-") else ""
    whole, decimals = _split(bare.removeprefix("-").removeprefix("+"), digits)
    readable = _WHOLE.fullmatch(whole) and (decimals.isdecimal() or not decimals) and len(decimals) <= digits
    if not readable or not whole + decimals:
        return None
    return Decimal(f"{sign}{_SEPARATOR.sub('', whole) or '0'}{'.' if decimals else ''}{decimals}")


def _split(text: str, digits: int) -> tuple[str, str]:
    """The digits before and after the decimal separator; grouping marks stay in the first part."""
    marks = _SEPARATOR.findall(text)
    if not marks or not digits:
        return text, ""
    whole, _, decimals = text.rpartition(marks[-1])
    return (text, "") if marks[-1] in whole else (whole, decimals)
