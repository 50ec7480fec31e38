"""A quantity with a minus and a plus button."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from b4mart_desktop.gui.style.formats import parse_decimal
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.theme import set_variant
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import IconButton

_FIELD_WIDTH = 72


class QuantityStepper(QWidget):
    """Minus, a field, plus; the arrow keys step too. The value always stays within its limits.

    Args:
        minimum: The lowest value.
        maximum: The highest value.
        digits: Decimals that may be typed: 0 for pieces, 3 for kilograms.
        parent: The widget it stands in.

    Signals:
        value_changed: The new quantity, as Decimal.
    """

    value_changed = Signal(object)

    def __init__(
        self,
        minimum: Decimal = Decimal(1),
        maximum: Decimal = Decimal(9999),
        digits: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._minimum, self._maximum, self._digits = minimum, maximum, digits
        self._value = minimum
        self._less = IconButton(Icon.MINUS, self.tr("Less"))
        self._more = IconButton(Icon.PLUS, self.tr("More"))
        self.field = QLineEdit()
        self._build()
        self._show()

    def _build(self) -> None:
        self.field.setProperty("kind", "stepper")
        self.field.setAccessibleName(self.tr("Quantity"))
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setFixedWidth(_FIELD_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens().space.xs)
        for button in (self._less, self._more):
            button.setProperty("kind", "stepper")
        for widget in (self._less, self.field, self._more):
            row.addWidget(widget)
        self.setFocusProxy(self.field)
        self._less.clicked.connect(lambda: self._step(-1))
        self._more.clicked.connect(lambda: self._step(1))
        self.field.editingFinished.connect(self._on_finished)
        self.field.textEdited.connect(self._on_edited)

    def value(self) -> Decimal:
        """The quantity."""
        return self._value

    def set_value(self, value: Decimal) -> None:
        """Sets the quantity, moved into its limits."""
        value = min(max(value, self._minimum), self._maximum)
        changed = value != self._value
        self._value = value
        self._show()
        if changed:
            self.value_changed.emit(value)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._step(step)

    def _step(self, count: int) -> None:
        self.set_value(self._value + count)

    def _on_edited(self, text: str) -> None:
        set_variant(self.field, "invalid", parse_decimal(text, self._digits) is None)

    def _on_finished(self) -> None:
        typed = parse_decimal(self.field.text(), self._digits)
        self.set_value(self._value if typed is None else typed)

    def _show(self) -> None:
        self.field.setText(f"{self._value.normalize():f}")
        set_variant(self.field, "invalid", False)
        self._less.setEnabled(self._value > self._minimum)
        self._more.setEnabled(self._value < self._maximum)
