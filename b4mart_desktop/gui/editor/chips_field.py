"""Short words as chips: tags, keywords, options of a variant. Enter adds one, its cross removes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.gui.editor.fields import Field
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button, set_button_icon
from b4mart_desktop.gui.widgets.flow import Flow

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Comma)


class _WordLine(QLineEdit):
    """A line that hands over whole words; a comma ends one as Enter does."""

    entered = Signal(str)
    rubbed_out = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _ENDS and self.text().strip():
            self.entered.emit(self.text())
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.rubbed_out.emit()
        else:
            super().keyPressEvent(event)


class ChipsEdit(QWidget):
    """Chips above a line to add more.

    Signals:
        changed: The person added or removed one (tuple of texts).
    """

    changed = Signal(object)

    def __init__(self, placeholder: str) -> None:
        super().__init__()
        self.line = _WordLine()
        self.line.setPlaceholderText(placeholder)
        self._words: tuple[str, ...] = ()
        self._read_only = False
        self._known = QStringListModel(self)
        self._flow = Flow(tokens().space.xs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens().space.sm)
        column.addWidget(self._flow)
        column.addWidget(self.line)
        self.setFocusProxy(self.line)
        self.line.entered.connect(self._add)
        self.line.rubbed_out.connect(lambda: self._change(self._words[:-1]))
        self.line.editingFinished.connect(lambda: self._add(self.line.text()))
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self._add, Qt.ConnectionType.QueuedConnection)
        self.line.setCompleter(completer)

    def words(self) -> tuple[str, ...]:
        """What stands there."""
        return self._words

    def set_words(self, words: Sequence[str]) -> None:
        """Shows words, without a signal."""
        self._words = tuple(words)
        self._flow.clear()
        for word in self._words:
            self._flow.add(self._chip(word))
        self._flow.setVisible(bool(self._words))

    def set_known(self, words: Sequence[str]) -> None:
        """Completes what is typed by these."""
        self._known.setStringList(list(words))

    def set_read_only(self, read_only: bool) -> None:
        """Says whether the person may change them."""
        self._read_only = read_only
        self.line.setVisible(not read_only)
        self.set_words(self._words)

    def _chip(self, word: str) -> Button:
        chip = Button(word.replace("&", "&&"), "chip")
        chip.setEnabled(not self._read_only)
        chip.setAccessibleName(self.tr("Remove {word}").format(word=word))
        if not self._read_only:
            chip.setLayoutDirection(
                Qt.LayoutDirection.RightToLeft
                if self.layoutDirection() == Qt.LayoutDirection.LeftToRight
                else Qt.LayoutDirection.LeftToRight
            )
            set_button_icon(chip, Icon.X)
            chip.clicked.connect(lambda: self._change([each for each in self._words if each != word]))
        return chip

    def _add(self, text: str) -> None:
        self.line.clear()
        words = dict.fromkeys(part.strip() for part in text.split(",") if part.strip())
        fresh = [word for word in words if word not in self._words]
        if fresh:
            self._change((*self._words, *fresh))

    def _change(self, words: Sequence[str]) -> None:
        if not self._read_only and tuple(words) != self._words:
            self.set_words(words)
            self.changed.emit(self._words)


class ChipsField(Field):
    """Chips as a field of a form."""

    def __init__(self, name: str, placeholder: str = "", hint: str = "") -> None:
        self.chips = ChipsEdit(placeholder)
        self.chips.line.setAccessibleName(name)
        super().__init__(name, self.chips, hint)
        self.chips.changed.connect(self._take)

    @override
    def set_read_only(self, read_only: bool) -> None:
        self.chips.set_read_only(read_only)

    @override
    def _display(self, value: Any) -> None:
        self.chips.set_words(value)
