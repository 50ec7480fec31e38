"""A person as a coloured circle with initials."""

from __future__ import annotations

import zlib

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens


def initials(name: str) -> str:
    """The first letters of the first and last word of a name: `Ada King Lovelace` is `AL`."""
    words = name.split()
    chosen = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in chosen).upper()


def color_index(text: str) -> int:
    """Which tile colour stands for a text; the same on every machine and start."""
    return zlib.crc32(text.encode())


def draw_avatar(painter: QPainter, area: QRect, name: str) -> None:
    """Draws a person's circle, for delegates; drawn with the painter, so sharp at any density."""
    look = tokens()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.tile_color(color_index(name)))
    edge = min(area.width(), area.height())
    circle = QRect(0, 0, edge, edge)
    circle.moveCenter(area.center())
    painter.drawEllipse(QRectF(circle))
    font = look.font(TypeRole.STRONG)
    font.setPixelSize(max(round(edge * 0.38), 9))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(look.color(ColorRole.ON_TILE))
    painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initials(name))
    painter.restore()


class Avatar(QWidget):
    """A circle with a person's initials; its colour follows from the name."""

    def __init__(self, name: str = "", diameter: int = 36, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(diameter, diameter)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Shows another person."""
        self._name = name
        self.setAccessibleName(name)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            draw_avatar(painter, self.rect(), self._name)
