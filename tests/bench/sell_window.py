"""The real sell screen in the real main window, worked by keys as a clerk and a scanner do."""

import contextlib
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListView, QWidget

from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.app.neighbours import Neighbours
from b4mart_desktop.app.use_cases import make_invoicing, make_printing, make_reader, make_use_cases
from b4mart_desktop.backstage.thread import Backstage as BackstageThread
from b4mart_desktop.domain.entries import QueueState
from b4mart_desktop.gui.screens import UseCases
from b4mart_desktop.gui.sell.sell_screen import SellScreen
from b4mart_desktop.gui.shared.backstage import Backstage
from b4mart_desktop.gui.sign_in.sign_in_screen import SignInScreen
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.theme import Theme
from b4mart_desktop.gui.widgets.search_field import SearchField
from b4mart_desktop.gui.workplace import Workplace
from tests.bench.server import closed_port
from tests.bench.till import Till
from tests.bench.windows import PaintedWindow, child, seconds_until_painted

LANGUAGE = "en_US"


class SellWindow:
    """The window and the hands on it.

    Attributes:
        window: What was painted, and when.
        workplace: The way through the screens; somebody is signed in and the till is open.
        formats: How the screens write amounts.
        lines: The cart's view.
        results: The search's view.
        tiles: The products to tap.
    """

    def __init__(self, use: UseCases, backstage: Backstage) -> None:
        self.use = use
        store = use.counter.store()
        self.formats = Formats(LANGUAGE, store.currency, ZoneInfo(store.time_zone))
        self.window = PaintedWindow()
        self.workplace = Workplace(self.window, SignInScreen(), use, backstage, self.formats, _theme())
        self.window.show()
        self.workplace.enter()
        screen = self.window.shown()
        assert isinstance(screen, SellScreen)
        self._screen = screen
        self._field = _field(screen)
        self.lines = child(screen, QListView, "lines_view")
        self.results = child(screen, QListView, "results_view")
        self.tiles = child(screen, QListView, "tiles_view")
        self._total = child(screen, QLabel, "total_label")

    def new_cart(self) -> None:
        """Starts with the next customer."""
        self.use.selling.start_new()
        self._screen.refresh()

    async def scan(self, code: str) -> float:
        """Scans; returns the seconds from the Return that ends the code until line and total are painted."""
        self._field.setFocus()
        QTest.keyClicks(self._field, code)
        count, total = self.lines.model().rowCount(), self._total.text()
        return await seconds_until_painted(
            self.window,
            lambda: QTest.keyClick(self._field, Qt.Key.Key_Return),
            lambda: self.lines.model().rowCount() > count and self._total.text() != total,
        )

    async def type_letter(self, letter: str) -> float:
        """Types into the search; returns the seconds from the key until the rows found are painted."""
        found: list[bool] = []
        model = self.results.model()

        def on_reset() -> None:
            found.append(True)

        model.modelReset.connect(on_reset)
        try:
            return await seconds_until_painted(
                self.window, lambda: QTest.keyClicks(self._field, letter), lambda: bool(found)
            )
        finally:
            model.modelReset.disconnect(on_reset)

    def clear_search(self) -> None:
        """Empties the field."""
        self._field.clear()

    async def close(self) -> None:
        """Ends what the screens still do, and the window."""
        await self.workplace.close()
        self.window.close_for_good()


@contextlib.asynccontextmanager
async def sell_window(till: Till, folder: Path) -> AsyncGenerator[SellWindow]:
    """Opens the window on a till whose database nobody has connected, and closes it."""
    client = make_client(f"mongodb://127.0.0.1:{closed_port()}/")
    database = client.get_database("none")
    invoicing = make_invoicing(till.counter, database, LANGUAGE)
    reader = await make_reader(till.counter)
    printing = make_printing(till.counter, folder, LANGUAGE)
    neighbours = Neighbours(till.counter, database, BackstageThread(), folder, redis=None)
    use = make_use_cases(till.counter, database, reader, neighbours, invoicing, printing)
    opened = SellWindow(use, Backstage(run=_refuse, retry=lambda _: None, drain=_drain))
    try:
        yield opened
    finally:
        await opened.close()
        await client.close()


def _theme() -> Theme:
    app = QApplication.instance()
    assert app is not None
    found = app.findChild(Theme)
    assert isinstance(found, Theme)
    return found


def _field(screen: QWidget) -> SearchField:
    found = screen.findChild(SearchField)
    assert isinstance(found, SearchField)
    return found


async def _drain() -> QueueState:
    raise ConnectionError


async def _refuse(coroutine: Any) -> Any:
    coroutine.close()
    raise ConnectionError
