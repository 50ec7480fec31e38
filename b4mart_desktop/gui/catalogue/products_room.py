"""The room of all products: views, search and filters over the list, and what leads on from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout
from typing_extensions import override

from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.product_lists import ProductFilter, ProductSort, SavedView
from b4mart_desktop.gui.catalogue.bulk_deeds import BulkDeeds
from b4mart_desktop.gui.catalogue.filters import Filters
from b4mart_desktop.gui.catalogue.list_bar import ListBar
from b4mart_desktop.gui.catalogue.list_menus import ListMenus
from b4mart_desktop.gui.catalogue.product_pane import ProductPane
from b4mart_desktop.gui.catalogue.products_presenter import ProductsPresenter
from b4mart_desktop.gui.catalogue.selection_bar import Deed, SelectionBar
from b4mart_desktop.gui.catalogue.views_bar import ViewsBar
from b4mart_desktop.gui.catalogue.views_presenter import ListLook, ViewsPresenter
from b4mart_desktop.gui.models.listed_columns import (
    COLUMNS,
    COSTS,
    USUAL,
    ListedTexts,
)
from b4mart_desktop.gui.models.listed_names import Names
from b4mart_desktop.gui.shared.room import Room, RoomTools
from b4mart_desktop.gui.shared.throttle import Throttle
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.bulk_edit import BulkEdit
from b4mart_desktop.services.bus import Event, ReplicaChanged, ReplicaLoading
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.ports.layouts import Layouts, ListLayout
from b4mart_desktop.services.ports.listing import ProductSelection
from b4mart_desktop.services.product_list import ProductList
from b4mart_desktop.services.saved_views import SavedViews

_NEWS_MS = 400
_LAYOUT_MS = 300
_KNOWN = {column.value: column for column in COLUMNS}
_LIST = "products"
_MOST_EXPORTED = 50_000
"""More are not named one by one."""


@dataclass(frozen=True, slots=True)
class CatalogueUse:
    """What can be done with the list."""

    lists: ProductList
    bulk: BulkEdit
    views: SavedViews
    layouts: Layouts


class ProductsRoom(Room):
    """All products of the shop.

    Signals:
        edit_requested: A product is to be opened (its id).
        new_requested: A new product is wanted (its category, or None).
        copy_requested: A new product like that one is wanted (its id).
        price_requested: What a customer pays for a product is to be explained (its id).
        labels_requested: Labels are wanted for those products (``Chosen``).
        export_requested: The list is to be exported (its name, ``ProductFilter``).
    """

    edit_requested = Signal(str)
    new_requested = Signal(object)
    copy_requested = Signal(str)
    price_requested = Signal(str)
    labels_requested = Signal(object)
    export_requested = Signal(str, object)

    def __init__(self, counter: Counter, use: CatalogueUse, tools: RoomTools) -> None:
        super().__init__()
        self._counter = counter
        self._tools = tools
        self._layouts = use.layouts
        self._laid_out_for: Id | None = None
        self._remedy: Callable[[], None] = _nothing
        self._names = Names(counter.catalogue)
        self._texts = texts = ListedTexts(tools.formats, self._names.category, self._names.vendor)
        self.presenter = ProductsPresenter(use.lists, self.tasks)
        self.pane = ProductPane(texts, tools.pictures, self.tasks)
        self.bar = ListBar()
        self.menus = ListMenus(counter, self.presenter, self.pane.table, self)
        self.filters = Filters(self.presenter, texts, counter.catalogue, self.tasks)
        self.selection = SelectionBar()
        self.deeds = BulkDeeds((counter, use.bulk), texts, self.presenter.vendors, tools, self.tasks)
        self.views = ViewsPresenter(use.views, tools.run, tools.messages)
        self.views_bar = ViewsBar(self.views, self._look, self.tasks, self)
        self._count = label("", "muted")
        self._new = Button(self.tr("New product"), "primary", Icon.PLUS, "Ctrl+N")
        self._news = Throttle(self.pane.refresh, _NEWS_MS)
        self._layout_timer = QTimer(self, singleShot=True, interval=_LAYOUT_MS)
        self._build()
        self._connect()
        self._show_sort(self.presenter.sort)

    @override
    def take_scan(self, code: str) -> bool:
        self.bar.search.setText(code)
        return True

    def _build(self) -> None:
        space = tokens().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space.lg, space.md, space.lg, space.lg)
        column.setSpacing(space.md)
        head = QHBoxLayout()
        head.setSpacing(space.sm)
        head.addWidget(label(self.tr("Products"), "title"))
        head.addWidget(self._count)
        head.addSpacing(space.md)
        head.addWidget(self.views_bar, 1)
        head.addWidget(self._new)
        body = QHBoxLayout()
        body.setSpacing(space.md)
        body.addWidget(self.filters.panel)
        right = QVBoxLayout()
        right.setSpacing(space.md)
        right.addWidget(self.filters.chips)
        right.addWidget(self.pane, 1)
        right.addWidget(self.selection)
        body.addLayout(right, 1)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        presenter, pane, bar = self.presenter, self.pane, self.bar
        presenter.asked.connect(self._show_asked)
        show, latest = self._show, self.tasks.spawn_latest
        presenter.begun.connect(lambda found: latest("show", show(found, False, whole=False)))
        presenter.opened.connect(lambda found, same: latest("show", show(found, same)))
        presenter.refused.connect(self._show_refused)
        presenter.reading.connect(bar.show_reading)
        presenter.aged.connect(bar.show_age)
        bar.search.textChanged.connect(presenter.ask_text)
        bar.search.submitted.connect(lambda _: pane.focus_list())
        bar.search.down_pressed.connect(pane.focus_list)
        bar.filters.toggled.connect(self.filters.show_panel)
        bar.tiles_wanted.connect(self.show_tiles)
        bar.sort_wanted.connect(self.menus.choose_sort)
        bar.columns_wanted.connect(self.menus.choose_columns)
        bar.refresh_wanted.connect(presenter.reload)
        self._layout_timer.timeout.connect(self._keep_layout)
        pane.table.columns_changed.connect(self._layout_timer.start)
        pane.table.sort_wanted.connect(presenter.order)
        pane.opened.connect(self.edit_requested)
        pane.failed.connect(lambda _: presenter.reload())
        pane.state.action_triggered.connect(lambda: self._remedy())
        pane.menu_wanted.connect(lambda place: self.menus.show_deeds(pane.current(), place))
        self.menus.edit_wanted.connect(self.edit_requested)
        self.menus.price_wanted.connect(self.price_requested)
        self.menus.copy_wanted.connect(self.copy_requested)
        pane.rows.chosen.changed.connect(self._show_chosen)
        self.selection.cleared.connect(pane.rows.chosen.clear)
        self.selection.all_wanted.connect(lambda: pane.rows.chosen.choose(0, pane.rows.rowCount()))
        self.selection.wanted.connect(lambda deed: self.tasks.spawn_once("deed", lambda: self._do(deed)))
        pane.delete_pressed.connect(lambda: self.selection.wanted.emit(Deed.ARCHIVE))
        self.deeds.done.connect(presenter.reload)
        self.views_bar.chosen.connect(self._show_view)
        self.views_bar.changes_wanted.connect(self.deeds.show_last)
        self._tools.pictures.arrived.connect(pane.repaint_pictures)
        self._new.clicked.connect(lambda: self.new_requested.emit(presenter.wanted.category))
        self._add_keys()

    def _add_keys(self) -> None:
        keys = {
            "Ctrl+F": self.bar.begin_search,
            "Ctrl+D": self._copy,
            "Ctrl+Z": self.deeds.undo,
            "F5": self.presenter.reload,
        }
        for key, deed in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)

    # ------------------------------------------------------------ lists

    @override
    def enter(self) -> None:
        self._show_layout()
        if not self.pane.rows.rowCount():
            self.pane.show_loading(self.tr("Reading products…"))
        self.presenter.reload()
        self.tasks.spawn_latest("views", self.views.load())
        self.pane.focus_list()

    @override
    def go_to_product(self, product: Id) -> None:
        self.pane.go_to_product(product)

    def show_products(self, wanted: ProductFilter, sort: ProductSort | None = None) -> None:
        """Shows those products: another room leads here."""
        self.presenter.ask(wanted, sort)

    async def _show(self, selection: ProductSelection, same: bool, *, whole: bool = True) -> None:
        await self.pane.show_selection(selection, keeps_place=same)
        self._show_sort(self.presenter.sort)
        self._count.setText(self._tools.formats.quantity(Decimal(selection.count)) if whole else "…")
        if not selection.count:
            self._show_none()
        elif not self._is_asking():
            self.pane.focus_list()

    def _is_asking(self) -> bool:
        """Whether the person is at the search field or the filters, from where the keys must not go."""
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self.bar.search or self.filters.panel.isAncestorOf(focus))

    def _show_none(self) -> None:
        if self.presenter.wanted == ProductFilter():
            action = self.tr("New product") if self._counter.may(Action.EDIT_CATALOGUE) else ""
            text = self.tr("Products that are added or imported are listed here.")
            self.pane.show_empty(self.tr("No products yet"), text, action, Icon.PACKAGE)
            self._remedy = lambda: self.new_requested.emit(None)
        else:
            text = self.tr("No product is as the search and the filters ask for.")
            self.pane.show_empty(self.tr("Nothing found"), text, self.tr("Clear search and filters"))
            self._remedy = lambda: self.presenter.ask(ProductFilter())

    def _show_refused(self, error: B4MartError) -> None:
        self.pane.show_refused(error)
        self._remedy = self.presenter.reload

    # ------------------------------------------------------------ looks

    def show_tiles(self, tiles: bool) -> None:
        """Shows products as tiles or as rows."""
        self.bar.show_look(tiles=tiles)
        self.pane.show_as(tiles=tiles)
        self._layout_timer.start()

    def _show_asked(self) -> None:
        wanted = self.presenter.wanted
        if self.bar.search.text().strip() != wanted.text:
            self.bar.search.setText(wanted.text)
        self.bar.show_active(self.filters.show_asked())
        self.views_bar.show_views()

    def _look(self) -> ListLook:
        """How the list looks, for a view."""
        columns = tuple(column.value for column in self.pane.table.columns())
        presenter, tiles = self.presenter, self.pane.shows_tiles
        return ListLook(filter=presenter.wanted, sort=presenter.sort, columns=columns, tiles=tiles)

    def _show_view(self, view: SavedView | None) -> None:
        if view is None:
            self.presenter.ask(ProductFilter())
            return
        self.show_tiles(view.tiles)
        self.pane.table.set_columns([_KNOWN[name] for name in view.columns if name in _KNOWN] or USUAL)
        self._show_rights()
        self.presenter.ask(view.filter, view.sort)

    def _show_layout(self) -> None:
        """Shows the list as who is signed in laid it out here, where somebody else was here before."""
        user = self._counter.session.require_user().id
        if user != self._laid_out_for:
            self._laid_out_for = user
            layout = self._layouts.layout(user, _LIST) or ListLayout()
            widths = {_KNOWN[name]: width for name, width in layout.widths.items() if name in _KNOWN}
            columns = [_KNOWN[name] for name in layout.columns if name in _KNOWN]
            self.pane.table.set_columns(columns or USUAL, widths)
            self.show_tiles(layout.tiles)
        self._show_rights()

    def _keep_layout(self) -> None:
        table = self.pane.table
        layout = ListLayout(
            columns=tuple(column.value for column in table.columns()),
            widths={column.value: width for column, width in table.widths().items()},
            tiles=self.pane.shows_tiles,
        )
        self._layouts.keep(self._counter.session.require_user().id, _LIST, layout)

    def _show_rights(self) -> None:
        """Shows what who is signed in may see and do; the room outlives who entered it first."""
        sees_costs = self._counter.may(Action.SEE_COSTS)
        self.filters.panel.offer_costs(sees_costs)
        self.selection.offer(self.deeds.allowed())
        self._new.setVisible(self._counter.may(Action.EDIT_CATALOGUE))
        columns = self.pane.table.columns()
        if not sees_costs:
            self.pane.table.set_columns([each for each in columns if each not in COSTS])

    def _show_sort(self, sort: ProductSort) -> None:
        self.pane.table.show_sort(sort)
        self.bar.show_sort(sort)

    # ------------------------------------------------------------ hands

    def _show_chosen(self) -> None:
        rows, number = self.pane.rows, self._tools.formats.quantity
        chosen, count = rows.chosen.count, rows.rowCount()
        self.selection.show_chosen(chosen, count, number(Decimal(chosen)), number(Decimal(count)))

    async def _do(self, deed: Deed) -> None:
        if deed not in self.deeds.allowed():
            return
        try:
            if deed is Deed.EXPORT:
                await self._export()
                return
            chosen = await self.pane.chosen()
        except B4MartError as error:
            self._tools.messages.error(error)
            return
        if deed is Deed.LABELS:
            self.labels_requested.emit(chosen)
        elif chosen.count:
            await self.deeds.do(deed, chosen)

    async def _export(self) -> None:
        """Hands over what is chosen, or the view where that is all of it."""
        number, view, chosen = self._tools.formats.quantity, self.views.current, self.pane.rows.chosen.count
        if chosen in (0, self.pane.rows.rowCount()):
            name = self.tr("Products") if view is None else view.name
            self.export_requested.emit(name, self.presenter.wanted)
        elif chosen > _MOST_EXPORTED:
            text = self.tr("Choose all, or up to {most}, or filter the list: then it can be exported.")
            self._tools.messages.warning(text.format(most=number(Decimal(_MOST_EXPORTED))))
        else:
            name = self.tr("Chosen products ({count})").format(count=number(Decimal(chosen)))
            those = ProductFilter(products=await self.pane.chosen_ids(), statuses=tuple(ProductStatus))
            self.export_requested.emit(name, those)

    def _copy(self) -> None:
        if (product := self.pane.current()) is not None and self._counter.may(Action.EDIT_CATALOGUE):
            self.copy_requested.emit(product)

    # ------------------------------------------------------------ news

    @override
    def on_event(self, event: Event) -> None:
        match event:
            case ReplicaChanged(collection="products", ids=ids):
                self.presenter.note_changed(ids)
                self._news.request()
            case ReplicaChanged(collection="categories" | "users"):
                self._names.forget()
                self._news.request()
            case ReplicaLoading(done, total) if not self.pane.rows.rowCount() and total:
                self.pane.show_copying(done, total)


def _nothing() -> None:
    """There is nothing to put right while a list is shown."""
