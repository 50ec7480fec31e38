"""The kinds of trouble as a list with counts, and how a row is painted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from b4mart_desktop.gui.models.row_delegate import Index, RowDelegate, is_selected
from b4mart_desktop.gui.quality.trouble import Trouble, name_of, tone_of
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.badge import Tone, badge_size, draw_badge
from b4mart_desktop.gui.widgets.painting import draw_text, mirror

_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_PADDING = 14
_BADGE = 24


class TroubleRows(QAbstractListModel):
    """One row for each kind, in the given order.

    Attributes:
        URGENCY: Role of the kind's tone.
        COUNT: Role of how many there are; None while that is not known.
    """

    URGENCY = Qt.ItemDataRole.UserRole + 1
    COUNT = Qt.ItemDataRole.UserRole + 2

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._troubles: tuple[Trouble, ...] = ()
        self._counts: Mapping[Trouble, int] = {}

    def show(self, troubles: Sequence[Trouble], counts: Mapping[Trouble, int]) -> None:
        """Shows how many there are of each; rows keep their places."""
        if tuple(troubles) != self._troubles:
            self.beginResetModel()
            self._troubles = tuple(troubles)
            self.endResetModel()
        self._counts = counts
        if troubles:
            self.dataChanged.emit(self.index(0), self.index(len(troubles) - 1))

    def worst(self) -> int:
        """The first row of which there is any; 0 where there is none."""
        return next((row for row, each in enumerate(self._troubles) if self._counts.get(each)), 0)

    def trouble(self, row: int) -> Trouble | None:
        """The kind in a row; roles of models hand enums on as plain texts."""
        return self._troubles[row] if 0 <= row < len(self._troubles) else None

    def place_of(self, trouble: Trouble) -> int:
        """The row of a kind."""
        return self._troubles.index(trouble)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._troubles)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._troubles):
            return None
        trouble = self._troubles[index.row()]
        count = self._counts.get(trouble)
        if role == self.URGENCY:
            return tone_of(trouble)
        if role == self.COUNT:
            return None if count is None else self._formats.quantity(Decimal(count))
        if role == Qt.ItemDataRole.DisplayRole:
            return name_of(trouble)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name_of(trouble)}: {count or 0}"
        return None


class TroubleDelegate(RowDelegate):
    """The name, and how many as a badge; a tick where there is none."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        area = self.paint_ground(painter, option, hovers=True).adjusted(_PADDING, 0, -_PADDING, 0)
        count = index.data(TroubleRows.COUNT)
        role = ColorRole.TEXT_MUTED if count == "0" else ColorRole.TEXT
        painter.setFont(tokens().font(TypeRole.BODY if count == "0" else TypeRole.STRONG))
        painter.setPen(tokens().color(role))
        draw_text(painter, area, _LEADING, str(index.data()))
        if count is not None:
            look = Tone(index.data(TroubleRows.URGENCY)), is_selected(option)
            self._paint_count(painter, area, count, look)
        painter.restore()

    def _paint_count(self, painter: QPainter, area: QRect, count: str, look: tuple[Tone, bool]) -> None:
        size = QSize(badge_size(count, None).width(), _BADGE)
        if count == "0":
            edge = tokens().size.icon
            size = QSize(edge, edge)
        top = area.y() + (area.height() - size.height()) // 2
        place = QRect(area.right() + 1 - size.width(), top, size.width(), size.height())
        place = mirror(painter, area, place)
        if count == "0":
            icon(Icon.CHECK, ColorRole.SUCCESS).paint(painter, place)
        else:
            tone, selected = look
            draw_badge(painter, place, count, tone, None, ringed=selected)
