"""The square of one picture: shows it, takes drops, keys and clicks. Adding pictures belongs elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from b4mart_desktop.gui.shared.picture_intake import brings_pictures
from b4mart_desktop.gui.shared.pictures import PictureLoader
from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.picture import draw_picture

EDGE = 88
"""Of the picture, in device-independent pixels."""

_RING = 4
_ICON = 28
_REMOVES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class PictureFrame(QWidget):
    """A square to look at, to drop on and to press.

    Signals:
        pressed: By a click, Enter or Space.
        removed: Del was pressed.
        pasted: Pasting was asked for.
        dropped: Something was dropped (``QMimeData``).
    """

    pressed = Signal()
    removed = Signal()
    pasted = Signal()
    dropped = Signal(object)

    def __init__(self, loader: PictureLoader) -> None:
        super().__init__()
        self._loader = loader
        self._url: str | None = None
        self._busy = False
        self._read_only = False
        self._hovered = False
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(EDGE + 2 * _RING, EDGE + 2 * _RING)
        loader.arrived.connect(self._on_arrived)

    def show_picture(self, url: str | None, *, busy: bool) -> None:
        """Shows the picture at ``url``, or room for one; ``busy`` while another one is being added."""
        self._url, self._busy = url, busy
        self.update()

    def set_read_only(self, read_only: bool) -> None:
        """Only shows the picture."""
        self._read_only = read_only
        shape = Qt.CursorShape.ArrowCursor if read_only else Qt.CursorShape.PointingHandCursor
        self.setCursor(shape)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if read_only else Qt.FocusPolicy.StrongFocus)

    @override
    def sizeHint(self) -> QSize:
        return QSize(EDGE + 2 * _RING, EDGE + 2 * _RING)

    def _on_arrived(self, url: str) -> None:
        if url == self._url:
            self.update()

    # ------------------------------------------------------------ hands

    @override
    def event(self, event: QEvent) -> bool:
        """Its own keys come before the window's shortcuts of the same."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in _REMOVES or event.matches(QKeySequence.StandardKey.Paste):
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._read_only:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif key in _REMOVES:
            self.removed.emit()
        elif key in _PRESSES:
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if not self._read_only and inside and event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._read_only and brings_pictures(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._hover(hovered=True)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hover(hovered=False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._hover(hovered=False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(event.mimeData())

    def _hover(self, *, hovered: bool) -> None:
        self._hovered = hovered
        self.update()

    # ------------------------------------------------------------ painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        area = QRectF(self.rect()).adjusted(_RING, _RING, -_RING, -_RING)
        pixmap = self._loader.pixmap(self._url, EDGE) if self._url and not self._busy else None
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color(ColorRole.SUNKEN))
            painter.drawRoundedRect(area, look.radius.md, look.radius.md)
            self._paint_content(painter, area, pixmap)
            self._paint_edge(painter, area)

    def _paint_content(self, painter: QPainter, area: QRectF, pixmap: QPixmap | None) -> None:
        if pixmap is not None:
            draw_picture(painter, area, pixmap, tokens().radius.md)
            return
        name = Icon.CLOUD_UPLOAD if self._busy else Icon.IMAGE if self._url else Icon.IMAGE_PLUS
        place = QRect(0, 0, _ICON, _ICON)
        place.moveCenter(area.center().toPoint())
        icon(name, ColorRole.TEXT_MUTED).paint(painter, place)

    def _paint_edge(self, painter: QPainter, area: QRectF) -> None:
        look = tokens()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._hovered or self.hasFocus():
            role = ColorRole.ACCENT if self._hovered else ColorRole.FOCUS
            painter.setPen(QPen(look.color(role), look.size.focus))
            painter.drawRoundedRect(area.adjusted(-2, -2, 2, 2), look.radius.md + 2, look.radius.md + 2)
            return
        style = Qt.PenStyle.SolidLine if self._url or self._read_only else Qt.PenStyle.DashLine
        role = ColorRole.BORDER if self._url else ColorRole.BORDER_STRONG
        painter.setPen(QPen(look.color(role), look.size.border, style))
        inner = area.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(inner, look.radius.md, look.radius.md)
