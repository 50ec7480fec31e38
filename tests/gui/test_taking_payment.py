"""Paying when much happens at once: keys pressed over each other, prices that change, money taken in part."""

import asyncio
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.promotions import Promotion, PromotionKind
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.sale import Sale
from b4mart_desktop.gui.pay.pay_screen import PayScreen
from b4mart_desktop.gui.sell.sell_screen import SellScreen
from b4mart_desktop.services.bus import ReplicaChanged
from tests.gui.asynchronous import until
from tests.gui.goods import BREAD, MILK
from tests.gui.till import PATIENCE, Till

Key = Qt.Key
FULL = AdapterError(ErrorCode.DISK_WRITE_FAILED, path="here", reason="no space left on device")


@pytest.fixture
async def selling(till: Till) -> Till:
    """The sell screen with 4.70 in the cart, a clerk at it."""
    await till.open_as("Cleo")
    await till.scan(MILK)
    await till.scan(BREAD)
    return till


async def pay(till: Till) -> None:
    till.press(Key.Key_F9)
    await until(lambda: till.is_on(PayScreen), PATIENCE)


async def take_card(till: Till, amount: str) -> None:
    till.click("Card")
    till.write(amount, Key.Key_Return)
    await until(lambda: bool(till.use.checkout.tenders), PATIENCE)


def messages(till: Till) -> str:
    return " | ".join(till.window.messages.shown)


# ------------------------------------------------------------ keys over each other


async def test_f9_while_f12_is_being_written_neither_stops_nor_repeats_the_sale(
    selling: Till, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, write = asyncio.Event(), selling.journal.append_sale
    waiting: list[Sale] = []

    async def slow(sale: Sale, register_code: str) -> Sale:
        waiting.append(sale)
        await gate.wait()
        return await write(sale, register_code)

    monkeypatch.setattr(selling.journal, "append_sale", slow)
    selling.press(Key.Key_F12)
    await until(lambda: bool(waiting), PATIENCE)
    selling.press(Key.Key_F9)
    selling.press(Key.Key_F12)
    await asyncio.sleep(0.05)
    gate.set()
    sale = await selling.sold()
    assert len(waiting) == 1
    assert sale.order.pricing.total == Decimal("4.70")
    assert selling.lines() == []
    assert selling.is_on(PayScreen)


# ------------------------------------------------------------ prices that change


def promotion() -> Promotion:
    now = utc_now()
    return Promotion(
        id=new_id(),
        name="Half price",
        kind=PromotionKind.PERCENT_OFF,
        value=Decimal(50),
        created_at=now,
        updated_at=now,
    )


async def test_a_new_price_is_shown_and_said_before_it_is_charged(
    selling: Till, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selling.use.counter.catalogue, "promotions", lambda: (promotion(),))
    selling.workplace.on_event(ReplicaChanged("promotions"))
    await until(lambda: "$2.35" in selling.button("pay_button").text(), PATIENCE)
    assert "Prices have changed" in messages(selling)
    selling.press(Key.Key_F12)
    assert (await selling.sold()).order.pricing.total == Decimal("2.35")


@pytest.mark.parametrize("key", [Key.Key_F12, Key.Key_F9])
async def test_nobody_is_charged_what_was_not_shown(
    selling: Till, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, key: Qt.Key
) -> None:
    monkeypatch.setattr(selling.use.counter.catalogue, "promotions", lambda: (promotion(),))
    assert "$4.70" in selling.button("pay_button").text()
    selling.press(key)
    if key is Key.Key_F9:
        await until(lambda: selling.is_on(PayScreen), PATIENCE)
        assert selling.part(QLabel, "due_label").text() == "$4.70"
        selling.press(Key.Key_F9)
    assert (await selling.sold()).order.pricing.total == Decimal("4.70")


async def test_an_undo_message_still_shown_does_not_change_what_is_paid(selling: Till, qtbot: QtBot) -> None:
    selling.press(Key.Key_Delete)
    await pay(selling)
    lines = selling.lines()
    selling.click("Undo")
    assert selling.lines() == lines
    assert "Payment has begun" in messages(selling)


# ------------------------------------------------------------ parts of a payment


async def test_going_back_with_a_card_part_asks_and_the_part_stays(selling: Till, qtbot: QtBot) -> None:
    await pay(selling)
    await take_card(selling, "2")
    for answer, screen in (("Go on paying", PayScreen), ("Back to the sale", SellScreen)):
        selling.press(Key.Key_Escape)
        await selling.dialog("Part of this sale is paid")
        selling.click(answer)
        await selling.no_dialog()
        await until(lambda wanted=screen: selling.is_on(wanted), PATIENCE)  # type: ignore[misc]
    await pay(selling)
    assert selling.part(QLabel, "due_label").text() == "$2.70"
    selling.write("", Key.Key_Return)
    amounts = [payment.amount for payment in (await selling.sold()).payments]
    assert amounts == [Decimal(2), Decimal("2.70")]


async def test_a_card_part_is_taken_back_by_who_may(selling: Till, qtbot: QtBot) -> None:
    await pay(selling)
    await take_card(selling, "2")
    selling.click("Take back")
    await selling.dialog("Who approves this?")
    selling.press(Key.Key_Escape)
    await selling.no_dialog()
    assert len(selling.use.checkout.tenders) == 1
    selling.enter_as("Mara")
    await pay(selling)
    selling.click("Take back")
    await until(lambda: not selling.use.checkout.tenders, PATIENCE)
    selling.press(Key.Key_F9)
    assert [entry.action for entry in (await selling.sold()).audit] == [Action.TAKE_BACK_TENDER]


async def test_an_approved_card_outlasts_a_disk_that_refuses_the_sale(
    selling: Till, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise FULL

    await pay(selling)
    with monkeypatch.context() as patched:
        patched.setattr(selling.journal, "append_sale", full)
        await take_card(selling, "")
        await until(selling.part(QLabel, "error_label").isVisible, PATIENCE)
    assert selling.part(QLabel, "due_label").text() == "$0.00"
    selling.press(Key.Key_Escape)
    await selling.dialog("Part of this sale is paid")
    selling.click("Back to the sale")
    await selling.no_dialog()
    await pay(selling)
    selling.press(Key.Key_F9)
    assert [(p.tender, p.amount) for p in (await selling.sold()).payments] == [("card", Decimal("4.70"))]


async def test_leaving_the_pay_screen_by_any_way_frees_the_cart(selling: Till, qtbot: QtBot) -> None:
    await pay(selling)
    selling.workplace.lock()
    selling.enter_as("Cleo")
    await selling.scan(MILK)
    assert selling.lines()[0] == ("Whole Milk", 2)


# ------------------------------------------------------------ a disk that refuses


async def test_nothing_is_said_to_be_done_that_the_disk_refused(
    selling: Till, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise FULL

    for name in ("set_cart", "hold"):
        monkeypatch.setattr(selling.desk, name, full)
    before = selling.lines()
    selling.press(Key.Key_Delete)
    selling.press(Key.Key_F4)
    selling.write(MILK, Key.Key_Return)
    await until(lambda: len(selling.window.messages.shown) >= 3, PATIENCE)
    await selling.quiet()
    assert selling.lines() == before
    assert "removed" not in messages(selling)
    assert "put aside" not in messages(selling)
