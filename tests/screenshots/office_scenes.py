"""Scenes of the office's other rooms: a supplier's file and its dry run, the tree of categories."""

from __future__ import annotations

import asyncio
import csv
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTreeView

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.gui.categories.categories_room import CategoriesRoom
from b4mart_desktop.gui.exchange.exchange_room import ExchangeRoom
from b4mart_desktop.gui.main_window import Place
from b4mart_desktop.gui.office import Office
from b4mart_desktop.gui.office_rooms import Section

if TYPE_CHECKING:
    from tests.screenshots.story import Clerk

_KNOWN = 40
_HEADER = ("Article no.", "EAN", "Product", "Retail price", "Purchase price", "Department", "Stock")
_NEW = (
    ("HB-2201", "4006381333931", "Heather Honey 500 g", "8.49", "5.10", "Breakfast", "24"),
    ("HB-2202", "4006381333948", "Acacia Honey 500 g", "7.99", "4.70", "Breakfast", "24"),
)
_WRONG = (
    ("HB-2203", "4006381333930", "Clover Honey 500 g", "6.99", "4.10", "Breakfast", "12"),
    ("HB-2204", "", "Honey Comb 200 g", "on request", "6.00", "Breakfast", "6"),
)


async def look_at_office(clerk: Clerk) -> None:
    """Has a file checked without importing it, and opens a department."""
    clerk.window.place_chosen.emit(Place.OFFICE)
    await asyncio.sleep(0.2)
    office = clerk.window.shown()
    assert isinstance(office, Office)
    with tempfile.TemporaryDirectory(prefix="b4mart-scene-") as folder:
        await _exchange(clerk, office, Path(folder))
    await _categories(clerk, office)
    clerk.window.place_chosen.emit(Place.SELL)
    await asyncio.sleep(0.1)


async def _exchange(clerk: Clerk, office: Office, folder: Path) -> None:
    office.go(Section.EXCHANGE)
    await clerk.wait_until(lambda: bool(office.findChildren(ExchangeRoom)))
    room = office.findChild(ExchangeRoom)
    assert room is not None
    await asyncio.sleep(0.5)
    await clerk.take("exchange")
    room.look(_supplier_file(clerk, folder / "Honeybee wholesale autumn.csv"))
    await clerk.wait_until(lambda: room.plan.isVisible())
    await asyncio.sleep(0.5)
    await clerk.take("import")
    room.plan.check_wanted.emit()
    await clerk.wait_until(lambda: room.outcome.isVisible())
    await asyncio.sleep(0.3)
    await clerk.take("import_checked")
    room.outcome.back_wanted.emit()
    room.plan.back_wanted.emit()


def _supplier_file(clerk: Clerk, file: Path) -> Path:
    """Prices of the favourites, a bit dearer, and some goods that are new; two lines are wrong."""
    catalogue = clerk.use.counter.catalogue
    found = (catalogue.product(hit.id) for hit in catalogue.tiles(None, 0, _KNOWN))
    with file.open("w", newline="") as output:
        rows = csv.writer(output, delimiter=";")
        rows.writerow(_HEADER)
        rows.writerows(_row(product) for product in found if product is not None)
        rows.writerows((*_NEW, *_WRONG))
    return file


def _row(product: Product) -> tuple[str, ...]:
    price = product.pricing.base_price + Decimal("0.10")
    cost = (product.pricing.base_price * Decimal("0.6")).quantize(Decimal("0.01"))
    barcode = next(iter(product.inventory.barcodes), "")
    return product.inventory.sku, barcode, product.name, str(price), str(cost), "", "48"


async def _categories(clerk: Clerk, office: Office) -> None:
    office.go(Section.CATEGORIES)
    await clerk.wait_until(lambda: bool(office.findChildren(CategoriesRoom)))
    room = office.findChild(CategoriesRoom)
    assert room is not None
    tree = room.findChild(QTreeView)
    assert tree is not None
    await clerk.wait_until(lambda: tree.model().rowCount() > 0)
    department = tree.model().index(1, 0)
    tree.expand(department)
    tree.setCurrentIndex(tree.model().index(1, 0, department))
    await asyncio.sleep(1.0)
    await clerk.take("categories")
