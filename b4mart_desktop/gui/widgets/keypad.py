"""On-screen number keys and the PIN pad. They tell which key was pressed and know no amounts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.button import Button, set_button_icon
from b4mart_desktop.gui.widgets.labels import label, set_role

AMOUNT_KEYS = ("7", "8", "9", "4", "5", "6", "1", "2", "3", "00", "0", "backspace")
DECIMAL_KEYS = ("7", "8", "9", "4", "5", "6", "1", "2", "3", ".", "0", "backspace")
PIN_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "backspace")
_COLUMNS = 3


class Keypad(QWidget):
    """Number keys in three columns, left to right in every language.

    The keys never take the focus: the field that had it keeps it, and the real keyboard does the same.

    Args:
        keys: What the keys are, row by row: digits, `00`, `.`, `backspace`, `clear`.
        parent: The widget it stands in.

    Signals:
        key_pressed: The key, as named above.
    """

    key_pressed = Signal(str)

    def __init__(self, keys: Sequence[str] = AMOUNT_KEYS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(tokens().space.sm)
        for index, key in enumerate(keys):
            grid.addWidget(self._key(key), index // _COLUMNS, index % _COLUMNS)

    def _key(self, key: str) -> Button:
        button = Button(kind="keypad")
        button.setObjectName(f"key_{key}")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        names = {"backspace": self.tr("Delete last digit"), "clear": self.tr("Clear")}
        button.setAccessibleName(names.get(key, key))
        if key == "backspace":
            set_button_icon(button, Icon.BACKSPACE)
            button.setIconSize(QSize(tokens().size.icon_lg, tokens().size.icon_lg))
        else:
            button.setText({"clear": "C"}.get(key, key))
        button.setAutoRepeat(key == "backspace")
        button.clicked.connect(lambda: self.key_pressed.emit(key))
        return button


class PinPad(QWidget):
    """Dots for the digits typed, and the keys; typed digits count too. The PIN is never shown or spoken.

    Args:
        length: How many digits complete a PIN.
        parent: The widget it stands in.

    Signals:
        completed: The PIN, once `length` digits are typed.
    """

    completed = Signal(str)

    def __init__(self, length: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length = length
        self._typed = ""
        self._dots = _Dots(length)
        self._message = label("", "error", wrap=True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        keypad = Keypad(PIN_KEYS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens().space.md)
        for widget in (self._dots, self._message, keypad):
            column.addWidget(widget)
        column.setStretch(2, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("PIN"))
        keypad.key_pressed.connect(self.type_key)

    def clear(self) -> None:
        """Forgets the digits typed and the message."""
        self.show_message("")
        self._set_typed("")

    def show_error(self, text: str) -> None:
        """Says why the PIN was refused and lets the person start again."""
        self._set_typed("")
        self.show_message(text, "error")

    def show_message(self, text: str, role: str = "small") -> None:
        """Shows a line under the dots."""
        set_role(self._message, role)
        self._message.setText(text)

    def type_key(self, key: str) -> None:
        """Takes a digit, `backspace` or `clear`."""
        if key == "clear":
            self.clear()
        elif key == "backspace":
            self._set_typed(self._typed[:-1])
        elif len(self._typed) < self._length:
            self.show_message("")
            self._set_typed(self._typed + key)
            if len(self._typed) == self._length:
                self.completed.emit(self._typed)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        named = {Qt.Key.Key_Backspace: "backspace", Qt.Key.Key_Escape: "clear", Qt.Key.Key_Delete: "clear"}
        key = named.get(Qt.Key(event.key()), event.text())
        if key in named.values() or (len(key) == 1 and key.isdecimal()):
            self.type_key(key)
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._dots.set_focused(True)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._dots.set_focused(False)

    def _set_typed(self, typed: str) -> None:
        self._typed = typed
        self._dots.set_filled(len(typed))
        self.setAccessibleDescription(self.tr("%n digit(s) typed", "", len(typed)))


class _Dots(QWidget):
    _DIAMETER = 14

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count
        self._filled = 0
        self._focused = False
        self.setFixedHeight(self._DIAMETER * 2)

    def set_focused(self, focused: bool) -> None:
        self._focused = focused
        self.update()

    def set_filled(self, filled: int) -> None:
        self._filled = filled
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            gap = self._DIAMETER
            left = (self.width() - self._count * self._DIAMETER - (self._count - 1) * gap) / 2
            for index in range(self._count):
                filled = index < self._filled
                ring = ColorRole.FOCUS if filled or self._focused else ColorRole.BORDER_STRONG
                painter.setPen(QPen(tokens().color(ring), 2 if self._focused else 1.5))
                painter.setBrush(tokens().color(ColorRole.ACCENT if filled else ColorRole.SURFACE))
                x = left + index * (self._DIAMETER + gap)
                painter.drawEllipse(int(x), self._DIAMETER // 2, self._DIAMETER, self._DIAMETER)
