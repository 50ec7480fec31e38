"""One field of a form: its name, what is typed, and its problem beside it. What it is bound to, cards say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.gui.style.formats import parse_decimal
from b4mart_desktop.gui.style.theme import set_variant
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.labels import label, set_role
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in words, and whether it keeps from saving."""

    text: str
    blocks: bool


class Field(QWidget):
    """The frame of a field; what is typed in stands in a subclass.

    Args:
        name: What the field is called.
        editor: What is typed or chosen in.
        hint: A sentence below it while nothing is wrong.

    Signals:
        edited: The person made it this value.
        unreadable: What the person typed is no value.
    """

    edited = Signal(object)
    unreadable = Signal()

    def __init__(self, name: str, editor: QWidget, hint: str = "") -> None:
        super().__init__()
        self.editor = editor
        self.name = name
        self._hint = hint
        self._note = label(hint, "small", wrap=True)
        self._value: Any = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens().space.xs)
        if name:
            caption = label(name)
            caption.setBuddy(editor)
            column.addWidget(caption)
        column.addWidget(editor)
        column.addWidget(self._note)
        column.addStretch()
        editor.setAccessibleName(editor.accessibleName() or name)
        self._note.setVisible(bool(hint))

    def show_value(self, value: Any, *, fresh: bool) -> None:
        """Shows a value; what the person types just now is left alone unless it is ``fresh``."""
        if fresh or value != self._value:
            self._value = value
            self._display(value)

    def set_hint(self, hint: str) -> None:
        """Changes the sentence below."""
        self._hint = hint
        self.set_problem("")

    def set_problem(self, text: str, *, blocks: bool = True) -> None:
        """Shows what is wrong in place of the hint; an empty text says that nothing is."""
        set_variant(self.editor, "invalid", bool(text) and blocks)
        set_role(self._note, ("error" if blocks else "warning") if text else "small")
        self._note.setText(text or self._hint)
        self._note.setVisible(bool(text or self._hint))
        self.editor.setAccessibleDescription(text or self._hint)

    def show_problems(self, own: Problem | None, inside: Mapping[str, Problem]) -> None:
        """Shows what is wrong with the value, or with elements of it by their path inside it."""
        first = own or next(iter(inside.values()), None)
        if first is None:
            self.set_problem("")
        else:
            self.set_problem(first.text, blocks=first.blocks)

    def set_read_only(self, read_only: bool) -> None:
        """Says whether the person may change it."""
        self.editor.setEnabled(not read_only)

    def problem(self) -> str:
        """What stands below it."""
        return self._note.text()

    def _take(self, value: Any) -> None:
        """The person made it ``value``."""
        if value != self._value:
            self._value = value
            self.edited.emit(value)

    def _display(self, value: Any) -> None:
        raise NotImplementedError


class TextField(Field):
    """A line of text; an empty one is None where ``optional``."""

    def __init__(self, name: str, hint: str = "", *, optional: bool = False, placeholder: str = "") -> None:
        self.line = QLineEdit()
        self.line.setPlaceholderText(placeholder)
        super().__init__(name, self.line, hint)
        self._optional = optional
        self.line.textEdited.connect(self._on_edited)

    @override
    def set_read_only(self, read_only: bool) -> None:
        self.line.setReadOnly(read_only)

    def _on_edited(self, text: str) -> None:
        self._take(text if text.strip() or not self._optional else None)

    @override
    def _display(self, value: Any) -> None:
        self.line.setText(value or "")


class LongTextField(Field):
    """A text of several lines."""

    def __init__(self, name: str, hint: str = "", *, rows: int = 4, placeholder: str = "") -> None:
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(placeholder)
        self.text.setTabChangesFocus(True)
        metrics = self.text.fontMetrics()
        self.text.setFixedHeight(rows * metrics.lineSpacing() + tokens().space.xl + tokens().space.xs)
        super().__init__(name, self.text, hint)
        self._showing = False
        self.text.textChanged.connect(self._on_changed)

    @override
    def set_read_only(self, read_only: bool) -> None:
        self.text.setReadOnly(read_only)

    def _on_changed(self) -> None:
        if not self._showing:
            self._take(self.text.toPlainText())

    @override
    def _display(self, value: Any) -> None:
        self._showing = True
        self.text.setPlainText(value or "")
        self._showing = False


class AmountField(Field):
    """An amount of money; an empty one is None, or unreadable where it is ``required``.

    Args:
        name: What the field is called.
        symbol: The currency's, or a unit.
        digits: How many decimals may be typed.
        least: How many are shown of an amount that has fewer; ``digits`` where it is not said.
        required: Whether there must be one.
    """

    def __init__(
        self, name: str, symbol: str, digits: int, least: int | None = None, *, required: bool = False
    ) -> None:
        self.line = MoneyEdit()
        self.line.set_currency(symbol, digits)
        super().__init__(name, self.line)
        self._digits = digits
        self._least = digits if least is None else least
        self._required = required
        self.line.textEdited.connect(self._on_edited)

    @override
    def set_read_only(self, read_only: bool) -> None:
        self.line.setReadOnly(read_only)

    def _on_edited(self, text: str) -> None:
        value = parse_decimal(text, self._digits)
        if value is None and (text.strip() or self._required):
            self.unreadable.emit()
        elif value == self._value:
            self.edited.emit(value)  # it may have been unreadable before
        else:
            self._take(value)

    @override
    def _display(self, value: Any) -> None:
        """With the decimals of money at least; further ones are shown, since to round would be a change."""
        if value is None:
            self.line.clear()
        else:
            decimals = max(self._least, -int(value.normalize().as_tuple().exponent))
            self.line.setText(f"{value:.{decimals}f}")


class MeasureField(AmountField):
    """A quantity: without the zeros that money has."""

    def __init__(self, name: str, hint: str = "", *, digits: int = 3, required: bool = False) -> None:
        super().__init__(name, "", digits, 0, required=required)
        self.set_hint(hint)


class Choice(QComboBox):
    """A combo box that does not turn under the wheel that scrolls the form."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceField(Field):
    """One of a few."""

    def __init__(self, name: str, hint: str = "") -> None:
        self.box = Choice()
        super().__init__(name, self.box, hint)
        self.box.activated.connect(lambda index: self._take(self.box.itemData(index)))

    def set_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        """Replaces what can be chosen by (value, text), without a signal."""
        self.box.clear()
        for value, text in choices:
            self.box.addItem(text, value)
        self._display(self._value)

    @override
    def _display(self, value: Any) -> None:
        place = next((n for n in range(self.box.count()) if self.box.itemData(n) == value), -1)
        if place < 0 and value is not None:
            self.box.addItem(str(value), value)  # written elsewhere: what is not touched stays
            place = self.box.count() - 1
        self.box.setCurrentIndex(place)


class SwitchField(Field):
    """Yes or no."""

    def __init__(self, name: str, hint: str = "") -> None:
        self.box = QCheckBox(name)
        super().__init__("", self.box, hint)
        self.name = name
        self.box.clicked.connect(lambda checked: self._take(bool(checked)))

    @override
    def _display(self, value: Any) -> None:
        self.box.setChecked(bool(value))
