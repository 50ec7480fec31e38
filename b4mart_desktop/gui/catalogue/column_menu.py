"""The menu in which the table's columns are switched on and off; it stays open meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from b4mart_desktop.gui.models.listed_columns import USUAL, ListedColumn, column_name

_TAKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ColumnMenu(QMenu):
    """One entry for each column that may be hidden.

    Args:
        offered: Columns to be switched.
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
        self._shown = list(shown)
        self._offered = offered
        for column in offered:
            action = self.addAction(column_name(column))
            action.setCheckable(True)
            action.setChecked(column in shown)
            action.setData(column)
            action.triggered.connect(lambda on, which=column: self._switch(which, on=on))
        self.addSeparator()
        self.addAction(self.tr("The usual columns")).triggered.connect(self._choose_usual)

    def _switch(self, column: ListedColumn, *, on: bool) -> None:
        if on:
            self._shown.append(column)
        else:
            self._shown.remove(column)
        self.chosen.emit(tuple(self._shown))

    def _choose_usual(self) -> None:
        self.chosen.emit(tuple(each for each in USUAL if each in self._offered or each in self._shown))

    def _stays_open(self, action: QAction | None) -> bool:
        if action is None or not action.isCheckable():
            return False
        action.trigger()
        return True

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._stays_open(self.activeAction()):
            super().mouseReleaseEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _TAKING or not self._stays_open(self.activeAction()):
            super().keyPressEvent(event)
