"""The columns of a file with what finds one among hundreds: a search, and which ones are shown."""

from __future__ import annotations

import enum
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from b4mart_desktop.gui.exchange.columns_table import ColumnRows, columns_table
from b4mart_desktop.gui.exchange.words import column_text
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.choices import SegmentedControl
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.search_field import SearchField
from b4mart_desktop.services.column_names import Column
from b4mart_desktop.services.table_look import ColumnLook

_KEY = "Ctrl+F"


class Shown(enum.StrEnum):
    """Which columns are shown."""

    ALL = "all"
    USED = "used"
    UNUSED = "unused"
    PROBLEMS = "problems"


class ColumnsCard(QFrame):
    """What the columns of a file are.

    Signals:
        chosen: A column means something else: its place, and the ``Column`` or None.
    """

    chosen = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.rows = ColumnRows()
        self.table = columns_table(self.rows, self.tr("Columns of the file"))
        self.search = SearchField(self.tr("Find a column"), _KEY)
        self.shown = SegmentedControl((), self.tr("Which columns are shown"))
        self._none = EmptyState()
        self._stack = QStackedWidget()
        self._looks: Sequence[ColumnLook] = ()
        self._build()

    def _build(self) -> None:
        space = tokens().space
        inside = QVBoxLayout(self)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(space.sm, space.sm, space.sm, space.sm)
        head.setSpacing(space.md)
        head.addWidget(self.search, 1)
        head.addWidget(self.shown)
        inside.addLayout(head)
        for page in (self.table, self._none):
            self._stack.addWidget(page)
        inside.addWidget(self._stack, 1)
        self._none.show_empty(Icon.SEARCH, self.tr("No such column"))
        self.rows.chosen.connect(self.chosen)
        self.search.textChanged.connect(lambda _: self._filter())
        self.search.down_pressed.connect(self.table.setFocus)
        self.search.submitted.connect(lambda _: self.table.setFocus())
        self.shown.current_changed.connect(lambda _: self._filter())
        QShortcut(QKeySequence(_KEY), self, self.search.setFocus)

    def show_file(self) -> None:
        """Shows all columns of another file."""
        self._looks = ()
        self.search.clear()

    def show_looks(self, looks: Sequence[ColumnLook], guess: Sequence[Column | None]) -> None:
        """Shows columns, and which are as ``guess`` has it; who is working in them keeps the place."""
        is_new = len(looks) != len(self._looks)
        current = Shown.ALL if is_new else self.shown.current()
        self._looks = looks
        self.rows.show_looks(looks, guess)
        self.shown.set_choices([(kind, self._text(kind)) for kind in Shown if self._count(kind)])
        kept = current if self._count(Shown(str(current))) else Shown.ALL
        if looks:
            self.shown.set_current(kept)
        if is_new or kept != current:
            self._filter()

    def _text(self, kind: Shown) -> str:
        texts = {
            Shown.ALL: self.tr("All {count}"),
            Shown.USED: self.tr("Used {count}"),
            Shown.UNUSED: self.tr("Not used {count}"),
            Shown.PROBLEMS: self.tr("Problems {count}"),
        }
        return texts[kind].format(count=f"{self._count(kind):,}")

    def _count(self, kind: Shown) -> int:
        return sum(_is(look, kind) for look in self._looks)

    def _filter(self) -> None:
        """Hides the columns that are not looked for. One whose meaning changes stays until the next time."""
        kind, words = self.shown.current(), self.search.text().casefold().split()
        self.table.setUpdatesEnabled(False)
        seen = [
            place
            for place, look in enumerate(self._looks)
            if _is(look, Shown(str(kind))) and all(word in _text_of(look) for word in words)
        ]
        for place in range(len(self._looks)):
            self.table.setRowHidden(place, True)
        for place in seen:
            self.table.setRowHidden(place, False)
        self.table.setUpdatesEnabled(True)
        self._stack.setCurrentWidget(self.table if seen else self._none)
        if seen and self.table.currentIndex().row() not in seen:
            self.table.setCurrentIndex(self.rows.meaning_of(seen[0]))


def _is(look: ColumnLook, kind: Shown) -> bool:
    match kind:
        case Shown.USED:
            return look.column is not None
        case Shown.UNUSED:
            return look.column is None
        case Shown.PROBLEMS:
            return look.problems > 0
        case _:
            return True


def _text_of(look: ColumnLook) -> str:
    return " ".join((look.name, *look.values, column_text(look.column))).casefold()
