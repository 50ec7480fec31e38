"""The editor without its widgets, on a real server: saving, drafts, two people at one product, no network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from bson import ObjectId
from pytestqt.qtbot import QtBot

from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.product_check import ProductFault
from b4mart_desktop.gui.editor.asking import TheirNews
from b4mart_desktop.gui.editor.changes import named, with_value
from b4mart_desktop.gui.editor.editor_presenter import EditorPresenter
from b4mart_desktop.gui.editor.troubles import Outside
from tests.gui.asynchronous import until
from tests.gui.editors import WEB_FIELD, Behind, Sit, _shop_name, people_at, put, shop, stored
from tests.unit.domain.test_edits import but
from tests.unit.services.shop import BREAD, CLERK, GROCERIES, MANAGER, MILK, MILK_CODE, SUPERVISOR

__all__ = ["_shop_name", "shop"]


@pytest.fixture
async def sit(shop: Behind, tmp_path: Path, qtbot: QtBot) -> AsyncIterator[Sit]:
    async with people_at(shop, tmp_path) as made:
        yield made


def _set(presenter: EditorPresenter, path: str, value: object) -> None:
    presenter.opened.edit(path, lambda product: with_value(product, path, value))


def _kinds(presenter: EditorPresenter) -> set[object]:
    return {trouble.kind for trouble in presenter.troubles()}


async def test_saving_writes_what_was_changed_and_keeps_the_rest(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK, **WEB_FIELD)
    editor = sit().presenter
    await editor.open(MILK.id)
    assert not editor.opened.is_dirty
    _set(editor, "pricing.salePrice", Decimal("0.99"))
    assert await editor.save()
    document = await stored(shop, MILK.id)
    assert (document["pricing"]["salePrice"], document["warranty"]) == (0.99, WEB_FIELD["warranty"])
    assert not editor.opened.is_dirty
    assert editor.opened.product.pricing.sale_price == Decimal("0.99")


async def test_one_undo_takes_back_a_burst_of_typing_also_after_saving(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    editor = sit().presenter
    await editor.open(MILK.id)
    for text in ("Milk 1", "Milk 1 ", "Milk 1 l"):
        _set(editor, "name", text)
    _set(editor, "featured", True)
    await editor.save()
    editor.opened.undo()
    assert (editor.opened.product.name, editor.opened.product.featured) == ("Milk 1 l", False)
    editor.opened.undo()
    assert (editor.opened.product.name, editor.opened.can_undo) == (MILK.name, False)
    editor.opened.redo()
    editor.opened.redo()
    assert editor.opened.product.featured
    assert not editor.opened.is_dirty


async def test_what_is_not_saved_is_kept_and_offered_again(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    person = sit()
    await person.presenter.open(MILK.id)
    _set(person.presenter, "name", "Fresh milk")
    await until(lambda: person.editing.draft(MILK.id))
    again = person.new_presenter(person.answers)
    await again.open(MILK.id)
    (draft,) = person.found
    assert again.opened.product.name == MILK.name
    await again.take_draft(draft)
    assert again.opened.product.name == "Fresh milk"
    assert await again.save()
    assert person.editing.draft(MILK.id) is None


async def test_an_offered_draft_stays_while_nobody_answers(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    person = sit()
    person.editing.keep_draft(MILK, but(MILK, name="Fresh milk"))
    await person.presenter.open(MILK.id)
    await asyncio.sleep(1.2)  # longer than a draft waits to be written
    person.presenter.drafts.keep()
    assert person.editing.draft(MILK.id) is not None
    _set(person.presenter, "featured", True)
    person.presenter.drafts.keep()
    person.presenter.opened.undo()
    person.presenter.drafts.keep()
    assert person.editing.draft(MILK.id) is None


async def test_saving_something_else_forgets_the_draft_of_before(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    person = sit()
    person.editing.keep_draft(MILK, but(MILK, name="Fresh milk"))
    await person.presenter.open(MILK.id)
    _set(person.presenter, "featured", True)
    assert await person.presenter.save()
    assert person.editing.draft(MILK.id) is None


async def test_a_draft_meets_what_was_saved_since(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    person, other = sit(), sit()
    await person.presenter.open(MILK.id)
    _set(person.presenter, "name", "Fresh milk")
    person.presenter.drafts.keep()
    await other.saves(MILK, but(MILK, name="Farm milk", featured=True))
    again = person.new_presenter(person.answers)
    await again.open(MILK.id)
    await again.take_draft(person.found[0])
    ((merge, who),) = person.answers.asked
    assert [conflict.field for conflict in merge.conflicts] == ["name"]
    assert who == MANAGER.name
    assert (again.opened.product.name, again.opened.product.featured) == ("Fresh milk", True)


async def test_a_new_product_goes_from_nothing_to_the_list(shop: Behind, sit: Sit) -> None:
    person = sit()
    editor = person.presenter
    editor.open_new(GROCERIES.id)
    assert editor.troubles() == ()
    editor.opened.edit("name", lambda product: named(product, "Crème Brûlée", saved=False))
    made = editor.opened.product
    assert (made.slug, made.description) == ("creme-brulee", "Crème Brûlée")
    assert {trouble.field for trouble in editor.troubles() if trouble.blocks} == {"inventory.sku"}
    assert not await editor.save()
    _set(editor, "inventory.sku", "CB-1")
    assert await editor.save()
    assert (await stored(shop, made.id))["slug"] == "creme-brulee"
    assert not editor.opened.is_new


async def test_a_new_product_that_was_left_unfinished_is_offered(shop: Behind, sit: Sit) -> None:
    person = sit()
    person.presenter.open_new(GROCERIES.id)
    person.presenter.opened.edit("name", lambda product: named(product, "Half done", saved=False))
    person.presenter.drafts.keep()
    again = person.new_presenter(person.answers)
    again.open_new(GROCERIES.id)
    (draft,) = person.found
    await again.take_draft(draft)
    assert (again.opened.product.name, again.opened.is_new) == ("Half done", True)


async def test_a_category_must_be_chosen_for_a_new_product(shop: Behind, sit: Sit) -> None:
    editor = sit().presenter
    editor.open_new(None)
    _set(editor, "name", "Tea")
    assert Outside.NO_CATEGORY in _kinds(editor)
    _set(editor, "category", GROCERIES.id)
    assert Outside.NO_CATEGORY not in _kinds(editor)


async def test_others_changes_of_other_fields_come_in_at_once(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    mine, other = sit(), sit()
    await mine.presenter.open(MILK.id)
    _set(mine.presenter, "name", "Fresh milk")
    await other.saves(MILK, but(MILK, featured=True))
    mine.presenter.look_again((MILK.id,))
    await until(lambda: mine.news)
    assert mine.news[0].fields == ("featured",)
    assert mine.news[0].colliding == ()
    opened = mine.presenter.opened
    assert (opened.product.name, opened.product.featured) == ("Fresh milk", True)
    opened.undo()
    assert (opened.product.name, opened.product.featured) == (MILK.name, True)


async def test_what_the_web_store_saves_is_seen_though_the_date_stays(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    editor = sit()
    await editor.presenter.open(MILK.id)
    _set(editor.presenter, "tags", ("dairy",))
    assert await editor.presenter.save()
    _set(editor.presenter, "name", "Fresh milk")
    change = {"$set": {"featured": True, "name": "Farm milk"}}
    await shop.call(shop.database.products.update_one({"_id": ObjectId(MILK.id)}, change))
    editor.presenter.look_again((MILK.id,))
    await until(lambda: editor.news)
    assert editor.news == [TheirNews(None, ("featured", "name"), ("name",))]


async def test_the_same_field_is_told_and_asked_at_saving(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    mine, other = sit(), sit()
    await mine.presenter.open(MILK.id)
    _set(mine.presenter, "pricing.basePrice", Decimal("1.59"))
    await other.presenter.open(MILK.id)
    _set(other.presenter, "pricing.basePrice", Decimal("1.49"))
    _set(other.presenter, "tags", ("dairy",))
    assert await other.presenter.save()
    mine.presenter.look_again(())
    await until(lambda: mine.news)
    assert mine.news[0].colliding == ("pricing.basePrice",)
    assert mine.presenter.opened.product.pricing.base_price == Decimal("1.59")
    assert await mine.presenter.save()
    document = await stored(shop, MILK.id)
    assert (document["pricing"]["basePrice"], document["tags"]) == (1.59, ["dairy"])


async def test_what_two_put_into_one_list_goes_together_unasked(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    mine, other = sit(), sit()
    await mine.presenter.open(MILK.id)
    _set(mine.presenter, "tags", ("organic",))
    await other.saves(MILK, but(MILK, tags=("dairy",), inventory__barcodes=(MILK_CODE, "4006381333931")))
    _set(mine.presenter, "inventory.barcodes", (MILK_CODE, "5000159484695"))
    assert await mine.presenter.save()
    assert mine.answers.asked == []
    assert "somebody else" in mine.messages.shown[-1]
    document = await stored(shop, MILK.id)
    assert document["tags"] == ["organic", "dairy"]
    assert document["inventory"]["barcodes"] == [MILK_CODE, "5000159484695", "4006381333931"]


async def test_who_takes_neither_has_saved_nothing(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    mine, other = sit(), sit()
    await mine.presenter.open(MILK.id)
    _set(mine.presenter, "name", "Fresh milk")
    await other.saves(MILK, but(MILK, name="Farm milk"))
    mine.answers.takes = False
    assert not await mine.presenter.save()
    assert (await stored(shop, MILK.id))["name"] == "Farm milk"
    assert mine.presenter.opened.product.name == "Fresh milk"
    assert mine.presenter.opened.is_dirty


async def test_comparing_before_saving_puts_mine_on_top_of_theirs(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    mine, other = sit(), sit()
    await mine.presenter.open(MILK.id)
    _set(mine.presenter, "name", "Fresh milk")
    await other.saves(MILK, but(MILK, name="Farm milk"))
    await mine.presenter.compare()
    base = mine.presenter.opened.base
    assert base is not None
    assert base.name == "Farm milk"
    assert await mine.presenter.save()
    assert len(mine.answers.asked) == 1


async def test_without_the_database_editing_goes_on_as_a_draft(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    person = sit()
    await person.presenter.open(MILK.id)
    _set(person.presenter, "name", "Fresh milk")
    person.away = True
    assert not await person.presenter.save()
    assert "kept on this counter" in person.messages.shown[-1]
    again = person.new_presenter(person.answers)
    await again.open(MILK.id)
    assert again.opened.product.name == "Fresh milk"
    person.away = False
    assert await again.save()
    assert (await stored(shop, MILK.id))["name"] == "Fresh milk"


async def test_without_database_and_draft_there_is_nothing_to_show(sit: Sit) -> None:
    person = sit()
    person.away = True
    refused: list[object] = []
    person.presenter.refused.connect(refused.append)
    await person.presenter.open(MILK.id)
    assert len(refused) == 1
    assert not person.presenter.opened.is_open


async def test_codes_of_other_products_are_told_by_name(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    await put(shop, BREAD)
    editor = sit().presenter
    await editor.open(MILK.id)
    _set(editor, "inventory.barcodes", BREAD.inventory.barcodes)
    await until(lambda: Outside.TAKEN in _kinds(editor))
    (taken,) = [trouble for trouble in editor.troubles() if trouble.kind is Outside.TAKEN]
    assert (taken.field, taken.data["name"], taken.blocks) == ("inventory.barcodes.0", "Bread", False)
    _set(editor, "inventory.sku", BREAD.inventory.sku)
    await until(lambda: any(t.field == "inventory.sku" and t.blocks for t in editor.troubles()))
    assert not await editor.save()


async def test_what_cannot_be_read_keeps_from_saving(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    editor = sit().presenter
    await editor.open(MILK.id)
    _set(editor, "name", "Fresh milk")
    editor.opened.edit("pricing.basePrice", None)
    assert Outside.UNREADABLE in _kinds(editor)
    assert not await editor.save()
    _set(editor, "pricing.basePrice", Decimal(2))
    assert await editor.save()


async def test_warnings_do_not_keep_from_saving(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    editor = sit().presenter
    await editor.open(MILK.id)
    _set(editor, "pricing.costPrice", Decimal(5))
    assert ProductFault.BELOW_COST in _kinds(editor)
    assert await editor.save()


async def test_archiving_keeps_the_product_and_can_be_taken_back(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    editor = sit().presenter
    await editor.open(MILK.id)
    editor.set_status(ProductStatus.ARCHIVED)
    assert await editor.save()
    assert (await stored(shop, MILK.id))["status"] == "archived"
    editor.set_status(ProductStatus.DRAFT)
    assert await editor.save()
    assert (await stored(shop, MILK.id))["status"] == "draft"


async def test_stock_is_corrected_beside_what_is_not_saved(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    editor = sit().presenter
    await editor.open(MILK.id)
    _set(editor, "name", "Fresh milk")
    await editor.set_on_hand(Decimal(7), "counted")
    opened = editor.opened
    assert (opened.product.inventory.on_hand, opened.product.name) == (Decimal(7), "Fresh milk")
    movement = await shop.call(shop.database.stockmovements.find_one({"reason": "adjustment"}))
    assert movement is not None
    assert movement["delta"] == -93


async def test_a_copy_is_new_and_has_no_codes(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    editor = sit().presenter
    await editor.open_copy(MILK.id)
    made: Product = editor.opened.product
    assert editor.opened.is_new
    assert made.id != MILK.id
    assert (made.inventory.barcodes, made.inventory.sku, made.status) == ((), "", ProductStatus.DRAFT)
    assert msgspec.structs.replace(made.pricing) == MILK.pricing


@pytest.mark.parametrize(("user", "opens"), [(SUPERVISOR, True), (CLERK, False)])
async def test_rights_are_asked_for(shop: Behind, sit: Sit, user: object, opens: bool) -> None:
    await put(shop, MILK)
    editor = sit(user).presenter
    await editor.open(MILK.id)
    assert editor.opened.is_open is opens
    assert not editor.rights.edit
    assert not editor.rights.may_see("pricing.costPrice")
