"""Toasts: shown, stacked, replaced, left alone while pointed at, read aloud in words."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.gui.widgets.toast import Toast, ToastArea


def window_of(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    window.show()
    return window


def area_of(window: QWidget) -> ToastArea:
    area = window.findChild(ToastArea)
    assert isinstance(area, ToastArea)
    return area


def test_an_expected_error_is_told_in_words(qtbot: QtBot) -> None:
    window = window_of(qtbot)
    messages = Messages(window)
    messages.error(DomainError(ErrorCode.UNKNOWN_CODE, code="400"))
    (toast,) = area_of(window).toasts()
    assert toast.isVisible()
    assert toast.tone is Tone.DANGER
    assert messages.shown == ["Unknown code. " + toast.text]


def test_at_most_three_are_shown_and_the_same_only_once(qtbot: QtBot) -> None:
    window = window_of(qtbot)
    messages = Messages(window)
    for text in ("one", "two", "three", "four", "four"):
        messages.info(text)
    assert [toast.text for toast in area_of(window).toasts()] == ["two", "three", "four"]


def test_the_action_runs_once_and_takes_the_toast_away(qtbot: QtBot) -> None:
    window = window_of(qtbot)
    undone: list[str] = []
    Messages(window).success("Line removed", "Undo", lambda: undone.append("yes"))
    (toast,) = area_of(window).toasts()
    next(b for b in toast.findChildren(QPushButton) if b.text() == "Undo").click()
    assert undone == ["yes"]
    assert area_of(window).toasts() == []
    assert not area_of(window).isVisible()


def test_a_toast_leaves_by_itself(qtbot: QtBot) -> None:
    window = window_of(qtbot)
    area = ToastArea(window)
    toast = Toast("Saved")
    toast._lifetime = 10
    area.add(toast)
    qtbot.waitUntil(lambda: not area.isVisible())


def test_toasts_stay_inside_a_window_that_shrinks(qtbot: QtBot) -> None:
    window = window_of(qtbot)
    Messages(window).info("Saved")
    window.resize(600, 400)
    assert window.rect().contains(area_of(window).geometry())
