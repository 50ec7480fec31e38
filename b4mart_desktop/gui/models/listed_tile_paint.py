"""How a tile of the catalogue is painted: picture, what must be seen at a glance, name, price and stock."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap

from b4mart_desktop.gui.models.listed_columns import ListedColumn
from b4mart_desktop.gui.models.listed_paint import ListedPaint, Pictures, badge_of_flaw, standing, tile_color
from b4mart_desktop.gui.models.listed_rows import ListedRowsModel
from b4mart_desktop.gui.models.product_delegates import wrap
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.painting import mirror
from b4mart_desktop.services.ports.listing import ListedProduct

GAP = 12
TEXTS = 104
"""How high the part below the picture is."""

_PADDING = 10
_LINE = 20
_MARK = 40
_STRUCK_GAP = 6
_NAMES_KEPT = 1_000
_LEADING = Qt.AlignmentFlag.AlignLeading
_TRAILING = Qt.AlignmentFlag.AlignTrailing


class ListedTilePainter:
    """Paints tiles of ``ListedRowsModel``.

    Attributes:
        current: The row that keys act on, -1 for none.
        hovered: The row under the pointer, -1 for none.
        focused: Whether the keys go to the list.
    """

    def __init__(self, rows: ListedRowsModel, pictures: Pictures | None) -> None:
        self._rows = rows
        self._paint = ListedPaint(pictures)
        self._lines = lru_cache(_NAMES_KEPT)(_lines)  # a name is measured many times to be broken
        self.current = -1
        self.hovered = -1
        self.focused = False

    def paint(self, painter: QPainter, cell: QRect, row: int) -> None:
        """Paints the product of a row into a cell, of which its gap is a part."""
        card = _card(cell, painter.layoutDirection())
        band = QRect(card.x(), card.y(), card.width(), card.height() - TEXTS)
        product = self._rows.product(row)
        picture = None if product is None else self._paint.pixmap(product, max(band.width(), band.height()))
        bare = None if product is None or picture is not None else tile_color(product)
        self._paint_card(painter, card, row, bare)
        if product is None:
            self._paint_absent(painter, card, band, row)
        else:
            if picture is None:
                self._paint.initials(painter, band, product, TypeRole.DISPLAY)
            else:
                _paint_picture(painter, card, band, picture)
            self._paint_marks(painter, band, product)
            self._paint_texts(painter, card, product)
        if row in (self.hovered, self.current) or self._rows.chosen.count:
            corner = check_area(cell, painter.layoutDirection())
            self._paint.check(painter, corner, checked=row in self._rows.chosen)

    def _paint_card(self, painter: QPainter, card: QRect, row: int, color: QColor | None) -> None:
        """The card with its edge, in the tile's colour where the picture would be."""
        chosen, focused = row in self._rows.chosen, row == self.current and self.focused
        hovered = row == self.hovered

        def paint(stamp: QPainter, area: QRect) -> None:
            role = ColorRole.HOVER if hovered else ColorRole.SURFACE
            ground = tokens().color(ColorRole.ACCENT_SOFT if chosen else role)
            edge = ColorRole.FOCUS if focused or chosen else ColorRole.BORDER
            _paint_shape(stamp, area, ground, color)
            size = tokens().size
            stamp.setPen(QPen(tokens().color(edge), size.focus if focused else size.border))
            stamp.drawPath(_shape(area))

        look = "card", chosen, focused, hovered, None if color is None else color.rgba()
        self._paint.stamps.draw(painter, card, look, paint)

    def _paint_absent(self, painter: QPainter, card: QRect, band: QRect, row: int) -> None:
        if self._rows.is_here(row):
            painter.setPen(tokens().color(ColorRole.TEXT_DISABLED))
            gone = QCoreApplication.translate("ListedTiles", "Not there any more")
            self._paint.texts.draw(painter, card, Qt.AlignmentFlag.AlignHCenter, gone, TypeRole.BODY)
            return
        self._paint.placeholder(painter, band.adjusted(_PADDING, _PADDING, -_PADDING, 0))
        for number, part in enumerate((1, 2)):
            top = band.bottom() + 16 + number * _LINE
            width = (card.width() - 2 * _PADDING) // part
            line = QRect(card.x() + _PADDING, top, width, 12)
            self._paint.placeholder(painter, mirror(painter, card, line))

    def _paint_marks(self, painter: QPainter, band: QRect, product: ListedProduct) -> None:
        """Above, whether it can be sold; below, what is wrong with it."""
        inside = band.adjusted(8, 0, -7, 0)
        for mark, place in (
            (standing(product), QRect(inside.x(), inside.y(), inside.width(), _MARK)),
            (badge_of_flaw(product), QRect(inside.x(), inside.bottom() - _MARK + 1, inside.width(), _MARK)),
        ):
            if mark is not None:
                text, tone = mark
                self._paint.badge(painter, place, _TRAILING, text, tone)

    def _paint_texts(self, painter: QPainter, card: QRect, product: ListedProduct) -> None:
        look, draw = tokens(), self._paint.texts.draw
        top = card.bottom() + 1 - TEXTS + 10
        inside = QRect(card.x() + _PADDING + 2, top, card.width() - 2 * _PADDING - 4, TEXTS - 20)
        painter.setPen(look.color(ColorRole.TEXT))
        for number, line in enumerate(self._lines(product.name, inside.width())):
            row = QRect(inside.x(), inside.y() + number * _LINE, inside.width(), _LINE)
            draw(painter, row, _LEADING, line, TypeRole.BODY)
        bottom = QRect(inside.x(), inside.bottom() - _LINE, inside.width(), _LINE)
        width = draw(painter, bottom, _LEADING, self._rows.texts.price(product), TypeRole.STRONG)
        painter.setPen(look.color(ColorRole.TEXT_MUTED))
        stock = self._rows.texts.text(product, ListedColumn.ON_HAND)
        rest = bottom.width() - draw(painter, bottom, _TRAILING, stock, TypeRole.SMALL) - _STRUCK_GAP
        if product.sale_price is not None:
            before = QRect(bottom.x(), bottom.y(), rest, bottom.height()).adjusted(
                width + _STRUCK_GAP, 0, 0, 0
            )
            text = self._rows.texts.formats.money(product.price)
            self._paint.struck(painter, mirror(painter, bottom, before), _LEADING, text)


def check_area(cell: QRect, direction: Qt.LayoutDirection) -> QRect:
    """Where a tile's check box is, and takes clicks."""
    edge = tokens().size.touch
    card = _card(cell, direction)
    left = card.right() + 1 - edge if direction == Qt.LayoutDirection.RightToLeft else card.x()
    return QRect(left, card.y(), edge, edge)


def _card(cell: QRect, direction: Qt.LayoutDirection) -> QRect:
    """The cell without its gap, which is after and below it."""
    if direction == Qt.LayoutDirection.RightToLeft:
        return cell.adjusted(GAP, 0, 0, -GAP)
    return cell.adjusted(0, 0, -GAP, -GAP)


def _shape(card: QRect) -> QPainterPath:
    # On half pixels, or a border of one pixel is painted as two pale ones.
    shape = QPainterPath()
    radius = tokens().radius.lg
    shape.addRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    return shape


def _paint_shape(painter: QPainter, card: QRect, ground: QColor, color: QColor | None) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(_shape(card), ground)
    if color is not None:
        painter.save()
        painter.setClipPath(_shape(card))
        painter.fillRect(QRect(card.x(), card.y(), card.width(), card.height() - TEXTS), color)
        painter.restore()


def _paint_picture(painter: QPainter, card: QRect, band: QRect, picture: QPixmap) -> None:
    """The square over the middle of the band that leaves nothing of it bare."""
    edge = max(band.width(), band.height())
    square = QRect(0, 0, edge, edge)
    square.moveCenter(band.center())
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(_shape(card.adjusted(1, 1, -1, 0)))
    painter.setClipRect(band, Qt.ClipOperation.IntersectClip)
    painter.drawPixmap(square, picture)
    painter.restore()


def _lines(name: str, width: int) -> list[str]:
    return wrap(name, QFontMetrics(tokens().font(TypeRole.BODY)), width, 2)
