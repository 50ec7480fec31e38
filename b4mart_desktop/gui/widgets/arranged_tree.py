"""A tree whose items are dragged into another order: it shows plainly where what is dragged would go."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QTreeView
from typing_extensions import override

from b4mart_desktop.gui.style.tokens import ColorRole, tokens

Where = QAbstractItemView.DropIndicatorPosition
_LINE = 3
_KNOB = 4.0


class ArrangedTree(QTreeView):
    """Paints a line between two rows, or a frame around the one that would take what is dragged in."""

    _target = QPersistentModelIndex()
    _where = Where.OnViewport

    def show_target(self, index: QModelIndex, where: Where) -> None:
        """Shows where something would be dropped: on, above or below a row; nothing on the viewport."""
        self._target, self._where = QPersistentModelIndex(index), where
        self.viewport().update()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        takes = event.isAccepted()
        index = self.indexAt(event.position().toPoint())
        self.show_target(index, self.dropIndicatorPosition() if takes else Where.OnViewport)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self.show_target(QModelIndex(), Where.OnViewport)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        super().dropEvent(event)
        self.show_target(QModelIndex(), Where.OnViewport)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        row = self.visualRect(self._target)
        if self._where is Where.OnViewport or row.isEmpty():
            return
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            color = tokens().color(ColorRole.ACCENT)
            painter.setPen(QPen(color, _LINE))
            painter.setBrush(color)
            if self._where is Where.OnItem:
                self._paint_frame(painter, row)
            else:
                self._paint_line(painter, row)

    def _paint_frame(self, painter: QPainter, row: QRect) -> None:
        look, inset = tokens(), _LINE / 2
        soft = QColor(look.color(ColorRole.ACCENT))
        soft.setAlpha(28)
        painter.setBrush(soft)
        area = QRectF(row).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(area, look.radius.sm, look.radius.sm)

    def _paint_line(self, painter: QPainter, row: QRect) -> None:
        """From the row's indentation on, with a knob there: it tells among whose children it would be."""
        y = float(row.top() if self._where is Where.AboveItem else row.bottom() + 1)
        start, end = float(row.left()) + _KNOB, float(row.right())
        if self.isRightToLeft():
            start, end = float(row.right()) - _KNOB, float(row.left())
        painter.drawLine(QPointF(start, y), QPointF(end, y))
        painter.drawEllipse(QPointF(start, y), _KNOB, _KNOB)
