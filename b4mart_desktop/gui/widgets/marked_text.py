"""A line of text with some of it marked, such as what was searched for. Knows no search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle

Span = tuple[int, int]
"""From and to, in characters."""


def draw_marked_text(
    painter: QPainter, area: QRect, text: str, spans: Sequence[Span], marked: tuple[QFont, QColor]
) -> None:
    """Draws ``text`` at the top of ``area`` on its leading side, elided, in the painter's font and pen.

    Laid out as one text, so that letters join and right-to-left words stand right, marked or not.

    Args:
        painter: What to draw with.
        area: Where.
        text: One line.
        spans: What of it is marked.
        marked: Font and colour of that.
    """
    font, color = marked
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    layout = QTextLayout(shown, painter.font())
    leading = QStyle.visualAlignment(painter.layoutDirection(), Qt.AlignmentFlag.AlignLeading)
    option = QTextOption(leading | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.setFormats([_range(shown, span, font, color) for span in spans if span[1] <= len(shown)])
    layout.beginLayout()
    layout.createLine().setLineWidth(area.width())
    layout.endLayout()
    layout.draw(painter, area.topLeft())


def _range(text: str, span: Span, font: QFont, color: QColor) -> QTextLayout.FormatRange:
    look = QTextCharFormat()
    look.setFontWeight(font.weight())
    look.setForeground(color)
    made = QTextLayout.FormatRange()
    made.start = _units(text[: span[0]])
    made.length = _units(text[span[0] : span[1]])
    made.format = look
    return made


def _units(text: str) -> int:
    """Returns the length as Qt counts it: some characters are two of its units."""
    return len(text.encode("utf-16-le")) // 2
