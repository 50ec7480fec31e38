"""What rows of long lists paint again and again, kept ready to be painted. It knows no products."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRect, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPixmap, QStaticText, QTextOption
from PySide6.QtWidgets import QStyle

from b4mart_desktop.gui.style.tokens import TypeRole, tokens

_TEXTS_KEPT = 3_000
_MOST_BYTES = 16 * 1024 * 1024
_BYTES_A_PIXEL = 4
_ANY_WIDTH = 1 << 20
_AS_ITS_FIRST_LETTER = QTextOption()
_AS_ITS_FIRST_LETTER.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
_AS_ITS_FIRST_LETTER.setWrapMode(QTextOption.WrapMode.NoWrap)


@dataclass(frozen=True, slots=True)
class _LaidOut:
    """A line of text as glyphs in their places."""

    text: QStaticText
    font: QFont
    size: QSizeF


class LaidOutTexts:
    """Draws lines of text as ``draw_text`` does, elided; laying one out takes far longer than drawing it."""

    def __init__(self) -> None:
        self._lay_out = lru_cache(_TEXTS_KEPT)(_lay_out)

    def draw(
        self,
        painter: QPainter,
        area: QRect,
        align: Qt.AlignmentFlag,
        text: str,
        role: TypeRole,
        *,
        struck: bool = False,
    ) -> int:
        """Draws a line in the painter's pen, in the middle of the area's height; returns how wide it is."""
        line = self._lay_out(text, role, struck, area.width())
        size = line.size
        side = QStyle.visualAlignment(painter.layoutDirection(), align)
        x: float = area.x()
        if side & Qt.AlignmentFlag.AlignRight:
            x += area.width() - size.width()
        elif side & Qt.AlignmentFlag.AlignHCenter:
            x += (area.width() - size.width()) / 2
        painter.setFont(line.font)
        painter.drawStaticText(round(x), area.y() + round((area.height() - size.height()) / 2), line.text)
        return round(size.width())

    def width(self, text: str, role: TypeRole) -> int:
        """How wide a line is that need not be elided."""
        return round(self._lay_out(text, role, False, _ANY_WIDTH).size.width())


def _lay_out(text: str, role: TypeRole, struck: bool, width: int) -> _LaidOut:
    font = tokens().font(role)
    font.setStrikeOut(struck)
    line = _line(text, font)
    if line.size().width() > width:
        line = _line(QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width), font)
    return _LaidOut(line, font, line.size())


def _line(text: str, font: QFont) -> QStaticText:
    line = QStaticText(text)
    line.setTextFormat(Qt.TextFormat.PlainText)
    line.setTextOption(_AS_ITS_FIRST_LETTER)
    line.prepare(font=font)
    return line


class Stamps:
    """Draws small shapes that look alike in many places: each is painted once, then copied."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self._bytes = 0

    def draw(
        self, painter: QPainter, area: QRect, look: Hashable, paint: Callable[[QPainter, QRect], object]
    ) -> None:
        """Draws a shape.

        Args:
            painter: Its direction counts.
            area: Where, and how large.
            look: What tells the shape from others of its size; colours of the scheme need not be said.
            paint: Paints it, on nothing, into an area of that size.
        """
        ratio, direction = painter.device().devicePixelRatio(), painter.layoutDirection()
        key = look, area.width(), area.height(), ratio, direction, tokens().scheme
        found = self._kept.get(key)
        if found is None:
            found = _stamp(area, ratio, direction, paint)
            self._keep(key, found)
        else:
            self._kept.move_to_end(key)
        painter.drawPixmap(area.topLeft(), found)

    def _keep(self, key: Hashable, stamp: QPixmap) -> None:
        self._kept[key] = stamp
        self._bytes += _bytes(stamp)
        while self._bytes > _MOST_BYTES and len(self._kept) > 1:
            self._bytes -= _bytes(self._kept.popitem(last=False)[1])


def _bytes(stamp: QPixmap) -> int:
    return stamp.width() * stamp.height() * _BYTES_A_PIXEL


def _stamp(
    area: QRect, ratio: float, direction: Qt.LayoutDirection, paint: Callable[[QPainter, QRect], object]
) -> QPixmap:
    pixmap = QPixmap(area.size() * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setLayoutDirection(direction)
        paint(painter, QRect(0, 0, area.width(), area.height()))
    return pixmap
