"""What should be mended: counts by kind, products and twins a click from their fix, unreadable documents."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.product_lists import Flaw
from b4mart_desktop.gui.models.listed_columns import COLUMNS, ListedColumn
from b4mart_desktop.gui.quality.quality_room import QualityRoom
from b4mart_desktop.gui.quality.trouble import ABOUT_COSTS, Trouble, Unreadable
from b4mart_desktop.gui.quality.trouble_rows import TroubleRows
from b4mart_desktop.gui.quality.twins import TwinRows
from b4mart_desktop.gui.style.theme import Theme
from b4mart_desktop.services.bus import ReplicaChanged
from tests.gui.asynchronous import until
from tests.gui.catalogue_stage import NONE, PATIENCE, Key, Stage, change, many, open_catalogue
from tests.unit.services.shop import SUPERVISOR, TWIN_A, TWIN_B, TWIN_CODE, Shop

SOME = many(30)


@pytest.fixture
async def stage(tmp_path: Path, theme: Theme, qtbot: QtBot) -> AsyncIterator[Stage]:
    with open_catalogue(tmp_path, SOME) as shop:
        made = Stage(shop)
        await made.show(QualityRoom(shop.counter, made.lists, made.tools))
        await until(lambda: room(made).kinds.model().rowCount(), PATIENCE)
        await made.quiet()
        yield made
        await made.close()


def room(stage: Stage) -> QualityRoom:
    assert isinstance(stage.room, QualityRoom)
    return stage.room


def troubles(stage: Stage) -> TroubleRows:
    model = room(stage).kinds.model()
    assert isinstance(model, TroubleRows)
    return model


def count(stage: Stage, trouble: Trouble) -> object:
    return troubles(stage).index(troubles(stage).place_of(trouble)).data(TroubleRows.COUNT)


async def look_at(stage: Stage, trouble: Trouble) -> None:
    room(stage).kinds.setCurrentIndex(troubles(stage).index(troubles(stage).place_of(trouble)))
    await stage.quiet()


def says(stage: Stage, text: str) -> bool:
    return any(text in label.text() for label in room(stage).findChildren(QLabel) if label.isVisible())


async def test_kinds_are_counted_and_the_worst_is_shown_first(stage: Stage) -> None:
    assert count(stage, Flaw.DUPLICATE_BARCODE) == "2"
    assert count(stage, Flaw.BELOW_COST) == "0"
    assert count(stage, Flaw.NO_COST) == str(8 + 15)
    assert room(stage).presenter.chosen is Flaw.DUPLICATE_BARCODE
    assert says(stage, "Duplicate barcode")


async def test_a_product_is_one_click_from_its_fix(stage: Stage) -> None:
    opened = list[str]()
    room(stage).edit_requested.connect(opened.append)
    await look_at(stage, Flaw.NO_COST)
    table = room(stage).table
    product = await until(lambda: table.rows.product(2), PATIENCE)
    place = table.visualRect(table.model().index(2, COLUMNS.index(ListedColumn.NAME))).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    table.setFocus()
    stage.press(Key.Key_Down)
    stage.press(Key.Key_Return)
    beyond = await until(lambda: table.rows.product(3), PATIENCE)
    assert opened == [product.id, beyond.id]
    assert table.rows.chosen.count == 0
    assert ListedColumn.CHECK not in table.columns()


async def test_twins_stand_side_by_side_and_each_leads_to_itself(stage: Stage) -> None:
    opened = list[str]()
    room(stage).edit_requested.connect(opened.append)
    twins = room(stage).twins
    model = twins.model()
    assert [model.index(0, column).data() for column in range(3)] == [TWIN_CODE, "Twin A", "Twin B"]
    for column in (1, 2):
        place = twins.visualRect(model.index(0, column)).center()
        QTest.mouseClick(twins.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    twins.setFocus()
    stage.press(Key.Key_Return)
    assert opened == [TWIN_A.id, TWIN_B.id, TWIN_B.id]


async def test_unreadable_documents_are_named_with_place_and_reason(stage: Stage) -> None:
    document = to_document(change(SOME[0], name="Broken"))
    document["pricing"] = "free"
    _break(stage.shop, document)
    room(stage).enter()
    await until(lambda: count(stage, Unreadable.DOCUMENTS) == "1", PATIENCE)
    await look_at(stage, Unreadable.DOCUMENTS)
    rows = room(stage).unreadable.rows
    assert rows.index(0, 0).data() == "Broken"
    assert str(document["_id"]) in rows.index(0, 1).data()
    assert "pricing" in rows.index(0, 2).data()
    copy = room(stage).findChild(QPushButton, "copy_button")
    assert copy is not None
    copy.click()
    assert "Broken" in QGuiApplication.clipboard().text()


def _break(shop: Shop, document: dict[str, object]) -> None:
    load = shop.replica.begin_load()
    assert shop.replica.bring(load, "products", document)


async def test_what_was_mended_leaves_the_list(stage: Stage) -> None:
    await look_at(stage, Flaw.DUPLICATE_BARCODE)
    stock = msgspec.structs.replace(TWIN_B.inventory, barcodes=())
    stage.shop.replica.change("products", to_document(change(TWIN_B, inventory=stock)))
    room(stage).on_event(ReplicaChanged("products", (TWIN_B.id,)))
    await until(lambda: count(stage, Flaw.DUPLICATE_BARCODE) == "0", PATIENCE)
    await stage.quiet()
    assert room(stage).state.isVisible()
    assert says(stage, "Nothing to mend")


async def test_all_of_a_kind_can_be_seen_in_the_list(stage: Stage) -> None:
    asked = list[object]()
    room(stage).list_requested.connect(asked.append)
    await look_at(stage, Flaw.NO_PICTURE)
    next(b for b in room(stage).findChildren(QPushButton) if b.text() == "Show in the list").click()
    assert asked == [Flaw.NO_PICTURE]


async def test_more_twins_than_fit_are_counted(stage: Stage) -> None:
    code = TWIN_A.inventory.barcodes[:1]
    more = [
        change(each, inventory=msgspec.structs.replace(each.inventory, barcodes=code)) for each in SOME[:4]
    ]
    stage.shop.replica.change("products", *map(to_document, more))
    room(stage).on_event(ReplicaChanged("products", ()))
    await until(lambda: room(stage).twins.model().columnCount() == 5, PATIENCE)
    first = room(stage).twins.model().index(0, 0)
    assert (first.data(TwinRows.BESIDE), len(first.data(Qt.ItemDataRole.ToolTipRole).split("\n"))) == (
        "and 2 more",
        2,
    )


async def test_costs_are_not_told_to_who_may_not_see_them(stage: Stage) -> None:
    stage.shop.sign_in(SUPERVISOR)
    room(stage).enter()
    model = troubles(stage)
    await until(lambda: model.rowCount() == 6, PATIENCE)
    await stage.quiet()
    assert not set(ABOUT_COSTS) & {model.trouble(row) for row in range(6)}
