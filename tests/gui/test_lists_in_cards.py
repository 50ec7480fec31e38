"""Lists and tables inside rounded cards: their rows leave the corners alone, and states can be told on any row."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QListView, QTableView, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.counters.counters_screen import CountersScreen
from b4mart_desktop.gui.style.theme import Theme, ThemeChoice
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from tests.gui.asynchronous import until
from tests.gui.till import CTRL, PATIENCE, Till

Key = Qt.Key
in_both_schemes = pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK])


@in_both_schemes
async def test_results_leave_the_corners_of_their_card(
    till: Till, theme: Theme, qtbot: QtBot, choice: ThemeChoice
) -> None:
    theme.choose(choice)
    await till.open_as("Cleo")
    till.write("milk")
    await until(till.part(QListView, "results_view").isVisible, PATIENCE)
    assert _corners(till.part(QFrame, "results_card"), till.window) == {_color(ColorRole.BACKGROUND)}
    await till.quiet()


@in_both_schemes
async def test_registers_leave_the_corners_of_their_card(
    till: Till, theme: Theme, qtbot: QtBot, choice: ThemeChoice
) -> None:
    theme.choose(choice)
    await till.open_as("Mara")
    till.press(Key.Key_F2, CTRL)
    await until(lambda: till.is_on(CountersScreen), PATIENCE)
    await until(till.part(QTableView, "registers_view").isVisible, PATIENCE)
    assert _corners(till.part(QFrame, "list_card"), till.window) == {_color(ColorRole.BACKGROUND)}
    await till.quiet()


def _corners(card: QWidget, window: QWidget) -> set[str]:
    """The colours just inside the card's bounds, where a rounded card shows what is behind it."""
    image = window.grab().toImage()
    right, bottom = card.width() - 3, card.height() - 3
    corners = (QPoint(2, 2), QPoint(right, 2), QPoint(2, bottom), QPoint(right, bottom))
    ratio = image.devicePixelRatio()
    return {image.pixelColor((card.mapTo(window, place) * ratio)).name() for place in corners}


def _color(role: ColorRole) -> str:
    return QColor(tokens().color(role)).name()
