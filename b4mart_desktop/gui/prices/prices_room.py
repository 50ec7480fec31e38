"""The prices room: four tabs, each made when it is first opened. What a tab does is its own matter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.gui.shared.room import Room
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.choices import SegmentedControl
from b4mart_desktop.services.bus import ConnectionChanged, Event, ReplicaChanged


class PricesTab(StrEnum):
    """What the room shows."""

    PROMOTIONS = "promotions"
    LISTS = "lists"
    TAXES = "taxes"
    SCHEDULED = "scheduled"


class Tab(QWidget):
    """What stands in one tab."""

    COLLECTIONS: frozenset[str] = frozenset()
    """Of which collections it shows documents."""

    def reload(self) -> None:
        """Reads what may have changed."""

    def focus(self) -> None:
        """Brings the focus to where one begins."""

    async def may_leave(self) -> bool:
        """Whether the person may go elsewhere; asks where something is not saved."""
        return True


class PricesRoom(Room):
    """The tabs above the one that is shown.

    Args:
        makers: How each tab is made; they end their work with the room's tasks.
    """

    def __init__(self, makers: Callable[[PricesRoom], Mapping[PricesTab, Callable[[], Tab]]]) -> None:
        super().__init__()
        self._makers = makers(self)
        self._tabs: dict[PricesTab, Tab] = {}
        self._bar = SegmentedControl(self._names(), self.tr("Prices and promotions"))
        self._stack = QStackedWidget()
        self._build()

    def _names(self) -> list[tuple[object, str]]:
        names = {
            PricesTab.PROMOTIONS: self.tr("Promotions"),
            PricesTab.LISTS: self.tr("Price lists"),
            PricesTab.TAXES: self.tr("Taxes"),
            PricesTab.SCHEDULED: self.tr("Scheduled changes"),
        }
        return [(tab, names[tab]) for tab in self._makers]

    def _build(self) -> None:
        space = tokens().space
        self.setProperty("kind", "page")
        line = QHBoxLayout()
        line.setContentsMargins(space.xl, space.lg, space.xl, 0)
        line.addWidget(self._bar)
        line.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self._stack, 1)
        self._bar.current_changed.connect(
            lambda tab: self.tasks.spawn_latest("tab", self._go(PricesTab(str(tab))))
        )
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda by=step: self._step(by))

    # ------------------------------------------------------------ going

    async def _go(self, tab: PricesTab) -> None:
        if await self.may_leave():
            self.show_tab(tab)
        else:
            self._bar.set_current(self._shown())

    def show_tab(self, tab: PricesTab) -> None:
        """Shows a tab and reads it."""
        if tab not in self._tabs:
            self._tabs[tab] = self._makers[tab]()
            self._stack.addWidget(self._tabs[tab])
        self._bar.set_current(tab)
        self._stack.setCurrentWidget(self._tabs[tab])
        self._tabs[tab].reload()
        self._tabs[tab].focus()

    def _step(self, by: int) -> None:
        tabs = list(self._makers)
        wanted = tabs[(tabs.index(self._shown()) + by) % len(tabs)]
        self.tasks.spawn_latest("tab", self._go(wanted))

    def _shown(self) -> PricesTab:
        current = self._stack.currentWidget()
        return next((tab for tab, page in self._tabs.items() if page is current), PricesTab.PROMOTIONS)

    # ------------------------------------------------------------ a room

    @override
    def enter(self) -> None:
        """Shows the tab that was shown last."""
        self.show_tab(self._shown())

    @override
    async def may_leave(self) -> bool:
        """Whether the tab lets the person go."""
        tab = self._tabs.get(self._shown())
        return tab is None or await tab.may_leave()

    @override
    def on_event(self, event: Event) -> None:
        """Reads again where others changed something, or the database came back."""
        for tab in self._tabs.values():
            back = isinstance(event, ConnectionChanged) and event.online
            theirs = isinstance(event, ReplicaChanged) and event.collection in tab.COLLECTIONS
            if tab.isVisible() and (back or theirs):
                tab.reload()
