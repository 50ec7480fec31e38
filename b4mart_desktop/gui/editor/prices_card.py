"""Prices, cost, tax and what is earned. Promotions and price lists have a room of their own."""

from __future__ import annotations

from decimal import Decimal

from typing_extensions import override

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.margins import margin
from b4mart_desktop.gui.editor.card import Card
from b4mart_desktop.gui.editor.fields import AmountField, ChoiceField, SwitchField
from b4mart_desktop.gui.editor.lookups import Lookups
from b4mart_desktop.gui.editor.rights import Rights
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.widgets.labels import label, set_role

_HUNDRED = Decimal(100)
_COST_DIGITS = 4


class PricesCard(Card):
    """What the customer pays, and what the shop earns."""

    def __init__(self, formats: Formats, lookups: Lookups) -> None:
        super().__init__(formats)
        self.set_title(self.tr("Prices"))
        self._lookups = lookups
        symbol, digits = formats.symbol, lookups.digits
        self._price = AmountField(self.tr("Price"), symbol, digits, required=True)
        self._sale = AmountField(self.tr("Sale price"), symbol, digits)
        self._cost = AmountField(self.tr("Cost (excl. tax)"), symbol, max(digits, _COST_DIGITS), digits)
        self._tax = ChoiceField(self.tr("Tax"))
        self._open_price = SwitchField(self.tr("Enter the price at the counter"))
        self._gross = label("", "muted", wrap=True)
        self._earned = label("", "muted", wrap=True)
        self._build()

    def _build(self) -> None:
        self.add_row(
            self.bind("pricing.basePrice", self._price),
            self.bind("pricing.salePrice", self._sale),
            self.bind("pricing.costPrice", self._cost),
        )
        self.body.addWidget(self._earned)
        self.add_row(self.bind("taxClass", self._tax), stretch=(1,))
        self.body.addWidget(self._gross)
        self.body.addWidget(self.bind("pos.openPrice", self._open_price))

    def read_taxes(self) -> None:
        """Offers the classes of tax there are by now."""
        percent = self.formats.percent
        self._tax.set_choices(
            [(tax.code, f"{tax.name} ({percent(tax.rate / _HUNDRED)})") for tax in self._lookups.taxes()]
        )

    @override
    def show_rights(self, rights: Rights) -> None:
        super().show_rights(rights)
        self._earned.setVisible(rights.costs)

    @override
    def show_product(self, product: Product, *, fresh: bool) -> None:
        super().show_product(product, fresh=fresh)
        net, gross = self._lookups.net_and_gross(product, product.shelf_price)
        self._gross.setText(self._taxed(product, net, gross))
        self._earned.setText(self._earnings(product, net))

    def _taxed(self, product: Product, net: Decimal, gross: Decimal) -> str:
        money = self.formats.money
        rate = self.formats.percent(self._lookups.tax_rate(product.tax_class) / _HUNDRED)
        if self._lookups.prices_include_tax:
            text = self.tr("{gross} includes {rate} tax, {net} excl. tax")
        else:
            text = self.tr("{net} excl. tax, {gross} incl. {rate} tax")
        return text.format(net=money(net), gross=money(gross), rate=rate)

    def _earnings(self, product: Product, net: Decimal) -> str:
        found = margin(net, product.pricing.cost_price)
        set_role(self._earned, "error" if found is not None and found.amount < 0 else "muted")
        if found is None and product.pricing.cost_price is not None:
            return self.tr("The margin depends on the price charged")
        if found is None:
            return self.tr("Enter a cost to see the margin")
        percent = self.formats.percent
        text = self.tr("Margin {rate} · profit {amount} per unit · markup {markup}")
        markup = "–" if found.markup is None else percent(round(found.markup, 3))
        rate, amount = percent(round(found.rate, 3)), self.formats.money(found.amount)
        return text.format(rate=rate, amount=amount, markup=markup)
