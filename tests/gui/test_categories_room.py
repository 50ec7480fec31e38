"""The categories room over a real server: the tree, keys and dragging, naming, merging, a taxonomy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QModelIndex, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.files.plain_text import read_text
from b4mart_desktop.adapters.local.drafts import SqliteDrafts
from b4mart_desktop.adapters.mongo.categories import MongoCategories
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.domain.catalog import Category
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.categories.categories_presenter import CategoriesPresenter
from b4mart_desktop.gui.categories.categories_room import CategoriesRoom
from b4mart_desktop.gui.categories.category_model import CategoryModel
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.picture_field import PictureField
from b4mart_desktop.gui.shared.pictures import PictureLoader
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.services import categories
from b4mart_desktop.services.bus import ReplicaChanged
from b4mart_desktop.services.categories import Categories
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.pictures import Pictures
from tests.adapters.mongo.samples import make_product
from tests.adapters.mongo.shop import _shop_name, shop
from tests.gui.asynchronous import until, visible_dialog
from tests.gui.shared.picture_parts import Bench, FolderOfPictures, make_thumbnails, picture_file
from tests.seals import SEAL
from tests.unit.domain.test_category_tree import at, slugs
from tests.unit.domain.test_edits import but
from tests.unit.services.shop import CLERK, MANAGER, SUPERVISOR, Shop, open_shop

__all__ = ["_shop_name", "shop"]

ALT = Qt.KeyboardModifier.AltModifier
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


def dropped(stage: Stage, *contents: bytes) -> PictureField:
    """Drops files on the category's picture."""
    field = stage.room.findChild(PictureField)
    assert field is not None
    paths = [stage.folder / f"{number}.jpg" for number, _ in enumerate(contents)]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    field.frame.dropped.emit(mime)
    return field


async def test_a_dropped_picture_is_kept_saved_and_taken_off_again(stage: Stage, qtbot: QtBot) -> None:
    await stage.open(qtbot)
    home = await stage.choose("Home")
    field = dropped(stage, picture_file())
    await until(lambda: stage.button("save_button").isEnabled())
    stage.button("save_button").click()
    await stage.settled()
    image = (await stage.service.tree()).need(home.id).image
    assert image is not None
    assert image.startswith("/api/pictures/")
    assert await stage.kept.fetch(image)
    QTest.keyClick(field.frame, Qt.Key.Key_Delete)
    stage.button("save_button").click()
    await stage.settled()
    assert (await stage.service.tree()).need(home.id).image is None


async def test_what_is_no_picture_is_told_beside_it_and_nothing_is_unsaved(
    stage: Stage, qtbot: QtBot
) -> None:
    await stage.open(qtbot)
    await stage.choose("Home")
    field = dropped(stage, b"no picture")
    await field.added()
    told = [each.text() for each in field.findChildren(QLabel) if each.isVisible()]
    assert any("picture" in text and "0.jpg" in text for text in told)
    assert not stage.button("save_button").isEnabled()
    await stage.choose("Food")
    assert not any("0.jpg" in each.text() for each in field.findChildren(QLabel))


async def test_another_row_waits_for_the_picture_and_asks_to_save_it(stage: Stage, qtbot: QtBot) -> None:
    await stage.open(qtbot)
    home = await stage.choose("Home")
    stage.kept.is_open = False
    dropped(stage, picture_file())
    await stage.choose("Food", "Bread")
    assert visible_dialog() is None
    stage.kept.is_open = True
    dialog = await until(visible_dialog)
    next(each for each in dialog.findChildren(QPushButton) if each.text() == "Save").click()
    await stage.settled()
    assert (await stage.service.tree()).need(home.id).image is not None
    assert stage.line_edit("name_field").text() == "Bread"


async def test_a_supervisor_only_sees_the_picture(stage: Stage, qtbot: QtBot) -> None:
    await stage.open(qtbot, may_edit=False)
    await stage.choose("Home")
    field = dropped(stage, picture_file())
    assert not field.is_busy()
    assert not field.choose_button.isVisible()
    assert field.frame.focusPolicy() == Qt.FocusPolicy.NoFocus


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
