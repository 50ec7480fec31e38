"""Asking for a discount: percent or amount, with the usual ones a tap away."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from b4mart_desktop.domain.cart import DiscountKind
from b4mart_desktop.domain.money import HUNDRED, minor_digits
from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.choices import SegmentedControl
from b4mart_desktop.gui.widgets.keypad import DECIMAL_KEYS, Keypad
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit

_COUPON = "coupon"
USUAL_PERCENTS = (5, 10, 15, 20, 50)


class DiscountDialog(AskDialog):
    """Asks for a discount on the line of ``name``, or on the whole sale for None.

    Attributes:
        kind: Percent or amount, once accepted.
        value: How much, once accepted; zero takes the discount away.
        coupon: The code of a coupon instead, once accepted; empty where it is none.
    """

    def __init__(self, parent: QWidget, name: str | None, formats: Formats) -> None:
        sale = self.tr("Discount on the whole sale")
        super().__init__(parent, sale if name is None else self.tr("Discount on {name}").format(name=name))
        self._currency, self._symbol = formats.currency, formats.symbol
        self.kind = DiscountKind.PERCENT
        self._field = MoneyEdit()
        self._field.setProperty("kind", "amount")
        self._field.setAccessibleName(self.tr("Discount"))
        self._code = QLineEdit()
        self._code.setAccessibleName(self.tr("Coupon code"))
        self._code.setPlaceholderText(self.tr("Scan or type the coupon's code"))
        self._kinds = SegmentedControl()
        self._kinds.set_choices(
            [(DiscountKind.PERCENT, "%"), (DiscountKind.AMOUNT, formats.symbol), (_COUPON, self.tr("Coupon"))]
        )
        self._kinds.current_changed.connect(self._on_kind)
        self._usual = self._usual_row()
        self._keypad = Keypad(DECIMAL_KEYS)
        self._keypad.key_pressed.connect(self._field.type_key)
        for widget in (self._kinds, self._field, self._code, self._usual, self._keypad):
            self.body.addWidget(widget)
        self._none = self.add_button(self.tr("No discount"))
        self._none.clicked.connect(self._take_none)
        self.add_button(self.tr("Cancel"), closes=False)
        self._done = self.add_button(self.tr("Give discount"), "primary", closes=True)
        self._field.value_changed.connect(self._on_value)
        self._code.textChanged.connect(lambda text: self._done.setEnabled(bool(text.strip())))
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

    @property
    def coupon(self) -> str:
        """The code of a coupon, where that was entered."""
        return self._code.text().strip() if self._kinds.current() == _COUPON else ""

    def _on_kind(self, kind: object) -> None:
        coupon = kind == _COUPON
        self._code.setVisible(coupon)
        for part in (self._field, self._keypad, self._none):
            part.setVisible(not coupon)
        self._done.setText(self.tr("Take the coupon") if coupon else self.tr("Give discount"))
        self._usual.setVisible(kind == DiscountKind.PERCENT)
        if coupon:
            self._done.setEnabled(bool(self.coupon))
            self._code.setFocus()
        else:
            self._on_discount(DiscountKind(str(kind)))

    def _on_discount(self, kind: DiscountKind) -> None:
        self.kind = kind
        percent = kind is DiscountKind.PERCENT
        digits = 1 if percent else minor_digits(self._currency)
        self._field.set_currency("%" if percent else self._symbol, digits)
        self._on_value(self._field.value())

    def _on_value(self, value: Decimal | None) -> None:
        too_much = value is not None and self.kind is DiscountKind.PERCENT and value > HUNDRED
        self._done.setEnabled(bool(value) and not too_much)
