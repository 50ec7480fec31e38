"""The catalogue as tiles: a table whose rows hold several products, so that a million need no laying out."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from b4mart_desktop.gui.models.listed_paint import Pictures
from b4mart_desktop.gui.models.listed_rows import ListedRowsModel
from b4mart_desktop.gui.models.listed_tile_paint import GAP, TEXTS, ListedTilePainter, check_area
from b4mart_desktop.gui.models.listed_view import ListedView
from b4mart_desktop.gui.models.table_delegate import Index

_LEAST_WIDTH = 188


class ListedTilesModel(QAbstractTableModel):
    """The rows of ``ListedRowsModel``, several side by side."""

    def __init__(self, rows: ListedRowsModel, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = rows
        self._across = 1
        rows.modelAboutToBeReset.connect(self.beginResetModel)
        rows.modelReset.connect(self.endResetModel)
        rows.dataChanged.connect(self._on_changed)

    @property
    def across(self) -> int:
        """How many stand side by side."""
        return self._across

    def set_across(self, across: int) -> None:
        """Puts that many side by side."""
        if across != self._across:
            self.beginResetModel()
            self._across = across
            self.endResetModel()

    def row_at(self, index: Index) -> int:
        """Returns the row of the product that is shown there, -1 where none is."""
        row = index.row() * self._across + index.column()
        return row if index.isValid() and row < self._rows.rowCount() else -1

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else -(-self._rows.rowCount() // self._across)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._across

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        product = self._rows.product(self.row_at(index))
        return None if product is None else product.name

    def _on_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if self.rowCount():
            top, bottom = first.row() // self._across, last.row() // self._across
            self.dataChanged.emit(self.index(top, 0), self.index(bottom, self._across - 1))


class ListedTiles(ListedView):
    """Tiles of products."""

    def __init__(
        self, rows: ListedRowsModel, pictures: Pictures | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(rows, parent=parent)
        self.setProperty("kind", "clear")
        self._tiles = ListedTilesModel(rows, self)
        self._painter = ListedTilePainter(rows, pictures)
        self.setModel(self._tiles)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._tiles.modelReset.connect(self._size_tiles)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        shown = self.current if self.current >= 0 else self.row_at(self.indexAt(QPoint(4, 4)))
        across = max(1, self.viewport().width() // _LEAST_WIDTH)
        changed = across != self._tiles.across
        self._tiles.set_across(across)
        self._size_tiles()
        if changed and shown > 0:
            self.scrollTo(self.index_of(shown))

    def _size_tiles(self) -> None:
        width = self.viewport().width() // self._tiles.across
        self.horizontalHeader().setDefaultSectionSize(width)
        height = (width - GAP) * 5 // 8 + TEXTS + GAP
        self.verticalHeader().setDefaultSectionSize(height)

    @override
    def index_of(self, row: int) -> QModelIndex:
        return self._tiles.index(*divmod(row, self._tiles.across))

    @override
    def row_at(self, index: QModelIndex) -> int:
        return self._tiles.row_at(index)

    @override
    def is_check(self, index: QModelIndex, place: QPoint) -> bool:
        return check_area(self.visualRect(index), self.layoutDirection()).contains(place)

    @override
    def step(self, key: int) -> int | None:
        across, forth = self._tiles.across, 1
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            forth = -1
        page = across * self.rows_on_page()
        steps = {
            Qt.Key.Key_Left: -forth,
            Qt.Key.Key_Right: forth,
            Qt.Key.Key_Up: -across,
            Qt.Key.Key_Down: across,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
        }
        return steps.get(Qt.Key(key))

    @override
    def mark(self, row: int, hovered: int, focused: bool) -> None:
        painter = self._painter
        painter.current, painter.hovered, painter.focused = row, hovered, focused

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        area, across = event.rect(), self._tiles.across
        top = self.rowAt(max(0, area.top()))
        if top < 0:
            return
        with QPainter(self.viewport()) as painter:
            for row in range(top * across, self.rows.rowCount()):
                cell = self.visualRect(self.index_of(row))
                if cell.top() > area.bottom():
                    break
                if cell.intersects(area):
                    self._painter.paint(painter, cell, row)
