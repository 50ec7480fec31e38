"""What delegates of list rows share: one height, the selected look, the line below. No content."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter
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

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, *, hovers: bool) -> QRect:
        """Paints what lies under the row's content and returns its area.

        Args:
            painter: Antialiasing is switched on for the content that follows.
            option: The row's place and state.
            hovers: Whether the row under the pointer looks different.
        """
        look, area = tokens(), QRect(option.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_selected(option):
            painter.fillRect(area, look.color(ColorRole.ACCENT_SOFT))
        elif hovers and option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, look.color(ColorRole.HOVER))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), look.color(ColorRole.BORDER))
        return area


def is_selected(option: QStyleOptionViewItem) -> bool:
    """Whether the row is painted as the selected one."""
    return bool(option.state & QStyle.StateFlag.State_Selected)
