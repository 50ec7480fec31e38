"""Coupons at the till: scanned, typed, entered as a discount; shown, given back, refused with the reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.promotions import CouponCount, CouponLimits
from b4mart_desktop.gui.pay.pay_screen import PayScreen
from tests.adapters.local.goods import Replica
from tests.gui import goods
from tests.gui.asynchronous import until
from tests.gui.goods import BREAD
from tests.gui.test_explain_price import _promotion
from tests.gui.till import PATIENCE, Till

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
HALF_OFF = _promotion("Half off", "50", codes=("HALF",))
ONCE = _promotion("First fifty", "10", codes=("FIRST50",), limits=CouponLimits(total=50))


@pytest.fixture
def replica(replica: Replica) -> Replica:
    """The shop with two coupons."""
    replica.load(**goods.shop(), promotions=[to_document(each) for each in (HALF_OFF, ONCE)])
    return replica


def _chips(till: Till) -> list[str]:
    found = till.screen.findChildren(QAbstractButton)
    return [each.text() for each in found if each.isVisible() and each.text().endswith("✕")]


def _total(till: Till) -> Decimal:
    return till.use.selling.priced().total


async def test_a_scanned_coupon_counts_and_is_given_back(till: Till, qtbot: QtBot) -> None:
    await till.open_as("Mara")
    await till.scan(BREAD)
    await till.scan("half")
    assert _total(till) == Decimal("1.60")
    assert _chips(till) == ["HALF  ✕"]
    assert "Half off" in till.window.messages.shown[-1]
    till.click("Give coupon HALF back")
    await until(lambda: _total(till) == Decimal("3.20"), PATIENCE)
    assert _chips(till) == []


async def test_a_coupon_is_entered_where_discounts_are(till: Till, qtbot: QtBot) -> None:
    await till.open_as("Mara")
    await till.scan(BREAD)
    till.press(Key.Key_F8, SHIFT)
    dialog = await till.dialog("Discount")
    till.click("Coupon")
    field = next(each for each in dialog.findChildren(QLineEdit) if each.isVisible())
    QTest.keyClicks(field, "half")
    till.click("Take the coupon")
    await until(lambda: _total(till) == Decimal("1.60"), PATIENCE)
    await till.no_dialog()


async def test_a_coupon_that_is_used_up_is_refused(till: Till, qtbot: QtBot) -> None:
    await till.open_as("Mara")
    await till.scan(BREAD)
    till.ledger.count = CouponCount(total=50)
    till.write("FIRST50", Key.Key_Return)
    await until(lambda: len(till.window.messages.shown) > 0, PATIENCE)
    assert "50" in till.window.messages.shown[-1]
    assert _chips(till) == []
    assert _total(till) == Decimal("3.20")


async def test_a_coupon_used_up_elsewhere_meanwhile_is_told_before_paying(till: Till, qtbot: QtBot) -> None:
    await till.open_as("Mara")
    await till.scan(BREAD)
    till.write("FIRST50", Key.Key_Return)
    await until(lambda: _chips(till) == ["FIRST50  ✕"], PATIENCE)
    till.ledger.count = CouponCount(total=50)
    told = len(till.window.messages.shown)
    till.press(Key.Key_F9)
    await until(lambda: len(till.window.messages.shown) > told, PATIENCE)
    assert "50 of 50" in till.window.messages.shown[-1]
    assert (_chips(till), _total(till)) == ([], Decimal("3.20"))
    till.press(Key.Key_F9)
    await until(lambda: till.is_on(PayScreen), PATIENCE)


async def test_without_the_database_a_clerk_needs_leave_for_a_limited_one(till: Till, qtbot: QtBot) -> None:
    await till.open_as("Cleo")
    await till.scan(BREAD)
    till.ledger.away = True
    till.write("FIRST50", Key.Key_Return)
    await till.dialog("Who approves")
    till.press(Key.Key_Escape)
    await till.no_dialog()
    assert _chips(till) == []
    till.write("HALF", Key.Key_Return)
    await until(lambda: _chips(till) == ["HALF  ✕"], PATIENCE)
