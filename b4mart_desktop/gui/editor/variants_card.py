"""What the buyer can choose, and the combinations that come of it with codes and stock of their own."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain import combinations
from b4mart_desktop.domain.catalog import Product, Variant
from b4mart_desktop.gui.editor.barcodes_field import as_stored
from b4mart_desktop.gui.editor.card import Card
from b4mart_desktop.gui.editor.cells import read_amount, read_quantity
from b4mart_desktop.gui.editor.changes import replace, with_value
from b4mart_desktop.gui.editor.chips_field import ChipsField
from b4mart_desktop.gui.editor.fields import Field, SwitchField, TextField
from b4mart_desktop.gui.editor.records_field import Column, RecordsField
from b4mart_desktop.gui.editor.rights import Rights
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.gui.widgets.labels import label

_STOCK = "inventory.variantStock"


class _VariantRow(QFrame):
    """One choice: its name and its options.

    Signals:
        changed: The person changed it (``Variant``).
        removed: The person takes it away.
    """

    changed = Signal(object)
    removed = Signal()

    def __init__(self, variant: Variant) -> None:
        super().__init__()
        self.setProperty("kind", "group")
        self._variant = variant
        self._name = TextField(self.tr("Option name"), placeholder=self.tr("Such as Colour"), optional=True)
        self._options = ChipsField(self.tr("Option values"), self.tr("Such as Red, then Enter"))
        self._required = SwitchField(self.tr("Required"))
        self._remove = IconButton(Icon.REMOVE, self.tr("Remove this option"))
        self._build()
        self.show_variant(variant, fresh=True)

    def _build(self) -> None:
        space = tokens().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space.md, space.md, space.md, space.md)
        row = QHBoxLayout()
        row.setSpacing(space.lg)
        row.addWidget(self._name, 2)
        row.addWidget(self._options, 4)
        column.addLayout(row)
        below = QHBoxLayout()
        below.addWidget(self._required, 1)
        below.addWidget(self._remove)
        column.addLayout(below)
        self._name.edited.connect(lambda text: self._put(name=text))
        self._options.edited.connect(lambda words: self._put(options=words))
        self._required.edited.connect(lambda wanted: self._put(required=wanted))
        self._remove.clicked.connect(self.removed)

    def show_variant(self, variant: Variant, *, fresh: bool) -> None:
        """Shows a choice."""
        self._variant = variant
        self._name.show_value(variant.name, fresh=fresh)
        self._options.show_value(variant.options, fresh=fresh)
        self._required.show_value(variant.required, fresh=fresh)

    def set_read_only(self, read_only: bool) -> None:
        """Says whether the person may change it."""
        for field in (self._name, self._options, self._required):
            field.set_read_only(read_only)
        self._remove.setVisible(not read_only)

    def _put(self, **values: Any) -> None:
        self._variant = replace(self._variant, **values)
        self.changed.emit(self._variant)


class VariantsField(Field):
    """The choices below each other."""

    def __init__(self, name: str) -> None:
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens().space.sm)
        super().__init__("", holder, "")
        self.name = name
        self._rows: list[_VariantRow] = []
        self._read_only = False
        self._add = Button(self.tr("Add option"), "", Icon.PLUS)
        self._add.clicked.connect(lambda: self._change((*self._value, Variant())))
        row = QHBoxLayout()
        row.addWidget(self._add)
        row.addStretch()
        self._column.addLayout(row)

    @override
    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        self._add.setVisible(not read_only)
        for row in self._rows:
            row.set_read_only(read_only)

    @override
    def _display(self, value: Any) -> None:
        """Rows that stay keep their focus."""
        while len(self._rows) > len(value):
            row = self._rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, variant in enumerate(value):
            if place < len(self._rows):
                self._rows[place].show_variant(variant, fresh=False)
            else:
                self._rows.append(self._row(place, variant))

    def _row(self, place: int, variant: Variant) -> _VariantRow:
        row = _VariantRow(variant)
        row.set_read_only(self._read_only)
        row.changed.connect(lambda made: self._put(place, made))
        row.removed.connect(lambda: self._put(place, None))
        self._column.insertWidget(place, row)
        return row

    def _put(self, place: int, variant: Variant | None) -> None:
        variants = list(self._value)
        variants[place : place + 1] = [] if variant is None else [variant]
        self._change(tuple(variants))

    def _change(self, variants: tuple[Variant, ...]) -> None:
        self._display(variants)
        self._take(variants)


class VariantsCard(Card):
    """Choices and combinations.

    Signals:
        removal_requested: The person wants to remove combinations that are not offered.
    """

    removal_requested = Signal()

    def __init__(self, formats: Formats, digits: int) -> None:
        super().__init__(formats)
        self.set_title(self.tr("Variants"))
        self._digits = digits
        self._note = label("", "small", wrap=True)
        self._generate = Button(self.tr("Create missing variants"), "", Icon.GRID)
        self._prune = Button(self.tr("Remove unavailable variants…"), "quiet", Icon.REMOVE)
        self._generate.clicked.connect(lambda: self.edited.emit(_STOCK, _completed))
        self._prune.clicked.connect(self.removal_requested)
        self.body.addWidget(self.bind("variants", VariantsField(self.tr("Options"))))
        self.body.addWidget(self._note)
        self.body.addWidget(self.bind(_STOCK, RecordsField(self.tr("Variants"), self._columns())))
        row = QHBoxLayout()
        row.addWidget(self._generate)
        row.addWidget(self._prune)
        row.addStretch()
        self.body.addLayout(row)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("options", self.tr("Variant"), lambda v: " · ".join(v.options.values())),
            Column("sku", self.tr("SKU"), lambda v: v.sku, lambda v, text: replace(v, sku=text)),
            Column(
                "barcode",
                self.tr("Barcode"),
                lambda v: v.barcode or "",
                lambda v, text: replace(v, barcode=as_stored(text) or None),
            ),
            Column(
                "priceDelta",
                self.tr("Price ±"),
                lambda v: self.formats.amount(v.price_delta),
                lambda v, text: replace(v, price_delta=read_amount(text or "0", self._digits)),
                numeric=True,
            ),
            Column(
                "quantity",
                self.tr("On hand"),
                lambda v: self.formats.quantity(v.quantity),
                lambda v, text: replace(v, quantity=read_quantity(text or "0")),
                numeric=True,
            ),
        )

    @override
    def show_product(self, product: Product, *, fresh: bool) -> None:
        super().show_product(product, fresh=fresh)
        stock, possible = product.inventory.variant_stock, combinations.count(product.variants)
        surplus = len(combinations.unoffered(product.variants, stock))
        missing = possible - (len(stock) - surplus)
        too_many = possible > combinations.MOST_COMBINATIONS
        text = self.tr("{have} of {possible} variants have their own codes and stock")
        if too_many:
            text = self.tr("{possible} variants are too many; at most {most} can have their own codes")
        values = {"have": len(stock) - surplus, "possible": possible, "most": combinations.MOST_COMBINATIONS}
        self._note.setText(text.format(**values) if possible else "")
        self._note.setVisible(bool(possible))
        self._generate.setVisible(missing > 0 and not too_many)
        self._prune.setVisible(surplus > 0)

    @override
    def show_rights(self, rights: Rights) -> None:
        super().show_rights(rights)
        self._generate.setEnabled(rights.edit)
        self._prune.setEnabled(rights.edit)


def _completed(product: Product) -> Product:
    stock = product.inventory
    made = combinations.completed(product.variants, stock.variant_stock, stock.sku)
    return with_value(product, _STOCK, made)


def without_unoffered(product: Product) -> Product:
    """Returns the product without the combinations that its variants do not offer."""
    stock = product.inventory.variant_stock
    gone = combinations.unoffered(product.variants, stock)
    return with_value(product, _STOCK, tuple(each for each in stock if each not in gone))
