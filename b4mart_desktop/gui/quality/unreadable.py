"""Documents that cannot be read: where each is, what is wrong with it, and a way to copy that."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QTableView, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.gui.models.row_delegate import Index
from b4mart_desktop.gui.models.table_delegate import TableDelegate, set_up_table
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.services.ports import SkippedDocument

_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_REASON = 2
_COLUMNS = 4


class UnreadableRows(QAbstractTableModel):
    """One row for each document."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._documents: Sequence[SkippedDocument] = ()

    def show(self, documents: Sequence[SkippedDocument]) -> None:
        """Shows those."""
        self.beginResetModel()
        self._documents = documents
        self.endResetModel()

    def line(self, row: int) -> str:
        """A document as one line of text, for whoever looks after the data."""
        each = self._documents[row]
        return f"{each.collection}/{each.id}\t{each.name or ''}\t{each.reason}\t{each.since.isoformat()}"

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._documents)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else _COLUMNS

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEADING
        names = (self.tr("Name"), self.tr("Place"), self.tr("What is wrong"), self.tr("Since"))
        return names[section] if role == Qt.ItemDataRole.DisplayRole else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        each = self._documents[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEADING
        if role == Qt.ItemDataRole.ToolTipRole:
            return each.reason
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        texts = (each.name or "–", f"{each.collection} {each.id}", each.reason)
        return (*texts, self._formats.date_time(each.since))[index.column()]


class UnreadableDelegate(TableDelegate):
    """The name stands out, the rest is pale."""

    @override
    def tone_of(self, index: Index) -> Tone | None:
        return None

    @override
    def color_of(self, index: Index) -> ColorRole:
        return ColorRole.TEXT if index.column() in (0, _REASON) else ColorRole.TEXT_MUTED


class UnreadablePage(QWidget):
    """The table, and a button that copies what is chosen, or all.

    Attributes:
        rows: The documents.
        table: The table of them.
    """

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = UnreadableRows(formats)
        self.table = QTableView()
        self.table.setModel(self.rows)
        self.table.setItemDelegate(UnreadableDelegate(self.table))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setAccessibleName(self.tr("Unreadable documents"))
        self.table.setTabKeyNavigation(False)
        set_up_table(self.table, _REASON)
        copy = Button(self.tr("Copy"), "", Icon.COPY, "Ctrl+C")
        copy.setObjectName("copy_button")
        copy.clicked.connect(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, tokens().space.md)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setContentsMargins(tokens().space.md, 0, tokens().space.md, 0)
        row.addStretch()
        row.addWidget(copy)
        column.addLayout(row)

    def _copy(self) -> None:
        chosen = sorted({index.row() for index in self.table.selectedIndexes()})
        lines = (self.rows.line(row) for row in chosen or range(self.rows.rowCount()))
        QGuiApplication.clipboard().setText("\n".join(lines))
