"""By what a product is found: SKU, barcodes, PLU, and packs with barcodes of their own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from typing_extensions import override

from b4mart_desktop.domain.catalog import Pack, Product
from b4mart_desktop.domain.own_codes import own_sku
from b4mart_desktop.gui.editor.barcodes_field import BarcodesField, as_stored
from b4mart_desktop.gui.editor.card import Card
from b4mart_desktop.gui.editor.cells import read_amount, read_quantity
from b4mart_desktop.gui.editor.changes import replace, value_at, with_value
from b4mart_desktop.gui.editor.fields import TextField
from b4mart_desktop.gui.editor.records_field import Column, RecordsField
from b4mart_desktop.gui.editor.rights import Rights
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.widgets.button import Button


class CodesCard(Card):
    """SKU, barcodes, PLU and packs."""

    def __init__(self, formats: Formats, digits: int) -> None:
        super().__init__(formats)
        self.set_title(self.tr("Barcodes and packs"))
        self._digits = digits
        self.barcodes = BarcodesField(self.tr("Barcodes"))
        self._shelf_price = Decimal(0)
        self._make_sku = Button(self.tr("Generate SKU"), "", Icon.REFRESH)
        self._make_sku.clicked.connect(self._on_make_sku)
        self._build()

    def _build(self) -> None:
        sku = TextField(self.tr("SKU"), self.tr("Your own stock keeping unit; unique to this product"))
        plu = TextField(
            self.tr("PLU"),
            self.tr("Four or five digits, typed at the counter or in scale labels"),
            optional=True,
        )
        self.add_row(self.bind("inventory.sku", sku), self.bind("pos.plu", plu))
        self.body.addWidget(self._make_sku)
        self.body.addWidget(self.bind("inventory.barcodes", self.barcodes))
        packs = RecordsField(self.tr("Packs"), self._columns(), blank=self._new_pack)
        packs.set_hint(self.tr("Several units sold as one, such as a crate of 12 with its own barcode"))
        self.body.addWidget(self.bind("inventory.packs", packs))

    def _columns(self) -> tuple[Column, ...]:
        money = self.formats.money
        return (
            Column("name", self.tr("Pack"), lambda p: p.name, lambda p, text: replace(p, name=text)),
            Column(
                "quantity",
                self.tr("Units"),
                lambda p: self.formats.quantity(p.quantity),
                lambda p, text: replace(p, quantity=read_quantity(text)),
                numeric=True,
            ),
            Column(
                "barcode",
                self.tr("Barcode"),
                lambda p: p.barcode or "",
                lambda p, text: replace(p, barcode=as_stored(text) or None),
            ),
            Column(
                "price",
                self.tr("Price"),
                lambda p: "" if p.price is None else self.formats.amount(p.price),
                lambda p, text: replace(p, price=read_amount(text, self._digits)),
                numeric=True,
            ),
            Column("each", self.tr("Per unit"), lambda p: money(self._each(p)), numeric=True),
        )

    def _each(self, pack: Pack) -> Decimal:
        return self._shelf_price if pack.price is None or not pack.quantity else pack.price / pack.quantity

    def _new_pack(self) -> Pack:
        return Pack(name="", quantity=Decimal(6))

    @override
    def show_product(self, product: Product, *, fresh: bool) -> None:
        self._shelf_price = product.shelf_price
        super().show_product(product, fresh=fresh)
        self._make_sku.setVisible(not product.inventory.sku)

    @override
    def show_rights(self, rights: Rights) -> None:
        super().show_rights(rights)
        self._make_sku.setEnabled(rights.edit)

    def _on_make_sku(self) -> None:
        made = own_sku()

        def put(product: Product) -> Any:
            taken = value_at(product, "inventory.sku")
            return product if taken else with_value(product, "inventory.sku", made)

        self.edited.emit("inventory.sku", put)
