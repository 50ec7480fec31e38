"""A page of labels as it will come out; a click on a cell says where the labels begin. It places nothing."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from b4mart_desktop.domain.labels import LabelStock
from b4mart_desktop.gui.labels.label_painter import PAPER, paint_label
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.services.labels import LabelBatch

_MARGIN = 24
_ZOOM_STEP, _LEAST_ZOOM, _MOST_ZOOM = 1.25, 0.5, 6.0
_ROUNDED = 1.5  # millimetres: the corners of a die-cut label


class SheetPreview(QScrollArea):
    """The page, as large as there is room for at a zoom of 1.

    Signals:
        start_chosen: The first label shall come into that cell (int).
        page_turned: The person wants to see another page (−1 or 1).
    """

    start_chosen = Signal(int)
    page_turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = _Page(self)
        self._zoom = 1.0
        self.setWidget(self._page)
        self.setWidgetResizable(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Preview of the labels"))
        self.setProperty("kind", "clear")

    def show_page(self, batch: LabelBatch | None, page: int) -> None:
        """Shows a page of ``batch``, or nothing."""
        self._page.batch, self._page.number = batch, page
        self._fit()

    def zoom(self, steps: int) -> None:
        """Shows the page larger (1), smaller (−1) or as it fits (0)."""
        wanted = 1.0 if steps == 0 else self._zoom * _ZOOM_STEP**steps
        self._zoom = min(max(wanted, _LEAST_ZOOM), _MOST_ZOOM)
        self._fit()

    @property
    def page_widget(self) -> QWidget:
        """What is painted on."""
        return self._page

    def cell_middle(self, cell: int) -> QPointF:
        """Returns where the middle of a cell is shown, in the page widget."""
        return self._page.middle(cell)

    def _fit(self) -> None:
        stock = self._page.stock
        if stock is not None:
            room = self.viewport().size()
            across = (room.width() - 2 * _MARGIN) / stock.page_width
            down = (room.height() - 2 * _MARGIN) / stock.page_height
            self._page.scale = max(min(across, down), 0.1) * self._zoom
            wide, high = stock.page_width * self._page.scale, stock.page_height * self._page.scale
            self._page.setMinimumSize(QSize(int(wide) + 2 * _MARGIN, int(high) + 2 * _MARGIN))
        self._page.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        turns = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        zooms = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}
        key = Qt.Key(event.key())
        if key in turns:
            self.page_turned.emit(turns[key])
        elif key in zooms:
            self.zoom(zooms[key])
        else:
            super().keyPressEvent(event)


class _Page(QWidget):
    """What is painted."""

    def __init__(self, preview: SheetPreview) -> None:
        super().__init__()
        self._preview = preview
        self._hovered = -1
        self.batch: LabelBatch | None = None
        self.number = 0
        self.scale = 1.0
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def stock(self) -> LabelStock | None:
        return None if self.batch is None else self.batch.order.template.stock

    def middle(self, cell: int) -> QPointF:
        assert self.stock is not None
        left, top = self.stock.place(cell)
        inside = QPointF(left + self.stock.width / 2, top + self.stock.height / 2)
        return self._origin() + inside * self.scale

    def _origin(self) -> QPointF:
        assert self.stock is not None
        wide, high = self.stock.page_width * self.scale, self.stock.page_height * self.scale
        return QPointF(max((self.width() - wide) / 2, 0), max((self.height() - high) / 2, 0))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.batch is None or self.stock is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            painter.translate(self._origin())
            painter.scale(self.scale, self.scale)
            self._paint_paper(painter, self.stock)
            for cell in range(self.stock.per_page):
                self._paint_cell(painter, self.stock, cell)
            self._paint_labels(painter, self.batch)

    def _paint_paper(self, painter: QPainter, stock: LabelStock) -> None:
        painter.setPen(QPen(tokens().color(ColorRole.BORDER_STRONG), 1 / self.scale))
        painter.setBrush(PAPER)
        painter.drawRect(QRectF(0, 0, stock.page_width, stock.page_height))

    def _paint_cell(self, painter: QPainter, stock: LabelStock, cell: int) -> None:
        """The die cut of a label; cells that are used up are grey, the one under the pointer is marked."""
        assert self.batch is not None
        look = tokens()
        left, top = stock.place(cell)
        area = QRectF(left, top, stock.width, stock.height)
        is_used = self.number == 0 and cell < self.batch.order.start
        is_hovered = cell == self._hovered and self._takes_clicks()
        role = ColorRole.ACCENT if is_hovered else ColorRole.BORDER_STRONG
        painter.setPen(QPen(look.color(role), (2 if is_hovered else 0.6) / self.scale))
        painter.setBrush(look.color(ColorRole.NEUTRAL_SOFT) if is_used else PAPER)
        painter.drawRoundedRect(area, _ROUNDED, _ROUNDED)

    def _paint_labels(self, painter: QPainter, batch: LabelBatch) -> None:
        stock = batch.order.template.stock
        first = self.number * stock.per_page - batch.order.start
        for place, item in enumerate(_items(batch, first, stock.per_page)):
            if item is not None:
                painter.save()
                painter.translate(*stock.place(place))
                paint_label(painter, batch.layouts[item])
                painter.restore()

    # ------------------------------------------------------------ the pointer

    def _takes_clicks(self) -> bool:
        return self.number == 0 and self.stock is not None and not self.stock.is_roll

    def _cell_at(self, place: QPointF) -> int:
        if not self._takes_clicks() or self.stock is None:
            return -1
        inside = (place - self._origin()) / self.scale
        for cell in range(self.stock.per_page):
            left, top = self.stock.place(cell)
            if QRectF(left, top, self.stock.width, self.stock.height).contains(inside):
                return cell
        return -1

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell != self._hovered:
            self._hovered = cell
            self.setCursor(Qt.CursorShape.PointingHandCursor if cell >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell >= 0:
            self._preview.start_chosen.emit(cell)


def _items(batch: LabelBatch, first: int, count: int) -> list[int | None]:
    """Returns which item's label has each place from ``first`` on, None where it stays empty."""
    found: list[int | None] = [None] * count
    before = 0
    for number, (_, copies) in enumerate(batch.order.items):
        start, end = max(before - first, 0), min(before + copies - first, count)
        for place in range(start, end):
            found[place] = number
        before += copies
        if before - first >= count:
            break
    return found
