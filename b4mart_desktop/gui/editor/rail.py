"""The cards of the form by name, beside it: where one is, and which of them have something to mend."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from b4mart_desktop.gui.editor.card import Section
from b4mart_desktop.gui.editor.leading import set_leading
from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.tokens import ColorRole
from b4mart_desktop.gui.widgets.button import Button, set_button_icon

WIDTH = 212

_PICTURES = {
    Section.BASICS: Icon.PACKAGE,
    Section.PRICES: Icon.BANKNOTE,
    Section.CODES: Icon.BARCODE,
    Section.STOCK: Icon.INBOX,
    Section.COUNTER: Icon.STORE,
    Section.SORTING: Icon.FOLDER_OPEN,
    Section.PICTURES: Icon.IMAGE,
    Section.DATA_SHEET: Icon.LIST,
    Section.VARIANTS: Icon.GRID,
    Section.SEARCH: Icon.SEARCH,
    Section.SHIPPING: Icon.WEIGHT,
}


class Rail(QWidget):
    """One button a card.

    Signals:
        chosen: The person wants to go to that card (``Section``).
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self._buttons: dict[Section, Button] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch()

    def add(self, section: Section, name: str) -> None:
        """Adds a card at the end."""
        button = Button(name, "quiet", _PICTURES[section])
        set_leading(button)
        button.setCheckable(True)
        button.clicked.connect(lambda: self._choose(section))
        self._buttons[section] = button
        self._column.insertWidget(self._column.count() - 1, button)

    def mark(self, section: Section) -> None:
        """Marks the card that is in view."""
        for known, button in self._buttons.items():
            button.setChecked(known is section)

    def show_troubles(self, blocking: set[Section], worth_a_look: set[Section]) -> None:
        """Marks the cards that have something to mend."""
        for section, button in self._buttons.items():
            set_button_icon(button, _PICTURES[section])
            if section in blocking:
                button.setIcon(icon(Icon.CIRCLE_ALERT, ColorRole.DANGER))
            elif section in worth_a_look:
                button.setIcon(icon(Icon.TRIANGLE_ALERT, ColorRole.WARNING))

    def _choose(self, section: Section) -> None:
        self.mark(section)
        self.chosen.emit(section)
