"""Why a price is what it is: on the sell screen by key and tap, as text, and for a product by itself."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.cart import Discount, DiscountKind
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.promotions import Promotion, PromotionKind
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.gui.shared.explain import ExplainDialog
from b4mart_desktop.gui.shared.explain_product import ProductPriceDialog
from b4mart_desktop.gui.shared.explain_rows import ExplainRow, RowKind
from b4mart_desktop.services.price_preview import PricePreview
from tests.adapters.local.goods import Replica
from tests.gui import goods
from tests.gui.asynchronous import until
from tests.gui.goods import BREAD, MILK
from tests.gui.till import CTRL, PATIENCE, Till

Key = Qt.Key


def _promotion(name: str, percent: str, **fields: object) -> Promotion:
    now = utc_now()
    made = Promotion(
        id=new_id(),
        name=name,
        kind=PromotionKind.PERCENT_OFF,
        value=Decimal(percent),
        created_at=now,
        updated_at=now,
    )
    return msgspec.structs.replace(made, **fields)


HALF = _promotion("Half price week", "50")
TENTH = _promotion("Ten percent", "10")
STAFF = _promotion("Staff", "60", customer_groups=("Staff",))


@pytest.fixture
def replica(replica: Replica) -> Replica:
    """The shop with promotions."""
    promotions = [to_document(each) for each in (TENTH, HALF, STAFF)]
    replica.load(**goods.shop(), promotions=promotions)
    return replica


def _rows(dialog: ExplainDialog | ProductPriceDialog) -> list[ExplainRow]:
    return list(dialog.view.rows.rows)


def _row(dialog: ExplainDialog | ProductPriceDialog, text: str) -> ExplainRow:
    return next(row for row in _rows(dialog) if row.text.startswith(text))


def _said(dialog: ExplainDialog) -> str:
    """What a clerk can read out."""
    return next(each.text() for each in dialog.findChildren(QLabel) if each.property("role") == "subtitle")


async def _explain(till: Till) -> ExplainDialog:
    till.press(Key.Key_E, CTRL)
    dialog = await till.dialog("Why")
    assert isinstance(dialog, ExplainDialog)
    return dialog


async def test_the_chosen_line_step_by_step(till: Till, qtbot: QtBot) -> None:
    await till.open_as("Mara")
    await till.scan(f"3*{BREAD}")
    dialog = await _explain(till)
    assert dialog.windowTitle() == "Why $4.80?"
    assert _said(dialog) == (
        "Rye Bread: 3 at $3.20 are $9.60. “Half price week” takes $4.80 off. That leaves $4.80."
    )
    assert _rows(dialog)[0] == ExplainRow(RowKind.HEADING, "3 × Rye Bread", amount="$4.80")
    assert _row(dialog, "List price").amount == "$3.20"
    assert _row(dialog, "3 × $3.20").amount == "$9.60"
    won = _row(dialog, "Half price week")
    assert (won.kind, won.change, won.amount) == (RowKind.STEP, "−$4.80", "$4.80")
    lost = _row(dialog, "Ten percent")
    assert (lost.kind, lost.change) == (RowKind.LOSER, "")
    assert lost.note == "Another one is better for the customer; by itself it would take $0.96 off"
    assert _row(dialog, "Staff").note == "For other customers"
    till.press(Key.Key_Escape)
    await till.no_dialog()


async def test_a_tap_on_the_total_explains_the_whole_sale_with_what_staff_gave(
    till: Till, qtbot: QtBot
) -> None:
    await till.open_as("Mara")
    await till.scan(MILK)
    till.use.selling.discount_order(Discount(kind=DiscountKind.AMOUNT, value=Decimal("0.25")))
    QTest.mouseClick(till.part(QLabel, "total_label"), Qt.MouseButton.LeftButton)
    dialog = await till.dialog("Why")
    assert isinstance(dialog, ExplainDialog)
    given = _row(dialog, "Discount given at the till on the whole sale")
    assert (given.change, given.amount) == ("−$0.25", "$0.50")
    total = till.formats.money(till.use.selling.priced().total)
    assert _said(dialog).startswith(
        "Everything together is $1.50. Discounts on single products take $0.75 off."
    )
    assert "We take $0.25 off." in _said(dialog)
    assert _said(dialog).endswith(f"You pay {total}.")
    assert _row(dialog, "Total").amount == till.formats.money(till.use.selling.priced().total)
    till.press(Key.Key_Escape)
    await till.no_dialog()


async def test_it_is_copied_as_text_in_columns(till: Till, qtbot: QtBot) -> None:
    await till.open_as("Mara")
    await till.scan(MILK)
    dialog = await _explain(till)
    dialog.copy()
    lines = QApplication.clipboard().text().splitlines()
    assert any("Half price week" in line and line.endswith("$0.75") for line in lines)
    assert any(line.startswith("  ✕ Ten percent") for line in lines)
    till.press(Key.Key_Escape)
    await till.no_dialog()


async def test_there_is_nothing_to_explain_in_an_empty_cart(till: Till, qtbot: QtBot) -> None:
    await till.open_as("Mara")
    assert not till.part(QLabel, "total_label").text().strip("$0.")
    till.press(Key.Key_E, CTRL)
    await till.quiet()
    assert QApplication.activeModalWidget() is None


async def test_what_another_customer_would_pay_for_a_product(till: Till, qtbot: QtBot) -> None:
    await till.open_as("Mara")
    ((_, bread),) = till.use.counter.catalogue.find_code(BREAD)
    dialog = ProductPriceDialog(till.window, bread, PricePreview(till.use.counter), till.formats)
    qtbot.addWidget(dialog)
    assert _row(dialog, "The customer pays").amount == "$1.60"
    groups = dialog.findChild(QComboBox)
    assert groups is not None
    groups.setCurrentIndex(groups.findText("Staff"))
    await until(lambda: _row(dialog, "The customer pays").amount == "$1.28", PATIENCE)
    dialog._quantity.setText("10")
    assert _row(dialog, "The customer pays").amount == "$12.80"
