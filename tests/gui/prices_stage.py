"""The prices room in a window, over a counter's real files and a real server."""

from __future__ import annotations

from collections.abc import Awaitable, Coroutine
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QMainWindow,
    QWidget,
)

from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.price_rules import MongoPriceRules
from b4mart_desktop.adapters.mongo.scheduled_prices import MongoScheduledPrices
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.promotions import Promotion
from b4mart_desktop.gui.prices.making import PriceUseCases, make_prices_room
from b4mart_desktop.gui.prices.prices_room import PricesTab
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.pictures import PictureLoader
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.services.price_list_rules import PriceListRules
from b4mart_desktop.services.price_preview import PricePreview
from b4mart_desktop.services.price_rules import PromotionRules
from b4mart_desktop.services.scheduled_prices import ScheduledPrices
from b4mart_desktop.services.tax_rules import TaxRules
from tests.gui.asynchronous import until, visible_dialog
from tests.unit.services.shop import (
    Shop,
)

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
PATIENCE = 10.0
W = TypeVar("W", bound=QWidget)
replace = msgspec.structs.replace


class Nobody:
    """Approves nothing."""

    async def ask(self, action: Action) -> User | None:
        """Returns nobody."""
        return None


class Stage:
    """The room in a window, with a counter and a database behind it."""

    def __init__(self, counter: Shop, database: Database) -> None:
        self.counter, self.database, self.away = counter, database, False
        book = MongoPriceRules(database)
        at = counter.counter
        self.use = PriceUseCases(
            PromotionRules(at, book),
            PriceListRules(at, book),
            TaxRules(at, book),
            ScheduledPrices(at, MongoScheduledPrices(database)),
            PricePreview(at),
        )
        self.window = QMainWindow()
        self.formats = Formats("en_US", "USD", ZoneInfo("America/New_York"))
        self.messages = Messages(self.window, self.formats)
        pictures = PictureLoader(None, self.run, self.window)  # type: ignore[arg-type]
        tools = RoomTools(self.window, self.messages, self.run, self.formats, Nobody(), pictures)
        self.room = make_prices_room(self.use, at.catalogue, tools)
        self.window.setCentralWidget(self.room)
        self.window.resize(1366, 768)

    def run(self, work: Coroutine[Any, Any, Any]) -> Awaitable[Any]:
        if self.away:
            work.close()
            raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="pulled the plug")
        return work

    async def open(self, tab: PricesTab = PricesTab.PROMOTIONS) -> None:
        self.window.show()
        self.window.activateWindow()
        await until(self.window.isActiveWindow, PATIENCE)
        self.room.enter()
        self.room.show_tab(tab)
        await self.quiet()

    async def quiet(self) -> None:
        await until(lambda: not self.room.tasks._tasks, PATIENCE)

    async def close(self) -> None:
        """Ends what goes on and takes the window away while its parts are still held: in Qt's order."""
        await self.room.tasks.cancel_all()
        gone: list[bool] = []
        self.window.destroyed.connect(lambda: gone.append(True))
        self.window.deleteLater()
        await until(lambda: bool(gone), PATIENCE)

    def tab(self, kind: type[W]) -> W:
        found = self.room.findChild(kind)
        assert found is not None
        return found

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    async def command(self, key: Qt.Key) -> None:
        """Presses a button's key with Ctrl; buttons go down for a moment before they act."""
        self.press(key, CTRL)
        await until(
            lambda: not any(each.isDown() for each in self.window.findChildren(QAbstractButton)), PATIENCE
        )

    def write(self, text: str, key: Qt.Key | None = None) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, text)
        if key is not None:
            self.press(key)

    def button(self, text: str) -> QAbstractButton:
        top = QApplication.activeModalWidget() or self.window
        found = [each for each in top.findChildren(QAbstractButton) if each.isVisible()]
        return next(each for each in found if text in (each.text(), each.accessibleName()))

    def field(self, name: str) -> QWidget:
        top = QApplication.activeModalWidget() or self.window
        found = [
            each for each in top.findChildren(QWidget) if each.accessibleName() == name and each.isVisible()
        ]
        assert found, name
        return found[0]

    async def dialog(self, kind: type[QDialog] = QDialog) -> Any:
        def opened() -> QDialog | None:
            shown = visible_dialog()
            return shown if isinstance(shown, kind) and shown.isActiveWindow() else None

        return await until(opened, PATIENCE)

    async def promotion(self, **fields: Any) -> Promotion:
        """Adds a promotion as another office does."""
        made = replace(self.use.promotions.blank(), name="Cola week", **fields)
        return await self.use.promotions.save(None, made, ())

    async def stored(self) -> list[dict[str, Any]]:
        return await self.database.promotions.find().to_list()
