"""What is in the way when the shop opens or closes: told, tried again, and nothing kept that others need."""

import asyncio
import threading
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.embedded.lock import FolderLock
from b4mart_desktop.adapters.mongo.migrations import VERSIONS
from b4mart_desktop.app.database import ShopDatabase
from b4mart_desktop.app.program import Options, Program
from b4mart_desktop.app.shop import Shop, open_local
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.services.bus import Bus, ConnectionChanged
from b4mart_desktop.settings import Settings
from tests.app.till import open_till, sell, until

NOBODY_LISTENS = "mongodb://127.0.0.1:9/shop?serverSelectionTimeoutMS=200"


async def open_and_close(folder: Path, settings: Settings) -> ErrorCode | None:
    """What keeps people from signing in; None where they can."""
    shop = Shop(settings, folder, Bus())
    try:
        await shop.open(demo=False, report=lambda *_: None)
    except AdapterError as error:
        return error.code
    finally:
        await shop.close()
    return None


def test_files_that_cannot_be_opened_give_the_folder_back(tmp_path: Path) -> None:
    (tmp_path / "desk.sqlite").mkdir()
    with pytest.raises(AdapterError) as refused:
        open_local(tmp_path, "shop")
    assert refused.value.code is not ErrorCode.DATA_FOLDER_IN_USE

    (tmp_path / "desk.sqlite").rmdir()
    open_local(tmp_path, "shop").close()


async def test_the_first_start_says_that_the_database_cannot_be_reached(tmp_path: Path) -> None:
    settings = Settings(mongodb_uri=NOBODY_LISTENS)
    assert await open_and_close(tmp_path, settings) is ErrorCode.DATABASE_UNREACHABLE


async def test_a_store_without_active_staff_is_told(shop_uri: str, tmp_path: Path) -> None:
    async with make_client(shop_uri) as client:
        await client.get_default_database().users.update_many(
            {"staff": {"$exists": True}}, {"$set": {"staff.active": False}}
        )
    assert await open_and_close(tmp_path, Settings(mongodb_uri=shop_uri)) is ErrorCode.NOBODY_MAY_SIGN_IN


async def test_selling_and_trying_again_work_while_our_own_server_does_not_start(
    data_dir: Path, tmp_path: Path
) -> None:
    bus, told = Bus(), list[ConnectionChanged]()
    bus.subscribe(lambda event: told.append(event) if isinstance(event, ConnectionChanged) else None)
    async with open_till(data_dir, Settings(), Bus()) as (use, _):
        await until(lambda: not use.counter.journal.state().waiting, "the opening of the till is posted")

    async with open_till(data_dir, Settings(mongod=tmp_path / "missing"), bus) as (use, shop):
        await sell(use)
        await until(lambda: told, "the reason is told")
        (sold,) = use.counter.journal.queue()
        set_aside(shop, sold.number)
        assert use.counter.journal.state().set_aside == 1
        shop.retry(sold.number)
        state = use.counter.journal.state()
        assert (state.sales, state.waiting, state.set_aside) == (1, 1, 0)
    assert [event.online for event in told] == [False]
    assert "missing" in (told[0].reason or "")

    async with open_till(data_dir, Settings(), Bus()) as (use, _):
        await until(lambda: not use.counter.journal.state().waiting, "the sale is posted")


async def test_a_database_that_refused_at_the_start_is_tried_again(shop_uri: str, tmp_path: Path) -> None:
    settings, bus, told = Settings(mongodb_uri=shop_uri), Bus(), list[ConnectionChanged]()
    bus.subscribe(lambda event: told.append(event) if isinstance(event, ConnectionChanged) else None)
    async with open_till(tmp_path, settings, Bus()):
        pass
    async with make_client(shop_uri) as client:
        versions = client.get_default_database()[VERSIONS]
        await versions.update_one({}, {"$inc": {"version": 1000}})
        async with open_till(tmp_path, settings, bus) as (use, _):
            await until(lambda: told, "the refusal is told")
            assert not told[0].online
            await sell(use)
            await versions.update_one({}, {"$inc": {"version": -1000}})
            await until(lambda: not use.counter.journal.state().waiting, "the sale is posted")


async def test_a_database_that_does_not_close_keeps_nothing(
    shop_uri: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = ShopDatabase.close

    async def close_and_fail(self: ShopDatabase) -> None:
        await close(self)
        raise RuntimeError("as a driver may")

    monkeypatch.setattr(ShopDatabase, "close", close_and_fail)
    async with open_till(tmp_path, Settings(mongodb_uri=shop_uri), Bus()) as (use, _):
        assert use.counter.journal.shift_cash(use.counter.shift().id) == Decimal(100)
    lock = FolderLock(tmp_path)
    lock.acquire()
    lock.release()
    assert "backstage" not in {thread.name for thread in threading.enumerate()}


async def test_the_window_says_why_the_shop_is_not_open_and_can_be_left(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    program = Program(qapp, Settings(mongodb_uri=NOBODY_LISTENS), Options(tmp_path))
    running = asyncio.ensure_future(program.run())
    window = program._window
    await until(lambda: "Quit" in buttons(window), "a way out")
    assert "Try again" in buttons(window)
    assert any("127.0.0.1:9" in label.text() for label in window.findChildren(QLabel) if label.isVisible())
    buttons(window)["Quit"].click()
    assert await running == 0


def set_aside(shop: Shop, number: int) -> None:
    """What the poster did with an entry that the database refused."""
    assert shop._local is not None
    shop._local.journal.mark_failed(number, "Document failed validation", set_aside=True)


def buttons(window: QWidget) -> dict[str, QPushButton]:
    found = window.findChildren(QPushButton)
    return {button.text(): button for button in found if button.isVisible()}
