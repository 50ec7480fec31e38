"""The categories room over a real server: the tree, keys and dragging, naming, merging, a taxonomy."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.categories.category_model import CategoryModel
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.services import categories
from b4mart_desktop.services.bus import ReplicaChanged
from tests.adapters.mongo.samples import make_product
from tests.adapters.mongo.shop import _shop_name, shop
from tests.gui.asynchronous import until, visible_dialog
from tests.gui.category_stage import Stage, stage
from tests.unit.domain.test_category_tree import at, slugs
from tests.unit.domain.test_edits import but
from tests.unit.services.shop import CLERK, SUPERVISOR

__all__ = ["_shop_name", "shop", "stage"]

ALT = Qt.KeyboardModifier.AltModifier


async def test_the_tree_with_its_products(stage: Stage, qtbot: QtBot) -> None:
    tree = await stage.service.tree()
    for names in (("Food",), ("Food", "Drinks", "Cola")):
        product = but(make_product(), category=at(tree, *names))
        await stage.database.products.insert_one(to_document(product))
    await stage.open(qtbot)
    assert stage.rows() == ["Food", ".Drinks", "..Cola", ".Bread", "Home"]
    assert stage.model.index(0, 0).data(CategoryModel.COUNT) == 2
    await stage.choose("Food", "Drinks")
    path, products = (stage.room.findChild(QLabel, name) for name in ("path_label", "products_label"))
    assert path is not None
    assert products is not None
    assert path.text() == "Food"
    assert products.text().startswith("1 ")


async def test_keys_move_a_category(stage: Stage, qtbot: QtBot) -> None:
    await stage.open(qtbot)
    bread = await stage.choose("Food", "Bread")
    for key, rows in (
        (Qt.Key.Key_Up, ["Food", ".Bread", ".Drinks", "..Cola", "Home"]),
        (Qt.Key.Key_Left, ["Food", ".Drinks", "..Cola", "Bread", "Home"]),
        (Qt.Key.Key_Down, ["Food", ".Drinks", "..Cola", "Home", "Bread"]),
        (Qt.Key.Key_Right, ["Food", ".Drinks", "..Cola", "Home", ".Bread"]),
    ):
        QTest.keyClick(stage.view, key, ALT)
        await until(lambda wanted=rows: stage.rows() == wanted)  # type: ignore[misc]
        await stage.settled()
    assert (await stage.service.tree()).need(bread.id).slug == "home-bread"
    chosen = stage.model.category(stage.view.currentIndex())
    assert chosen is not None
    assert chosen.id == bread.id


async def test_mirrored_out_is_towards_the_right(stage: Stage, qtbot: QtBot, qapp: QApplication) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        await stage.open(qtbot)
        await stage.choose("Food", "Bread")
        QTest.keyClick(stage.view, Qt.Key.Key_Right, ALT)
        await until(lambda: stage.rows() == ["Food", ".Drinks", "..Cola", "Bread", "Home"])
        await stage.settled()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


async def test_dropping_moves_and_below_itself_is_refused(stage: Stage, qtbot: QtBot) -> None:
    await stage.open(qtbot)
    model, move = stage.model, Qt.DropAction.MoveAction
    drinks = await stage.choose("Food", "Drinks")
    data: QMimeData = model.mimeData([model.place_of(drinks.id)])
    cola = await stage.choose("Food", "Drinks", "Cola")
    assert not model.canDropMimeData(data, move, -1, 0, model.place_of(cola.id))
    model.dropMimeData(data, move, 1, 0, QModelIndex())
    await until(lambda: stage.rows() == ["Food", ".Bread", "Drinks", ".Cola", "Home"])
    await stage.settled()


async def test_a_new_name_takes_the_addresses_below_along(stage: Stage, qtbot: QtBot) -> None:
    await stage.open(qtbot)
    await stage.choose("Food", "Drinks")
    field = stage.line_edit("name_field")
    assert not stage.button("save_button").isEnabled()
    field.selectAll()
    QTest.keyClicks(field, "Beverages")
    QTest.keyClick(field, Qt.Key.Key_Return)
    await until(lambda: ".Beverages" in stage.rows())
    await stage.settled()
    assert "food-beverages-cola" in slugs(await stage.service.tree())


async def test_leaving_with_something_typed_asks(stage: Stage, qtbot: QtBot) -> None:
    await stage.open(qtbot)
    assert await stage.room.may_leave()
    await stage.choose("Home")
    QTest.keyClicks(stage.line_edit("slug_field"), "-new")
    leaving = stage.room.tasks.spawn(stage.room.may_leave())
    dialog = await until(visible_dialog)
    dialog.reject()
    assert await leaving is False
    assert stage.line_edit("slug_field").text() == "home-new"


async def test_somebody_elses_change_leaves_what_is_typed(stage: Stage, qtbot: QtBot) -> None:
    await stage.open(qtbot)
    await stage.choose("Home")
    QTest.keyClicks(stage.line_edit("name_field"), " and garden")
    await stage.service.add("Toys", None)
    stage.room.enter()
    await until(lambda: "Toys" in stage.rows())
    assert stage.line_edit("name_field").text() == "Home and garden"
    await stage.settled()


async def test_another_row_asks_before_what_is_typed_is_gone(stage: Stage, qtbot: QtBot) -> None:
    await stage.open(qtbot)
    home = await stage.choose("Home")
    QTest.keyClicks(stage.line_edit("name_field"), " and garden")
    await stage.choose("Food", "Bread")
    (await until(visible_dialog)).reject()
    await stage.settled()
    assert stage.line_edit("name_field").text() == "Home and garden"
    assert stage.model.category(stage.view.currentIndex()) == home
    await stage.choose("Food", "Bread")
    dialog = await until(visible_dialog)
    next(each for each in dialog.findChildren(QPushButton) if each.text() == "Save").click()
    await stage.settled()
    assert "Home and garden" in stage.rows()
    assert stage.line_edit("name_field").text() == "Bread"


async def test_moving_keeps_what_is_typed(stage: Stage, qtbot: QtBot) -> None:
    await stage.open(qtbot)
    await stage.choose("Food", "Bread")
    QTest.keyClicks(stage.line_edit("name_field"), " and rolls")
    QTest.keyClick(stage.view, Qt.Key.Key_Left, ALT)
    await until(lambda: "Bread" in stage.rows())
    await stage.settled()
    assert stage.line_edit("name_field").text() == "Bread and rolls"
    assert stage.line_edit("slug_field").text() == "bread"


async def test_only_what_was_typed_is_saved_on_top_of_others(stage: Stage, qtbot: QtBot) -> None:
    await stage.open(qtbot)
    home = await stage.choose("Home")
    QTest.keyClicks(stage.line_edit("slug_field"), "-new")
    await stage.service.edit(msgspec.structs.replace(home, image="https://b4mart.example/home.png"))
    stage.button("save_button").click()
    await stage.settled()
    there = (await stage.service.tree()).need(home.id)
    assert (there.slug, there.image) == ("home-new", "https://b4mart.example/home.png")


async def test_news_of_categories_are_read_quietly(stage: Stage, qtbot: QtBot) -> None:
    await stage.open(qtbot)
    await stage.choose("Home")
    QTest.keyClicks(stage.line_edit("name_field"), "!")
    await stage.service.add("Toys", None)
    stage.room.on_event(ReplicaChanged("categories"))
    await until(lambda: "Toys" in stage.rows())
    await stage.settled()
    assert stage.line_edit("name_field").text() == "Home!"


async def test_what_is_refused_is_told(stage: Stage, qtbot: QtBot) -> None:
    await stage.open(qtbot)
    await stage.choose("Home")
    field = stage.line_edit("name_field")
    field.setText("FOOD")
    field.textEdited.emit("FOOD")
    stage.button("save_button").click()
    await until(lambda: stage.messages.shown)
    await stage.settled()
    assert stage.rows()[-1] == "Home"


async def test_finding_keeps_what_is_above(stage: Stage, qtbot: QtBot) -> None:
    await stage.open(qtbot)
    stage.line_edit("filter_field").setText("col")
    assert stage.rows() == ["Food", ".Drinks", "..Cola"]
    stage.line_edit("filter_field").clear()
    assert len(stage.rows()) == 5


async def test_merging_asks_where_to(stage: Stage, qtbot: QtBot) -> None:
    await stage.open(qtbot)
    await stage.choose("Food", "Bread")
    stage.button("merge_button").click()
    dialog = await until(visible_dialog)
    field = dialog.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "home")
    QTest.keyClick(field, Qt.Key.Key_Return)
    await until(lambda: ".Bread" not in stage.rows())
    await stage.settled()


async def test_merging_can_be_stopped(stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    await stage.open(qtbot)
    bread, home = await stage.choose("Food", "Bread"), at(await stage.service.tree(), "Home")
    one, two = (but(make_product(), category=bread.id, slug=n, inventory__sku=n) for n in "ab")
    await stage.database.products.insert_many([to_document(one), to_document(two)])
    monkeypatch.setattr(categories, "MOVED_AT_ONCE", 1)
    store, moving = stage.service._store, asyncio.Event()
    real = store.products

    async def slow(category: Id, after: Id | None, limit: int) -> Sequence[Id]:
        if after is not None:
            moving.set()
            await asyncio.sleep(60)
        return await real(category, after, limit)

    monkeypatch.setattr(store, "products", slow)
    stage.button("merge_button").click()
    dialog = await until(visible_dialog)
    field = dialog.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "home")
    QTest.keyClick(field, Qt.Key.Key_Return)
    await moving.wait()
    dialog = await until(lambda: shown if (shown := visible_dialog()) and _stop(shown) else None)
    _stop(dialog)[0].click()
    await stage.settled()
    assert ".Bread" in stage.rows()
    counts = await stage.service.counts()
    assert (counts[home], counts[bread.id]) == (1, 1)


def _stop(dialog: QWidget) -> list[QPushButton]:
    return [each for each in dialog.findChildren(QPushButton) if each.text() == "Stop"]


async def test_a_taxonomy_from_a_file(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    await stage.open(qtbot)
    path = tmp_path / "taxonomy.txt"
    path.write_text("Food\n\tFish\nPets\n\tCats\n", "utf-8")
    taxonomy = await stage.presenter.read_file(path)
    assert taxonomy is not None
    assert await stage.presenter.take(taxonomy.paths, None)
    assert stage.rows()[-2:] == ["Pets", ".Cats"]
    path.write_text("\n", "utf-8")
    assert await stage.presenter.read_file(path) is None
    assert stage.messages.shown


@pytest.mark.parametrize("away", [True, False])
async def test_offline_and_not_permitted_have_a_look(stage: Stage, qtbot: QtBot, away: bool) -> None:
    stage.away = away
    if not away:
        stage.counter.sign_in(CLERK)
    await stage.open(qtbot)
    state = stage.room.findChild(EmptyState, "tree_state")
    assert state is not None
    assert state.isVisible()
    texts = [part.text() for part in state.findChildren(QLabel) if part.isVisible()]
    assert any("permitted" in text for text in texts) is not away


async def test_who_may_only_look(stage: Stage, qtbot: QtBot) -> None:
    stage.counter.sign_in(SUPERVISOR)
    await stage.open(qtbot, may_edit=False)
    await stage.choose("Home")
    assert stage.line_edit("name_field").isReadOnly()
    assert not stage.button("add_button").isEnabled()
    assert not stage.view.dragEnabled()
