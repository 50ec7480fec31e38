"""Windows that tell when they were painted: the program's, and the bare ones it is compared with."""

import asyncio
import gc
import sys
import time
from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

import qasync
from PySide6.QtCore import (
    QEvent,
    QMessageLogContext,
    QtMsgType,
    Signal,
    SignalInstance,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.gui.main_window import MainWindow
from b4mart_desktop.gui.style.theme import Theme, ThemeChoice

_Result = TypeVar("_Result")
_Widget = TypeVar("_Widget", bound=QWidget)

_USUAL_OFFSCREEN = "does not support propagateSizeHints"
_SETTLE_SECONDS = 0.02
_PATIENCE_SECONDS = 10.0
_GC_THRESHOLDS = (50_000, 20, 50)  # as the program sets them after its start


def run_in_qt(measure: Callable[[], Coroutine[Any, Any, _Result]]) -> _Result:
    """Runs a coroutine on Qt's loop, in an application dressed as the program is."""
    qInstallMessageHandler(_show_message)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)
    Theme(ThemeChoice.LIGHT, app).apply(app)
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        return runner.run(measure())


def _show_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    if _USUAL_OFFSCREEN not in text:
        print(text, file=sys.stderr)


def calm_collector() -> None:
    """Takes what is there out of the garbage collector's rounds, as the program does after its start."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GC_THRESHOLDS)


class Painted(Protocol):
    """A window that tells when it was painted."""

    painted: SignalInstance


class PaintedWindow(MainWindow):
    """The program's main window.

    Signals:
        painted: All that had to be painted again was, and is with the window system.
    """

    painted = Signal()

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest:
            self.painted.emit()
        return done


class BareWindow(QWidget):
    """A window around one widget, as small as it.

    Signals:
        painted: As that of ``PaintedWindow``.
    """

    painted = Signal()

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(content)
        self.show()

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest:
            self.painted.emit()
        return done


async def seconds_until_painted(
    window: Painted, act: Callable[[], object], shown: Callable[[], bool] = lambda: True
) -> float:
    """Does ``act`` and returns how long it took until a painting found ``shown`` true.

    Raises:
        TimeoutError: It never did.
    """
    await asyncio.sleep(_SETTLE_SECONDS)  # what was still to be painted is
    finished: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def on_painted() -> None:
        if shown() and not finished.done():
            finished.set_result(time.perf_counter())

    connection = window.painted.connect(on_painted)
    began = time.perf_counter()
    try:
        act()
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await finished - began
    finally:
        window.painted.disconnect(connection)


def bare_view(like: QListView) -> QListView:
    """Returns a list view of that one's size and way of painting, with nothing around it and no model."""
    view = QListView()
    view.setFixedSize(like.size())
    view.setUniformItemSizes(like.uniformItemSizes())
    return view


def child(parent: QWidget, kind: type[_Widget], name: str) -> _Widget:
    """Returns the widget of the form with that name."""
    found = parent.findChild(kind, name)
    assert found is not None, f"the form has no {name}"
    return found
