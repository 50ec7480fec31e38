"""A clerk signed in at the main window of a real shop, put together as the program does it."""

import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from b4mart_desktop.app.shop import Shop
from b4mart_desktop.gui.main_window import MainWindow
from b4mart_desktop.gui.screens import UseCases
from b4mart_desktop.gui.shared.backstage import Backstage
from b4mart_desktop.gui.sign_in.sign_in_screen import SignInScreen
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.theme import Theme, ThemeChoice
from b4mart_desktop.gui.workplace import Workplace
from b4mart_desktop.services.bus import Bus
from b4mart_desktop.settings import Settings
from tests.app.till import open_till, until


@dataclass(frozen=True, slots=True)
class CounterWindow:
    """What a test looks at and presses."""

    window: MainWindow
    workplace: Workplace
    use: UseCases
    shop: Shop


@contextlib.asynccontextmanager
async def open_window(app: QApplication, folder: Path, settings: Settings) -> AsyncGenerator[CounterWindow]:
    """Opens the shop with its whole catalogue and shows the sell screen to whoever is first on its list."""
    bus = Bus()
    app.setQuitOnLastWindowClosed(False)  # as the program does: it would stop the loop under this coroutine
    async with open_till(folder, settings, bus) as (use, shop):
        store = use.counter.store()
        window, sign_in = MainWindow(), SignInScreen()
        formats = Formats("en_US", store.currency, store.zone)
        backstage = Backstage(run=shop.backstage.call, retry=shop.retry, drain=shop.drain)
        theme = Theme(ThemeChoice.LIGHT, app)
        workplace = Workplace(window, sign_in, use, backstage, formats, theme)
        window.show()
        window.activateWindow()
        workplace.enter()
        await until(window.isActiveWindow, "the window has the keyboard")
        try:
            yield CounterWindow(window, workplace, use, shop)
        finally:
            await workplace.close()
            window.close_for_good()
            window.deleteLater()
