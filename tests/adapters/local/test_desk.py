"""What lies on the desk is there again after the program ended, however it ended."""

import datetime as dt
import random
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from b4mart_desktop.adapters.local.desk import SqliteDesk
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.tills import Register
from b4mart_desktop.services.ports import Desk
from tests.adapters.local.facts import NOON, filled_cart, held_cart
from tests.seals import SEAL

REPOSITORY = Path(__file__).parents[3]
REGISTER = Register(id=new_id(), code="7", name="Front", created_at=NOON, updated_at=NOON)
Open = Callable[[], SqliteDesk]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture
def reopen(path: Path) -> Generator[Open]:
    """Opens the same file anew, closing what was open before."""
    opened: list[SqliteDesk] = []

    def open_desk() -> SqliteDesk:
        while opened:
            opened.pop().close()
        opened.append(SqliteDesk(path, SEAL))
        return opened[0]

    yield open_desk
    while opened:
        opened.pop().close()


def test_a_new_desk_is_empty(reopen: Open) -> None:
    desk: Desk = reopen()
    assert (desk.register(), desk.cart(), desk.held()) == (None, None, [])


def test_everything_is_there_after_opening_again(reopen: Open) -> None:
    desk, cart, held = reopen(), filled_cart(3), held_cart("by the door")
    desk.set_register(REGISTER)
    desk.set_cart(cart)
    desk.hold(held)
    desk = reopen()
    assert (desk.register(), desk.cart(), desk.held()) == (REGISTER, cart, [held])


def test_what_is_cleared_stays_cleared(reopen: Open) -> None:
    desk = reopen()
    desk.set_cart(filled_cart(1))
    desk.set_cart(None)
    assert reopen().cart() is None


def test_held_carts_come_newest_first_and_are_opened_once(reopen: Open) -> None:
    desk = reopen()
    old, new = held_cart("old"), held_cart("new", NOON + dt.timedelta(seconds=1))
    desk.hold(old)
    desk.hold(new)
    assert desk.held() == [new, old]
    assert desk.swap(old, old.cart, None)
    assert not desk.swap(old, old.cart, held_cart("not put away"))
    assert (reopen().held(), reopen().cart()) == ([new], old.cart)


def test_a_cart_is_put_aside_and_another_opened_in_one_go(reopen: Open) -> None:
    desk, wanted, aside = reopen(), held_cart("wanted"), held_cart("aside")
    desk.set_cart(aside.cart)
    desk.hold(wanted)
    desk._connection.execute(
        "CREATE TRIGGER full BEFORE INSERT ON things BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
    )
    with pytest.raises(sqlite3.IntegrityError):
        desk.swap(wanted, wanted.cart, aside)
    desk = reopen()
    assert (desk.cart(), desk.held()) == (aside.cart, [wanted])
    desk._connection.execute("DROP TRIGGER full")
    assert desk.swap(wanted, wanted.cart, aside)
    assert (reopen().cart(), reopen().held()) == (wanted.cart, [aside])


def test_a_dropped_cart_is_gone(reopen: Open) -> None:
    desk, paid, other = reopen(), held_cart("paid"), held_cart("other")
    desk.hold(paid)
    desk.hold(other)
    desk.drop(paid.cart.id)
    assert reopen().held() == [other]


def test_what_is_done_once_waits_for_the_disk_and_each_key_of_the_clerk_does_not(reopen: Open) -> None:
    desk, held = reopen(), held_cart("by the door")
    statements: list[str] = []
    desk._connection.set_trace_callback(statements.append)
    desk.set_register(REGISTER)
    desk.set_cart(filled_cart(1))
    desk.set_cart(filled_cart(2), synced=True)
    desk.hold(held)
    desk.swap(desk.held()[0], held.cart, None)
    desk.drop(held.cart.id)
    waits = [statement.split()[-1] for statement in statements if "synchronous" in statement]
    assert waits == ["FULL", "NORMAL", "FULL", "FULL", "FULL", "FULL"]


def test_two_threads_at_one_desk_do_not_get_in_each_others_way(reopen: Open) -> None:
    desk, cart = reopen(), filled_cart(5)

    def name_register() -> None:
        for _ in range(50):
            desk.set_register(REGISTER)
            assert desk.register() == REGISTER

    with ThreadPoolExecutor() as pool:
        naming = pool.submit(name_register)
        while not naming.done():
            desk.set_cart(cart)
            assert desk.cart() == cart
        naming.result()


def test_a_cart_of_fifty_lines_is_written_in_less_than_a_millisecond(reopen: Open) -> None:
    desk, cart, times = reopen(), filled_cart(50), []
    for _ in range(300):
        start = time.perf_counter()
        desk.set_cart(cart)
        times.append(time.perf_counter() - start)
    assert statistics.median(times) < 0.001


def test_the_log_is_emptied_in_the_background(reopen: Open, path: Path) -> None:
    desk, cart, sizes = reopen(), filled_cart(50), []
    for _ in range(5):
        for _ in range(200):
            desk.set_cart(cart)
        desk._housekeeper.submit(lambda: None).result()  # stands behind what it has to do
        sizes.append(Path(f"{path}-wal").stat().st_size)
    assert sizes[-1] < 2 * sizes[0]


def test_the_cart_survives_kill_9(path: Path) -> None:
    for _ in range(3):
        command = [sys.executable, "-m", "tests.adapters.local.desk_child", str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=REPOSITORY) as child:
            assert child.stdout is not None
            first = child.stdout.readline()
            time.sleep(random.uniform(0.0, 0.1))
            child.kill()
            told = int((first + child.stdout.read()).split()[-1])
        with closing(SqliteDesk(path, SEAL)) as desk:
            cart = desk.cart()
        assert cart is not None
        assert len(cart.lines) in (told, told + 1)


def test_a_cart_of_another_version_is_as_if_not_there_and_nothing_else_is_lost(
    reopen: Open, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk = reopen()
    desk.set_register(REGISTER)
    desk.set_cart(filled_cart(1))
    desk.hold(held := held_cart("good"))
    desk.hold(bad := held_cart("bad"))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE things SET value = CAST('{}' AS BLOB) WHERE name = 'cart'")
        connection.execute("UPDATE held SET value = CAST('{}' AS BLOB) WHERE cart = ?", (bad.cart.id,))
    assert (desk.cart(), desk.register(), desk.held()) == (None, REGISTER, [held])
    assert "cannot be read" in caplog.text


@pytest.mark.parametrize("damage", [b"not a database", None])
def test_a_damaged_file_is_kept_and_the_desk_is_empty(
    reopen: Open, path: Path, damage: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    desk = reopen()
    desk.set_register(REGISTER)
    desk.set_cart(filled_cart(200))
    desk.close()
    content = path.read_bytes()
    broken = content[: len(content) // 2] if damage is None else damage + content[len(damage) :]
    path.write_bytes(broken)
    with closing(SqliteDesk(path, SEAL)) as fresh:
        assert fresh.cart() is None
        fresh.set_register(REGISTER)
    (kept,) = path.parent.glob("desk.damaged-*.db")
    assert kept.read_bytes() == broken
    assert str(kept) in caplog.text


def test_a_disk_that_refuses_is_an_error_with_the_place(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(AdapterError) as caught:
        SqliteDesk(tmp_path / "file" / "desk.db", SEAL)
    assert caught.value.code is ErrorCode.DISK_WRITE_FAILED


def test_amounts_come_back_to_the_cent(reopen: Open) -> None:
    desk, held = reopen(), held_cart("exact")
    desk.hold(held)
    assert desk.held()[0].total == Decimal("5.00")
