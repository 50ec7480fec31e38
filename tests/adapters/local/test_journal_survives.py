"""What is left of the journal when the program, the disk or the file itself fails."""

import asyncio
import random
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pytest

from b4mart_desktop.adapters.local.journal import journal as journal_module
from b4mart_desktop.adapters.local.journal import rows as journal_rows
from b4mart_desktop.adapters.local.journal.journal import SqliteJournal
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from tests.adapters.local.facts import audited, paid_sale
from tests.adapters.local.journals import execute, fill, flip, overwrite
from tests.seals import SEAL

REPOSITORY = Path(__file__).parents[3]
MURDERS = 8


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


# ---------------------------------------------------------------- kill -9


def sell_until_killed(path: Path, seconds: float) -> list[tuple[str, str]]:
    """Runs a selling program, kills it that long after its first sale, returns what it acknowledged."""
    command = [sys.executable, "-m", "tests.adapters.local.journal_child", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=REPOSITORY) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(seconds)
        child.kill()
        rest = child.stdout.read()
    lines = (first + rest).decode().splitlines()
    return [(order, number) for order, number in (line.split() for line in lines)]


@pytest.mark.slow
def test_every_acknowledged_sale_survives_kill_9_and_numbers_stay_gapless(path: Path) -> None:
    acknowledged: list[tuple[str, str]] = []
    for _ in range(MURDERS):
        acknowledged += sell_until_killed(path, random.uniform(0.0, 0.15))
    with closing(SqliteJournal(path, SEAL)) as journal:
        assert journal.salvage is None
        sales = journal.recent_sales(1_000_000)
        state = journal.state()
    recorded = [(str(sale.order.id), str(sale.order.receipt_number)) for sale in reversed(sales)]
    assert len(acknowledged) > 5 * MURDERS
    assert set(acknowledged) <= set(recorded)
    assert len(recorded) - len(acknowledged) <= MURDERS  # at most one a murder was written but not yet told
    assert [number for _, number in recorded] == [f"K-{count:06d}" for count in range(1, len(recorded) + 1)]
    assert 0 < state.waiting < len(recorded)


# ---------------------------------------------------------------- the disk


@contextmanager
def no_room_beyond(size: int) -> Generator[None]:
    """Lets no file of this process grow beyond ``size`` bytes: the kernel refuses, as a full disk does."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def log_size(path: Path) -> int:
    return Path(f"{path}-wal").stat().st_size


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a process's files")
async def test_a_disk_that_refuses_leaves_everything_as_it_was_and_uses_no_number(path: Path) -> None:
    with closing(SqliteJournal(path, SEAL)) as journal:
        first = await journal.append_sale(paid_sale(), "A")
        sale = paid_sale()
        with no_room_beyond(log_size(path)):
            for attempt in (
                journal.append_sale(sale, "A"),
                journal.append(audited()),
                journal.check_writable(),
            ):
                with pytest.raises(AdapterError) as caught:
                    await attempt
                assert caught.value.code is ErrorCode.DISK_WRITE_FAILED
                assert caught.value.data["path"] == str(path)
                assert caught.value.data["reason"]
            assert journal.recent_sales() == [first]
            assert journal.state().waiting == 1
        second = await journal.append_sale(sale, "A")
        assert second.order.receipt_number == "A-000002"
        assert [queued.number for queued in journal.queue()] == [1, 2]


async def test_little_room_is_said_before_money_is_taken(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(SqliteJournal(path, SEAL)) as journal:
        await journal.check_writable()
        monkeypatch.setattr(journal_module, "ROOM_BYTES", 2**62)
        with pytest.raises(AdapterError) as caught:
            await journal.check_writable()
    assert caught.value.code is ErrorCode.DISK_WRITE_FAILED


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(AdapterError) as caught:
        SqliteJournal(tmp_path / "file" / "journal.db", SEAL)
    assert caught.value.code is ErrorCode.DISK_WRITE_FAILED
    assert str(tmp_path) in str(caught.value.data["path"])


# ---------------------------------------------------------------- the file


def test_a_flipped_bit_sets_only_that_entry_aside(path: Path) -> None:
    sales = fill(path, 5)
    flip(path, 3)
    with closing(SqliteJournal(path, SEAL)) as journal:
        assert journal.salvage is None
        assert [queued.number for queued in journal.next_entries(10)] == [1, 2, 4, 5]
        assert [queued.number for queued in journal.queue()] == [1, 2, 4, 5]
        (damaged,) = journal.damaged()
        assert (damaged.number, damaged.id, damaged.kind) == (3, sales[2].order.id, "sale")
        assert damaged.reason == "the seal is broken, or its key is gone"
        state = journal.state()
        assert (state.waiting, state.sales, state.set_aside) == (4, 5, 1)
        assert journal.recent_sales() == [sales[index] for index in (4, 3, 1, 0)]
        after = asyncio.run(journal.append_sale(paid_sale(), "A"))
        assert after.order.receipt_number == "A-000006"


def test_damage_found_while_posting_sets_the_entry_aside(path: Path) -> None:
    fill(path, 3)
    with closing(SqliteJournal(path, SEAL)) as journal:
        execute(path, "UPDATE entries SET sealed = CAST('{' AS BLOB) WHERE number = 1")
        assert [queued.number for queued in journal.next_entries(10)] == [2, 3]
        journal.mark_posted([2])  # stands behind the setting aside
        assert [entry.number for entry in journal.damaged()] == [1]
        assert journal.state().waiting == 1


@pytest.mark.parametrize(
    "damage",
    [
        "id = CAST(x'FF' AS TEXT)",
        "kind = CAST(x'73FF6C65' AS TEXT)",
        "shift = 7",
        "written_at = 9223372036854775807",
        "written_at = CAST(x'FF' AS TEXT)",
        "sealed = 'text'",
        "sealed = x'00'",
    ],
)
def test_damage_to_any_column_isolates_only_that_entry(path: Path, damage: str) -> None:
    fill(path, 3)
    execute(path, f"UPDATE entries SET {damage} WHERE number = 2")
    with closing(SqliteJournal(path, SEAL)) as journal:
        assert [queued.number for queued in journal.next_entries(10)] == [1, 3]
        assert [entry.number for entry in journal.damaged()] == [2]
        assert (journal.state().waiting, journal.state().set_aside) == (2, 1)
        assert len(journal.recent_sales()) == 2


def test_what_another_version_could_not_read_is_posted_by_one_that_can(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path, 3)
    with monkeypatch.context() as older:
        older.setattr(journal_rows, "_decoder", msgspec.json.Decoder(int))
        with closing(SqliteJournal(path, SEAL)) as journal:
            assert journal.next_entries(10) == []
            assert len(journal.damaged()) == 3
    with closing(SqliteJournal(path, SEAL)) as journal:
        assert [queued.number for queued in journal.next_entries(10)] == [1, 2, 3]
        assert journal.damaged() == []


def test_a_sale_that_cannot_be_read_any_more_is_not_recorded_again(path: Path) -> None:
    (sale,) = fill(path, 1)
    flip(path, 1)
    with closing(SqliteJournal(path, SEAL)) as journal, pytest.raises(AdapterError) as caught:
        asyncio.run(journal.append_sale(sale, "A"))
    assert caught.value.code is ErrorCode.JOURNAL_DAMAGED


def page_size(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[16:18], "big")


def test_a_damaged_page_costs_what_was_on_it_and_the_damaged_file_is_kept(path: Path) -> None:
    sales = fill(path, 40, posted=(1, 2))
    content, size = path.read_bytes(), page_size(path)
    row = f"{sales[20].order.id}sale{sales[20].order.shift}"  # what overflows comes later
    page = content.index(row.encode()) // size
    overwrite(path, page * size, b"\xff" * size)
    with closing(SqliteJournal(path, SEAL)) as journal:
        salvage = journal.salvage
        assert salvage is not None
        assert salvage.lost is not None
        assert 1 <= salvage.lost <= 8  # as many rows that overflow fit on a page of 4 KiB
        assert salvage.recovered == 40 - salvage.lost
        kept = journal.recent_sales(100)
        assert len(kept) == salvage.recovered
        assert all(sale in sales for sale in kept)
        assert journal.state().waiting == salvage.recovered - 2
        after = asyncio.run(journal.append_sale(paid_sale(), "A"))
        assert after.order.receipt_number == "A-000041"
    assert salvage.kept is not None
    assert salvage.kept.read_bytes()[page * size : (page + 1) * size] == b"\xff" * size
    with closing(SqliteJournal(path, SEAL)) as journal:
        assert journal.salvage is None


def test_a_file_without_its_beginning_is_read_all_the_same(path: Path) -> None:
    sales = fill(path, 30)
    overwrite(path, 0, b"not a database any more")
    with closing(SqliteJournal(path, SEAL)) as journal:
        assert journal.salvage is not None
        assert (journal.salvage.recovered, journal.salvage.lost) == (30, 0)
        assert journal.recent_sales() == sales[::-1]


def next_numbers(path: Path, *registers: str) -> list[int]:
    """Sells once at each of those registers and returns the figures of the receipts' numbers."""
    with closing(SqliteJournal(path, SEAL)) as journal:
        assert journal.salvage is not None
        assert (journal.salvage.recovered, journal.salvage.lost) == (0, None)
        sales = [asyncio.run(journal.append_sale(paid_sale(), code)) for code in registers]
    return [int(str(sale.order.receipt_number).split("-")[1]) for sale in sales]


@pytest.mark.parametrize("content", [b"", b"garbage " * 10_000, None])
def test_a_file_that_is_gone_leaves_its_receipt_numbers(path: Path, content: bytes | None) -> None:
    fill(path, 30)
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    assert next_numbers(path, "A", "A", "B") == [31, 32, 1]
    assert [kept.read_bytes() for kept in path.parent.glob("*damaged*.db")] == [content] * (
        content is not None
    )


def test_where_all_is_lost_no_receipt_number_is_used_twice(path: Path) -> None:
    fill(path, 30)
    path.write_bytes(b"garbage " * 10_000)
    Path(f"{path}-mark").unlink()
    first, second, other = next_numbers(path, "A", "A", "B")
    assert first > 3_000_000
    assert second == first + 1
    assert other > 3_000_000


def test_a_file_of_another_version_is_left_alone(path: Path) -> None:
    fill(path, 3)
    execute(path, "PRAGMA user_version = 99")
    Path(f"{path}-mark").unlink()  # that version would have noted its own
    content = path.read_bytes()
    with pytest.raises(AdapterError) as caught:
        SqliteJournal(path, SEAL)
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
    assert path.read_bytes() == content
    assert list(path.parent.glob("*damaged*")) == []
