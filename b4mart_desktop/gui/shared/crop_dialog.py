"""Choosing the square of a picture that the shop shows, by dragging, zooming or keys. It makes no picture."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QWidget
from typing_extensions import override

from b4mart_desktop.gui.shared.crop_frame import CropFrame
from b4mart_desktop.gui.shared.dialogs import AskDialog, open_dialog
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.services.ports.pictures import Crop, PlainPicture

_VIEW = QSize(560, 400)
_SQUARE = 0.86
_STEPS = 1000
_ZOOM_A_NOTCH = 1.1
_NOTCH = 120
_MOVE = 0.01
_FAR = 10
_THIRDS = (1 / 3, 2 / 3)
_CUT_OFF = QColor(0, 0, 0, 150)


async def choose_crop(window: QWidget, picture: PlainPicture, crop: Crop | None) -> Crop | None:
    """Lets a person choose what to cut out; None if they leave it as it is.

    Args:
        window: Any widget of the window.
        picture: The whole picture.
        crop: What was chosen before; None: the largest square in the middle.
    """
    dialog = CropDialog(window, picture, crop)
    return dialog.view.frame.crop() if await open_dialog(dialog) else None


class CropDialog(AskDialog):
    """The picture under a fixed square, what is cut off dimmed.

    Attributes:
        view: Picture and square.
    """

    def __init__(self, parent: QWidget, picture: PlainPicture, crop: Crop | None) -> None:
        super().__init__(parent, self.tr("Crop the picture"), "")
        self.view = CropView(picture, crop)
        self._zoom = QSlider(Qt.Orientation.Horizontal)
        self._zoom.setRange(0, _STEPS)
        self._zoom.setMinimumHeight(tokens().size.touch)
        self._zoom.setAccessibleName(self.tr("Zoom"))
        self._zoom.valueChanged.connect(lambda step: self.view.set_zoom(step / _STEPS))
        self.view.changed.connect(self._show_zoom)
        self.body.addWidget(self.view)
        self.body.addLayout(self._tools())
        self.add_button(self.tr("Cancel"), closes=False)
        self.add_button(self.tr("Use this part"), "primary", closes=True)
        self._show_zoom()
        self.view.setFocus()

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(tokens().space.sm)
        closer, farther = IconButton(Icon.PLUS, self.tr("Closer")), IconButton(Icon.MINUS, self.tr("Farther"))
        fill, whole = Button(self.tr("Fill"), "quiet"), Button(self.tr("Whole picture"), "quiet")
        deeds = (self.view.closer, self.view.farther, self.view.fill, self.view.contain)
        for button, deed in zip((closer, farther, fill, whole), deeds, strict=True):
            button.setAutoDefault(False)
            button.clicked.connect(deed)
        for part in (farther, self._zoom, closer, fill, whole):
            row.addWidget(part, 1 if part is self._zoom else 0)
        return row

    def _show_zoom(self) -> None:
        with QSignalBlocker(self._zoom):
            self._zoom.setValue(round(self.view.zoom() * _STEPS))


class CropView(QWidget):
    """The picture, moved and zoomed under the square that is cut out.

    Attributes:
        frame: The square in the picture's pixels.

    Signals:
        changed: Another part is under the square.
    """

    changed = Signal()

    def __init__(self, picture: PlainPicture, crop: Crop | None) -> None:
        super().__init__()
        self.frame = CropFrame(picture.width, picture.height, crop)
        self._pixmap = QPixmap()
        self._pixmap.loadFromData(picture.content)
        self._grabbed: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 240)
        self.setAccessibleName(self.tr("Part of the picture"))
        text = self.tr("Drag the picture, or use the arrow keys; plus and minus zoom")
        self.setAccessibleDescription(text)
        self.setToolTip(text)

    @override
    def sizeHint(self) -> QSize:
        return _VIEW

    # ------------------------------------------------------------ choosing

    def zoom(self) -> float:
        """From 0, the whole picture, to 1, as close as it goes."""
        span = math.log(self.frame.most / self.frame.least)
        return 1.0 if span == 0 else math.log(self.frame.most / self.frame.edge) / span

    def set_zoom(self, zoom: float) -> None:
        """Zooms to between 0 and 1."""
        self.frame.resize(self.frame.most * (self.frame.least / self.frame.most) ** zoom)
        self._tell()

    def closer(self) -> None:
        """Shows less, larger."""
        self._zoom_by(_ZOOM_A_NOTCH)

    def farther(self) -> None:
        """Shows more, smaller."""
        self._zoom_by(1 / _ZOOM_A_NOTCH)

    def fill(self) -> None:
        """Shows as much as fills the square."""
        self.frame.fill()
        self._tell()

    def contain(self) -> None:
        """Shows the whole picture."""
        self.frame.contain()
        self._tell()

    def _zoom_by(self, factor: float) -> None:
        self.frame.zoom(factor)
        self._tell()

    def _move_by(self, across: float, down: float) -> None:
        self.frame.move(across, down)
        self._tell()

    def _tell(self) -> None:
        self.update()
        self.changed.emit()

    # ------------------------------------------------------------ hands

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        far = _FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        step = self.frame.edge * _MOVE * far
        moves = {
            Qt.Key.Key_Left: (-step, 0.0),
            Qt.Key.Key_Right: (step, 0.0),
            Qt.Key.Key_Up: (0.0, -step),
            Qt.Key.Key_Down: (0.0, step),
        }
        deeds = {
            Qt.Key.Key_Plus: self.closer,
            Qt.Key.Key_Equal: self.closer,
            Qt.Key.Key_Minus: self.farther,
            Qt.Key.Key_Home: self.fill,
            Qt.Key.Key_0: self.contain,
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._move_by(*moves[key])
        elif key in deeds:
            deeds[key]()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            moved = event.position() - self._grabbed
            self._grabbed = event.position()
            scale = self._square().width() / self.frame.edge
            self._move_by(-moved.x() / scale, -moved.y() / scale)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self._zoom_by(_ZOOM_A_NOTCH ** (event.angleDelta().y() / _NOTCH))
        event.accept()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    # ------------------------------------------------------------ painting

    def _square(self) -> QRectF:
        edge = min(self.width(), self.height()) * _SQUARE
        return QRectF((self.width() - edge) / 2, (self.height() - edge) / 2, edge, edge)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, square = tokens(), self._square()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.fillRect(self.rect(), look.color(ColorRole.SUNKEN))
            painter.fillRect(square, Qt.GlobalColor.white)
            painter.drawPixmap(self._shown_at(square), self._pixmap, QRectF(self._pixmap.rect()))
            self._dim_around(painter, square)
            painter.setPen(QPen(QColor(255, 255, 255, 120), 1))
            for part in _THIRDS:
                x, y = square.x() + square.width() * part, square.y() + square.height() * part
                painter.drawLine(QPointF(x, square.top()), QPointF(x, square.bottom()))
                painter.drawLine(QPointF(square.left(), y), QPointF(square.right(), y))
            role = ColorRole.FOCUS if self.hasFocus() else ColorRole.BORDER_STRONG
            painter.setPen(QPen(look.color(role), look.size.focus))
            painter.drawRect(square)

    def _shown_at(self, square: QRectF) -> QRectF:
        frame, scale = self.frame, square.width() / self.frame.edge
        left = square.x() - (frame.x - frame.edge / 2) * scale
        top = square.y() - (frame.y - frame.edge / 2) * scale
        return QRectF(left, top, frame.width * scale, frame.height * scale)

    def _dim_around(self, painter: QPainter, square: QRectF) -> None:
        width, height = float(self.width()), float(self.height())
        painter.fillRect(QRectF(0, 0, width, square.top()), _CUT_OFF)
        painter.fillRect(QRectF(0, square.bottom(), width, height - square.bottom()), _CUT_OFF)
        painter.fillRect(QRectF(0, square.top(), square.left(), square.height()), _CUT_OFF)
        painter.fillRect(
            QRectF(square.right(), square.top(), width - square.right(), square.height()), _CUT_OFF
        )
