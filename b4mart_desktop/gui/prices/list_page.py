"""A page that lists rules: heading, buttons, search, filters, table, or what stands there instead of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTableView, QVBoxLayout, QWidget

from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.gui.models.column_table import RowsModel, chosen_row, make_table
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.choices import ChipBar
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.search_field import SearchField


@dataclass(frozen=True, slots=True)
class PageTexts:
    """What a page is called and says.

    Attributes:
        title: Its heading.
        search: What can be searched for.
        none: Title where there are no rows at all.
        none_hint: What rows would be good for.
        new: The button that adds one; empty where none is added here.
    """

    title: str
    search: str
    none: str
    none_hint: str
    new: str = ""


class ListPage(QWidget):
    """Rows of one kind, filtered by text and by one chip.

    Signals:
        new_requested: The person wants to add one.
        opened: The person wants to see or change that row.
        chosen_changed: Another row is chosen, or none.
        reload_requested: It shall be read again.
    """

    new_requested = Signal()
    opened = Signal(object)
    chosen_changed = Signal()
    reload_requested = Signal()

    def __init__(
        self,
        model: RowsModel[Any],
        texts: PageTexts,
        picture: Icon,
        *,
        stretched: int = 0,
        may_add: bool = True,
    ) -> None:
        super().__init__()
        self._model, self._texts, self._picture = model, texts, picture
        self._may_add = may_add and bool(texts.new)
        self._rows: Sequence[Any] = ()
        self._matches: Callable[[Any, str], bool] = lambda row, text: True
        self._passes: Callable[[Any, object], bool] = lambda row, chip: True
        self._key: Callable[[Any], object] = id
        self._awaits_rows = False
        self.search = SearchField(texts.search, "Ctrl+F")
        self.chips = ChipBar()
        self.table: QTableView = make_table(model, stretched, texts.title)
        self.state = EmptyState()
        self._count = label("", "muted")
        self._new = Button(texts.new, "primary", Icon.PLUS, "Ctrl+N")
        self._tools = QHBoxLayout()
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        space = tokens().space
        head = QHBoxLayout()
        head.setSpacing(space.sm)
        head.addWidget(label(self._texts.title, "title"))
        head.addWidget(self._count)
        head.addStretch()
        self._tools.setSpacing(space.sm)
        head.addLayout(self._tools)
        head.addWidget(self._new)
        filters = QHBoxLayout()
        filters.setSpacing(space.md)
        self.search.setMinimumWidth(280)
        filters.addWidget(self.search, 2)
        filters.addWidget(self.chips, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.xl, space.lg, space.xl, space.xl)
        column.setSpacing(space.md)
        column.addLayout(head)
        column.addLayout(filters)
        column.addWidget(self._card(), 1)
        self._new.setVisible(self._may_add)

    def _card(self) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self._stack)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.state)
        return card

    def _connect(self) -> None:
        self.search.textChanged.connect(self._show)
        self.search.down_pressed.connect(self.table.setFocus)
        self.search.submitted.connect(lambda _: self._open())
        self.chips.current_changed.connect(self._show)
        self.table.activated.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(self.chosen_changed)
        self.state.action_triggered.connect(self._on_state_action)
        self._new.clicked.connect(self.new_requested)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._focus_search)

    def add_tool(self, text: str, picture: Icon, key: str = "") -> Button:
        """Adds a button before the one that adds a row."""
        button = Button(text, "", picture, key)
        self._tools.addWidget(button)
        return button

    def set_filters(
        self,
        matches: Callable[[Any, str], bool],
        chips: Sequence[tuple[object, str]] = (),
        passes: Callable[[Any, object], bool] = lambda row, chip: True,
        key: Callable[[Any], object] = id,
    ) -> None:
        """Says how rows are filtered.

        Args:
            matches: Whether a row has the text (lower case) that was typed.
            chips: Keys and texts of the chips.
            passes: Whether a row belongs to a chip.
            key: By what a row is known again after it was read anew.
        """
        self._matches, self._passes, self._key = matches, passes, key
        self.chips.set_chips(chips)
        self.chips.setVisible(bool(chips))

    # ------------------------------------------------------------ showing

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Shows rows that were read; the chosen one stays chosen."""
        self._rows = rows
        self._show()
        if self._awaits_rows and self.search.hasFocus() and not self.search.text():
            self.focus()

    def show_loading(self) -> None:
        """Says that rows are being read, unless some are shown."""
        if not self._rows:
            self.state.show_loading()
            self._stack.setCurrentWidget(self.state)

    def show_refused(self, error: B4MartError) -> None:
        """Says why nothing can be read."""
        self._rows = ()
        self._model.show(())
        self._count.clear()
        title, text = describe(error)
        if error.code in (ErrorCode.NOT_ALLOWED, ErrorCode.NOT_SIGNED_IN):
            self.state.show_forbidden(text)
        elif error.code is ErrorCode.DATABASE_UNREACHABLE:
            text = self.tr("Rules of prices are kept in the database. The counters go on by those they know.")
            self.state.show_empty(Icon.CLOUD_OFF, title, text, self.tr("Try again"))
        else:
            self.state.show_error(title, text, self.tr("Try again"))
        self._stack.setCurrentWidget(self.state)
        self.chosen_changed.emit()

    def rows(self) -> Sequence[Any]:
        """Returns all rows that were read, filtered out or not."""
        return self._rows

    def chosen(self) -> Any:
        """Returns the row that is chosen, None where none is."""
        return chosen_row(self.table) if self._stack.currentWidget() is self.table else None

    def choose(self, key: object) -> None:
        """Chooses the row with that key, if it is shown."""
        for place, row in enumerate(self._model.rows):
            if self._key(row) == key:
                self.table.selectRow(place)

    def focus(self) -> None:
        """Brings the focus to the rows, as soon as there are any; until then one may search."""
        self._awaits_rows = not self._model.rowCount()
        (self.search if self._awaits_rows else self.table).setFocus()

    def _show(self) -> None:
        chosen = self.chosen()
        text, chip = self.search.text().strip().lower(), self.chips.current()
        shown = [row for row in self._rows if self._passes(row, chip) and self._matches(row, text)]
        self._model.show(shown)
        all_shown = len(shown) == len(self._rows)
        of_all = self.tr("{shown} of {all}").format(shown=len(shown), all=len(self._rows))
        self._count.setText(str(len(shown)) if all_shown else of_all)
        self._stack.setCurrentWidget(self.table if shown else self.state)
        if not shown:
            self._show_none()
        self.table.selectRow(0)
        if chosen is not None:
            self.choose(self._key(chosen))
        self.chosen_changed.emit()

    def _show_none(self) -> None:
        texts = self._texts
        if self._rows:
            self.state.show_empty(
                Icon.SEARCH, self.tr("Nothing fits"), self.tr("None has that."), self.tr("Show all")
            )
        else:
            self.state.show_empty(
                self._picture, texts.none, texts.none_hint, texts.new if self._may_add else ""
            )

    # ------------------------------------------------------------ doing

    def _on_state_action(self) -> None:
        if self._rows:
            self.search.clear()
            self.chips.set_current(None)
            self._show()
        elif self.state.action.text() == self._texts.new:
            self.new_requested.emit()
        else:
            self.reload_requested.emit()

    def _open(self) -> None:
        row = self.chosen()
        if row is not None:
            self.opened.emit(row)

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()
