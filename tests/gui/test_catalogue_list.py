"""The list of products: rows that are read when they are looked at, keys, mouse, filters."""

from __future__ import annotations

import threading

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton
from shiboken6 import delete
from typing_extensions import override

from b4mart_desktop.adapters.local.replica.file import ReplicaFile
from b4mart_desktop.adapters.local.replica.listing import (
    LocalProductListing,
    LocalProductSelection,
    LocalSelecting,
)
from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.product_lists import Flaw, ProductFilter, ProductSort, SortKey
from b4mart_desktop.gui.catalogue.products_presenter import FIRST
from b4mart_desktop.gui.models.listed_columns import COLUMNS, ListedColumn
from b4mart_desktop.gui.models.listed_pages import PAGE, PAGES_KEPT
from tests.gui.asynchronous import until
from tests.gui.catalogue_room import ALL, NAMED, PATIENCE, find, name, room, shop, stage, table
from tests.gui.catalogue_stage import (
    CTRL,
    MANY,
    NONE,
    SHIFT,
    Key,
    Stage,
)
from tests.unit.services.shop import DRINKS

__all__ = ["shop", "stage"]


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


async def test_one_list_takes_the_place_of_another_without_a_blank_row(stage: Stage) -> None:
    rows, view = room(stage).pane.rows, table(stage)
    top, read = [0], list[bool]()
    rows.modelReset.connect(lambda: read.append(rows.is_here(top[0])))
    await find(stage, ProductFilter(text="butter 0000"), 2)
    await find(stage, ProductFilter(), ALL)
    view.go_to(1_200)
    await name(stage, 1_200)
    top[0] = view.rowAt(0)
    room(stage).presenter.reload()
    await stage.quiet()
    assert view.rowAt(0) == top[0]
    assert len(read) >= 3
    assert all(read)


class Slow(LocalSelecting):
    """A real selecting that waits for leave to begin."""

    leave: threading.Event

    @override
    def run(self) -> LocalProductSelection:
        self.leave.wait(PATIENCE)
        return super().run()


class SlowListing(LocalProductListing):
    """The real listing, whose whole lists wait for leave; the first rows of one do not."""

    def __init__(self, file: ReplicaFile) -> None:
        super().__init__(file)
        self._own = file
        self.leave = threading.Event()

    @override
    def selecting(self, wanted: ProductFilter, sort: ProductSort, most: int | None = None) -> LocalSelecting:
        if most is not None:
            return super().selecting(wanted, sort, most)
        slow = Slow(self._own, wanted, sort)
        slow.leave = self.leave
        return slow


async def test_a_list_that_takes_long_begins_with_its_first_rows(stage: Stage) -> None:
    listing = SlowListing(stage.shop.replica.file)
    stage.lists._listing = listing
    pane, presenter = room(stage).pane, room(stage).presenter
    presenter.ask(ProductFilter(text="butter"))
    await until(lambda: pane.rows.rowCount() == FIRST, PATIENCE)
    assert room(stage)._count.text() == "…"
    pane.table.go_to(7)
    stage.press(Key.Key_Space)
    product = pane.current()
    listing.leave.set()
    await stage.quiet()
    assert (pane.rows.rowCount(), room(stage)._count.text()) == (MANY // 5, "500")
    assert (pane.table.current, pane.current()) == (7, product)
    assert pane.rows.chosen.ranges == ((7, 8),)


async def test_what_was_scrolled_past_is_not_read(stage: Stage) -> None:
    rows = room(stage).pane.rows
    for page in range(4, 24):
        assert rows.product(page * PAGE) is None
    await name(stage, 23 * PAGE)
    assert not any(rows.is_here(page * PAGE) for page in range(4, 20))


async def test_a_picture_that_arrives_when_the_room_is_gone_disturbs_nobody(stage: Stage) -> None:
    await stage.quiet()
    delete(stage.room)
    stage.pictures.arrived.emit("/late.jpg")


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


async def test_the_editor_goes_on_with_the_next_product(stage: Stage) -> None:
    pane = room(stage).pane
    first, second = [await until(lambda row=row: pane.rows.product(row), PATIENCE) for row in (0, 1)]  # type: ignore[misc]
    assert pane.neighbour(first.id, 1) == second.id
    assert pane.neighbour(second.id, -1) == first.id
    assert pane.neighbour(first.id, -1) is None


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


def chips(stage: Stage) -> list[QPushButton]:
    found = room(stage).filters.chips.findChildren(QPushButton)
    return [chip for chip in found if chip.isVisible()]


async def test_a_list_that_takes_long_shows_that_it_is_being_made(stage: Stage) -> None:
    bar = room(stage).bar
    bar.show_reading(True)
    assert not bar.spinner.isVisible()  # not for a list that is there at once
    await until(bar.spinner.isVisible, PATIENCE)
    assert room(stage).pane.rows.rowCount() == ALL
    room(stage).presenter.reload()
    assert bar.spinner.isVisible()
    await until(lambda: not bar.spinner.isVisible(), PATIENCE)


async def test_each_filter_is_a_chip_that_takes_it_away(stage: Stage) -> None:
    drafts = ProductFilter(statuses=(ProductStatus.DRAFT,), tags=("vegan",), category=DRINKS.id)
    await find(stage, drafts, 166)
    assert [chip.text() for chip in chips(stage)] == [
        "Category: drinks",
        "Status: Draft",
        "Tag: vegan",
        "Clear all",
    ]
    chips(stage)[0].click()
    await stage.quiet()
    assert room(stage).pane.rows.rowCount() == 250
    chips(stage)[-1].click()
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
