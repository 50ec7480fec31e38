"""What a promotion gives: only the fields of its kind. What they mean is ``domain.promotions``'."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from b4mart_desktop.domain.money import minor_digits
from b4mart_desktop.domain.promotions import ORDER_KINDS, Promotion, PromotionKind
from b4mart_desktop.gui.prices.parts import Field, row
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit

_PERCENTS = (PromotionKind.PERCENT_OFF, PromotionKind.ORDER_PERCENT_OFF)
_SETS = (PromotionKind.BUY_X_GET_Y, PromotionKind.MIX_AND_MATCH)
_NARROW = 220


class TermsCard(QWidget):
    """The numbers of a promotion.

    Signals:
        edited: A number is another now.
    """

    edited = Signal()

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._kind = PromotionKind.PERCENT_OFF
        self._value, self._buy, self._get = MoneyEdit(), MoneyEdit(), MoneyEdit()
        self._get_percent, self._threshold, self._pieces = MoneyEdit(), MoneyEdit(), MoneyEdit()
        self._across = QCheckBox(
            self.tr("Also across different products; the cheapest ones are the got ones")
        )
        self._value_field = Field(self.tr("Percent off"), self._value)
        self.fields: Mapping[str, Field] = {
            "value": self._value_field,
            "buy": Field(self.tr("Pieces to buy"), self._buy),
            "get": Field(self.tr("Pieces got"), self._get),
            "getPercent": Field(self.tr("Off the got pieces"), self._get_percent, self.tr("100% is free")),
            "threshold": Field(self.tr("Only from an amount of"), self._threshold, self.tr("Empty: any")),
            "minQuantity": Field(self.tr("Only from pieces"), self._pieces, self.tr("Empty: any")),
        }
        self._build()

    def _build(self) -> None:
        money = (self._formats.symbol, minor_digits(self._formats.currency))
        for field, (symbol, digits) in (
            (self._buy, ("", 0)),
            (self._get, ("", 0)),
            (self._pieces, ("", 0)),
            (self._get_percent, ("%", 2)),
            (self._threshold, money),
        ):
            field.set_currency(symbol, digits)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens().space.lg)
        for names in (("value", "buy", "get", "getPercent"), ("threshold", "minQuantity")):
            for name in names:
                self.fields[name].setFixedWidth(_NARROW)
            column.addWidget(row(*(self.fields[name] for name in names), stretch=True))
        column.insertWidget(1, self._across)
        for edit in (self._value, self._buy, self._get, self._get_percent, self._threshold, self._pieces):
            edit.textEdited.connect(lambda _: self.edited.emit())
        self._across.clicked.connect(lambda _: self.edited.emit())

    def show_terms(self, promotion: Promotion) -> None:
        """Shows a promotion's numbers, and only the fields that its kind has."""
        self.show_kind(promotion.kind)
        self._get_percent.setText(f"{promotion.get_percent.normalize():f}")
        percent = promotion.kind in _PERCENTS
        if percent:
            self._value.setText(f"{promotion.value.normalize():f}")
        else:
            self._value.set_value(promotion.value)
        for edit, value in (
            (self._buy, Decimal(promotion.buy)),
            (self._get, Decimal(promotion.get)),
            (self._threshold, promotion.threshold or None),
            (self._pieces, Decimal(promotion.min_quantity) if promotion.min_quantity else None),
        ):
            edit.set_value(value)
        self._across.setChecked(promotion.across)

    def show_kind(self, kind: PromotionKind) -> None:
        """Shows the fields of a kind; numbers stay as far as it has them."""
        self._kind = kind
        percent, sets = kind in _PERCENTS, kind is PromotionKind.BUY_X_GET_Y
        digits = minor_digits(self._formats.currency)
        self._value.set_currency("%" if percent else self._formats.symbol, 2 if percent else digits)
        self._value_field.setVisible(not sets)
        self._value_field.set_name(self._value_name())
        self.fields["buy"].setVisible(kind in _SETS)
        self.fields["get"].setVisible(sets)
        self.fields["getPercent"].setVisible(sets)
        self._across.setVisible(sets)
        self.fields["threshold"].setVisible(kind in ORDER_KINDS or kind in _PERCENTS)
        self.fields["minQuantity"].setVisible(kind not in (*_SETS, PromotionKind.BUNDLE))

    def _value_name(self) -> str:
        names = {
            PromotionKind.PERCENT_OFF: self.tr("Percent off"),
            PromotionKind.AMOUNT_OFF: self.tr("Off each piece"),
            PromotionKind.FIXED_PRICE: self.tr("Price of each piece"),
            PromotionKind.BUY_X_GET_Y: "",
            PromotionKind.MIX_AND_MATCH: self.tr("Price of the set"),
            PromotionKind.BUNDLE: self.tr("Price of the bundle"),
            PromotionKind.ORDER_PERCENT_OFF: self.tr("Percent off the sale"),
            PromotionKind.ORDER_AMOUNT_OFF: self.tr("Off the sale"),
        }
        return names[self._kind]

    def apply(self, promotion: Promotion) -> Promotion:
        """Returns ``promotion`` with these numbers; what is no number counts as zero and is a fault there."""
        zero = Decimal(0)
        hidden = self.fields["threshold"].isHidden()
        return msgspec.structs.replace(
            promotion,
            value=_number(self._value),
            buy=int(_number(self._buy)),
            get=int(_number(self._get)),
            get_percent=_number(self._get_percent),
            threshold=zero if hidden else _number(self._threshold),
            min_quantity=0 if self.fields["minQuantity"].isHidden() else int(_number(self._pieces)),
            across=self._across.isChecked(),
        )

    def focus(self) -> None:
        """Brings the focus to the first field that is shown."""
        (self._buy if self._value_field.isHidden() else self._value).setFocus()


def _number(edit: MoneyEdit) -> Decimal:
    return edit.value() or Decimal(0)
