"""The room of things to mend: kinds of trouble on one side, what is of that kind on the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.domain.product_lists import Flaw, ProductSort
from b4mart_desktop.gui.models.listed_columns import ListedTexts
from b4mart_desktop.gui.models.listed_names import Names
from b4mart_desktop.gui.models.listed_rows import ListedRowsModel
from b4mart_desktop.gui.models.listed_table import ListedTable
from b4mart_desktop.gui.quality.quality_presenter import QualityPresenter
from b4mart_desktop.gui.quality.trouble import Trouble, columns_for, name_of, why
from b4mart_desktop.gui.quality.trouble_rows import TroubleDelegate, TroubleRows
from b4mart_desktop.gui.quality.twins import TwinRows, TwinTable
from b4mart_desktop.gui.quality.unreadable import UnreadablePage
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.room import Room, RoomTools
from b4mart_desktop.gui.shared.throttle import Throttle
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.bus import DocumentSkipped, Event, ReplicaChanged
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.ports import SkippedDocument
from b4mart_desktop.services.ports.listing import ProductSelection
from b4mart_desktop.services.product_list import ProductList, SharedBarcode

_LEADING_WIDTH = 300
_NEWS_MS = 3_000
_COUNTED_AGAIN = ("products", "categories")


class QualityRoom(Room):
    """What should be mended in the catalogue.

    Signals:
        edit_requested: A product is to be opened (its id).
        list_requested: All products with a flaw are to be shown in the list (``Flaw``).
    """

    edit_requested = Signal(str)
    list_requested = Signal(object)

    def __init__(self, counter: Counter, lists: ProductList, tools: RoomTools) -> None:
        super().__init__()
        self.presenter = QualityPresenter(lists)
        self._names = Names(counter.catalogue)
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
        self._build()
        self._connect(tools)

    # ------------------------------------------------------------ parts

    def _build(self) -> None:
        space = tokens().space
        self.kinds.setModel(self._troubles)
        self.kinds.setItemDelegate(TroubleDelegate(self._products.texts.formats))
        self.kinds.setUniformItemSizes(True)
        self.kinds.setAccessibleName(self.tr("What should be mended"))
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
        self.table.opened.connect(self._open)
        self.twins.opened.connect(self.edit_requested)
        self.state.action_triggered.connect(self._read_again)
        self._products.pages.failed.connect(lambda _: self._read_again())
        self._all.clicked.connect(lambda: self.list_requested.emit(presenter.chosen))
        tools.pictures.arrived.connect(lambda _: self.table.viewport().update())

    # ------------------------------------------------------------ reading

    @override
    def enter(self) -> None:
        self._read_again()
        self.kinds.setFocus(Qt.FocusReason.OtherFocusReason)

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
        top = self.table.verticalScrollBar().value() if same else 0
        self.table.forget_place()
        self._products.show(selection)
        if not selection.count:
            self._show_mended()
            return
        if not same and isinstance(self.presenter.chosen, Flaw):
            self.table.set_columns(columns_for(self.presenter.chosen))
        self._pages.setCurrentWidget(self.table)
        self.table.verticalScrollBar().setValue(top)
        if place >= 0:
            self.table.go_to(place)

    def _show_twins(self, twins: Sequence[SharedBarcode]) -> None:
        self._twin_rows.show(twins)
        if twins:
            self._pages.setCurrentWidget(self.twins)
        else:
            self._show_mended()

    def _show_unreadable(self, documents: Sequence[SkippedDocument]) -> None:
        self.unreadable.rows.show(documents)
        if documents:
            self._pages.setCurrentWidget(self.unreadable)
        else:
            self._show_mended()

    def _show_mended(self) -> None:
        title, text = self.tr("Nothing to mend"), self.tr("The whole catalogue is well in this.")
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

    def _open(self, row: int) -> None:
        product = self._products.product(row)
        if product is not None:
            self.edit_requested.emit(product.id)


def _card(content: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("kind", "card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(1, 1, 1, 1)
    inside.addWidget(content)
    return card
