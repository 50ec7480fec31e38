"""What every test shares: offscreen Qt, an asyncio loop on Qt for tests that use `qtbot`, and leak checks.

No fixture of a subject belongs here: those stand in the plugin modules named in `pytest_plugins`, or in the
`conftest.py` of the folder that needs them.
"""

import asyncio
import gc
import os
import threading
from collections.abc import Callable, Generator, Mapping
from contextvars import Context
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before the first import of Qt
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"  # whose keyring is nobody's to fill

import pytest
import qasync
from PySide6.QtWidgets import QApplication
from typing_extensions import override

pytest_plugins = ["tests.mongo_fixtures"]

LoopFactory = Callable[[], asyncio.AbstractEventLoop]
THREADS_BEFORE = pytest.StashKey[set[threading.Thread]]()
THREAD_GRACE_SECONDS = 1.0


class _QtLoop(qasync.QEventLoop):  # type: ignore[misc]  # qasync carries no types
    """Qt's loop, which is the running one for whatever it calls, also between the phases of a test.

    There Qt's events are worked off, too: by pytest-qt, and by the loop itself once a phase has ended.
    A task that goes on then would find no running loop and fail at its next wait.
    """

    @override
    def call_later(
        self, delay: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        handle: asyncio.Handle = super().call_later(delay, self._called, callback, *args, context=context)
        return handle

    def _called(self, callback: Callable[..., object], *args: Any) -> None:
        before = asyncio._get_running_loop()
        asyncio._set_running_loop(self)
        try:
            callback(*args)
        finally:
            asyncio._set_running_loop(before)


def _qt_loop() -> asyncio.AbstractEventLoop:
    app = QApplication.instance() or QApplication([])
    QApplication.setQuitOnLastWindowClosed(False)  # as the program does: it would stop the loop
    loop: asyncio.AbstractEventLoop = _QtLoop(app, set_running_loop=False)
    return loop


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> Mapping[str, LoopFactory]:
    """Run coroutines on Qt's loop when the test uses `qtbot`, on the plain loop otherwise."""
    if "qtbot" in getattr(item, "fixturenames", ()):
        return {"qt": _qt_loop}
    return {"asyncio": asyncio.new_event_loop}


def pytest_collection_finish(session: pytest.Session) -> None:
    """Spare the collector what stays to the end: tests and modules, by far the most there is."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Collect nothing while a test has windows: Qt's objects must end in the thread that made them."""
    if "qtbot" in getattr(item, "fixturenames", ()):
        gc.disable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Note the threads that run before the test's own body does (fixtures may have started some)."""
    item.stash[THREADS_BEFORE] = set(threading.enumerate())
    yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Fail a test that leaves a thread running or a window open: the next test would suffer for it."""
    yield
    if not gc.isenabled():
        gc.collect()
        gc.enable()
    leaks = [*_leaked_threads(item.stash.get(THREADS_BEFORE, set(threading.enumerate()))), *_open_windows()]
    if leaks:
        pytest.fail(f"left behind after the test: {', '.join(leaks)}", pytrace=False)


def _leaked_threads(before: set[threading.Thread]) -> list[str]:
    # Qt's own threads show up as "Dummy-n" once Python code ran in them; they cannot be joined
    started = {thread for thread in threading.enumerate() if not thread.name.startswith("Dummy-")} - before
    for thread in started:
        thread.join(THREAD_GRACE_SECONDS)
    return [f"thread {thread.name!r}" for thread in started if thread.is_alive()]


def _open_windows() -> list[str]:
    if QApplication.instance() is None:
        return []
    windows = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    names = [f"window {type(window).__name__} {window.objectName()!r}" for window in windows]
    for window in windows:
        window.close()
        window.hide()  # one that refuses to close must not fail every test that follows
    return names
