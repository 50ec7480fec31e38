"""What there is to choose of a product as cards to tap, and how one is painted. Taking is not here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from b4mart_desktop.gui.models.product_delegates import wrap
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.key_cap import draw_key_cap, key_cap_size
from b4mart_desktop.gui.widgets.painting import draw_text, mirror
from b4mart_desktop.services.choices import Choice

Index = QModelIndex | QPersistentModelIndex
DIGIT_KEYS = 9
"""So many choices have a digit that takes them."""

_LEADING = Qt.AlignmentFlag.AlignLeading
_TRAILING = Qt.AlignmentFlag.AlignTrailing
_LINE = 20


class ChoicesModel(QAbstractListModel):
    """The choices of one step; what is not to be had is shown and cannot be chosen.

    Attributes:
        CHOICE: Role of the whole ``Choice``.
        PRICE: Role of its price in words; empty where it is not to be had.
        STOCK: Role of what is on hand in words; empty where nobody counts it.
    """

    CHOICE = Qt.ItemDataRole.UserRole + 1
    PRICE = Qt.ItemDataRole.UserRole + 2
    STOCK = Qt.ItemDataRole.UserRole + 3

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._choices: tuple[Choice, ...] = ()
        self._plain = ""

    def show(self, choices: Sequence[Choice], plain: str) -> None:
        """Shows choices; ``plain`` is what the product as it is is called."""
        self.beginResetModel()
        self._choices, self._plain = tuple(choices), plain
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._choices)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        choice = index.data(self.CHOICE)
        can = isinstance(choice, Choice) and choice.price is not None
        return super().flags(index) if can else Qt.ItemFlag.NoItemFlags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._choices):
            return None
        choice = self._choices[index.row()]
        match role:
            case self.CHOICE:
                return choice
            case self.PRICE:
                return self._price(choice)
            case self.STOCK:
                return self._stock(choice)
            case Qt.ItemDataRole.DisplayRole:
                return self._name(choice)
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                parts = (self._name(choice), self._price(choice), self._stock(choice))
                return ", ".join(part for part in parts if part)
        return None

    def _name(self, choice: Choice) -> str:
        if choice.name:
            return choice.name
        return self._plain if choice.portion is None else "–"

    def _price(self, choice: Choice) -> str:
        if choice.price is None:
            return ""
        price = self._formats.money(choice.price)
        return self.tr("from {price}").format(price=price) if choice.dearer else price

    def _stock(self, choice: Choice) -> str:
        if choice.price is None:
            return self.tr("Not available")
        if choice.on_hand is None:
            return ""
        if choice.on_hand <= 0:
            return self.tr("Out of stock")
        return self.tr("{count} on hand").format(count=self._formats.quantity(choice.on_hand))


class ChoiceCardDelegate(QStyledItemDelegate):
    """A card with the choice's name, its digit, its price and what is on hand.

    Attributes:
        size: Of one cell, the gap around the card included.
    """

    GAP = 8
    HEIGHT = 92

    def __init__(self) -> None:
        super().__init__()
        self.size = QSize(200, self.HEIGHT)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.size

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = self.GAP // 2
        area = QRect(option.rect).adjusted(half, half, -half, -half)
        self._paint_card(painter, area, option)
        self._paint_texts(painter, area.adjusted(12, 10, -12, -10), index)
        painter.restore()

    def _paint_card(self, painter: QPainter, area: QRect, option: QStyleOptionViewItem) -> None:
        look, state = tokens(), option.state
        can = bool(state & QStyle.StateFlag.State_Enabled)
        ground = ColorRole.SURFACE if can else ColorRole.BACKGROUND
        if can and state & QStyle.StateFlag.State_Selected:
            ground = ColorRole.ACCENT_SOFT
        elif can and state & QStyle.StateFlag.State_MouseOver:
            ground = ColorRole.HOVER
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(
            QPen(
                look.color(ColorRole.FOCUS if focused else ColorRole.BORDER),
                look.size.focus if focused else look.size.border,
            )
        )
        painter.setBrush(look.color(ground))
        # On half pixels, or a border of one pixel is painted as two pale ones.
        painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), look.radius.lg, look.radius.lg)

    def _paint_texts(self, painter: QPainter, area: QRect, index: Index) -> None:
        look = tokens()
        choice = index.data(ChoicesModel.CHOICE)
        can = isinstance(choice, Choice) and choice.price is not None
        room = self._paint_digit(painter, area, index.row()) if can else area.width()
        font = look.font(TypeRole.STRONG)
        painter.setFont(font)
        painter.setPen(look.color(ColorRole.TEXT if can else ColorRole.TEXT_DISABLED))
        for number, line in enumerate(wrap(str(index.data()), QFontMetrics(font), room, 2)):
            row = QRect(area.x(), area.y() + number * _LINE, room, _LINE)
            draw_text(painter, mirror(painter, area, row), _LEADING | Qt.AlignmentFlag.AlignVCenter, line)
        bottom = QRect(area.x(), area.bottom() - _LINE + 1, area.width(), _LINE)
        price = str(index.data(ChoicesModel.PRICE))
        painter.setFont(look.font(TypeRole.BODY))
        draw_text(painter, bottom, _LEADING | Qt.AlignmentFlag.AlignVCenter, price)
        self._paint_stock(painter, bottom, index, choice)

    def _paint_digit(self, painter: QPainter, area: QRect, row: int) -> int:
        """Paints the key that takes the card, if one does; returns the room that is left beside it."""
        if row >= DIGIT_KEYS:
            return area.width()
        size = key_cap_size(str(row + 1))
        cap = QRect(area.right() - size.width() + 1, area.y() - 1, size.width(), size.height())
        draw_key_cap(painter, mirror(painter, area, cap), str(row + 1))
        return area.width() - size.width() - self.GAP

    def _paint_stock(self, painter: QPainter, bottom: QRect, index: Index, choice: object) -> None:
        look = tokens()
        role = ColorRole.TEXT_MUTED
        if isinstance(choice, Choice) and choice.on_hand is not None and choice.on_hand <= 0:
            role = ColorRole.DANGER
        painter.setFont(look.font(TypeRole.SMALL))
        painter.setPen(look.color(role))
        price = str(index.data(ChoicesModel.PRICE))
        side = _TRAILING if price else _LEADING
        draw_text(painter, bottom, side | Qt.AlignmentFlag.AlignVCenter, str(index.data(ChoicesModel.STOCK)))
