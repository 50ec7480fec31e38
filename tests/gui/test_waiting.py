"""Opening the shop: how far it is, cancelling, going on."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.gui.sign_in.sign_in_screen import SignInScreen
from b4mart_desktop.gui.widgets.empty_state import EmptyState


def opened(qtbot: QtBot) -> SignInScreen:
    screen = SignInScreen()
    qtbot.addWidget(screen)
    screen.show()
    return screen


def part(screen: QWidget, name: str) -> QWidget:
    found = screen.findChild(QWidget, name)
    assert found is not None
    return found


def test_what_cannot_be_counted_shows_no_bar(qtbot: QtBot) -> None:
    screen = opened(qtbot)
    assert not part(screen, "progress_bar").isVisible()
    assert not part(screen, "cancel_button").isVisible()


def test_progress_fills_the_bar(qtbot: QtBot) -> None:
    screen = opened(qtbot)
    screen.show_waiting("Filling", 30, 120)
    bar = part(screen, "progress_bar")
    assert isinstance(bar, QProgressBar)
    assert bar.isVisible()
    assert bar.value() / bar.maximum() == 0.25


def test_loading_can_be_cancelled_and_goes_on(qtbot: QtBot) -> None:
    screen = opened(qtbot)
    screen.show_waiting("Filling", 30, 120)
    cancel, state = part(screen, "cancel_button"), part(screen, "wait_state")
    assert isinstance(cancel, QPushButton)
    assert isinstance(state, EmptyState)
    with qtbot.waitSignal(screen.cancel_requested):
        cancel.click()
    screen.show_cancelled()
    assert not cancel.isVisible()
    with qtbot.waitSignal(screen.open_requested) as again:
        state.action.click()
    assert again.args == [True]


def test_a_failure_takes_the_bar_away(qtbot: QtBot) -> None:
    screen = opened(qtbot)
    screen.show_waiting("Filling", 30, 120)
    screen.show_failed(AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="timed out"))
    assert not part(screen, "progress_bar").isVisible()
