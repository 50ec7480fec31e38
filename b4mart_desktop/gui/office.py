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
from b4mart_desktop.domain.product_lists import ProductFilter
from b4mart_desktop.gui.catalogue.products_room import CatalogueUse, ProductsRoom
from b4mart_desktop.gui.categories.categories_presenter import CategoriesPresenter
from b4mart_desktop.gui.categories.categories_room import CategoriesRoom
from b4mart_desktop.gui.editor.editor_maker import make_editor
from b4mart_desktop.gui.editor.editor_screen import EditorRoom
from b4mart_desktop.gui.exchange.exchange_room import ExchangeRoom
from b4mart_desktop.gui.labels.labels_room import LabelsRoom
from b4mart_desktop.gui.office_ways import EditorWay
from b4mart_desktop.gui.prices.making import PriceUseCases, make_prices_room
from b4mart_desktop.gui.quality.quality_room import QualityRoom
from b4mart_desktop.gui.scale_labels.scale_labels_room import ScaleLabelsRoom
from b4mart_desktop.gui.shared.room import Room, RoomTools
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.widgets.section_bar import SectionBar
from b4mart_desktop.services.bulk_edit import BulkEdit, Chosen
from b4mart_desktop.services.bus import Event
from b4mart_desktop.services.categories import Categories
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.exchanging import Exchange
from b4mart_desktop.services.label_rules import LabelRules
from b4mart_desktop.services.labels import Labels
from b4mart_desktop.services.pictures import Pictures
from b4mart_desktop.services.ports.layouts import Layouts
from b4mart_desktop.services.product_list import ProductList
from b4mart_desktop.services.saved_views import SavedViews
from b4mart_desktop.services.thumbnails import Thumbnails


@dataclass(frozen=True, slots=True)
class OfficeUseCases:
    """What managers can do."""

    bulk_edit: BulkEdit
    categories: Categories
    editing: Editing
    exchange: Exchange
    label_rules: LabelRules
    layouts: Layouts
    labels: Labels
    pictures: Pictures
    prices: PriceUseCases
    product_list: ProductList
    thumbnails: Thumbnails
    views: SavedViews


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
        self._came_from: Section | None = None
        self.editor = EditorWay(self._make_editor, self._enter_from_here)
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
            Section.PRODUCTS: self._make_products,
            Section.QUALITY: self._make_quality,
            Section.CATEGORIES: self._make_categories,
            Section.PRICES: lambda: make_prices_room(
                self._use.prices, self._counter.catalogue, self._tools
            ),
            Section.EXCHANGE: lambda: ExchangeRoom(
                self._use.exchange, self._use.editing, self._use.product_list, self._tools
            ),
            Section.LABELS: self._make_labels,
            Section.SCALE_LABELS: lambda: ScaleLabelsRoom(self._use.label_rules, self._tools),
        }

    def _make_products(self) -> ProductsRoom:
        use = self._use
        catalogue = CatalogueUse(use.product_list, use.bulk_edit, use.views, use.layouts)
        room = ProductsRoom(self._counter, catalogue, self._tools)
        room.edit_requested.connect(lambda product: self.editor.edit(product, room.pane.neighbour))
        room.new_requested.connect(self.editor.edit_new)
        room.copy_requested.connect(self.editor.edit_copy)
        room.export_requested.connect(self._export)
        room.labels_requested.connect(self._label)
        return room

    def _make_labels(self) -> LabelsRoom:
        return LabelsRoom(self._use.labels, self._tools)

    def _label(self, chosen: Chosen) -> None:
        room = self._room(Section.LABELS)
        assert isinstance(room, LabelsRoom)
        room.open_for(chosen)
        self.go(Section.LABELS)

    def _make_quality(self) -> Room:
        room = QualityRoom(self._counter, self._use.product_list, self._tools)
        room.edit_requested.connect(self.editor.edit)
        room.list_requested.connect(lambda flaw: self._list_products(ProductFilter(flaws=(flaw,))))
        return room

    def _export(self, name: str, wanted: ProductFilter) -> None:
        room = self._room(Section.EXCHANGE)
        assert isinstance(room, ExchangeRoom)
        room.offer_view(name, wanted)
        self.go(Section.EXCHANGE)

    def _list_products(self, wanted: ProductFilter) -> None:
        room = self._room(Section.PRODUCTS)
        assert isinstance(room, ProductsRoom)
        room.show_products(wanted)
        self.go(Section.PRODUCTS)

    def _make_categories(self) -> Room:
        tools = self._tools
        presenter = CategoriesPresenter(self._use.categories, tools.run, tools.messages)
        return CategoriesRoom(presenter, may_edit=self._counter.may(Action.EDIT_CATALOGUE))

    def _room(self, section: Section) -> Room:
        if section not in self._rooms:
            room = self._rooms[section] = self._makers()[section]()
            self._stack.addWidget(room)
        return self._rooms[section]

    def _made(self) -> list[Room]:
        return [
            room
            for place in range(self._stack.count())
            if isinstance(room := self._stack.widget(place), Room)
        ]

    # ------------------------------------------------------------ the editor, which other rooms lead to

    def _make_editor(self) -> EditorRoom:
        use = self._use
        editor = make_editor(self._counter, use.editing, use.product_list, use.pictures, self._tools)
        editor.finished.connect(self._leave_editor)
        self._stack.addWidget(editor)
        return editor

    def _enter_from_here(self, open_room: Callable[[], Room]) -> None:
        async def enter() -> None:
            if await self.may_leave():
                self._came_from = self._section_shown() or self._came_from
                self._show(open_room(), self._came_from)

        self._tasks.spawn_latest("go", enter())

    def _leave_editor(self) -> None:
        if self._came_from is not None:
            self._show(self._room(self._came_from), self._came_from)

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
        for room in self._made():
            room.on_event(event)

    async def close_rooms(self) -> None:
        """Ends what the rooms still do."""
        await self._tasks.cancel_all()
        for room in self._made():
            await room.close_room()
