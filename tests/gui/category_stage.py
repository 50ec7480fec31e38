"""The categories room in a window, over a real server, with a folder that keeps pictures."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QLineEdit, QPushButton, QTreeView
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.files.plain_text import read_text
from b4mart_desktop.adapters.local.drafts import SqliteDrafts
from b4mart_desktop.adapters.mongo.categories import MongoCategories
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.domain.catalog import Category
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.gui.categories.categories_presenter import CategoriesPresenter
from b4mart_desktop.gui.categories.categories_room import CategoriesRoom
from b4mart_desktop.gui.categories.category_model import CategoryModel
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.pictures import PictureLoader
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.services.categories import Categories
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.pictures import Pictures
from tests.adapters.mongo.shop import _shop_name, shop
from tests.gui.asynchronous import until
from tests.gui.shared.picture_parts import Bench, FolderOfPictures, make_thumbnails
from tests.seals import SEAL
from tests.unit.domain.test_category_tree import at
from tests.unit.services.shop import MANAGER, Shop, open_shop

__all__ = ["_shop_name", "shop"]

PATHS = (("Food", "Drinks", "Cola"), ("Food", "Bread"), ("Home",))


class Stage:
    """The room in a window, with a counter and a database behind it."""

    def __init__(self, counter: Shop, database: Database, drafts: SqliteDrafts, folder: Path) -> None:
        self.counter, self.database = counter, database
        editing = Editing(counter.counter, MongoProductEdits(database), drafts)
        self.service = Categories(counter.counter, MongoCategories(database), editing, read_text)
        self.away = False
        self.folder = folder
        self.kept = FolderOfPictures(folder)
        self.loader = PictureLoader(make_thumbnails(folder, self.kept), self.run)

    async def run(self, work: object) -> object:
        if self.away:
            work.close()  # type: ignore[attr-defined]
            raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="pulled the plug")
        return await work  # type: ignore[misc]

    async def open(self, qtbot: QtBot, *, may_edit: bool = True) -> None:
        self.room: CategoriesRoom
        messages = Messages(self.window_of(qtbot, may_edit), Formats("en_US", "USD", ZoneInfo("UTC")))
        self.presenter._messages = messages
        self.messages = messages
        self.room.show()
        self.room.enter()
        await until(lambda: not self.room.tasks._tasks)

    def window_of(self, qtbot: QtBot, may_edit: bool) -> CategoriesRoom:
        self.presenter = CategoriesPresenter(self.service, self.run, None)  # type: ignore[arg-type]
        pictures = Pictures(self.counter.counter, Bench(), self.kept, self.kept)
        tools = RoomTools(None, None, self.run, None, None, self.loader)  # type: ignore[arg-type]
        self.room = CategoriesRoom(self.presenter, pictures, tools, may_edit=may_edit)
        qtbot.addWidget(self.room)
        self.room.resize(1366, 700)
        return self.room

    @property
    def view(self) -> QTreeView:
        view = self.room.findChild(QTreeView, "tree_view")
        assert view is not None
        return view

    @property
    def model(self) -> CategoryModel:
        model = self.view.model()
        assert isinstance(model, CategoryModel)
        return model

    def line_edit(self, name: str) -> QLineEdit:
        field = self.room.findChild(QLineEdit, name)
        assert field is not None
        return field

    def button(self, name: str) -> QPushButton:
        button = self.room.findChild(QPushButton, name)
        assert button is not None
        return button

    def rows(self, parent: QModelIndex | None = None, depth: int = 0) -> list[str]:
        """Names with dots for their depth, from the top down."""
        above = parent or QModelIndex()
        found: list[str] = []
        for row in range(self.model.rowCount(above)):
            place = self.model.index(row, 0, above)
            category = self.model.category(place)
            assert category is not None
            found += ["." * depth + category.name, *self.rows(place, depth + 1)]
        return found

    async def choose(self, *names: str) -> Category:
        tree = await self.service.tree()
        category = tree.need(at(tree, *names))
        self.view.setCurrentIndex(self.model.place_of(category.id))
        return category

    async def settled(self) -> None:
        """To be awaited at the end of a test, too: what still runs would go on without its loop."""
        await until(lambda: not self.room.tasks._tasks)


@pytest.fixture
async def stage(shop: Database, tmp_path: Path, qtbot: QtBot) -> AsyncIterator[Stage]:
    with open_shop(tmp_path) as counter, closing(SqliteDrafts(tmp_path / "d.sqlite", SEAL)) as drafts:
        counter.sign_in(MANAGER)
        made = Stage(counter, shop, drafts, tmp_path)
        await made.service.take_taxonomy(PATHS, None)
        yield made
        await made.room.close_room()
        await made.loader.close()
