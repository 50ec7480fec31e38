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
        self._digits = (minor_digits(currency), minor_digits(currency))
        self._zone, self._suffix = _zone(time_zone)
        self._plain = parse_pattern(self._locale.decimal_formats[None].pattern)
        self._money = parse_pattern(self._locale.currency_formats["standard"].pattern)
        self._written: dict[tuple[NumberPattern, Decimal, tuple[int, int]], str] = {}
        self._percent = parse_pattern(self._locale.percent_formats[None].pattern)

    def amount(self, value: Decimal) -> str:
        """Returns an amount without currency: ``1,234.50``, ``−0.05``."""
        return self._apply(self._plain, value, self._digits).replace("-", _MINUS)

    def money(self, value: Decimal) -> str:
        """Returns an amount with its currency: ``$1,234.50``."""
        return self._apply(self._money, value, self._digits).replace("-", _MINUS)

    def unit_price(self, value: Decimal) -> str:
        """Returns a price with the currency's digits, or up to four where it has more."""
        least = self._digits[0]
        return self._apply(self._plain, value, (least, max(least, _PRICE_DIGITS)))

    def rate(self, percent: Decimal) -> str:
        """Returns a rate in percent: ``8.25%``, ``7%``."""
        return self._apply(self._percent, percent / _HUNDRED, (0, _RATE_DIGITS))

    def measure(self, measure: Measure) -> str:
        """Returns what was weighed, with the digits the scale gave and at least three: ``0.450 kg``."""
        exponent = measure.value.as_tuple().exponent
        digits = max(_MEASURE_DIGITS, -exponent) if isinstance(exponent, int) else _MEASURE_DIGITS
        return f"{self._apply(self._plain, measure.value, (digits, digits))} {measure.unit}"

    def count(self, number: int) -> str:
        """Returns a number of pieces: ``1,200``."""
        return self._apply(self._plain, Decimal(number), (0, 0))

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

    def _apply(self, pattern: NumberPattern, value: Decimal, digits: tuple[int, int]) -> str:
        key = (pattern, value, digits)
        if key not in self._written:
            self._written[key] = pattern.apply(value, self._locale, self._currency, force_frac=digits)
        return self._written[key]


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
