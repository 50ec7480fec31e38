"""Tables of texts with badges, for what an import found. What rows mean is their pages' business."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyleOptionViewItem, QTableView
from typing_extensions import override

from b4mart_desktop.gui.models.table_delegate import TableDelegate, set_up_table
from b4mart_desktop.gui.style.tokens import ColorRole
from b4mart_desktop.gui.widgets.badge import Tone

Index = QModelIndex | QPersistentModelIndex
_LONGEST = 200
_WIDEST = QSize(360, 1_000)


class Cell(NamedTuple):
    """A text, as a badge where it has a tone; red where it tells of a problem."""

    text: str
    tone: Tone | None = None
    is_problem: bool = False
    is_muted: bool = False


class TextRows(QAbstractTableModel):
    """Rows of cells under a header.

    Attributes:
        CELL: The role under which a cell is handed out.
    """

    CELL = Qt.ItemDataRole.UserRole

    def __init__(self, header: Sequence[str], numbers: Sequence[int] = ()) -> None:
        super().__init__()
        self._header = tuple(header)
        self._numbers = frozenset(numbers)
        self._rows: Sequence[Sequence[Cell]] = ()

    def show(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Shows these rows in place of those before."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def renew(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Shows other texts in as many rows: selection and scrolling stay."""
        self._rows = rows
        self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self._header) - 1))

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._header)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text[:_LONGEST].replace("\n", " ")
        if role == Qt.ItemDataRole.ToolTipRole and len(cell.text) > 1:
            return cell.text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignTrailing
                if index.column() in self._numbers
                else Qt.AlignmentFlag.AlignLeading
            )
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return cell if role == self.CELL else None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._header[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignTrailing if section in self._numbers else Qt.AlignmentFlag.AlignLeading
            )
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class TextDelegate(TableDelegate):
    """Paints such cells; a long one leaves the others their room, and is whole in its tool tip."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index).boundedTo(_WIDEST)

    @override
    def tone_of(self, index: Index) -> Tone | None:
        return _cell(index).tone

    @override
    def color_of(self, index: Index) -> ColorRole:
        cell = _cell(index)
        if cell.is_problem:
            return ColorRole.DANGER
        return ColorRole.TEXT_MUTED if cell.is_muted else ColorRole.TEXT


def text_table(rows: TextRows, stretched: int, name: str) -> QTableView:
    """Returns a view of ``rows``; the column ``stretched`` takes the room that is left."""
    view = QTableView()
    view.setModel(rows)
    view.setItemDelegate(TextDelegate(view))
    view.setAccessibleName(name)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    set_up_table(view, stretched)
    return view


def _cell(index: Index) -> Cell:
    found = index.data(TextRows.CELL)
    return found if isinstance(found, Cell) else Cell("")
