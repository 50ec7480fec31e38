"""Signing in by name and PIN, by password and by badge."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.shift.shift_screen import ShiftScreen
from b4mart_desktop.gui.sign_in.sign_in_screen import SignInScreen
from b4mart_desktop.gui.widgets.keypad import PinPad
from tests.gui.asynchronous import until
from tests.gui.goods import BADGE, MILK, PASSWORD, PIN
from tests.gui.till import PATIENCE, Till

Key = Qt.Key


async def test_a_name_and_the_pin_by_keyboard(till: Till, qtbot: QtBot) -> None:
    till.press(Key.Key_Space)
    till.write(PIN)
    await until(lambda: till.is_on(ShiftScreen), PATIENCE)
    user = till.use.counter.session.user
    assert user is not None
    assert user.name == "Cleo Clerk"


async def test_a_name_and_the_pin_by_mouse(till: Till, qtbot: QtBot) -> None:
    till.click("Mara Manager, Manager")
    for digit in PIN:
        till.click(f"key_{digit}")
    await until(lambda: till.is_on(ShiftScreen), PATIENCE)
    assert till.use.counter.session.require_user().name == "Mara Manager"


async def test_a_wrong_pin_is_told_and_forgotten(till: Till, qtbot: QtBot) -> None:
    pad = till.part(PinPad, "")
    till.press(Key.Key_Space)
    till.write("0000")
    await until(lambda: any("PIN" in text or "again" in text for text in texts(pad)), PATIENCE)
    assert till.use.counter.session.user is None
    till.write(PIN)
    await until(lambda: till.is_on(ShiftScreen), PATIENCE)


async def test_a_badge_signs_in_from_anywhere_on_the_screen(till: Till, qtbot: QtBot) -> None:
    till.workplace.take_scan(MILK)
    assert till.use.counter.session.user is None
    till.workplace.take_scan(BADGE)
    assert till.use.counter.session.require_user().name == "Mara Manager"


async def test_e_mail_and_password_by_keyboard(till: Till, qtbot: QtBot) -> None:
    till.click("to_password_button")
    till.write("MARA@shop.example", Key.Key_Return)
    till.write("wrong", Key.Key_Return)
    error = till.part(QLabel, "error_label")
    await until(error.isVisible, PATIENCE)
    assert till.use.counter.session.user is None
    till.write(PASSWORD, Key.Key_Return)
    await until(lambda: till.is_on(ShiftScreen), PATIENCE)


async def test_locking_leaves_the_cart_and_asks_who_it_is(till: Till, qtbot: QtBot) -> None:
    await till.open_as("Cleo")
    await till.scan(MILK)
    till.press(Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert till.is_on(SignInScreen)
    assert till.use.counter.session.user is None
    till.press(Key.Key_Space)
    till.write(PIN)
    await until(lambda: not till.is_on(SignInScreen), PATIENCE)
    assert till.lines() == [("Whole Milk", 1)]


async def test_waiting_says_how_far_it_is(till: Till, qtbot: QtBot) -> None:
    till.sign_in.show_waiting("Opening", 1, 4)
    assert any("25" in text for text in texts(till.sign_in))


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
