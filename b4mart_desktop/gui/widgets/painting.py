"""What painted rows and badges share so that they mirror as widgets do. Knows no colours and no content."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle


def draw_text(painter: QPainter, area: QRect, align: Qt.AlignmentFlag, text: str) -> None:
    """Draws a line of text on the side that leading or trailing means for the painter.

    The text itself runs as its own first letter says: a price or a Latin name stays whole in an Arabic row.
    """
    direction = painter.layoutDirection()
    side = QStyle.visualAlignment(direction, align) | Qt.AlignmentFlag.AlignAbsolute
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.drawText(area, side, text)
    painter.setLayoutDirection(direction)


def mirror(painter: QPainter, outer: QRect, inner: QRect) -> QRect:
    """Returns ``inner`` where it belongs in ``outer`` in the painter's direction."""
    return QStyle.visualRect(painter.layoutDirection(), outer, inner)
