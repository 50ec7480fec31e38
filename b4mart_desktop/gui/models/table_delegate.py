"""How rows of a table are painted: one band over all columns, states as badges. No content."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView
from typing_extensions import override

from b4mart_desktop.gui.models.row_delegate import is_selected
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.badge import Tone, badge_size, draw_badge
from b4mart_desktop.gui.widgets.painting import draw_text

Index = QModelIndex | QPersistentModelIndex
PADDING = 12
_BADGE_HEIGHT = 24


def set_up_table(view: QTableView, stretched: int) -> None:
    """Gives a table the program's look; the column ``stretched`` takes the room that is left."""
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(tokens().size.row)
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)


class TableDelegate(QStyledItemDelegate):
    """Paints cells; follows the mouse to light up whole rows. A table's own look is said in a subclass."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._hovered = -1
        view.setMouseTracking(True)
        view.entered.connect(self._on_entered)
        view.viewportEntered.connect(lambda: self._on_entered(QModelIndex()))

    def tone_of(self, index: Index) -> Tone | None:
        """What the cell's badge means; None where it is no badge."""
        raise NotImplementedError

    def type_of(self, index: Index) -> TypeRole:
        """How a text is set."""
        return TypeRole.BODY

    def color_of(self, index: Index) -> ColorRole:
        """The colour of a text."""
        return ColorRole.TEXT

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        text = str(index.data())
        if self.tone_of(index) is not None:
            width = badge_size(text, None).width()
        else:
            width = QFontMetrics(self._font(index)).horizontalAdvance(text)
        return QSize(width + 2 * PADDING + 2, tokens().size.row)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area: QRect = option.rect
        painter.save()
        self._paint_band(painter, option, index.row())
        inside = area.adjusted(PADDING, 0, -PADDING, 0)
        tone = self.tone_of(index)
        if tone is not None:
            _paint_badge(painter, inside, str(index.data()), tone, option)
        else:
            self._paint_text(painter, inside, index)
        painter.restore()

    def _paint_band(self, painter: QPainter, option: QStyleOptionViewItem, row: int) -> None:
        look, area = tokens(), QRect(option.rect)
        if is_selected(option):
            painter.fillRect(area, look.color(ColorRole.ACCENT_SOFT))
        elif row == self._hovered:
            painter.fillRect(area, look.color(ColorRole.HOVER))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), look.color(ColorRole.BORDER))

    def _paint_text(self, painter: QPainter, area: QRect, index: Index) -> None:
        font = self._font(index)
        painter.setFont(font)
        painter.setPen(tokens().color(self.color_of(index)))
        text = QFontMetrics(font).elidedText(str(index.data()), Qt.TextElideMode.ElideRight, area.width())
        draw_text(painter, area, Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)), text)

    def _font(self, index: Index) -> QFont:
        return tokens().font(self.type_of(index))

    def _on_entered(self, index: QModelIndex) -> None:
        self._hovered = index.row()
        self._view.viewport().update()


def _paint_badge(painter: QPainter, area: QRect, text: str, tone: Tone, option: QStyleOptionViewItem) -> None:
    size = QSize(badge_size(text, None).width(), _BADGE_HEIGHT)
    start = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    place = QStyle.alignedRect(option.direction, start, size, area)
    draw_badge(painter, place, text, tone, None, ringed=is_selected(option))
