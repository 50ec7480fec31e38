"""The list of products: tiles, columns, rights, what is remembered, and changes while one looks."""

from __future__ import annotations

import dataclasses

import msgspec
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from b4mart_desktop.adapters.local.layouts import LayoutFile
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.product_lists import ProductFilter, ProductSort, SortKey
from b4mart_desktop.gui.catalogue.products_room import ProductsRoom
from b4mart_desktop.gui.models.listed_columns import COLUMNS, ListedColumn
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.services.bus import ReplicaChanged
from tests.gui.asynchronous import until
from tests.gui.catalogue_room import ALL, PATIENCE, find, name, room, shop, stage, table
from tests.gui.catalogue_stage import (
    CTRL,
    MANY,
    Key,
    Stage,
    change,
    many,
)
from tests.unit.services.shop import CLERK, SUPERVISOR

__all__ = ["shop", "stage"]


# ------------------------------------------------------------ looks


async def test_tiles_show_the_same_products(stage: Stage) -> None:
    stage.press(Key.Key_Down)
    room(stage).show_tiles(True)
    tiles = room(stage).pane.tiles
    assert tiles.current == 1
    across = tiles.model().columnCount()
    assert across > 3
    stage.press(Key.Key_Down)
    assert tiles.current == 1 + across
    stage.press(Key.Key_Right)
    assert tiles.current == 2 + across
    assert tiles.model().index(1, 2).data() == await name(stage, 2 + across)
    stage.press(Key.Key_End)
    assert tiles.current == ALL - 1
    room(stage).show_tiles(False)
    assert table(stage).current == ALL - 1


async def test_columns_come_and_go_but_names_stay(stage: Stage) -> None:
    view = table(stage)
    view.set_columns((ListedColumn.SKU, ListedColumn.TAGS))
    assert view.columns() == (ListedColumn.CHECK, ListedColumn.NAME, ListedColumn.SKU, ListedColumn.TAGS)
    assert (
        sum(view.columnWidth(COLUMNS.index(column)) for column in view.columns()) == view.viewport().width()
    )


async def test_who_may_not_see_costs_sees_none(stage: Stage) -> None:
    manager = stage.shop.counter.session.require_user()
    stage.shop.sign_in(SUPERVISOR)
    try:
        room(stage).enter()
        await stage.quiet()
        assert not {ListedColumn.COST, ListedColumn.MARGIN} & set(table(stage).columns())
        product = await until(lambda: room(stage).pane.rows.product(1), PATIENCE)
        assert product.cost is None
        news = [button for button in stage.room.findChildren(Button) if button.text() == "New product"]
        assert not news[0].isVisible()
    finally:
        stage.shop.sign_in(manager)
    room(stage).enter()
    await stage.quiet()
    assert ListedColumn.COST in table(stage).columns()


async def test_who_may_not_see_the_catalogue_is_told(stage: Stage) -> None:
    manager = stage.shop.counter.session.require_user()
    stage.shop.sign_in(CLERK)
    try:
        room(stage).enter()
        await until(room(stage).pane.state.isVisible, PATIENCE)
        assert not table(stage).isVisible()
        await stage.quiet()
    finally:
        stage.shop.sign_in(manager)


# ------------------------------------------------------------ live


async def test_a_changed_product_shows_its_price_and_the_list_tells_its_age(stage: Stage) -> None:
    first = await name(stage, 0)
    product = next(each for each in many() if each.name == first)
    listed = room(stage).pane.rows.product(0)
    assert listed is not None
    before = str(room(stage).pane.rows.index(0, COLUMNS.index(ListedColumn.PRICE)).data())
    pricing = msgspec.structs.replace(product.pricing, base_price=product.pricing.base_price + 77)
    stage.shop.replica.change("products", to_document(change(product, id=listed.id, pricing=pricing)))
    room(stage).on_event(ReplicaChanged("products", (listed.id,)))
    cell = room(stage).pane.rows.index(0, COLUMNS.index(ListedColumn.PRICE))
    await until(lambda: cell.data() not in (None, before), PATIENCE)
    refresh = room(stage).findChild(QPushButton, "refresh_button")
    assert refresh is not None
    assert refresh.isVisible()
    refresh.click()
    await stage.quiet()
    assert not refresh.isVisible()


async def test_reading_anew_keeps_place_and_choice(stage: Stage) -> None:
    table(stage).go_to(1_200)
    await name(stage, 1_200)
    stage.press(Key.Key_Space)
    product = room(stage).pane.current()
    room(stage).presenter.reload()
    await stage.quiet()
    assert table(stage).current == 1_200
    assert room(stage).pane.rows.chosen.ranges == ((1_200, 1_201),)
    await name(stage, 1_200)
    assert room(stage).pane.current() == product


async def test_a_list_that_cannot_be_read_on_is_read_anew(stage: Stage) -> None:
    opened = list[bool]()
    room(stage).presenter.opened.connect(lambda _, same: opened.append(same))
    room(stage).pane.failed.emit(AdapterError(ErrorCode.REPLICA_RENEWED, reason="it was damaged"))
    await until(lambda: opened, PATIENCE)
    await stage.quiet()
    assert await name(stage, 0)


async def test_trying_again_keeps_search_and_filters(stage: Stage) -> None:
    await find(stage, ProductFilter(text="butter"), MANY // 5)
    room(stage).presenter.refused.emit(AdapterError(ErrorCode.FILE_UNREADABLE, path="x", reason="gone"))
    state = room(stage).pane.state
    await until(state.isVisible, PATIENCE)
    state.action.click()
    await until(lambda: not state.isVisible(), PATIENCE)
    assert room(stage).presenter.wanted == ProductFilter(text="butter")
    assert room(stage).pane.rows.rowCount() == MANY // 5
    await stage.quiet()


async def test_where_there_is_none_the_button_begins_one(stage: Stage) -> None:
    asked: list[object] = []
    room(stage).new_requested.connect(asked.append)
    nothing = await stage.lists.open(ProductFilter(text="unicorn"), ProductSort())
    room(stage).presenter.opened.emit(nothing, False)  # as in a shop without products
    await until(room(stage).pane.state.isVisible, PATIENCE)
    room(stage).pane.state.action.click()
    assert asked == [None]


async def test_columns_and_tiles_are_remembered_for_each_person(stage: Stage) -> None:
    table(stage).set_columns((ListedColumn.TAGS, ListedColumn.NAME), {ListedColumn.TAGS: 222})
    room(stage).show_tiles(True)
    user = stage.shop.counter.session.require_user().id
    kept = await until(lambda: stage.layouts.layout(user, "products"), PATIENCE)
    assert kept.columns == ("check", "tags", "name")
    assert kept.widths["tags"] == 222
    assert kept.tiles
    again = Stage(stage.shop)
    use = dataclasses.replace(again.use, layouts=LayoutFile(stage.layouts.path))
    made = ProductsRoom(stage.shop.counter, use, again.tools)
    await again.show(made)
    await again.quiet()
    assert made.pane.table.columns() == (ListedColumn.CHECK, ListedColumn.TAGS, ListedColumn.NAME)
    assert made.pane.shows_tiles
    await again.close()


# ------------------------------------------------------------ menus


NO_WINDOWS = ("This plugin does not support raise", "This plugin does not support grabbing the keyboard")


def menu_of(stage: Stage, button: str) -> QMenu:
    found = stage.room.findChild(QPushButton, button)
    assert found is not None
    found.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


@pytest.mark.qt_log_ignore(*NO_WINDOWS)
async def test_tiles_are_sorted_by_the_menu(stage: Stage) -> None:
    room(stage).show_tiles(True)
    for name_of_entry in ("Price", "Descending"):
        menu = menu_of(stage, "sort_button")
        next(each for each in menu.actions() if each.text() == name_of_entry).trigger()
        menu.close()
        await stage.quiet()
    assert room(stage).presenter.sort == ProductSort(key=SortKey.PRICE, descending=True)
    rows = room(stage).pane.rows
    first = await until(lambda: rows.product(0), PATIENCE)
    later = await until(lambda: rows.product(60), PATIENCE)
    assert first.price > later.price
    button = room(stage).bar.sort
    assert (button.text(), button.accessibleDescription()) == ("Sort: Price", "descending")


@pytest.mark.qt_log_ignore(*NO_WINDOWS)
async def test_columns_are_moved_and_switched_by_keys(stage: Stage) -> None:
    menu = menu_of(stage, "columns_button")
    menu.setActiveAction(next(each for each in menu.actions() if each.text() == "SKU"))
    QTest.keyClick(menu, Key.Key_Up, CTRL)
    shown = table(stage).columns()
    assert shown[:4] == (ListedColumn.CHECK, ListedColumn.PICTURE, ListedColumn.SKU, ListedColumn.NAME)
    QTest.keyClick(menu, Key.Key_Space)
    assert ListedColumn.SKU not in table(stage).columns()
    menu.setActiveAction(next(each for each in menu.actions() if each.text() == "Name"))
    QTest.keyClick(menu, Key.Key_Space)
    assert ListedColumn.NAME in table(stage).columns()
    menu.close()
