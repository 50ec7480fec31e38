"""The catalogue as a table: columns that can be hidden, moved and sized, sorted by a click on the heading."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from b4mart_desktop.domain.product_lists import ProductSort
from b4mart_desktop.gui.models.listed_columns import (
    COLUMN_OF,
    COLUMNS,
    FIXED,
    SORTED_BY,
    USUAL,
    WIDTHS,
    ListedColumn,
)
from b4mart_desktop.gui.models.listed_paint import Pictures, paint_check
from b4mart_desktop.gui.models.listed_row_paint import ROW_HEIGHT, Cell, ListedRowPainter
from b4mart_desktop.gui.models.listed_rows import ListedRowsModel
from b4mart_desktop.gui.models.listed_view import ListedView

_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_CHECK = COLUMNS.index(ListedColumn.CHECK)
_SMALLEST = 48


class ListedTable(ListedView):
    """Rows of products.

    Signals:
        sort_wanted: The list is to be in another order (``ProductSort``).
        columns_changed: Columns were moved or sized by hand.
    """

    sort_wanted = Signal(object)
    columns_changed = Signal()

    def __init__(
        self,
        rows: ListedRowsModel,
        pictures: Pictures | None = None,
        *,
        choosing: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(rows, choosing=choosing, parent=parent)
        self._painter = ListedRowPainter(rows, pictures)
        self._sort = ProductSort()
        self._widths = dict(WIDTHS)
        self._header = _Header(rows, self)
        self.setHorizontalHeader(self._header)
        self.setModel(rows)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self._header.setSectionResizeMode(_CHECK, QHeaderView.ResizeMode.Fixed)
        self.set_columns(USUAL)
        self._header.sectionClicked.connect(self._on_heading)
        self._header.sectionMoved.connect(lambda *_: self._keep_check_first())
        self._header.sectionMoved.connect(lambda *_: self.columns_changed.emit())
        self._header.sectionResized.connect(self._on_resized)

    # ------------------------------------------------------------ columns

    def set_columns(
        self, columns: Sequence[ListedColumn], widths: dict[ListedColumn, int] | None = None
    ) -> None:
        """Shows those columns in that order; what cannot be hidden is always there."""
        wanted = [*(each for each in FIXED if each not in columns), *columns]
        wanted.remove(ListedColumn.CHECK)
        if self.choosing:
            wanted.insert(0, ListedColumn.CHECK)
        was = self._header.blockSignals(True)
        for place, column in enumerate([*wanted, *(each for each in COLUMNS if each not in wanted)]):
            section = COLUMNS.index(column)
            self._header.moveSection(self._header.visualIndex(section), place)
            self._header.setSectionHidden(section, column not in wanted)
        self._header.blockSignals(was)
        self._widths |= widths or {}
        self.show_sort(self._sort)
        self._fit()

    def columns(self) -> tuple[ListedColumn, ...]:
        """The columns that are shown, from the leading edge on."""
        header = self._header
        sections = (header.logicalIndex(place) for place in range(header.count()))
        return tuple(COLUMNS[section] for section in sections if not header.isSectionHidden(section))

    def widths(self) -> dict[ListedColumn, int]:
        """How wide the shown columns are."""
        return {column: self._widths[column] for column in self.columns()}

    def _on_resized(self, section: int, _before: int, width: int) -> None:
        self._widths[COLUMNS[section]] = width
        self._fit()
        self.columns_changed.emit()

    def _fit(self) -> None:
        """Gives every column its width, and to the names what room is left."""
        widths = self.widths()
        widths[ListedColumn.NAME] += max(0, self.viewport().width() - sum(widths.values()))
        was = self._header.blockSignals(True)
        for column, width in widths.items():
            self._header.resizeSection(COLUMNS.index(column), width)
        self._header.blockSignals(was)
        self.updateGeometries()
        self.viewport().update()
        self._header.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _keep_check_first(self) -> None:
        place = self._header.visualIndex(_CHECK)
        if place:
            self._header.moveSection(place, 0)

    # ------------------------------------------------------------ order

    def show_sort(self, sort: ProductSort) -> None:
        """Marks the heading by which the list is sorted."""
        self._sort = sort
        order = Qt.SortOrder.DescendingOrder if sort.descending else Qt.SortOrder.AscendingOrder
        self._header.setSortIndicatorShown(True)
        self._header.setSortIndicator(COLUMNS.index(COLUMN_OF[sort.key]), order)

    def _on_heading(self, section: int) -> None:
        column = COLUMNS[section]
        if column is ListedColumn.CHECK:
            self._toggle_all()
        elif column in SORTED_BY:
            key = SORTED_BY[column]
            descending = self._sort.key is key and not self._sort.descending
            self.sort_wanted.emit(ProductSort(key=key, descending=descending))
        self.show_sort(self._sort)  # until the list comes in its new order the arrow tells the old one

    def _toggle_all(self) -> None:
        chosen, count = self.rows.chosen, self.rows.rowCount()
        if chosen.count == count:
            chosen.clear()
        else:
            chosen.choose(0, count)

    # ------------------------------------------------------------ what the hands need

    @override
    def index_of(self, row: int) -> QModelIndex:
        return self.rows.index(row, COLUMNS.index(ListedColumn.NAME))

    @override
    def row_at(self, index: QModelIndex) -> int:
        return index.row()

    @override
    def is_check(self, index: QModelIndex, place: QPoint) -> bool:
        return index.column() == _CHECK

    @override
    def step(self, key: int) -> int | None:
        page = {Qt.Key.Key_PageUp: -self.rows_on_page(), Qt.Key.Key_PageDown: self.rows_on_page()}
        return (_KEYS | page).get(Qt.Key(key))

    # ------------------------------------------------------------ painting

    @override
    def mark(self, row: int, hovered: int, focused: bool) -> None:
        painter = self._painter
        painter.current, painter.hovered, painter.focused = row, hovered, focused

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        area, cells = event.rect(), self._cells(event.rect())
        first = self.rowAt(max(0, area.top()))
        if first < 0:
            return
        width = self.viewport().width()
        with QPainter(self.viewport()) as painter:
            for row in range(first, self.rows.rowCount()):
                top = self.rowViewportPosition(row)
                if top > area.bottom():
                    break
                self._painter.paint(painter, QRect(0, top, width, ROW_HEIGHT), row, cells)

    def _cells(self, area: QRect) -> list[Cell]:
        found: list[Cell] = []
        for column in self.columns():
            section = COLUMNS.index(column)
            left, width = self.columnViewportPosition(section), self.columnWidth(section)
            if left <= area.right() and left + width > area.left():
                found.append(Cell(column, left, width))
        return found


class _Header(QHeaderView):
    """Headings; the first is a check box for all rows."""

    def __init__(self, rows: ListedRowsModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._rows = rows
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(_SMALLEST)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setStretchLastSection(False)
        rows.chosen.changed.connect(self.viewport().update)

    @override
    def paintSection(self, painter: QPainter, area: QRect, section: int) -> None:
        painter.save()
        super().paintSection(painter, area, section)
        painter.restore()
        if section == _CHECK:
            chosen, count = self._rows.chosen.count, self._rows.rowCount()
            paint_check(painter, area, checked=0 < chosen == count, partly=0 < chosen < count)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick clicks on a heading are two clicks, not the sizing of a million rows."""
        self.mousePressEvent(event)
