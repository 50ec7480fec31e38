"""Search field, chips and segments by keyboard, mouse and in mirrored layouts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.widgets.choices import ChipBar, SegmentedControl
from b4mart_desktop.gui.widgets.search_field import SearchField


def test_return_hands_over_the_whole_text(qtbot: QtBot) -> None:
    field = SearchField("Search", "F2")
    qtbot.addWidget(field)
    qtbot.keyClicks(field, " 4006381333931 ")
    with qtbot.waitSignal(field.submitted) as submitted:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert submitted.args == ["4006381333931"]


def test_escape_and_the_cross_clear_the_search(qtbot: QtBot) -> None:
    field = SearchField("Search")
    qtbot.addWidget(field)
    field.show()
    cross = field.findChild(QToolButton)
    assert isinstance(cross, QToolButton)
    assert not cross.isVisible()
    qtbot.keyClicks(field, "milk")
    assert cross.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    field.setText("milk")
    cross.click()
    assert field.text() == ""


def test_down_goes_to_the_results(qtbot: QtBot) -> None:
    field = SearchField("Search")
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.down_pressed):
        qtbot.keyClick(field, Qt.Key.Key_Down)


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_the_cross_stands_at_the_end_of_the_line(qtbot: QtBot, direction: Qt.LayoutDirection) -> None:
    field = SearchField("Search")
    qtbot.addWidget(field)
    field.setLayoutDirection(direction)
    field.resize(400, 44)
    field.show()
    cross: QRect = field.findChild(QToolButton).geometry()  # type: ignore[union-attr]
    assert (cross.x() > 300) is (direction == Qt.LayoutDirection.LeftToRight)


CHIPS = [(number, f"Department {number}") for number in range(21)]


def chips_of(qtbot: QtBot) -> ChipBar:
    bar = ChipBar()
    qtbot.addWidget(bar)
    bar.resize(600, 44)
    bar.set_chips(CHIPS)
    bar.show()
    return bar


def test_arrow_keys_choose_the_next_chip_and_bring_it_into_sight(qtbot: QtBot) -> None:
    bar = chips_of(qtbot)
    seen: list[object] = []
    bar.current_changed.connect(seen.append)
    first = next(b for b in bar.findChildren(QPushButton) if b.text() == "Department 0")
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert seen == [1]
    qtbot.keyClick(first, Qt.Key.Key_End)
    assert seen == [1, 20]
    assert bar.current() == 20
    last = next(b for b in bar.findChildren(QPushButton) if b.text() == "Department 20")
    qtbot.waitUntil(lambda: bar.rect().contains(last.mapTo(bar, last.rect().center())))


def test_choosing_by_program_is_silent(qtbot: QtBot) -> None:
    bar = chips_of(qtbot)
    with qtbot.assertNotEmitted(bar.current_changed):
        bar.set_current(7)
    assert bar.current() == 7
    with pytest.raises(ValueError, match="99"):
        bar.set_current(99)


def test_a_name_with_an_ampersand_is_shown_whole(qtbot: QtBot) -> None:
    bar = ChipBar()
    qtbot.addWidget(bar)
    bar.set_chips([("dairy", "Dairy & eggs")])
    chip = next(b for b in bar.findChildren(QPushButton) if b.property("kind") == "chip")
    assert chip.text() == "Dairy && eggs"
    assert chip.accessibleName() == "Dairy & eggs"


def test_scroll_buttons_come_only_when_needed(qtbot: QtBot) -> None:
    bar = chips_of(qtbot)
    arrows = [b for b in bar.findChildren(QPushButton) if b.property("kind") == "icon"]
    qtbot.waitUntil(lambda: all(arrow.isVisible() for arrow in arrows))
    assert [arrow.isEnabled() for arrow in arrows] == [False, True]
    bar.set_chips(CHIPS[:2])
    qtbot.waitUntil(lambda: not any(arrow.isVisible() for arrow in arrows))


def test_segments_in_a_mirrored_layout_move_the_other_way(qtbot: QtBot) -> None:
    control = SegmentedControl((("cash", "Cash"), ("card", "Card")), "Tender")
    qtbot.addWidget(control)
    control.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    first = control.findChildren(QPushButton)[0]
    with qtbot.waitSignal(control.current_changed) as changed:
        qtbot.keyClick(first, Qt.Key.Key_Left)
    assert changed.args == ["card"]
