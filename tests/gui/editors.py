"""The product editor of one person: a counter with its files, the shared database, a window."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any, cast

from bson import ObjectId
from PySide6.QtWidgets import QMainWindow

from b4mart_desktop.adapters.local.drafts import SqliteDrafts
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.edits import Merge, resolved
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.people import User
from b4mart_desktop.gui.editor.asking import TheirNews
from b4mart_desktop.gui.editor.editor_presenter import EditorPresenter
from b4mart_desktop.gui.editor.editor_screen import EditorRoom
from b4mart_desktop.gui.editor.field_words import FieldWords
from b4mart_desktop.gui.editor.lookups import Lookups
from b4mart_desktop.gui.editor.prompts import EditorDialogs
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.picture_strip import PictureStrip
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.pictures import Pictures
from b4mart_desktop.services.ports.catalogue import Draft
from tests.gui.rooms import NobodyApproves, tools_over
from tests.gui.till import Till
from tests.seals import SEAL
from tests.unit.services.shop import MANAGER, STORE, Shop, open_shop

WEB_FIELD = {"warranty": {"months": 24}}
"""What the desktop knows nothing of."""


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

    def __init__(self, counter: Shop, database: Database, folder: Path, user: User = MANAGER) -> None:
        counter.sign_in(user)
        self.counter, self.database, self.away = counter, database, False
        self.drafts = SqliteDrafts(folder / "drafts.sqlite", SEAL)
        self.editing = Editing(counter.counter, MongoProductEdits(database), self.drafts)
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
        return await work

    def room(self) -> EditorRoom:
        """Returns the editor's room in this person's window."""

        class Formatted:
            formats = _formats()

        tools = tools_over(self.window, cast(Till, Formatted))
        lookups = Lookups(self.counter.counter)
        dialogs = EditorDialogs(self.window, FieldWords(tools.formats, lookups), lookups)
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


Sit = Callable[..., Person]


@contextlib.asynccontextmanager
async def people_at(database: Database, folder: Path) -> AsyncIterator[Sit]:
    """Yields what seats people at counters of one shop; all of them leave at the end."""
    with contextlib.ExitStack() as counters:
        seated: list[Person] = []

        def sit(user: User = MANAGER) -> Person:
            own = folder / f"counter-{len(seated)}"
            own.mkdir()
            seated.append(Person(counters.enter_context(open_shop(own)), database, own, user))
            return seated[-1]

        yield sit
        for person in seated:
            await person.close()


async def put(database: Database, product: Product, **more: Any) -> Product:
    """Writes a product as somebody else's program does, with fields that this one does not know."""
    await database.products.insert_one(to_document(product) | more)
    return product


async def stored(database: Database, product: Id) -> dict[str, Any]:
    """Returns the document."""
    document = await database.products.find_one({"_id": ObjectId(product)})
    assert document is not None
    return document
