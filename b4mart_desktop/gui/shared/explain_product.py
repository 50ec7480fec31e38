"""What a customer would pay for a product: which customer, how many, when; the price explained."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.explain import ExplainFrame
from b4mart_desktop.gui.shared.explain_words import ExplainWords
from b4mart_desktop.gui.shared.moment_edit import MomentEdit
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit
from b4mart_desktop.services.price_preview import PricePreview


class ProductPriceDialog(ExplainFrame):
    """Explains what a product costs, as the counter's engine says.

    Args:
        parent: Any widget of the window.
        product: Which, saved or not.
        preview: Prices it.
        formats: How amounts are written.
    """

    def __init__(self, parent: QWidget, product: Product, preview: PricePreview, formats: Formats) -> None:
        title = QCoreApplication.translate("ProductPriceDialog", "What a customer pays for {name}")
        super().__init__(parent, title.format(name=product.name))
        self._product, self._preview, self._formats = product, preview, formats
        self._words = ExplainWords(formats)
        self._group, self._quantity = QComboBox(), MoneyEdit()
        self._moment = MomentEdit(formats.zone)
        self._price = label("", "title")
        self._problem = label("", "error", wrap=True)
        self._build()
        self._show()

    def _build(self) -> None:
        self._group.addItem(self.tr("Any customer"), None)
        for name in self._preview.groups():
            self._group.addItem(name, name)
        self._quantity.set_currency("", 3 if self._product.pos.weighed else 0)
        self._quantity.setText("1")
        self._moment.set_moment(self._preview.now())
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens().space.md)
        grid.setVerticalSpacing(tokens().space.xs)
        fields: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Customer group"), self._group),
            (self.tr("Quantity"), self._quantity),
            (self.tr("Bought on"), self._moment),
        )
        for column, (name, field) in enumerate(fields):
            field.setAccessibleName(name)
            grid.addWidget(label(name, "strong"), 0, column)
            grid.addWidget(field, 1, column)
        self.body.addLayout(grid)
        self.body.addWidget(self._price)
        self.body.addWidget(self._problem)
        self.body.addWidget(self.view, 1)
        self._group.currentIndexChanged.connect(self._show)
        self._quantity.value_changed.connect(self._show)
        self._moment.changed.connect(self._show)
        self._quantity.setFocus()

    def _show(self) -> None:
        try:
            explained = self._preview.product(
                self._product,
                self._quantity.value() or Decimal(1),
                self._group.currentData(),
                self._moment.moment(),
            )
        except B4MartError as error:
            self._problem.setText(describe(error, self._formats)[1])
            self._problem.show()
            self.show_rows([])
            return
        self._problem.hide()
        self._price.setText(self._formats.money(explained.priced.total))
        self.show_rows(self._words.one_line(explained, explained.lines[0].priced.line.key))
