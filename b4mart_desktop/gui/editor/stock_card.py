"""What is on hand and how it is watched; it changes by movements only, so correcting it takes a reason."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.gui.editor.card import Card
from b4mart_desktop.gui.editor.fields import MeasureField, SwitchField, TextField
from b4mart_desktop.gui.editor.rights import Rights
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.labels import label

_UNITS = ("pcs", "kg", "g", "l", "ml", "m", "m²", "box", "pair")


class StockCard(Card):
    """On hand, unit, when to reorder.

    Signals:
        correction_requested: The person wants to correct what is on hand.
    """

    correction_requested = Signal()

    def __init__(self, formats: Formats) -> None:
        super().__init__(formats)
        self.set_title(self.tr("Inventory"))
        self._on_hand = label("", "title")
        self._correct = Button(self.tr("Adjust…"), "", Icon.PENCIL)
        self._correct.setObjectName("correct_stock_button")
        self._opening = MeasureField(
            self.tr("Quantity on hand"),
            self.tr("Opening stock, booked when you save"),
            required=True,
        )
        self._counted = self._counted_part()
        self._may_correct = False
        self._correct.clicked.connect(self.correction_requested)
        self._build()

    def _counted_part(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens().space.xs)
        column.addWidget(label(self.tr("On hand")))
        row = QHBoxLayout()
        row.addWidget(self._on_hand, 1)
        row.addWidget(self._correct)
        column.addLayout(row)
        column.addStretch()
        return holder

    def _build(self) -> None:
        unit = TextField(self.tr("Unit"), self.tr("How it is counted or measured"))
        completer = QCompleter(_UNITS, unit)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(unit.line.textEdited)
        unit.line.setCompleter(completer)
        low = MeasureField(self.tr("Low stock threshold"), required=True)
        opening = self.bind("inventory.quantity", self._opening)
        self.add_row(self._counted, opening, self.bind("inventory.unit", unit), stretch=(2, 2, 2))
        track = SwitchField(self.tr("Track quantity"))
        backorders = SwitchField(self.tr("Web store keeps selling when out of stock"))
        self.add_row(
            self.bind("inventory.lowStockThreshold", low), self._switches(track, backorders), stretch=(1, 2)
        )

    def _switches(self, track: SwitchField, backorders: SwitchField) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, tokens().space.lg, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bind("inventory.trackQuantity", track))
        column.addWidget(self.bind("inventory.allowBackorders", backorders))
        return holder

    def show_saved(self, saved: bool) -> None:
        """Says whether there is a ledger yet; before, what is on hand is typed in."""
        self._counted.setVisible(saved)
        self._opening.setVisible(not saved)

    @override
    def show_product(self, product: Product, *, fresh: bool) -> None:
        super().show_product(product, fresh=fresh)
        stock = product.inventory
        self._on_hand.setText(self.formats.quantity(stock.on_hand, stock.unit))

    @override
    def show_rights(self, rights: Rights) -> None:
        opening_shown = not self._opening.isHidden()
        super().show_rights(rights)
        self._opening.setVisible(opening_shown)
        self._correct.setEnabled(rights.stock)
