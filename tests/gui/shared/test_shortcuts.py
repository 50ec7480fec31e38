"""Holding Alt shows the keys; letting go, or leaving the window, hides them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.shared.shortcuts import KeyHints
from b4mart_desktop.gui.widgets.button import Button


def window_of(qtbot: QtBot) -> tuple[QWidget, KeyHints, QLineEdit]:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    field = QLineEdit()
    hidden, off = Button("Recall", key="F5"), Button("Price", key="F7")
    off.setEnabled(False)
    for widget in (field, Button("Pay", "pay", key="F9"), Button("Plain"), hidden, off):
        column.addWidget(widget)
    hints = KeyHints(window)
    window.show()
    hidden.hide()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return window, hints, field


def test_only_buttons_that_can_be_pressed_show_their_key(qtbot: QtBot) -> None:
    _, hints, _ = window_of(qtbot)
    assert [(button.text(), key) for button, key in hints.hints()] == [("Pay", "F9")]


def test_a_button_shows_the_key_that_somebody_else_owns_for_it(qtbot: QtBot) -> None:
    window, hints, _ = window_of(qtbot)
    button = next(b for b in window.findChildren(Button) if b.text() == "Plain")
    button.setProperty("key", "Ctrl+P")
    assert [key for _, key in hints.hints()] == ["F9", "Ctrl+P"]
    assert button.shortcut().isEmpty()


def test_alt_shows_the_keys_while_it_is_held_even_from_a_field(qtbot: QtBot) -> None:
    window, hints, field = window_of(qtbot)
    plain = window.grab().toImage()
    qtbot.keyPress(field, Qt.Key.Key_Alt)
    assert hints.isVisible()
    assert window.grab().toImage() != plain
    qtbot.keyRelease(field, Qt.Key.Key_Alt)
    assert not hints.isVisible()


def test_leaving_the_window_hides_the_keys(qtbot: QtBot) -> None:
    window, hints, field = window_of(qtbot)
    qtbot.keyPress(field, Qt.Key.Key_Alt)
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    assert not hints.isVisible()
