"""The panel beside the list where one says which products one wants to see. It reads no products."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.product_lists import Flaw, ProductFilter
from b4mart_desktop.gui.catalogue.tag_field import TagField
from b4mart_desktop.gui.models.listed_columns import flaw_name, status_name
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button, set_button_text
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit

WIDTH = 296
_COST_FLAWS = (Flaw.NO_COST, Flaw.BELOW_COST)


class FilterPanel(QScrollArea):
    """Shows a filter and tells when the person changes it; the text is the search field's.

    Args:
        formats: For the currency.
        category: The name of a category.
        parent: The widget it stands in.

    Signals:
        changed: What is asked for now (``ProductFilter``).
        category_wanted: The person wants to pick a category.
        tags_typed: What tags are to be offered for (str).
    """

    changed = Signal(object)
    category_wanted = Signal()
    tags_typed = Signal(str)

    def __init__(
        self, formats: Formats, category: Callable[[Id], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._category_name = category
        self._filter = ProductFilter()
        self._showing = False
        self._category = Button(self.tr("Any category"), "", Icon.CHEVRON_DOWN)
        self._statuses = {status: QCheckBox(status_name(status)) for status in ProductStatus}
        self._low = QCheckBox(self.tr("Low stock"))
        self._featured = QCheckBox(self.tr("Featured"))
        self._favourite = QCheckBox(self.tr("Favourite at the till"))
        self._least, self._most = self._amount(formats), self._amount(formats)
        self._vendor = QComboBox()
        self.tags = TagField()
        self._flaws = {flaw: QCheckBox(flaw_name(flaw)) for flaw in Flaw}
        self._build()
        self._connect()

    def _amount(self, formats: Formats) -> MoneyEdit:
        field = MoneyEdit()
        field.set_currency(formats.symbol, 2)
        return field

    def _build(self) -> None:
        content = QWidget()
        content.setProperty("kind", "clear")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, tokens().space.md, tokens().space.lg)
        column.setSpacing(tokens().space.lg)
        prices = QHBoxLayout()
        prices.setSpacing(tokens().space.sm)
        for field, name in ((self._least, self.tr("Lowest price")), (self._most, self.tr("Highest price"))):
            field.setAccessibleName(name)
            field.setPlaceholderText(self.tr("from") if field is self._least else self.tr("to"))
            prices.addWidget(field)
        self._vendor.setAccessibleName(self.tr("Vendor"))
        column.addLayout(_section(self.tr("Category"), self._category))
        column.addLayout(_section(self.tr("Status"), *self._statuses.values()))
        price = _section(self.tr("Shelf price"))
        price.addLayout(prices)
        column.addLayout(price)
        column.addLayout(_section(self.tr("Stock and display"), self._low, self._featured, self._favourite))
        column.addLayout(_section(self.tr("Vendor"), self._vendor))
        column.addLayout(_section(self.tr("Tags"), self.tags))
        column.addLayout(_section(self.tr("Data quality"), *self._flaws.values()))
        column.addStretch()
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(WIDTH)

    def _connect(self) -> None:
        self._category.clicked.connect(self.category_wanted)
        for box in (
            *self._statuses.values(),
            *self._flaws.values(),
            self._low,
            self._featured,
            self._favourite,
        ):
            box.toggled.connect(self._tell)
        for field in (self._least, self._most):
            field.editingFinished.connect(self._tell)
        self._vendor.activated.connect(self._tell)
        self.tags.changed.connect(self._tell)
        self.tags.typed.connect(self.tags_typed)

    # ------------------------------------------------------------ showing

    def show_filter(self, wanted: ProductFilter) -> None:
        """Shows what is asked for, without a signal."""
        self._filter, self._showing = wanted, True
        name = self.tr("Any category") if wanted.category is None else self._category_name(wanted.category)
        set_button_text(self._category, name.replace("&", "&&"))
        for status, box in self._statuses.items():
            box.setChecked(status in wanted.statuses)
        for flaw, box in self._flaws.items():
            box.setChecked(flaw in wanted.flaws)
        self._low.setChecked(bool(wanted.low_stock))
        self._featured.setChecked(bool(wanted.featured))
        self._favourite.setChecked(bool(wanted.favourite))
        self._least.set_value(wanted.price_from)
        self._most.set_value(wanted.price_to)
        self._vendor.setCurrentIndex(max(0, self._vendor.findData(wanted.vendor)))
        self.tags.show_tags(wanted.tags)
        self._showing = False

    def offer_costs(self, offered: bool) -> None:
        """Offers flaws about costs, or does not."""
        for flaw in _COST_FLAWS:
            self._flaws[flaw].setVisible(offered)

    def offer_vendors(self, vendors: Sequence[tuple[Id, str]]) -> None:
        """Offers vendors by id and name."""
        self._showing = True
        self._vendor.clear()
        self._vendor.addItem(self.tr("Any vendor"), None)
        for vendor, name in vendors:
            self._vendor.addItem(name, vendor)
        self._vendor.setCurrentIndex(max(0, self._vendor.findData(self._filter.vendor)))
        self._vendor.setEnabled(bool(vendors))
        self._showing = False

    def take_category(self, category: Id | None) -> None:
        """Asks for that category, or for any."""
        self._change(msgspec.structs.replace(self._filter, category=category))

    # ------------------------------------------------------------ telling

    def _tell(self) -> None:
        if self._showing:
            return
        least, most = self._least.value(), self._most.value()
        if least is not None and most is not None and least > most:
            least, most = most, least
        self._change(
            msgspec.structs.replace(
                self._filter,
                statuses=tuple(status for status, box in self._statuses.items() if box.isChecked()),
                flaws=tuple(flaw for flaw, box in self._flaws.items() if box.isChecked()),
                low_stock=self._low.isChecked() or None,
                featured=self._featured.isChecked() or None,
                favourite=self._favourite.isChecked() or None,
                price_from=least,
                price_to=most,
                vendor=self._vendor.currentData(),
                tags=self.tags.tags(),
            )
        )

    def _change(self, wanted: ProductFilter) -> None:
        if wanted != self._filter:
            self._filter = wanted
            self.changed.emit(wanted)


def _section(title: str, *widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    heading = label(title, "caption")
    heading.setContentsMargins(0, 0, 0, tokens().space.xs)
    column.addWidget(heading)
    for widget in widgets:
        column.addWidget(widget)
    return column
