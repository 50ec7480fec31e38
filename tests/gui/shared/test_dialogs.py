"""Questions are awaited, answered by keyboard and mouse, and leave nothing behind."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.gui.shared.dialogs import ask_amount, ask_text, choose, confirm, show_error
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit
from tests.gui.asynchronous import until, visible_dialog


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


def button(name: str) -> QPushButton:
    dialog = visible_dialog()
    assert dialog is not None
    return next(b for b in dialog.findChildren(QPushButton) if b.text() == name)


async def test_confirming_answers_yes_and_other_tasks_run_meanwhile(qtbot: QtBot, window: QWidget) -> None:
    ticks: list[int] = []

    async def tick() -> None:
        for number in range(5):
            ticks.append(number)
            await asyncio.sleep(0.01)

    ticking = asyncio.ensure_future(tick())
    asked = asyncio.ensure_future(confirm(window, "Remove?", "It is gone then.", "Remove", danger=True))
    await until(visible_dialog)
    await ticking
    assert ticks == [0, 1, 2, 3, 4]
    button("Remove").click()
    assert await asked is True


async def test_escape_refuses_and_a_dangerous_question_rests_on_cancel(qtbot: QtBot, window: QWidget) -> None:
    asked = asyncio.ensure_future(confirm(window, "Remove?", "", "Remove", danger=True))
    dialog = await until(visible_dialog)
    assert button("Cancel").hasFocus() or dialog.focusWidget() is button("Cancel")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert await asked is False


async def test_cancelling_the_asker_closes_the_dialog(qtbot: QtBot, window: QWidget) -> None:
    asked = asyncio.ensure_future(confirm(window, "Remove?", "", "Remove"))
    await until(visible_dialog)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert visible_dialog() is None


async def test_an_amount_is_typed_with_keys_and_keypad(qtbot: QtBot, window: QWidget) -> None:
    asked = asyncio.ensure_future(ask_amount(window, "New price", "Change price", symbol="$"))
    dialog = await until(visible_dialog)
    field = dialog.findChild(MoneyEdit)
    assert isinstance(field, MoneyEdit)
    accept = button("Change price")
    assert not accept.isEnabled()
    qtbot.keyClicks(field, "3,")
    key = dialog.findChild(QPushButton, "key_5")
    assert isinstance(key, QPushButton)
    key.click()
    assert accept.isEnabled()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert await asked == Decimal("3.5")


async def test_a_required_text_cannot_be_left_out(qtbot: QtBot, window: QWidget) -> None:
    asked = asyncio.ensure_future(ask_text(window, "Void sale", "Reason", "Void"))
    dialog = await until(visible_dialog)
    field = dialog.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "  ")
    assert not button("Void").isEnabled()
    qtbot.keyClicks(field, "wrong item ")
    button("Void").click()
    assert await asked == "wrong item"


async def test_choosing_returns_the_key_and_cancelling_none(qtbot: QtBot, window: QWidget) -> None:
    choices = [(0, "Paper"), (1, "E-mail")]
    asked = asyncio.ensure_future(choose(window, "Receipt", choices))
    await until(visible_dialog)
    button("Paper").click()
    assert await asked == 0
    asked = asyncio.ensure_future(choose(window, "Receipt", choices))
    await until(visible_dialog)
    button("Cancel").click()
    assert await asked is None


async def test_an_error_is_shown_in_words(qtbot: QtBot, window: QWidget) -> None:
    asked = asyncio.ensure_future(show_error(window, DomainError(ErrorCode.NO_OPEN_SHIFT)))
    dialog = await until(visible_dialog)
    assert dialog.windowTitle() == "No open shift"
    button("Close").click()
    await asked
