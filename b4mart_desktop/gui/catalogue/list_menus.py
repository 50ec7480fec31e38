"""The menus of the list's line, with what who is signed in may choose: its order and its columns."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.gui.catalogue.column_menu import ColumnMenu
from b4mart_desktop.gui.catalogue.products_presenter import ProductsPresenter
from b4mart_desktop.gui.catalogue.sort_menu import SortMenu
from b4mart_desktop.gui.models.listed_columns import COLUMN_OF, COLUMNS, COSTS, ListedColumn
from b4mart_desktop.gui.models.listed_table import ListedTable
from b4mart_desktop.services.counter import Counter


class ListMenus:
    """Opens them; what is chosen is done at once."""

    def __init__(
        self, counter: Counter, presenter: ProductsPresenter, table: ListedTable, parent: QWidget
    ) -> None:
        self._counter = counter
        self._presenter = presenter
        self._table = table
        self._parent = parent

    def choose_sort(self, place: QPoint) -> None:
        """Offers the orders."""
        offered = [key for key, column in COLUMN_OF.items() if self._may_see(column)]
        menu = SortMenu(offered, self._presenter.sort, self._parent)
        menu.chosen.connect(self._presenter.order)
        menu.popup(place)

    def choose_columns(self, place: QPoint) -> None:
        """Offers the columns."""
        offered = [each for each in COLUMNS if each is not ListedColumn.CHECK and self._may_see(each)]
        menu = ColumnMenu(offered, self._table.columns(), self._parent)
        menu.chosen.connect(self._table.set_columns)
        menu.chosen.connect(lambda _: self._table.columns_changed.emit())
        menu.popup(place)

    def _may_see(self, column: ListedColumn) -> bool:
        return column not in COSTS or self._counter.may(Action.SEE_COSTS)
