"""Choosing and adding a customer from the sell screen."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.entries import CustomerAdded
from b4mart_desktop.gui.shared.group_picker import GroupPicker
from b4mart_desktop.gui.widgets.button import Button
from tests.adapters.local.goods import Replica, user
from tests.gui.asynchronous import until
from tests.gui.till import PATIENCE, Till

Key = Qt.Key


@pytest.fixture
async def asked(till: Till) -> Till:
    """The customer dialog over the sell screen."""
    await till.open_as("Cleo")
    till.press(Key.Key_F3)
    await till.dialog("Customer")
    return till


async def add_new(asked: Till) -> QDialog:
    asked.press(Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    dialog = await asked.dialog("Customer")
    first = dialog.findChild(QLineEdit, "first_name_edit")
    assert first is not None
    await until(first.hasFocus, PATIENCE)
    return dialog


@pytest.mark.parametrize(
    ("text", "name"), [("abb", "Ada Abbott"), ("5550100", "Ada Abbott"), ("zoe", "Zoe Young")]
)
async def test_a_part_of_the_name_or_number_and_return(
    asked: Till, qtbot: QtBot, text: str, name: str
) -> None:
    asked.write(text, Key.Key_Return)
    await until(lambda: asked.use.selling.cart.customer_name == name, PATIENCE)
    await asked.no_dialog()
    assert asked.button("customer_button").text() == name


async def test_escape_changes_nothing(asked: Till, qtbot: QtBot) -> None:
    asked.press(Key.Key_Escape)
    await asked.no_dialog()
    assert asked.use.selling.cart.customer is None


async def test_adding_one_who_was_searched_for(asked: Till, qtbot: QtBot) -> None:
    asked.write("Eve Eaton")
    dialog = await add_new(asked)
    first = dialog.findChild(QLineEdit, "first_name_edit")
    assert first is not None
    assert first.text() == "Eve"
    asked.click("save_button")
    await until(lambda: asked.use.selling.cart.customer_name == "Eve Eaton", PATIENCE)
    added = [queued.entry for queued in asked.journal.queue() if isinstance(queued.entry, CustomerAdded)]
    assert [entry.customer.name for entry in added] == ["Eve Eaton"]
    await asked.no_dialog()


@pytest.mark.parametrize(("who", "may"), [("Cleo", False), ("Mara", True)])
async def test_who_decides_prices_puts_new_customers_into_groups(
    till: Till, replica: Replica, qtbot: QtBot, who: str, may: bool
) -> None:
    trader = msgspec.structs.replace(user("Tina", "Trader"), customer_group="Trade")
    replica.change("users", to_document(trader))
    await till.open_as(who)
    till.press(Key.Key_F3)
    await till.dialog("Customer")
    till.write("Eve Eaton")
    dialog = await add_new(till)
    [picker] = dialog.findChildren(GroupPicker)
    assert picker.isVisible() is may
    if may:
        till.click("Trade")
        assert picker.chosen() == ("Trade",)
        [line] = picker.findChildren(QLineEdit)
        line.setFocus()
        till.write("staff", Key.Key_Return)
        assert (picker.chosen(), dialog.isVisible()) == (("staff",), True)
    till.click("save_button")
    await until(lambda: till.use.selling.cart.customer_name == "Eve Eaton", PATIENCE)
    await till.no_dialog()
    assert till.use.selling.cart.customer_group == ("staff" if may else None)
    assert till.use.customers.groups() == (("staff", "Trade") if may else ("Trade",))


def test_one_group_or_several_are_picked_and_the_same_name_is_not_added_twice(qtbot: QtBot) -> None:
    one, many = (GroupPicker(["Staff", "Träde"], "Groups", several=several) for several in (False, True))
    changes: list[tuple[str, ...]] = []
    for picker in (one, many):
        qtbot.addWidget(picker)
        picker.changed.connect(lambda picker=picker: changes.append(picker.chosen()))
        picker.set_chosen(["Staff", "VIP"][: 2 if picker is many else 1])
        [line] = picker.findChildren(QLineEdit)
        QTest.keyClicks(line, " TRADE")
    assert (one.chosen(), many.chosen()) == (("Träde",), ("Staff", "VIP", "Träde"))
    assert changes[-1] == many.chosen(), "what is typed counts before it is handed over"
    for picker in (one, many):
        [line] = picker.findChildren(QLineEdit)
        QTest.keyClick(line, Key.Key_Comma)
        assert line.text() == ""
        assert sorted(chip.text() for chip in picker.findChildren(Button))[:2] == ["Staff", "Träde"]
    assert (one.chosen(), many.chosen()) == (("Träde",), ("Staff", "VIP", "Träde"))
    many.set_chosen(["VIP", "Staff"])
    assert many.chosen() == ("VIP", "Staff"), "a rule that is only looked at stays as it is"


async def test_what_is_wrong_stands_at_its_field(asked: Till, qtbot: QtBot) -> None:
    asked.write("Eve Eaton")
    dialog = await add_new(asked)
    email = dialog.findChild(QLineEdit, "email_edit")
    problem = dialog.findChild(QLabel, "email_error")
    assert email is not None
    assert problem is not None
    email.setText("not an address")
    asked.click("save_button")
    await until(problem.isVisible, PATIENCE)
    assert email.hasFocus()
    asked.press(Key.Key_Escape)
    await asked.no_dialog()
    assert asked.use.selling.cart.customer is None
