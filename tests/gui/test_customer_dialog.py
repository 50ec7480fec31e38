"""Choosing and adding a customer from the sell screen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from b4mart_desktop.domain.entries import CustomerAdded
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
