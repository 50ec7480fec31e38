"""The form in which a rule for new prices is said: which price, from what, by how much, rounded how."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain.bulk_changes import BulkChange
from b4mart_desktop.domain.price_changes import PriceMethod, PriceRule, PriceTarget
from b4mart_desktop.domain.price_lists import PriceRounding
from b4mart_desktop.gui.catalogue.bulk_forms import BulkForm
from b4mart_desktop.gui.catalogue.when_fields import WhenFields
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.choices import SegmentedControl
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit
from b4mart_desktop.services.scheduled_prices import Span

_AMOUNTS = (PriceMethod.SET, PriceMethod.AMOUNT)
_OF_SALES_ONLY = (PriceMethod.FROM_BASE, PriceMethod.REMOVE)
_PENNY = Decimal("0.01")
_ROUNDINGS = (
    PriceRounding(step=Decimal("0.10"), less=_PENNY),
    PriceRounding(step=Decimal("0.50"), less=_PENNY),
    PriceRounding(step=Decimal(1), less=_PENNY),
    PriceRounding(step=Decimal(1), less=Decimal("0.05")),
    PriceRounding(step=Decimal("0.05")),
    PriceRounding(step=Decimal("0.10")),
    PriceRounding(step=Decimal("0.50")),
    PriceRounding(step=Decimal(1)),
)
_EXAMPLE = Decimal("12.34")


class PriceForm(BulkForm):
    """Says a ``PriceRule``, and when it is to hold.

    Args:
        formats: How amounts are written, and the shop's zone.
        now: The moment by the shop's clock.
    """

    def __init__(self, formats: Formats, now: dt.datetime) -> None:
        super().__init__()
        self._formats = formats
        self._target = SegmentedControl(
            ((PriceTarget.BASE, self.tr("Price")), (PriceTarget.SALE, self.tr("Sale price"))),
            self.tr("Which price"),
        )
        self._method = QComboBox()
        self._value = MoneyEdit()
        self._rounding = QComboBox()
        self._not_below_cost = QCheckBox(self.tr("Never below cost"))
        self._when = WhenFields(formats, now)
        self._build()
        self._offer_methods()
        self._offer_roundings()
        self._connect()
        self.setFocusProxy(self._value)

    def _build(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(tokens().space.sm)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Change"), self._target),
            (self.tr("How"), self._method),
            (self.tr("Value"), self._value),
            (self.tr("Round"), self._rounding),
        )
        for name, field in rows:
            form.addRow(name, field)
            field.setAccessibleName(name)
        self._target.setMinimumHeight(tokens().size.touch)  # a low dialog would cut it first
        self.column.addLayout(form)
        self.column.addWidget(self._not_below_cost)
        self.column.addWidget(self._when)
        self.column.addStretch()

    def _connect(self) -> None:
        self._target.current_changed.connect(lambda _: self._offer_methods())
        self._target.current_changed.connect(lambda _: self.changed.emit())
        self._method.currentIndexChanged.connect(lambda _: self._show_unit())
        self._method.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._value.value_changed.connect(lambda _: self.changed.emit())
        self._rounding.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._not_below_cost.toggled.connect(lambda _: self.changed.emit())
        self._when.changed.connect(self.changed)

    @override
    def change(self) -> BulkChange | None:
        """What is to be done; None while it is not said to the end."""
        method = PriceMethod(self._method.currentData())
        value = Decimal(0) if method is PriceMethod.REMOVE else self._value.value()
        if value is None or not self._when.is_possible:
            return None
        rule = PriceRule(
            target=PriceTarget(str(self._target.current())),
            method=method,
            value=value,
            rounding=self._rounding.currentData(),
            not_below_cost=self._not_below_cost.isChecked(),
        )
        return BulkChange(price=rule) if rule.is_possible else None

    @override
    def planned(self) -> Span | None:
        """When the prices are to hold; None: at once."""
        return self._when.planned()

    def _offer_methods(self) -> None:
        names = {
            PriceMethod.PERCENT: self.tr("By percent (below zero: less)"),
            PriceMethod.AMOUNT: self.tr("By an amount (below zero: less)"),
            PriceMethod.SET: self.tr("To an amount"),
            PriceMethod.MARGIN: self.tr("To a margin on the price"),
            PriceMethod.MARKUP: self.tr("By a percentage on the cost"),
            PriceMethod.FROM_BASE: self.tr("By percent of the list price"),
            PriceMethod.REMOVE: self.tr("Remove the sale price"),
        }
        of_sales = self._target.current() == PriceTarget.SALE
        before = self._method.currentData()
        self._method.blockSignals(True)
        self._method.clear()
        for method, name in names.items():
            if of_sales or method not in _OF_SALES_ONLY:
                self._method.addItem(name, method)
        self._method.setCurrentIndex(max(0, self._method.findData(before)))
        self._method.blockSignals(False)
        self._show_unit()

    def _offer_roundings(self) -> None:
        self._rounding.addItem(self.tr("To the smallest coin"), None)
        for rounding in _ROUNDINGS:
            ends = self._formats.money(rounding.of(_EXAMPLE))
            step = self._formats.money(rounding.step)
            text = self.tr("To {step}") if not rounding.less else self.tr("Every {step}, such as {example}")
            self._rounding.addItem(text.format(step=step, example=ends), rounding)

    def _show_unit(self) -> None:
        method = PriceMethod(self._method.currentData())
        self._value.set_currency(self._formats.symbol if method in _AMOUNTS else "%", 2)
        self._value.setEnabled(method is not PriceMethod.REMOVE)
        self._rounding.setEnabled(method is not PriceMethod.REMOVE)
        self._not_below_cost.setEnabled(method is not PriceMethod.REMOVE)
