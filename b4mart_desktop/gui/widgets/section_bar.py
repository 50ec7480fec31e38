"""A row of places of which one is shown, such as the rooms of the office. Going there is its owner's."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button

_HEIGHT = 52


class SectionBar(QFrame):
    """The places side by side; the one that is shown is marked.

    Signals:
        chosen: The person wants to go there (the key that ``add`` was given).
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self.setFixedHeight(_HEIGHT)
        self._buttons: dict[object, Button] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(tokens().space.lg, 0, tokens().space.lg, 0)
        self._row.setSpacing(tokens().space.xs)
        self._row.addStretch()

    def add(self, key: object, name: str, picture: Icon) -> None:
        """Adds a place at the end; Ctrl and its number leads there."""
        number = len(self._buttons) + 1
        button = Button(name, "quiet", picture, f"Ctrl+{number}")
        button.setCheckable(True)
        button.clicked.connect(lambda: self._choose(key))
        self._buttons[key] = button
        self._row.insertWidget(self._row.count() - 1, button)

    def mark(self, key: object) -> None:
        """Marks the place that is shown."""
        for known, button in self._buttons.items():
            button.setChecked(known == key)

    def _choose(self, key: object) -> None:
        self.mark(key)
        self.chosen.emit(key)
