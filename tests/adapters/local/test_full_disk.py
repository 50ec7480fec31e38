"""A disk that is full, or read-only: said before money is taken, nothing lost, and it goes on by itself."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Generator
from contextlib import closing
from pathlib import Path

import pytest

from b4mart_desktop.adapters.local.desk import SqliteDesk
from b4mart_desktop.adapters.local.journal import journal as journal_module
from b4mart_desktop.adapters.local.journal.journal import SqliteJournal
from b4mart_desktop.adapters.security.local_key import open_keys
from b4mart_desktop.adapters.security.system_keyring import SystemKeyring
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from tests.adapters.local.facts import filled_cart, held_cart, paid_sale
from tests.adapters.local.journals import overwrite
from tests.seals import SEAL
from tests.small_disk import MEGABYTE, fill_up, mount, small_disk


@pytest.fixture
def disk(tmp_path: Path) -> Generator[Path]:
    with small_disk(tmp_path) as mounted:
        yield mounted


async def refused(attempt: Awaitable[object]) -> bool:
    """Whether the disk is what refuses it."""
    with pytest.raises(AdapterError) as caught:
        await attempt
    return caught.value.code is ErrorCode.DISK_WRITE_FAILED and bool(caught.value.data["reason"])


@pytest.mark.parametrize("leave", [0, 4096, 65_536, MEGABYTE, 7 * MEGABYTE])
async def test_a_full_disk_is_said_before_money_is_taken_and_selling_goes_on_once_there_is_room(
    disk: Path, leave: int
) -> None:
    with closing(SqliteJournal(disk / "journal.db", SEAL)) as journal:
        await journal.check_writable()
        first = await journal.append_sale(paid_sale(), "A")
        filler = fill_up(disk, leave)
        assert await refused(journal.check_writable())
        assert journal.recent_sales() == [first]
        filler.unlink()
        await journal.check_writable()
        assert (await journal.append_sale(paid_sale(), "A")).order.receipt_number == "A-000002"


async def test_a_payment_that_was_begun_with_room_can_be_ended(disk: Path) -> None:
    """What is kept free is more than a sale needs, however large."""
    with closing(SqliteJournal(disk / "journal.db", SEAL)) as journal:
        fill_up(disk, journal_module.ROOM_BYTES + MEGABYTE)
        await journal.check_writable()
        for _ in range(20):
            await journal.append_sale(paid_sale(lines=200), "A")


async def test_sales_that_a_full_disk_refuses_leave_no_trace(disk: Path) -> None:
    with closing(SqliteJournal(disk / "journal.db", SEAL)) as journal:
        sold = [await journal.append_sale(paid_sale(), "A")]
        filler = fill_up(disk, 150_000)
        while True:
            try:
                sold.append(await journal.append_sale(paid_sale(), "A"))
            except AdapterError:
                break
        assert journal.recent_sales() == sold[::-1]
        filler.unlink()
        sold.append(await journal.append_sale(paid_sale(), "A"))
    with closing(SqliteJournal(disk / "journal.db", SEAL)) as journal:
        assert journal.salvage is None
        assert journal.recent_sales() == sold[::-1]
        assert sold[-1].order.receipt_number == f"A-{len(sold):06d}"


def mark_each(journal: SqliteJournal, numbers: range) -> None:
    for number in numbers:
        journal.mark_posted([number])


async def test_marks_that_a_full_disk_refuses_leave_the_entries_waiting(disk: Path) -> None:
    """They are posted again then, which changes nothing: posting looks for them first."""
    with closing(SqliteJournal(disk / "journal.db", SEAL)) as journal:
        for _ in range(30):
            await journal.append_sale(paid_sale(), "A")
        filler = fill_up(disk)
        with pytest.raises(AdapterError):
            mark_each(journal, range(1, 31))
        left = journal.state().waiting
        assert left > 0
        filler.unlink()
        journal.mark_posted(range(1, 31))
        assert journal.state().waiting == 0


async def test_a_crash_on_a_full_disk_loses_nothing(disk: Path) -> None:
    with closing(SqliteJournal(disk / "journal.db", SEAL)) as journal:
        sold = [await journal.append_sale(paid_sale(), "A") for _ in range(20)]
        fill_up(disk)
    with closing(SqliteJournal(disk / "journal.db", SEAL)) as journal:
        assert journal.salvage is None
        assert journal.recent_sales() == sold[::-1]


async def test_a_journal_that_cannot_be_made_smaller_for_lack_of_room_opens_all_the_same(disk: Path) -> None:
    path = disk / "journal.db"
    with closing(SqliteJournal(path, SEAL)) as journal:
        sales = [await journal.append_sale(paid_sale(lines=100), "A") for _ in range(30)]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA auto_vacuum = NONE")  # as in a file of version 1
        connection.execute("VACUUM")
        connection.execute("PRAGMA journal_mode = WAL")
    filler = fill_up(disk, 65_536)
    assert path.stat().st_size > 2 * 65_536
    with closing(SqliteJournal(path, SEAL)) as journal:
        assert journal.recent_sales() == sales[::-1]
        assert mode_of(path) == 0
    filler.unlink()
    SqliteJournal(path, SEAL).close()
    assert mode_of(path) == 2


def mode_of(path: Path) -> int:
    """How a file gives room back: 0 not at all, 2 page by page."""
    with closing(sqlite3.connect(path)) as connection:
        (mode,) = connection.execute("PRAGMA auto_vacuum").fetchone()
    return int(mode)


def test_a_salvage_that_a_full_disk_refuses_leaves_nothing_behind(disk: Path) -> None:
    path = disk / "journal.db"
    with closing(SqliteJournal(path, SEAL)) as journal:
        for _ in range(300):
            asyncio.run(journal.append_sale(paid_sale(lines=100), "A"))
    assert path.stat().st_size > MEGABYTE
    overwrite(path, 0, b"not a database")
    filler = fill_up(disk, path.stat().st_size // 2)
    with pytest.raises(AdapterError) as caught:
        SqliteJournal(path, SEAL)
    assert caught.value.code is ErrorCode.DISK_WRITE_FAILED
    assert not [file.name for file in disk.iterdir() if "rebuilt" in file.name]
    filler.unlink()
    with closing(SqliteJournal(path, SEAL)) as journal:
        assert journal.salvage is not None
        assert len(journal.recent_sales(1000)) == 300


def many_times(attempt: Callable[[], None]) -> None:
    """There may be room in the log for some."""
    for _ in range(200):
        attempt()


async def test_the_desk_keeps_what_it_had_and_goes_on_once_there_is_room(disk: Path) -> None:
    cart, larger = filled_cart(3), filled_cart(400)
    with closing(SqliteDesk(disk / "desk.db", SEAL)) as desk:
        desk.set_cart(cart)
        filler = fill_up(disk)
        for attempt in (lambda: desk.set_cart(larger), lambda: desk.hold(held_cart("by the door"))):
            with pytest.raises(AdapterError) as caught:
                many_times(attempt)
            assert caught.value.code is ErrorCode.DISK_WRITE_FAILED
        assert desk.cart() in (cart, larger)
        filler.unlink()
        desk.set_cart(larger)
        desk.hold(held_cart("on the shelf"))
    with closing(SqliteDesk(disk / "desk.db", SEAL)) as desk:
        assert desk.cart() == larger
        assert "on the shelf" in [held.label for held in desk.held()]


def test_a_first_start_on_a_full_disk_is_told(disk: Path) -> None:
    fill_up(disk)
    for attempt in (
        lambda: SqliteJournal(disk / "journal.db", SEAL),
        lambda: SqliteDesk(disk / "desk.db", SEAL),
        lambda: open_keys(disk, SystemKeyring()),
    ):
        with pytest.raises(AdapterError) as caught:
            attempt()
        assert caught.value.code is ErrorCode.DISK_WRITE_FAILED
        assert str(disk) in str(caught.value.data["path"])


def test_a_read_only_disk_is_told_and_what_is_on_it_stays(disk: Path) -> None:
    with closing(SqliteJournal(disk / "journal.db", SEAL)) as journal:
        sale = asyncio.run(journal.append_sale(paid_sale(), "A"))
    SqliteDesk(disk / "desk.db", SEAL).close()
    before = {file.name: file.read_bytes() for file in disk.iterdir()}
    mount("-o", "remount,ro", str(disk))
    for attempt in (
        lambda: SqliteJournal(disk / "journal.db", SEAL),
        lambda: SqliteDesk(disk / "desk.db", SEAL),
    ):
        with pytest.raises(AdapterError) as caught:
            attempt()
        assert caught.value.code is ErrorCode.DISK_WRITE_FAILED
    assert {file.name: file.read_bytes() for file in disk.iterdir()} == before
    mount("-o", "remount,rw", str(disk))
    with closing(SqliteJournal(disk / "journal.db", SEAL)) as journal:
        assert journal.recent_sales() == [sale]
