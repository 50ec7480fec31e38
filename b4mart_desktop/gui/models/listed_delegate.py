"""How a cell of the catalogue's table is painted."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from b4mart_desktop.gui.models.listed_columns import (
    COLUMNS,
    STATUS_TONES,
    ListedColumn,
    alignment,
    margin,
)
from b4mart_desktop.gui.models.listed_paint import Pictures, paint_check, paint_picture, paint_placeholder
from b4mart_desktop.gui.models.listed_rows import ListedRowsModel
from b4mart_desktop.gui.models.table_delegate import PADDING, Index
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.badge import Tone, badge_size, draw_badge
from b4mart_desktop.gui.widgets.painting import draw_text, mirror
from b4mart_desktop.services.ports.listing import ListedProduct

ROW_HEIGHT = 52
_PICTURE = 40
_BADGE_HEIGHT = 24
_LINE = 12
_STRUCK_GAP = 6
_LEFT_TO_RIGHT = "\u200e"  # a minus stays before its figure
_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
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


class ListedDelegate(QStyledItemDelegate):
    """Paints cells of ``ListedRowsModel``.

    Attributes:
        current: The row that keys act on, -1 for none.
        hovered: The row under the pointer, -1 for none.
        focused: Whether the keys go to the list.
        pictures: Where pictures come from; without them initials are shown.
    """

    def __init__(self, rows: ListedRowsModel, pictures: Pictures | None, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = rows
        self.pictures = pictures
        self.current = -1
        self.hovered = -1
        self.focused = False

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(PADDING * 2, ROW_HEIGHT)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, column = index.row(), COLUMNS[index.column()]
        area: QRect = option.rect
        painter.save()
        self._paint_band(painter, area, row)
        product = self._rows.product(row)
        if column is ListedColumn.CHECK:
            paint_check(painter, area, checked=row in self._rows.chosen)
        elif product is None:
            self._paint_absent(painter, area, row, column)
        else:
            self._paint_cell(painter, area, product, column)
        painter.restore()

    def _paint_band(self, painter: QPainter, area: QRect, row: int) -> None:
        look = tokens()
        if row in self._rows.chosen:
            painter.fillRect(area, look.color(ColorRole.ACCENT_SOFT))
        elif row == self.hovered:
            painter.fillRect(area, look.color(ColorRole.HOVER))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), look.color(ColorRole.BORDER))
        if row == self.current and self.focused:
            color = look.color(ColorRole.FOCUS)
            painter.fillRect(QRect(area.x(), area.y(), area.width(), look.size.focus), color)
            painter.fillRect(QRect(area.x(), area.bottom() - 1, area.width(), look.size.focus), color)

    def _paint_absent(self, painter: QPainter, area: QRect, row: int, column: ListedColumn) -> None:
        if not self._rows.is_here(row):
            inside = area.adjusted(PADDING, (ROW_HEIGHT - _LINE) // 2, -PADDING, 0)
            width = inside.width() if column is ListedColumn.NAME else inside.width() * 2 // 3
            paint_placeholder(painter, mirror(painter, area, QRect(inside.x(), inside.y(), width, _LINE)))
        elif column is ListedColumn.NAME:
            painter.setPen(tokens().color(ColorRole.TEXT_DISABLED))
            gone = self.tr("Not in the catalogue any more")
            draw_text(painter, area.adjusted(PADDING, 0, -PADDING, 0), _LEADING, gone)

    def _paint_cell(
        self, painter: QPainter, area: QRect, product: ListedProduct, column: ListedColumn
    ) -> None:
        inside = area.adjusted(PADDING, 0, -PADDING, 0)
        if column is ListedColumn.PICTURE:
            place = QRect(0, 0, _PICTURE, _PICTURE)
            place.moveCenter(area.center())
            paint_picture(painter, place, product, self.pictures, TypeRole.CAPTION)
        elif column is ListedColumn.STATUS:
            text = self._rows.texts.text(product, column)
            _paint_badge(painter, inside, text, STATUS_TONES[product.status])
        elif column is ListedColumn.ON_HAND:
            self._paint_stock(painter, inside, product)
        elif column is ListedColumn.PRICE and product.sale_price is not None:
            self._paint_sale(painter, inside, product)
        else:
            self._paint_text(painter, inside, product, column)

    def _paint_text(
        self, painter: QPainter, area: QRect, product: ListedProduct, column: ListedColumn
    ) -> None:
        strong = column in (ListedColumn.NAME, ListedColumn.PRICE)
        painter.setFont(tokens().font(TypeRole.STRONG if strong else TypeRole.BODY))
        painter.setPen(tokens().color(_color_of(product, column)))
        text = self._rows.texts.text(product, column)
        fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        draw_text(painter, area, alignment(column), fitting)

    def _paint_sale(self, painter: QPainter, area: QRect, product: ListedProduct) -> None:
        """What it is sold for now, and before it, paler and struck out, the list price."""
        self._paint_text(painter, area, product, ListedColumn.PRICE)
        width = painter.fontMetrics().horizontalAdvance(self._rows.texts.price(product)) + _STRUCK_GAP
        font = tokens().font(TypeRole.SMALL)
        font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(tokens().color(ColorRole.TEXT_MUTED))
        before = mirror(painter, area, area.adjusted(0, 0, -width, 0))
        text = self._rows.texts.formats.money(product.price)
        if painter.fontMetrics().horizontalAdvance(text) <= before.width():
            draw_text(painter, before, alignment(ListedColumn.PRICE), text)

    def _paint_stock(self, painter: QPainter, area: QRect, product: ListedProduct) -> None:
        """What is short is a badge, so that it is found among hundreds; the rest is a figure."""
        if not (product.tracked and (product.low or product.on_hand <= 0)):
            self._paint_text(painter, area, product, ListedColumn.ON_HAND)
            return
        text = _LEFT_TO_RIGHT + self._rows.texts.text(product, ListedColumn.ON_HAND)
        tone = Tone.WARNING if product.on_hand > 0 else Tone.DANGER
        width = badge_size(text, None).width()
        end = QRect(area.right() + 1 - width, area.y(), width, area.height())
        _paint_badge(painter, mirror(painter, area, end), text, tone)


def _color_of(product: ListedProduct, column: ListedColumn) -> ColorRole:
    if column is ListedColumn.MARGIN:
        part = margin(product)
        return ColorRole.DANGER if part is not None and part < 0 else ColorRole.TEXT
    return ColorRole.TEXT_MUTED if column in _MUTED else ColorRole.TEXT


def _paint_badge(painter: QPainter, area: QRect, text: str, tone: Tone) -> None:
    width = min(badge_size(text, None).width(), area.width())
    place = QRect(area.x(), area.y() + (area.height() - _BADGE_HEIGHT) // 2, width, _BADGE_HEIGHT)
    draw_badge(painter, mirror(painter, area, place), text, tone, None)
