"""A code as a row of boxes, one a digit, coloured by what it is there for. It decodes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from b4mart_desktop.domain.label_rules import Part, Piece
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens

_BOX, _HEIGHT, _GAP, _BETWEEN = 30, 44, 3, 12
_LINE = 20
_COLORS = {
    Part.FIXED: (ColorRole.NEUTRAL_SOFT, ColorRole.ON_NEUTRAL_SOFT),
    Part.ITEM: (ColorRole.ACCENT_SOFT, ColorRole.ON_ACCENT_SOFT),
    Part.VALUE: (ColorRole.SUCCESS_SOFT, ColorRole.ON_SUCCESS_SOFT),
    Part.INNER_CHECK: (ColorRole.WARNING_SOFT, ColorRole.ON_WARNING_SOFT),
    Part.ANY: (ColorRole.SUNKEN, ColorRole.TEXT_MUTED),
    Part.CHECK: (ColorRole.WARNING_SOFT, ColorRole.ON_WARNING_SOFT),
}
_WRONG = (ColorRole.DANGER_SOFT, ColorRole.ON_DANGER_SOFT)


class DigitBoxes(QWidget):
    """The pieces of a code side by side, each with its name below; always left to right, as digits are.

    Args:
        corrects: Whether there is room above for what wrong digits should be.
        parent: The widget it stands in.
    """

    def __init__(self, *, corrects: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._top = _LINE if corrects else 0
        self._pieces: Sequence[Piece] = ()
        self._names: Mapping[Part, str] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self._top + _HEIGHT + _LINE)

    def show_pieces(self, pieces: Sequence[Piece], names: Mapping[Part, str], said: str) -> None:
        """Shows those pieces.

        Args:
            pieces: In order; wrong ones with what they should be, which is shown above them.
            names: What each part is called.
            said: All of it in words, for screen readers.
        """
        self._pieces, self._names = pieces, names
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        width = sum(self._width(piece, _BOX) + _BETWEEN for piece in self._pieces)
        return QSize(max(width, _BOX), self._top + _HEIGHT + _LINE)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box, left = self._box(), 0
            for piece in self._pieces:
                left = self._paint(painter, piece, left, box) + _BETWEEN

    def _box(self) -> int:
        """Boxes get narrower where a long code would not fit."""
        digits = sum(len(piece.digits) for piece in self._pieces)
        between = (len(self._pieces) - 1) * _BETWEEN + digits * _GAP
        return min(_BOX, (self.width() - between) // digits) if digits else _BOX

    def _width(self, piece: Piece, box: int) -> int:
        return len(piece.digits) * (box + _GAP) - _GAP

    def _paint(self, painter: QPainter, piece: Piece, left: int, box: int) -> int:
        look = tokens()
        fill, ink = _COLORS[piece.part]
        right = left + self._width(piece, box)
        for place, digit in enumerate(piece.digits):
            wanted = piece.expected[place] if piece.expected is not None else digit
            is_wrong = digit != wanted
            area = QRect(left + place * (box + _GAP), self._top, box, _HEIGHT)
            colors = _WRONG if is_wrong else (fill, ink)
            _paint_box(painter, area, digit, *(look.color(role) for role in colors), ringed=is_wrong)
            if is_wrong:
                painter.setFont(look.font(TypeRole.CAPTION))
                above = QRect(area.x(), 0, box, self._top - 2)
                painter.drawText(above, Qt.AlignmentFlag.AlignCenter, wanted)
        self._paint_name(painter, piece, QRect(left, self._top + _HEIGHT + 2, right - left, _LINE))
        return right

    def _paint_name(self, painter: QPainter, piece: Piece, area: QRect) -> None:
        look = tokens()
        font = look.font(TypeRole.CAPTION)
        painter.setFont(font)
        painter.setPen(look.color(ColorRole.TEXT_MUTED))
        room = area.adjusted(-_BETWEEN // 2, 0, _BETWEEN // 2, 0)
        name = self._names.get(piece.part, "")
        wide = QFontMetrics(font).horizontalAdvance(name)
        if room.x() < 0 or wide > room.width():  # at the edge, or wider than its boxes
            room, side = QRect(area.x(), area.y(), wide, area.height()), Qt.AlignmentFlag.AlignLeft
        else:
            side = Qt.AlignmentFlag.AlignHCenter
        painter.drawText(room, side | Qt.AlignmentFlag.AlignTop, name)


def _paint_box(
    painter: QPainter, area: QRect, digit: str, fill: QColor, ink: QColor, *, ringed: bool
) -> None:
    look = tokens()
    painter.setPen(QPen(ink, look.size.focus) if ringed else Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(QRectF(area), look.radius.sm, look.radius.sm)
    painter.setPen(ink)
    painter.setFont(look.font(TypeRole.SUBTITLE))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, digit)
