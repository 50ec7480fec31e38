"""Numbers, money and moments as one language and one store write them. Nothing is computed here.

Patterns are parsed once and equal values written once per document: babel's ``format_currency`` takes 50 µs.
"""

import datetime as dt
import zoneinfo
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import NumberPattern, parse_pattern

from b4mart_desktop.domain.money import minor_digits
from b4mart_desktop.domain.orders import Measure

_FALLBACK = "en"
_MINUS = "−"
_PRICE_DIGITS = 4  # a price per litre may be finer than the smallest coin
_RATE_DIGITS = 3
_MEASURE_DIGITS = 3
_FINEST_MEASURE = 6
_HUNDRED = Decimal(100)


class Formats:
    """How one document writes its values.

    Args:
        language: BCP 47 or POSIX name such as ``en-US``; English where it is unknown.
        currency: ISO 4217 code.
        time_zone: IANA name of the store's zone; UTC, and said so, where it is unknown.
    """

    def __init__(self, language: str, currency: str, time_zone: str) -> None:
        self._locale = _locale(language)
        self._currency = currency
        self._zone, self._suffix = _zone(time_zone)
        self._written: dict[tuple[NumberPattern, Decimal], str] = {}
        digits = minor_digits(currency)
        plain = self._locale.decimal_formats[None].pattern
        self._amount = _pattern(plain, digits, digits)
        self._money = _pattern(self._locale.currency_formats["standard"].pattern, digits, digits)
        self._unit_price = _pattern(plain, digits, max(digits, _PRICE_DIGITS))
        self._measure = _pattern(plain, _MEASURE_DIGITS, _FINEST_MEASURE)
        self._count = _pattern(plain, 0, 0)
        self._rate = _pattern(self._locale.percent_formats[None].pattern, 0, _RATE_DIGITS)

    def amount(self, value: Decimal) -> str:
        """Returns an amount without currency: ``1,234.50``, ``−0.05``."""
        return self._apply(self._amount, value).replace("-", _MINUS)

    def money(self, value: Decimal) -> str:
        """Returns an amount with its currency: ``$1,234.50``."""
        return self._apply(self._money, value).replace("-", _MINUS)

    def unit_price(self, value: Decimal) -> str:
        """Returns a price with the currency's digits, or up to four where it has more."""
        return self._apply(self._unit_price, value)

    def rate(self, percent: Decimal) -> str:
        """Returns a rate in percent: ``8.25%``, ``7%``."""
        return self._apply(self._rate, percent / _HUNDRED)

    def measure(self, measure: Measure) -> str:
        """Returns what was weighed, to the gram and finer where it is: ``0.450 kg``."""
        return f"{self._apply(self._measure, measure.value)} {measure.unit}"

    def count(self, number: int) -> str:
        """Returns a number of pieces: ``1,200``."""
        return self._apply(self._count, Decimal(number))

    def moment(self, moment: dt.datetime) -> str:
        """Returns date and time of day in the store's zone."""
        local = moment.astimezone(self._zone)
        date = format_date(local.date(), "medium", locale=self._locale)
        time = format_time(local.time(), "short", locale=self._locale)
        joined = str(self._locale.datetime_formats["medium"]).format(time, date)
        return joined.replace("'", "") + self._suffix

    def day(self, moment: dt.datetime) -> str:
        """Returns the store's date at ``moment``."""
        return format_date(moment.astimezone(self._zone).date(), "long", locale=self._locale)

    def _apply(self, pattern: NumberPattern, value: Decimal) -> str:
        key = (pattern, value)
        if key not in self._written:
            text = pattern.apply(value, self._locale, self._currency, currency_digits=False)
            self._written[key] = text
        return self._written[key]


def _pattern(text: str, least: int, most: int) -> NumberPattern:
    """A pattern that writes ``least`` to ``most`` digits after the decimal point."""
    pattern = parse_pattern(text)
    pattern.frac_prec = (least, most)
    return pattern


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_FALLBACK)


def _zone(name: str) -> tuple[dt.tzinfo, str]:
    try:
        return zoneinfo.ZoneInfo(name), ""
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return dt.UTC, " UTC"
