"""The catalogue as tiles: a table whose rows hold several products, so that a million need no laying out."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from b4mart_desktop.gui.models.listed_columns import ListedColumn
from b4mart_desktop.gui.models.listed_paint import (
    Pictures,
    paint_check,
    paint_picture,
    paint_placeholder,
    standing,
)
from b4mart_desktop.gui.models.listed_rows import ListedRowsModel
from b4mart_desktop.gui.models.listed_view import ListedView
from b4mart_desktop.gui.models.product_delegates import wrap
from b4mart_desktop.gui.models.table_delegate import Index
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.badge import badge_size, draw_badge
from b4mart_desktop.gui.widgets.painting import draw_text, mirror
from b4mart_desktop.services.ports.listing import ListedProduct

_LEAST_WIDTH = 188
_TEXTS = 104
_GAP = 12
_PADDING = 10
_LINE = 20
_NAMES_KEPT = 1_000
_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


class ListedTilesModel(QAbstractTableModel):
    """The rows of ``ListedRowsModel``, several side by side."""

    def __init__(self, rows: ListedRowsModel, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = rows
        self._across = 1
        rows.modelAboutToBeReset.connect(self.beginResetModel)
        rows.modelReset.connect(self.endResetModel)
        rows.dataChanged.connect(self._on_changed)

    @property
    def across(self) -> int:
        """How many stand side by side."""
        return self._across

    def set_across(self, across: int) -> None:
        """Puts that many side by side."""
        if across != self._across:
            self.beginResetModel()
            self._across = across
            self.endResetModel()

    def row_at(self, index: Index) -> int:
        """Returns the row of the product that is shown there, -1 where none is."""
        row = index.row() * self._across + index.column()
        return row if index.isValid() and row < self._rows.rowCount() else -1

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else -(-self._rows.rowCount() // self._across)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._across

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        product = self._rows.product(self.row_at(index))
        return None if product is None else product.name

    def _on_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if self.rowCount():
            top, bottom = first.row() // self._across, last.row() // self._across
            self.dataChanged.emit(self.index(top, 0), self.index(bottom, self._across - 1))


class ListedTiles(ListedView):
    """Tiles of products."""

    def __init__(
        self, rows: ListedRowsModel, pictures: Pictures | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(rows, parent=parent)
        self.setProperty("kind", "clear")
        self._tiles = ListedTilesModel(rows, self)
        self._delegate = ListedTileDelegate(rows, self._tiles, pictures, self)
        self.setModel(self._tiles)
        self.setItemDelegate(self._delegate)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._tiles.modelReset.connect(self._size_tiles)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        shown = self.current if self.current >= 0 else self.row_at(self.indexAt(QPoint(4, 4)))
        across = max(1, self.viewport().width() // _LEAST_WIDTH)
        changed = across != self._tiles.across
        self._tiles.set_across(across)
        self._size_tiles()
        if changed and shown > 0:
            self.scrollTo(self.index_of(shown))

    def _size_tiles(self) -> None:
        width = self.viewport().width() // self._tiles.across
        self.horizontalHeader().setDefaultSectionSize(width)
        height = (width - _GAP) * 5 // 8 + _TEXTS + _GAP
        self.verticalHeader().setDefaultSectionSize(height)

    @override
    def index_of(self, row: int) -> QModelIndex:
        return self._tiles.index(*divmod(row, self._tiles.across))

    @override
    def row_at(self, index: QModelIndex) -> int:
        return self._tiles.row_at(index)

    @override
    def is_check(self, index: QModelIndex, place: QPoint) -> bool:
        return self._delegate.check_area(self.visualRect(index), self.layoutDirection()).contains(place)

    @override
    def step(self, key: int) -> int | None:
        across, forth = self._tiles.across, 1
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            forth = -1
        page = across * self.rows_on_page()
        steps = {
            Qt.Key.Key_Left: -forth,
            Qt.Key.Key_Right: forth,
            Qt.Key.Key_Up: -across,
            Qt.Key.Key_Down: across,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
        }
        return steps.get(Qt.Key(key))

    @override
    def mark(self, row: int, hovered: int, focused: bool) -> None:
        delegate = self._delegate
        delegate.current, delegate.hovered, delegate.focused = row, hovered, focused


class ListedTileDelegate(QStyledItemDelegate):
    """A card: picture, what must be seen at a glance, name in two lines, price and stock.

    Attributes:
        current: The row that keys act on, -1 for none.
        hovered: The row under the pointer, -1 for none.
        focused: Whether the keys go to the list.
    """

    def __init__(
        self, rows: ListedRowsModel, tiles: ListedTilesModel, pictures: Pictures | None, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._rows, self._tiles, self._pictures = rows, tiles, pictures
        self._lines = lru_cache(_NAMES_KEPT)(_lines)  # a name is measured many times to be broken
        self.current = -1
        self.hovered = -1
        self.focused = False

    def check_area(self, cell: QRect, direction: Qt.LayoutDirection) -> QRect:
        """Where a tile's check box takes clicks."""
        edge = tokens().size.touch
        card = _card(cell, direction)
        left = card.right() + 1 - edge if direction == Qt.LayoutDirection.RightToLeft else card.x()
        return QRect(left, card.y(), edge, edge)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(_LEAST_WIDTH, _LEAST_WIDTH)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._tiles.row_at(index)
        if row < 0:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = _card(option.rect, option.direction)
        band = QRect(card.x(), card.y(), card.width(), card.height() - _TEXTS)
        product = self._rows.product(row)
        shape = self._paint_card(painter, card, row)
        if product is None:
            self._paint_absent(painter, card, band, row)
        else:
            self._paint_band(painter, shape, band, product)
            self._paint_texts(painter, card, product)
        self._paint_edge(painter, shape, row)
        if row in self._rows.chosen or row in (self.hovered, self.current) or self._rows.chosen.count:
            corner = self.check_area(option.rect, option.direction)
            paint_check(painter, corner, checked=row in self._rows.chosen)
        painter.restore()

    def _paint_card(self, painter: QPainter, card: QRect, row: int) -> QPainterPath:
        look = tokens()
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), look.radius.lg, look.radius.lg)
        chosen, hovered = row in self._rows.chosen, row == self.hovered
        role = ColorRole.HOVER if hovered else ColorRole.SURFACE
        painter.fillPath(shape, look.color(ColorRole.ACCENT_SOFT if chosen else role))
        return shape

    def _paint_edge(self, painter: QPainter, shape: QPainterPath, row: int) -> None:
        look = tokens()
        focused = row == self.current and self.focused
        role, width = ColorRole.BORDER, look.size.border
        if focused or row in self._rows.chosen:
            role, width = ColorRole.FOCUS, look.size.focus if focused else look.size.border
        painter.setPen(QPen(look.color(role), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)

    def _paint_absent(self, painter: QPainter, card: QRect, band: QRect, row: int) -> None:
        if self._rows.is_here(row):
            painter.setPen(tokens().color(ColorRole.TEXT_DISABLED))
            draw_text(painter, card, Qt.AlignmentFlag.AlignCenter, self.tr("Not there any more"))
            return
        paint_placeholder(painter, band.adjusted(_PADDING, _PADDING, -_PADDING, 0))
        for number, part in enumerate((1, 2)):
            top = band.bottom() + 16 + number * _LINE
            width = (card.width() - 2 * _PADDING) // part
            line = QRect(card.x() + _PADDING, top, width, 12)
            paint_placeholder(painter, mirror(painter, card, line))

    def _paint_band(
        self, painter: QPainter, shape: QPainterPath, band: QRect, product: ListedProduct
    ) -> None:
        painter.save()
        painter.setClipPath(shape)
        paint_picture(painter, band, product, self._pictures, TypeRole.DISPLAY)
        painter.restore()
        mark = standing(product)
        if mark is not None:
            text, tone = mark
            size = badge_size(text, None)
            place = QRect(band.right() - size.width() - 7, band.y() + 8, size.width(), 24)
            draw_badge(painter, mirror(painter, band, place), text, tone, None)

    def _paint_texts(self, painter: QPainter, card: QRect, product: ListedProduct) -> None:
        look, texts = tokens(), self._rows.texts
        top = card.bottom() + 1 - _TEXTS + 10
        inside = QRect(card.x() + _PADDING + 2, top, card.width() - 2 * _PADDING - 4, _TEXTS - 20)
        font = look.font(TypeRole.BODY)
        painter.setFont(font)
        painter.setPen(look.color(ColorRole.TEXT))
        for number, line in enumerate(self._lines(product.name, inside.width())):
            row = QRect(inside.x(), inside.y() + number * _LINE, inside.width(), _LINE)
            draw_text(painter, row, _LEADING, line)
        bottom = QRect(inside.x(), inside.bottom() - _LINE, inside.width(), _LINE)
        self._paint_price(painter, bottom, product)
        painter.setFont(look.font(TypeRole.SMALL))
        painter.setPen(look.color(ColorRole.TEXT_MUTED))
        draw_text(painter, bottom, _TRAILING, texts.text(product, ListedColumn.ON_HAND))

    def _paint_price(self, painter: QPainter, area: QRect, product: ListedProduct) -> None:
        look, texts = tokens(), self._rows.texts
        painter.setFont(look.font(TypeRole.STRONG))
        text = texts.price(product)
        draw_text(painter, area, _LEADING, text)
        if product.sale_price is None:
            return
        width = painter.fontMetrics().horizontalAdvance(text) + 6
        font = look.font(TypeRole.SMALL)
        font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(look.color(ColorRole.TEXT_MUTED))
        before = mirror(painter, area, area.adjusted(width, 0, 0, 0))
        draw_text(painter, before, _LEADING, texts.formats.money(product.price))


def _lines(name: str, width: int) -> list[str]:
    return wrap(name, QFontMetrics(tokens().font(TypeRole.BODY)), width, 2)


def _card(cell: QRect, direction: Qt.LayoutDirection) -> QRect:
    """The cell without its gap, which is after and below it."""
    if direction == Qt.LayoutDirection.RightToLeft:
        return cell.adjusted(_GAP, 0, 0, -_GAP)
    return cell.adjusted(0, 0, -_GAP, -_GAP)
