"""The dialog that plans new prices: for which products, by how much or to what, from when, until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtWidgets import QVBoxLayout, QWidget

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.money import HUNDRED, minor_digits, quantise
from b4mart_desktop.gui.prices.goods_field import GoodsField
from b4mart_desktop.gui.prices.parts import Field, row
from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.shared.moment_edit import MomentEdit
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.widgets.choices import SegmentedControl
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit
from b4mart_desktop.services.ports import Catalogue
from b4mart_desktop.services.scheduled_prices import NewPrices

_WIDTH = 620
_SHOWN = 5
_LIST, _SALE = "list", "sale"
_EXACT, _LESS, _MORE = "exact", "less", "more"


class ScheduleDialog(AskDialog):
    """Plans list or sale prices.

    Args:
        parent: Any widget of the window.
        catalogue: Where products are.
        formats: How amounts are written.
        tasks: Owns the dialog that picks products.
        now: The moment by the shop's clock.
    """

    def __init__(
        self,
        parent: QWidget,
        catalogue: Catalogue,
        formats: Formats,
        tasks: TaskOwner,
        now: dt.datetime,
    ) -> None:
        super().__init__(parent, self.tr("Plan new prices"))
        self._catalogue, self._formats, self._now = catalogue, formats, now
        title, nothing = self.tr("Which products get new prices?"), self.tr("None chosen yet.")
        self._goods = GoodsField(catalogue, formats, title, nothing, tasks, departments=False)
        self._which = SegmentedControl([(_LIST, self.tr("List price")), (_SALE, self.tr("Sale price"))])
        self._how = SegmentedControl(
            [(_EXACT, self.tr("To")), (_LESS, self.tr("Less by")), (_MORE, self.tr("More by"))]
        )
        self._amount = MoneyEdit()
        self._starts, self._ends = MomentEdit(formats.zone), MomentEdit(formats.zone, self.tr("they stay"))
        self._examples = label("", "muted", wrap=True)
        self._fields = {
            "amount": Field(self.tr("Price"), self._amount),
            "starts": Field(self.tr("From"), self._starts),
            "ends": Field(self.tr("Until, then back to what they were"), self._ends),
            "goods": Field(self.tr("Products"), self._goods),
        }
        self._build()
        self._show()

    def _build(self) -> None:
        self.setMinimumWidth(_WIDTH)
        tomorrow = self._now.astimezone(self._formats.zone) + dt.timedelta(days=1)
        self._starts.set_moment(tomorrow.replace(hour=0, minute=0, second=0, microsecond=0))
        which, how = Field(self.tr("Which price"), self._which), Field(self.tr("How"), self._how)
        column = QVBoxLayout()
        column.addWidget(self._fields["goods"])
        column.addWidget(row(which, how))
        column.addWidget(self._fields["amount"])
        column.addWidget(self._examples)
        column.addWidget(row(self._fields["starts"], self._fields["ends"]))
        self.body.addLayout(column)
        self.add_button(self.tr("Cancel"), closes=False)
        self.add_button(self.tr("Plan them"), "primary").clicked.connect(self._on_done)
        for control in (self._which, self._how):
            control.current_changed.connect(lambda _: self._show())
        self._amount.value_changed.connect(lambda _: self._show())
        self._goods.changed.connect(self._show)

    @property
    def at(self) -> dt.datetime:
        """From when."""
        return self._starts.moment() or self._now

    @property
    def until(self) -> dt.datetime | None:
        """Until when; None where they stay."""
        return self._ends.moment()

    def prices(self) -> list[NewPrices]:
        """The prices that each product is to get."""
        sale = self._which.current() == _SALE
        return [
            NewPrices(product, None if sale else price, price if sale else None)
            for product in self._products()
            if (price := self._price_of(product)) is not None
        ]

    def _products(self) -> Sequence[Product]:
        found = (self._catalogue.product(key) for key in self._goods.products)
        return [product for product in found if product is not None]

    def _price_of(self, product: Product) -> Decimal | None:
        value, how = self._amount.value(), self._how.current()
        if value is None or how == _EXACT:
            return value
        factor = HUNDRED + (value if how == _MORE else -value)
        return quantise(
            max(product.pricing.base_price * factor / HUNDRED, Decimal(0)), self._formats.currency
        )

    def _show(self) -> None:
        exact = self._how.current() == _EXACT
        digits = minor_digits(self._formats.currency)
        self._amount.set_currency(self._formats.symbol if exact else "%", digits if exact else 2)
        self._fields["amount"].set_name(
            self.tr("New price") if exact else self.tr("Percent of the list price")
        )
        money = self._formats.money
        lines = [
            f"{each.product.name}: {money(each.product.shelf_price)} → "
            f"{money(each.base_price if each.sale_price is None else each.sale_price)}"
            for each in self.prices()
        ]
        more = self.tr("and %n more", "", len(lines) - _SHOWN)
        shown = lines[:_SHOWN] + ([more] if len(lines) > _SHOWN else [])
        self._examples.setText("\n".join(shown))
        self._examples.setVisible(bool(lines))

    def _on_done(self) -> None:
        late = self.until is not None and self.until <= self.at
        no_goods = "" if self._goods.products else self.tr("Choose at least one.")
        self._fields["goods"].set_problem(no_goods)
        self._fields["amount"].set_problem("" if self._amount.value() is not None else self.tr("Enter this."))
        self._fields["ends"].set_problem(self.tr("It ends before it begins.") if late else "")
        if not any(field.problem() for field in self._fields.values()):
            self.accept()
