"""The office: a bar of the rooms where managers work, above the one that is entered. Makes no room."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.product_lists import ProductFilter
from b4mart_desktop.gui.office_rooms import OfficeRooms, Section
from b4mart_desktop.gui.shared.room import Room
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.widgets.section_bar import SectionBar
from b4mart_desktop.services.bus import Event


class Office(QWidget):
    """Goes from room to room; one where something is not saved may keep the person.

    Attributes:
        rooms: Makes the rooms.
    """

    def __init__(self, rooms: OfficeRooms) -> None:
        super().__init__()
        self.rooms = rooms
        self._tasks = TaskOwner()
        self._bar = SectionBar()
        self._stack = QStackedWidget()
        self._came_from = Section.PRODUCTS
        self._build()
        self._bar.chosen.connect(self.go)
        rooms.section_wanted.connect(self.go)
        rooms.editor_wanted.connect(self._open_editor)
        rooms.editor_left.connect(self._come_back)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        for section in Section:
            self._bar.add(section, *self._look(section))

    def _look(self, section: Section) -> tuple[str, Icon]:
        looks = {
            Section.PRODUCTS: (self.tr("Products"), Icon.PACKAGE),
            Section.CATEGORIES: (self.tr("Categories"), Icon.LIST),
            Section.PRICES: (self.tr("Prices and promotions"), Icon.DISCOUNT),
            Section.LABELS: (self.tr("Labels"), Icon.TAG),
            Section.SCALE_LABELS: (self.tr("Scale labels"), Icon.SCALE),
            Section.EXCHANGE: (self.tr("Import and export"), Icon.DOWNLOAD),
            Section.QUALITY: (self.tr("Data quality"), Icon.CIRCLE_ALERT),
        }
        return looks[section]

    # ------------------------------------------------------------ going

    def go(self, section: Section) -> None:
        """Goes to a room, unless the one that is shown keeps the person."""
        self._go_to(lambda: self.rooms.room(section))

    def _open_editor(self, open_product: Callable[[], None]) -> None:
        def opened() -> Room:
            self._came_from = self._section_shown() or self._came_from
            open_product()
            return self.rooms.editor

        self._go_to(opened)

    def _go_to(self, room: Callable[[], Room]) -> None:
        async def go() -> None:
            if await self.may_leave():
                self._show(room())
            else:
                self._mark()

        self._tasks.spawn_latest("go", go())

    def _come_back(self, product: Id) -> None:
        """Goes to where the editor was opened from, at the product that it showed last."""
        room = self.rooms.room(self._came_from)
        room.go_to_product(product)
        self._show(room)

    async def may_leave(self) -> bool:
        """Whether the person may leave the room that is shown; asks where something is not saved."""
        shown = self._shown()
        return shown is None or await shown.may_leave()

    def _show(self, room: Room) -> None:
        if self._stack.indexOf(room) < 0:
            self._stack.addWidget(room)
        self._stack.setCurrentWidget(room)
        self._mark()
        room.enter()

    def _mark(self) -> None:
        self._bar.mark(self._section_shown() or self._came_from)

    def _shown(self) -> Room | None:
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Room) else None

    def _section_shown(self) -> Section | None:
        return self.rooms.section_of(self._stack.currentWidget())

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        shown = self._shown()
        if shown is None:
            self._show(self.rooms.room(Section.PRODUCTS))
        else:
            shown.enter()

    # ------------------------------------------------------------ what comes from elsewhere

    def take_scan(self, code: str) -> None:
        """Takes a scan: the room that is shown first, else the list of products finds it."""
        shown = self._shown()
        if shown is None or not shown.take_scan(code):
            self.rooms.list_products(ProductFilter(text=code))

    def on_event(self, event: Event) -> None:
        """Hands an event of the bus to the rooms that were entered before."""
        for room in self.rooms.all_made():
            room.on_event(event)

    def pause(self) -> None:
        """Has the rooms keep what is not saved, before the counter is left to nobody."""
        for room in self.rooms.all_made():
            room.pause()

    async def close_rooms(self) -> None:
        """Ends what the rooms still do."""
        await self._tasks.cancel_all()
        for room in self.rooms.all_made():
            await room.close_room()
