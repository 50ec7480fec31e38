"""Tables whose columns are said as data: one model and one delegate for all. No content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView
from typing_extensions import override

from b4mart_desktop.gui.models.table_delegate import Index, TableDelegate, set_up_table
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole
from b4mart_desktop.gui.widgets.badge import Tone

R = TypeVar("R")
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column of a table.

    Attributes:
        name: Its heading.
        text: What it says of a row.
        tone: What its badge means; None where it is no badge.
        trailing: Whether it is set at the end, as figures are.
        leads: Whether it stands out, as names do.
        raw: What it sorts by; None where that is its text.
        tip: What its tool tip says; None where that is its text.
    """

    name: str
    text: Callable[[R], str]
    tone: Callable[[R], Tone | None] = lambda _: None
    trailing: bool = False
    leads: bool = False
    raw: Callable[[R], Any] | None = None
    tip: Callable[[R], str] | None = None


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows of one kind.

    Attributes:
        ROW: Role of the whole row.
        COLUMN: Role of the ``Column``.
        SORT: Role of what the column sorts by.
    """

    ROW = Qt.ItemDataRole.UserRole + 1
    COLUMN = Qt.ItemDataRole.UserRole + 2
    SORT = Qt.ItemDataRole.UserRole + 3

    def __init__(self, columns: Sequence[Column[R]]) -> None:
        super().__init__()
        self._columns = columns
        self._rows: list[R] = []

    def show(self, rows: Sequence[R]) -> None:
        """Shows ``rows`` and no others."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def append(self, rows: Sequence[R]) -> None:
        """Shows ``rows`` after those that are there."""
        if not rows:
            return
        self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
        self._rows.extend(rows)
        self.endInsertRows()

    @property
    def rows(self) -> Sequence[R]:
        """What is shown."""
        return self._rows

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return self._columns[section].name if role == Qt.ItemDataRole.DisplayRole else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._rows):
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        if role == self.ROW:
            return row
        if role == self.COLUMN:
            return column
        if role == self.SORT:
            return (column.raw or column.text)(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return (column.tip or column.text)(row)
        return self._alignment(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        trailing = self._columns[column].trailing
        return (Qt.AlignmentFlag.AlignTrailing if trailing else Qt.AlignmentFlag.AlignLeading) | _MIDDLE


class RowsSorting(QSortFilterProxyModel):
    """Sorts ``RowsModel`` by its raw values: Qt compares neither Decimal nor large int on its own."""

    @override
    def lessThan(self, left: Index, right: Index) -> bool:
        return bool(left.data(RowsModel.SORT) < right.data(RowsModel.SORT))


class RowsDelegate(TableDelegate):
    """Paints cells of ``RowsModel``: the column that leads stands out, the rest is pale."""

    @override
    def tone_of(self, index: Index) -> Tone | None:
        column: Column[object] = index.data(RowsModel.COLUMN)
        tone = column.tone(index.data(RowsModel.ROW))
        return tone if index.data() else None

    @override
    def type_of(self, index: Index) -> TypeRole:
        column: Column[object] = index.data(RowsModel.COLUMN)
        return TypeRole.STRONG if column.leads else TypeRole.BODY

    @override
    def color_of(self, index: Index) -> ColorRole:
        column: Column[object] = index.data(RowsModel.COLUMN)
        return ColorRole.TEXT if column.leads or column.trailing else ColorRole.TEXT_MUTED


def make_table(model: RowsModel[R], stretched: int, name: str) -> QTableView:
    """Returns a table of ``model`` whose rows are chosen whole; ``name`` is said by screen readers."""
    view = QTableView()
    view.setModel(model)
    view.setItemDelegate(RowsDelegate(view))
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setTabKeyNavigation(False)
    view.setShowGrid(False)
    view.setAccessibleName(name)
    set_up_table(view, stretched)
    header: QHeaderView = view.horizontalHeader()
    header.setStretchLastSection(False)
    return view


def chosen_row(view: QTableView) -> object | None:
    """Returns the row that is chosen, None where none is."""
    row: object | None = view.currentIndex().data(RowsModel.ROW)
    return row
