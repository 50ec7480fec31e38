"""A dialog over work that takes a while: how far it is, and a button that stops it. Knows no work itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from b4mart_desktop.gui.shared.dialogs import AskDialog, open_dialog

T = TypeVar("T")
Tick = Callable[[int], None]


class _Ticker(QObject):
    """Brings progress to the GUI thread; outlives the dialog, as work does that is being stopped.

    Signals:
        ticked: So much is done (int).
    """

    ticked = Signal(int)


async def watch(
    parent: QWidget, title: str, total: int, work: Callable[[Tick], Coroutine[Any, Any, T]]
) -> T | None:
    """Does something while a dialog shows how far it is; returns what came of it, None where it was stopped.

    Args:
        parent: Any widget of the window.
        title: What is done.
        total: How much there is to do; 0 where nobody knows.
        work: Does it, calling its argument, from any thread, with how much is done; cancelled by *Stop*.
    """
    dialog, ticker = AskDialog(parent, title), _Ticker()
    bar = QProgressBar()
    bar.setRange(0, total)
    bar.setAccessibleName(title)
    dialog.body.addWidget(bar)
    dialog.add_button(QCoreApplication.translate("WorkDialog", "Stop"), closes=False)
    ticker.ticked.connect(bar.setValue)
    task = asyncio.get_running_loop().create_task(work(ticker.ticked.emit))
    is_open = True
    task.add_done_callback(lambda _: dialog.accept() if is_open else None)
    try:
        stopped = not await open_dialog(dialog)
    finally:
        is_open = False
        task.cancel()
    try:
        return await task
    except asyncio.CancelledError:
        if not stopped:
            raise
        return None
