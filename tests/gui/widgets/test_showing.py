"""Badges, avatars, states: what they show and what they tell a screen reader."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QHBoxLayout, QPushButton
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.avatar import Avatar, color_index, initials
from b4mart_desktop.gui.widgets.badge import TONE_COLORS, Badge, Tone
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.waiting import Spinner


@pytest.mark.parametrize("tone", list(Tone))
def test_a_badge_is_drawn_in_its_tone(qtbot: QtBot, tone: Tone) -> None:
    badge = Badge("Posted", tone)
    qtbot.addWidget(badge)
    badge.resize(badge.sizeHint())
    assert badge.grab().toImage().pixelColor(badge.width() // 2, 2) == tokens().color(TONE_COLORS[tone][0])
    assert badge.accessibleName() == "Posted"


@pytest.mark.parametrize(
    ("name", "letters"), [("Ada King Lovelace", "AL"), ("lin", "L"), ("", ""), ("Ömer Çelik", "ÖÇ")]
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_person_has_the_same_color_everywhere(qtbot: QtBot) -> None:
    avatar = Avatar("Ada Lovelace", 40)
    qtbot.addWidget(avatar)
    avatar.resize(40, 40)
    assert avatar.grab().toImage().pixelColor(20, 4) == tokens().tile_color(color_index("Ada Lovelace"))


def test_a_person_is_a_circle_even_where_there_is_little_room(qtbot: QtBot) -> None:
    row = QPushButton()
    qtbot.addWidget(row)
    line = QHBoxLayout(row)
    avatar = Avatar("Ada Lovelace", 40)
    line.addWidget(avatar)
    row.resize(300, 44)
    row.show()
    assert avatar.width() == avatar.height() == 40


def test_states_show_only_what_they_have(qtbot: QtBot) -> None:
    state = EmptyState()
    qtbot.addWidget(state)
    state.show()
    state.show_empty(Icon.CART, "No sale yet")
    assert not state.action.isVisible()
    state.show_error("Failed", "Check the network.")
    assert state.action.text() == "Try again"
    with qtbot.waitSignal(state.action_triggered):
        state.action.click()
    state.show_loading()
    assert not state.action.isVisible()
    assert state.findChildren(Spinner)[0].isVisible()


def test_a_spinner_rests_while_it_cannot_be_seen(qtbot: QtBot) -> None:
    spinner = Spinner()
    qtbot.addWidget(spinner)
    spinner.show()
    qtbot.waitUntil(lambda: spinner.step > 1)
    spinner.hide()
    step = spinner.step
    qtbot.wait(100)
    assert spinner.step == step
