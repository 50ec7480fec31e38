"""Number keys and PIN pad."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.widgets.keypad import DECIMAL_KEYS, Keypad, PinPad


def key(pad: QWidget, name: str) -> QPushButton:
    found = pad.findChild(QPushButton, f"key_{name}")
    assert isinstance(found, QPushButton)
    return found


def test_every_key_says_which_it_is(qtbot: QtBot) -> None:
    pad = Keypad(DECIMAL_KEYS)
    qtbot.addWidget(pad)
    seen: list[str] = []
    pad.key_pressed.connect(seen.append)
    for name in DECIMAL_KEYS:
        key(pad, name).click()
    assert tuple(seen) == DECIMAL_KEYS


def test_keys_are_left_to_right_in_a_mirrored_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    pad = Keypad()
    QVBoxLayout(window).addWidget(pad)
    window.show()
    assert key(pad, "7").x() < key(pad, "8").x() < key(pad, "9").x()


def test_pressing_a_key_leaves_the_focus_where_it_is(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column, field, pad = QVBoxLayout(window), QLineEdit(), Keypad()
    column.addWidget(field)
    column.addWidget(pad)
    window.show()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.mouseClick(key(pad, "5"), Qt.MouseButton.LeftButton)
    assert field.hasFocus()


def test_a_pin_is_complete_by_keys_and_keyboard_together(qtbot: QtBot) -> None:
    pad = PinPad(4)
    qtbot.addWidget(pad)
    key(pad, "1").click()
    qtbot.keyClicks(pad, "2x3")
    qtbot.keyClick(pad, Qt.Key.Key_Backspace)
    key(pad, "9").click()
    with qtbot.waitSignal(pad.completed) as completed:
        qtbot.keyClicks(pad, "0")
    assert completed.args == ["1290"]
    with qtbot.assertNotEmitted(pad.completed):
        qtbot.keyClicks(pad, "5")


def test_a_refused_pin_starts_again_and_is_never_spoken(qtbot: QtBot) -> None:
    pad = PinPad(4)
    qtbot.addWidget(pad)
    qtbot.keyClicks(pad, "4711")
    spoken = QAccessible.queryAccessibleInterface(pad)
    texts = {
        spoken.text(kind)
        for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
    }
    assert not any("4711" in text for text in texts)
    pad.show_error("Wrong PIN")
    with qtbot.waitSignal(pad.completed) as completed:
        qtbot.keyClicks(pad, "0815")
    assert completed.args == ["0815"]
