"""What shows that something is on its way: the spinner. It rests while hidden."""

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


class Spinner(QWidget):
    """A turning arc, which repaints itself while it can be seen."""

    def __init__(self, diameter: int = 24, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._diameter = diameter
        self._timer = 0
        self.step = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Loading"))

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

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._diameter, self._diameter)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        width = max(self._diameter / 10, 2.0)
        area = QRectF(self.rect()).adjusted(width, width, -width, -width)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(tokens().color(ColorRole.BORDER), width))
            painter.drawEllipse(area)
            cap = Qt.PenCapStyle.RoundCap
            painter.setPen(QPen(tokens().color(ColorRole.ACCENT), width, Qt.PenStyle.SolidLine, cap))
            painter.drawArc(area, -self.step * _STEP_DEGREES * _QT_ANGLE, _ARC_DEGREES * _QT_ANGLE)
