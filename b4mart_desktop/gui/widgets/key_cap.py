"""A small picture of a key: `F9`, `Ctrl+K`."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens

_HEIGHT = 22


def key_cap_size(text: str) -> QSize:
    """The room a key cap takes, in device-independent pixels."""
    width = QFontMetrics(tokens().font(TypeRole.CAPTION)).horizontalAdvance(text)
    return QSize(max(width + 2 * tokens().space.sm, _HEIGHT), _HEIGHT)


def draw_key_cap(painter: QPainter, area: QRect, text: str, raised: bool = False) -> None:
    """Draws a key cap; raised ones stand out over anything, for overlays."""
    look = tokens()
    painter.save()
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # keys are named alike in every language
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.color(ColorRole.INVERSE if raised else ColorRole.BORDER), 1))
    painter.setBrush(look.color(ColorRole.INVERSE if raised else ColorRole.SUNKEN))
    painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), look.radius.sm, look.radius.sm)
    painter.setFont(look.font(TypeRole.CAPTION))
    painter.setPen(look.color(ColorRole.ON_INVERSE if raised else ColorRole.TEXT_MUTED))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class KeyCap(QWidget):
    """Shows which key does the same, e.g. beside a menu entry."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return key_cap_size(self._text)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            draw_key_cap(painter, self.rect(), self._text)
