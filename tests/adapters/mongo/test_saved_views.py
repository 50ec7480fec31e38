"""Saved views on a real server: whose they are, who sees and changes them, two at once."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from bson import ObjectId

from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.saved_views import MongoSavedViews
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.product_lists import ProductFilter, ProductSort, SavedView, SortKey
from b4mart_desktop.services.saved_views import LONGEST_NAME, SavedViews
from tests.unit.services.shop import CLERK, MANAGER, NOON, OWNER, SUPERVISOR, Shop, open_shop

CHEAP = SavedView(
    id=new_id(),
    name=" Cheap  fruit ",
    owner=new_id(),
    filter=ProductFilter(text="fruit"),
    sort=ProductSort(key=SortKey.PRICE),
    columns=("name", "price"),
    created_at=NOON,
    updated_at=NOON,
)


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as opened:
        opened.sign_in(SUPERVISOR)
        yield opened


@pytest.fixture
def views(counter: Shop, shop: Database) -> SavedViews:
    return SavedViews(counter.counter, MongoSavedViews(shop))


def named(name: str, *, shared: bool = False) -> SavedView:
    return msgspec.structs.replace(CHEAP, name=name, shared=shared)


async def test_a_view_is_kept_under_its_name_for_who_made_it(views: SavedViews) -> None:
    kept = await views.save(CHEAP)
    assert (kept.name, kept.owner) == ("Cheap fruit", SUPERVISOR.id)
    assert kept.id != CHEAP.id
    assert await views.views() == [kept]
    assert (kept.filter, kept.sort, kept.columns) == (CHEAP.filter, CHEAP.sort, CHEAP.columns)


async def test_others_see_what_is_shared_behind_their_own(counter: Shop, views: SavedViews) -> None:
    await views.save(named("Apart"))
    await views.save(named("Anything", shared=True))
    counter.sign_in(MANAGER)
    await views.save(named("b"))
    await views.save(named("A"))
    assert [view.name for view in await views.views()] == ["A", "b", "Anything"]


async def test_its_owner_and_managers_change_a_view_others_do_not(counter: Shop, views: SavedViews) -> None:
    counter.sign_in(OWNER)
    view = await views.save(named("Mine", shared=True))
    counter.sign_in(SUPERVISOR)
    assert not views.may_change(view)
    for attempt in (views.change(view, named("Yours")), views.delete(view)):
        with pytest.raises(DomainError) as caught:
            await attempt
        assert caught.value.code is ErrorCode.NOT_ALLOWED
    counter.sign_in(MANAGER)
    assert views.may_change(view)
    changed = await views.change(view, named("Ours", shared=True))
    assert (changed.name, changed.id, changed.owner) == ("Ours", view.id, OWNER.id)
    assert await views.views() == [changed]
    await views.delete(changed)
    assert await views.views() == []


async def test_a_clerk_has_no_views(counter: Shop, views: SavedViews) -> None:
    counter.sign_in(CLERK)
    with pytest.raises(DomainError):
        await views.views()


async def test_of_two_changes_of_one_view_the_second_is_refused(views: SavedViews) -> None:
    view = await views.save(named("First"))
    changed = await views.change(view, named("Second"))
    for attempt in (views.change(view, named("Third")), views.delete(view)):
        with pytest.raises(AdapterError) as caught:
            await attempt
        assert caught.value.code is ErrorCode.CHANGED_MEANWHILE
    assert await views.views() == [changed]
    await views.delete(changed)
    await views.delete(changed)  # gone is gone


async def test_a_person_has_one_view_of_a_name(counter: Shop, views: SavedViews) -> None:
    first = await views.save(named("Fruit"))
    with pytest.raises(DomainError) as caught:
        await views.save(named("fruit "))
    assert caught.value.code is ErrorCode.DUPLICATE
    other = await views.save(named("Bread"))
    with pytest.raises(DomainError):
        await views.change(other, msgspec.structs.replace(other, name="Fruit"))
    changed = await views.change(first, msgspec.structs.replace(first, tiles=True))
    assert changed.tiles
    counter.sign_in(MANAGER)
    await views.save(named("Fruit"))


@pytest.mark.parametrize(
    ("name", "code"),
    [("  ", ErrorCode.FIELD_REQUIRED), ("x" * (LONGEST_NAME + 1), ErrorCode.FIELD_INVALID)],
)
async def test_a_view_needs_a_name_of_some_length(views: SavedViews, name: str, code: ErrorCode) -> None:
    with pytest.raises(DomainError) as caught:
        await views.save(named(name))
    assert (caught.value.code, caught.value.data["field"]) == (code, "name")


async def test_a_view_of_a_newer_program_is_not_shown_and_survives(views: SavedViews, shop: Database) -> None:
    view = await views.save(CHEAP)
    await shop.catalogueviews.update_one({"_id": ObjectId(view.id)}, {"$set": {"grouping": "vendor"}})
    changed = await views.change(view, msgspec.structs.replace(view, tiles=True))
    document = await shop.catalogueviews.find_one({"_id": ObjectId(view.id)})
    assert document is not None
    assert (document["tiles"], document["grouping"]) == (True, "vendor")
    await shop.catalogueviews.update_one(
        {"_id": ObjectId(view.id)}, {"$set": {"sort.key": "moon phase"}}, bypass_document_validation=True
    )
    assert await views.views() == []
    assert changed.tiles
