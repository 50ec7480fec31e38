"""Taking payment: cash, card, both; what is refused, and the way back."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from b4mart_desktop.domain.payments import TenderKind
from b4mart_desktop.gui.pay.pay_screen import PayScreen
from b4mart_desktop.gui.sell.sell_screen import SellScreen
from tests.gui.asynchronous import until
from tests.gui.goods import BREAD, MILK
from tests.gui.till import PATIENCE, Till

Key = Qt.Key


@pytest.fixture
async def paying(till: Till) -> Till:
    """The pay screen with 4.70 due."""
    await till.open_as("Cleo")
    await till.scan(MILK)
    await till.scan(BREAD)
    till.press(Key.Key_F9)
    await until(lambda: till.is_on(PayScreen), PATIENCE)
    return till


def due(till: Till) -> str:
    return till.part(QLabel, "due_label").text()


async def test_more_cash_than_due_gives_change(paying: Till, qtbot: QtBot) -> None:
    assert due(paying) == "$4.70"
    paying.write("10", Key.Key_Return)
    sale = await paying.sold()
    assert sale.payments[0].change == Decimal("5.30")
    assert paying.part(QLabel, "change_label").text() == "$5.30"
    assert paying.paper_files(f"receipt-{sale.order.receipt_number}.pdf")


async def test_cash_on_the_screens_keys(paying: Till, qtbot: QtBot) -> None:
    for key in ("5", ".", "0", "0"):
        paying.click(f"key_{key}")
    paying.click("take_button")
    assert (await paying.sold()).payments[0].tendered == Decimal("5.00")


async def test_f9_takes_what_is_due(paying: Till, qtbot: QtBot) -> None:
    paying.press(Key.Key_F9)
    assert (await paying.sold()).payments[0].change == Decimal(0)


async def test_cash_first_the_rest_by_card(paying: Till, qtbot: QtBot) -> None:
    paying.write("2", Key.Key_Return)
    await until(lambda: due(paying) == "$2.70", PATIENCE)
    paying.click("Card")
    paying.write("", Key.Key_Return)
    sale = await paying.sold()
    assert {p.tender: p.amount for p in sale.payments} == {
        TenderKind.CASH: Decimal("2.00"),
        TenderKind.CARD: Decimal("2.70"),
    }


async def test_a_part_is_taken_back(paying: Till, qtbot: QtBot) -> None:
    paying.write("2", Key.Key_Return)
    await until(lambda: due(paying) == "$2.70", PATIENCE)
    paying.click("Take back")
    await until(lambda: due(paying) == "$4.70", PATIENCE)


async def test_a_card_never_takes_more_than_is_due(paying: Till, qtbot: QtBot) -> None:
    paying.click("Card")
    paying.write("5", Key.Key_Return)
    error = paying.part(QLabel, "error_label")
    await until(error.isVisible, PATIENCE)
    assert paying.journal.recent_sales(1) == []
    paying.press(Key.Key_Backspace)
    paying.press(Key.Key_Return)
    assert (await paying.sold()).payments[0].tender is TenderKind.CARD


async def test_escape_goes_back_to_the_cart(paying: Till, qtbot: QtBot) -> None:
    paying.press(Key.Key_Escape)
    assert paying.is_on(SellScreen)
    assert len(paying.lines()) == 2
    assert paying.journal.recent_sales(1) == []


async def test_return_twice_pays_once(paying: Till, qtbot: QtBot) -> None:
    paying.write("10", Key.Key_Return)
    paying.press(Key.Key_Return)
    paying.press(Key.Key_F9)
    await paying.sold()
    assert len(paying.journal.recent_sales()) == 1


async def test_ctrl_p_shows_the_receipt(paying: Till, qtbot: QtBot) -> None:
    paying.press(Key.Key_F9)
    sale = await paying.sold()
    paying.press(Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    await paying.quiet()
    await until(lambda: paying.paper.shown == [f"receipt-{sale.order.receipt_number}.pdf"], PATIENCE)
