"""How a row of orders is painted: one band over all columns, the state as a badge, the total in bold."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView
from typing_extensions import override

from b4mart_desktop.domain.orders import OrderStatus
from b4mart_desktop.gui.models.order_rows import Column, OrderRowsModel
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.badge import Tone, badge_size, draw_badge
from b4mart_desktop.gui.widgets.painting import draw_text
from b4mart_desktop.services.orders import OrderRow

Index = QModelIndex | QPersistentModelIndex
PADDING = 12
_BADGE_HEIGHT = 24
_TONES = {
    OrderStatus.DELIVERED: Tone.SUCCESS,
    OrderStatus.CANCELLED: Tone.DANGER,
    OrderStatus.REFUNDED: Tone.NEUTRAL,
}
_TYPES = {Column.TOTAL: TypeRole.STRONG, Column.NUMBER: TypeRole.STRONG}
_PALE = frozenset({Column.CASHIER, Column.ITEMS})


def tone_of(row: OrderRow) -> Tone:
    """What an order's state means for the person who looks at it."""
    return _TONES.get(row.order.status, Tone.INFO) if row.posted else Tone.WARNING


class OrderDelegate(QStyledItemDelegate):
    """Paints cells of ``OrderRowsModel``; follows the mouse to light up whole rows."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._hovered = -1
        view.setMouseTracking(True)
        view.entered.connect(self._on_entered)
        view.viewportEntered.connect(lambda: self._on_entered(QModelIndex()))

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        column, text = Column(index.column()), str(index.data())
        if column is Column.STATE:
            width = badge_size(text, None).width()
        else:
            width = QFontMetrics(_font(column)).horizontalAdvance(text)
        return QSize(width + 2 * PADDING + 2, tokens().size.row)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area: QRect = option.rect
        painter.save()
        self._paint_band(painter, area, option.state, index.row())
        inside = area.adjusted(PADDING, 0, -PADDING, 0)
        if Column(index.column()) is Column.STATE:
            _paint_state(painter, inside, index, option.direction)
        else:
            _paint_text(painter, inside, index)
        painter.restore()

    def _paint_band(self, painter: QPainter, area: QRect, state: QStyle.StateFlag, row: int) -> None:
        look = tokens()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, look.color(ColorRole.ACCENT_SOFT))
        elif row == self._hovered:
            painter.fillRect(area, look.color(ColorRole.HOVER))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), look.color(ColorRole.BORDER))

    def _on_entered(self, index: QModelIndex) -> None:
        self._hovered = index.row()
        self._view.viewport().update()


def _font(column: Column) -> QFont:
    return tokens().font(_TYPES.get(column, TypeRole.BODY))


def _paint_state(painter: QPainter, area: QRect, index: Index, direction: Qt.LayoutDirection) -> None:
    row, text = index.data(OrderRowsModel.ROW), str(index.data())
    size = QSize(badge_size(text, None).width(), _BADGE_HEIGHT)
    start = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    draw_badge(painter, QStyle.alignedRect(direction, start, size, area), text, tone_of(row), None)


def _paint_text(painter: QPainter, area: QRect, index: Index) -> None:
    column, font = Column(index.column()), _font(Column(index.column()))
    painter.setFont(font)
    painter.setPen(tokens().color(ColorRole.TEXT_MUTED if column in _PALE else ColorRole.TEXT))
    text = QFontMetrics(font).elidedText(str(index.data()), Qt.TextElideMode.ElideRight, area.width())
    draw_text(painter, area, Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)), text)
