"""The command palette offers what the window has, filters by words, and does what was chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QListWidget, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.shared.palette import CommandPalette, deeds_of
from b4mart_desktop.gui.widgets.search_field import SearchField


def _window(qtbot: QtBot, done: list[str]) -> QWidget:
    window = QWidget()
    column = QVBoxLayout(window)
    for name, key, enabled in (
        ("Hold", "F4", True),
        ("Pay", "F9", True),
        ("Recall", "F5", False),
        ("Plain", "", True),
    ):
        button = QPushButton(name)
        button.setShortcut(key)
        button.setEnabled(enabled)
        button.clicked.connect(lambda _=False, text=name: done.append(text))
        column.addWidget(button)
    action = QAction("Lock", window)
    action.triggered.connect(lambda: done.append("Lock"))
    window.addAction(action)
    qtbot.addWidget(window)
    window.show()
    return window


def test_it_offers_enabled_buttons_with_a_key_and_the_windows_actions(qtbot: QtBot) -> None:
    deeds = deeds_of(_window(qtbot, []))
    assert [(deed.name, deed.key) for deed in deeds] == [("Hold", "F4"), ("Lock", ""), ("Pay", "F9")]


def test_typing_filters_and_return_chooses(qtbot: QtBot) -> None:
    done: list[str] = []
    window = _window(qtbot, done)
    palette = CommandPalette(window, deeds_of(window))
    qtbot.addWidget(palette)
    palette.show()
    field = palette.findChild(SearchField)
    assert isinstance(field, SearchField)
    qtbot.keyClicks(field, "pa")
    rows = palette.findChild(QListWidget)
    assert isinstance(rows, QListWidget)
    assert rows.count() == 1
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert palette.chosen is not None
    palette.chosen.do()
    assert done == ["Pay"]


def test_nothing_found_chooses_nothing(qtbot: QtBot) -> None:
    window = _window(qtbot, [])
    palette = CommandPalette(window, deeds_of(window))
    qtbot.addWidget(palette)
    palette.show()
    field = palette.findChild(SearchField)
    assert isinstance(field, SearchField)
    qtbot.keyClicks(field, "zzz")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert palette.chosen is None
