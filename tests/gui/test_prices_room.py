"""The prices room over a real server: promotions by their form, price lists, taxes, states, keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
)
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.domain.promotions import HappyHours, PromotionKind
from b4mart_desktop.gui.prices.goods_dialog import GoodsDialog
from b4mart_desktop.gui.prices.lists_tab import ListsTab
from b4mart_desktop.gui.prices.prices_room import PricesTab
from b4mart_desktop.gui.prices.promotions_tab import PromotionsTab
from b4mart_desktop.gui.prices.schedule_dialog import ScheduleDialog
from b4mart_desktop.gui.prices.scheduled_tab import ScheduledTab
from b4mart_desktop.gui.prices.taxes_tab import TaxesTab
from b4mart_desktop.services.bus import ConnectionChanged
from tests.adapters.mongo.shop import _shop_name, shop
from tests.gui.asynchronous import until
from tests.unit.services.shop import (
    BREAD,
    COLA,
    COLA_WEEK,
    DRINKS,
    MANAGER,
    MILK,
    NOON,
    SUPERVISOR,
    open_shop,
)

__all__ = ["_shop_name", "shop"]

from tests.gui.prices_stage import CTRL, PATIENCE, Key, Stage, replace


@pytest.fixture
async def stage(shop: Database, tmp_path: Path, theme: object, qtbot: QtBot) -> AsyncIterator[Stage]:
    with open_shop(tmp_path, COLA_WEEK) as counter:
        counter.sign_in(MANAGER)
        made = Stage(counter, shop)
        yield made
        await made.close()


def _texts(stage: Stage, column: int) -> list[str]:
    model = stage.tab(PromotionsTab).list.table.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


async def test_a_promotion_from_nothing_by_keys(stage: Stage) -> None:
    await stage.open()
    await stage.command(Key.Key_N)
    stage.write("Three for two")
    stage.button("Buy some, get some: Buy 2, get 1 free").click()
    for name, value in (("Pieces to buy", "2"), ("Pieces got", "1")):
        field = stage.field(name)
        field.setFocus()
        stage.write(value)
    await stage.command(Key.Key_S)
    await stage.quiet()
    (document,) = await stage.stored()
    assert (document["name"], document["kind"], document["buy"], document["get"]) == (
        "Three for two", "buy_x_get_y", 2, 1,
    )  # fmt: skip
    assert _texts(stage, 1) == ["Buy 2, get 1 free"]
    assert "Three for two is saved" in stage.messages.shown[-1]


async def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_written(stage: Stage) -> None:
    await stage.open()
    await stage.command(Key.Key_N)
    percent = stage.field("Percent off")
    percent.setFocus()
    stage.write("130")
    assert not stage.tab(PromotionsTab).editor.form._fields["value"].problem()
    await stage.command(Key.Key_S)
    form = stage.tab(PromotionsTab).editor.form
    assert form._fields["name"].problem() == "Enter this."
    assert form._fields["value"].problem() == "Enter a number from 0.001 to 100."
    assert stage.button("2 thing(s) to fix").isVisible()
    assert QApplication.focusWidget() is form._fields["name"].widget
    assert await stage.stored() == []


async def test_a_promotion_that_was_only_looked_at_is_not_changed(stage: Stage) -> None:
    odd = dt.datetime(2026, 11, 1, 5, 30, 17, 250_000, tzinfo=dt.UTC)  # the hour that comes twice there
    hours = (HappyHours(days=(5,), start=dt.time(22), end=dt.time(2)),)
    await stage.promotion(starts_at=odd, categories=(DRINKS.id,), hours=hours, channels=(), overrides=True)
    await stage.open()
    stage.press(Key.Key_Return)
    tab = stage.tab(PromotionsTab)
    assert tab.editor.isVisible()
    assert not tab.editor.is_changed()
    stage.press(Key.Key_Escape)
    await stage.quiet()
    assert tab.list.isVisible()


async def test_leaving_with_changes_asks(stage: Stage) -> None:
    await stage.promotion()
    await stage.open()
    stage.press(Key.Key_Return)
    stage.write(" 2")
    stage.press(Key.Key_Escape)
    await stage.dialog()
    stage.press(Key.Key_Escape)
    await stage.quiet()
    assert stage.tab(PromotionsTab).editor.isVisible()
    leaving = stage.room.tasks.spawn(stage.room.may_leave())
    await stage.dialog()
    stage.button("Save").click()
    assert await leaving
    assert [each["name"] for each in await stage.stored()] == ["Cola week 2"]


async def test_the_preview_follows_what_is_entered(stage: Stage) -> None:
    await stage.promotion(kind=PromotionKind.PERCENT_OFF, value=Decimal(10), products=(BREAD.id,))
    await stage.open()
    stage.press(Key.Key_Return)
    preview = stage.tab(PromotionsTab).editor.preview
    assert "$0.25" in preview._saved.text()
    percent = stage.field("Percent off")
    percent.setFocus()
    stage.write("50")
    await until(lambda: "$1.25" in preview._saved.text(), PATIENCE)
    stage.button("One more: Bread").click()
    assert "$2.50" in preview._saved.text()
    assert await stage.stored()  # looking changes nothing
    assert (await stage.stored())[0]["value"] == 10


async def test_goods_are_picked_by_search_and_by_their_department(stage: Stage) -> None:
    await stage.open()
    await stage.command(Key.Key_N)
    tab = stage.tab(PromotionsTab)
    tab.editor.form._goods._add.click()
    dialog = await stage.dialog(GoodsDialog)
    stage.write("milk", Key.Key_Return)
    stage.write("brea", Key.Key_Return)
    dialog.accept()
    await stage.quiet()
    assert tab.editor.form.promotion().products == (MILK.id, BREAD.id)
    stage.button("Take Milk away").click()
    assert tab.editor.form.promotion().products == (BREAD.id,)


async def test_switched_off_copied_and_removed_from_the_list(stage: Stage) -> None:
    await stage.promotion(codes=("ONE",))
    await stage.open()
    stage.button("Switch off").click()
    await stage.quiet()
    assert _texts(stage, 5) == ["Off"]
    await stage.command(Key.Key_D)
    assert stage.tab(PromotionsTab).editor.form.promotion().codes == ()
    await stage.command(Key.Key_S)
    await stage.quiet()
    assert sorted(_texts(stage, 0)) == ["Cola week", "Copy of Cola week"]
    stage.button("Remove").click()
    await stage.dialog()
    stage.button("Remove").click()
    await stage.quiet()
    assert len(await stage.stored()) == 1


async def test_of_two_offices_the_second_is_told(stage: Stage) -> None:
    old = await stage.promotion()
    await stage.open()
    stage.press(Key.Key_Return)
    await stage.use.promotions.save(old, replace(old, value=Decimal(33)), ())
    stage.write(" 2")
    await stage.command(Key.Key_S)
    await stage.quiet()
    assert "meanwhile" in stage.messages.shown[-1]
    assert stage.tab(PromotionsTab).editor.isVisible()
    assert (await stage.stored())[0]["value"] == 33


async def test_a_list_is_filtered_by_state_and_by_code(stage: Stage) -> None:
    await stage.promotion(codes=("SAVE10",))
    await stage.use.promotions.save(
        None, replace(stage.use.promotions.blank(), name="Later", starts_at=NOON + dt.timedelta(days=2)), ()
    )
    await stage.open()
    assert _texts(stage, 0) == ["Cola week", "Later"]
    stage.press(Key.Key_F, CTRL)
    stage.write("save")
    assert _texts(stage, 0) == ["Cola week"]
    stage.press(Key.Key_Escape)
    stage.button("Upcoming").click()
    assert _texts(stage, 0) == ["Later"]


async def test_without_the_database_it_says_so_and_comes_back(stage: Stage) -> None:
    await stage.promotion()
    stage.away = True
    await stage.open()
    state = stage.tab(PromotionsTab).list.state
    assert state.action.text() == "Try again"
    stage.away = False
    stage.room.on_event(ConnectionChanged(online=True, since=NOON))
    await stage.quiet()
    assert _texts(stage, 0) == ["Cola week"]


async def test_a_supervisor_looks_but_changes_nothing(stage: Stage) -> None:
    await stage.promotion()
    stage.counter.sign_in(SUPERVISOR)
    await stage.open()
    stage.press(Key.Key_Return)
    tab = stage.tab(PromotionsTab)
    assert not tab.editor.form.isEnabled()
    shown = [each.text() for each in stage.window.findChildren(QAbstractButton) if each.isVisible()]
    assert not {"Save", "New promotion", "Remove", "Switch off"} & set(shown)


async def test_a_price_list_with_pasted_prices(stage: Stage) -> None:
    await stage.open(PricesTab.LISTS)
    await stage.command(Key.Key_N)
    stage.write("Trade")
    await stage.command(Key.Key_S)
    await stage.quiet()
    stage.button("Paste…").click()
    dialog = await stage.dialog()
    lines = f"{COLA.inventory.sku}\t0.90\n{COLA.inventory.sku}\t0.80\t6\nnothing 1.00"
    text = dialog.findChild(QPlainTextEdit)
    text.setPlainText(lines)
    await until(lambda: stage.button("Set prices").isEnabled(), PATIENCE)
    stage.button("Set prices").click()
    await stage.quiet()
    tab = stage.tab(ListsTab)
    model = tab.prices.table.model()
    assert [model.index(0, column).data() for column in (0, 3)] == ["Cola", "$0.90  ·  from 6 $0.80"]
    (price,) = await stage.database.prices.find().to_list()
    assert [(tier["quantity"], tier["price"]) for tier in price["tiers"]] == [(1, 0.9), (6, 0.8)]


async def test_a_rule_of_a_price_list_shows_what_it_makes(stage: Stage) -> None:
    await stage.open(PricesTab.LISTS)
    await stage.command(Key.Key_N)
    tab = stage.tab(ListsTab)
    tab.form._has_rule.click()
    for edit, value in ((tab.form._percent, "8"), (tab.form._step, "0.10"), (tab.form._less, "0.01")):
        edit.setFocus()
        stage.write(value)
    assert tab.form._example.text() == "$9.37 on the shelf label becomes $8.59."


async def test_a_tax_gets_a_rate_from_a_day_on(stage: Stage) -> None:
    tax = replace(stage.use.taxes.blank(), code="food", name="Food", rate=Decimal(7))
    await stage.use.taxes.save(None, tax, ())
    await stage.open(PricesTab.TAXES)
    stage.press(Key.Key_Return)
    dialog = await stage.dialog()
    stage.button("Another rate from a day on").click()
    stage.press(Key.Key_A, CTRL)
    stage.write("9.5")
    assert [field.text() for field in dialog.findChildren(QLineEdit) if field.text() == "food"]
    stage.button("Save").click()
    await stage.quiet()
    model = stage.tab(TaxesTab).list.table.model()
    assert [model.index(0, column).data() for column in (0, 2, 4)] == ["Food", "7%", "9.5% from Dec 1, 2026"]


async def test_tabs_are_reached_by_keys(stage: Stage) -> None:
    await stage.open()
    stage.press(Key.Key_PageDown, CTRL)
    await stage.quiet()
    assert stage.tab(ListsTab).isVisible()
    titles = [each.text() for each in stage.tab(ListsTab).findChildren(QLabel) if each.isVisible()]
    assert "No price lists yet" in titles


async def test_prices_are_planned_for_a_product_and_called_off(stage: Stage) -> None:
    await stage.open(PricesTab.SCHEDULED)
    await stage.command(Key.Key_N)
    dialog = await stage.dialog(ScheduleDialog)
    stage.button("Plan them").click()
    assert dialog._fields["goods"].problem() == "Choose at least one."
    dialog._goods._take((BREAD.id,), ())
    stage.button("Less by").click()
    dialog._amount.setFocus()
    stage.write("20")
    assert dialog._examples.text() == "Bread: $2.50 → $2.00"
    stage.button("Plan them").click()
    await stage.quiet()
    (planned,) = await stage.database.scheduledprices.find().to_list()
    assert (planned["productName"], planned["basePrice"], planned["state"]) == ("Bread", 2, "waiting")
    tab = stage.tab(ScheduledTab)
    assert tab.list.table.model().index(0, 6).data() == "Waiting"
    stage.button("Call off").click()
    await stage.quiet()
    assert tab.list.table.model().index(0, 6).data() == "Called off"
    assert not stage.button("Call off").isEnabled()
