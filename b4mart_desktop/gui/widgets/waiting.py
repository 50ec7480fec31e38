"""What shows that something is on its way: the spinner and the skeleton. Both rest while hidden."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimerEvent
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from b4mart_desktop.gui.style.tokens import ColorRole, tokens

_FRAME_MS = 33
_STEP_DEGREES = 12
_ARC_DEGREES = 100
_QT_ANGLE = 16


class _Moving(QWidget):
    """Repaints itself while it can be seen."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._timer = 0
        self.step = 0

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._timer:
            self._timer = self.startTimer(_FRAME_MS)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._timer:
            self.killTimer(self._timer)
            self._timer = 0

    @override
    def timerEvent(self, event: QTimerEvent) -> None:
        self.step += 1
        self.update()


class Spinner(_Moving):
    """A turning arc."""

    def __init__(self, diameter: int = 24, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._diameter = diameter
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Loading"))

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._diameter, self._diameter)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        width = max(self._diameter / 10, 2.0)
        area = QRectF(self.rect()).adjusted(width, width, -width, -width)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens().color(ColorRole.BORDER), width))
        painter.drawEllipse(area)
        cap = Qt.PenCapStyle.RoundCap
        painter.setPen(QPen(tokens().color(ColorRole.ACCENT), width, Qt.PenStyle.SolidLine, cap))
        painter.drawArc(area, -self.step * _STEP_DEGREES * _QT_ANGLE, _ARC_DEGREES * _QT_ANGLE)


class Skeleton(_Moving):
    """Grey rows where content will be, so that nothing jumps when it comes.

    Args:
        rows: How many rows to draw.
        parent: The widget it stands in.
    """

    _WIDTHS = (0.92, 0.68, 0.8, 0.55)
    _BREATH = 40

    def __init__(self, rows: int = 5, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setAccessibleName(self.tr("Loading"))

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, self._rows * tokens().size.row)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(ColorRole.NEUTRAL_SOFT))
        phase = abs(self.step % self._BREATH - self._BREATH / 2) / (self._BREATH / 2)
        painter.setOpacity(0.55 + 0.45 * phase)
        for row in range(self._rows):
            top = row * look.size.row + (look.size.row - look.space.lg) / 2
            width = self.width() * self._WIDTHS[row % len(self._WIDTHS)]
            left = self.width() - width if self._mirrored() else 0.0
            painter.drawRoundedRect(QRectF(left, top, width, look.space.lg), look.radius.sm, look.radius.sm)

    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft
