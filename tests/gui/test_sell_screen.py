"""Selling: by scan, key and touch; every question asked, answered and back to the scan field."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QListView
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.pay.pay_screen import PayScreen
from b4mart_desktop.gui.sell.sell_screen import SellScreen
from b4mart_desktop.gui.widgets.search_field import SearchField
from tests.gui.asynchronous import until
from tests.gui.goods import APPLES, BADGE, BEER, BREAD, GIFT, MILK, PIN, TWINS
from tests.gui.till import CTRL, PATIENCE, Till

Key = Qt.Key


@pytest.fixture
async def selling(till: Till) -> Till:
    """The sell screen with Cleo at an open till."""
    await till.open_as("Cleo")
    return till


def has_scan_focus() -> bool:
    return isinstance(QApplication.focusWidget(), SearchField)


async def back_at_scanning(till: Till) -> None:
    await till.no_dialog()
    await until(has_scan_focus, PATIENCE)


def type_by_hand(till: Till, text: str) -> None:
    """Keys a person's time apart, and Return."""
    field = QApplication.focusWidget()
    assert field is not None
    for moment, character in enumerate([*text, "\r"], 1):
        key = Key.Key_Return if character == "\r" else Key(ord(character.upper()))
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, character)
        event.setTimestamp(moment * 150)
        QCoreApplication.sendEvent(field, event)


async def test_a_whole_sale_by_keyboard(selling: Till, qtbot: QtBot) -> None:
    assert has_scan_focus()
    await selling.scan(MILK)
    selling.write("3*", Key.Key_Return)
    await until(lambda: selling.use.selling.multiplier == 3, PATIENCE)
    await selling.scan(BREAD)
    assert selling.lines() == [("Whole Milk", 1), ("Rye Bread", 3)]
    assert selling.part(QLabel, "total_label").text() == "$11.10"
    selling.press(Key.Key_F9)
    await until(lambda: selling.is_on(PayScreen), PATIENCE)
    selling.write("20", Key.Key_Return)
    sale = await selling.sold()
    assert (sale.order.pricing.total, sale.payments[0].change) == (Decimal("11.10"), Decimal("8.90"))
    await until(lambda: selling.part(QLabel, "change_label").text() == "$8.90", PATIENCE)
    selling.press(Key.Key_F9)
    assert selling.is_on(SellScreen)
    assert has_scan_focus()
    assert selling.lines() == []


async def test_a_whole_sale_by_touch(selling: Till, qtbot: QtBot) -> None:
    tiles = selling.part(QListView, "tiles_view")
    names = [tiles.model().index(row, 0).data() for row in range(tiles.model().rowCount())]
    milk = next(row for row, name in enumerate(names) if "Whole Milk" in name)
    await until(lambda: not tiles.visualRect(tiles.model().index(milk, 0)).isEmpty(), PATIENCE)
    selling.click_at(tiles.viewport(), tiles.visualRect(tiles.model().index(milk, 0)).center())
    await until(lambda: selling.lines() == [("Whole Milk", 1)], PATIENCE)
    selling.click("plus_button")
    assert selling.lines() == [("Whole Milk", 2)]
    assert has_scan_focus()
    selling.click("pay_button")
    await until(lambda: selling.is_on(PayScreen), PATIENCE)
    selling.click("Cash $5.00")
    assert (await selling.sold()).payments[0].change == Decimal("2.00")


async def test_f12_takes_exactly_what_is_due_in_cash(selling: Till, qtbot: QtBot) -> None:
    await selling.scan(MILK)
    selling.press(Key.Key_F12)
    payment = (await selling.sold()).payments[0]
    assert (payment.tendered, payment.change) == (Decimal("1.50"), Decimal(0))
    await until(lambda: selling.is_on(PayScreen), PATIENCE)


async def test_the_next_scan_leaves_the_finished_receipt(selling: Till, qtbot: QtBot) -> None:
    await selling.scan(MILK)
    selling.press(Key.Key_F9)
    await until(lambda: selling.is_on(PayScreen), PATIENCE)
    selling.workplace.take_scan(BREAD)
    assert selling.is_on(PayScreen), "while money is taken nothing changes the cart"
    assert selling.lines() == [("Whole Milk", 1)]
    selling.press(Key.Key_F9)
    await selling.sold()
    selling.workplace.take_scan(BREAD)
    await until(lambda: selling.lines() == [("Rye Bread", 1)], PATIENCE)
    assert selling.is_on(SellScreen)


@pytest.mark.parametrize("code", ["4000000000006", "42"])
async def test_an_unknown_or_short_code_is_shown_and_changes_nothing(
    selling: Till, qtbot: QtBot, code: str
) -> None:
    await selling.scan(MILK)
    selling.write(code, Key.Key_Return)
    notice = selling.part(QFrame, "notice_frame")
    await until(notice.isVisible, PATIENCE)
    assert code in selling.part(QLabel, "notice_label").text()
    assert selling.lines() == [("Whole Milk", 1)]
    await selling.scan(MILK)
    assert not notice.isVisible()
    assert has_scan_focus()


async def test_words_and_return_take_the_first_result(selling: Till, qtbot: QtBot) -> None:
    type_by_hand(selling, "rye")
    await until(lambda: selling.lines() == [("Rye Bread", 1)], PATIENCE)
    await back_at_scanning(selling)


async def test_a_scanner_never_takes_a_search_result(selling: Till, qtbot: QtBot) -> None:
    selling.write("Rye", Key.Key_Return)
    results = selling.part(QListView, "results_view")
    await until(lambda: results.isVisible() and not selling.part(SearchField, "").text(), PATIENCE)
    assert selling.lines() == []


async def test_questions_about_a_product(selling: Till, qtbot: QtBot) -> None:
    selling.write(BEER, Key.Key_Return)
    await selling.dialog("18 or older")
    selling.press(Key.Key_Return)
    await until(lambda: len(selling.lines()) == 1, PATIENCE)
    await back_at_scanning(selling)

    selling.write(APPLES, Key.Key_Return)
    await selling.dialog("Weight of Red Apples")
    selling.write("0.450", Key.Key_Return)
    await until(lambda: len(selling.lines()) == 2, PATIENCE)
    await back_at_scanning(selling)

    selling.write(GIFT, Key.Key_Return)
    await selling.dialog("Price of Gift Wrap")
    selling.write("4.25", Key.Key_Return)
    await until(lambda: len(selling.lines()) == 3, PATIENCE)
    await back_at_scanning(selling)

    selling.write(TWINS, Key.Key_Return)
    await selling.dialog("Several products")
    selling.click("Red Pen · $1.10")
    await until(lambda: selling.lines()[-1:] == [("Red Pen", 1)], PATIENCE)
    await back_at_scanning(selling)


@pytest.mark.parametrize("code", [BEER, APPLES, GIFT, TWINS])
async def test_no_answer_adds_nothing(selling: Till, qtbot: QtBot, code: str) -> None:
    selling.write(code, Key.Key_Return)
    await selling.dialog()
    selling.press(Key.Key_Escape)
    await back_at_scanning(selling)
    assert selling.lines() == []


async def test_f6_sets_the_quantity_and_plus_and_minus_step_it(selling: Till, qtbot: QtBot) -> None:
    await selling.scan(MILK)
    selling.press(Key.Key_F6)
    await selling.dialog("Quantity of Whole Milk")
    selling.press(Key.Key_A, CTRL)
    selling.write("12", Key.Key_Return)
    await until(lambda: selling.lines() == [("Whole Milk", 12)], PATIENCE)
    await back_at_scanning(selling)
    selling.press(Key.Key_Plus)
    assert selling.lines() == [("Whole Milk", 13)]
    selling.press(Key.Key_Minus)
    assert selling.lines() == [("Whole Milk", 12)]


async def test_del_removes_and_ctrl_z_brings_back(selling: Till, qtbot: QtBot) -> None:
    await selling.scan(MILK)
    await selling.scan(BREAD)
    selling.press(Key.Key_Up)
    selling.press(Key.Key_Delete)
    assert selling.lines() == [("Rye Bread", 1)]
    selling.press(Key.Key_Z, CTRL)
    await until(lambda: selling.lines() == [("Whole Milk", 1), ("Rye Bread", 1)], PATIENCE)
    await back_at_scanning(selling)


async def test_ctrl_n_puts_a_note_on_the_line(selling: Till, qtbot: QtBot) -> None:
    await selling.scan(MILK)
    selling.press(Key.Key_N, CTRL)
    await selling.dialog("Note for the receipt")
    selling.write("cold", Key.Key_Return)
    await until(lambda: selling.use.selling.cart.lines[0].note == "cold", PATIENCE)
    await back_at_scanning(selling)


async def test_f4_holds_and_f5_recalls(selling: Till, qtbot: QtBot) -> None:
    await selling.scan(MILK)
    selling.press(Key.Key_F4)
    assert selling.lines() == []
    assert selling.button("recall_button").text() == "Recall (1)"
    await selling.scan(BREAD)
    selling.press(Key.Key_F5)
    await selling.dialog("Go on with which sale?")
    selling.press(Key.Key_Space)
    await until(lambda: selling.lines() == [("Whole Milk", 1)], PATIENCE)
    await back_at_scanning(selling)
    assert [held.cart.lines[0].product.name for held in selling.use.holding.held()] == ["Rye Bread"]


async def test_a_clerk_changes_a_price_with_the_managers_leave(selling: Till, qtbot: QtBot) -> None:
    await selling.scan(MILK)
    selling.press(Key.Key_F7)
    await selling.dialog("Price of Whole Milk")
    selling.press(Key.Key_A, CTRL)
    selling.write("1.20", Key.Key_Return)
    await selling.dialog("Who approves this?")
    selling.press(Key.Key_Space)
    await selling.dialog("PIN of Mara Manager")
    selling.write(PIN)
    await until(lambda: selling.use.selling.cart.lines[0].price == Decimal("1.20"), PATIENCE)
    await back_at_scanning(selling)
    assert selling.use.counter.session.require_user().name == "Cleo Clerk"


async def test_f8_takes_something_off_a_line(till: Till, qtbot: QtBot) -> None:
    await till.open_as("Mara")
    await till.scan(MILK)
    till.press(Key.Key_F8)
    await till.dialog("Discount on Whole Milk")
    till.write("10", Key.Key_Return)
    await until(lambda: till.use.selling.cart.lines[0].discount, PATIENCE)
    await back_at_scanning(till)
    assert till.use.selling.priced().total == Decimal("1.35")


async def test_ctrl_del_gives_the_sale_up_with_a_reason(selling: Till, qtbot: QtBot) -> None:
    await selling.scan(MILK)
    selling.press(Key.Key_Delete, CTRL)
    await selling.dialog("Give this sale up?")
    selling.click("Customer left")
    await until(lambda: not selling.lines(), PATIENCE)
    await back_at_scanning(selling)


async def test_f2_comes_back_from_the_tiles(selling: Till, qtbot: QtBot) -> None:
    selling.press(Key.Key_Down)
    assert not has_scan_focus()
    selling.press(Key.Key_F2)
    assert has_scan_focus()


async def test_a_badge_hands_the_counter_over_with_its_cart(selling: Till, qtbot: QtBot) -> None:
    await selling.scan(MILK)
    selling.write(BADGE, Key.Key_Return)
    await until(lambda: selling.use.counter.session.require_user().name == "Mara Manager", PATIENCE)
    assert selling.lines() == [("Whole Milk", 1)]
