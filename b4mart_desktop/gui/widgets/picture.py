"""An icon that stands by itself, in the colours of the scheme in use; and how a picture is drawn."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.tokens import ColorRole


class Picture(QWidget):
    """Draws one icon; unlike a label's pixmap it follows the scheme. Empty until `set_picture`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Icon | None = None
        self._edge = 0
        self._role = ColorRole.TEXT_MUTED
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_picture(self, picture: Icon, edge: int, role: ColorRole) -> None:
        """Shows an icon, `edge` device-independent pixels wide and high."""
        self._picture, self._edge, self._role = picture, edge, role
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._edge, self._edge)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is not None:
            with QPainter(self) as painter:
                icon(self._picture, self._role).paint(painter, self.rect())


def draw_picture(painter: QPainter, area: QRectF, picture: QPixmap, radius: float) -> None:
    """Draws a picture with rounded corners; a brush is quicker than clipping, row after row.

    Args:
        painter: Antialiasing is to be switched on.
        area: Where; the picture is scaled to it.
        picture: Any pixmap, best of the area's size.
        radius: Of the corners, in device-independent pixels.
    """
    size = picture.deviceIndependentSize()
    if size.isEmpty():
        return
    across, down = area.width() / size.width(), area.height() / size.height()
    painter.save()
    painter.translate(area.topLeft())
    painter.scale(across, down)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(picture))
    painter.drawRoundedRect(QRectF(0, 0, size.width(), size.height()), radius / across, radius / down)
    painter.restore()
