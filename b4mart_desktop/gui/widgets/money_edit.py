"""A field for an amount of money: Decimal in, Decimal out. It checks digits, not what the shop allows."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from b4mart_desktop.gui.style.formats import parse_decimal
from b4mart_desktop.gui.style.theme import set_variant
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens

_LONGEST = 15


class MoneyEdit(QLineEdit):
    """A line edit whose value is a Decimal; comma and point both separate decimals.

    Signals:
        value_changed: The amount as Decimal, or None while the text is not an amount.
        submitted: Return was pressed on a valid amount.
    """

    value_changed = Signal(object)
    submitted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits = 2
        self._symbol = ""
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setMaxLength(_LONGEST)
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.textChanged.connect(self._on_changed)
        self.returnPressed.connect(self._on_return)

    def set_currency(self, symbol: str, digits: int) -> None:
        """Sets the symbol shown at the start and how many decimals an amount may have."""
        self._symbol, self._digits = symbol, digits
        room = QFontMetrics(tokens().font(TypeRole.LEAD)).horizontalAdvance(symbol) + tokens().space.sm
        self.setTextMargins(room if symbol else 0, 0, 0, 0)

    def value(self) -> Decimal | None:
        """The amount, or None while the text is empty or not an amount."""
        return parse_decimal(self.text(), self._digits)

    def set_value(self, value: Decimal | None) -> None:
        """Shows an amount with all its decimals, or clears the field."""
        self.setText("" if value is None else f"{value:.{self._digits}f}")

    def type_key(self, key: str) -> None:
        """Takes a key of a `Keypad`: digits, `.`, `backspace` or `clear`."""
        if key == "clear":
            self.clear()
        elif key == "backspace":
            self.backspace()
        else:
            self.insert(key)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._symbol:
            return
        with QPainter(self) as painter:
            painter.setFont(tokens().font(TypeRole.LEAD))
            painter.setPen(tokens().color(ColorRole.TEXT_MUTED))
            inside = self.rect().adjusted(tokens().space.md, 0, 0, 0)
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
            painter.drawText(inside, left | Qt.AlignmentFlag.AlignVCenter, self._symbol)

    def _on_changed(self) -> None:
        value = self.value()
        set_variant(self, "invalid", bool(self.text()) and value is None)
        self.value_changed.emit(value)

    def _on_return(self) -> None:
        value = self.value()
        if value is not None:
            self.submitted.emit(value)
