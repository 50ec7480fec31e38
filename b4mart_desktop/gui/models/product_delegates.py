"""How a product is painted: as a tile to tap and as a row of search results."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from b4mart_desktop.domain.words import Alternatives, spans
from b4mart_desktop.gui.models.product_hits import ProductHitsModel
from b4mart_desktop.gui.models.row_delegate import RowDelegate
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.tokens import ColorRole, Tokens, TypeRole, tokens
from b4mart_desktop.gui.widgets.badge import Tone, badge_size, draw_badge
from b4mart_desktop.gui.widgets.marked_text import draw_marked_text
from b4mart_desktop.gui.widgets.painting import draw_text, mirror
from b4mart_desktop.gui.widgets.picture import draw_picture
from b4mart_desktop.services.ports import CodeKind, ProductHit

Index = QModelIndex | QPersistentModelIndex
_LEADING = Qt.AlignmentFlag.AlignLeading
_TRAILING = Qt.AlignmentFlag.AlignTrailing
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_HALF_LUMINANCE = 0.45
_ROW_PICTURE = 36

Pixmaps = Callable[[str, int], QPixmap | None]
"""Returns a square picture by address and edge, None where there is none yet; ``shared.pictures`` has one."""


def tile_color(hit: ProductHit, look: Tokens) -> QColor:
    """The tile's own colour, or one of the scheme's by category, the same at every counter."""
    if hit.color:
        return QColor(hit.color)
    return look.tile_color(zlib.crc32(hit.category.encode()))


def ink_on(color: QColor) -> QColor:
    """White or near black, whichever reads better on ``color``."""
    bright = 0.299 * color.redF() + 0.587 * color.greenF() + 0.114 * color.blueF()
    return QColor("#11151c") if bright > 1 - _HALF_LUMINANCE + 0.1 else QColor("#ffffff")


def initials(name: str) -> str:
    """Up to two letters that stand for a product without a picture."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() or name[:1].upper()


def price_text(hit: ProductHit, formats: Formats) -> str:
    """The shelf price, per unit of measure where the product is weighed."""
    price = formats.money(hit.price)
    return f"{price}\u2009/\u2009{hit.unit}" if hit.weighed else price


class ProductTileDelegate(QStyledItemDelegate):
    """A card with the product's picture or colour, name in two lines, price, and stock where it is short.

    A picture stands on its own ground, under a line of the product's colour.
    A mark beside the price says that a tap asks which variant or pack.

    Attributes:
        size: Of one cell, the gap around the card included.
        pixmaps: Where pictures come from; without it there are initials.
    """

    GAP = 12
    BAND = 54
    LINE = 4

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self.size = QSize(150, 140)
        self.pixmaps: Pixmaps | None = None

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.size

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit = index.data(ProductHitsModel.HIT)
        if not isinstance(hit, ProductHit):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._card(option)
        self._paint_card(painter, area, option, hit)
        self._paint_text(painter, area, hit)
        painter.restore()

    def _card(self, option: QStyleOptionViewItem) -> QRect:
        """The cell without its gap, which is after and below: the first card begins where the chips do."""
        cell: QRect = option.rect
        if option.direction == Qt.LayoutDirection.RightToLeft:
            return cell.adjusted(self.GAP, 0, 0, -self.GAP)
        return cell.adjusted(0, 0, -self.GAP, -self.GAP)

    def _paint_card(
        self, painter: QPainter, area: QRect, option: QStyleOptionViewItem, hit: ProductHit
    ) -> None:
        look = tokens()
        focused = _has_focus(option)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        card = QPainterPath()
        # On half pixels, or a border of one pixel is painted as two pale ones.
        card.addRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), look.radius.lg, look.radius.lg)
        painter.fillPath(card, look.color(ColorRole.HOVER if hovered else ColorRole.SURFACE))
        color = tile_color(hit, look)
        painter.save()
        painter.setClipPath(card)
        band = QRect(area.x(), area.y(), area.width(), self.BAND)
        painter.fillRect(band, color)
        pixmap = self.pixmaps(hit.picture, self.BAND - self.LINE) if self.pixmaps and hit.picture else None
        if pixmap is None:
            painter.setFont(look.font(TypeRole.SUBTITLE))
            painter.setPen(ink_on(color))
            draw_text(painter, band.adjusted(12, 0, -12, 0), _LEADING | _MIDDLE, initials(hit.name))
        else:
            self._paint_picture(painter, band, pixmap)
        painter.restore()
        role = ColorRole.FOCUS if focused else ColorRole.BORDER
        painter.setPen(QPen(look.color(role), look.size.focus if focused else look.size.border))
        painter.drawPath(card)
        self._paint_stock(painter, band, hit)

    def _paint_picture(self, painter: QPainter, band: QRect, pixmap: QPixmap) -> None:
        ground = band.adjusted(0, self.LINE, 0, 0)
        painter.fillRect(ground, pixmap.toImage().pixelColor(0, 0))
        square = QRect(0, 0, self.BAND - self.LINE, self.BAND - self.LINE)
        square.moveCenter(ground.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(square, pixmap)

    def _paint_stock(self, painter: QPainter, band: QRect, hit: ProductHit) -> None:
        if not hit.tracked or not hit.low:
            return
        left = self._formats.quantity(hit.on_hand)
        text = self.tr("{left} left").format(left=left) if hit.on_hand > 0 else self.tr("Out of stock")
        size = badge_size(text, None)
        right = band.right() - size.width() - 7
        area = mirror(painter, band, QRect(right, band.y() + (band.height() - 22) // 2, size.width(), 22))
        draw_badge(painter, area, text, Tone.WARNING if hit.on_hand > 0 else Tone.DANGER, None)

    def _paint_text(self, painter: QPainter, area: QRect, hit: ProductHit) -> None:
        look = tokens()
        inside = area.adjusted(12, self.BAND + 6, -12, -6)
        font = look.font(TypeRole.BODY)
        painter.setFont(font)
        painter.setPen(look.color(ColorRole.TEXT))
        lines = wrap(hit.name, QFontMetrics(font), inside.width(), 2)
        for number, line in enumerate(lines):
            row = QRect(inside.x(), inside.y() + number * 18, inside.width(), 18)
            draw_text(painter, row, _LEADING | _MIDDLE, line)
        painter.setFont(look.font(TypeRole.STRONG))
        bottom = QRect(inside.x(), inside.bottom() - 19, inside.width(), 20)
        draw_text(painter, bottom, _LEADING | _MIDDLE, price_text(hit, self._formats))
        if hit.choices:
            edge = look.size.icon_sm
            place = QRect(bottom.right() - edge + 1, bottom.y() + (20 - edge) // 2, edge, edge)
            icon(Icon.CHEVRON_DOWN, ColorRole.TEXT_MUTED).paint(painter, mirror(painter, bottom, place))


class ProductRowDelegate(RowDelegate):
    """A line of results: colour or picture, name, what matched, stock, price.

    A guess that is merely pointed at is outlined: filled is what Return takes.

    Attributes:
        pixmaps: Where pictures come from; without it there are initials.
    """

    HEIGHT = 56

    def __init__(self, formats: Formats) -> None:
        super().__init__(formats)
        self.pixmaps: Pixmaps | None = None

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit = index.data(ProductHitsModel.HIT)
        if not isinstance(hit, ProductHit):
            return
        painter.save()
        is_guess = bool(index.data(ProductHitsModel.GUESS))
        area = self.paint_ground(painter, option, hovers=True, outlined=is_guess and not _has_focus(option))
        inside = area.adjusted(12, 0, -16, 0)
        self._paint_picture(painter, inside, hit, tokens())
        self._paint_texts(painter, inside, hit, index.data(ProductHitsModel.WORDS) or ())
        self._paint_figures(painter, inside, hit, tokens())
        painter.restore()

    def _paint_picture(self, painter: QPainter, area: QRect, hit: ProductHit, look: Tokens) -> None:
        color = tile_color(hit, look)
        edge = _ROW_PICTURE
        place = QRect(area.x(), area.y() + (self.HEIGHT - edge) // 2, edge, edge)
        square = QRectF(mirror(painter, area, place))
        pixmap = self.pixmaps(hit.picture, edge) if self.pixmaps and hit.picture else None
        if pixmap is not None:
            draw_picture(painter, square, pixmap, look.radius.md)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(square, look.radius.md, look.radius.md)
        painter.setFont(look.font(TypeRole.CAPTION))
        painter.setPen(ink_on(color))
        painter.drawText(square, Qt.AlignmentFlag.AlignCenter, initials(hit.name))

    def _paint_texts(
        self, painter: QPainter, area: QRect, hit: ProductHit, words: Sequence[Alternatives]
    ) -> None:
        look = tokens()
        text = mirror(painter, area, area.adjusted(48, 9, -210, -8))
        color = look.color(ColorRole.ON_ACCENT_SOFT)
        strong = look.font(TypeRole.STRONG)
        marks = spans(hit.name, words)
        painter.setFont(look.font(TypeRole.BODY) if marks else strong)
        painter.setPen(look.color(ColorRole.TEXT))
        draw_marked_text(painter, text, hit.name, marks, (strong, color))
        below = text.adjusted(0, 21, 0, 0)
        painter.setFont(look.font(TypeRole.SMALL))
        painter.setPen(look.color(ColorRole.TEXT_MUTED))
        if hit.matched is None:
            draw_text(painter, below, _LEADING | Qt.AlignmentFlag.AlignTop, hit.sku)
        else:
            found = self._found_by(hit, hit.matched)
            place = found.rindex(hit.matched)
            marked = look.font(TypeRole.SMALL), color
            draw_marked_text(painter, below, found, [(place, place + len(hit.matched))], marked)

    def _found_by(self, hit: ProductHit, matched: str) -> str:
        """What of the product matched, where its name does not show it."""
        match hit.code_kind:
            case CodeKind.BARCODE:
                return self.tr("Barcode {code}").format(code=matched)
            case CodeKind.PLU:
                return self.tr("PLU {code}").format(code=matched)
            case CodeKind.SKU:
                return self.tr("SKU {code}").format(code=matched)
            case None:
                return f"{hit.sku} · {matched}"

    def _paint_figures(self, painter: QPainter, area: QRect, hit: ProductHit, look: Tokens) -> None:
        stock = mirror(painter, area, QRect(area.right() - 210, area.y(), 90, area.height()))
        if hit.tracked:
            painter.setFont(look.font(TypeRole.SMALL))
            painter.setPen(look.color(ColorRole.WARNING if hit.low else ColorRole.TEXT_MUTED))
            draw_text(painter, stock, _TRAILING | _MIDDLE, self.formats.quantity(hit.on_hand, hit.unit))
        painter.setFont(look.font(TypeRole.STRONG))
        painter.setPen(look.color(ColorRole.TEXT))
        price = mirror(painter, area, QRect(area.right() - 116, area.y(), 116, area.height()))
        draw_text(painter, price, _TRAILING | _MIDDLE, price_text(hit, self.formats))


def _has_focus(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_HasFocus)


def wrap(text: str, metrics: QFontMetrics, width: int, most: int) -> list[str]:
    """Breaks ``text`` at spaces into at most ``most`` lines of ``width`` pixels, the last one elided."""
    lines: list[str] = []
    rest = text.split()
    while rest and len(lines) < most - 1:
        count = 1
        while count < len(rest) and _fits(" ".join(rest[: count + 1]), metrics, width):
            count += 1
        lines.append(metrics.elidedText(" ".join(rest[:count]), Qt.TextElideMode.ElideRight, width))
        rest = rest[count:]
    if rest:
        lines.append(metrics.elidedText(" ".join(rest), Qt.TextElideMode.ElideRight, width))
    return lines


def _fits(text: str, metrics: QFontMetrics, width: int) -> bool:
    """Whether ``text`` stays whole; its advance alone may be a pixel less than eliding measures."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width) == text
