"""Picking categories by words and by hand: what is found, hidden, marked, ticked and taken."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTreeWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.domain.catalog import Category
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.gui.shared.category_picker import CategoryPicker, pick_category
from tests.gui.asynchronous import until, visible_dialog
from tests.unit.services.shop import NOON


def made(name: str, parent: Category | None = None, identity: Id | None = None) -> Category:
    own = identity or new_id()
    return Category(
        id=own,
        name=name,
        slug=f"{name.lower()}-{own}",
        parent=None if parent is None else parent.id,
        created_at=NOON,
        updated_at=NOON,
    )


FOOD = made("Food")
DRINKS = made("Drinks", FOOD)
TEA = made("Tea", DRINKS)
CAKES = made("Cakes", FOOD)
HOME = made("Home")
TEA_SETS = made("Tea sets", HOME)
ALL = (TEA, FOOD, DRINKS, CAKES, HOME, TEA_SETS)


def shown(picker: CategoryPicker) -> list[str]:
    names: list[str] = []

    def walk(item: QTreeWidgetItem) -> None:
        for place in range(item.childCount()):
            child = item.child(place)
            assert child is not None
            if not child.isHidden():
                names.append(child.text(0))
                walk(child)

    walk(picker.tree.invisibleRootItem())
    return names


@pytest.fixture
def picker(qtbot: QtBot) -> CategoryPicker:
    picker = CategoryPicker(ALL)
    qtbot.addWidget(picker)
    return picker


@pytest.mark.parametrize(
    ("typed", "found", "marked"),
    [
        ("tea", ["Food", "Drinks", "Tea", "Home", "Tea sets"], TEA),
        ("home tea", ["Home", "Tea sets"], TEA_SETS),
        ("DRINKS", ["Food", "Drinks", "Tea"], DRINKS),
        ("nothing of the kind", [], None),
        ("", ["Food", "Drinks", "Tea", "Cakes", "Home", "Tea sets"], FOOD),
    ],
)
def test_words_find_categories_by_their_way_from_the_top(
    picker: CategoryPicker, typed: str, found: list[str], marked: Category | None
) -> None:
    picker.search.setText("x")
    picker.search.setText(typed)
    assert shown(picker) == found
    assert picker.current() == (None if marked is None else marked.id)


def test_return_takes_the_first_one_found(picker: CategoryPicker, qtbot: QtBot) -> None:
    with qtbot.waitSignal(picker.picked) as taken:
        QTest.keyClicks(picker.search, "sets")
        QTest.keyClick(picker.search, Qt.Key.Key_Return)
    assert taken.args == [TEA_SETS.id]


def test_what_was_marked_stays_so_when_the_words_go(picker: CategoryPicker) -> None:
    picker.search.setText("cakes")
    picker.search.clear()
    assert picker.current() == CAKES.id


def test_several_are_ticked_in_the_order_they_were(qtbot: QtBot) -> None:
    picker = CategoryPicker(ALL, ticked=(HOME.id,))
    qtbot.addWidget(picker)
    for typed in ("cakes", "sets", "cakes"):
        picker.search.setText(typed)
        QTest.keyClick(picker.search, Qt.Key.Key_Return)
    assert picker.ticked() == (HOME.id, TEA_SETS.id)


def test_circles_and_orphans_stand_at_the_top(qtbot: QtBot) -> None:
    one, two = new_id(), new_id()
    circle = (made("One", made("", None, two), one), made("Two", made("", None, one), two))
    own = new_id()
    alone = made("Own parent", made("", None, own), own)
    orphan = made("Orphan", made("gone"))
    picker = CategoryPicker((*circle, alone, orphan))
    qtbot.addWidget(picker)
    assert sorted(shown(picker)) == ["One", "Orphan", "Own parent", "Two"]


@pytest.mark.parametrize(("typed", "marked"), [("sets", TEA_SETS), ("", DRINKS), ("zebra", None)])
async def test_asks_in_a_dialog(qtbot: QtBot, typed: str, marked: Category | None) -> None:
    answer = marked.id if marked else None
    window = QWidget()
    qtbot.addWidget(window)
    window.show()

    async def pressed() -> None:
        dialog = await until(visible_dialog)
        picker = dialog.findChild(CategoryPicker)
        assert picker is not None
        QTest.keyClicks(picker.search, typed)
        button = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Take it")
        assert button.isEnabled() is (answer is not None)
        QTest.keyClick(picker.search, Qt.Key.Key_Return)
        if answer is None:
            assert dialog.isVisible()
            dialog.reject()

    asked, _ = await asyncio.gather(pick_category(window, "Which?", "Take it", ALL, DRINKS.id), pressed())
    assert asked == answer
