"""What needs somebody or waits, one row each: what it is, since when, why, and what to do about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from typing_extensions import override

from b4mart_desktop.gui.models.row_delegate import RowDelegate, is_selected
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.badge import Tone, badge_size, draw_badge
from b4mart_desktop.gui.widgets.painting import draw_text

Index = QModelIndex | QPersistentModelIndex
_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_BADGE_HEIGHT = 24


class NoticeKind(StrEnum):
    """What has become of it; in the order of the list."""

    DAMAGED = "damaged"
    SET_ASIDE = "set_aside"
    UNREADABLE = "unreadable"
    WAITING = "waiting"


_TONES = {
    NoticeKind.DAMAGED: Tone.DANGER,
    NoticeKind.SET_ASIDE: Tone.DANGER,
    NoticeKind.UNREADABLE: Tone.WARNING,
    NoticeKind.WAITING: Tone.INFO,
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One row.

    Attributes:
        key: The same for the same thing at each look.
        kind: What has become of it.
        title: What it is.
        state: What has become of it, in a word or two.
        since: When it happened.
        age: For how long that is, in words.
        why: Why it is not where it should be.
        advice: What to do.
        number: Of the journal's entry, where it is one that can be posted again.
    """

    key: str
    kind: NoticeKind
    title: str
    state: str
    since: dt.datetime
    age: str
    why: str
    advice: str
    number: int | None = None


class NoticesModel(QAbstractListModel):
    """The rows, what is worst first."""

    NOTICE = Qt.ItemDataRole.UserRole + 1

    def __init__(self) -> None:
        super().__init__()
        self._notices: tuple[Notice, ...] = ()

    def show(self, notices: Sequence[Notice]) -> None:
        """Shows ``notices``; where they are the same things as before, what is selected stays so."""
        new = tuple(notices)
        if [notice.key for notice in new] == [notice.key for notice in self._notices]:
            self._notices = new
            self.dataChanged.emit(self.index(0), self.index(len(new) - 1))
            return
        self.beginResetModel()
        self._notices = new
        self.endResetModel()

    def row_of(self, key: str | None) -> int:
        """Returns the row of that key; the first one where it is gone."""
        return next((row for row, notice in enumerate(self._notices) if notice.key == key), 0)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._notices)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._notices):
            return None
        notice = self._notices[index.row()]
        if role == self.NOTICE:
            return notice
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{notice.title}, {notice.state}, {notice.age}"
        return None


class NoticeDelegate(RowDelegate):
    """Title above, age below, the state as a badge at the end."""

    HEIGHT = 60

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        notice = index.data(NoticesModel.NOTICE)
        if not isinstance(notice, Notice):
            return
        painter.save()
        space = tokens().space
        inside = self.paint_ground(painter, option, hovers=True).adjusted(space.lg, 0, -space.lg, 0)
        taken = _paint_state(painter, inside, notice, option)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        texts = inside.adjusted(taken if mirrored else 0, 8, 0 if mirrored else -taken, -8)
        _paint_texts(painter, texts, notice)
        painter.restore()


def _paint_state(painter: QPainter, area: QRect, notice: Notice, option: QStyleOptionViewItem) -> int:
    """Paints the badge at the row's end and returns the width it takes with the gap before it."""
    size = QSize(badge_size(notice.state, None).width(), _BADGE_HEIGHT)
    end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    place = QStyle.alignedRect(option.direction, end, size, area)
    draw_badge(painter, place, notice.state, _TONES[notice.kind], None, ringed=is_selected(option))
    return size.width() + tokens().space.md


def _paint_texts(painter: QPainter, area: QRect, notice: Notice) -> None:
    look, half = tokens(), area.height() // 2
    lines = (
        (notice.title, TypeRole.STRONG, ColorRole.TEXT, area.adjusted(0, 0, 0, -half)),
        (notice.age, TypeRole.SMALL, ColorRole.TEXT_MUTED, area.adjusted(0, half, 0, 0)),
    )
    for text, role, ink, place in lines:
        font = look.font(role)
        painter.setFont(font)
        painter.setPen(look.color(ink))
        elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        draw_text(painter, place, _LEADING, elided)
