"""Asking a person something and awaiting the answer. What the answer leads to is the asker's business.

Never `exec()`: inside a coroutine it loses other tasks for good. `open_dialog` opens and awaits a future
instead.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from decimal import Decimal
from enum import IntEnum
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.keypad import AMOUNT_KEYS, DECIMAL_KEYS, Keypad
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit

_WIDTH = 420
Key = TypeVar("Key")


async def open_dialog(dialog: QDialog) -> int:
    """Opens a dialog over its window, dims the window, and awaits its result: 0 is a refusal.

    The dialog is deleted afterwards; read its values before the next await. Cancelling the task closes it.
    """
    answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def on_finished(result: int) -> None:
        if not answer.done():
            answer.set_result(result)

    dialog.finished.connect(on_finished)
    scrim = _Scrim.over(dialog)
    dialog.open()
    try:
        return await answer
    finally:
        if dialog.isVisible():
            dialog.close()
        if scrim is not None:
            scrim.deleteLater()
        window = dialog.parentWidget()
        if window is not None:
            window.activateWindow()  # where no window manager gives the keyboard back
        dialog.deleteLater()


class AskDialog(QDialog):
    """The frame of a question: title, text, content, and buttons at the end.

    Args:
        parent: Any widget of the window it belongs to.
        title: The question or the subject.
        text: What to consider; may be empty.

    Attributes:
        body: The layout for content between text and buttons.
    """

    def __init__(self, parent: QWidget | None, title: str, text: str = "") -> None:
        super().__init__(parent.window() if parent else None)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        space = tokens().space
        outer = QVBoxLayout(self)
        outer.setContentsMargins(space.xl, space.xl, space.xl, space.xl)
        outer.setSpacing(space.lg)
        outer.addWidget(label(title, "title", wrap=True))
        if text:
            outer.addWidget(label(text, "muted", wrap=True))
        self.body = QVBoxLayout()
        self.body.setSpacing(space.md)
        outer.addLayout(self.body)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(space.sm)
        self._buttons.addStretch()
        outer.addLayout(self._buttons)

    def add_button(self, text: str, kind: str = "", closes: bool | None = None) -> Button:
        """Adds a button; `closes` True accepts, False rejects, None leaves the dialog open."""
        button = Button(text, kind)
        button.setAutoDefault(kind in ("primary", "danger"))
        button.setDefault(kind == "primary")
        if closes is not None:
            button.clicked.connect(self.accept if closes else self.reject)
        self._buttons.addWidget(button)
        return button


async def confirm(
    parent: QWidget | None, title: str, text: str, accept: str, *, danger: bool = False, cancel: str = ""
) -> bool:
    """Asks for a yes. `accept` names the deed ("Remove line"), never "OK"."""
    dialog = AskDialog(parent, title, text)
    refuse = dialog.add_button(cancel or _cancel_text(), closes=False)
    dialog.add_button(accept, "danger" if danger else "primary", closes=True)
    if danger:
        refuse.setFocus()
    return bool(await open_dialog(dialog))


async def choose(
    parent: QWidget | None, title: str, choices: Sequence[tuple[Key, str]], text: str = ""
) -> Key | None:
    """Asks for one of a few (key, text); None if the person takes none."""
    dialog = AskDialog(parent, title, text)
    for index, (_, name) in enumerate(choices):
        button = Button(name, "tile")
        button.clicked.connect(lambda _=False, result=index + 1: dialog.done(result))
        dialog.body.addWidget(button)
    dialog.add_button(_cancel_text(), closes=False)
    result = await open_dialog(dialog)
    return choices[result - 1][0] if result else None


class Leave(IntEnum):
    """What becomes of changes that are not saved."""

    STAY = 0
    SAVE = 1
    DISCARD = 2


async def ask_leave(parent: QWidget | None, name: str) -> Leave:
    """Asks what is to become of changes to something that are not saved; `name` says what they are of."""
    translate = QCoreApplication.translate
    title = translate("dialogs", "Unsaved changes to {name}").format(name=name)
    dialog = AskDialog(parent, title, translate("dialogs", "Save them before you leave, or discard them."))
    dialog.add_button(translate("dialogs", "Keep editing"), closes=False)
    discard = dialog.add_button(translate("dialogs", "Discard"))
    discard.clicked.connect(lambda: dialog.done(Leave.DISCARD))
    dialog.add_button(translate("dialogs", "Save"), "primary", closes=True)
    return Leave(await open_dialog(dialog))


async def ask_text(
    parent: QWidget | None, title: str, name: str, accept: str, *, text: str = "", required: bool = True
) -> str | None:
    """Asks for a line of text, stripped; None if the person cancels. `name` is the field's label."""
    dialog = AskDialog(parent, title)
    field = QLineEdit(text)
    field.setAccessibleName(name)
    dialog.body.addWidget(label(name, "strong"))
    dialog.body.addWidget(field)
    dialog.add_button(_cancel_text(), closes=False)
    button = dialog.add_button(accept, "primary", closes=True)
    button.setEnabled(bool(text) or not required)
    field.textChanged.connect(lambda typed: button.setEnabled(bool(typed.strip()) or not required))
    return field.text().strip() if await open_dialog(dialog) else None


async def ask_amount(
    parent: QWidget | None,
    title: str,
    accept: str,
    *,
    symbol: str = "",
    digits: int = 2,
    value: Decimal | None = None,
) -> Decimal | None:
    """Asks for an amount, quantity or percentage; None if the person cancels.

    Args:
        parent: Any widget of the window.
        title: What the number is for.
        accept: The deed, as on the button.
        symbol: Currency symbol, unit or `%`.
        digits: How many decimals are allowed.
        value: What to start from.
    """
    dialog = AskDialog(parent, title)
    field = MoneyEdit()
    field.setProperty("kind", "amount")
    field.setAccessibleName(title)
    field.set_currency(symbol, digits)
    field.set_value(value)
    keypad = Keypad(DECIMAL_KEYS if digits else AMOUNT_KEYS)
    keypad.key_pressed.connect(field.type_key)
    dialog.body.addWidget(field)
    dialog.body.addWidget(keypad)
    dialog.add_button(_cancel_text(), closes=False)
    button = dialog.add_button(accept, "primary", closes=True)
    button.setEnabled(field.value() is not None)
    field.value_changed.connect(lambda amount: button.setEnabled(amount is not None))
    field.setFocus()
    return field.value() if await open_dialog(dialog) else None


async def show_error(parent: QWidget | None, error: B4MartError) -> None:
    """Shows an expected error that the person must have read before going on."""
    title, text = describe(error)
    dialog = AskDialog(parent, title, text)
    dialog.add_button(QCoreApplication.translate("dialogs", "Close"), "primary", closes=True)
    await open_dialog(dialog)


def _cancel_text() -> str:
    return QCoreApplication.translate("dialogs", "Cancel")


class _Scrim(QWidget):
    """Dims the window under a dialog, also while the window's size changes."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(window.rect())
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    @classmethod
    def over(cls, dialog: QDialog) -> _Scrim | None:
        window = dialog.parentWidget()
        if window is None or not window.isVisible():
            return None
        scrim = cls(window)
        scrim.show()
        scrim.raise_()
        return scrim

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        color: QColor = tokens().color(ColorRole.SCRIM)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), color)
