"""The dialog that picks products and departments for a rule of prices. Reads the local copy only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.shared.category_picker import CategoryPicker
from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.choices import SegmentedControl
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.search_field import SearchField
from b4mart_desktop.services.ports import Catalogue, ProductHit

_ID = Qt.ItemDataRole.UserRole + 1
_SIZE = (680, 620)
_FOUND = 60
_PRODUCTS, _DEPARTMENTS = "products", "departments"


class GoodsDialog(AskDialog):
    """Picks products by search and departments from their tree; what is ticked already stays so.

    Attributes:
        products: Products that are ticked, in the order they were.
    """

    def __init__(
        self,
        parent: QWidget,
        catalogue: Catalogue,
        formats: Formats,
        title: str,
        chosen: tuple[Sequence[Id], Sequence[Id]] = ((), ()),
        *,
        departments: bool = True,
    ) -> None:
        super().__init__(parent, title)
        self._catalogue, self._formats = catalogue, formats
        self.products: dict[Id, None] = dict.fromkeys(chosen[0])
        offered = catalogue.categories() if departments else ()
        self._picker = CategoryPicker(offered, ticked=chosen[1])
        self._kinds = SegmentedControl(
            [(_PRODUCTS, self.tr("Products")), (_DEPARTMENTS, self.tr("Departments"))],
            self.tr("What to pick"),
        )
        self._search = SearchField(self.tr("Name, SKU or barcode"))
        self._list = QListWidget()
        self._pages = QStackedWidget()
        self._count = label("", "muted")
        self._build(departments=departments)
        self._connect()
        self._show_products("")

    def _build(self, *, departments: bool) -> None:
        self.resize(*_SIZE)
        self._list.setAccessibleName(self.tr("Products"))
        products = QWidget()
        column = QVBoxLayout(products)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens().space.md)
        column.addWidget(self._search)
        column.addWidget(self._list, 1)
        self._pages.addWidget(products)
        self._pages.addWidget(self._picker)
        self.body.addWidget(self._kinds)
        self._kinds.setVisible(departments)
        self.body.addWidget(self._pages, 1)
        self.body.addWidget(self._count)
        self.add_button(self.tr("Cancel"), closes=False)
        done = self.add_button(self.tr("Take these"), "primary", closes=True)
        done.setDefault(False)  # Return ticks the first one found
        done.setAutoDefault(False)
        self._search.setFocus()

    def _connect(self) -> None:
        self._kinds.current_changed.connect(self._show_kind)
        self._search.textChanged.connect(self._show_products)
        self._search.submitted.connect(self._on_submitted)
        self._search.down_pressed.connect(self._list.setFocus)
        self._list.itemChanged.connect(self._on_ticked)
        self._picker.changed.connect(self._show_count)
        self._list.itemActivated.connect(_toggle)

    # ------------------------------------------------------------ products

    def _show_products(self, text: str) -> None:
        """Shows what is found, or what is ticked where nothing is searched for."""
        hits: Iterable[ProductHit]
        if text.strip():
            hits = self._catalogue.search(text.strip(), _FOUND).hits
        else:
            hits = self._catalogue.hits(list(self.products)[:_FOUND])
        self._list.blockSignals(True)
        self._list.clear()
        for hit in hits:
            self._list.addItem(self._item(hit))
        self._list.blockSignals(False)
        self._list.setCurrentRow(0)
        self._show_count()

    def _item(self, hit: ProductHit) -> QListWidgetItem:
        item = QListWidgetItem(f"{hit.name}   ·   {hit.sku}   ·   {self._formats.money(hit.price)}")
        item.setData(_ID, hit.id)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(_state(hit.id in self.products))
        return item

    def _on_submitted(self, text: str) -> None:
        """Return ticks the first one found and makes way for the next: a scanned code needs no mouse."""
        if not text:
            self.accept()
            return
        item = self._list.item(0)
        if item is not None:
            _toggle(item)
            self._search.clear()

    # ------------------------------------------------------------ what is ticked

    @property
    def categories(self) -> tuple[Id, ...]:
        """Departments that are ticked, in the order they were."""
        return self._picker.ticked()

    def _show_kind(self, kind: object) -> None:
        field = self._search if kind == _PRODUCTS else self._picker
        self._pages.setCurrentIndex(0 if kind == _PRODUCTS else 1)
        field.setFocus()

    def _on_ticked(self, item: QListWidgetItem) -> None:
        if item.checkState() is Qt.CheckState.Checked:
            self.products[item.data(_ID)] = None
        else:
            self.products.pop(item.data(_ID), None)
        self._show_count()

    def _show_count(self) -> None:
        products = self.tr("%n product(s)", "", len(self.products))
        departments = self.tr("%n department(s)", "", len(self.categories))
        self._count.setText(f"{products} · {departments}" if self._kinds.isVisibleTo(self) else products)


def _toggle(item: QListWidgetItem) -> None:
    item.setCheckState(_state(item.checkState() is not Qt.CheckState.Checked))


def _state(ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
