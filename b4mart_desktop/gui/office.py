"""The office: the rooms where managers work, each made when it is first entered, and the ways between them.

What is done in a room is the room's own matter; a room never knows another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.gui.categories.categories_presenter import CategoriesPresenter
from b4mart_desktop.gui.categories.categories_room import CategoriesRoom
from b4mart_desktop.gui.scale_labels.scale_labels_room import ScaleLabelsRoom
from b4mart_desktop.gui.shared.room import Room, RoomTools
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.widgets.section_bar import SectionBar
from b4mart_desktop.services.bus import Event
from b4mart_desktop.services.categories import Categories
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.label_rules import LabelRules
from b4mart_desktop.services.pictures import Pictures
from b4mart_desktop.services.thumbnails import Thumbnails


@dataclass(frozen=True, slots=True)
class OfficeUseCases:
    """What managers can do."""

    categories: Categories
    editing: Editing
    label_rules: LabelRules
    pictures: Pictures
    thumbnails: Thumbnails


class Section(StrEnum):
    """A room that the bar leads to."""

    PRODUCTS = "products"
    CATEGORIES = "categories"
    PRICES = "prices"
    LABELS = "labels"
    SCALE_LABELS = "scale_labels"
    EXCHANGE = "exchange"
    QUALITY = "quality"


class Office(QWidget):
    """The bar of rooms above the one that is entered."""

    def __init__(self, counter: Counter, use: OfficeUseCases, tools: RoomTools) -> None:
        super().__init__()
        self._counter = counter
        self._use = use
        self._tools = tools
        self._rooms: dict[Section, Room] = {}
        self._tasks = TaskOwner()
        self._bar = SectionBar()
        self._stack = QStackedWidget()
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        makers = self._makers()
        for section in (known for known in Section if known in makers):
            name, picture = self._look(section)
            self._bar.add(section, name, picture)
        self._bar.chosen.connect(self.go)

    def _look(self, section: Section) -> tuple[str, Icon]:
        looks = {
            Section.PRODUCTS: (self.tr("Products"), Icon.PACKAGE),
            Section.CATEGORIES: (self.tr("Categories"), Icon.LIST),
            Section.PRICES: (self.tr("Prices and promotions"), Icon.DISCOUNT),
            Section.LABELS: (self.tr("Labels"), Icon.TAG),
            Section.SCALE_LABELS: (self.tr("Scale labels"), Icon.SCALE),
            Section.EXCHANGE: (self.tr("Import and export"), Icon.DOWNLOAD),
            Section.QUALITY: (self.tr("To mend"), Icon.CIRCLE_ALERT),
        }
        return looks[section]

    # ------------------------------------------------------------ rooms

    def _makers(self) -> dict[Section, Callable[[], Room]]:
        """Returns how each room is made, in the bar's order."""
        return {
            Section.CATEGORIES: self._make_categories,
            Section.SCALE_LABELS: lambda: ScaleLabelsRoom(self._use.label_rules, self._tools),
        }

    def _make_categories(self) -> Room:
        tools = self._tools
        presenter = CategoriesPresenter(self._use.categories, tools.run, tools.messages)
        return CategoriesRoom(presenter, may_edit=self._counter.may(Action.EDIT_CATALOGUE))

    def _room(self, section: Section) -> Room:
        if section not in self._rooms:
            room = self._rooms[section] = self._makers()[section]()
            self._stack.addWidget(room)
        return self._rooms[section]

    # ------------------------------------------------------------ going

    def go(self, section: Section) -> None:
        """Goes to a room, unless the one that is shown keeps the person."""
        self._tasks.spawn_latest("go", self._go(section))

    async def _go(self, section: Section) -> None:
        if await self.may_leave():
            self._show(self._room(section), section)
        else:
            self._bar.mark(self._section_shown())

    async def may_leave(self) -> bool:
        """Whether the person may leave the room that is shown; asks where something is not saved."""
        shown = self._stack.currentWidget()
        return not isinstance(shown, Room) or await shown.may_leave()

    def _show(self, room: Room, section: Section | None) -> None:
        self._stack.setCurrentWidget(room)
        self._bar.mark(section)
        room.enter()

    def _section_shown(self) -> Section | None:
        shown = self._stack.currentWidget()
        return next((section for section, room in self._rooms.items() if room is shown), None)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        shown = self._stack.currentWidget()
        if isinstance(shown, Room):
            shown.enter()
        elif makers := self._makers():
            first = next(section for section in Section if section in makers)
            self._show(self._room(first), first)

    # ------------------------------------------------------------ background

    def on_event(self, event: Event) -> None:
        """Hands an event of the bus to the rooms that were entered before."""
        for room in self._rooms.values():
            room.on_event(event)

    async def close_rooms(self) -> None:
        """Ends what the rooms still do."""
        await self._tasks.cancel_all()
        for room in self._rooms.values():
            await room.tasks.cancel_all()
