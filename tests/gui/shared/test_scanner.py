"""Scans are told from typing by the keys' own timestamps, and typing is never lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.shared.scanner import OWNS_SCANS, ScanFilter

EAN = "4006381333931"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def field(window: QWidget, qtbot: QtBot) -> QLineEdit:
    made = QLineEdit()
    QVBoxLayout(window).addWidget(made)
    window.show()
    window.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


@pytest.fixture
def scanner(qapp: QApplication) -> Iterator[ScanFilter]:
    made = ScanFilter(qapp)
    yield made
    qapp.removeEventFilter(made)
    made.deleteLater()


class Keys:
    """Sends keys with timestamps of their own choosing."""

    def __init__(self) -> None:
        self.now = 1000

    def type(self, target: QWidget, text: str, gap: int, end: Qt.Key | None = None) -> None:
        for character in text:
            self.key(target, Qt.Key(ord(character.upper())), character, gap)
        if end is not None:
            self.key(target, end, "\r" if end != Qt.Key.Key_Tab else "\t", gap)

    def key(self, target: QWidget, key: Qt.Key, text: str, gap: int) -> None:
        self.now += gap
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
        event.setTimestamp(self.now)
        QCoreApplication.sendEvent(target, event)


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
def test_a_burst_is_a_scan_and_leaves_the_field_alone(
    scanner: ScanFilter, field: QLineEdit, qtbot: QtBot, end: Qt.Key
) -> None:
    with qtbot.waitSignal(scanner.scanned) as scan:
        Keys().type(field, EAN, gap=2, end=end)
    assert scan.args == [EAN]
    assert field.text() == ""
    assert field.hasFocus()


def test_typing_arrives_in_the_field_with_its_return(
    scanner: ScanFilter, field: QLineEdit, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(scanner.scanned), qtbot.waitSignal(field.returnPressed):
        Keys().type(field, "hello", gap=120, end=Qt.Key.Key_Return)
    assert field.text() == "hello"


def test_a_fast_typist_loses_nothing(scanner: ScanFilter, field: QLineEdit, qtbot: QtBot) -> None:
    keys = Keys()
    keys.type(field, "th", gap=20)
    keys.type(field, "e cat", gap=90)
    qtbot.waitUntil(lambda: field.text() == "the cat")


def test_a_pin_typed_fast_and_return_are_typing(scanner: ScanFilter, field: QLineEdit, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(scanner.scanned), qtbot.waitSignal(field.returnPressed):
        Keys().type(field, "12345", gap=5, end=Qt.Key.Key_Return)
    assert field.text() == "12345"


def test_two_scans_right_after_each_other_are_two(scanner: ScanFilter, field: QLineEdit) -> None:
    seen: list[str] = []
    scanner.scanned.connect(seen.append)
    keys = Keys()
    keys.type(field, EAN, gap=2, end=Qt.Key.Key_Return)
    keys.type(field, "96385074", gap=2, end=Qt.Key.Key_Return)
    assert seen == [EAN, "96385074"]


def test_a_widget_that_owns_scans_gets_the_keys(scanner: ScanFilter, field: QLineEdit, qtbot: QtBot) -> None:
    field.setProperty(OWNS_SCANS, True)
    with qtbot.assertNotEmitted(scanner.scanned), qtbot.waitSignal(field.returnPressed):
        Keys().type(field, EAN, gap=2, end=Qt.Key.Key_Return)
    assert field.text() == EAN


def test_a_burst_presses_no_shortcut(scanner: ScanFilter, field: QLineEdit, qtbot: QtBot) -> None:
    pressed: list[str] = []
    shortcut = QShortcut("7", field.window())
    shortcut.activated.connect(lambda: pressed.append("7"))
    field.setReadOnly(True)
    with qtbot.waitSignal(scanner.scanned) as scan:
        qtbot.keyClicks(field, "177777")
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert scan.args == ["177777"]
    assert pressed == []


def test_capitals_come_with_shift_from_a_scanner_too(scanner: ScanFilter, field: QLineEdit) -> None:
    seen: list[str] = []
    scanner.scanned.connect(seen.append)
    keys = Keys()
    for character in "B4M-1002":
        if character.isupper():
            keys.key(field, Qt.Key.Key_Shift, "", 2)
        keys.type(field, character, gap=2)
    keys.key(field, Qt.Key.Key_Return, "\r", 2)
    assert seen == ["B4M-1002"]
    assert field.text() == ""


def test_a_burst_that_the_focus_overtakes_arrives_in_order(scanner: ScanFilter, field: QLineEdit) -> None:
    keys = Keys()
    keys.type(field, EAN[:5], gap=2)
    field.setProperty(OWNS_SCANS, True)
    keys.type(field, EAN[5:], gap=2)
    assert field.text() == EAN
