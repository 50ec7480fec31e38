"""Held sales of all counters for a list, and how one is painted. Who may have one is the service's matter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from b4mart_desktop.gui.models.row_delegate import RowDelegate
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.badge import Tone, badge_size, draw_badge
from b4mart_desktop.gui.widgets.painting import draw_text, mirror
from b4mart_desktop.services.holding import HeldRow, Obstacle

Index = QModelIndex | QPersistentModelIndex
_LEADING = Qt.AlignmentFlag.AlignLeading
_TRAILING = Qt.AlignmentFlag.AlignTrailing
_TONES = {
    Obstacle.UNCONFIRMED: Tone.WARNING,
    Obstacle.STUCK: Tone.WARNING,
    Obstacle.ELSEWHERE: Tone.NEUTRAL,
    Obstacle.TAKEN: Tone.NEUTRAL,
}
_OUT_OF_REACH = (Obstacle.ELSEWHERE, Obstacle.TAKEN)


class HeldRowsModel(QAbstractListModel):
    """Held sales; those that cannot be had now are shown and cannot be chosen.

    Attributes:
        ROW: Role of the whole ``HeldRow``.
        DETAILS: Role of the second line.
        OBSTACLE: Role of what is in the way, in a few words; empty where nothing is.
    """

    ROW = Qt.ItemDataRole.UserRole + 1
    DETAILS = Qt.ItemDataRole.UserRole + 2
    OBSTACLE = Qt.ItemDataRole.UserRole + 3

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._rows: tuple[HeldRow, ...] = ()

    def show(self, rows: Sequence[HeldRow]) -> None:
        """Shows ``rows``."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def first_to_be_had(self) -> int:
        """Returns the first row that can be chosen, −1 where none can."""
        can = (at for at, row in enumerate(self._rows) if row.obstacle not in _OUT_OF_REACH)
        return next(can, -1)

    def place_of(self, row: HeldRow | None) -> int:
        """Returns where the same cart is by now; the first that can be chosen where it is gone."""
        same = (at for at, each in enumerate(self._rows) if row is not None and each.id == row.id)
        place = next(same, -1)
        can = place >= 0 and self._rows[place].obstacle not in _OUT_OF_REACH
        return place if can else self.first_to_be_had()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        row = index.data(self.ROW)
        out_of_reach = not isinstance(row, HeldRow) or row.obstacle in _OUT_OF_REACH
        return Qt.ItemFlag.NoItemFlags if out_of_reach else super().flags(index)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        match role:
            case self.ROW:
                return row
            case self.DETAILS:
                return self._details(row)
            case self.OBSTACLE:
                return self._obstacle(row)
            case Qt.ItemDataRole.DisplayRole:
                return _name(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                total = self._formats.money(row.held.total)
                return ", ".join(filter(None, (_name(row), total, self._details(row), self._obstacle(row))))
        return None

    def _details(self, row: HeldRow) -> str:
        held = row.held
        pieces = self.tr("%n item(s)", "", sum(line.quantity for line in held.cart.lines))
        place = self.tr("here") if row.here else self.tr("register {code}").format(code=row.register_code)
        parts = [pieces, f"{self._formats.time(held.held_at)}, {held.held_by}", place]
        if held.cart.tenders:
            paid = sum(tender.tendered for tender in held.cart.tenders)
            part = self.tr("{amount} of it paid, so only here").format(amount=self._formats.money(paid))
            parts.append(part)
        return " · ".join(parts)

    def _obstacle(self, row: HeldRow) -> str:
        code = "" if row.taken is None else row.taken.register_code
        match row.obstacle:
            case Obstacle.UNCONFIRMED:
                return self.tr("Needs approval")
            case Obstacle.STUCK:
                text = self.tr("Register {code} did not get on with it: needs approval")
                return text.format(code=code)
            case Obstacle.ELSEWHERE:
                return self.tr("Offline")
            case Obstacle.TAKEN:
                return self.tr("Register {code} takes it").format(code=code)
            case None:
                return ""


class HeldRowDelegate(RowDelegate):
    """Label and total, below them what, when, who and where, and what is in the way."""

    HEIGHT = 64

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(HeldRowsModel.ROW)
        if not isinstance(row, HeldRow):
            return
        look = tokens()
        painter.save()
        area = self.paint_ground(painter, option, hovers=row.obstacle not in _OUT_OF_REACH)
        area = area.adjusted(look.space.lg, 10, -look.space.lg, -10)
        ink = ColorRole.TEXT_MUTED if row.obstacle in _OUT_OF_REACH else ColorRole.TEXT
        painter.setFont(look.font(TypeRole.STRONG))
        painter.setPen(look.color(ink))
        total = self.formats.money(row.held.total)
        draw_text(painter, area, _TRAILING | Qt.AlignmentFlag.AlignTop, total)
        width = QFontMetrics(painter.font()).horizontalAdvance(total)
        _draw_elided(painter, area, _LEADING | Qt.AlignmentFlag.AlignTop, str(index.data()), width)
        self._paint_below(painter, area, row, index)
        painter.restore()

    def _paint_below(self, painter: QPainter, area: QRect, row: HeldRow, index: Index) -> None:
        look, width, text = tokens(), 0, str(index.data(HeldRowsModel.OBSTACLE))
        if row.obstacle is not None:
            width = badge_size(text, None).width()
            badge = QRect(area.right() - width + 1, area.bottom() - 20, width, 22)
            draw_badge(painter, mirror(painter, area, badge), text, _TONES[row.obstacle], None)
        painter.setFont(look.font(TypeRole.SMALL))
        painter.setPen(look.color(ColorRole.TEXT_MUTED))
        details = str(index.data(HeldRowsModel.DETAILS))
        _draw_elided(painter, area, _LEADING | Qt.AlignmentFlag.AlignBottom, details, width)


def _name(row: HeldRow) -> str:
    label, customer = row.held.label, row.held.cart.customer_name
    return label if customer is None or customer == label else f"{label} · {customer}"


def _draw_elided(painter: QPainter, area: QRect, align: Qt.AlignmentFlag, text: str, taken: int) -> None:
    """Draws text that leaves ``taken`` pixels and a gap free on its trailing side."""
    room = mirror(painter, area, area.adjusted(0, 0, -taken - 12, 0)) if taken else area
    elided = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    draw_text(painter, room, align, elided)
