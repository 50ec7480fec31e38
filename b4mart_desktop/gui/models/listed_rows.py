"""The products of a selection as a table's model: a million rows of which a few pages are here."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from typing_extensions import override

from b4mart_desktop.gui.models.listed_chosen import ChosenRows
from b4mart_desktop.gui.models.listed_columns import (
    COLUMNS,
    ListedColumn,
    ListedTexts,
    alignment,
    column_name,
)
from b4mart_desktop.gui.models.listed_pages import NO_PAGES, PAGE, ListedPages, Owner, Page
from b4mart_desktop.gui.models.table_delegate import Index
from b4mart_desktop.services.ports.listing import ListedProduct, ProductSelection

_PIECES = Qt.ItemDataRole.AccessibleTextRole


class ListedRowsModel(QAbstractTableModel):
    """Rows of all columns; which ones are shown is the header's matter.

    Args:
        texts: What the columns say.
        tasks: Owns the reading of pages.

    Attributes:
        pages: Where the products are read.
        chosen: Which rows are chosen.
        texts: What the columns say.
    """

    def __init__(self, texts: ListedTexts, tasks: Owner) -> None:
        super().__init__()
        self.texts = texts
        self.pages = ListedPages(tasks)
        self.chosen = ChosenRows()
        self._count = 0
        self.pages.arrived.connect(self._on_arrived)
        self.chosen.changed.connect(lambda: self._tell(0, self._count))

    def show(self, selection: ProductSelection | None, pages: Mapping[int, Page] = NO_PAGES) -> None:
        """Shows what was found, of which ``pages`` were read; nothing is chosen any more."""
        self.beginResetModel()
        self.pages.show(selection, pages)
        self._count = self.pages.count
        self.endResetModel()
        self.chosen.clear()

    def refresh(self) -> None:
        """Reads again what is looked at, such as after a change of stock or price; rows stay in place."""
        self.pages.refresh()
        self._tell(0, self._count)

    def product(self, row: int) -> ListedProduct | None:
        """Returns the product of a row; None where it is gone, and where it is still being read."""
        return self.pages.product(row) if 0 <= row < self._count else None

    def is_here(self, row: int) -> bool:
        """Whether the row was read."""
        return self.pages.is_here(row)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._count

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column_name(column)
        silent = column in (ListedColumn.CHECK, ListedColumn.PICTURE)
        return column_name(column) if role == Qt.ItemDataRole.DisplayRole and not silent else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        if role not in (Qt.ItemDataRole.DisplayRole, _PIECES, Qt.ItemDataRole.ToolTipRole):
            return None
        product = self.product(index.row())
        if product is None:
            return self._absent(index.row(), column)
        return self.texts.text(product, column)

    def _absent(self, row: int, column: ListedColumn) -> str | None:
        gone = column is ListedColumn.NAME and self.is_here(row)
        return self.tr("Not in the catalogue any more") if gone else None

    def _on_arrived(self, page: int) -> None:
        self._tell(page * PAGE, min((page + 1) * PAGE, self._count))

    def _tell(self, first: int, end: int) -> None:
        if first < end:
            self.dataChanged.emit(self.index(first, 0), self.index(end - 1, len(COLUMNS) - 1))
