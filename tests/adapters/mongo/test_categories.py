"""Arranging categories on a real server: one transaction each, one after the other, nothing lost."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from bson import ObjectId

from b4mart_desktop.adapters.files.plain_text import read_text
from b4mart_desktop.adapters.local.drafts import SqliteDrafts
from b4mart_desktop.adapters.mongo.categories import MongoCategories
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.domain.errors import B4MartError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.promotions import PromotionKind
from b4mart_desktop.services.categories import Categories
from b4mart_desktop.services.editing import Editing
from tests.adapters.mongo.samples import make_product
from tests.seals import SEAL
from tests.unit.domain.carts import promotion
from tests.unit.domain.test_category_tree import at, slugs
from tests.unit.domain.test_edits import but
from tests.unit.services.shop import MANAGER, SUPERVISOR, Shop, open_shop

PATHS = (("Food", "Drinks", "Cola"), ("Food", "Bread"), ("Home",))


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as opened:
        opened.sign_in(MANAGER)
        yield opened


@pytest.fixture
def categories(shop: Database, counter: Shop, tmp_path: Path) -> Iterator[Categories]:
    with closing(SqliteDrafts(tmp_path / "drafts.sqlite", SEAL)) as drafts:
        editing = Editing(counter.counter, MongoProductEdits(shop), drafts)
        yield Categories(counter.counter, MongoCategories(shop), editing, read_text)


async def put_product(shop: Database, category: Id) -> None:
    await shop.products.insert_one(to_document(but(make_product(), category=category)))


async def test_a_move_writes_all_descendants(categories: Categories, shop: Database) -> None:
    tree = await categories.take_taxonomy(PATHS, None)
    await shop.categories.update_many({}, {"$set": {"bannerText": "kept"}})
    await categories.move(at(tree, "Food", "Drinks"), at(tree, "Home"), None)
    cola = await shop.categories.find_one({"name": "Cola"})
    assert cola is not None
    assert cola["slug"] == "home-drinks-cola"
    assert cola["path"] == [ObjectId(at(tree, "Home")), ObjectId(at(tree, "Food", "Drinks"))]
    assert (cola["bannerText"], cola["formerSlugs"]) == ("kept", ["food-drinks-cola"])


async def test_slugs_may_change_places(categories: Categories) -> None:
    tree = await categories.take_taxonomy([("A",), ("B",)], None)
    a, b = at(tree, "A"), at(tree, "B")
    tree = await categories.rename(a, "C")
    tree = await categories.rename(b, "A")
    assert (tree.need(a).slug, tree.need(b).slug) == ("c", "a")


async def test_two_moves_at_once_close_no_circle(categories: Categories) -> None:
    tree = await categories.take_taxonomy([("A",), ("B",)], None)
    a, b = at(tree, "A"), at(tree, "B")
    done = await asyncio.gather(
        categories.move(a, b, None), categories.move(b, a, None), return_exceptions=True
    )
    refused = [error for error in done if isinstance(error, B4MartError)]
    assert [error.code for error in refused] == [ErrorCode.CATEGORY_BELOW_ITSELF]
    tree = await categories.tree()
    assert len(tree.children(None)) == 1


async def test_adding_the_same_at_once_makes_one(categories: Categories) -> None:
    done = await asyncio.gather(*(categories.add("Fruit", None) for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(each, DomainError) for each in done) == 3
    assert slugs(await categories.tree()) == ["fruit"]


async def test_only_an_empty_one_is_removed(categories: Categories, shop: Database) -> None:
    tree = await categories.take_taxonomy(PATHS, None)
    home = at(tree, "Home")
    await put_product(shop, home)
    for category in (home, at(tree, "Food")):
        with pytest.raises(B4MartError) as caught:
            await categories.remove(category)
        assert caught.value.code is ErrorCode.CATEGORY_NOT_EMPTY
    assert await categories.counts() == {home: 1}
    await categories.remove(at(tree, "Food", "Bread"))
    assert slugs(await categories.tree()) == ["food", "food-drinks", "food-drinks-cola", "home"]


async def test_merging_moves_products_and_children(categories: Categories, shop: Database) -> None:
    tree = await categories.take_taxonomy(PATHS, None)
    food, home = at(tree, "Food"), at(tree, "Home")
    for _ in range(3):
        await put_product(shop, food)
    offer = promotion(PromotionKind.PERCENT_OFF, value=Decimal(5), categories=(food, home))
    await shop.promotions.insert_one(to_document(offer))
    told: list[int] = []
    tree = await categories.merge(food, home, told.append)
    assert told == [3]
    assert slugs(tree) == ["home", "home-drinks", "home-drinks-cola", "home-bread"]
    assert await categories.counts() == {home: 3}
    named = await shop.promotions.find_one()
    assert named is not None
    assert named["categories"] == [ObjectId(home)]
    changes = await shop.cataloguechanges.find().to_list()
    assert [change["fields"][0]["field"] for change in changes] == ["category"] * 3
    with pytest.raises(DomainError) as caught:
        await categories.merge(home, at(tree, "Home", "Bread"), told.append)
    assert caught.value.code is ErrorCode.CATEGORY_BELOW_ITSELF


async def test_a_taxonomy_is_taken_once(categories: Categories, tmp_path: Path) -> None:
    path = tmp_path / "taxonomy.txt"
    path.write_text("1 - Food\n2 - Food > Drinks\n3 - Food > Drinks > Cola\n4 - Home", "utf-16")
    taxonomy = await categories.read_taxonomy(path)
    preview = await categories.preview_taxonomy(taxonomy.paths, None)
    assert (preview.added[2], preview.known) == (("Food", "Drinks", "Cola"), 0)
    await categories.take_taxonomy(taxonomy.paths, None)
    again = await categories.preview_taxonomy(taxonomy.paths, None)
    assert (again.added, again.known) == ((), 4)
    assert len(await categories.take_taxonomy(taxonomy.paths, None)) == 4


async def test_a_file_that_is_not_there_is_told(categories: Categories, tmp_path: Path) -> None:
    with pytest.raises(B4MartError) as caught:
        await categories.read_taxonomy(tmp_path / "none.txt")
    assert caught.value.code is ErrorCode.FILE_UNREADABLE


async def test_who_may_not(categories: Categories, counter: Shop) -> None:
    counter.sign_in(SUPERVISOR)
    assert len(await categories.tree()) == 0
    with pytest.raises(DomainError) as caught:
        await categories.add("Fruit", None)
    assert caught.value.code is ErrorCode.NOT_ALLOWED
