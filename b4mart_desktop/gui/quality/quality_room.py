"""The data-quality room: kinds of trouble on one side, what is of that kind on the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.product_lists import Flaw, ProductSort
from b4mart_desktop.gui.models.listed_columns import ListedTexts
from b4mart_desktop.gui.models.listed_names import Names
from b4mart_desktop.gui.models.listed_rows import ListedRowsModel
from b4mart_desktop.gui.models.listed_table import ListedTable
from b4mart_desktop.gui.quality.quality_presenter import QualityPresenter, QualityUse
from b4mart_desktop.gui.quality.repair_deeds import RepairDeeds
from b4mart_desktop.gui.quality.trouble import Trouble, columns_for, field_to_fix, name_of, why
from b4mart_desktop.gui.quality.trouble_rows import TroubleDelegate, TroubleRows
from b4mart_desktop.gui.quality.twins import TwinRows, TwinTable
from b4mart_desktop.gui.quality.unreadable import UnreadablePage
from b4mart_desktop.gui.shared.dialogs import confirm
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.room import Room, RoomTools
from b4mart_desktop.gui.shared.throttle import Throttle
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.bus import DocumentSkipped, Event, ReplicaChanged
from b4mart_desktop.services.ports import SkippedDocument
from b4mart_desktop.services.ports.listing import ProductSelection
from b4mart_desktop.services.product_list import SharedBarcode

_LEADING_WIDTH = 300
_NEWS_MS = 3_000
_STAND_INS = 10
_COUNTED_AGAIN = ("products", "categories")


class QualityRoom(Room):
    """What is wrong in the catalogue, each a press from its fix.

    Signals:
        edit_requested: A product is to be opened (its id, and the field to begin at).
        list_requested: All products with a flaw are to be shown in the list (``Flaw``).
    """

    edit_requested = Signal(str, str)
    list_requested = Signal(object)

    def __init__(self, use: QualityUse, tools: RoomTools) -> None:
        super().__init__()
        self._tools = tools
        self.presenter = QualityPresenter(use, tools.run)
        self._deeds = RepairDeeds(use.repairing, tools, self.tasks)
        self._names = Names(use.counter.catalogue)
        texts = ListedTexts(tools.formats, self._names.category, self._names.vendor)
        self._troubles = TroubleRows(tools.formats)
        self.kinds = QListView()
        self._products = ListedRowsModel(texts, self.tasks)
        self.table = ListedTable(self._products, tools.pictures, choosing=False)
        self._twin_rows = TwinRows()
        self.twins = TwinTable(self._twin_rows, texts)
        self.unreadable = UnreadablePage(tools.formats)
        self.state = EmptyState()
        self._title, self._why = label("", "title"), label("", "muted", wrap=True)
        self._all = Button(self.tr("Show in the list"), "", Icon.LIST)
        self._pages = QStackedWidget()
        self._news = Throttle(self._follow, _NEWS_MS)
        self._fixing = False
        self._build()
        self._connect(tools)
        self._connect_fixes()

    # ------------------------------------------------------------ parts

    def _build(self) -> None:
        space = tokens().space
        self.kinds.setModel(self._troubles)
        self.kinds.setItemDelegate(TroubleDelegate(self._products.texts.formats))
        self.kinds.setUniformItemSizes(True)
        self.kinds.setAccessibleName(self.tr("Kinds of problems"))
        leading = _card(self.kinds)
        leading.setFixedWidth(_LEADING_WIDTH)
        for page in (self.table, self.twins, self.unreadable, self.state):
            self._pages.addWidget(page)
        right = QVBoxLayout()
        right.setSpacing(space.xs)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self._all)
        right.addLayout(head)
        right.addWidget(self._why)
        right.addSpacing(space.sm)
        right.addWidget(_card(self._pages), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(space.lg, space.lg, space.lg, space.lg)
        row.setSpacing(space.lg)
        row.addWidget(leading)
        row.addLayout(right, 1)

    def _connect(self, tools: RoomTools) -> None:
        presenter = self.presenter
        presenter.counted.connect(self._show_counts)
        presenter.found.connect(self._show_products)
        presenter.twins_found.connect(self._show_twins)
        presenter.unreadable_found.connect(self._show_unreadable)
        presenter.refused.connect(self._show_refused)
        self.kinds.selectionModel().currentChanged.connect(self._on_chosen)
        self.kinds.activated.connect(lambda _: self._enter_page())
        self.table.sort_wanted.connect(self._sort)
        self.state.action_triggered.connect(self._read_again)
        self._products.pages.failed.connect(lambda _: self._read_again())
        self._all.clicked.connect(lambda: self.list_requested.emit(presenter.chosen))
        tools.pictures.arrived.connect(self.table.viewport().update)

    def _connect_fixes(self) -> None:
        twins, page, deeds, once = self.twins, self.unreadable, self._deeds, self.tasks.spawn_once
        self.table.opened.connect(self._open)
        twins.opened.connect(lambda product: self._fix(product, field_to_fix(Flaw.DUPLICATE_BARCODE)))
        twins.removal_requested.connect(
            lambda product, code: once("remove", lambda: self._remove_barcode(product, code))
        )
        page.repair_requested.connect(
            lambda row: once("repair", lambda: deeds.repair(page.shown()[max(0, row) :]))
        )
        page.proposals_requested.connect(
            lambda documents: once("repair", lambda: deeds.apply_proposals(documents))
        )
        page.hiding_requested.connect(
            lambda documents, hidden: once("hide", lambda: deeds.hide(documents, hidden=hidden))
        )
        deeds.done.connect(self._read_again)

    # ------------------------------------------------------------ reading

    @override
    def enter(self) -> None:
        """Goes on where the person left for a fix; else begins with the kinds."""
        self._read_again()
        if self._fixing:
            self._enter_page()
        else:
            self.kinds.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fixing = False

    @override
    def go_to_product(self, product: Id) -> None:
        row = self._products.pages.place(product)
        if row is not None:
            self.table.go_to(row)

    @override
    def on_event(self, event: Event) -> None:
        match event:
            case ReplicaChanged(collection=name) if name in _COUNTED_AGAIN:
                self._names.forget()
                self._news.request()
            case DocumentSkipped():
                self._news.request()

    def _read_again(self) -> None:
        self.tasks.spawn_latest("count", self.presenter.count())
        if self.presenter.chosen is not None:
            self.tasks.spawn_latest("find", self.presenter.choose(self.presenter.chosen))

    def _follow(self) -> None:
        """Reads again what changed, where somebody looks."""
        if self.isVisible():
            self._read_again()

    def _on_chosen(self, index: QModelIndex) -> None:
        trouble = self._troubles.trouble(index.row())
        if trouble is None:
            return
        self._title.setText(name_of(trouble))
        self._why.setText(why(trouble))
        self._all.setVisible(isinstance(trouble, Flaw))
        self.tasks.spawn_latest("find", self.presenter.choose(trouble))

    def _enter_page(self) -> None:
        page = self._pages.currentWidget()
        inside = self.unreadable.table if page is self.unreadable else page
        if inside is not None:
            inside.setFocus(Qt.FocusReason.TabFocusReason)

    def _sort(self, sort: ProductSort) -> None:
        self.presenter.sort = sort
        self.table.show_sort(sort)
        self._read_again()

    # ------------------------------------------------------------ showing

    def _show_counts(self, counts: Mapping[Trouble, int]) -> None:
        self._troubles.show(self.presenter.troubles(), counts)
        if self.presenter.chosen is None:
            self.kinds.setCurrentIndex(self._troubles.index(self._troubles.worst()))

    def _show_products(self, selection: ProductSelection, same: bool) -> None:
        place = self.table.current if same else -1
        after = self._products_from(place)
        top = self.table.verticalScrollBar().value() if same else 0
        self.table.forget_place()
        self._products.show(selection)
        if not selection.count:
            self._show_nothing_wrong()
            return
        if not same and isinstance(self.presenter.chosen, Flaw):
            self.table.set_columns(columns_for(self.presenter.chosen))
        self._pages.setCurrentWidget(self.table)
        self.table.verticalScrollBar().setValue(top)
        if place >= 0:
            self.table.go_to(place)
            self.tasks.spawn_latest("place", self._go_to_first(after))

    def _products_from(self, row: int) -> Sequence[Id]:
        """Returns the product of a row and those after it, which stand in for it once it is fixed."""
        rows = range(row, row + _STAND_INS) if row >= 0 else ()
        return [product.id for each in rows if (product := self._products.product(each)) is not None]

    async def _go_to_first(self, products: Sequence[Id]) -> None:
        """Goes to the first of the products that is still listed; those fixed before it left the list."""

        def first(selection: ProductSelection) -> int | None:
            return next((row for each in products if (row := selection.place(each)) is not None), None)

        try:
            row = await self._products.pages.ask(first)
        except B4MartError:
            return
        if row is not None:
            self.table.go_to(row)

    def _show_twins(self, twins: Sequence[SharedBarcode], same: bool) -> None:
        table = self.twins
        place = table.currentIndex()
        row, column = (place.row(), place.column()) if same and place.isValid() else (0, 1)
        self._twin_rows.show(twins)
        table.show_rights(may_edit=self.presenter.may_edit)
        if twins:
            self._pages.setCurrentWidget(self.twins)
            table.go_to(row, column)
        else:
            self._show_nothing_wrong()

    def _show_unreadable(self, documents: Sequence[SkippedDocument]) -> None:
        self.unreadable.show_documents(documents, may_repair=self.presenter.may_edit)
        if documents:
            self._pages.setCurrentWidget(self.unreadable)
        else:
            self._show_nothing_wrong()

    def _show_nothing_wrong(self) -> None:
        title, text = self.tr("No problems"), self.tr("Nothing of this kind is wrong in the whole catalogue.")
        self.state.show_empty(Icon.CIRCLE_CHECK, title, text)
        self._pages.setCurrentWidget(self.state)

    def _show_refused(self, error: B4MartError) -> None:
        title, text = describe(error)
        if error.code in (ErrorCode.NOT_ALLOWED, ErrorCode.NOT_SIGNED_IN):
            self.state.show_forbidden(text)
        elif error.code is ErrorCode.CATALOGUE_LOADING:
            self.state.show_loading(self.tr("The catalogue is being copied to this counter…"))
        else:
            self.state.show_error(title, text)
        self._pages.setCurrentWidget(self.state)

    # ------------------------------------------------------------ fixing

    def neighbour(self, product: Id, step: int) -> Id | None:
        """Returns the product before (-1) or after (1) another; None at the ends and where it is unread."""
        row = self._products.pages.place(product)
        beside = None if row is None else self._products.product(row + step)
        return None if beside is None else beside.id

    def _open(self, row: int) -> None:
        product, trouble = self._products.product(row), self.presenter.chosen
        if product is not None and isinstance(trouble, Flaw):
            self._fix(product.id, field_to_fix(trouble, product))

    def _fix(self, product: Id, field: str) -> None:
        self._fixing = True
        self.edit_requested.emit(product, field)

    async def _remove_barcode(self, product: Product, code: str) -> None:
        """Takes a shared barcode away from one of its products."""
        title = self.tr("Remove {code} from “{name}”?").format(code=code, name=product.name)
        text = self.tr("A scan of it no longer finds this product. Its history keeps the change.")
        if not await confirm(self._tools.window, title, text, self.tr("Remove barcode")):
            return
        try:
            await self.presenter.remove_barcode(product.id, code)
        except B4MartError as error:
            self._tools.messages.error(error)
            return
        self._tools.messages.success(self.tr("Removed from {name}").format(name=product.name))
        self._read_again()


def _card(content: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("kind", "card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(1, 1, 1, 1)
    inside.addWidget(content)
    return card
