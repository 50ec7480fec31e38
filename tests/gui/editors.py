"""The product editor of one person: a counter with its files, the shared database, a window."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from bson import ObjectId
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QWidget,
)

from b4mart_desktop.adapters.local.drafts import SqliteDrafts
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.migrations import VERSIONS, Database
from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.backstage.thread import Backstage
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.edits import Merge, resolved
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.people import User
from b4mart_desktop.gui.editor.asking import TheirNews
from b4mart_desktop.gui.editor.change_words import ChangeWords
from b4mart_desktop.gui.editor.editor_presenter import EditorPresenter
from b4mart_desktop.gui.editor.editor_screen import EditorRoom
from b4mart_desktop.gui.editor.fields import Field
from b4mart_desktop.gui.editor.lookups import Lookups
from b4mart_desktop.gui.editor.prompts import EditorDialogs
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.picture_strip import PictureStrip
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.pictures import Pictures
from b4mart_desktop.services.ports.catalogue import Draft, Saved
from tests.adapters.mongo.shop import _shop_name
from tests.gui.asynchronous import until, visible_dialog
from tests.gui.rooms import NobodyApproves, show_room, tools_over
from tests.gui.till import PATIENCE, Till
from tests.seals import SEAL
from tests.unit.services.shop import MANAGER, MILK, STORE, Shop, open_shop

__all__ = ["Behind", "Desk", "Person", "Sit", "_shop_name", "people_at", "put", "shop", "stored"]

WEB_FIELD = {"warranty": {"months": 24}}
"""What the desktop knows nothing of."""


class Behind:
    """The shared database behind a thread of its own, as the program has it.

    Attributes:
        database: To be used inside ``call`` only.
    """

    def __init__(self, thread: Backstage, database: Database) -> None:
        self.call, self.database = thread.call, database


@pytest.fixture
def shop(mongo_uri: str, _shop_name: str) -> Iterator[Behind]:
    """An empty database with validators and indexes."""
    thread = Backstage()
    thread.start()
    client = thread.submit(_connect(mongo_uri)).result()
    yield Behind(thread, client[_shop_name])
    thread.submit(_leave(client, _shop_name)).result()
    thread.stop()


async def _connect(uri: str) -> Any:
    return make_client(uri)


async def _leave(client: Any, name: str) -> None:
    for collection in await client[name].list_collection_names():
        if collection != VERSIONS:
            await client[name][collection].delete_many({})
    await client.close()


class Mine:
    """Answers every conflict with mine, and remembers that it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Merge, str | None]] = []
        self.takes = True

    async def merge(self, merge: Merge, who: str | None) -> Product | None:
        """Takes mine everywhere, or nothing."""
        self.asked.append((merge, who))
        return resolved(merge, [each.field for each in merge.conflicts]) if self.takes else None


class Person:
    """Somebody at a counter who edits products.

    Attributes:
        away: Whether the database cannot be reached.
    """

    def __init__(self, counter: Shop, shop: Behind, folder: Path, user: User = MANAGER) -> None:
        counter.sign_in(user)
        self.counter, self.shop, self.away = counter, shop, False
        self.drafts = SqliteDrafts(folder / "drafts.sqlite", SEAL)
        self.editing = Editing(counter.counter, MongoProductEdits(shop.database), self.drafts)
        self.window = QMainWindow()
        self.messages = Messages(self.window)
        self.answers = Mine()
        self.news: list[TheirNews] = []
        self.found: list[Draft] = []
        self._presenters: list[EditorPresenter] = []
        self.presenter = self.new_presenter(self.answers)

    def new_presenter(self, prompts: Any) -> EditorPresenter:
        """Returns an editor with nothing open."""
        made = EditorPresenter(
            self.editing, self.counter.counter, self.run, prompts, NobodyApproves(), self.messages
        )
        self._presenters.append(made)
        made.told.connect(self.news.append)
        made.draft_found.connect(self.found.append)
        return made

    async def run(self, work: Any) -> Any:
        """Does what would be done in the background."""
        if self.away:
            work.close()
            raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="pulled the plug")
        return await self.shop.call(work)

    async def saves(self, base: Product, mine: Product) -> None:
        """Saves without a form."""
        assert isinstance(await self.shop.call(self.editing.save(base, mine)), Saved)

    def room(self) -> EditorRoom:
        """Returns the editor's room in this person's window."""

        class Formatted:
            formats = _formats()

        tools = tools_over(self.window, cast(Till, Formatted))
        lookups = Lookups(self.counter.counter)
        dialogs = EditorDialogs(self.window, ChangeWords(tools.formats, lookups), lookups)
        self.messages = tools.messages
        self.presenter = self.new_presenter(dialogs)
        strip = PictureStrip(cast(Pictures, None), tools)
        self.pictures = tools.pictures
        return EditorRoom(self.presenter, lookups, _known, strip, dialogs, tools)

    async def close(self) -> None:
        """Ends what goes on."""
        for presenter in self._presenters:
            await presenter.close()
        self.drafts.close()
        self.window.close()
        self.window.deleteLater()


async def _known() -> tuple[Sequence[str], Sequence[Id]]:
    return ["fair trade", "organic"], []


def _formats() -> Any:
    from b4mart_desktop.gui.style.formats import Formats

    return Formats("en_US", STORE.currency, STORE.zone)


Key = Qt.Key
W = TypeVar("W", bound=QWidget)


class Desk:
    """One person's room, and hands to work it with."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.room: EditorRoom = person.room()
        self.opened = person.presenter.opened

    async def show(self) -> None:
        await show_room(self.person.window, self.room)

    async def open(self) -> None:
        await self.show()
        self.room.open(MILK.id)
        await until(lambda: self.opened.is_open and self.room.form.isVisible(), PATIENCE)
        await until(lambda: not self.room.tasks._tasks, PATIENCE)

    def field(self, kind: type[W], path: str) -> W:
        found = self.room.findChild(kind, path)
        assert found is not None, path
        return found

    def line(self, path: str) -> QLineEdit:
        return self.field(QLineEdit, f"{path}_edit")

    def type(self, path: str, text: str) -> None:
        line = self.line(path)
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, text) if text else QTest.keyClick(line, Key.Key_Delete)

    def problem(self, path: str) -> str:
        return self.field(Field, path).problem()

    def offers(self, name: str) -> QAbstractButton | None:
        top = QApplication.activeModalWidget() or self.room
        buttons = [b for b in top.findChildren(QAbstractButton) if b.isVisible()]
        return next((b for b in buttons if name in (b.text(), b.accessibleName(), b.objectName())), None)

    def button(self, name: str) -> QAbstractButton:
        found = self.offers(name)
        assert found is not None, name
        return found

    def codes(self) -> list[str]:
        return list(self.opened.product.inventory.barcodes)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.room, key, modifier)

    def texts(self) -> list[str]:
        return [label.text() for label in self.room.findChildren(QLabel) if label.isVisible()]

    async def dialog(self) -> QDialog:
        def opened() -> QDialog | None:
            shown = visible_dialog()
            return shown if shown is not None and shown.isActiveWindow() else None

        return await until(opened, PATIENCE)


Sit = Callable[..., Person]


@contextlib.asynccontextmanager
async def people_at(shop: Behind, folder: Path) -> AsyncIterator[Sit]:
    """Yields what seats people at counters of one shop; all of them leave at the end."""
    with contextlib.ExitStack() as counters:
        seated: list[Person] = []

        def sit(user: User = MANAGER) -> Person:
            own = folder / f"counter-{len(seated)}"
            own.mkdir()
            seated.append(Person(counters.enter_context(open_shop(own)), shop, own, user))
            return seated[-1]

        yield sit
        for person in seated:
            await person.close()


async def put(shop: Behind, product: Product, **more: Any) -> Product:
    """Writes a product as somebody else's program does, with fields that this one does not know."""
    await shop.call(shop.database.products.insert_one(to_document(product) | more))
    return product


async def stored(shop: Behind, product: Id) -> dict[str, Any]:
    """Returns the document."""
    document: dict[str, Any] | None = await shop.call(
        shop.database.products.find_one({"_id": ObjectId(product)})
    )
    assert document is not None
    return document
