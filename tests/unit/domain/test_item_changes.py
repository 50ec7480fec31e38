"""Changes inside lists: told item by item, and two people's brought together where that is safe."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b4mart_desktop.domain.item_changes import ItemChange, ItemKind, brought_together, item_changes

TAGS = st.lists(st.sampled_from("abcdef"), max_size=6)
UNIQUE = st.lists(st.sampled_from("abcdef"), max_size=6, unique=True)
STOCK = "inventory.variantStock"
ADDED, REMOVED, CHANGED, MOVED = ItemKind


def told(field: str, before: list[Any], after: list[Any]) -> list[tuple[ItemKind, Any]]:
    return [(each.kind, each.after or each.before) for each in item_changes(field, before, after)]


@given(TAGS, TAGS)
def test_what_is_added_and_removed_accounts_for_every_item(before: list[str], after: list[str]) -> None:
    changes = item_changes("tags", before, after)
    rest = list(before)
    for change in changes:
        if change.kind is REMOVED:
            rest.remove(change.before)
    added = [change.after for change in changes if change.kind is ADDED]
    assert sorted([*rest, *added]) == sorted(after)
    assert bool(changes) == (before != after)


@given(UNIQUE, st.data())
def test_no_more_is_said_to_move_than_was_moved(before: list[str], data: st.DataObject) -> None:
    after = list(before)
    if after:
        item = after.pop(data.draw(st.integers(0, len(after) - 1)))
        after.insert(data.draw(st.integers(0, len(after))), item)
    changes = item_changes("tags", before, after)
    assert len(changes) <= 1
    assert bool(changes) == (before != after)


def test_a_record_is_followed_by_its_name() -> None:
    before = [{"name": "Weight", "value": "500"}, {"name": "Origin", "value": "Peru"}]
    after = [{"name": "Weight", "value": "250"}, {"name": "Roast", "value": "dark"}]
    assert item_changes("specifications", before, after) == (
        ItemChange(REMOVED, before[1], None, 1),
        ItemChange(CHANGED, before[0], after[0], 0),
        ItemChange(ADDED, None, after[1], 1),
    )


def test_a_moved_picture_is_told_with_its_place() -> None:
    a, b, c = ({"url": name, "isPrimary": False} for name in "abc")
    assert item_changes("images", [a, b, c], [c, a, b]) == (ItemChange(MOVED, c, c, 0),)


def test_a_combination_is_followed_by_its_options_in_any_order() -> None:
    before = [{"options": {"Size": "M", "Colour": "Red"}, "priceDelta": "0"}]
    after = [{"options": {"Colour": "Red", "Size": "M"}, "priceDelta": "2"}]
    assert told(STOCK, before, after) == [(CHANGED, after[0])]


@given(UNIQUE, UNIQUE, UNIQUE)
def test_nothing_that_one_added_is_lost_and_nothing_that_one_removed_comes_back(
    base: list[str], mine: list[str], theirs: list[str]
) -> None:
    merged = brought_together("tags", base, mine, theirs)
    if merged is None:
        return
    old, my, their = set(base), set(mine), set(theirs)
    assert set(merged) == (old & my & their) | (my - old) | (their - old)
    assert len(merged) == len(set(merged))
    backwards = brought_together("tags", base, theirs, mine)
    assert sorted(backwards) == sorted(merged)


@given(TAGS, TAGS)
def test_beside_somebody_who_changed_nothing_mine_stays_as_it_is(base: list[str], mine: list[str]) -> None:
    assert brought_together("tags", base, mine, base) == mine
    assert brought_together("tags", base, base, mine) == mine


def test_additions_stand_where_each_put_them() -> None:
    assert brought_together("tags", ["b"], ["a", "b"], ["b", "c"]) == ["a", "b", "c"]
    assert brought_together("tags", ["a", "b"], ["b", "a"], ["a", "b", "c"]) == ["b", "c", "a"]


def test_two_orders_take_a_choice() -> None:
    assert brought_together("images", list("abc"), list("bca"), list("cba")) is None


def test_different_fields_of_one_record_go_together() -> None:
    base = [{"options": {"Size": "M"}, "sku": "M", "priceDelta": "0"}]
    mine = [{"options": {"Size": "M"}, "sku": "M", "priceDelta": "2"}]
    theirs = [{"options": {"Size": "M"}, "sku": "M", "priceDelta": "0", "barcode": "4006381333931"}]
    assert brought_together(STOCK, base, mine, theirs) == [mine[0] | theirs[0] | {"priceDelta": "2"}]


@pytest.mark.parametrize("theirs", [[], [{"name": "Weight", "value": "100"}]], ids=["removed", "changed"])
def test_the_same_record_changed_by_both_takes_a_choice(theirs: list[Any]) -> None:
    base, mine = [{"name": "Weight", "value": "500"}], [{"name": "Weight", "value": "250"}]
    assert brought_together("specifications", base, mine, theirs) is None


def test_one_picture_stays_the_main_one() -> None:
    def images(main: str) -> list[Any]:
        return [{"url": name, "isPrimary": name == main} for name in "abc"]

    assert brought_together("images", images("a"), images("b"), images("c")) is None
    assert brought_together("images", images("a"), images("b"), images("a")[:2]) == images("b")[:2]


def test_variants_of_other_options_are_not_mixed() -> None:
    small, red = (
        {"options": {"Size": "S"}, "sku": "S"},
        {"options": {"Size": "S", "Colour": "Red"}, "sku": "R"},
    )
    large = {"options": {"Size": "L"}}
    assert brought_together(STOCK, [small], [small, large], [red]) is None
    assert brought_together(STOCK, [small], [small, large], [small]) == [small, large]


@pytest.mark.parametrize("base", [[], None])
def test_two_packs_or_variants_never_get_one_code(base: list[Any] | None) -> None:
    def pack(name: str, code: str) -> list[Any]:
        return [{"name": name, "quantity": "6", "barcode": code}]

    def variant(size: str, **codes: str) -> list[Any]:
        return [{"options": {"Size": size}, **codes}]

    assert brought_together("inventory.packs", base, pack("Six", "1"), pack("Crate", "1")) is None
    assert brought_together("inventory.packs", base, pack("Six", "1"), pack("Crate", "2")) is not None
    assert brought_together(STOCK, base, variant("S", sku="A"), variant("L", sku="A")) is None
    assert brought_together(STOCK, base, variant("S", sku="A"), variant("L", sku="B", barcode="A")) is None
    assert brought_together(STOCK, base, variant("S", sku="A"), variant("L", sku="B")) is not None


def test_options_added_by_both_are_all_offered() -> None:
    def size(*options: str) -> list[Any]:
        return [{"name": "Size", "options": list(options)}]

    assert brought_together("variants", size("M"), size("S", "M"), size("M", "L")) == size("S", "M", "L")


def test_a_record_that_both_began_goes_together() -> None:
    assert brought_together("shipping.dimensions", None, {"width": "1"}, {"length": "2"}) == {
        "length": "2",
        "width": "1",
    }
    assert brought_together("name", "Tea", "Green tea", "Black tea") is None
