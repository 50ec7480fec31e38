"""The dialog of one tax class: its code, its name, and its rates with the day each begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import msgspec
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from b4mart_desktop.domain.promotions import DatedRate, Tax
from b4mart_desktop.domain.rule_check import tax_problems
from b4mart_desktop.gui.prices.parts import Field
from b4mart_desktop.gui.prices.promotion_words import first_blocking, problem_words
from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit

_WIDTH = 560
_RATE_DIGITS = 3


class _RateRow(QWidget):
    """A rate from a day on."""

    def __init__(self, dated: DatedRate, remove_name: str) -> None:
        super().__init__()
        self.day, self.rate = QDateEdit(), MoneyEdit()
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setCalendarPopup(True)
        self.day.setDate(QDate(dated.since.year, dated.since.month, dated.since.day))
        self.rate.set_currency("%", _RATE_DIGITS)
        self.rate.setText(f"{dated.rate.normalize():f}")
        self.remove = IconButton(Icon.REMOVE, remove_name)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(tokens().space.sm)
        for part, stretch in ((self.day, 1), (self.rate, 1), (self.remove, 0)):
            line.addWidget(part, stretch)

    def dated(self) -> DatedRate:
        """What the row says."""
        day = self.day.date()
        return DatedRate(
            since=dt.date(day.year(), day.month(), day.day()), rate=self.rate.value() or Decimal(0)
        )


class TaxDialog(AskDialog):
    """Edits one tax class.

    Args:
        parent: Any widget of the window.
        tax: What to begin with.
        others: All tax classes, whose codes are taken.
        formats: How numbers are written.
        is_new: Whether it gets its code here; a code never changes, products name it.
        today: The day by the shop's clock.
    """

    def __init__(
        self,
        parent: QWidget,
        tax: Tax,
        others: Sequence[Tax],
        formats: Formats,
        *,
        is_new: bool,
        today: dt.date,
    ) -> None:
        super().__init__(parent, self.tr("New tax class") if is_new else tax.name)
        self._tax, self._others, self._formats, self._today = tax, others, formats, today
        self._rows: list[_RateRow] = []
        self._code, self._name, self._rate = QLineEdit(tax.code), QLineEdit(tax.name), MoneyEdit()
        self._code.setReadOnly(not is_new)
        self._rate.set_currency("%", _RATE_DIGITS)
        self._rate.setText(f"{tax.rate.normalize():f}")
        self._fields = {
            "name": Field(self.tr("Name"), self._name, self.tr("Stands on the receipt, such as “VAT”.")),
            "code": Field(self.tr("Code"), self._code, self.tr("Products name their tax class by it.")),
            "rate": Field(self.tr("Rate"), self._rate, self.tr("Until the first of the dated rates begins.")),
        }
        self._rates = QVBoxLayout()
        self._rates_problem = label("", "error", wrap=True)
        self._build()
        for dated in sorted(tax.rates, key=lambda each: each.since):
            self._add(dated)
        self._name.setFocus()

    def _build(self) -> None:
        self.setMinimumWidth(_WIDTH)
        for field in self._fields.values():
            self.body.addWidget(field)
        self.body.addWidget(label(self.tr("Rates that begin on a day"), "strong"))
        self.body.addLayout(self._rates)
        self.body.addWidget(self._rates_problem)
        self._rates_problem.hide()
        add = Button(self.tr("Another rate from a day on"), "", Icon.PLUS)
        add.clicked.connect(self._on_add)
        self.body.addWidget(add)
        self.add_button(self.tr("Cancel"), closes=False)
        self.add_button(self.tr("Save"), "primary").clicked.connect(self._on_save)

    def tax(self) -> Tax:
        """The tax class as it is entered."""
        return msgspec.structs.replace(
            self._tax,
            code=self._code.text().strip(),
            name=self._name.text().strip(),
            rate=self._rate.value() or Decimal(0),
            rates=tuple(sorted((row.dated() for row in self._rows), key=lambda each: each.since)),
        )

    def _on_add(self) -> None:
        later = [row.dated().since for row in self._rows]
        first = (self._today.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        since = max([first, *(day + dt.timedelta(days=1) for day in later)])
        self._add(DatedRate(since=since, rate=self._rate.value() or Decimal(0)))
        self._rows[-1].rate.setFocus()

    def _add(self, dated: DatedRate) -> None:
        row = _RateRow(dated, self.tr("Take this rate away"))
        row.remove.clicked.connect(lambda: self._remove(row))
        self._rows.append(row)
        self._rates.addWidget(row)

    def _remove(self, row: _RateRow) -> None:
        self._rows.remove(row)
        row.hide()
        row.deleteLater()

    def _on_save(self) -> None:
        problems = tax_problems(self.tax(), self._others)
        words = {each.field: problem_words(each, self._formats) for each in reversed(problems)}
        for name, field in self._fields.items():
            field.set_problem(words.get(name, ""))
        self._rates_problem.setText(words.get("rates", ""))
        self._rates_problem.setVisible("rates" in words)
        if first_blocking(problems) is None:
            self.accept()
