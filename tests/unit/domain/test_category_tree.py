"""The tree of categories: order, paths and slugs after every change, and what is refused."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b4mart_desktop.domain.catalog import Category
from b4mart_desktop.domain.category_tree import CategoryTree, TreeChange
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.services.slugs import slug

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
FOOD = ("Food", "Drinks", "Cola"), ("Food", "Drinks", "Tea"), ("Food", "Bread"), ("Home",)


def after(tree: CategoryTree, change: TreeChange) -> CategoryTree:
    """The tree as it is when the change was written."""
    kept = {category.id: category for category in tree if category.id not in change.removed}
    kept |= {category.id: category for category in (*change.added, *change.updated)}
    return CategoryTree(list(kept.values()), slug)


def shop() -> CategoryTree:
    empty = CategoryTree([], slug)
    return after(empty, empty.with_all_new(FOOD, None, NOW))


def at(tree: CategoryTree, *names: str) -> Id:
    found = tree.find(names)
    assert found is not None
    return found


def slugs(tree: CategoryTree) -> list[str]:
    return [category.slug for category in tree]


def test_new_categories_are_in_order_with_path_and_slug() -> None:
    tree = shop()
    assert slugs(tree) == [
        "food", "food-drinks", "food-drinks-cola", "food-drinks-tea", "food-bread", "home",
    ]  # fmt: skip
    cola = tree.need(at(tree, "food", "DRINKS", "Cola"))
    assert cola.path == (at(tree, "Food"), at(tree, "Food", "Drinks"))


def test_known_ones_are_used() -> None:
    tree = shop()
    change = tree.with_new(["food", "drinks", "Juice"], None, NOW)
    assert [category.name for category in change.added] == ["Juice"]
    assert change.added[0].sort_order == 2


def test_moving_takes_paths_and_following_slugs_along() -> None:
    tree = shop()
    moved = after(tree, tree.moved(at(tree, "Food", "Drinks"), at(tree, "Home"), None, NOW))
    cola = moved.need(at(moved, "Home", "Drinks", "Cola"))
    assert cola.slug == "home-drinks-cola"
    assert cola.path == (at(moved, "Home"), at(moved, "Home", "Drinks"))
    assert cola.former_slugs == ("food-drinks-cola",)
    assert moved.need(at(moved, "Food", "Bread")) == tree.need(at(tree, "Food", "Bread"))


def test_renaming_changes_slugs_below_but_not_those_of_ones_own() -> None:
    tree = shop()
    tea = tree.need(at(tree, "Food", "Drinks", "Tea"))
    own = Category(**{f: getattr(tea, f) for f in tea.__struct_fields__} | {"slug": "all-our-tea"})
    tree = after(tree, tree.edited(own, NOW))
    tree = after(tree, tree.renamed(at(tree, "Food", "Drinks"), "Beverages", NOW))
    assert slugs(tree)[1:4] == ["food-beverages", "food-beverages-cola", "all-our-tea"]


def test_a_place_among_the_siblings() -> None:
    tree = shop()
    cola, tea = at(tree, "Food", "Drinks", "Cola"), at(tree, "Food", "Drinks", "Tea")
    tree = after(tree, tree.moved(tea, at(tree, "Food", "Drinks"), cola, NOW))
    assert [child.name for child in tree.children(at(tree, "Food", "Drinks"))] == ["Tea", "Cola"]
    assert slugs(tree) == [*slugs(shop())[:2], "food-drinks-tea", "food-drinks-cola", "food-bread", "home"]


def test_a_slug_that_is_taken_gets_a_number_and_goes_on_following() -> None:
    tree = shop()
    tree = after(tree, tree.with_new(["Food-Bread"], None, NOW))
    assert slugs(tree)[-1] == "food-bread-2"
    tree = after(tree, tree.renamed(at(tree, "Food-Bread"), "Rolls", NOW))
    assert slugs(tree)[-1] == "rolls"


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (
            lambda t: t.moved(at(t, "Food"), at(t, "Food", "Drinks", "Cola"), None, NOW),
            "category_below_itself",
        ),
        (lambda t: t.moved(at(t, "Food"), at(t, "Food"), None, NOW), "category_below_itself"),
        (lambda t: t.moved(at(t, "Food"), new_id(), None, NOW), "not_found"),
        (lambda t: t.renamed(at(t, "Food"), "HOME", NOW), "duplicate"),
        (lambda t: t.renamed(at(t, "Food"), "  ", NOW), "field_required"),
        (lambda t: t.renamed(at(t, "Food"), "x" * 101, NOW), "field_invalid"),
        (lambda t: t.without(at(t, "Food")), "category_not_empty"),
        (lambda t: t.with_new(["A"], new_id(), NOW), "not_found"),
    ],
)
def test_refused(deed: object, code: str) -> None:
    with pytest.raises(DomainError) as caught:
        deed(shop())  # type: ignore[operator]
    assert caught.value.code is ErrorCode(code)


def test_circles_and_missing_parents_of_other_writers_do_no_harm() -> None:
    def made(name: str, parent: Id | None, identity: Id) -> Category:
        return Category(id=identity, name=name, slug=name, parent=parent, created_at=NOW, updated_at=NOW)

    one, two = new_id(), new_id()
    tree = CategoryTree([made("a", two, one), made("b", one, two), made("c", new_id(), new_id())], slug)
    assert sorted(category.name for category in tree) == ["a", "b", "c"]


MOVES = st.lists(st.tuples(st.integers(0, 5), st.integers(-1, 5), st.integers(-1, 5)), max_size=6)


@given(MOVES)
def test_whatever_is_moved_the_tree_stays_whole(moves: list[tuple[int, int, int]]) -> None:
    tree = shop()
    ids = [category.id for category in tree]
    for who, where, before in moves:
        parent, sibling = (None if n < 0 else ids[n] for n in (where, before))
        try:
            tree = after(tree, tree.moved(ids[who], parent, sibling, NOW))
        except DomainError:
            continue
        assert {category.id for category in tree} == set(ids)
        assert len(set(slugs(tree))) == len(ids)
        for category in tree:
            assert category.path == tree.line(category.parent)
            assert category.slug == tree.following_slug(category.id)
