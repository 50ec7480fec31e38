"""What rows and tiles of the catalogue paint alike: pictures, placeholders, check boxes, badges."""

from __future__ import annotations

import zlib
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.gui.models.listed_columns import STATUS_TONES, status_name
from b4mart_desktop.gui.models.product_delegates import initials, ink_on
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.services.ports.listing import ListedProduct

BOX = 20
_TICK = ((0.24, 0.52), (0.43, 0.70), (0.77, 0.32))


class Pictures(Protocol):
    """Where pictures come from; never waits."""

    def pixmap(self, url: str, edge: int) -> QPixmap | None:
        """Returns the picture, ``edge`` logical pixels wide; None while it is not there yet."""


def paint_picture(
    painter: QPainter, area: QRect, product: ListedProduct, pictures: Pictures | None, role: TypeRole
) -> None:
    """Paints the product's picture, or its initials on the colour of its tile."""
    look = tokens()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(area), look.radius.md, look.radius.md)
    edge = max(area.width(), area.height())
    found = pictures.pixmap(product.picture, edge) if pictures is not None and product.picture else None
    if found is None:
        color = _color(product)
        painter.fillPath(shape, color)
        painter.setFont(look.font(role))
        painter.setPen(ink_on(color))
        painter.drawText(QRectF(area), Qt.AlignmentFlag.AlignCenter, initials(product.name))
        return
    painter.save()
    painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(_covering(area, edge), found)
    painter.restore()


def _covering(area: QRect, edge: int) -> QRect:
    """The square over the middle of ``area`` that leaves nothing of it bare."""
    square = QRect(0, 0, edge, edge)
    square.moveCenter(area.center())
    return square


def _color(product: ListedProduct) -> QColor:
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


def paint_placeholder(painter: QPainter, area: QRect) -> None:
    """Paints what stands for a text that is still being read."""
    look = tokens()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(ColorRole.SUNKEN))
    painter.drawRoundedRect(QRectF(area), look.radius.sm, look.radius.sm)


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
