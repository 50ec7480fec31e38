"""A product's pictures as cards side by side: painted, chosen by key and mouse, dragged into order."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from b4mart_desktop.gui.models.product_delegates import wrap
from b4mart_desktop.gui.models.row_delegate import Index, is_selected
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.picture_cards import PictureCard, PictureCards
from b4mart_desktop.gui.shared.pictures import PictureLoader
from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.badge import Tone, badge_size, draw_badge
from b4mart_desktop.gui.widgets.painting import draw_text, mirror
from b4mart_desktop.gui.widgets.picture import draw_picture

EDGE = 128
"""Of a picture, in device-independent pixels."""

_RING = 4
_GAP = 8
_CELL = EDGE + 2 * _RING + _GAP
_OWN_MIME = "application/x-b4mart-picture"
_ICON = 28
_LINE = 16


class PictureDelegate(QStyledItemDelegate):
    """A card: the picture, or that it is being added, or why it is not."""

    def __init__(self, loader: PictureLoader) -> None:
        super().__init__()
        self._loader = loader

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(_CELL, _CELL)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = index.data(PictureCards.CARD)
        if not isinstance(card, PictureCard):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(option.direction)
        cell = QRect(option.rect)
        area = mirror(painter, cell, QRect(cell.x() + _RING, cell.y() + _RING, EDGE, EDGE))
        self._paint_ground(painter, area, card)
        self._paint_content(painter, area, card)
        self._paint_ring(painter, area, option)
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRect, card: PictureCard) -> None:
        look = tokens()
        role = ColorRole.SUNKEN if card.error is None else ColorRole.DANGER_SOFT
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(role))
        painter.drawRoundedRect(QRectF(area), look.radius.md, look.radius.md)

    def _paint_content(self, painter: QPainter, area: QRect, card: PictureCard) -> None:
        look = tokens()
        url = card.image.url if card.image else None
        pixmap = self._loader.pixmap(url, EDGE) if url else None
        if pixmap is not None:
            draw_picture(painter, QRectF(area), pixmap, look.radius.md)
            painter.setPen(QPen(look.color(ColorRole.BORDER), look.size.border))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(
                QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), look.radius.md, look.radius.md
            )
        if card.busy:
            self._paint_state(painter, area, (Icon.CLOUD_UPLOAD, ColorRole.TEXT_MUTED), self.tr("Working…"))
        elif card.error is not None:
            title = describe(card.error)[0]
            self._paint_state(painter, area, (Icon.CIRCLE_ALERT, ColorRole.ON_DANGER_SOFT), title)
        elif pixmap is None:
            self._paint_state(painter, area, (Icon.IMAGE, ColorRole.TEXT_MUTED), card.name)
        if card.image is not None and card.image.is_primary:
            text = self.tr("Main")
            size = badge_size(text, None)
            place = QRect(area.x() + 6, area.bottom() - 6 - 26, size.width(), 26)
            draw_badge(painter, mirror(painter, area, place), text, Tone.INFO, None, ringed=True)

    def _paint_state(
        self, painter: QPainter, area: QRect, picture: tuple[Icon, ColorRole], text: str
    ) -> None:
        look, (name, role) = tokens(), picture
        middle = area.center()
        place = QRect(middle.x() - _ICON // 2, area.y() + 28, _ICON, _ICON)
        icon(name, role).paint(painter, place)
        painter.setFont(look.font(TypeRole.CAPTION))
        painter.setPen(look.color(role))
        below = QRect(
            area.x() + 8, place.bottom() + 8, area.width() - 16, area.bottom() - place.bottom() - 12
        )
        lines = wrap(text, painter.fontMetrics(), below.width(), 2)
        for number, line in enumerate(lines):
            row = below.translated(0, number * _LINE)
            draw_text(painter, row, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, line)

    def _paint_ring(self, painter: QPainter, area: QRect, option: QStyleOptionViewItem) -> None:
        if not is_selected(option):
            return
        look = tokens()
        active = bool(option.state & QStyle.StateFlag.State_HasFocus)
        color = look.color(ColorRole.FOCUS if active else ColorRole.BORDER_STRONG)
        painter.setPen(QPen(color, look.size.focus))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = QRectF(area).adjusted(-3, -3, 3, 3)
        painter.drawRoundedRect(ring, look.radius.md + 3, look.radius.md + 3)


class PictureView(QListView):
    """The cards in rows, as high as it needs to be; the arrow keys go from card to card.

    Signals:
        dropped: Something was dropped from outside (``QMimeData``).
        pasted: Pasting was asked for.
        remove_requested: Of the current card.
        crop_requested: Of the current card.
        shift_requested: By so many places (int).
    """

    dropped = Signal(object)
    pasted = Signal()
    remove_requested = Signal()
    crop_requested = Signal()
    shift_requested = Signal(int)

    def __init__(self, cards: PictureCards, loader: PictureLoader) -> None:
        super().__init__()
        self._cards = cards
        self._target: int | None = None
        self._delegate = PictureDelegate(loader)
        self.setModel(cards)
        self.setItemDelegate(self._delegate)
        self.setProperty("kind", "clear")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setGridSize(QSize(_CELL, _CELL))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for signal in (cards.rowsInserted, cards.rowsRemoved, cards.modelReset):
            signal.connect(self._fit)
        self._fit()

    def row(self) -> int:
        """Returns the current card's place, -1 where there is none."""
        return self.currentIndex().row()

    def select(self, row: int) -> None:
        """Makes a card the current one, the last where there is none at that place any more."""
        self.setCurrentIndex(self._cards.index(min(row, self._cards.rowCount() - 1)))

    # ------------------------------------------------------------ size

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        across = max(1, self.viewport().width() // _CELL)
        rows = -(-self._cards.rowCount() // across)
        self.setFixedHeight(max(1, rows) * _CELL)

    # ------------------------------------------------------------ keys

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = Qt.Key(event.key())
        back, forth = Qt.Key.Key_Left, Qt.Key.Key_Right
        if self.isRightToLeft():
            back, forth = forth, back
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_requested.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.row() >= 0:
            self.crop_requested.emit()
        elif alt and key in (back, forth):
            self.shift_requested.emit(-1 if key == back else 1)
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------ dragging

    @override
    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        index = self.currentIndex()
        mime = QMimeData()
        mime.setData(_OWN_MIME, str(index.row()).encode())
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.setPixmap(self.grab(self.visualRect(index)))
        drag.exec(Qt.DropAction.MoveAction)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is self:
            event.acceptProposedAction()
        else:
            event.ignore()  # the strip takes what comes from outside

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._show_target(self.place_at(event.position().toPoint()))
        event.acceptProposedAction()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_target(None)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        row, to = self.row(), self.place_at(event.position().toPoint())
        self._show_target(None)
        event.setDropAction(Qt.DropAction.IgnoreAction)  # or the view takes the dragged card out
        event.accept()
        if row >= 0:
            self._cards.move(row, to)

    def place_at(self, point: QPoint) -> int:
        """Returns before which card something dropped there goes."""
        for row in range(self._cards.rowCount()):
            cell = self.visualRect(self._cards.index(row))
            if not cell.top() <= point.y() <= cell.bottom():
                continue
            before = point.x() < cell.center().x()
            if before != self.isRightToLeft():
                return row
        return self._after_line(point)

    def _after_line(self, point: QPoint) -> int:
        rows = range(self._cards.rowCount())
        above = [row for row in rows if self.visualRect(self._cards.index(row)).top() <= point.y()]
        return above[-1] + 1 if above else 0

    def _show_target(self, place: int | None) -> None:
        self._target = place
        self.viewport().update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._target is None or not self._cards.rowCount():
            return
        look, last = tokens(), self._target == self._cards.rowCount()
        cell = self.visualRect(self._cards.index(self._target - 1 if last else self._target))
        at_right = last != self.isRightToLeft()
        x = cell.right() - _GAP // 2 if at_right else cell.left()
        with QPainter(self.viewport()) as painter:
            painter.fillRect(QRect(x - 1, cell.top(), 3, EDGE + 2 * _RING), look.color(ColorRole.ACCENT))
