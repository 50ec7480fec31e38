"""The window as a whole: every place by key, every button named and big enough to touch, mirrored layouts."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.orders.orders_screen import OrdersScreen
from b4mart_desktop.gui.pay.pay_screen import PayScreen
from b4mart_desktop.gui.sell.sell_screen import SellScreen
from b4mart_desktop.gui.style.tokens import tokens
from tests.gui.asynchronous import until
from tests.gui.goods import BREAD, MILK
from tests.gui.till import CTRL, PATIENCE, Till

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


async def sign_in(till: Till) -> None:
    """The first screen is there already."""


async def opening(till: Till) -> None:
    till.enter_as("Cleo")


async def selling(till: Till) -> None:
    await till.open_as("Mara")
    await till.scan(MILK)
    await till.scan(BREAD)


async def paying(till: Till) -> None:
    await selling(till)
    till.press(Key.Key_F9)
    await until(lambda: till.is_on(PayScreen), PATIENCE)


async def paid(till: Till) -> None:
    await paying(till)
    till.press(Key.Key_F9)
    await till.sold()


async def orders(till: Till) -> None:
    await paid(till)
    till.press(Key.Key_2, ALT)
    await until(lambda: till.is_on(OrdersScreen), PATIENCE)
    await till.quiet()


PLACES: list[Callable[[Till], Awaitable[None]]] = [sign_in, opening, selling, paying, paid, orders]
everywhere = pytest.mark.parametrize("go", PLACES, ids=lambda go: go.__name__)


@pytest.fixture
async def mirrored(qapp: QApplication) -> AsyncIterator[None]:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@everywhere
async def test_every_button_has_a_name_and_room_for_a_finger(
    till: Till, qtbot: QtBot, go: Callable[[Till], Awaitable[None]]
) -> None:
    await go(till)
    buttons = [b for b in till.window.findChildren(QAbstractButton) if b.isVisible()]
    assert buttons
    unnamed = [path(b) for b in buttons if not (b.accessibleName() or b.text().strip())]
    assert unnamed == []
    least = tokens().size.touch
    assert least >= 44
    small = [f"{path(b)}: {b.height()} px" for b in buttons if b.height() < least]
    assert small == []


@everywhere
async def test_models_keep_their_contract(
    till: Till, qtbot: QtBot, go: Callable[[Till], Awaitable[None]]
) -> None:
    await go(till)
    views = till.window.findChildren(QAbstractItemView)
    models = {view.model() for view in views if view.model() is not None}
    testers = [QAbstractItemModelTester(model, FATAL) for model in models]
    if till.is_on(SellScreen):
        till.press(Key.Key_Delete)
        till.press(Key.Key_Z, CTRL)
        till.write("mil")
        till.press(Key.Key_Escape)
    assert len(testers) == len(models)


@everywhere
async def test_mirrored_it_works_as_well(
    mirrored: None, till: Till, qtbot: QtBot, go: Callable[[Till], Awaitable[None]]
) -> None:
    await go(till)
    assert till.window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert not till.window.grab().isNull()


async def test_alt_1_and_alt_2_change_places(till: Till, qtbot: QtBot) -> None:
    await till.open_as("Mara")
    till.press(Key.Key_2, ALT)
    await until(lambda: till.is_on(OrdersScreen), PATIENCE)
    till.press(Key.Key_1, ALT)
    await until(lambda: till.is_on(SellScreen), PATIENCE)
    await till.quiet()


async def test_enter_presses_the_button_in_focus(till: Till, qtbot: QtBot) -> None:
    await till.open_as("Mara")
    (button,) = [b for b in till.window.findChildren(QPushButton) if b.text() == "Orders"]
    button.setFocus()
    till.press(Key.Key_Return)
    await until(lambda: till.is_on(OrdersScreen), PATIENCE)
    await till.quiet()


async def test_ctrl_p_prints_the_last_receipt_again(till: Till, qtbot: QtBot) -> None:
    await paid(till)
    till.workplace.enter()
    till.press(Key.Key_P, CTRL)
    await until(lambda: till.paper.shown == ["receipt-R1-000001-copy.pdf"], PATIENCE)
    await till.quiet()


async def test_opening_the_drawer_asks_why(till: Till, qtbot: QtBot) -> None:
    await till.open_as("Mara")
    till.press(Key.Key_F7, CTRL)
    await till.dialog("Open the drawer")
    till.write("change for the baker", Key.Key_Return)
    await until(lambda: "drawer" in " ".join(till.window.messages.shown), PATIENCE)
    await till.no_dialog()


async def test_nothing_is_obeyed_while_nobody_is_there(till: Till, qtbot: QtBot) -> None:
    till.press(Key.Key_F11, CTRL)
    till.press(Key.Key_P, CTRL)
    till.press(Key.Key_F7, CTRL)
    till.workplace.take_scan(MILK)
    assert till.screen is till.sign_in
    assert till.lines() == []


async def test_closing_asks_the_program_first(till: Till, qtbot: QtBot) -> None:
    with qtbot.waitSignal(till.window.closing):
        till.window.close()
    assert till.window.isVisible()


def path(widget: QWidget) -> str:
    parent = widget.parentWidget()
    return f"{type(parent).__name__} {parent.objectName() if parent else ''} / {widget.objectName()}"
