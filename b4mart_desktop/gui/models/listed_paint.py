"""What rows and tiles of the catalogue paint alike: pictures, placeholders, check boxes, badges."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.product_lists import Flaw
from b4mart_desktop.gui.models.listed_columns import STATUS_TONES, flaw_name, status_name
from b4mart_desktop.gui.models.product_delegates import initials, ink_on
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.badge import Tone, badge_size, draw_badge
from b4mart_desktop.gui.widgets.kept_paint import LaidOutTexts, Stamps
from b4mart_desktop.gui.widgets.painting import mirror
from b4mart_desktop.gui.widgets.picture import draw_picture
from b4mart_desktop.services.ports.listing import ListedProduct

BADGE_HEIGHT = 24
BOX = 20
_WORST_FIRST = (Flaw.NO_PRICE, Flaw.BELOW_COST, Flaw.NO_BARCODE, Flaw.NO_COST)
_TICK = ((0.24, 0.52), (0.43, 0.70), (0.77, 0.32))


class Pictures(Protocol):
    """Where pictures come from; never waits."""

    def pixmap(self, url: str, edge: int) -> QPixmap | None:
        """Returns the picture, ``edge`` logical pixels wide; None while it is not there yet."""


class ListedPaint:
    """Paints the parts that products have in rows and in tiles alike, and keeps them ready.

    Args:
        pictures: Where pictures come from; without them initials are shown.

    Attributes:
        texts: Draws lines of text.
        stamps: Draws shapes.
    """

    def __init__(self, pictures: Pictures | None) -> None:
        self._pictures = pictures
        self.texts = LaidOutTexts()
        self.stamps = Stamps()

    def picture(self, painter: QPainter, area: QRect, product: ListedProduct, role: TypeRole) -> None:
        """Paints the product's picture in a square, or its initials on the colour of its tile."""
        radius = tokens().radius.md
        found = self.pixmap(product, area.width())
        if found is None:
            color = tile_color(product)

            def paint(stamp: QPainter, place: QRect) -> None:
                _paint_rounded(stamp, place, color, radius)

            self.stamps.draw(painter, area, ("ground", color.rgba()), paint)
            self.initials(painter, area, product, role)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_picture(painter, QRectF(area), found, radius)

    def pixmap(self, product: ListedProduct, edge: int) -> QPixmap | None:
        """Returns the product's picture; None where it is not there, or not yet."""
        if self._pictures is None or not product.picture:
            return None
        return self._pictures.pixmap(product.picture, edge)

    def initials(self, painter: QPainter, area: QRect, product: ListedProduct, role: TypeRole) -> None:
        """Paints the letters that stand for a picture."""
        painter.setPen(ink_on(tile_color(product)))
        self.texts.draw(painter, area, Qt.AlignmentFlag.AlignHCenter, initials(product.name), role)

    def check(self, painter: QPainter, area: QRect, *, checked: bool) -> None:
        """Paints a check box in the middle of ``area``."""
        place = QRect(0, 0, BOX + 2, BOX + 2)
        place.moveCenter(area.center())

        def paint(stamp: QPainter, inside: QRect) -> None:
            paint_check(stamp, inside, checked=checked)

        self.stamps.draw(painter, place, ("check", checked), paint)

    def badge(self, painter: QPainter, area: QRect, side: Qt.AlignmentFlag, text: str, tone: Tone) -> QRect:
        """Paints a badge at the leading or trailing end of ``area``; returns where it is."""
        width = min(_badge_width(text), area.width())
        ends = side & Qt.AlignmentFlag.AlignTrailing
        left = area.right() + 1 - width if ends else area.x()
        place = QRect(left, area.y() + (area.height() - BADGE_HEIGHT) // 2, width, BADGE_HEIGHT)
        place = mirror(painter, area, place)

        def paint(stamp: QPainter, inside: QRect) -> None:
            draw_badge(stamp, inside, text, tone, None)

        self.stamps.draw(painter, place, ("badge", text, tone), paint)
        return place

    def struck(self, painter: QPainter, area: QRect, side: Qt.AlignmentFlag, text: str) -> None:
        """Paints a former price, if there is room for it."""
        if self.texts.width(text, TypeRole.SMALL) <= area.width():
            painter.setPen(tokens().color(ColorRole.TEXT_MUTED))
            self.texts.draw(painter, area, side, text, TypeRole.SMALL, struck=True)

    def placeholder(self, painter: QPainter, area: QRect) -> None:
        """Paints what stands for a text that is still being read."""

        def paint(stamp: QPainter, inside: QRect) -> None:
            _paint_rounded(stamp, inside, tokens().color(ColorRole.SUNKEN), tokens().radius.sm)

        self.stamps.draw(painter, area, "placeholder", paint)


@lru_cache(maxsize=1_000)
def _badge_width(text: str) -> int:
    return badge_size(text, None).width()


def _paint_rounded(painter: QPainter, area: QRect, color: QColor, radius: int) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(QRectF(area), radius, radius)


def tile_color(product: ListedProduct) -> QColor:
    """The product's own colour, or one of the scheme's by category, the same at every counter."""
    if product.color:
        return QColor(product.color)
    return tokens().tile_color(zlib.crc32(product.category.encode()))


def paint_check(painter: QPainter, area: QRect, *, checked: bool, partly: bool = False) -> None:
    """Paints a check box in the middle of ``area``; ``partly`` as for a heading over mixed rows."""
    look = tokens()
    box = QRectF(0, 0, BOX, BOX)
    box.moveCenter(QRectF(area).center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    filled = checked or partly
    painter.setPen(QPen(look.color(ColorRole.ACCENT if filled else ColorRole.BORDER_STRONG), 1.2))
    painter.setBrush(look.color(ColorRole.ACCENT if filled else ColorRole.SURFACE))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
    if filled:
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(look.color(ColorRole.ON_ACCENT), 2, Qt.PenStyle.SolidLine, cap, join))
        if checked:
            points = [QPointF(box.x() + x * BOX, box.y() + y * BOX) for x, y in _TICK]
            painter.drawPolyline(QPolygonF(points))
        else:
            middle = box.center().y()
            painter.drawLine(QPointF(box.x() + 6, middle), QPointF(box.right() - 6, middle))
    painter.restore()


def standing(product: ListedProduct) -> tuple[str, Tone] | None:
    """What a manager must see of a product at a glance; None where all is well."""
    if product.status is not ProductStatus.ACTIVE:
        return status_name(product.status), STATUS_TONES[product.status]
    translate = QCoreApplication.translate
    if product.tracked and product.on_hand <= 0:
        return translate("ListedPaint", "Out of stock"), Tone.DANGER
    if product.tracked and product.low:
        return translate("ListedPaint", "Low"), Tone.WARNING
    return None


def badge_of_flaw(product: ListedProduct) -> tuple[str, Tone] | None:
    """What is wrong with a product, for a badge; None where nothing is. A missing picture shows itself."""
    found = [flaw for flaw in _WORST_FIRST if flaw in product.flaws]
    if not found:
        return None
    more = f" +{len(found) - 1}" if len(found) > 1 else ""
    return flaw_name(found[0]) + more, Tone.DANGER if found[0] is Flaw.NO_PRICE else Tone.WARNING
