"""Lists and tables inside rounded cards: rows leave the corners alone, states are told on any row."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QListView, QTableView, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.counters.counters_screen import CountersScreen
from b4mart_desktop.gui.models.register_rows import RegisterColumn
from b4mart_desktop.gui.models.table_delegate import PADDING
from b4mart_desktop.gui.style.theme import Theme, ThemeChoice
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from tests.gui.asynchronous import until
from tests.gui.style.test_contrast import GRAPHIC, contrast
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


@in_both_schemes
async def test_the_state_of_the_selected_register_can_be_told_from_its_row(
    till: Till, theme: Theme, qtbot: QtBot, choice: ThemeChoice
) -> None:
    theme.choose(choice)
    own = till.use.counter.register()
    till.book.registers = {own.id: own}
    await till.open_as("Mara")
    till.press(Key.Key_F2, CTRL)
    await until(lambda: till.is_on(CountersScreen), PATIENCE)
    view = till.part(QTableView, "registers_view")
    await until(lambda: view.model().rowCount() == 1, PATIENCE)
    cell = view.visualRect(view.model().index(0, RegisterColumn.STATE))
    assert view.model().index(0, RegisterColumn.STATE).data() == "Off"
    image = view.viewport().grab(cell).toImage()
    edge, ground = image.pixelColor(PADDING, cell.height() // 2), image.pixelColor(2, cell.height() // 2)
    assert ground.name() == _color(ColorRole.ACCENT_SOFT)
    assert contrast(edge, ground) >= GRAPHIC
    await till.quiet()


def _corners(card: QWidget, window: QWidget) -> set[str]:
    """The colours just inside the card's bounds, where a rounded card shows what is behind it."""
    image = window.grab().toImage()
    right, bottom = card.width() - 3, card.height() - 3
    corners = (QPoint(2, 2), QPoint(right, 2), QPoint(2, bottom), QPoint(right, bottom))
    ratio = image.devicePixelRatio()
    return {image.pixelColor(card.mapTo(window, place) * ratio).name() for place in corners}


def _color(role: ColorRole) -> str:
    return QColor(tokens().color(role)).name()
