"""The real program on a small demo store: window, screens, use cases, database. Nothing is played here."""

import contextlib
import datetime as dt
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from b4mart_desktop.adapters.demo.loader import is_demo_loaded, load_demo_store
from b4mart_desktop.adapters.mongo.connect import DATABASE_NAME, make_client
from b4mart_desktop.adapters.mongo.embedded import EmbeddedMongo
from b4mart_desktop.adapters.mongo.embedded.folder import FOLDER_NAME
from b4mart_desktop.adapters.mongo.migrations import prepare_database
from b4mart_desktop.app.shop import Shop
from b4mart_desktop.gui.main_window import MainWindow
from b4mart_desktop.gui.screens import UseCases
from b4mart_desktop.gui.shared.backstage import Backstage
from b4mart_desktop.gui.shared.bridge import BusBridge
from b4mart_desktop.gui.sign_in.sign_in_screen import SignInScreen
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.theme import Theme, ThemeChoice
from b4mart_desktop.gui.workplace import Workplace
from b4mart_desktop.services.bus import Bus, ConnectionChanged
from b4mart_desktop.settings import Settings

LANGUAGE = "en_US"
PRODUCTS = 3_000
_OPENS = dt.timedelta(hours=8, minutes=2)


class Clock:
    """The shop's time: today from the morning on, moved by hand, so that pictures do not tell the hour."""

    def __init__(self, zone: dt.tzinfo) -> None:
        midnight = dt.datetime.now(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        self.now = midnight + _OPENS

    def __call__(self) -> dt.datetime:
        return self.now.astimezone(dt.UTC)

    def pass_minutes(self, minutes: float) -> None:
        """Lets time pass."""
        self.now += dt.timedelta(minutes=minutes)


@dataclass(frozen=True, slots=True)
class Stage:
    """What a scene is played with."""

    window: MainWindow
    sign_in: SignInScreen
    workplace: Workplace
    use: UseCases
    theme: Theme
    clock: Clock
    shop: Shop


@contextlib.asynccontextmanager
async def open_stage(app: QApplication, data_dir: Path) -> AsyncGenerator[Stage]:
    """Yields the program, signed out, on the demo store in ``data_dir``; closes it afterwards."""
    await _fill(data_dir)
    theme = Theme(ThemeChoice.LIGHT, app)
    theme.apply(app)
    bus = Bus()
    bridge = BusBridge(bus)
    shop = Shop(Settings(), data_dir, bus)
    try:
        connections = list[ConnectionChanged]()
        bridge.received.connect(lambda e: connections.append(e) if isinstance(e, ConnectionChanged) else None)
        use = await shop.open(demo=False, report=lambda step, done, total: None)
        stage = _set(shop, use, theme)
        bridge.received.connect(stage.workplace.on_event)
        for event in connections:
            stage.workplace.on_event(event)
        try:
            yield stage
        finally:  # also where a scene failed
            await stage.workplace.close()
            stage.window.close_for_good()
    finally:
        bridge.close()
        await shop.close()


def _set(shop: Shop, use: UseCases, theme: Theme) -> Stage:
    store = use.counter.store()
    zone = store.zone
    clock = Clock(zone)
    object.__setattr__(use.counter, "clock", clock)  # frozen for the program, whose time is the system's
    window, sign_in = MainWindow(), SignInScreen()
    window.show_screen(sign_in)
    formats = Formats(shop.language, store.currency, zone)
    backstage = Backstage(run=shop.backstage.call, retry=shop.retry, drain=shop.drain)
    workplace = Workplace(window, sign_in, use, backstage, formats, theme)
    window.show()
    return Stage(window, sign_in, workplace, use, theme, clock, shop)


async def _fill(data_dir: Path) -> None:
    server = EmbeddedMongo(data_dir / FOLDER_NAME)
    uri = await server.start()
    try:
        async with make_client(uri) as client:
            database = client.get_default_database(DATABASE_NAME)
            await prepare_database(database)
            if not await is_demo_loaded(database):
                await load_demo_store(database, lambda done, total, step: None, PRODUCTS)
    finally:
        await server.stop()
