"""The money field: what is typed, by keyboard or keypad, is the Decimal it says."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.widgets.money_edit import MoneyEdit


@pytest.fixture
def field(qtbot: QtBot) -> MoneyEdit:
    made = MoneyEdit()
    made.set_currency("$", 2)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(("typed", "value"), [("12,50", "12.50"), ("12.5", "12.5"), ("1.234,5", "1234.5")])
def test_comma_and_point_are_both_decimal(field: MoneyEdit, qtbot: QtBot, typed: str, value: str) -> None:
    qtbot.keyClicks(field, typed)
    assert field.value() == Decimal(value)


def test_big_amounts_stay_exact(field: MoneyEdit, qtbot: QtBot) -> None:
    with qtbot.waitSignal(field.value_changed) as changed:
        field.set_value(Decimal("99999999999.99"))
    assert changed.args == [Decimal("99999999999.99")]
    assert field.text() == "99999999999.99"


def test_what_is_no_amount_is_marked_and_not_submitted(field: MoneyEdit, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "12.345")
    assert field.value() is None
    assert field.property("invalid") is True
    with qtbot.assertNotEmitted(field.submitted):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    field.type_key("backspace")
    assert field.property("invalid") is False
    with qtbot.waitSignal(field.submitted) as submitted:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert submitted.args == [Decimal("12.34")]


def test_a_keypad_key_replaces_the_selected_amount(field: MoneyEdit, qtbot: QtBot) -> None:
    field.set_value(Decimal(20))
    field.selectAll()
    field.type_key("5")
    assert field.value() == Decimal(5)
    field.type_key("clear")
    assert field.value() is None
