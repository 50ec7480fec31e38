"""Customer groups to pick from, and a line for one that is not there yet. What a group means is not here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain.words import fold
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.flow import Flow


class _NewLine(QLineEdit):
    """Hands its text over at Return, which presses no button of a dialog then; a comma ends a name, too."""

    entered = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        ends = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Comma)
        if self.text().strip() and Qt.Key(event.key()) in ends:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class GroupPicker(QWidget):
    """A chip for each group, and a line that adds one.

    Args:
        known: The groups in use.
        several: Whether more than one may be picked.
        name: What it is for, as its label says.

    Signals:
        changed: The person picked, let go or added one.
    """

    changed = Signal()

    def __init__(self, known: Iterable[str], name: str, *, several: bool) -> None:
        super().__init__()
        self._several = several
        self._chips: dict[str, Button] = {}
        self._first: tuple[str, ...] = ()
        self._flow = Flow(tokens().space.sm)
        self._new = _NewLine()
        self._new.setPlaceholderText(self.tr("New group"))
        self._new.setAccessibleName(": ".join((name, self._new.placeholderText())))
        self._new.setMaximumWidth(280)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens().space.sm)
        column.addWidget(self._flow)
        column.addWidget(self._new)
        self.setFocusProxy(self._new)
        for group in known:
            self._chip(group)
        self._flow.setVisible(bool(self._chips))
        self._new.textEdited.connect(lambda _: self.changed.emit())
        self._new.entered.connect(self._add)
        self._new.editingFinished.connect(self._add)

    def chosen(self) -> tuple[str, ...]:
        """Returns the groups that are picked, in the order they were set, with what stands in the line."""
        shown = dict.fromkeys([*self._first, *self._chips])
        picked = [group for group in shown if self._chips[group].isChecked()]
        typed = self._typed()
        if typed and not self._several:
            return (typed,)
        return tuple(dict.fromkeys([*picked, typed] if typed else picked))

    def set_chosen(self, groups: Sequence[str]) -> None:
        """Picks ``groups``, those that nobody uses yet, too; without a signal."""
        self._new.clear()
        self._first = tuple(groups)
        for group in groups:
            self._chip(group)
        for group, chip in self._chips.items():
            chip.setChecked(group in groups)

    def _chip(self, group: str) -> None:
        if group in self._chips:
            return
        chip = Button(group.replace("&", "&&"), "chip")
        chip.setCheckable(True)
        chip.clicked.connect(lambda _=False: self._on_clicked(group))
        self._chips[group] = chip
        self._flow.add(chip)
        self._flow.show()

    def _on_clicked(self, group: str) -> None:
        if not self._several:
            self._let_go_of_others(group)
        self.changed.emit()

    def _let_go_of_others(self, group: str) -> None:
        for other, chip in self._chips.items():
            if other != group:
                chip.setChecked(False)

    def _typed(self) -> str:
        """What stands in the line; the group that there is where it differs by capitals or accents only."""
        typed = " ".join(self._new.text().split())
        same = (group for group in self._chips if _as_read(group) == _as_read(typed))
        return next(same, typed)

    def _add(self) -> None:
        group = self._typed()
        self._new.clear()
        if not group:
            return
        self._chip(group)
        if not self._several:
            self._let_go_of_others(group)
        self._chips[group].setChecked(True)
        self.changed.emit()


def _as_read(group: str) -> str:
    return fold(group) or group
