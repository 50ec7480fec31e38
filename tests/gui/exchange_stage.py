"""The room of imports and exports over a real database, and a worker that works in this process."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.exchange.errors_file import write_errors
from b4mart_desktop.adapters.files.opening import open_table
from b4mart_desktop.adapters.files.writing import make_writer
from b4mart_desktop.adapters.local.drafts import SqliteDrafts
from b4mart_desktop.adapters.local.replica.listing import LocalProductListing
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.import_book import MongoImportBook
from b4mart_desktop.adapters.mongo.migrations import VERSIONS, Database
from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.adapters.mongo.products import MongoProducts
from b4mart_desktop.backstage.thread import Backstage
from b4mart_desktop.domain.errors import AdapterError
from b4mart_desktop.domain.imports import ImportRun
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.gui.exchange.exchange_room import ExchangeRoom
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.exchanging import Exchange
from b4mart_desktop.services.exporting import ProductExport
from b4mart_desktop.services.import_report import ImportReport
from b4mart_desktop.services.importing import ProductImport
from b4mart_desktop.services.ports.exchange import ExportOrder, ExportProgress, ImportOrder, ImportProgress
from b4mart_desktop.services.product_list import ProductList
from b4mart_desktop.services.shop_lookup import look_up
from tests.adapters.local.goods import Replica
from tests.gui.asynchronous import until
from tests.gui.rooms import show_room, tools_over
from tests.gui.till import PATIENCE, Till
from tests.seals import SEAL

DATA = Path(__file__).parents[1] / "data"


class Here:
    """Does in the background thread what the worker does in a process of its own."""

    def __init__(self, database: Database, backstage: Backstage) -> None:
        self.archive = MongoProducts(database)
        self.going = asyncio.Event()
        self.going.set()
        self.error: AdapterError | None = None
        self._backstage = backstage

    async def run_import(
        self, order: ImportOrder, currency: str, progress: Callable[[ImportProgress], None]
    ) -> ImportReport:
        if self.error is not None:
            raise self.error
        if not self.going.is_set():
            await self._begin(order)
        progress(ImportProgress(added=1, line=2, share=0.5))
        await self.going.wait()
        with open_table(Path(order.file), order.read_as) as table:
            return await self._backstage.call(ProductImport(self.archive, currency, order).run(table))

    async def _begin(self, order: ImportOrder) -> None:
        """Comes as far as the first row, as one does that is stopped there."""
        begun = ImportRun(
            id=order.batch, file=order.file_name, line=2, added=1, started_at=utc_now(), updated_at=utc_now()
        )
        await self._backstage.call(self.archive.keep_run(begun))

    async def run_export(self, order: ExportOrder, currency: str, progress: ExportProgress) -> int:
        async def run() -> int:
            lookup = await look_up(self.archive, currency)
            return await ProductExport(self.archive, lookup, order).run(make_writer)

        progress(1, 2)
        return await self._backstage.call(run())


class Stand:
    """The room over a real database, and what is seen of it."""

    def __init__(self, till: Till, replica: Replica, uri: str, name: str, folder: Path) -> None:
        self.backstage, self.window, counter = Backstage(), QMainWindow(), till.use.counter
        self.backstage.start()
        self.sync = MongoClient[dict[str, Any]](uri)
        self.database = self.sync[name]
        self.client = make_client(uri)
        database = self.client[name]
        self.drafts = SqliteDrafts(folder / "drafts.sqlite", SEAL)
        self.worker, book = Here(database, self.backstage), MongoImportBook(database)
        self.exchange = Exchange(counter, self.worker.archive, book, self.worker, open_table, write_errors)
        editing = Editing(counter, MongoProductEdits(database), self.drafts)
        lists = ProductList(counter, LocalProductListing(replica.file))
        self.tools = dataclasses.replace(tools_over(self.window, till), run=self.backstage.call)
        self.room = ExchangeRoom(self.exchange, editing, lists, self.tools)

    async def close(self) -> None:
        await self.room.tasks.cancel_all()
        await self.backstage.call(self.client.close())
        self.backstage.stop()
        self.drafts.close()
        for collection in set(self.database.list_collection_names()) - {VERSIONS}:
            self.database[collection].delete_many({})
        self.sync.close()
        self.window.close()
        self.window.deleteLater()

    def is_on(self, page: object) -> bool:
        return self.room._pages.currentWidget() is page

    async def open(self, file: Path) -> None:
        self.room.look(file)
        await until(lambda: self.is_on(self.room.plan), PATIENCE)

    async def check(self) -> None:
        self.room.plan.check.click()
        await until(lambda: self.is_on(self.room.outcome), PATIENCE)

    async def bring_in(self, file: Path) -> None:
        await self.open(file)
        await self.check()
        self.room.outcome.go.click()
        await until(lambda: self.room.outcome.title.text() == "Imported", PATIENCE)

    def column(self, table: Any, column: int) -> list[str]:
        model = table.model()
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]


@pytest.fixture
async def stand(
    till: Till, replica: Replica, mongo_uri: str, _shop_name: str, tmp_path: Path, qtbot: QtBot
) -> AsyncIterator[Stand]:
    till.enter_as("Mara")
    made = Stand(till, replica, mongo_uri, _shop_name, tmp_path)
    await show_room(made.window, made.room)
    yield made
    await made.close()
