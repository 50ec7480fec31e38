"""What is in the way when the shop opens or closes: told, tried again, and nothing kept that others need."""

import asyncio
import shutil
import sqlite3
import threading
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.embedded.lock import FolderLock
from b4mart_desktop.adapters.mongo.migrations import VERSIONS
from b4mart_desktop.app.database import ShopDatabase
from b4mart_desktop.app.local_files import LocalFiles, open_local
from b4mart_desktop.app.program import Options, Program
from b4mart_desktop.app.shop import Shop
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.sale import Sale
from b4mart_desktop.domain.tills import Register
from b4mart_desktop.services.bus import Bus, ConnectionChanged
from b4mart_desktop.settings import Settings
from tests.adapters.local.facts import paid_sale
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


REGISTER = Register(id=new_id(), code="7", name="Front", created_at=utc_now(), updated_at=utc_now())


def reopen(folder: Path) -> LocalFiles:
    return open_local(folder, "shop")


def sell_offline(files: LocalFiles) -> Sale:
    return asyncio.run(files.journal.append_sale(paid_sale(), REGISTER.code))


@pytest.fixture
def sold(tmp_path: Path) -> Path:
    """The folder of register 7, which has sold once."""
    with closing(reopen(tmp_path)) as files:
        files.set_register(REGISTER)
        assert sell_offline(files).order.receipt_number == "7-000001"
        assert files.incidents == ()
    return tmp_path


def codes(files: LocalFiles) -> list[ErrorCode]:
    return [incident.code for incident in files.incidents]


@pytest.mark.parametrize("emptied", [False, True])
def test_a_journal_that_is_gone_is_told_and_no_number_comes_twice(sold: Path, emptied: bool) -> None:
    for path in sold.glob("journal.sqlite*"):
        path.unlink()
    if emptied:
        (sold / "journal.sqlite").touch()
    with closing(reopen(sold)) as files:
        assert codes(files) == [ErrorCode.JOURNAL_GONE]
        number = sell_offline(files).order.receipt_number
    assert number is not None
    assert int(number.removeprefix("7-")) > 1_000_000
    with closing(reopen(sold)) as files:
        assert files.incidents == ()


def test_a_damaged_desk_is_told_kept_and_the_same_register(sold: Path) -> None:
    for _ in range(2):
        (sold / "desk.sqlite").write_bytes(b"not a database")
        with closing(reopen(sold)) as files:
            assert codes(files) == [ErrorCode.DESK_RENEWED]
            assert files.desk.register() == REGISTER
    assert len(list(sold.glob("desk.damaged-*.sqlite"))) == 2


def test_a_register_noted_on_the_desk_alone_is_noted_when_it_is_opened(sold: Path) -> None:
    with closing(reopen(sold)) as files:
        files.desk.set_register(renamed := msgspec.structs.replace(REGISTER, name="By the door"))
    reopen(sold).close()
    (sold / "desk.sqlite").write_bytes(b"not a database")
    with closing(reopen(sold)) as files:
        assert files.desk.register() == renamed


def test_a_key_that_was_deleted_is_told_with_what_cannot_be_read(sold: Path) -> None:
    (sold / "key.json").unlink()
    with closing(reopen(sold)) as files:
        assert [(each.code, each.data) for each in files.incidents] == [
            (ErrorCode.KEY_RENEWED, {"unsent": 1})
        ]
        assert len(files.journal.damaged()) == 1


async def test_numbers_go_on_after_a_folder_was_restored_from_an_older_copy(
    shop_uri: str, tmp_path: Path
) -> None:
    settings, live, old = Settings(mongodb_uri=shop_uri), tmp_path / "live", tmp_path / "old"

    async def sell_one(folder: Path) -> str | None:
        async with open_till(folder, settings, Bus()) as (use, shop):
            await until(lambda: shop._poster, "the database is connected")
            sale = await sell(use)
            await until(lambda: not use.counter.journal.state().waiting, "the sale is posted")
            assert use.counter.journal.state().set_aside == 0
        return sale.order.receipt_number

    first = await sell_one(live)
    await asyncio.to_thread(shutil.copytree, live, old)
    with closing(sqlite3.connect(old / "desk.sqlite", isolation_level=None)) as desk:
        desk.execute("DELETE FROM things WHERE name = 'cart'")  # the next sale is to be another one
    second, third = await sell_one(live), await sell_one(old)
    assert [first, second, third] == ["1-000001", "1-000002", "1-000003"]


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
        (movement,) = use.counter.journal.shift_entries(use.counter.shift().id).movements
        assert movement.amount == Decimal(100)
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
