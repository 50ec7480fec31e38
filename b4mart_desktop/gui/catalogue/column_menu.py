"""The menu in which the table's columns are switched on and off, and moved; it stays open meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from b4mart_desktop.gui.models.listed_columns import FIXED, USUAL, ListedColumn, column_name

_TAKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_MOVING = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ColumnMenu(QMenu):
    """One entry for each column: those that are shown in their order, then those that may be.

    Args:
        offered: Columns to be switched or moved; what cannot be hidden can only be moved.
        shown: Columns that are shown, in their order.
        parent: The widget it belongs to; the menu goes away once it is closed.

    Signals:
        chosen: The columns to be shown, in order.
    """

    chosen = Signal(object)

    def __init__(
        self, offered: Sequence[ListedColumn], shown: Sequence[ListedColumn], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = [each for each in shown if each in offered]
        self._entries = [self._entry(each, on=True) for each in first]
        self._entries += [self._entry(each, on=False) for each in offered if each not in first]
        self._offered = offered
        self._last = self.addSeparator()
        self.addAction(self.tr("Ctrl+↑ or Ctrl+↓ moves a column")).setEnabled(False)
        self.addAction(self.tr("The usual columns")).triggered.connect(self._choose_usual)

    def _entry(self, column: ListedColumn, *, on: bool) -> QAction:
        action = self.addAction(column_name(column))
        action.setCheckable(True)
        action.setChecked(on)
        action.setData(column.value)
        return action

    def _tell(self) -> None:
        shown = [ListedColumn(entry.data()) for entry in self._entries if entry.isChecked()]
        self.chosen.emit(tuple(shown))

    def _choose_usual(self) -> None:
        self.chosen.emit(tuple(each for each in USUAL if each in self._offered))

    def _switch(self, entry: QAction | None) -> bool:
        if entry not in self._entries:
            return False
        if entry.data() not in FIXED:
            entry.toggle()
            self._tell()
        return True

    def _move(self, entry: QAction | None, step: int) -> None:
        """Moves an entry up or down among all of them."""
        if entry is None or entry not in self._entries:
            return
        place = self._entries.index(entry)
        to = min(max(place + step, 0), len(self._entries) - 1)
        self._entries.insert(to, self._entries.pop(place))
        before = self._entries[to + 1] if to + 1 < len(self._entries) else self._last
        self.removeAction(entry)
        self.insertAction(before, entry)
        self.setActiveAction(entry)
        self._tell()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._switch(self.activeAction()):
            super().mouseReleaseEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MOVING and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._move(self.activeAction(), _MOVING[key])
        elif key not in _TAKING or not self._switch(self.activeAction()):
            super().keyPressEvent(event)
