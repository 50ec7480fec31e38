"""What delegates of list rows share: one height, the selected look, the line below. No content."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.tokens import ColorRole, tokens

Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """A row as wide as its list.

    Attributes:
        HEIGHT: Of each row, in device-independent pixels.
        formats: How amounts and quantities are written.
    """

    HEIGHT = 52

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self.formats = formats

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, self.HEIGHT)

    def paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, *, hovers: bool, outlined: bool = False
    ) -> QRect:
        """Paints what lies under the row's content and returns its area.

        Args:
            painter: Antialiasing is switched on for the content that follows.
            option: The row's place and state.
            hovers: Whether the row under the pointer looks different.
            outlined: Whether the selected row has an outline only.
        """
        look, area = tokens(), QRect(option.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_selected(option) and not outlined:
            painter.fillRect(area, look.color(ColorRole.ACCENT_SOFT))
        elif hovers and option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, look.color(ColorRole.HOVER))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), look.color(ColorRole.BORDER))
        if is_selected(option) and outlined:
            _paint_outline(painter, area)
        return area


def _paint_outline(painter: QPainter, area: QRect) -> None:
    look = tokens()
    painter.setPen(QPen(look.color(ColorRole.BORDER_STRONG), look.size.border))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inside = QRectF(area).adjusted(3.5, 2.5, -3.5, -3.5)
    painter.drawRoundedRect(inside, look.radius.md, look.radius.md)


def is_selected(option: QStyleOptionViewItem) -> bool:
    """Whether the row is painted as the selected one."""
    return bool(option.state & QStyle.StateFlag.State_Selected)
