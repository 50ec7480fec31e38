"""Prices of one product in a list: words for them, and the dialog that edits them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b4mart_desktop.domain.money import minor_digits
from b4mart_desktop.domain.price_lists import PriceTier
from b4mart_desktop.domain.rule_check import RuleFault, tier_problems
from b4mart_desktop.gui.prices.promotion_words import problem_words
from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit

_QUANTITY_DIGITS = 3
_ONE = Decimal(1)


def tiers_words(tiers: Sequence[PriceTier], formats: Formats) -> str:
    """Returns prices by quantity: ``$1.99 · from 6 $1.79``."""
    parts = []
    for tier in sorted(tiers, key=lambda each: each.quantity):
        money = formats.money(tier.price)
        from_text = QCoreApplication.translate("tiers", "from {quantity} {price}")
        quantity = formats.quantity(tier.quantity)
        parts.append(money if tier.quantity == _ONE else from_text.format(quantity=quantity, price=money))
    return "  ·  ".join(parts)


class _TierRow(QWidget):
    """A price from a quantity on."""

    def __init__(self, tier: PriceTier | None, formats: Formats, texts: tuple[str, str, str]) -> None:
        super().__init__()
        self.quantity, self.price = MoneyEdit(), MoneyEdit()
        self.quantity.set_currency("", _QUANTITY_DIGITS)
        self.price.set_currency(formats.symbol, minor_digits(formats.currency))
        if tier is not None:
            self.quantity.setText(f"{tier.quantity.normalize():f}")
            self.price.set_value(tier.price)
        self.remove = IconButton(Icon.REMOVE, texts[2])
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(tokens().space.sm)
        for edit, text in ((self.quantity, texts[0]), (self.price, texts[1])):
            edit.setAccessibleName(text)
            line.addWidget(label(text, "muted"))
            line.addWidget(edit, 1)
        line.addWidget(self.remove)

    def tier(self) -> PriceTier:
        """What the row says; a price that is none is below zero, and so refused."""
        price = self.price.value()
        return PriceTier(
            quantity=self.quantity.value() or Decimal(0), price=Decimal(-1) if price is None else price
        )


class TiersDialog(AskDialog):
    """Edits the prices of one product in a list.

    Args:
        parent: Any widget of the window.
        name: Of the product.
        text: What it costs otherwise.
        tiers: What to begin with.
        formats: How amounts are written.
    """

    def __init__(
        self, parent: QWidget, name: str, text: str, tiers: Sequence[PriceTier], formats: Formats
    ) -> None:
        super().__init__(parent, name, text)
        self._formats = formats
        self._rows: list[_TierRow] = []
        self._lines = QVBoxLayout()
        self._problem = label("", "error", wrap=True)
        self._problem.hide()
        add = Button(self.tr("Another price from a quantity on"), "", Icon.PLUS)
        add.clicked.connect(lambda: self._add(None))
        self.body.addLayout(self._lines)
        self.body.addWidget(self._problem)
        self.body.addWidget(add)
        self.add_button(self.tr("Cancel"), closes=False)
        self.add_button(self.tr("Set prices"), "primary").clicked.connect(self._on_done)
        for tier in sorted(tiers, key=lambda each: each.quantity):
            self._add(tier)
        if not tiers:
            self._add(None)
            self._rows[0].quantity.setText("1")
            self._rows[0].price.setFocus()

    def tiers(self) -> tuple[PriceTier, ...]:
        """The prices as they are entered."""
        return tuple(sorted((row.tier() for row in self._rows), key=lambda each: each.quantity))

    def _add(self, tier: PriceTier | None) -> None:
        texts = (self.tr("From"), self.tr("Price"), self.tr("Take this price away"))
        row = _TierRow(tier, self._formats, texts)
        row.remove.clicked.connect(lambda: self._remove(row))
        self._rows.append(row)
        self._lines.addWidget(row)
        row.quantity.setFocus()

    def _remove(self, row: _TierRow) -> None:
        self._rows.remove(row)
        row.hide()
        row.deleteLater()

    def _on_done(self) -> None:
        problems = tier_problems(self.tiers())
        if not problems:
            self.accept()
            return
        twice = problems[0].fault is RuleFault.CODE_TWICE
        text = self.tr("Two prices begin at the same quantity.")
        self._problem.setText(text if twice else problem_words(problems[0], self._formats))
        self._problem.show()
