"""Many products changed from the list, and views of it, on a real server: preview, run, failures, undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bson import ObjectId
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDateTimeEdit,
    QLabel,
    QLineEdit,
    QTableView,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.product_lists import ProductFilter, ProductSort
from b4mart_desktop.gui.catalogue import bulk_deeds
from b4mart_desktop.gui.catalogue.bulk_dialog import BulkDialog
from b4mart_desktop.gui.catalogue.bulk_rows import AFTER, BEFORE, NAME, NOTE
from b4mart_desktop.gui.catalogue.last_changes_dialog import LastChangesDialog
from b4mart_desktop.gui.catalogue.products_room import ProductsRoom
from b4mart_desktop.gui.catalogue.selection_bar import Deed
from b4mart_desktop.gui.style.theme import Theme
from b4mart_desktop.gui.widgets.toast import Toast
from b4mart_desktop.services import bulk_edit
from tests.adapters.mongo.shop import _shop_name, shop
from tests.gui.asynchronous import until, visible_dialog
from tests.gui.catalogue_stage import CTRL, PATIENCE, Key, Stage, many, open_catalogue
from tests.unit.services.shop import MANAGER

__all__ = ["_shop_name", "shop"]

COUNT = 30
MINE = ProductFilter(text="0000")  # ten of them: 00000 to 00009


@pytest.fixture
async def stage(shop: Database, tmp_path: Path, theme: Theme, qtbot: QtBot) -> AsyncIterator[Stage]:
    products = many(COUNT)
    await shop.products.insert_many([to_document(product) for product in products])
    with open_catalogue(tmp_path, products) as counter:
        made = Stage(counter, shop)
        made.room = ProductsRoom(counter.counter, made.use, made.tools)
        await made.show(made.room)
        room(made).show_products(MINE)
        await until(lambda: room(made).pane.rows.rowCount() == 10, PATIENCE)
        await made.quiet()
        yield made
        await made.close()


def room(stage: Stage) -> ProductsRoom:
    assert isinstance(stage.room, ProductsRoom)
    return stage.room


async def begin(stage: Stage, deed: Deed) -> BulkDialog:
    """Chooses all and asks for a deed."""
    room(stage).pane.focus_list()
    stage.press(Key.Key_A, CTRL)
    room(stage).selection.wanted.emit(deed)
    dialog = await until(visible_dialog, PATIENCE)
    assert isinstance(dialog, BulkDialog)
    return dialog


def button(parent: QWidget, text: str) -> QAbstractButton:
    found = [
        each for each in parent.findChildren(QAbstractButton) if each.text() == text and each.isVisible()
    ]
    assert found, text
    return found[0]


def cells(dialog: BulkDialog, column: int) -> list[str]:
    model = dialog.findChild(QTableView).model()  # type: ignore[union-attr]
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def toast(stage: Stage, text: str) -> Toast | None:
    return next((each for each in stage.window.findChildren(Toast) if text in each.text), None)


async def prices(stage: Stage) -> list[float]:
    found = stage.database.products.find({"name": {"$regex": "0000"}}).sort("name")
    return [float(document["pricing"]["basePrice"]) async for document in found]


async def dearer(stage: Stage, value: str = "10") -> BulkDialog:
    dialog = await begin(stage, Deed.PRICES)
    field = dialog.findChildren(QLineEdit)[0]
    field.setText(value)
    await until(lambda: cells(dialog, NAME), PATIENCE)
    return dialog


async def test_prices_are_seen_before_and_changed_and_taken_back(stage: Stage) -> None:
    before = await prices(stage)
    dialog = await dearer(stage)
    assert cells(dialog, NAME)[0] == "Almonds 00000"
    assert (cells(dialog, BEFORE)[0], cells(dialog, AFTER)[0]) == ("$1.00", "$1.10")
    assert any("10 will change" in each.text() for each in dialog.findChildren(QLabel))
    button(dialog, "Change 10 product(s)").click()
    await until(lambda: visible_dialog() is None, PATIENCE)
    done = await until(lambda: toast(stage, "10 product(s) changed"), PATIENCE)
    changed = await prices(stage)
    assert [round(price, 2) for price in changed] == [round(price * 1.1, 2) for price in before]
    button(done, "Undo").click()
    await until(lambda: toast(stage, "10 product(s) put back"), PATIENCE)
    await stage.quiet()
    assert await prices(stage) == before


async def test_prices_are_planned_for_a_date_and_called_off(stage: Stage) -> None:
    before = await prices(stage)
    dialog = await dearer(stage)
    assert button_or_none(dialog, "they stay") is None
    button(dialog, "At a date").click()
    starts, ends = dialog.findChildren(QDateTimeEdit)
    assert button(dialog, "they stay").isChecked()
    button(dialog, "they stay").click()
    ends.setDateTime(starts.dateTime().addDays(-1))
    await until(lambda: "It ends before it begins." in shown_texts(dialog), PATIENCE)
    nothing = await until(lambda: button_or_none(dialog, "Change products"), PATIENCE)
    assert not nothing.isEnabled()
    ends.setDateTime(starts.dateTime().addDays(7))
    plan = await until(lambda: button_or_none(dialog, "Plan prices of 10 product(s)"), PATIENCE)
    plan.click()
    done = await until(lambda: toast(stage, "Prices of 10 product(s) planned for"), PATIENCE)
    wanted = {"dueAt": {"$exists": True}, "until": {"$exists": True}}
    assert await stage.database.scheduledprices.count_documents(wanted) == 10
    assert await prices(stage) == before
    button(done, "Undo").click()
    await until(lambda: toast(stage, "Planned prices of 10 product(s) called off"), PATIENCE)
    await stage.quiet()
    assert await stage.database.scheduledprices.count_documents(wanted) == 0


def shown_texts(dialog: QWidget) -> list[str]:
    return [each.text() for each in dialog.findChildren(QLabel) if each.isVisible()]


async def test_ctrl_z_takes_the_last_change_back_once(stage: Stage) -> None:
    before = await prices(stage)
    dialog = await dearer(stage)
    button(dialog, "Change 10 product(s)").click()
    await until(lambda: toast(stage, "10 product(s) changed"), PATIENCE)
    await stage.quiet()
    room(stage).pane.focus_list()
    stage.press(Key.Key_Z, CTRL)
    await until(lambda: toast(stage, "10 product(s) put back"), PATIENCE)
    await stage.quiet()
    assert await prices(stage) == before
    stage.press(Key.Key_Z, CTRL)
    await stage.quiet()
    assert await prices(stage) == before


async def test_warnings_and_what_cannot_be_done(stage: Stage) -> None:
    dialog = await begin(stage, Deed.PRICES)
    dialog.findChildren(QComboBox)[0].setCurrentText("By a percentage on the cost")
    dialog.findChildren(QLineEdit)[0].setText("-50")
    await until(lambda: cells(dialog, NOTE) and cells(dialog, AFTER)[1] == "$0.30", PATIENCE)
    notes = dict(zip(cells(dialog, NAME), cells(dialog, NOTE), strict=True))
    assert notes["Almonds 00000"] == "No cost known"
    assert notes["Butter 00001"] == "Below cost"
    texts = " ".join(each.text() for each in dialog.findChildren(QLabel))
    assert "3 cannot change" in texts
    assert "Below cost: 7" in texts
    dialog.reject()
    await stage.quiet()


async def test_a_rule_without_a_value_changes_nothing(stage: Stage) -> None:
    dialog = await begin(stage, Deed.PRICES)
    assert not button(dialog, "Change products").isEnabled()
    dialog.reject()
    await stage.quiet()


async def test_what_somebody_changed_meanwhile_is_told_and_stays(stage: Stage) -> None:
    first = await until(lambda: room(stage).pane.rows.product(0), PATIENCE)
    await stage.database.products.delete_one({"_id": ObjectId(first.id)})
    dialog = await dearer(stage)
    button(dialog, "Change 10 product(s)").click()
    told = await until(lambda: toast(stage, "1 left as before"), PATIENCE)
    button(told, "Show").click()
    failures = await until(visible_dialog, PATIENCE)
    assert "Almonds 00000" in _failed(failures)
    failures.reject()
    await stage.quiet()


def _failed(dialog: QWidget) -> list[object]:
    table = dialog.findChild(QTableWidget)
    assert table is not None
    return [table.model().index(row, 0).data() for row in range(table.rowCount())]


async def test_delete_archives_after_asking(stage: Stage) -> None:
    room(stage).pane.focus_list()
    stage.press(Key.Key_Home)
    await until(lambda: room(stage).pane.current(), PATIENCE)
    stage.press(Key.Key_Delete)
    dialog = await until(visible_dialog, PATIENCE)
    assert isinstance(dialog, BulkDialog)
    await until(lambda: cells(dialog, AFTER) == ["Archived"], PATIENCE)
    button(dialog, "Change 1 product(s)").click()
    await until(lambda: toast(stage, "1 product(s) changed"), PATIENCE)
    await stage.quiet()
    found = await stage.database.products.find_one({"name": "Almonds 00000"})
    assert found is not None
    assert found["status"] == ProductStatus.ARCHIVED


async def test_without_the_database_the_change_can_go_on_later(stage: Stage) -> None:
    dialog = await dearer(stage)
    archive = stage.editing._archive
    real = archive.save_many

    async def pulled(*_: object) -> object:
        raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="pulled the plug")

    archive.save_many = pulled  # type: ignore[assignment,method-assign]
    button(dialog, "Change 10 product(s)").click()
    again = await until(lambda: button_or_none(dialog, "Go on"), PATIENCE)
    archive.save_many = real  # type: ignore[method-assign]
    again.click()
    await until(lambda: toast(stage, "10 product(s) changed"), PATIENCE)
    await stage.quiet()


def button_or_none(parent: QWidget, text: str) -> QAbstractButton | None:
    found = [
        each for each in parent.findChildren(QAbstractButton) if each.text() == text and each.isVisible()
    ]
    return found[0] if found else None


async def test_all_but_a_few_are_chosen_without_listing_them(stage: Stage) -> None:
    room(stage).show_products(ProductFilter())
    await stage.quiet()
    room(stage).pane.focus_list()
    stage.press(Key.Key_A, CTRL)
    stage.press(Key.Key_Space)
    chosen = await room(stage).pane.chosen()
    assert chosen.ids == ()
    assert len(chosen.without) == 1
    assert chosen.count == room(stage).pane.rows.rowCount() - 1


async def test_a_change_is_taken_back_from_the_list_of_them(stage: Stage) -> None:
    before = await prices(stage)
    dialog = await dearer(stage)
    button(dialog, "Change 10 product(s)").click()
    await until(lambda: toast(stage, "10 product(s) changed"), PATIENCE)
    await stage.quiet()
    room(stage).deeds._last = None  # as after the program was started again
    room(stage).views_bar.changes_wanted.emit()
    changes = await until(visible_dialog, PATIENCE)
    assert isinstance(changes, LastChangesDialog)
    texts = [changes.table.item(0, column).text() for column in (0, 2, 3, 4)]  # type: ignore[union-attr]
    assert texts == ["Change prices", MANAGER.name, "10", "Done"]
    button(changes, "Undo").click()
    await until(lambda: toast(stage, "10 product(s) put back"), PATIENCE)
    await stage.quiet()
    assert await prices(stage) == before
    room(stage).views_bar.changes_wanted.emit()
    changes = await until(visible_dialog, PATIENCE)
    assert not button(changes, "Undo").isEnabled()
    changes.reject()
    await stage.quiet()


async def test_a_stopped_change_goes_on_or_is_taken_back(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_edit, "BATCH", 4)
    before = await prices(stage)
    dialog = await dearer(stage)
    dialog._presenter.progressed.connect(lambda done: dialog.reject() if done == 4 else None)
    button(dialog, "Change 10 product(s)").click()
    undo = await until(lambda: button_or_none(dialog, "Undo what was done"), PATIENCE)
    assert dialog.isVisible()
    assert button(dialog, "Go on").isEnabled()
    assert sum(now != then for now, then in zip(await prices(stage), before, strict=True)) == 4
    undo.click()
    await until(lambda: toast(stage, "4 product(s) put back"), PATIENCE)
    await stage.quiet()
    assert await prices(stage) == before


async def test_an_older_change_is_taken_back_only_after_asking(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_deeds, "_SOON", dt.timedelta(-1))
    dialog = await dearer(stage)
    button(dialog, "Change 10 product(s)").click()
    await until(lambda: toast(stage, "10 product(s) changed"), PATIENCE)
    await stage.quiet()
    after = await prices(stage)
    room(stage).pane.focus_list()
    stage.press(Key.Key_Z, CTRL)
    (await until(visible_dialog, PATIENCE)).reject()
    await stage.quiet()
    assert await prices(stage) == after


async def test_what_is_chosen_is_exported_and_the_view_where_all_is(stage: Stage) -> None:
    asked: list[tuple[str, ProductFilter]] = []
    room(stage).export_requested.connect(lambda name, wanted: asked.append((name, wanted)))
    room(stage).pane.focus_list()
    stage.press(Key.Key_A, CTRL)
    room(stage).selection.wanted.emit(Deed.EXPORT)
    await stage.quiet()
    room(stage).pane.rows.chosen.choose_only([(1, 3)])
    room(stage).selection.wanted.emit(Deed.EXPORT)
    await stage.quiet()
    (whole, few) = asked
    assert whole == ("Products", MINE)
    assert few[0] == "Chosen products (2)"
    found = await stage.lists.open(few[1], ProductSort())
    assert [row.name for row in found.rows(0, 5) if row] == ["Almonds 00005", "Butter 00001"]
    found.close()


# ------------------------------------------------------------ views


async def test_a_view_is_kept_marked_when_changed_and_deleted(stage: Stage) -> None:
    bar = room(stage).views_bar
    button(bar, "Save view").click()
    dialog = await until(visible_dialog, PATIENCE)
    dialog.findChild(QLineEdit).setText("Tens")  # type: ignore[union-attr]
    button(dialog, "Save").click()
    await until(lambda: button_or_none(bar, "Tens"), PATIENCE)
    await stage.quiet()
    assert button(bar, "Tens").isChecked()
    room(stage).presenter.ask(ProductFilter(text="butter"))
    await stage.quiet()
    assert button(bar, "Tens •").isChecked()
    button(bar, "All").click()
    await stage.quiet()
    assert room(stage).presenter.wanted == ProductFilter()
    button(bar, "Tens").click()
    await stage.quiet()
    assert room(stage).presenter.wanted == MINE
    await room(stage).views.delete()
    await until(lambda: button_or_none(bar, "Tens") is None, PATIENCE)
    await stage.quiet()
