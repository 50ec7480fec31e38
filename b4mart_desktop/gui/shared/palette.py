"""The command palette: everything that can be done on the screen shown, found by typing. Knows no command.

It offers what the window has anyway, buttons and menu entries, so that nothing has to be registered twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QListWidget, QListWidgetItem, QWidget

from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.widgets.search_field import SearchField

_ROWS_HEIGHT = 360


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done now.

    Attributes:
        name: What it is called where it stands.
        key: Its shortcut as people read it, may be empty.
        do: Does it.
    """

    name: str
    key: str
    do: Callable[[], object]


def deeds_of(window: QWidget) -> list[Deed]:
    """Returns what the window's visible, enabled buttons with a key and its own actions do, by name."""
    found: dict[str, Deed] = {}
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and button.isEnabled() and not button.shortcut().isEmpty():
            name = (button.text() or button.accessibleName()).replace("&", "")
            found[name] = Deed(name, _text(button.shortcut()), button.click)
    for action in window.actions():
        if action.isEnabled() and action.isVisible() and not action.isSeparator():
            name = action.text().replace("&", "")
            found.setdefault(name, Deed(name, _text(action.shortcut()), action.trigger))
    return sorted(found.values(), key=lambda deed: deed.name.casefold())


class CommandPalette(AskDialog):
    """Lists deeds; typing filters by all words, Return does the chosen one after the palette is closed.

    Attributes:
        chosen: What to do, once accepted.
    """

    def __init__(self, parent: QWidget, deeds: list[Deed]) -> None:
        super().__init__(parent, self.tr("What do you want to do?"))
        self.chosen: Deed | None = None
        self._deeds = deeds
        self._field = SearchField(self.tr("Type a word"))
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Commands"))
        self._list.setMinimumHeight(_ROWS_HEIGHT)
        self.body.addWidget(self._field)
        self.body.addWidget(self._list)
        self.add_button(self.tr("Cancel"), closes=False)
        self._field.textChanged.connect(self._show)
        self._field.submitted.connect(lambda _: self._choose(self._list.currentItem()))
        self._field.down_pressed.connect(self._list.setFocus)
        self._list.itemActivated.connect(self._choose)
        self._list.itemClicked.connect(self._choose)
        self._show("")
        self._field.setFocus()

    def _show(self, typed: str) -> None:
        words = typed.casefold().split()
        self._list.clear()
        for deed in self._deeds:
            if all(word in deed.name.casefold() for word in words):
                item = QListWidgetItem(f"{deed.name}   ·   {deed.key}" if deed.key else deed.name)
                item.setData(Qt.ItemDataRole.UserRole, deed)
                self._list.addItem(item)
        self._list.setCurrentRow(0)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen = item.data(Qt.ItemDataRole.UserRole)
            self.accept()


def _text(key: QKeySequence) -> str:
    return key.toString(QKeySequence.SequenceFormat.NativeText)
