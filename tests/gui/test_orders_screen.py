"""The orders of a day, with and without the database."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QTableView
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.models.order_rows import Column
from b4mart_desktop.gui.orders.orders_screen import OrdersScreen
from tests.gui.asynchronous import until
from tests.gui.goods import BREAD, MILK
from tests.gui.till import CTRL, PATIENCE, Till

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
async def sold_two(till: Till) -> Till:
    """A till that sold milk, then bread."""
    await till.open_as("Mara")
    for count, code in enumerate((MILK, BREAD), 1):
        await till.scan(code)
        till.press(Key.Key_F12)
        await till.sold(count)
        till.workplace.enter()
    return till


async def open_orders(till: Till) -> None:
    till.press(Key.Key_2, ALT)
    await until(lambda: till.is_on(OrdersScreen) and column(till, Column.NUMBER), PATIENCE)
    await till.quiet()


def column(till: Till, wanted: Column) -> list[str]:
    model = till.part(QTableView, "orders_view").model()
    return [str(model.index(row, wanted).data()) for row in range(model.rowCount())]


async def test_todays_orders_newest_first_with_the_receipt(sold_two: Till, qtbot: QtBot) -> None:
    sold_two.post_all()
    await open_orders(sold_two)
    assert column(sold_two, Column.NUMBER) == ["R1-000002", "R1-000001"]
    assert column(sold_two, Column.STATE) == ["Completed", "Completed"]
    assert sold_two.part(QLabel, "revenue_label").text() == "$4.70"
    detail = sold_two.part(QLabel, "detail_label")
    await until(lambda: detail.text() == "R1-000002", PATIENCE)
    sold_two.press(Key.Key_Down)
    await until(lambda: detail.text() == "R1-000001", PATIENCE)
    await sold_two.quiet()


async def test_sales_not_yet_in_the_database_are_among_them(sold_two: Till, qtbot: QtBot) -> None:
    await open_orders(sold_two)
    assert column(sold_two, Column.STATE) == ["Waiting to be posted"] * 2


async def test_without_the_database_it_shows_this_counters_own(sold_two: Till, qtbot: QtBot) -> None:
    sold_two.archive.away = True
    await open_orders(sold_two)
    assert sold_two.part(QFrame, "offline_frame").isVisible()
    assert len(column(sold_two, Column.NUMBER)) == 2
    sold_two.post_all()
    sold_two.archive.away = False
    sold_two.click("offline_retry_button")
    await until(lambda: not sold_two.part(QFrame, "offline_frame").isVisible(), PATIENCE)
    await sold_two.quiet()


async def test_ctrl_i_shows_the_invoice(sold_two: Till, qtbot: QtBot) -> None:
    sold_two.post_all()
    await open_orders(sold_two)
    sold_two.press(Key.Key_I, CTRL)
    await until(lambda: sold_two.paper.shown == ["invoice-R1-000002.pdf"], PATIENCE)


async def test_a_copy_of_the_chosen_receipt_is_printed(sold_two: Till, qtbot: QtBot) -> None:
    sold_two.post_all()
    await open_orders(sold_two)
    detail = sold_two.part(QLabel, "detail_label")
    await until(lambda: detail.text() == "R1-000002", PATIENCE)
    sold_two.press(Key.Key_Down)
    await until(lambda: detail.text() == "R1-000001", PATIENCE)
    sold_two.click("reprint_button")
    await until(lambda: sold_two.paper.shown == ["receipt-R1-000001-copy.pdf"], PATIENCE)
    await sold_two.quiet()


async def test_the_day_before_has_none(sold_two: Till, qtbot: QtBot) -> None:
    sold_two.post_all()
    await open_orders(sold_two)
    sold_two.click("previous_button")
    await until(lambda: column(sold_two, Column.NUMBER) == [], PATIENCE)
    sold_two.click("today_button")
    await until(lambda: len(column(sold_two, Column.NUMBER)) == 2, PATIENCE)
    await sold_two.quiet()
