"""For whom and where a rule of prices holds: customer groups, channels, registers, and what it wins over."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.price_lists import PriceList
from b4mart_desktop.domain.promotions import Channel, Promotion
from b4mart_desktop.domain.tills import Register
from b4mart_desktop.gui.prices.parts import Field
from b4mart_desktop.gui.shared.group_picker import GroupPicker
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.choices import SegmentedControl
from b4mart_desktop.gui.widgets.flow import Flow
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit

_ANY = "any"


class ConditionsCard(QWidget):
    """The conditions of a rule.

    Args:
        registers: All registers of the shop.
        groups: The customer groups in use.
        overrides: What it means that the rule wins over better ones.

    Signals:
        edited: A condition is another now.
    """

    edited = Signal()

    def __init__(self, registers: Sequence[Register], groups: Sequence[str], overrides: str) -> None:
        super().__init__()
        self._only_for = self.tr("Only for customers of these groups")
        self._groups = GroupPicker(groups, self._only_for, several=True)
        self._channel = SegmentedControl(
            [
                (_ANY, self.tr("Everywhere")),
                (Channel.COUNTER, self.tr("In the shop")),
                (Channel.WEB, self.tr("On the web")),
            ],
            self.tr("Where it holds"),
        )
        several = registers if len(registers) > 1 else ()
        self._registers = {each.id: self._register_button(each) for each in several}
        self._unknown: tuple[Id, ...] = ()
        self._overrides = QCheckBox(self.tr("Wins over better ones"))
        self._priority = MoneyEdit()
        self._priority.set_currency("", 0)
        self._priority_field = Field(
            self.tr("Priority"),
            self._priority,
            self.tr("Of several that win over others, the highest comes first."),
        )
        self._build(overrides)
        self._connect()

    def _register_button(self, register: Register) -> Button:
        button = Button(f"{register.code} · {register.name}".replace("&", "&&"), "chip")
        button.setCheckable(True)
        button.toggled.connect(lambda _: self.edited.emit())
        return button

    def _build(self, overrides: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens().space.lg)
        column.addWidget(Field(self._only_for, self._groups, self.tr("None chosen: for everybody.")))
        column.addWidget(Field(self.tr("Where"), self._channel))
        if self._registers:
            flow = Flow()
            for button in self._registers.values():
                flow.add(button)
            column.addWidget(Field(self.tr("Only at these registers"), flow, self.tr("None chosen: at all.")))
        column.addWidget(self._overrides)
        column.addWidget(label(overrides, "small", wrap=True))
        column.addWidget(self._priority_field)

    def _connect(self) -> None:
        self._groups.changed.connect(self.edited)
        self._priority.textEdited.connect(lambda _: self.edited.emit())
        self._channel.current_changed.connect(lambda _: self.edited.emit())
        self._overrides.toggled.connect(self._on_overrides)

    def _on_overrides(self, wins: bool) -> None:
        self._priority_field.setVisible(wins)
        self.edited.emit()

    def show_conditions(self, rule: Promotion | PriceList) -> None:
        """Shows a rule's conditions."""
        self._groups.set_chosen(rule.customer_groups)
        self._channel.set_current(rule.channels[0] if len(rule.channels) == 1 else _ANY)
        for key, button in self._registers.items():
            button.setChecked(key in rule.registers)
        self._unknown = tuple(key for key in rule.registers if key not in self._registers)
        self._overrides.setChecked(rule.overrides)
        self._priority.set_value(Decimal(rule.priority))
        self._priority_field.setVisible(rule.overrides)

    def changes(self) -> dict[str, object]:
        """Returns the conditions by the name of their field."""
        channel = self._channel.current()
        chosen = tuple(key for key, button in self._registers.items() if button.isChecked())
        return {
            "customer_groups": self._groups.chosen(),
            "channels": () if channel == _ANY else (Channel(str(channel)),),
            "registers": (*chosen, *self._unknown),
            "overrides": self._overrides.isChecked(),
            "priority": int(self._priority.value() or 0),
        }
