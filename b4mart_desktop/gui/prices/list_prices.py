"""The prices of one list as a table that reads on as it is scrolled, and what is done with them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.gui.models.column_table import Column, RowsModel, chosen_row, make_table
from b4mart_desktop.gui.prices.parts import page_title
from b4mart_desktop.gui.prices.tiers import tiers_words
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.labels import label, set_role
from b4mart_desktop.gui.widgets.search_field import SearchField
from b4mart_desktop.services.price_list_rules import ListedPrice

PAGE = 100


class ListPrices(QFrame):
    """The prices of their own that products have in a list.

    Signals:
        more_wanted: The end is in sight.
        searched: Other products are looked for (str); empty for all.
        add_requested: Products are to get prices.
        paste_requested: Prices are to be pasted.
        opened: A price (``ListedPrice``) is to be changed.
        drop_requested: A price (``ListedPrice``) is to go.
    """

    more_wanted = Signal()
    searched = Signal(str)
    add_requested = Signal()
    paste_requested = Signal()
    opened = Signal(object)
    drop_requested = Signal(object)

    def __init__(self, formats: Formats, *, may_change: bool) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._formats = formats
        columns: list[Column[ListedPrice]] = [
            Column(self.tr("Product"), self._name, leads=True),
            Column(self.tr("SKU"), lambda row: row.product.inventory.sku if row.product else ""),
            Column(self.tr("Shelf price"), self._shelf, trailing=True),
            Column(self.tr("In this list"), lambda row: tiers_words(row.price.tiers, formats), trailing=True),
        ]
        self.rows: RowsModel[ListedPrice] = RowsModel(columns)
        self.table = make_table(self.rows, 0, self.tr("Prices of this list"))
        self.state = EmptyState()
        self.search = SearchField(self.tr("Find in this list"))
        self._count = label("", "muted")
        self._add = Button(self.tr("Products…"), "", Icon.PLUS)
        self._paste = Button(self.tr("Paste…"), "", Icon.FILE_TEXT)
        self._drop = Button(self.tr("Take away"), "", Icon.REMOVE)
        self._stack = QStackedWidget()
        self._build()
        for button in (self._add, self._paste, self._drop):
            button.setVisible(may_change)
        self._connect()

    def _build(self) -> None:
        space = tokens().space
        head = QHBoxLayout()
        head.setSpacing(space.sm)
        title = page_title(self.tr("Prices"))
        set_role(title, "subtitle")
        head.addWidget(title)
        head.addWidget(self._count)
        head.addStretch()
        for button in (self._drop, self._paste, self._add):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.lg, space.md, space.lg, space.md)
        column.setSpacing(space.md)
        column.addLayout(head)
        column.addWidget(self.search)
        column.addWidget(self._stack, 1)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.state)

    def _connect(self) -> None:
        bar = self.table.verticalScrollBar()
        bar.valueChanged.connect(lambda value: self.more_wanted.emit() if value == bar.maximum() else None)
        self.search.textChanged.connect(lambda text: self.searched.emit(text.strip()))
        self.search.down_pressed.connect(self.table.setFocus)
        self._add.clicked.connect(self.add_requested)
        self._paste.clicked.connect(self.paste_requested)
        self.table.activated.connect(lambda: self._on_chosen(self.opened))
        self._drop.clicked.connect(lambda: self._on_chosen(self.drop_requested))
        self.state.action_triggered.connect(self.add_requested)
        self.table.selectionModel().currentRowChanged.connect(
            lambda: self._drop.setEnabled(self.chosen() is not None)
        )

    def show_prices(self, rows: Sequence[ListedPrice], total: int, *, found: bool) -> None:
        """Shows the first page, or what was ``found``, of so many."""
        self.rows.show(rows)
        self._count.setText(self._formats.quantity(Decimal(total)) if total else "")
        self._stack.setCurrentWidget(self.table if rows else self.state)
        if not rows and found:
            self.state.show_empty(Icon.SEARCH, self.tr("None of this list is called that"))
        elif not rows:
            hint = self.tr("Add products one by one, or paste lines of SKU and price.")
            self.state.show_empty(Icon.TAG, self.tr("No prices of its own"), hint, self._add.text())
        self.table.selectRow(0)
        self._drop.setEnabled(bool(rows))

    def add_page(self, rows: Sequence[ListedPrice]) -> None:
        """Shows a page after those that are there."""
        self.rows.append(rows)

    def chosen(self) -> ListedPrice | None:
        """Returns the price that is chosen."""
        row = chosen_row(self.table)
        return row if isinstance(row, ListedPrice) else None

    def _on_chosen(self, signal: object) -> None:
        row = self.chosen()
        if row is not None:
            signal.emit(row)  # type: ignore[attr-defined]

    def _name(self, row: ListedPrice) -> str:
        return self.tr("Product not on this counter") if row.product is None else row.product.name

    def _shelf(self, row: ListedPrice) -> str:
        product: Product | None = row.product
        return "" if product is None else self._formats.money(product.shelf_price)
