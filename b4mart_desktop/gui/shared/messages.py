"""Telling a person something that needs no answer: one toast area per window. Questions belong in `dialogs`.

A window makes one `Messages` and hands it to its presenters; in tests, give them a `Messages` over a bare
widget and read `shown`.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.gui.widgets.toast import Toast, ToastArea

Action = Callable[[], object]
_REMEMBERED = 50


class Messages:
    """Shows toasts over one window.

    Args:
        window: The window, or any widget that fills it.
        formats: How to write amounts in error sentences.

    Attributes:
        shown: The texts shown lately, the newest last.
    """

    def __init__(self, window: QWidget, formats: Formats | None = None) -> None:
        self._formats = formats
        self._area = ToastArea(window)
        self.shown: list[str] = []

    def info(self, text: str, action: str = "", on_action: Action | None = None) -> None:
        """Something the person may want to know."""
        self._show(Toast(text, Tone.INFO, action=action), on_action)

    def success(self, text: str, action: str = "", on_action: Action | None = None) -> None:
        """It is done; the action may undo it."""
        self._show(Toast(text, Tone.SUCCESS, action=action), on_action)

    def warning(self, text: str, action: str = "", on_action: Action | None = None) -> None:
        """It went on, but the person should look at something."""
        self._show(Toast(text, Tone.WARNING, action=action), on_action)

    def error(self, error: B4MartError, action: str = "", on_action: Action | None = None) -> None:
        """An expected error, in the words of the one table."""
        title, text = describe(error, self._formats)
        self._show(Toast(text, Tone.DANGER, title, action), on_action)

    def _show(self, toast: Toast, on_action: Action | None) -> None:
        if on_action is not None:
            toast.action_triggered.connect(on_action)
        self.shown = [*self.shown[1 - _REMEMBERED :], toast.accessibleName()]
        self._area.add(toast)
