"""Makes the rooms of the office, each when it is first entered, and connects the ways that lead between them.

Showing a room belongs to ``office``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.product_lists import ProductFilter
from b4mart_desktop.gui.catalogue.products_room import CatalogueUse, ProductsRoom
from b4mart_desktop.gui.categories.categories_presenter import CategoriesPresenter
from b4mart_desktop.gui.categories.categories_room import CategoriesRoom
from b4mart_desktop.gui.editor.editor_maker import make_editor
from b4mart_desktop.gui.editor.editor_screen import EditorRoom, Neighbour
from b4mart_desktop.gui.exchange.exchange_room import ExchangeRoom
from b4mart_desktop.gui.labels.labels_room import LabelsRoom
from b4mart_desktop.gui.prices.making import PriceUseCases, make_prices_room
from b4mart_desktop.gui.quality.quality_presenter import QualityUse
from b4mart_desktop.gui.quality.quality_room import QualityRoom
from b4mart_desktop.gui.scale_labels.scale_labels_room import ScaleLabelsRoom
from b4mart_desktop.gui.shared.dialogs import open_dialog
from b4mart_desktop.gui.shared.explain_product import ProductPriceDialog
from b4mart_desktop.gui.shared.room import Room, RoomTools
from b4mart_desktop.services.bulk_edit import BulkEdit, Chosen
from b4mart_desktop.services.categories import Categories
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.exchanging import Exchange
from b4mart_desktop.services.label_rules import LabelRules
from b4mart_desktop.services.labels import Labels
from b4mart_desktop.services.pictures import Pictures
from b4mart_desktop.services.ports.layouts import Layouts
from b4mart_desktop.services.product_list import ProductList
from b4mart_desktop.services.repairing import Repairing
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
    repairing: Repairing
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


class OfficeRooms(QObject):
    """The rooms for who is signed in.

    Signals:
        section_wanted: A room leads to another one of the bar (``Section``).
        editor_wanted: A room leads to the editor (a callable that opens a product in it).
        editor_left: The editor is done (the id of the product it showed last, empty for none).
    """

    section_wanted = Signal(object)
    editor_wanted = Signal(object)
    editor_left = Signal(str)

    def __init__(self, counter: Counter, use: OfficeUseCases, tools: RoomTools) -> None:
        super().__init__()
        self._counter = counter
        self._use = use
        self._tools = tools
        self._made: dict[Section, Room] = {}

    def room(self, section: Section) -> Room:
        """Returns a room, made when it is first asked for."""
        if section not in self._made:
            self._made[section] = self._makers()[section]()
        return self._made[section]

    def section_of(self, room: object) -> Section | None:
        """Returns which place of the bar a room is, None for one that has none."""
        return next((section for section, made in self._made.items() if made is room), None)

    def all_made(self) -> list[Room]:
        """Returns the rooms that were entered before."""
        editor = self.__dict__.get("editor")
        return [*self._made.values(), *([editor] if editor else [])]

    def list_products(self, wanted: ProductFilter) -> None:
        """Leads to the list of those products."""
        self.products.show_products(wanted)
        self.section_wanted.emit(Section.PRODUCTS)

    # ------------------------------------------------------------ making

    @property
    def products(self) -> ProductsRoom:
        """The list of products."""
        room = self.room(Section.PRODUCTS)
        assert isinstance(room, ProductsRoom)
        return room

    @cached_property
    def editor(self) -> EditorRoom:
        """The product editor, which other rooms lead to."""
        use = self._use
        editor = make_editor(self._counter, use.editing, use.product_list, use.pictures, self._tools)
        editor.finished.connect(self.editor_left)
        return editor

    def _makers(self) -> dict[Section, Callable[[], Room]]:
        use, tools = self._use, self._tools
        return {
            Section.PRODUCTS: self._make_products,
            Section.CATEGORIES: self._make_categories,
            Section.PRICES: lambda: make_prices_room(use.prices, self._counter.catalogue, tools),
            Section.LABELS: lambda: LabelsRoom(use.labels, tools),
            Section.SCALE_LABELS: lambda: ScaleLabelsRoom(use.label_rules, tools),
            Section.EXCHANGE: lambda: ExchangeRoom(use.exchange, use.editing, use.product_list, tools),
            Section.QUALITY: self._make_quality,
        }

    def _make_products(self) -> ProductsRoom:
        use = self._use
        catalogue = CatalogueUse(use.product_list, use.bulk_edit, use.views, use.layouts)
        room = ProductsRoom(self._counter, catalogue, self._tools)
        room.edit_requested.connect(lambda product: self.edit(product, room.pane.neighbour))
        room.new_requested.connect(self._edit_new)
        room.copy_requested.connect(self._edit_copy)
        room.export_requested.connect(self._export)
        room.labels_requested.connect(self._label)
        room.price_requested.connect(
            lambda product: room.tasks.spawn_once("why", lambda: self._explain(product))
        )
        return room

    def _make_categories(self) -> Room:
        tools = self._tools
        presenter = CategoriesPresenter(self._use.categories, tools.run, tools.messages)
        may_edit = self._counter.may(Action.EDIT_CATALOGUE)
        room = CategoriesRoom(presenter, self._use.pictures, tools, may_edit=may_edit)
        room.products_wanted.connect(lambda category: self.list_products(ProductFilter(category=category)))
        return room

    def _make_quality(self) -> Room:
        use = self._use
        room = QualityRoom(
            QualityUse(self._counter, use.product_list, use.editing, use.repairing), self._tools
        )
        room.edit_requested.connect(lambda product, field: self.edit(product, room.neighbour, field))
        room.list_requested.connect(lambda flaw: self.list_products(ProductFilter(flaws=(flaw,))))
        return room

    # ------------------------------------------------------------ ways

    def edit(self, product: Id, neighbour: Neighbour | None = None, field: str = "") -> None:
        """Leads to a product in the editor, at a field; ``neighbour`` knows those beside it."""
        self.editor_wanted.emit(lambda: self.editor.open(product, neighbour, field))

    def _edit_new(self, category: Id | None) -> None:
        self.editor_wanted.emit(lambda: self.editor.open_new(category))

    def _edit_copy(self, product: Id) -> None:
        self.editor_wanted.emit(lambda: self.editor.open_copy(product))

    async def _explain(self, key: Id) -> None:
        product, tools = self._counter.catalogue.product(key), self._tools
        if product is not None:
            dialog = ProductPriceDialog(tools.window, product, self._use.prices.preview, tools.formats)
            await open_dialog(dialog)

    def _label(self, chosen: Chosen) -> None:
        room = self.room(Section.LABELS)
        assert isinstance(room, LabelsRoom)
        room.open_for(chosen)
        self.section_wanted.emit(Section.LABELS)

    def _export(self, name: str, wanted: ProductFilter) -> None:
        room = self.room(Section.EXCHANGE)
        assert isinstance(room, ExchangeRoom)
        room.offer_view(name, wanted)
        self.section_wanted.emit(Section.EXCHANGE)
