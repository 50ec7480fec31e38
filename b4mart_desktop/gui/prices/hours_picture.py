"""A week by hours, with those painted in which something runs. It is looked at, not worked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.painting import draw_text, mirror

HOURS, DAYS = 24, 7
_NAMES_WIDTH, _ROW, _HEAD = 44, 18, 18
_EVERY = 6


class HoursPicture(QWidget):
    """Seven rows of 24 hours.

    Args:
        days: Short names of the days, Monday first.
    """

    def __init__(self, days: Sequence[str]) -> None:
        super().__init__()
        self._days = days
        self._filled: frozenset[tuple[int, int]] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_hours(self, filled: frozenset[tuple[int, int]], words: str) -> None:
        """Shows hours as (day, hour), Monday 0; ``words`` say the same to screen readers."""
        self._filled = filled
        self.setAccessibleName(words)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, _HEAD + DAYS * _ROW)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(look.font(TypeRole.CAPTION))
            self._paint_head(painter)
            for day, name in enumerate(self._days):
                top = _HEAD + day * _ROW
                painter.setPen(look.color(ColorRole.TEXT_MUTED))
                place = mirror(painter, self.rect(), QRect(0, top, _NAMES_WIDTH, _ROW))
                draw_text(painter, place, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, name)
                painter.setPen(Qt.PenStyle.NoPen)
                for hour in range(HOURS):
                    is_on = (day, hour) in self._filled
                    painter.setBrush(look.color(ColorRole.ACCENT if is_on else ColorRole.SUNKEN))
                    painter.drawRoundedRect(QRectF(self._cell(painter, hour, top)), 2, 2)

    def _paint_head(self, painter: QPainter) -> None:
        painter.setPen(tokens().color(ColorRole.TEXT_MUTED))
        for hour in range(0, HOURS, _EVERY):
            cell = self._cell(painter, hour, 0)
            wide = QRect(cell.x(), 0, max(cell.width() * _EVERY, 30), _HEAD)
            draw_text(painter, wide, Qt.AlignmentFlag.AlignLeading, f"{hour:02}:00")

    def _cell(self, painter: QPainter, hour: int, top: int) -> QRect:
        width = (self.width() - _NAMES_WIDTH) / HOURS
        left = _NAMES_WIDTH + round(hour * width)
        right = _NAMES_WIDTH + round((hour + 1) * width)
        return mirror(painter, self.rect(), QRect(left, top + 2, right - left - 2, _ROW - 4))
