"""The list's menus, with what who is signed in may choose: its order, its columns, deeds with a product."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.gui.catalogue.column_menu import ColumnMenu
from b4mart_desktop.gui.catalogue.products_presenter import ProductsPresenter
from b4mart_desktop.gui.catalogue.sort_menu import SortMenu
from b4mart_desktop.gui.models.listed_columns import COLUMN_OF, COLUMNS, COSTS, ListedColumn
from b4mart_desktop.gui.models.listed_table import ListedTable
from b4mart_desktop.services.counter import Counter


class ListMenus(QObject):
    """Opens them; an order and columns that are chosen are shown at once.

    Signals:
        edit_wanted: A product is to be opened (its id).
        price_wanted: What a customer pays for a product is to be explained (its id).
        copy_wanted: A new product like that one is wanted (its id).
    """

    edit_wanted = Signal(str)
    price_wanted = Signal(str)
    copy_wanted = Signal(str)

    def __init__(
        self, counter: Counter, presenter: ProductsPresenter, table: ListedTable, parent: QWidget
    ) -> None:
        super().__init__(parent)
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

    def show_deeds(self, product: Id | None, place: QPoint) -> None:
        """Offers what can be done with a product; nothing where there is none."""
        if product is None:
            return
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open")).triggered.connect(lambda: self.edit_wanted.emit(product))
        price = menu.addAction(self.tr("What a customer pays…"))
        price.triggered.connect(lambda: self.price_wanted.emit(product))
        if self._counter.may(Action.EDIT_CATALOGUE):
            copy = menu.addAction(self.tr("Duplicate"))
            copy.triggered.connect(lambda: self.copy_wanted.emit(product))
        menu.popup(place)

    def _may_see(self, column: ListedColumn) -> bool:
        return column not in COSTS or self._counter.may(Action.SEE_COSTS)
