"""Opening and closing the till."""

import sqlite3
from contextlib import closing
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.gui.sell.sell_screen import SellScreen
from b4mart_desktop.gui.shift.shift_screen import ShiftScreen
from b4mart_desktop.gui.sign_in.sign_in_screen import SignInScreen
from b4mart_desktop.gui.widgets.search_field import SearchField
from tests.gui.asynchronous import until
from tests.gui.goods import MILK
from tests.gui.till import CTRL, PATIENCE, Till

Key = Qt.Key


async def test_the_float_opens_the_till(till: Till, qtbot: QtBot) -> None:
    till.enter_as("Cleo")
    till.write("150", Key.Key_Return)
    await until(lambda: till.is_on(SellScreen), PATIENCE)
    shift = till.use.shifts.current()
    assert shift is not None
    assert shift.opening_float == Decimal(150)
    await till.quiet()
    assert isinstance(QApplication.focusWidget(), SearchField)


async def test_no_amount_opens_nothing(till: Till, qtbot: QtBot) -> None:
    till.enter_as("Cleo")
    till.press(Key.Key_Return)
    assert till.part(QLabel, "open_error_label").isVisible()
    assert till.use.shifts.current() is None


async def test_closing_tells_the_difference_and_locks(till: Till, qtbot: QtBot) -> None:
    await till.open_as("Mara")
    await till.scan(MILK)
    till.press(Key.Key_F12)
    await till.sold()
    await to_closing(till)
    assert till.part(QLabel, "expected_label").text() == "$101.50"
    till.write("101", Key.Key_Return)
    await until(lambda: till.use.shifts.current() is None, PATIENCE)
    await until(lambda: "$0.50" in " ".join(texts(till)), PATIENCE)
    await until(lambda: "Not in the database yet: 3." in " ".join(texts(till)), PATIENCE)
    till.press(Key.Key_Space)
    await until(lambda: till.is_on(SignInScreen), PATIENCE)


async def test_a_clerk_counts_blind(till: Till, qtbot: QtBot) -> None:
    await till.open_as("Cleo")
    await to_closing(till)
    assert not till.part(QLabel, "expected_label").isVisible()
    assert "$100.00" not in " ".join(texts(till))


async def test_not_closing_after_all_goes_on_selling(till: Till, qtbot: QtBot) -> None:
    await till.open_as("Cleo")
    await to_closing(till)
    till.click("close_cancel_button")
    assert till.is_on(SellScreen)
    assert till.use.shifts.current() is not None


async def test_cash_taken_for_a_sale_put_aside_is_named(till: Till, qtbot: QtBot) -> None:
    await till.open_as("Mara")
    await till.scan(MILK)
    await till.use.checkout.begin()
    till.use.checkout.take(Tender(kind=TenderKind.CASH, tendered=Decimal(1)))
    till.use.checkout.release()
    till.use.holding.hold()
    await to_closing(till)
    assert till.part(QLabel, "held_label").text() == "1, with $1.00 of their cash in the till"


async def test_entries_that_cannot_be_read_are_told_before_the_till_is_closed(
    till: Till, qtbot: QtBot
) -> None:
    await till.open_as("Mara")
    await till.scan(MILK)
    till.press(Key.Key_F12)
    await till.sold()
    await to_closing(till)
    assert not till.part(QLabel, "close_error_label").isVisible()
    till.click("close_cancel_button")
    with closing(sqlite3.connect(till.journal._file.path, isolation_level=None)) as connection:
        connection.execute("UPDATE entries SET sealed = x'00' WHERE kind = 'sale'")
    await to_closing(till)
    label = till.part(QLabel, "close_error_label")
    await until(label.isVisible, PATIENCE)
    assert "cannot be read: 1" in label.text()


async def to_closing(till: Till) -> None:
    till.press(Key.Key_F11, CTRL)
    await until(lambda: till.is_on(ShiftScreen), PATIENCE)


def texts(till: Till) -> list[str]:
    return [label.text() for label in till.screen.findChildren(QLabel) if label.isVisible()]
