"""How the steps of a price are shown, a row each: changes and results in columns. Makes no words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.tokens import ColorRole, Tokens, TypeRole, tokens
from b4mart_desktop.gui.widgets.painting import draw_text, mirror

Index = QModelIndex | QPersistentModelIndex
_LEADING, _TRAILING = Qt.AlignmentFlag.AlignLeading, Qt.AlignmentFlag.AlignTrailing
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_INDENT = 30
_EDGE = 16
_COLUMN, _NARROW_COLUMN = 96, 72
_NOTE_HEIGHT = 20


class RowKind(StrEnum):
    """What a row of an explanation is."""

    HEADING = "heading"
    """A line of the cart with what it costs at last, or a part of the sum."""
    STEP = "step"
    """Something that sets or changes the price."""
    LOSER = "loser"
    """Something that was considered and does not count; the note says why."""
    TOTAL = "total"
    """What is to be paid."""


@dataclass(frozen=True, slots=True)
class ExplainRow:
    """A row.

    Attributes:
        text: What it is.
        note: A smaller sentence below it.
        change: What it adds or takes, written out.
        amount: What it comes to with it, written out.
    """

    kind: RowKind
    text: str
    note: str = ""
    change: str = ""
    amount: str = ""


def as_text(rows: Sequence[ExplainRow]) -> str:
    """Returns the rows as plain text in columns, to be pasted anywhere."""
    return "\n".join(_as_line(row) for row in rows)


def _as_line(row: ExplainRow) -> str:
    marks = {RowKind.HEADING: "", RowKind.STEP: "  → ", RowKind.LOSER: "  ✕ ", RowKind.TOTAL: ""}
    name = f"{marks[row.kind]}{row.text}" + (f" ({row.note})" if row.note else "")
    line = f"{name:<64}{row.change:>12}{row.amount:>14}".rstrip()
    return f"\n{line}" if row.kind in (RowKind.HEADING, RowKind.TOTAL) else line


_HEIGHTS = {RowKind.HEADING: 48, RowKind.STEP: 32, RowKind.LOSER: 32, RowKind.TOTAL: 56}


class ExplainRowsModel(QAbstractListModel):
    """The rows of one explanation.

    Attributes:
        ROW: Role of the whole ``ExplainRow``.
    """

    ROW = Qt.ItemDataRole.UserRole + 1

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[ExplainRow] = ()

    def show(self, rows: Sequence[ExplainRow]) -> None:
        """Shows ``rows``."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == self.ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(part for part in (row.text, row.note, row.change, row.amount) if part)
        return None


class _ExplainDelegate(QStyledItemDelegate):
    """Paints ``ExplainRow``: the arrow of a step, the change, what it comes to."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: ExplainRow = index.data(ExplainRowsModel.ROW)
        return QSize(200, _HEIGHTS[row.kind] + (_NOTE_HEIGHT if row.note else 0))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: ExplainRow = index.data(ExplainRowsModel.ROW)
        look, area = tokens(), QRect(option.rect)
        painter.save()
        if row.kind in (RowKind.HEADING, RowKind.TOTAL) and index.row():
            painter.fillRect(QRect(area.x(), area.y(), area.width(), 1), look.color(ColorRole.BORDER))
        inside = area.adjusted(_EDGE, 0, -_EDGE, 0)
        if row.kind in (RowKind.STEP, RowKind.LOSER):
            self._paint_mark(painter, inside, row, look)
            inside = mirror(painter, inside, inside.adjusted(_INDENT, 0, 0, 0))
        self._paint_row(painter, inside, row, look)
        painter.restore()

    def _paint_mark(self, painter: QPainter, area: QRect, row: ExplainRow, look: Tokens) -> None:
        edge = look.size.icon_sm
        place = QRect(area.x() + 4, area.y() + (_HEIGHTS[row.kind] - edge) // 2, edge, edge)
        counts = row.kind is RowKind.STEP
        role = ColorRole.ACCENT if counts else ColorRole.TEXT_DISABLED
        icon(Icon.ARROW_RIGHT if counts else Icon.X, role).paint(painter, mirror(painter, area, place))

    def _paint_row(self, painter: QPainter, area: QRect, row: ExplainRow, look: Tokens) -> None:
        text_type, role = _look_of(row.kind)
        line = QRect(area.x(), area.y(), area.width(), _HEIGHTS[row.kind])
        painter.setFont(look.font(text_type))
        painter.setPen(look.color(role))
        draw_text(painter, line, _TRAILING | _MIDDLE, row.amount)
        wide = min(_COLUMN, max(area.width() // 4, _NARROW_COLUMN))
        changes = mirror(painter, area, line.adjusted(0, 0, -wide, 0))
        draw_text(painter, changes, _TRAILING | _MIDDLE, row.change)
        used = wide * 2 if row.change else wide
        names = mirror(painter, area, line.adjusted(0, 0, -used, 0))
        text = QFontMetrics(painter.font()).elidedText(row.text, Qt.TextElideMode.ElideRight, names.width())
        draw_text(painter, names, _LEADING | _MIDDLE, text)
        if row.note:
            painter.setFont(look.font(TypeRole.SMALL))
            painter.setPen(look.color(ColorRole.TEXT_MUTED))
            below = QRect(area.x(), line.bottom() - 5, area.width(), _NOTE_HEIGHT)
            note = QFontMetrics(painter.font()).elidedText(
                row.note, Qt.TextElideMode.ElideRight, below.width()
            )
            draw_text(painter, below, _LEADING | _MIDDLE, note)


def _look_of(kind: RowKind) -> tuple[TypeRole, ColorRole]:
    looks = {
        RowKind.HEADING: (TypeRole.STRONG, ColorRole.TEXT),
        RowKind.STEP: (TypeRole.BODY, ColorRole.TEXT),
        RowKind.LOSER: (TypeRole.BODY, ColorRole.TEXT_MUTED),
        RowKind.TOTAL: (TypeRole.SUBTITLE, ColorRole.TEXT),
    }
    return looks[kind]


class ExplainView(QListView):
    """The rows of one explanation under each other."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = ExplainRowsModel()
        self.setModel(self.rows)
        self.setItemDelegate(_ExplainDelegate(self))
        self.setProperty("kind", "clear")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("How the price comes about"))

    def show_rows(self, rows: Sequence[ExplainRow]) -> None:
        """Shows ``rows``; stays where it was scrolled to."""
        place = self.verticalScrollBar().value()
        self.rows.show(rows)
        self.verticalScrollBar().setValue(place)
