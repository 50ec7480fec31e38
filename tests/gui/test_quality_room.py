"""Data quality: counts by kind, products and duplicates a click from their fix, unreadable documents."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from b4mart_desktop.adapters.local.replica.hiding import LocalHiding
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.repairs import MongoDocumentRepairs
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.product_lists import Flaw
from b4mart_desktop.gui.models.listed_columns import COLUMNS, ListedColumn
from b4mart_desktop.gui.quality.quality_presenter import QualityUse
from b4mart_desktop.gui.quality.quality_room import QualityRoom
from b4mart_desktop.gui.quality.repair_dialog import RepairDialog
from b4mart_desktop.gui.quality.trouble import ABOUT_COSTS, Trouble, Unreadable, field_to_fix
from b4mart_desktop.gui.quality.trouble_rows import TroubleRows
from b4mart_desktop.gui.quality.twins import TwinRows
from b4mart_desktop.gui.style.theme import Theme
from b4mart_desktop.services.bus import ReplicaChanged
from b4mart_desktop.services.ports import Change
from b4mart_desktop.services.repairing import Repairing
from tests.adapters.mongo.shop import _shop_name, shop
from tests.gui.asynchronous import until
from tests.gui.catalogue_stage import NONE, PATIENCE, Key, Stage, change, many, open_catalogue
from tests.unit.services.shop import PRODUCTS, SUPERVISOR, TWIN_A, TWIN_B, TWIN_CODE

__all__ = ["_shop_name", "shop"]

SOME = many(30)


@pytest.fixture
async def stage(tmp_path: Path, theme: Theme, qtbot: QtBot) -> AsyncIterator[Stage]:
    with open_catalogue(tmp_path, SOME) as shop:
        made = Stage(shop)
        await made.show(QualityRoom(use_of(made), made.tools))
        await until(lambda: room(made).kinds.model().rowCount(), PATIENCE)
        await made.quiet()
        yield made
        await made.close()


def use_of(stage: Stage) -> QualityUse:
    hiding = LocalHiding(stage.shop.replica.file)
    archive: Any = None if stage._database is None else MongoDocumentRepairs(stage.database)
    repairing = Repairing(stage.shop.counter, archive, hiding)
    return QualityUse(stage.shop.counter, stage.lists, stage.editing, repairing)


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
    opened = list[tuple[str, str]]()
    room(stage).edit_requested.connect(lambda *found: opened.append(found))
    await look_at(stage, Flaw.NO_COST)
    table = room(stage).table
    product = await until(lambda: table.rows.product(2), PATIENCE)
    place = table.visualRect(table.model().index(2, COLUMNS.index(ListedColumn.NAME))).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    table.setFocus()
    stage.press(Key.Key_Down)
    stage.press(Key.Key_Return)
    beyond = await until(lambda: table.rows.product(3), PATIENCE)
    assert opened == [(product.id, "pricing.costPrice"), (beyond.id, "pricing.costPrice")]
    assert (room(stage).neighbour(product.id, 1), room(stage).neighbour(beyond.id, -1)) == (
        beyond.id,
        product.id,
    )
    assert table.rows.chosen.count == 0
    assert ListedColumn.CHECK not in table.columns()


async def test_coming_back_goes_to_the_product_shown_last_or_the_next_that_is_left(stage: Stage) -> None:
    await look_at(stage, Flaw.NO_COST)
    table = room(stage).table
    found = [await until(lambda row=row: table.rows.product(row), PATIENCE) for row in range(6)]  # type: ignore[misc]
    table.go_to(1)
    room(stage).go_to_product(found[3].id)
    room(stage).enter()
    await stage.quiet()
    assert table.current == 3
    fixed = [_with_cost(each.id) for each in found[1:4]]
    stage.shop.replica.change("products", *map(to_document, fixed))
    room(stage).go_to_product(found[3].id)
    room(stage).enter()
    await stage.quiet()
    await until(lambda: table.current == 1, PATIENCE)
    assert (await until(lambda: table.rows.product(1), PATIENCE)).id == found[4].id


def _with_cost(product: str) -> Product:
    before = next(each for each in (*SOME, *PRODUCTS) if each.id == product)
    pricing = msgspec.structs.replace(before.pricing, cost_price=Decimal("0.10"))
    return change(before, pricing=pricing)


async def test_twins_stand_side_by_side_and_each_leads_to_itself(stage: Stage) -> None:
    opened = list[str]()
    room(stage).edit_requested.connect(lambda product, field: opened.append(product))
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
    _break(stage, SOME[0], name="Broken", pricing="free")
    room(stage).enter()
    await until(lambda: count(stage, Unreadable.DOCUMENTS) == "1", PATIENCE)
    await look_at(stage, Unreadable.DOCUMENTS)
    rows = room(stage).unreadable.rows
    assert rows.index(0, 0).data() == "Broken"
    assert SOME[0].id in rows.index(0, 1).data()
    assert rows.index(0, 2).data() == "pricing: Another kind of value than belongs here"
    button(stage, "Copy").click()
    assert "Broken" in QGuiApplication.clipboard().text()


async def test_a_hidden_document_shows_again_when_it_changes(stage: Stage) -> None:
    _break(stage, SOME[0], name="Broken", status="odd")
    _break(stage, SOME[1], name="Other", pricing="free")
    room(stage).enter()
    await look_at(stage, Unreadable.DOCUMENTS)
    page = room(stage).unreadable
    assert names(stage) == ["Broken", "Other"]
    assert [page.problems.itemText(place) for place in range(3)] == [
        "All problems (2)",
        "products · status: None of the possible values (1)",
        "products · pricing: Another kind of value than belongs here (1)",
    ]
    page.go_to(0)
    button(stage, "Hide until changed").click()
    await until(lambda: names(stage) == ["Other"], PATIENCE)
    await stage.quiet()
    assert count(stage, Unreadable.DOCUMENTS) == "1"
    _break(stage, SOME[0], name="Broken anew", status="odd")
    room(stage).enter()
    await until(lambda: "Broken anew" in names(stage), PATIENCE)


def names(stage: Stage) -> list[str]:
    rows = room(stage).unreadable.rows
    return sorted(rows.index(row, 0).data() for row in range(rows.rowCount()))


def button(stage: Stage, text: str) -> QPushButton:
    return next(each for each in room(stage).findChildren(QPushButton) if each.text() == text)


def _break(stage: Stage, product: Product, **odd: Any) -> dict[str, Any]:
    """Another program wrote something that cannot be read; the replica hears of it."""
    document = to_document(product) | odd
    news = Change(collection="products", id=product.id, document=document, token=b"since")
    assert stage.shop.replica.writer.apply([news])
    return document


async def test_a_picture_that_arrives_when_the_room_is_gone_disturbs_nobody(stage: Stage) -> None:
    delete(stage.room)
    stage.pictures.arrived.emit("/late.jpg")


@pytest.fixture
async def office(shop: Database, tmp_path: Path, theme: Theme, qtbot: QtBot) -> AsyncIterator[Stage]:
    """The room with a real database behind it."""
    await shop.products.insert_many([to_document(product) for product in (*SOME[:6], TWIN_A, TWIN_B)])
    with open_catalogue(tmp_path, SOME[:6]) as counter:
        made = Stage(counter, shop)
        await made.show(QualityRoom(use_of(made), made.tools))
        await until(lambda: room(made).kinds.model().rowCount(), PATIENCE)
        await made.quiet()
        yield made
        await made.close()


async def write_odd(office: Stage, product: Product, **odd: Any) -> None:
    document = _break(office, product, **odd)
    await office.database.products.replace_one(
        {"_id": document["_id"]}, document, bypass_document_validation=True
    )


async def dialog_of(office: Stage) -> RepairDialog:
    def shown() -> RepairDialog | None:
        found = QApplication.activeModalWidget()
        return found if isinstance(found, RepairDialog) else None

    return await until(shown, PATIENCE)


async def test_documents_are_repaired_one_after_the_other_by_keyboard(office: Stage) -> None:
    await write_odd(office, SOME[0], name="Soap", pricing={"basePrice": "12,99", "costPrice": "cheap"})
    await write_odd(office, SOME[1], name="Tea", status="Published", featured="perhaps")
    room(office).enter()
    await look_at(office, Unreadable.DOCUMENTS)
    room(office).unreadable.table.setFocus()
    room(office).unreadable.go_to(names_in_order(office).index("Soap"))
    room(office).unreadable.show_documents(
        sorted(room(office).unreadable.shown(), key=lambda each: str(each.name)), may_repair=True
    )
    room(office).unreadable.go_to(0)
    office.press(Key.Key_Return)
    first = await dialog_of(office)
    price, cost = first.fields
    assert isinstance(price.editor, QLineEdit)
    assert isinstance(cost.editor, QLineEdit)
    assert (price.text(), cost.text()) == ("12.99", "cheap")
    assert any(
        "Text “12,99”, where a number of zero or more belongs." in each.text()
        for each in first.findChildren(QLabel)
    )
    QTest.keyClick(price.editor, Key.Key_Return)
    assert cost.editor.hasFocus()  # "cheap" is no cost
    cost.editor.clear()
    QTest.keyClick(cost.editor, Key.Key_Return)
    await until(lambda: QApplication.activeModalWidget() not in (first, None), PATIENCE)
    second = await dialog_of(office)
    status, featured = second.fields
    assert isinstance(featured.editor, QComboBox)
    assert (status.text(), featured.text()) == ("active", "")
    featured.editor.setCurrentIndex(featured.editor.findData("no"))
    QTest.keyClick(featured.editor, Key.Key_Return)
    await until(lambda: QApplication.activeModalWidget() is None, PATIENCE)
    soap, tea = [await office.database.products.find_one({"name": name}) for name in ("Soap", "Tea")]
    assert soap is not None
    assert tea is not None
    assert soap["pricing"] == {"basePrice": 12.99}
    assert (tea["status"], tea["featured"]) == ("active", False)


def names_in_order(office: Stage) -> list[str]:
    rows = room(office).unreadable.rows
    return [rows.index(row, 0).data() for row in range(rows.rowCount())]


async def test_all_proposals_are_applied_and_what_has_none_is_told(office: Stage) -> None:
    for number in range(3):
        await write_odd(office, SOME[number], tags="vegan")
    await write_odd(office, SOME[3], pricing="free")
    room(office).enter()
    await look_at(office, Unreadable.DOCUMENTS)
    room(office).unreadable.table.clearSelection()
    button(office, "Apply proposals…").click()
    await answer("Apply proposals to 4 document(s)?", "Apply")
    await answer("3 document(s) repaired", "Close", "1 document(s) left: nobody can tell what was meant")
    await office.quiet()
    assert (
        await office.database.products.count_documents(
            {"tags": ["vegan"], "name": {"$in": [each.name for each in SOME[:3]]}}
        )
        == 3
    )


async def answer(title: str, press: str, *says: str) -> None:
    def shown() -> QWidget | None:
        found = QApplication.activeModalWidget()
        return found if found is not None and found.windowTitle() == title else None

    dialog = await until(shown, PATIENCE)
    texts = [each.text() for each in dialog.findChildren(QLabel)]
    assert set(says) <= set(texts)
    next(each for each in dialog.findChildren(QPushButton) if each.text() == press).click()
    await until(lambda: QApplication.activeModalWidget() is not dialog, PATIENCE)


async def test_a_barcode_is_taken_away_from_one_of_its_products(office: Stage) -> None:
    await look_at(office, Flaw.DUPLICATE_BARCODE)
    twins = room(office).twins
    twins.setFocus()
    twins.go_to(0, 2)
    office.press(Key.Key_Delete)
    await answer(f"Remove {TWIN_CODE} from “Twin B”?", "Remove barcode")
    await office.quiet()
    stored = await office.database.products.find_one({"name": "Twin B"})
    assert stored is not None
    assert stored["inventory"]["barcodes"] == []
    index = twins.model().index(0, 1)
    QTest.mouseClick(twins.viewport(), Qt.MouseButton.LeftButton, NONE, twins.bin_of(index).center())
    await answer(f"Remove {TWIN_CODE} from “Twin A”?", "Cancel")


async def test_what_was_fixed_leaves_the_list(stage: Stage) -> None:
    await look_at(stage, Flaw.DUPLICATE_BARCODE)
    stock = msgspec.structs.replace(TWIN_B.inventory, barcodes=())
    stage.shop.replica.change("products", to_document(change(TWIN_B, inventory=stock)))
    room(stage).on_event(ReplicaChanged("products", (TWIN_B.id,)))
    await until(lambda: count(stage, Flaw.DUPLICATE_BARCODE) == "0", PATIENCE)
    await stage.quiet()
    assert room(stage).state.isVisible()
    assert says(stage, "No problems")


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


async def test_prices_on_sale_are_fixed_where_they_stand(stage: Stage) -> None:
    assert field_to_fix(Flaw.BELOW_COST) == "pricing.basePrice"
    assert field_to_fix(Flaw.SALE_NOT_BELOW) == "pricing.salePrice"
    assert count(stage, Flaw.SALE_NOT_BELOW) == "0"
    pricing = msgspec.structs.replace(SOME[1].pricing, sale_price=Decimal("0.50"))
    stage.shop.replica.change("products", to_document(change(SOME[1], pricing=pricing)))
    room(stage).on_event(ReplicaChanged("products", (SOME[1].id,)))
    await until(lambda: count(stage, Flaw.BELOW_COST) == "1", PATIENCE)
    await look_at(stage, Flaw.BELOW_COST)
    opened = list[str]()
    room(stage).edit_requested.connect(lambda _, field: opened.append(field))
    await until(lambda: room(stage).table.rows.product(0), PATIENCE)
    room(stage).table.opened.emit(0)
    assert opened == ["pricing.salePrice"]


async def test_costs_are_not_told_to_who_may_not_see_them(stage: Stage) -> None:
    stage.shop.sign_in(SUPERVISOR)
    room(stage).enter()
    model = troubles(stage)
    await until(lambda: model.rowCount() == 7, PATIENCE)
    await stage.quiet()
    assert not set(ABOUT_COSTS) & {model.trouble(row) for row in range(7)}
