"""Tags as chips with a field to add one, which offers those in use. It reads none by itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.flow import Flow


class TagField(QWidget):
    """Some tags, and a line to type another; Return or a comma adds it.

    Signals:
        changed: The tags are others now.
        typed: What tags are to be offered for (str).
    """

    changed = Signal()
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tags: tuple[str, ...] = ()
        self._flow = Flow(tokens().space.xs)
        self._flow.hide()
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Add a tag"))
        self.field.setAccessibleName(self.tr("Add a tag"))
        self._offered = QStringListModel(self)
        completer = QCompleter(self._offered, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(lambda _: self._add())
        self.field.setCompleter(completer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens().space.sm)
        column.addWidget(self._flow)
        column.addWidget(self.field)
        self.setFocusProxy(self.field)
        self.field.returnPressed.connect(self._add)
        self.field.textEdited.connect(self._on_edited)

    def tags(self) -> tuple[str, ...]:
        """The tags as they are written."""
        return self._tags

    def show_tags(self, tags: Sequence[str]) -> None:
        """Shows those tags, without a signal."""
        self._tags = tuple(tags)
        self._flow.clear()
        for tag in self._tags:
            chip = Button(tag.replace("&", "&&"), "chosen", Icon.X)
            chip.setAccessibleName(self.tr("Remove tag {tag}").format(tag=tag))
            chip.clicked.connect(lambda _=False, gone=tag: self._remove(gone))
            self._flow.add(chip)
        self._flow.setVisible(bool(self._tags))

    def offer(self, tags: Sequence[str]) -> None:
        """Offers tags in use while one types."""
        self._offered.setStringList(list(tags))
        if self.field.text() and self.field.hasFocus():
            self.field.completer().complete()

    def _on_edited(self, text: str) -> None:
        if text.endswith(","):
            self._add()
        else:
            self.typed.emit(text.strip())

    def _add(self) -> None:
        tag = self.field.text().strip().rstrip(",").strip()
        self.field.clear()
        if tag and tag not in self._tags:
            self.show_tags((*self._tags, tag))
            self.changed.emit()

    def _remove(self, tag: str) -> None:
        self.show_tags(tuple(each for each in self._tags if each != tag))
        self.changed.emit()
