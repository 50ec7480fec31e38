"""Waiting inside coroutines: `qtbot.waitUntil` there would stop the loop it runs on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QDialog

Value = TypeVar("Value")


async def until(condition: Callable[[], Value | None], seconds: float = 3.0) -> Value:
    """The condition's first truthy value.

    Raises:
        TimeoutError: It did not come in time.
    """
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > end:
            raise TimeoutError(condition)
        await asyncio.sleep(0.005)
    return value


def visible_dialog() -> QDialog | None:
    """The dialog that is open now."""
    shown = (widget for widget in QApplication.topLevelWidgets() if widget.isVisible())
    return next((widget for widget in shown if isinstance(widget, QDialog)), None)
