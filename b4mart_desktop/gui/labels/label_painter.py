"""Paints what ``domain.label_layout`` placed, in millimetres: the same marks that go to paper."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from b4mart_desktop.domain.label_layout import (
    BarcodeMark,
    LabelLayout,
    MatrixMark,
    TextMark,
    Weight,
    bars_of,
)

INK = QColor("#000000")
PAPER = QColor("#ffffff")
EM = 100  # pixels of the font that texts are scaled from: hinting would move small ones
WEIGHTS = {
    Weight.REGULAR: QFont.Weight.Normal,
    Weight.SEMIBOLD: QFont.Weight.DemiBold,
    Weight.BOLD: QFont.Weight.Bold,
}
_STRIKE_HEIGHT, _STROKE = 0.3, 0.055  # of the size, as on paper
_NARROWEST, _WIDEST = 0.6, 1.15


def paint_label(painter: QPainter, layout: LabelLayout) -> None:
    """Paints a label at the painter's origin; its unit is the millimetre."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(INK)
    for mark in layout.marks:
        match mark:
            case TextMark():
                _paint_text(painter, mark)
            case BarcodeMark():
                for x, width in bars_of(mark):
                    painter.fillRect(QRectF(x, mark.y, width, mark.height), INK)
            case MatrixMark():
                _paint_matrix(painter, mark)
    painter.restore()


def _paint_text(painter: QPainter, mark: TextMark) -> None:
    font = QFont(painter.font())
    font.setPixelSize(EM)
    font.setWeight(WEIGHTS[mark.weight])
    natural = QFontMetricsF(font).horizontalAdvance(mark.text) * mark.size / EM
    across = min(max(mark.width / natural, _NARROWEST), _WIDEST) if natural > 0 else 1.0
    painter.save()
    painter.setPen(INK)
    painter.translate(mark.x, mark.baseline)
    painter.scale(across * mark.size / EM, mark.size / EM)
    painter.setFont(font)
    painter.drawText(QPointF(0, 0), mark.text)
    painter.restore()
    if mark.struck:
        y = mark.baseline - _STRIKE_HEIGHT * mark.size
        painter.save()
        painter.setPen(QPen(INK, _STROKE * mark.size))
        painter.drawLine(QLineF(mark.x, y, mark.x + mark.width, y))
        painter.restore()


def _paint_matrix(painter: QPainter, mark: MatrixMark) -> None:
    for number, row in enumerate(mark.rows):
        for column, module in enumerate(row):
            if module == "1":
                place = QPointF(mark.x + column * mark.module, mark.y + number * mark.module)
                painter.fillRect(QRectF(place.x(), place.y(), mark.module, mark.module), INK)
