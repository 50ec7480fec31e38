"""Everybody's changes of one product: who, when, what it was and became; one of them can be taken back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from b4mart_desktop.domain.edits import CatalogueChange, EditKind, FieldChange
from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.gui.editor.change_words import ChangeWords
from b4mart_desktop.gui.editor.field_words import field_name
from b4mart_desktop.gui.editor.fields import Choice
from b4mart_desktop.gui.editor.product_history import PAGE
from b4mart_desktop.gui.editor.shrinking import NAME_WIDTH, shrinking
from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.badge import Badge, Tone
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.labels import label

_WIDTH = 860
_HEIGHT = 460
_TOP = Qt.AlignmentFlag.AlignTop

Read = Callable[[CatalogueChange | None], Awaitable[Sequence[CatalogueChange]]]
"""Returns a page of changes, those before the given one."""
Undo = Callable[[CatalogueChange], Awaitable[bool]]
"""Takes a change back; returns whether it did."""


class HistoryDialog(AskDialog):
    """The changes, newest first.

    Args:
        parent: Any widget of the window.
        name: The product's.
        read: Reads changes.
        undo: Takes one back, None where the person may not.
        words: Writes what changed.
        formats: Writes dates.

    Attributes:
        tasks: What goes on; end it when the dialog is closed.
    """

    def __init__(
        self, parent: QWidget, name: str, read: Read, undo: Undo | None, words: ChangeWords, formats: Formats
    ) -> None:
        title = QCoreApplication.translate("HistoryDialog", "History of {name}")
        super().__init__(parent, title.format(name=name))
        self._read, self._undo, self._words, self._formats = read, undo, words, formats
        self._changes: list[CatalogueChange] = []
        self.tasks = TaskOwner()
        self.setMinimumWidth(_WIDTH)
        self._filter = Choice()
        self._filter.setAccessibleName(self.tr("Show changes of"))
        self._filter.activated.connect(self._show)
        self._state = EmptyState()
        self._state.action_triggered.connect(self.reload)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget()
        self._stack.setMinimumHeight(_HEIGHT)
        self._stack.addWidget(self._state)
        self._stack.addWidget(self._area)
        self._older = Button(self.tr("Show older changes"), "quiet")
        self._older.setAutoDefault(False)
        self._older.clicked.connect(lambda: self.tasks.spawn_once("read", self._read_more))
        self.body.addWidget(self._filter)
        self.body.addWidget(self._stack)
        self.body.addWidget(self._older)
        self.add_button(self.tr("Close"), "primary", closes=False)
        self.reload()

    def reload(self) -> None:
        """Reads the last changes."""
        self._changes.clear()
        self._older.hide()
        self._state.show_loading(self.tr("Reading the history…"))
        self._stack.setCurrentWidget(self._state)
        self.tasks.spawn_latest("read", self._read_more())

    async def _read_more(self) -> None:
        try:
            page = await self._read(self._changes[-1] if self._changes else None)
        except B4MartError as error:
            self._state.show_error(*describe(error))
            self._stack.setCurrentWidget(self._state)
            return
        self._changes += page
        self._older.setVisible(len(page) == PAGE)
        self._offer_fields()
        self._show()

    def _offer_fields(self) -> None:
        chosen = self._filter.currentData()
        fields = sorted({each.field for change in self._changes for each in change.fields}, key=field_name)
        self._filter.clear()
        self._filter.addItem(self.tr("All fields"), None)
        for field in fields:
            self._filter.addItem(field_name(field), field)
        self._filter.setCurrentIndex(max(0, self._filter.findData(chosen)))

    def _show(self) -> None:
        field = self._filter.currentData()
        shown = [c for c in self._changes if field is None or any(f.field == field for f in c.fields)]
        if not shown:
            text = self.tr("Changes made in this program are listed here.")
            self._state.show_empty(Icon.HISTORY, self.tr("No changes yet"), text)
            self._stack.setCurrentWidget(self._state)
            return
        page = QWidget()
        page.setProperty("kind", "clear")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, tokens().space.sm, 0)
        column.setSpacing(tokens().space.sm)
        for change in shown:
            column.addWidget(self._card(change, field))
        column.addStretch()
        self._area.setWidget(page)
        self._stack.setCurrentWidget(self._area)

    def _card(self, change: CatalogueChange, field: str | None) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "group")
        space = tokens().space
        column = QVBoxLayout(frame)
        column.setContentsMargins(space.lg, space.sm, space.sm, space.md)
        column.setSpacing(space.xs)
        top = QHBoxLayout()
        top.setSpacing(space.md)
        top.addWidget(label(change.user_name or self.tr("Unknown"), "strong"))
        top.addWidget(label(self._formats.date_time(change.at), "small"))
        top.addWidget(Badge(self._kind(change.kind), Tone.NEUTRAL, plain=True))
        top.addStretch()
        if self._undo is not None and change.kind not in (EditKind.CREATED, EditKind.REPAIRED):
            undo = Button(self.tr("Undo this change"), "quiet", Icon.UNDO)
            undo.setAutoDefault(False)
            undo.clicked.connect(lambda: self.tasks.spawn_once("undo", lambda: self._take_back(change)))
            top.addWidget(undo)
        column.addLayout(top)
        column.addLayout(self._fields([f for f in change.fields if field in (None, f.field)]))
        return frame

    def _fields(self, fields: Sequence[FieldChange]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens().space.lg)
        grid.setColumnMinimumWidth(0, NAME_WIDTH)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for row, each in enumerate(fields):
            grid.addWidget(label(field_name(each.field), "small"), row, 0, _TOP)
            sides = self._words.sides(each.field, each.before, each.after)
            if sides is None:
                lines = self._words.lines(each.field, each.before, each.after)
                grid.addWidget(shrinking("\n".join(lines)), row, 1, 1, 2)
            else:
                grid.addWidget(shrinking(sides[0], "muted"), row, 1)
                grid.addWidget(shrinking(f"→ {sides[1]}"), row, 2)
        return grid

    def _kind(self, kind: EditKind) -> str:
        names = {
            EditKind.CREATED: self.tr("Added"),
            EditKind.EDITED: self.tr("Edited"),
            EditKind.BULK: self.tr("Bulk edit"),
            EditKind.IMPORTED: self.tr("Imported"),
            EditKind.UNDONE: self.tr("Undone"),
            EditKind.SCHEDULED: self.tr("Scheduled"),
            EditKind.REPAIRED: self.tr("Repaired"),
        }
        return names[kind]

    async def _take_back(self, change: CatalogueChange) -> None:
        if self._undo is not None and await self._undo(change):
            self.reload()
