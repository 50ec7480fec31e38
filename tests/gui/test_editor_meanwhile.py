"""The editor when something comes from outside in the middle of typing: nobody's change is buried unasked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.gui.editor.asking import TheirNews
from b4mart_desktop.gui.editor.changes import with_value
from b4mart_desktop.gui.editor.editor_presenter import EditorPresenter
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.services.bus import ConnectionChanged
from b4mart_desktop.services.editing import Editing
from tests.gui.asynchronous import until
from tests.gui.editors import Behind, Desk, Sit, _shop_name, people_at, put, shop, stored
from tests.gui.till import PATIENCE
from tests.unit.domain.test_edits import but
from tests.unit.services.shop import BREAD, MANAGER, MILK, NOON

__all__ = ["_shop_name", "shop"]


@pytest.fixture
async def sit(shop: Behind, tmp_path: Path, qtbot: QtBot) -> AsyncIterator[Sit]:
    async with people_at(shop, tmp_path) as made:
        yield made


def _set(presenter: EditorPresenter, path: str, value: object) -> None:
    presenter.opened.edit(path, lambda product: with_value(product, path, value))


async def _begins(presenter: EditorPresenter) -> None:
    """Returns as soon as saving has begun: looked for at each step of the loop, none is too short."""
    while not presenter.opened.busy:  # noqa: ASYNC110  (it is told by no event)
        await asyncio.sleep(0)


async def test_correcting_stock_does_not_bury_what_somebody_else_saved(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    mine, other = sit(), sit()
    await mine.presenter.open(MILK.id)
    _set(mine.presenter, "name", "Fresh milk")
    await other.saves(MILK, but(MILK, name="Farm milk", featured=True))
    await mine.presenter.set_on_hand(Decimal(7), "counted")
    assert mine.news == [TheirNews(MANAGER.name, ("featured", "name"), ("name",))]
    assert mine.presenter.opened.product.inventory.on_hand == Decimal(7)
    mine.answers.takes = False
    assert not await mine.presenter.save()
    ((merge, _),) = mine.answers.asked
    assert [conflict.field for conflict in merge.conflicts] == ["name"]
    assert (await stored(shop, MILK.id))["name"] == "Farm milk"


async def test_what_is_typed_while_saving_does_not_bury_what_was_merged(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    mine, other = sit(), sit()
    await mine.presenter.open(MILK.id)
    _set(mine.presenter, "tags", ("dairy",))
    await other.saves(MILK, but(MILK, name="Farm milk"))
    saving = asyncio.create_task(mine.presenter.save())
    await _begins(mine.presenter)
    _set(mine.presenter, "name", "Fresh milk")
    assert await saving
    assert mine.news == [TheirNews(None, ("name",), ("name",))]
    mine.answers.takes = False
    assert not await mine.presenter.save()
    assert (await stored(shop, MILK.id))["name"] == "Farm milk"
    mine.answers.takes = True
    assert await mine.presenter.save()
    document = await stored(shop, MILK.id)
    assert (document["name"], document["tags"]) == ("Fresh milk", ["dairy"])


async def test_a_name_retyped_from_nothing_keeps_what_others_saved_meanwhile(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    mine, other = sit(), sit()
    await mine.presenter.open(MILK.id)
    _set(mine.presenter, "name", "")
    await other.saves(MILK, but(MILK, featured=True))
    await mine.presenter.set_on_hand(Decimal(7), "counted")
    opened = mine.presenter.opened
    assert (opened.product.name, opened.product.inventory.on_hand, mine.news) == ("", Decimal(7), [])
    await mine.presenter.compare()
    assert "required" in mine.messages.shown[-1]
    _set(mine.presenter, "name", "Fresh milk")
    assert await mine.presenter.save()
    document = await stored(shop, MILK.id)
    assert (document["name"], document["featured"]) == ("Fresh milk", True)
    opened.undo()
    opened.undo()
    assert (opened.product.name, opened.product.featured) == (MILK.name, True)


async def test_a_product_that_is_opened_while_another_is_saved_stays_itself(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    await put(shop, BREAD)
    editor = sit().presenter
    await editor.open(MILK.id)
    _set(editor, "name", "Fresh milk")
    saving = asyncio.create_task(editor.save())
    await _begins(editor)
    editor.opened.begin(BREAD, BREAD)
    assert await saving
    assert (editor.opened.base, editor.opened.product) == (BREAD, BREAD)
    assert (await stored(shop, MILK.id))["name"] == "Fresh milk"


async def test_a_server_that_stalls_is_given_up_and_the_draft_is_kept(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    person = sit()
    await person.presenter.open(MILK.id)
    _set(person.presenter, "name", "Fresh milk")
    archive = MongoProductEdits(shop.database, time_limit=0.0)
    person.presenter._editing = Editing(person.counter.counter, archive, person.drafts)
    saving = asyncio.create_task(person.presenter.save())
    await _begins(person.presenter)
    assert person.editing.draft(MILK.id) is not None
    assert not await saving
    assert "kept on this counter" in person.messages.shown[-1]


async def test_a_product_that_could_not_be_read_comes_with_the_connection(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    desk = Desk(sit())
    desk.person.away = True
    await desk.show()
    desk.room.open(MILK.id)
    state = desk.field(EmptyState, "")
    await until(state.action.isVisible, PATIENCE)
    desk.person.away = False
    desk.room.on_event(ConnectionChanged(online=True, since=NOON))
    await until(lambda: desk.room.form.isVisible(), PATIENCE)
    await desk.room.close_room()
    await desk.person.pictures.close()
