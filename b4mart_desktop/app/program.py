"""The running program: the window first, the shop behind it, and the end of both. Owns the event loop."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import qasync
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from b4mart_desktop import __version__
from b4mart_desktop.domain.errors import AdapterError, B4MartError, ErrorCode
from b4mart_desktop.gui.main_window import MainWindow
from b4mart_desktop.gui.shared.bridge import BusBridge
from b4mart_desktop.gui.shared.crash import CrashGuard
from b4mart_desktop.gui.shared.garbage import GarbageCollector
from b4mart_desktop.gui.shared.language import install_language
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.sign_in.sign_in_screen import SignInScreen
from b4mart_desktop.gui.style.theme import Theme, ThemeChoice
from b4mart_desktop.services.bus import Bus, ConnectionChanged, Event, ReplicaLoading
from b4mart_desktop.services.demo import DEMO_ACCOUNTS, LoadStep
from b4mart_desktop.settings import Settings

if TYPE_CHECKING:
    from b4mart_desktop.app.shop import Shop
    from b4mart_desktop.gui.screens import UseCases
    from b4mart_desktop.gui.shared.scanner import ScanFilter
    from b4mart_desktop.gui.workplace import Workplace

_log = logging.getLogger(__name__)

# How long the window waits for Python's lock while the background is at work; by default ten times as long.
_SWITCH_SECONDS = 0.0005

_RETRY_MS = 10_000
_MAY_PASS = (
    ErrorCode.DATABASE_UNREACHABLE,
    ErrorCode.FIRST_COUNTER_UNREACHABLE,
    ErrorCode.DATA_FOLDER_IN_USE,
    ErrorCode.NOBODY_MAY_SIGN_IN,
)


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for.

    Attributes:
        data_dir: Where this program keeps its files.
        demo: Whether an own, empty database gets the demo store.
        smoke_test: Open the window, touch every part, end.
    """

    data_dir: Path
    demo: bool = False
    smoke_test: bool = False


def run(settings: Settings, options: Options) -> int:
    """Runs the program until its window is closed and returns the exit code."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("B4Mart")
    app.setApplicationVersion(__version__)
    # The last window closing would stop the loop under the coroutines that end the program.
    app.setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        return runner.run(_run(app, settings, options))


async def _run(app: QApplication, settings: Settings, options: Options) -> int:
    return await Program(app, settings, options).run()


class Program(QObject):
    """Opens the window and the shop, and ends them."""

    def __init__(self, app: QApplication, settings: Settings, options: Options) -> None:
        super().__init__()
        self._app = app
        self._settings = settings
        self._options = options
        self._loop = asyncio.get_running_loop()
        self._tasks = TaskOwner()
        self._ended = asyncio.Event()
        self._exit_code = 0
        self._shop: Shop | None = None
        self._opening: asyncio.Task[None] | None = None
        self._workplace: Workplace | None = None
        self._scans: ScanFilter | None = None
        self._connection: ConnectionChanged | None = None
        self._garbage = GarbageCollector(self)
        self._retry_timer = QTimer(self, singleShot=True, interval=_RETRY_MS)
        self._retry_timer.timeout.connect(lambda: self._open_again(demo=False))
        self._crash = CrashGuard(__version__, app)
        self._crash.install()
        self._loop.set_exception_handler(self._crash.handle_loop_error)
        install_language(app, "en_US" if settings.language == "system" else settings.language)
        self._theme = Theme(ThemeChoice(settings.theme.value))
        self._theme.apply(app)
        self._bus = Bus()
        self._bridge = BusBridge(self._bus)
        self._bridge.received.connect(self._on_event)
        self._window = MainWindow()
        self._sign_in = SignInScreen()
        self._window.show_screen(self._sign_in)
        self._sign_in.open_requested.connect(self._begin_opening)
        self._sign_in.cancel_requested.connect(lambda: self._tasks.spawn(self._cancel_opening()))
        self._sign_in.quit_requested.connect(self._ended.set)
        self._window.closing.connect(self._ended.set)

    async def run(self) -> int:
        """Shows the window, opens the shop behind it, and returns once everything has ended."""
        self._window.show()
        self._window.activateWindow()  # where no window manager gives it the keyboard
        # After the first paint: what the shop needs takes half a second to import.
        QTimer.singleShot(0, self._begin)
        self._end_on_signals()
        await self._ended.wait()
        await self._close()
        return self._exit_code

    # ------------------------------------------------------------ opening

    def _begin(self) -> None:
        if self._options.smoke_test:
            self._tasks.spawn(self._touch_everything())
        else:
            self._begin_opening(self._options.demo)

    def _begin_opening(self, demo: bool) -> None:
        self._sign_in.show_waiting()
        self._open_again(demo)

    def _open_again(self, demo: bool) -> None:
        self._retry_timer.stop()
        self._garbage.stop()
        self._opening = self._tasks.spawn(self._open(demo, self._opening))

    async def _cancel_opening(self) -> None:
        """What was loaded stays, and opening again goes on from there."""
        if await self._end_opening(self._opening):
            self._sign_in.show_cancelled()

    async def _end_opening(self, opening: asyncio.Task[None] | None) -> bool:
        """Ends an opening that is still under way, if it is."""
        if opening is None or not opening.cancel():
            return False
        await asyncio.wait([opening])
        if self._shop is not None:
            await self._shop.close()
        return True

    async def _open(self, demo: bool, before: asyncio.Task[None] | None) -> None:
        from b4mart_desktop.app.shop import Shop

        await self._end_opening(before)
        self._shop = shop = Shop(self._settings, self._options.data_dir, self._bus)
        try:
            use = await shop.open(demo=demo, report=self._report)
        except B4MartError as error:
            await self._give_up(shop, error)
            return
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            await self._give_up(shop, AdapterError(ErrorCode.SHOP_NOT_OPENED, reason=reason))
            raise
        self._let_in(shop, use)
        gc.collect()
        gc.freeze()
        sys.setswitchinterval(_SWITCH_SECONDS)

    async def _give_up(self, shop: Shop, error: B4MartError) -> None:
        """Says why the shop is not open; what may pass by itself is tried again without being asked."""
        _log.error("the shop cannot be opened: %s", error)
        await shop.close()
        self._sign_in.show_failed(error)
        if error.code in _MAY_PASS:
            self._retry_timer.start()

    def _let_in(self, shop: Shop, use: UseCases) -> None:
        from b4mart_desktop.gui.shared.backstage import Backstage
        from b4mart_desktop.gui.shared.scanner import ScanFilter
        from b4mart_desktop.gui.style.formats import Formats
        from b4mart_desktop.gui.workplace import Workplace

        store = use.counter.store()
        if store.zone.key != store.time_zone:
            _log.warning("the time zone %r is not known here; times are in UTC", store.time_zone)
        formats = Formats(shop.language, store.currency, store.zone)
        backstage = Backstage(run=shop.backstage.call, retry=shop.retry, drain=shop.drain)
        self._workplace = Workplace(self._window, self._sign_in, use, backstage, formats, self._theme)
        self._workplace.quit_requested.connect(self._ended.set)
        self._workplace.tell(shop.incidents())
        self._bridge.received.connect(self._workplace.on_event)
        if self._connection is not None:
            self._workplace.on_event(self._connection)
        self._scans = ScanFilter(self._app)
        self._scans.scanned.connect(self._workplace.take_scan)
        hint = _demo_hint() if store.demo else ""
        self._sign_in.show_shop(use.signing_in, store, use.counter.register().code, hint)

    def _report(self, step: LoadStep | None, done: int, total: int) -> None:
        """Called in the background thread; the window belongs to this one."""
        text = self.tr("Filling the demo store…")
        self._loop.call_soon_threadsafe(self._sign_in.show_waiting, text, done, total)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, ConnectionChanged):
            self._connection = event
        if isinstance(event, ReplicaLoading) and self._workplace is None:
            text = self.tr("Copying the catalogue to this counter…")
            self._sign_in.show_waiting(text, event.done, event.total)

    async def _touch_everything(self) -> None:
        from b4mart_desktop.app.smoke import touch_everything

        self._exit_code = await touch_everything()
        self._ended.set()

    # ------------------------------------------------------------ ending

    def _end_on_signals(self) -> None:
        for name in ("SIGINT", "SIGTERM"):
            try:
                self._loop.add_signal_handler(getattr(signal, name), self._ended.set)
            except (NotImplementedError, AttributeError):
                _log.debug("%s cannot be handled on this system", name)

    async def _close(self) -> None:
        self._window.hide()
        self._retry_timer.stop()
        if self._scans is not None:
            self._app.removeEventFilter(self._scans)
        if self._workplace is not None:
            await self._workplace.close()
        await self._sign_in.tasks.cancel_all()
        await self._tasks.cancel_all()
        self._bridge.close()
        if self._shop is not None:
            await self._shop.close()
        self._window.close_for_good()
        self._crash.uninstall()


def _demo_hint() -> str:
    rows = "".join(
        f"<tr><td><b>{account.first_name}</b></td><td align='right'>PIN {account.pin}</td></tr>"
        f"<tr><td colspan='2'>{account.email}<br>{account.password}</td></tr><tr><td height='6'></td></tr>"
        for account in DEMO_ACCOUNTS
    )
    return f"<table width='100%' cellspacing='0'>{rows}</table>"
