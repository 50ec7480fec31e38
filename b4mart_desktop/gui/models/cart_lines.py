"""The lines of the open cart for its view, and how a line is painted. Amounts come priced from the domain."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from typing_extensions import override

from b4mart_desktop.domain.cart import DiscountKind
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.priced_cart import PricedLine
from b4mart_desktop.gui.models.row_delegate import RowDelegate
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.tokens import ColorRole, Tokens, TypeRole, tokens
from b4mart_desktop.gui.widgets.painting import draw_text, mirror

Index = QModelIndex | QPersistentModelIndex
_LEADING = Qt.AlignmentFlag.AlignLeading
_TRAILING = Qt.AlignmentFlag.AlignTrailing


class CartLinesModel(QAbstractListModel):
    """Priced lines, oldest first.

    Attributes:
        LINE: Role of the whole ``PricedLine``.
    """

    LINE = Qt.ItemDataRole.UserRole + 1

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._lines: tuple[PricedLine, ...] = ()

    def show(self, lines: tuple[PricedLine, ...]) -> None:
        """Shows ``lines``; rows that stay keep their place, so that selection and scrolling do too."""
        old, new = self._keys(self._lines), self._keys(lines)
        common = next(
            (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
        )
        if len(old) > common:
            self.beginRemoveRows(QModelIndex(), common, len(old) - 1)
            self._lines = self._lines[:common]
            self.endRemoveRows()
        if len(new) > common:
            self.beginInsertRows(QModelIndex(), common, len(new) - 1)
            self._lines = lines
            self.endInsertRows()
        self._lines = lines
        if common:
            self.dataChanged.emit(self.index(0), self.index(common - 1))

    def line(self, row: int) -> PricedLine | None:
        """Returns the line in ``row``."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, key: int) -> int:
        """Returns the row of the line with ``key``, −1 where there is none."""
        return next((row for row, line in enumerate(self._lines) if line.line.key == key), -1)

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index.row())
        if line is None:
            return None
        if role == self.LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            amount = self._formats.money(line.shown)
            return f"{line.line.quantity} × {line.line.product.name}, {amount}"
        return None

    @staticmethod
    def _keys(lines: tuple[PricedLine, ...]) -> list[int]:
        return [line.line.key for line in lines]


class CartLineDelegate(RowDelegate):
    """Quantity, name, how the price comes about, amount.

    Args:
        formats: How amounts and quantities are written.
        stock_note: What is said about a product's stock, if anything.
    """

    def __init__(self, formats: Formats, stock_note: Callable[[Id], str] = lambda _: "") -> None:
        super().__init__(formats)
        self._stock_note = stock_note

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(CartLinesModel.LINE)
        if not isinstance(line, PricedLine):
            return
        look = tokens()
        painter.save()
        area = self.paint_ground(painter, option, hovers=False)
        if option.state & QStyle.StateFlag.State_Selected:
            marker = mirror(painter, area, QRect(area.x(), area.y(), 3, area.height() - 1))
            painter.fillRect(marker, look.color(ColorRole.ACCENT))
        self._paint_line(painter, area.adjusted(16, 7, -16, -7), line, look)
        painter.restore()

    def _paint_line(self, painter: QPainter, area: QRect, line: PricedLine, look: Tokens) -> None:
        pill = QRectF(mirror(painter, area, QRect(area.x(), area.y() + 5, 36, 28)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(ColorRole.SUNKEN))
        painter.drawRoundedRect(pill, look.radius.sm, look.radius.sm)
        painter.setFont(look.font(TypeRole.STRONG))
        painter.setPen(look.color(ColorRole.TEXT))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, str(line.line.quantity))
        amount = self.formats.money(line.shown)
        width = QFontMetrics(painter.font()).horizontalAdvance(amount)
        draw_text(painter, area, _TRAILING | Qt.AlignmentFlag.AlignTop, amount)
        text = mirror(painter, area, area.adjusted(48, 0, -width - 12, 0))
        painter.setFont(look.font(TypeRole.BODY))
        metrics = QFontMetrics(painter.font())
        name = metrics.elidedText(line.line.product.name, Qt.TextElideMode.ElideRight, text.width())
        draw_text(painter, text, _LEADING | Qt.AlignmentFlag.AlignTop, name)
        self._paint_details(painter, mirror(painter, area, area.adjusted(48, 0, 0, 0)), line, look)

    def _paint_details(self, painter: QPainter, area: QRect, line: PricedLine, look: Tokens) -> None:
        painter.setFont(look.font(TypeRole.SMALL))
        metrics = QFontMetrics(painter.font())
        saved = line.promotion_discount + line.staff_discount
        if saved:
            text = self.formats.money(-saved)
            painter.setPen(look.color(ColorRole.SUCCESS))
            draw_text(painter, area, _TRAILING | Qt.AlignmentFlag.AlignBottom, text)
            rest = area.adjusted(0, 0, -metrics.horizontalAdvance(text) - 12, 0)
            area = mirror(painter, area, rest)
        painter.setPen(look.color(ColorRole.TEXT_MUTED))
        details = metrics.elidedText(self._details(line), Qt.TextElideMode.ElideRight, area.width())
        draw_text(painter, area, _LEADING | Qt.AlignmentFlag.AlignBottom, details)

    def _details(self, priced: PricedLine) -> str:
        line = priced.line
        unit = f"\u2009/\u2009{line.measure.unit}" if line.measure else ""
        parts = [f"{self.formats.money(line.unit_price)}{unit}"]
        if line.measure is not None:
            parts.insert(0, f"{self.formats.quantity(line.measure.value, line.measure.unit)} ×")
        elif line.piece_price is not None:
            parts = [self.tr("label price {price}").format(price=self.formats.money(line.piece_price))]
        notes = [
            priced.promotion,
            self._staff_discount(priced),
            self.tr("price changed") if line.price is not None and line.product.price != 0 else None,
            line.note,
            self._stock_note(line.product.id),
        ]
        return " · ".join([" ".join(parts), *(note for note in notes if note)])

    def _staff_discount(self, priced: PricedLine) -> str | None:
        discount = priced.line.discount
        if discount is None:
            return None
        if discount.kind is DiscountKind.PERCENT:
            return self.tr("{percent} off").format(percent=self.formats.percent(discount.value / 100))
        return self.tr("discount")
