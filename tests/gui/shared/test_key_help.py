"""The help under F1: it fits the smallest screen, cuts nothing off, and begins with the place one is at."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.shared.key_help import KeyHelp

SMALLEST = (1366, 768)
TITLE_BAR = 32


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("catalogue", [False, True])
def test_all_of_it_fits_the_smallest_screen(
    qtbot: QtBot, catalogue: bool, direction: Qt.LayoutDirection
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    shown = KeyHelp(window, catalogue=catalogue)
    shown.setLayoutDirection(direction)
    shown.show()
    assert shown.width() <= SMALLEST[0]
    assert shown.height() <= SMALLEST[1] - TITLE_BAR
    labels = [found for found in shown.findChildren(QLabel) if found.isVisible()]
    assert len(labels) > 20
    cut = [found.text() for found in labels if found.width() < found.sizeHint().width()]
    assert cut == []
    shown.close()


def test_it_begins_where_one_is_and_leads_to_the_other_by_keyboard(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    shown = KeyHelp(window, catalogue=True)
    shown.show()
    assert says(shown, "The list of products")
    assert not says(shown, "Selling")
    chosen = next(button for button in shown.choice.findChildren(QWidget) if button.property("checked"))
    qtbot.keyClick(chosen, Qt.Key.Key_Left)
    assert says(shown, "Selling")
    assert not says(shown, "The list of products")
    shown.close()


def says(shown: KeyHelp, text: str) -> bool:
    return any(found.text() == text for found in shown.findChildren(QLabel) if found.isVisible())
