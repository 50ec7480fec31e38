"""Nothing unexpected stops the program or hides: log, dialog, once per cause."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from b4mart_desktop.gui.shared.crash import CrashDialog, CrashGuard


@pytest.fixture
def guard(qapp: QApplication) -> Iterator[CrashGuard]:
    hooks = sys.excepthook, threading.excepthook
    made = CrashGuard("0.1.0")
    made.install()
    yield made
    made.uninstall()
    for dialog in dialogs():
        dialog.reject()
    sys.excepthook, threading.excepthook = hooks


def dialogs() -> list[CrashDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, CrashDialog) and w.isVisible()]


def fail_here() -> None:
    try:
        raise RuntimeError("planted")
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def test_an_exception_is_logged_and_shown_with_its_trace(
    guard: CrashGuard, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    fail_here()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    details = dialogs()[0].details.toPlainText()
    assert "RuntimeError: planted" in details
    assert "fail_here" in details
    assert "B4Mart Desktop 0.1.0" in details
    assert caplog.records[0].exc_info is not None


def test_details_can_be_copied(guard: CrashGuard, qtbot: QtBot) -> None:
    fail_here()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    copy = next(b for b in dialogs()[0].findChildren(QPushButton) if b.text() == "Copy details")
    copy.click()
    assert "RuntimeError: planted" in QApplication.clipboard().text()


def test_the_same_cause_opens_one_dialog_and_another_after_it_is_closed(
    guard: CrashGuard, qtbot: QtBot
) -> None:
    seen: list[str] = []
    guard.crashed.connect(seen.append)
    for _ in range(5):
        fail_here()
    qtbot.waitUntil(lambda: len(seen) == 5)
    assert len(dialogs()) == 1
    dialogs()[0].accept()
    fail_here()
    qtbot.waitUntil(lambda: len(seen) == 6)
    assert len(dialogs()) == 1


def test_a_thread_that_fails_is_shown_in_the_gui_thread(guard: CrashGuard, qtbot: QtBot) -> None:
    def fail() -> None:
        raise LookupError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert "LookupError: in a thread" in dialogs()[0].details.toPlainText()


def test_cancelled_tasks_are_no_crash(guard: CrashGuard, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(guard.crashed, wait=20):
        error = asyncio.CancelledError()
        sys.excepthook(type(error), error, None)


def test_the_loops_own_troubles_are_shown(guard: CrashGuard, qtbot: QtBot) -> None:
    loop = asyncio.new_event_loop()
    try:
        guard.handle_loop_error(loop, {"message": "lost", "exception": ValueError("in the loop")})
    finally:
        loop.close()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)


def test_a_widget_that_fails_to_paint_tells_once(guard: CrashGuard, qtbot: QtBot) -> None:
    class Broken(QWidget):
        @override
        def paintEvent(self, event: QPaintEvent) -> None:
            raise ZeroDivisionError

    seen: list[str] = []
    guard.crashed.connect(seen.append)
    widget = Broken()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitUntil(lambda: len(seen) == 1)
    widget.update()
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert len(dialogs()) == 1


@pytest.mark.no_qt_log
def test_qt_warnings_go_to_the_log(guard: CrashGuard, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "qt"):
        qWarning("planted warning")
    assert [record.getMessage() for record in caplog.records] == ["planted warning"]
