"""The list of products: rows that are read when they are looked at, keys, mouse, filters, live changes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.product_lists import Flaw, ProductFilter, ProductSort, SortKey
from b4mart_desktop.gui.catalogue.products_room import ProductsRoom
from b4mart_desktop.gui.models.listed_columns import COLUMNS, USUAL, ListedColumn
from b4mart_desktop.gui.models.listed_pages import PAGE, PAGES_KEPT
from b4mart_desktop.gui.models.listed_table import ListedTable
from b4mart_desktop.gui.style.theme import Theme
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.services.bus import ReplicaChanged
from tests.gui.asynchronous import until
from tests.gui.catalogue_stage import (
    CTRL,
    MANY,
    NONE,
    SHIFT,
    Key,
    Stage,
    change,
    many,
    open_catalogue,
)
from tests.unit.services.shop import CLERK, DRINKS, PRODUCTS, SUPERVISOR, Shop

NAMED = COLUMNS.index(ListedColumn.NAME)
ALL = MANY + len(PRODUCTS)
PATIENCE = 3.0


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with open_catalogue(tmp_path_factory.mktemp("catalogue"), many()) as made:
        yield made


@pytest.fixture
async def stage(shop: Shop, theme: Theme, qtbot: QtBot) -> AsyncIterator[Stage]:
    made = Stage(shop)
    room = ProductsRoom(shop.counter, made.use, made.tools)
    await made.show(room)
    await until(lambda: room.pane.rows.rowCount() == ALL, PATIENCE)
    await made.quiet()
    yield made
    await made.close()


def room(stage: Stage) -> ProductsRoom:
    assert isinstance(stage.room, ProductsRoom)
    return stage.room


def table(stage: Stage) -> ListedTable:
    return room(stage).pane.table


async def name(stage: Stage, row: int) -> str:
    rows = room(stage).pane.rows
    await until(lambda: rows.product(row), PATIENCE)
    return str(rows.index(row, NAMED).data())


async def find(stage: Stage, wanted: ProductFilter, count: int) -> None:
    room(stage).show_products(wanted)
    await until(lambda: room(stage).presenter.wanted == wanted, PATIENCE)
    await stage.quiet()
    assert room(stage).pane.rows.rowCount() == count


# ------------------------------------------------------------ reading


async def test_rows_are_there_at_once_and_read_where_one_looks(stage: Stage) -> None:
    rows = room(stage).pane.rows
    assert rows.rowCount() == ALL
    assert not rows.is_here(1_500)
    assert rows.product(1_500) is None
    assert (await name(stage, 1_500)).split()[0] == "Cocoa"
    assert rows.is_here(1_500)


async def test_only_some_pages_are_kept(stage: Stage) -> None:
    rows = room(stage).pane.rows
    for page in range(PAGES_KEPT + 3):
        await name(stage, page * PAGE)
    kept = [page for page in range(PAGES_KEPT + 3) if rows.is_here(page * PAGE)]
    assert len(kept) == PAGES_KEPT
    assert kept[-1] == PAGES_KEPT + 2


async def test_what_was_scrolled_past_is_not_read(stage: Stage) -> None:
    rows = room(stage).pane.rows
    for page in range(4, 24):
        assert rows.product(page * PAGE) is None
    await name(stage, 23 * PAGE)
    await stage.quiet()
    assert not any(rows.is_here(page * PAGE) for page in range(4, 20))


# ------------------------------------------------------------ keys


async def test_every_row_is_reached_by_keys(stage: Stage) -> None:
    view = table(stage)
    assert view.hasFocus()
    assert view.current == 0
    stage.press(Key.Key_End)
    assert view.current == ALL - 1
    assert await name(stage, view.current) == "Wine"
    stage.press(Key.Key_Up)
    assert view.current == ALL - 2
    stage.press(Key.Key_Home)
    stage.press(Key.Key_PageDown)
    assert 3 < view.current < 20
    stage.press(Key.Key_PageUp)
    assert view.current == 0


async def test_letters_jump_to_a_name(stage: Stage) -> None:
    stage.write("dates")
    await stage.quiet()
    assert (await name(stage, table(stage).current)).startswith("Dates")
    assert not (await name(stage, table(stage).current - 1)).startswith("Dates")


async def test_return_opens_and_keys_ask_for_new_and_alike(stage: Stage) -> None:
    edits, copies, news = list[str](), list[str](), list[object]()
    room(stage).edit_requested.connect(edits.append)
    room(stage).copy_requested.connect(copies.append)
    room(stage).new_requested.connect(news.append)
    stage.press(Key.Key_Down)
    product = room(stage).pane.current()
    stage.press(Key.Key_Return)
    stage.press(Key.Key_F2)
    stage.press(Key.Key_D, CTRL)
    stage.press(Key.Key_N, CTRL)
    await until(lambda: news, PATIENCE)
    assert edits == [product, product]
    assert copies == [product]
    assert news == [None]


async def test_choosing_by_keys(stage: Stage) -> None:
    chosen = room(stage).pane.rows.chosen
    stage.press(Key.Key_Space)
    stage.press(Key.Key_Down)
    assert chosen.ranges == ((0, 1),)
    for _ in range(3):
        stage.press(Key.Key_Down, SHIFT)
    assert chosen.ranges == ((0, 5),)
    stage.press(Key.Key_A, CTRL)
    assert chosen.count == ALL
    assert room(stage).selection.isVisible()
    stage.press(Key.Key_Space)
    assert chosen.count == ALL - 1
    assert 4 not in chosen
    stage.press(Key.Key_Escape)
    assert chosen.count == 0
    assert not room(stage).selection.isVisible()


# ------------------------------------------------------------ mouse


def click(stage: Stage, row: int, column: ListedColumn, held: Qt.KeyboardModifier = NONE) -> None:
    view = table(stage)
    place = view.visualRect(view.model().index(row, COLUMNS.index(column))).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, held, place)


async def test_choosing_by_mouse(stage: Stage) -> None:
    chosen = room(stage).pane.rows.chosen
    click(stage, 2, ListedColumn.NAME)
    assert table(stage).current == 2
    assert chosen.count == 0
    click(stage, 3, ListedColumn.CHECK)
    click(stage, 5, ListedColumn.NAME, CTRL)
    assert list(chosen.ranges) == [(3, 4), (5, 6)]
    click(stage, 7, ListedColumn.NAME, SHIFT)
    assert list(chosen.ranges) == [(3, 4), (5, 8)]
    click(stage, 6, ListedColumn.CHECK)
    assert list(chosen.ranges) == [(3, 4), (5, 6), (7, 8)]


async def test_two_clicks_open_a_product(stage: Stage) -> None:
    opened = list[str]()
    room(stage).edit_requested.connect(opened.append)
    view = table(stage)
    place = view.visualRect(view.model().index(4, NAMED)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    assert opened == [room(stage).pane.current()]


async def test_a_click_on_a_heading_sorts_and_another_turns_it_round(stage: Stage) -> None:
    header = table(stage).horizontalHeader()
    section = COLUMNS.index(ListedColumn.PRICE)
    for descending in (False, True):
        place = QPoint(header.sectionViewportPosition(section) + 20, 10)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, NONE, place)
        await stage.quiet()
        assert room(stage).presenter.sort == ProductSort(key=SortKey.PRICE, descending=descending)
        first, last = [await price(stage, row) for row in (0, ALL - 1)]
        assert (first > last) is descending


async def price(stage: Stage, row: int) -> float:
    await name(stage, row)
    product = room(stage).pane.rows.product(row)
    assert product is not None
    return float(product.price)


async def test_the_box_in_the_heading_chooses_all_and_none(stage: Stage) -> None:
    header = table(stage).horizontalHeader()
    chosen = room(stage).pane.rows.chosen
    for count in (ALL, 0):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, NONE, QPoint(20, 20))
        assert chosen.count == count


# ------------------------------------------------------------ filters


async def test_typing_narrows_the_list(stage: Stage) -> None:
    stage.press(Key.Key_F, CTRL)
    stage.write("butter 0000")
    await until(lambda: room(stage).pane.rows.rowCount() == 2, PATIENCE)
    assert room(stage).bar.search.hasFocus()
    stage.press(Key.Key_Down)
    assert table(stage).hasFocus()
    assert await name(stage, 0) == "Butter 00001"


async def test_each_filter_is_a_chip_that_takes_it_away(stage: Stage) -> None:
    drafts = ProductFilter(statuses=(ProductStatus.DRAFT,), tags=("vegan",), category=DRINKS.id)
    await find(stage, drafts, 166)
    texts = [chip.text() for chip in room(stage).filters.chips.findChildren(QPushButton) if chip.isVisible()]
    assert texts == ["Category: drinks", "Status: Draft", "Tag: vegan", "Clear all"]
    chips = [chip for chip in room(stage).filters.chips.findChildren(QPushButton) if chip.isVisible()]
    chips[0].click()
    await stage.quiet()
    assert room(stage).pane.rows.rowCount() == 250
    chips = [chip for chip in room(stage).filters.chips.findChildren(QPushButton) if chip.isVisible()]
    chips[-1].click()
    await until(lambda: room(stage).pane.rows.rowCount() == ALL, PATIENCE)
    assert not room(stage).filters.chips.isVisible()


async def test_the_panel_asks_and_shows_what_is_asked(stage: Stage) -> None:
    room(stage).bar.filters.click()
    panel = room(stage).filters.panel
    boxes = {box.text(): box for box in panel.findChildren(QCheckBox)}
    boxes["No cost"].click()
    await stage.quiet()
    assert room(stage).presenter.wanted == ProductFilter(flaws=(Flaw.NO_COST,))
    await find(stage, ProductFilter(statuses=(ProductStatus.DRAFT,)), 250)
    assert boxes["Draft"].isChecked()
    assert not boxes["No cost"].isChecked()


async def test_nothing_found_offers_to_ask_for_all(stage: Stage) -> None:
    await find(stage, ProductFilter(text="xyzzy"), 0)
    state = room(stage).pane.state
    assert state.isVisible()
    state.action.click()
    await until(lambda: room(stage).pane.rows.rowCount() == ALL, PATIENCE)
    assert room(stage).bar.search.text() == ""
    assert table(stage).isVisible()


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


async def test_who_may_not_see_costs_sees_none(shop: Shop, theme: Theme, qtbot: QtBot) -> None:
    shop.sign_in(SUPERVISOR)
    stage = Stage(shop)
    try:
        await stage.show(ProductsRoom(shop.counter, stage.use, stage.tools))
        await until(lambda: room(stage).pane.rows.rowCount() == ALL, PATIENCE)
        assert ListedColumn.COST not in table(stage).columns()
        assert ListedColumn.MARGIN not in table(stage).columns()
        await name(stage, 0)
        product = room(stage).pane.rows.product(0)
        assert product is not None
        assert product.cost is None
        news = [button for button in stage.room.findChildren(Button) if button.text() == "New product"]
        assert not news[0].isVisible()
    finally:
        await stage.close()
        shop.sign_in(
            next(member for member in shop.counter.catalogue.staff() if member.profile.first_name == "Max")
        )


async def test_who_may_not_see_the_catalogue_is_told(shop: Shop, theme: Theme, qtbot: QtBot) -> None:
    manager = shop.counter.session.require_user()
    shop.sign_in(CLERK)
    stage = Stage(shop)
    try:
        await stage.show(ProductsRoom(shop.counter, stage.use, stage.tools))
        await stage.quiet()
        assert room(stage).pane.state.isVisible()
        assert not table(stage).isVisible()
    finally:
        await stage.close()
        shop.sign_in(manager)


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
    opened = list[object]()
    room(stage).presenter.opened.connect(lambda found, same: opened.append(found))
    room(stage).pane.failed.emit(AdapterError(ErrorCode.REPLICA_RENEWED, reason="it was damaged"))
    await until(lambda: opened, PATIENCE)
    await stage.quiet()
    assert await name(stage, 0)


async def test_columns_and_tiles_are_remembered_for_each_person(stage: Stage) -> None:
    table(stage).set_columns((ListedColumn.TAGS, ListedColumn.NAME), {ListedColumn.TAGS: 222})
    room(stage).show_tiles(True)
    user = stage.shop.counter.session.require_user().id
    kept = await until(lambda: stage.layouts.layout(user, "products"), PATIENCE)
    assert kept.columns == ("check", "tags", "name")
    assert kept.widths["tags"] == 222
    assert kept.tiles
    again = Stage(stage.shop)
    made = ProductsRoom(stage.shop.counter, again.use, again.tools)
    await again.show(made)
    await again.quiet()
    assert made.pane.table.columns() == (ListedColumn.CHECK, ListedColumn.TAGS, ListedColumn.NAME)
    assert made.pane.shows_tiles
    made.show_tiles(False)
    made.pane.table.set_columns(USUAL)
    made._keep_layout()
    await again.close()
