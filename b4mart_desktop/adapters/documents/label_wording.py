"""Puts into words what a label says: money, unit prices, dates in the store's language. Places nothing."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from b4mart_desktop.adapters.documents.formats import Formats
from b4mart_desktop.domain.contents import UnitPrice
from b4mart_desktop.domain.label_layout import LabelTexts
from b4mart_desktop.domain.labels import LabelFacts, LabelField
from b4mart_desktop.domain.money import ZERO, minor_unit
from b4mart_desktop.services.ports.labels import LabelWords

_ONE = Decimal(1)


class LabelWording:
    """How one store's labels are worded.

    Args:
        language: BCP 47 or POSIX name.
        currency: ISO 4217 code.
        words: The texts around the values.
    """

    def __init__(self, language: str, currency: str, words: LabelWords | None = None) -> None:
        self._locale = _locale(language)
        self._currency = currency
        self._words = words or LabelWords()
        self._formats = Formats(language, currency, "UTC")

    def texts(self, facts: LabelFacts, fields: tuple[LabelField, ...]) -> LabelTexts:
        """Returns what a label with those fields says."""
        wanted = frozenset(fields)
        told = facts.price > ZERO

        def said(field: LabelField, text: str) -> str:
            return text if field in wanted else ""

        return LabelTexts(
            name=said(LabelField.NAME, " ".join(facts.name.split())),
            price=said(LabelField.PRICE, self._price(facts) if told else ""),
            was=said(LabelField.WAS, self._money(facts.was) if facts.was is not None else ""),
            unit_price=said(LabelField.UNIT_PRICE, self._unit_price(facts.unit_price)),
            notes=self._notes(facts, fields),
            code=facts.code if LabelField.BARCODE in wanted else None,
            address=facts.address if LabelField.QR in wanted else None,
            wants_barcode=LabelField.BARCODE in wanted,
            wants_price=LabelField.PRICE in wanted,
        )

    def _price(self, facts: LabelFacts) -> str:
        money = self._money(facts.price)
        if facts.measured is None:
            return money
        return self._words.measured.format(price=money, unit=facts.measured)

    def _unit_price(self, told: UnitPrice | None) -> str:
        if told is None:
            return ""
        per = told.unit if told.per == _ONE else f"{told.per} {told.unit}"
        unit = minor_unit(self._currency)
        amount = told.amount.quantize(unit, ROUND_HALF_UP)
        if amount < 10 * unit:  # a price of a few cents would be off by a tenth
            finer = told.amount.quantize(unit / 100, ROUND_HALF_UP)
            return self._words.measured.format(price=self._formats.unit_price(finer), unit=per)
        return self._words.measured.format(price=self._money(amount), unit=per)

    def _money(self, amount: Decimal) -> str:
        return self._formats.money(amount)

    def _notes(self, facts: LabelFacts, fields: tuple[LabelField, ...]) -> tuple[str, ...]:
        words = self._words
        end = "" if facts.offer_end is None else words.until.format(day=self._day(facts.offer_end))
        notes = {
            LabelField.STORE: facts.store,
            LabelField.SKU: facts.sku,
            LabelField.PLU: words.plu.format(plu=facts.plu) if facts.plu else "",
            LabelField.OFFER_END: end,
            LabelField.TAX_NOTE: words.with_tax if facts.tax_included else words.without_tax,
            LabelField.DATE: self._day(facts.day),
        }
        return tuple(notes[field] for field in notes if field in fields and notes[field])

    def _day(self, day: dt.date) -> str:
        return format_date(day, "short", locale=self._locale)


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
