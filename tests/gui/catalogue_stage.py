"""The catalogue's rooms over this counter's real replica with some thousand products; no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from b4mart_desktop.adapters.local.layouts import LayoutFile
from b4mart_desktop.adapters.local.replica.listing import LocalProductListing
from b4mart_desktop.adapters.mongo.catalogue_batches import MongoCatalogueBatches
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.adapters.mongo.saved_views import MongoSavedViews
from b4mart_desktop.adapters.mongo.scheduled_prices import MongoScheduledPrices
from b4mart_desktop.domain.catalog import CounterFields, Inventory, Product, ProductPricing, ProductStatus
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.product_lists import SavedView
from b4mart_desktop.gui.catalogue.products_room import CatalogueUse
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.pictures import PictureLoader
from b4mart_desktop.gui.shared.room import Room, RoomTools
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.services.bulk_edit import BulkEdit
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.product_list import ProductList
from b4mart_desktop.services.saved_views import SavedViews
from b4mart_desktop.services.scheduled_prices import ScheduledPrices
from tests.adapters.local.loaded import open_loaded
from tests.gui.asynchronous import until
from tests.unit.services.shop import (
    COLA_SHELF,
    CUSTOMER,
    DRINKS,
    GROCERIES,
    MANAGER,
    NOON,
    PRODUCTS,
    STAFF,
    STORE,
    TAXES,
    Shop,
    goods,
)

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
PATIENCE = 10.0
MANY = 2_500
_KINDS = ("Almonds", "Butter", "Cocoa", "Dates", "Eggs")


def many(count: int = MANY) -> list[Product]:
    """Products ``Almonds 00000``, ``Butter 00001`` … with something of everything that lists tell apart."""
    return [_numbered(number) for number in range(count)]


def _numbered(number: int) -> Product:
    kind = _KINDS[number % len(_KINDS)]
    sku = f"N-{number:05}"
    stock = Inventory(sku=sku, quantity=Decimal(number % 40), barcodes=(), low_stock_threshold=Decimal(3))
    cost = Decimal("0.60") if number % 4 else None
    return goods(
        f"{kind} {number:05}",
        "0",
        pricing=ProductPricing(base_price=Decimal("1.00") + number % 50, cost_price=cost),
        inventory=stock,
        category=(COLA_SHELF if number % 3 else GROCERIES).id,
        status=ProductStatus.DRAFT if number % 10 == 9 else ProductStatus.ACTIVE,
        tags=("vegan",) if number % 2 else (),
        pos=CounterFields(plu=f"{10000 + number}"),
        updated_at=NOON - dt.timedelta(minutes=number),
    )


@contextmanager
def open_catalogue(folder: Path, products: list[Product]) -> Iterator[Shop]:
    """A shop with those products beside its own, the manager signed in."""
    with open_loaded(
        folder,
        settings=[to_document(STORE)],
        taxes=[to_document(tax) for tax in TAXES],
        categories=[to_document(category) for category in (GROCERIES, DRINKS, COLA_SHELF)],
        users=[to_document(user) for user in (*STAFF, CUSTOMER)],
        products=[to_document(product) for product in (*PRODUCTS, *products)],
    ) as replica:
        shop = Shop(folder, replica)
        shop.sign_in(MANAGER)
        try:
            yield shop
        finally:
            shop.close()


def change(product: Product, **fields: Any) -> Product:
    """The product with other fields."""
    return msgspec.structs.replace(product, **fields)


class Away:
    """A database that cannot be reached."""

    async def views(self, _: Id) -> Sequence[SavedView]:
        """Never returns any."""
        raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="pulled the plug")


class Stage:
    """A room in a window, with hands; without a database the counter is on its own."""

    def __init__(self, shop: Shop, database: Database | None = None) -> None:
        self.shop = shop
        self._database = database
        listing = LocalProductListing(shop.replica.file)
        self.lists = ProductList(shop.counter, listing)
        book: Any = Away() if database is None else MongoSavedViews(database)
        archive: Any = None if database is None else MongoProductEdits(database)
        editing = Editing(shop.counter, archive, None)  # type: ignore[arg-type]  # drafts are no matter of lists
        self.editing = editing
        plans: Any = None if database is None else MongoScheduledPrices(database)
        batches: Any = None if database is None else MongoCatalogueBatches(database)
        bulk = BulkEdit(shop.counter, listing, editing, ScheduledPrices(shop.counter, plans), batches)
        views = SavedViews(shop.counter, book)
        self.layouts = LayoutFile(shop.replica.file.path.with_name(f"{new_id()}.json"))
        self.use = CatalogueUse(self.lists, bulk, views, self.layouts)
        self.window = QMainWindow()
        self.window.resize(1366, 656)
        self.messages = Messages(self.window, Formats("en_US", "USD", ZoneInfo("UTC")))
        self.pictures = PictureLoader(None, self.run)  # type: ignore[arg-type]  # no product has one
        self.tools = RoomTools(
            window=self.window,
            messages=self.messages,
            run=self.run,
            formats=Formats("en_US", "USD", ZoneInfo("UTC")),
            approval=None,  # type: ignore[arg-type]
            pictures=self.pictures,
        )

    @property
    def database(self) -> Database:
        """The real one."""
        assert self._database is not None
        return self._database

    async def run(self, work: Any) -> Any:
        """There is no background thread: what would run there runs here."""
        return await work

    async def show(self, room: Room) -> None:
        """Shows the room as the office does."""
        self.room = room
        self.window.setCentralWidget(room)
        self.window.show()
        self.window.activateWindow()
        await until(self.window.isActiveWindow, PATIENCE)
        room.enter()

    async def close(self) -> None:
        """Ends everything."""
        await self.room.tasks.cancel_all()
        await self.pictures.close()
        self.window.close()
        self.window.deleteLater()

    async def quiet(self) -> None:
        """Waits until the room does nothing any more."""
        await until(lambda: not self.room.tasks._tasks, PATIENCE)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Presses a key where the focus is."""
        QTest.keyClick(self._focus(), key, modifier)

    def write(self, text: str) -> None:
        """Types where the focus is."""
        QTest.keyClicks(self._focus(), text)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window
