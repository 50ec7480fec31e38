"""How rows of the catalogue's table are painted: each whole, its ground once and then its cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtGui import QPainter

from b4mart_desktop.gui.models.listed_columns import STATUS_TONES, ListedColumn, alignment, margin
from b4mart_desktop.gui.models.listed_paint import ListedPaint, Pictures
from b4mart_desktop.gui.models.listed_rows import ListedRowsModel
from b4mart_desktop.gui.models.table_delegate import PADDING
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.gui.widgets.painting import mirror
from b4mart_desktop.services.ports.listing import ListedProduct

ROW_HEIGHT = 52
_PICTURE = 40
_LINE = 12
_STRUCK_GAP = 6
_LEFT_TO_RIGHT = "\u200e"  # a minus stays before its figure
_LEADING = Qt.AlignmentFlag.AlignLeading
_TRAILING = Qt.AlignmentFlag.AlignTrailing
_STRONG = (ListedColumn.NAME, ListedColumn.PRICE)
_ALIGNMENTS = {column: alignment(column) for column in ListedColumn}
_MUTED = frozenset(
    {
        ListedColumn.SKU,
        ListedColumn.BARCODE,
        ListedColumn.CATEGORY,
        ListedColumn.COST,
        ListedColumn.VENDOR,
        ListedColumn.TAGS,
        ListedColumn.TAX_CLASS,
        ListedColumn.UPDATED,
    }
)


class Cell(NamedTuple):
    """Where the cells of a column stand, in pixels from the left."""

    column: ListedColumn
    left: int
    width: int


class ListedRowPainter:
    """Paints rows of ``ListedRowsModel``.

    Not an item delegate: one call for each of the 130 cells of a screen takes longer than a frame may.

    Attributes:
        current: The row that keys act on, -1 for none.
        hovered: The row under the pointer, -1 for none.
        focused: Whether the keys go to the list.
    """

    def __init__(self, rows: ListedRowsModel, pictures: Pictures | None) -> None:
        self._rows = rows
        self._paint = ListedPaint(pictures)
        self.current = -1
        self.hovered = -1
        self.focused = False

    def paint(self, painter: QPainter, area: QRect, row: int, cells: Sequence[Cell]) -> None:
        """Paints a row.

        Args:
            painter: Its direction is the list's.
            area: The whole row.
            row: Its number.
            cells: The columns that are in sight.
        """
        chosen = row in self._rows.chosen
        self._paint_ground(painter, area, row, chosen=chosen)
        product = self._rows.product(row)
        if product is None:
            self._paint_absent(painter, area, row, cells)
        for column, left, width in cells:
            place = QRect(left, area.y(), width, area.height())
            if column is ListedColumn.CHECK:
                self._paint.check(painter, place, checked=chosen)
            elif product is not None:
                self._paint_cell(painter, place, product, column)

    def _paint_ground(self, painter: QPainter, area: QRect, row: int, *, chosen: bool) -> None:
        look = tokens()
        if chosen or row == self.hovered:
            painter.fillRect(area, look.color(ColorRole.ACCENT_SOFT if chosen else ColorRole.HOVER))
        painter.fillRect(area.x(), area.bottom(), area.width(), 1, look.color(ColorRole.BORDER))
        if row == self.current and self.focused:
            color, width = look.color(ColorRole.FOCUS), look.size.focus
            painter.fillRect(area.x(), area.y(), area.width(), width, color)
            painter.fillRect(area.x(), area.bottom() - 1, area.width(), width, color)

    def _paint_absent(self, painter: QPainter, area: QRect, row: int, cells: Sequence[Cell]) -> None:
        is_gone = self._rows.is_here(row)
        for column, left, width in cells:
            place = QRect(left + PADDING, area.y(), width - 2 * PADDING, area.height())
            if is_gone and column is ListedColumn.NAME:
                painter.setPen(tokens().color(ColorRole.TEXT_DISABLED))
                gone = QCoreApplication.translate("ListedRows", "Not in the catalogue any more")
                self._paint.texts.draw(painter, place, _LEADING, gone, TypeRole.BODY)
            elif not is_gone and column is not ListedColumn.CHECK:
                part = place.width() if column is ListedColumn.NAME else place.width() * 2 // 3
                line = QRect(place.x(), place.y() + (ROW_HEIGHT - _LINE) // 2, part, _LINE)
                self._paint.placeholder(painter, mirror(painter, place, line))

    def _paint_cell(
        self, painter: QPainter, area: QRect, product: ListedProduct, column: ListedColumn
    ) -> None:
        inside = area.adjusted(PADDING, 0, -PADDING, 0)
        if column is ListedColumn.PICTURE:
            place = QRect(0, 0, _PICTURE, _PICTURE)
            place.moveCenter(area.center())
            self._paint.picture(painter, place, product, TypeRole.CAPTION)
        elif column is ListedColumn.STATUS:
            text = self._rows.texts.text(product, column)
            self._paint.badge(painter, inside, _LEADING, text, STATUS_TONES[product.status])
        elif column is ListedColumn.ON_HAND and _is_short(product):
            text = _LEFT_TO_RIGHT + self._rows.texts.text(product, column)
            tone = Tone.WARNING if product.on_hand > 0 else Tone.DANGER
            self._paint.badge(painter, inside, _TRAILING, text, tone)
        elif column is ListedColumn.PRICE and product.sale_price is not None:
            self._paint_sale(painter, inside, product)
        else:
            self._paint_text(painter, inside, product, column)

    def _paint_text(
        self, painter: QPainter, area: QRect, product: ListedProduct, column: ListedColumn
    ) -> int:
        painter.setPen(tokens().color(_color_of(product, column)))
        text = self._rows.texts.text(product, column)
        role = TypeRole.STRONG if column in _STRONG else TypeRole.BODY
        return self._paint.texts.draw(painter, area, _ALIGNMENTS[column], text, role)

    def _paint_sale(self, painter: QPainter, area: QRect, product: ListedProduct) -> None:
        """What it is sold for now, and before it, paler and struck out, the list price."""
        width = self._paint_text(painter, area, product, ListedColumn.PRICE) + _STRUCK_GAP
        before = mirror(painter, area, area.adjusted(0, 0, -width, 0))
        text = self._rows.texts.formats.money(product.price)
        self._paint.struck(painter, before, _TRAILING, text)


def _is_short(product: ListedProduct) -> bool:
    """What is short is a badge, so that it is found among hundreds; the rest is a figure."""
    return product.tracked and (product.low or product.on_hand <= 0)


def _color_of(product: ListedProduct, column: ListedColumn) -> ColorRole:
    if column is ListedColumn.MARGIN:
        part = margin(product)
        return ColorRole.DANGER if part is not None and part < 0 else ColorRole.TEXT
    return ColorRole.TEXT_MUTED if column in _MUTED else ColorRole.TEXT
