"""The form of one price list: what it is called, its rule, when and for whom it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from b4mart_desktop.domain.money import minor_digits
from b4mart_desktop.domain.price_lists import ListRule, PriceList, PriceRounding
from b4mart_desktop.domain.rule_check import RuleProblem
from b4mart_desktop.gui.prices.conditions_card import ConditionsCard
from b4mart_desktop.gui.prices.parts import Card, Field, row, scrolled
from b4mart_desktop.gui.prices.promotion_form import FormParts
from b4mart_desktop.gui.prices.promotion_words import problem_words
from b4mart_desktop.gui.shared.moment_edit import MomentEdit
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.choices import SegmentedControl
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit

_LESS, _MORE = "less", "more"
_EXAMPLE = Decimal("9.37")


class ListForm(QWidget):
    """All fields of a price list but its prices.

    Signals:
        edited: A field is another now.
    """

    edited = Signal()

    def __init__(self, parts: FormParts) -> None:
        super().__init__()
        self._formats = parts.formats
        self._list: PriceList | None = None
        self._quiet = False
        self._name, self._active = QLineEdit(), QCheckBox(self.tr("Switched on"))
        self._has_rule = QCheckBox(self.tr("Also for products without a price of their own here"))
        self._sign = SegmentedControl(
            [(_LESS, self.tr("Less")), (_MORE, self.tr("More"))], self.tr("Less or more than the list price")
        )
        self._percent, self._step, self._less = MoneyEdit(), MoneyEdit(), MoneyEdit()
        self._example = label("", "muted", wrap=True)
        zone = parts.formats.zone
        self._starts = MomentEdit(zone, self.tr("at once"))
        self._ends = MomentEdit(zone, self.tr("no end"))
        self._conditions = ConditionsCard(
            parts.registers(),
            parts.groups(),
            self.tr(
                "Customers get the lowest price they can have. A list that wins over better ones holds even "
                "where the shelf price or another list is lower."
            ),
        )
        self._rule_holder = QWidget()
        self.fields: Mapping[str, Field] = {
            "name": Field(self.tr("Name"), self._name, self.tr("Such as “Trade” or “Staff”.")),
            "rule.percent": Field(self.tr("Percent"), self._percent),
            "rule.rounding": Field(self.tr("Rounded to"), self._step, self.tr("Empty: not rounded")),
            "endsAt": Field(self.tr("Ends"), self._ends),
        }
        self._build()
        self._connect()

    def _build(self) -> None:
        digits, symbol = minor_digits(self._formats.currency), self._formats.symbol
        self._percent.set_currency("%", 2)
        self._step.set_currency(symbol, digits)
        self._less.set_currency(symbol, digits)
        rule = QVBoxLayout(self._rule_holder)
        rule.setContentsMargins(0, 0, 0, 0)
        rule.setSpacing(tokens().space.md)
        less = Field(self.tr("then less"), self._less, self.tr("0.01 makes 2.39 of 2.40"))
        percent, rounding = self.fields["rule.percent"], self.fields["rule.rounding"]
        rule.addWidget(row(Field(self.tr("Than the list price"), self._sign), percent))
        rule.addWidget(row(rounding, less))
        rule.addWidget(self._example)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, tokens().space.md, tokens().space.lg)
        column.setSpacing(tokens().space.lg)
        cards = (
            (self.tr("Price list"), (self.fields["name"], self._active)),
            (self.tr("Rule"), (self._has_rule, self._rule_holder)),
            (self.tr("When"), (Field(self.tr("Begins"), self._starts), self.fields["endsAt"])),
            (self.tr("For whom and where"), (self._conditions,)),
        )
        for title, widgets in cards:
            card = Card(title)
            for widget in widgets:
                card.body.addWidget(widget)
            column.addWidget(card)
        column.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(content))

    def _connect(self) -> None:
        for edit in (self._percent, self._step, self._less, self._name):
            edit.textEdited.connect(lambda _: self._on_edited())
        for box in (self._active, self._has_rule):
            box.clicked.connect(lambda _: self._on_edited())
        self._sign.current_changed.connect(lambda _: self._on_edited())
        for moment in (self._starts, self._ends):
            moment.changed.connect(self._on_edited)
        self._conditions.edited.connect(self._on_edited)

    # ------------------------------------------------------------ showing

    def show_list(self, price_list: PriceList) -> None:
        """Shows a price list."""
        self._quiet, self._list = True, price_list
        rule = price_list.rule
        self._name.setText(price_list.name)
        self._active.setChecked(price_list.is_active)
        self._has_rule.setChecked(rule is not None)
        self._sign.set_current(_MORE if rule is not None and rule.percent > 0 else _LESS)
        self._percent.setText("" if rule is None else f"{abs(rule.percent).normalize():f}")
        rounding = None if rule is None else rule.rounding
        self._step.set_value(None if rounding is None else rounding.step)
        self._less.set_value(None if rounding is None else rounding.less)
        self._starts.set_moment(price_list.starts_at)
        self._ends.set_moment(price_list.ends_at)
        self._conditions.show_conditions(price_list)
        self._quiet = False
        self._show_example()

    def show_problems(self, problems: Sequence[RuleProblem]) -> None:
        """Says beside each field what is wrong with it."""
        words = {each.field: problem_words(each, self._formats) for each in reversed(problems)}
        for name, field in self.fields.items():
            field.set_problem(words.get(name, ""))

    def price_list(self) -> PriceList:
        """Returns the price list as it is entered."""
        assert self._list is not None
        return msgspec.structs.replace(
            self._list,
            name=self._name.text(),
            is_active=self._active.isChecked(),
            rule=self._rule(),
            starts_at=self._starts.moment(),
            ends_at=self._ends.moment(),
            **self._conditions.changes(),
        )

    def focus(self) -> None:
        """Brings the focus to where one begins."""
        self._name.setFocus()

    def _rule(self) -> ListRule | None:
        if not self._has_rule.isChecked():
            return None
        percent, step = self._percent.value() or Decimal(0), self._step.value()
        rounding = PriceRounding(step=step, less=self._less.value() or Decimal(0)) if step else None
        return ListRule(percent=percent if self._sign.current() == _MORE else -percent, rounding=rounding)

    def _show_example(self) -> None:
        rule = self._rule()
        self._rule_holder.setVisible(rule is not None)
        if rule is not None:
            money = self._formats.money
            text = self.tr("{list_price} on the shelf label becomes {price}.")
            self._example.setText(text.format(list_price=money(_EXAMPLE), price=money(rule.of(_EXAMPLE))))

    def _on_edited(self) -> None:
        if not self._quiet:
            self._show_example()
            self.edited.emit()
