"""Asking for a discount: percent or amount, with the usual ones a tap away."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QWidget

from b4mart_desktop.domain.cart import DiscountKind
from b4mart_desktop.domain.money import HUNDRED, minor_digits
from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.choices import SegmentedControl
from b4mart_desktop.gui.widgets.keypad import DECIMAL_KEYS, Keypad
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit

USUAL_PERCENTS = (5, 10, 15, 20, 50)


class DiscountDialog(AskDialog):
    """Asks for a discount on the line of ``name``, or on the whole sale for None.

    Attributes:
        kind: Percent or amount, once accepted.
        value: How much, once accepted; zero takes the discount away.
    """

    def __init__(self, parent: QWidget, name: str | None, formats: Formats) -> None:
        sale = self.tr("Discount on the whole sale")
        super().__init__(parent, sale if name is None else self.tr("Discount on {name}").format(name=name))
        self._currency, self._symbol = formats.currency, formats.symbol
        self.kind = DiscountKind.PERCENT
        self._field = MoneyEdit()
        self._field.setProperty("kind", "amount")
        self._field.setAccessibleName(self.tr("Discount"))
        self._kinds = SegmentedControl()
        self._kinds.set_choices([(DiscountKind.PERCENT, "%"), (DiscountKind.AMOUNT, formats.symbol)])
        self._kinds.current_changed.connect(self._on_kind)
        self._usual = self._usual_row()
        keypad = Keypad(DECIMAL_KEYS)
        keypad.key_pressed.connect(self._field.type_key)
        for widget in (self._kinds, self._field, self._usual, keypad):
            self.body.addWidget(widget)
        none = self.add_button(self.tr("No discount"))
        none.clicked.connect(self._take_none)
        self.add_button(self.tr("Cancel"), closes=False)
        self._done = self.add_button(self.tr("Give discount"), "primary", closes=True)
        self._field.value_changed.connect(self._on_value)
        self._on_kind(DiscountKind.PERCENT)
        self._field.setFocus()

    @property
    def value(self) -> Decimal:
        """How much was entered."""
        return self._field.value() or Decimal(0)

    def _usual_row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        for percent in USUAL_PERCENTS:
            button = Button(f"{percent}\u2009%", "tile")
            button.clicked.connect(lambda _=False, value=percent: self._take(Decimal(value)))
            row.addWidget(button)
        return holder

    def _take(self, value: Decimal) -> None:
        self._field.set_value(value)
        self.accept()

    def _take_none(self) -> None:
        self._take(Decimal(0))

    def _on_kind(self, kind: object) -> None:
        self.kind = DiscountKind(str(kind))
        percent = self.kind is DiscountKind.PERCENT
        self._usual.setVisible(percent)
        digits = 1 if percent else minor_digits(self._currency)
        self._field.set_currency("%" if percent else self._symbol, digits)
        self._on_value(self._field.value())

    def _on_value(self, value: Decimal | None) -> None:
        too_much = value is not None and self.kind is DiscountKind.PERCENT and value > HUNDRED
        self._done.setEnabled(bool(value) and not too_much)
