"""The menu of what the list can be sorted by: the way for tiles, and for who uses no mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from b4mart_desktop.domain.product_lists import ProductSort, SortKey
from b4mart_desktop.gui.models.listed_columns import COLUMN_OF, column_name


class SortMenu(QMenu):
    """One entry for each key, and two for the direction; what is in use is marked.

    Args:
        offered: Keys to choose from.
        sort: The order that is in use.
        parent: The widget it belongs to; the menu goes away once it is closed.

    Signals:
        chosen: The order to be used (``ProductSort``).
    """

    chosen = Signal(object)

    def __init__(self, offered: Sequence[SortKey], sort: ProductSort, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        keys = (
            (column_name(COLUMN_OF[key]), ProductSort(key=key, descending=sort.descending)) for key in offered
        )
        self._offer(keys, lambda to: to.key is sort.key)
        self.addSeparator()
        ways = ((self.tr("Ascending"), False), (self.tr("Descending"), True))
        directions = ((name, ProductSort(key=sort.key, descending=way)) for name, way in ways)
        self._offer(directions, lambda to: to.descending is sort.descending)

    def _offer(
        self, orders: Iterable[tuple[str, ProductSort]], is_in_use: Callable[[ProductSort], bool]
    ) -> None:
        group = QActionGroup(self)
        for name, order in orders:
            action = self.addAction(name)
            action.setCheckable(True)
            action.setChecked(is_in_use(order))
            action.setActionGroup(group)
            action.triggered.connect(lambda _, to=order: self.chosen.emit(to))
