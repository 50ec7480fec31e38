"""The list of products in its room, with fixtures and hands that its tests share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from pytestqt.qtbot import QtBot

from b4mart_desktop.domain.product_lists import ProductFilter
from b4mart_desktop.gui.catalogue.products_room import ProductsRoom
from b4mart_desktop.gui.models.listed_columns import COLUMNS, ListedColumn
from b4mart_desktop.gui.models.listed_table import ListedTable
from b4mart_desktop.gui.style.theme import Theme
from tests.gui.asynchronous import until
from tests.gui.catalogue_stage import (
    MANY,
    Stage,
    many,
    open_catalogue,
)
from tests.unit.services.shop import PRODUCTS, Shop

NAMED = COLUMNS.index(ListedColumn.NAME)
ALL = MANY + len(PRODUCTS)
PATIENCE = 10.0


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
