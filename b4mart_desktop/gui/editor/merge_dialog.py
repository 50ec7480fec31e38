"""Two people changed the same: what it was, mine and theirs side by side, and a choice for each field."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from b4mart_desktop.domain.edits import Conflict, FieldChange, Merge
from b4mart_desktop.gui.editor.change_words import ChangeWords
from b4mart_desktop.gui.editor.field_words import field_name
from b4mart_desktop.gui.editor.shrinking import NAME_WIDTH, shrinking
from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.labels import label

_WIDTH = 860
_HEIGHT = 380
_TOP = Qt.AlignmentFlag.AlignTop


class MergeDialog(AskDialog):
    """One row a conflict; below, what goes together without asking.

    Args:
        parent: Any widget of the window.
        merge: Both people's changes.
        who: The other person, None where that is not known.
        words: Writes what changed.
    """

    def __init__(self, parent: QWidget, merge: Merge, who: str | None, words: ChangeWords) -> None:
        translate = QCoreApplication.translate
        title = translate("MergeDialog", "{who} changed the same fields")
        text = translate("MergeDialog", "Choose which version to keep for each field.")
        super().__init__(parent, title.format(who=who or translate("MergeDialog", "Somebody else")), text)
        self._who = who
        self._words = words
        self._mine: dict[str, QRadioButton] = {}
        self.setMinimumWidth(_WIDTH)
        self.body.addWidget(self._scrolling(merge))
        self._add_buttons()

    def kept(self) -> tuple[str, ...]:
        """Returns the fields in which mine is to be saved."""
        return tuple(field for field, button in self._mine.items() if button.isChecked())

    def _scrolling(self, merge: Merge) -> QScrollArea:
        area, page = QScrollArea(), QWidget()
        page.setProperty("kind", "clear")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, tokens().space.sm, 0)
        column.setSpacing(tokens().space.sm)
        for conflict in merge.conflicts:
            column.addWidget(self._row(conflict))
        for title, changes in (
            (self.tr("Changed by both, kept together:"), merge.together),
            (self.tr("Changed by them alone, kept:"), merge.theirs),
            (self.tr("Changed by you alone, kept:"), merge.mine),
        ):
            if changes:
                column.addWidget(label(title, "strong"))
                column.addLayout(self._changes(changes))
        column.addStretch()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumHeight(min(_HEIGHT, page.sizeHint().height() + tokens().space.sm))
        return area

    def _row(self, conflict: Conflict) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "group")
        space = tokens().space
        column = QVBoxLayout(frame)
        column.setContentsMargins(space.lg, space.md, space.lg, space.md)
        column.setSpacing(space.xs)
        name = field_name(conflict.field)
        top = QHBoxLayout()
        top.addWidget(label(name, "strong"))
        top.addWidget(shrinking(self._was(conflict), "small"), 1)
        column.addLayout(top)
        group = QButtonGroup(frame)
        choices = QHBoxLayout()
        choices.setSpacing(space.lg)
        mine = self._choice(self.tr("Yours"), name, group)
        theirs = self._choice(self._who or self.tr("Theirs"), name, group)
        for button, value in ((mine, conflict.mine), (theirs, conflict.theirs)):
            choices.addWidget(button, 0, _TOP)
            text = shrinking(self._version(conflict, value))
            text.setMinimumHeight(tokens().size.touch)
            choices.addWidget(text, 1)
        column.addLayout(choices)
        mine.setChecked(True)
        self._mine[conflict.field] = mine
        return frame

    def _was(self, conflict: Conflict) -> str:
        sides = self._words.sides(conflict.field, conflict.base, conflict.mine)
        return "" if sides is None else self.tr("was {value}").format(value=sides[0])

    def _version(self, conflict: Conflict, value: str | None) -> str:
        """What somebody made of the field: of a list, what they did to it."""
        sides = self._words.sides(conflict.field, conflict.base, value)
        lines = self._words.lines(conflict.field, conflict.base, value)
        return "\n".join(lines) if sides is None else sides[1]

    def _choice(self, text: str, field: str, group: QButtonGroup) -> QRadioButton:
        button = QRadioButton(text)
        button.setAccessibleName(f"{field}: {text}")
        group.addButton(button)
        return button

    def _changes(self, changes: tuple[FieldChange, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens().space.lg)
        grid.setColumnMinimumWidth(0, NAME_WIDTH)
        grid.setColumnStretch(1, 1)
        for row, change in enumerate(changes):
            text = "\n".join(self._words.lines(change.field, change.before, change.after))
            grid.addWidget(label(field_name(change.field), "small"), row, 0, _TOP)
            grid.addWidget(shrinking(text, "small"), row, 1)
        return grid

    def _add_buttons(self) -> None:
        all_mine, all_theirs = (
            Button(self.tr("Keep all yours"), "quiet"),
            Button(self.tr("Keep all theirs"), "quiet"),
        )
        all_mine.clicked.connect(lambda: self._choose_all(mine=True))
        all_theirs.clicked.connect(lambda: self._choose_all(mine=False))
        row = QHBoxLayout()
        for button in (all_mine, all_theirs):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch()
        self.body.addLayout(row)
        self.add_button(self.tr("Cancel"), closes=False)
        self.add_button(self.tr("Merge"), "primary", closes=True)

    def _choose_all(self, *, mine: bool) -> None:
        for button in self._mine.values():
            group = button.group()
            for each in group.buttons():
                if (each is button) is mine:
                    each.setChecked(True)
