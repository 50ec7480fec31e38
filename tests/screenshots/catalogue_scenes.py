"""Scenes of the catalogue: the list as table and tiles, filters, prices changed, data quality."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from b4mart_desktop.domain.product_lists import ProductFilter
from b4mart_desktop.gui.catalogue.products_room import ProductsRoom
from b4mart_desktop.gui.catalogue.selection_bar import Deed
from b4mart_desktop.gui.main_window import Place
from b4mart_desktop.gui.office import Office
from b4mart_desktop.gui.office_rooms import Section
from b4mart_desktop.gui.quality.quality_room import QualityRoom
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit

if TYPE_CHECKING:
    from tests.screenshots.story import Clerk

_PERCENT = "4.5"


async def look_at_catalogue(clerk: Clerk) -> None:
    """Lists, filters, nearly changes prices, and looks at data quality."""
    clerk.window.place_chosen.emit(Place.OFFICE)
    await asyncio.sleep(0.2)
    office = clerk.window.shown()
    assert isinstance(office, Office)
    office.go(Section.PRODUCTS)
    await clerk.wait_until(lambda: bool(office.findChildren(ProductsRoom)))
    room = office.findChild(ProductsRoom)
    assert room is not None
    await _list(clerk, room)
    await _change(clerk, room)
    await _data_quality(clerk, office)
    clerk.window.place_chosen.emit(Place.SELL)
    await asyncio.sleep(0.1)


async def _list(clerk: Clerk, room: ProductsRoom) -> None:
    await clerk.wait_until(lambda: room.pane.rows.product(0) is not None)
    await clerk.take("products")
    room.show_tiles(True)
    await asyncio.sleep(0.3)
    await clerk.take("products_tiles")
    room.show_tiles(False)
    room.bar.filters.click()
    room.show_products(ProductFilter(text="organic", low_stock=True))
    await asyncio.sleep(0.5)
    await clerk.take("products_filtered")
    room.bar.filters.click()


async def _change(clerk: Clerk, room: ProductsRoom) -> None:
    room.show_products(ProductFilter(text="organic"))
    await asyncio.sleep(0.5)
    room.pane.rows.chosen.choose(0, room.pane.rows.rowCount())
    room.selection.wanted.emit(Deed.PRICES)
    await clerk.wait_until(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    field = dialog.findChild(MoneyEdit)
    assert field is not None
    field.setText(_PERCENT)
    await asyncio.sleep(1.0)
    await clerk.take("bulk_prices")
    dialog.close()
    room.show_products(ProductFilter())
    await asyncio.sleep(0.3)


async def _data_quality(clerk: Clerk, office: Office) -> None:
    office.go(Section.QUALITY)
    await clerk.wait_until(lambda: bool(office.findChildren(QualityRoom)))
    room = office.findChild(QualityRoom)
    assert room is not None
    await clerk.wait_until(lambda: room.presenter.chosen is not None)
    kinds = room.kinds.model()
    room.kinds.setCurrentIndex(kinds.index(kinds.rowCount() - 1, 0))  # without a picture
    await asyncio.sleep(0.8)
    await clerk.take("data_quality")
