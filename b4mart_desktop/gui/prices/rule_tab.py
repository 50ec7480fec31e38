"""What tabs of rules share: the list of all beside the page of one, and the ways between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.gui.prices.list_page import ListPage
from b4mart_desktop.gui.prices.prices_room import Tab
from b4mart_desktop.gui.prices.work import Deed, RulesWork
from b4mart_desktop.gui.shared.dialogs import Leave, ask_leave, confirm
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.widgets.button import Button


@dataclass(frozen=True, slots=True)
class RuleTexts:
    """What is asked.

    Attributes:
        name: What one is called where it is left and not saved.
        removed: What it means that one is removed.
    """

    name: str
    removed: str


class RuleTab(Tab):
    """All rules of one kind. A kind says what its page shows and how it is saved.

    Args:
        work: Reads and changes them.
        tasks: The room's, which end with it.
    """

    def __init__(self, work: RulesWork, tasks: TaskOwner) -> None:
        super().__init__()
        self._work, self._tasks = work, tasks
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _hold(
        self,
        rules: ListPage,
        page: QWidget,
        texts: RuleTexts,
        tools: Sequence[Button] = (),
        *,
        may_change: bool,
    ) -> None:
        """Takes the list, the page and the buttons for the chosen rule; to be called once."""
        self.list, self._texts, self._may_change = rules, texts, may_change
        self._remove = rules.add_tool(self.tr("Remove"), Icon.REMOVE)
        self._for_chosen = (*tools, self._remove)
        for button in self._for_chosen:
            button.setVisible(may_change)
        self._stack.addWidget(rules)
        self._stack.addWidget(page)
        self._work.refused.connect(rules.show_refused)
        rules.reload_requested.connect(self.reload)
        rules.chosen_changed.connect(self._show_chosen)
        self._remove.clicked.connect(self._ask_to_remove)
        away = QShortcut(QKeySequence("Del"), rules.table)
        away.setContext(Qt.ShortcutContext.WidgetShortcut)
        away.activated.connect(self._ask_to_remove)
        self._show_chosen()

    # ------------------------------------------------------------ of a kind

    def is_changed(self) -> bool:
        """Whether something on the page would be lost without saving."""
        raise NotImplementedError

    async def save(self) -> bool:
        """Keeps what is on the page; whether that succeeded."""
        raise NotImplementedError

    def removal(self, row: Any) -> tuple[str, Deed]:
        """Returns the name of a row's rule, and what removes it."""
        raise NotImplementedError

    # ------------------------------------------------------------ a tab

    @override
    def reload(self) -> None:
        """Reads all rules again; what is being edited stays."""
        self.list.show_loading()
        self._tasks.spawn_latest("rules", self._work.read())

    @override
    def focus(self) -> None:
        """Brings the focus to the list; on the page it stays where it is."""
        if self._stack.currentWidget() is self.list:
            self.list.focus()

    @override
    async def may_leave(self) -> bool:
        """Asks where something is not saved."""
        if self._stack.currentWidget() is self.list or not self.is_changed():
            return True
        answer = await ask_leave(self, self._texts.name)
        return await self.save() if answer is Leave.SAVE else answer is Leave.DISCARD

    # ------------------------------------------------------------ ways

    def leave_page(self) -> None:
        """Goes back to the list, unless the person wants to save first and cannot."""
        self._tasks.spawn_once("leave", self._leave)

    async def _leave(self) -> None:
        if await self.may_leave():
            self._show_list()

    def _show_list(self) -> None:
        self._stack.setCurrentWidget(self.list)
        self.reload()
        self.list.focus()

    def _show_chosen(self) -> None:
        for button in self._for_chosen:
            button.setEnabled(self._may_change and self.list.chosen() is not None)

    def _ask_to_remove(self) -> None:
        if self._remove.isEnabled():
            self._tasks.spawn_once("rule", self._remove_chosen)

    async def _remove_chosen(self) -> None:
        row = self.list.chosen()
        if row is None:
            return
        name, deed = self.removal(row)
        title = self.tr("Remove {name}?").format(name=name)
        if await confirm(self, title, self._texts.removed, self.tr("Remove"), danger=True):
            await self._work.do(deed, self.tr("{name} is removed").format(name=name))
