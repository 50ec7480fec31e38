"""The journal stays small whatever is sold, whatever the clock says, and no sale waits for that."""

import asyncio
import datetime as dt
import itertools
from contextlib import closing
from pathlib import Path

import pytest

from b4mart_desktop.adapters.local.journal import file as journal_file
from b4mart_desktop.adapters.local.journal import forgetting
from b4mart_desktop.adapters.local.journal import rows as journal_rows
from b4mart_desktop.adapters.local.journal.journal import SqliteJournal
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.sale import Sale
from tests.adapters.local.facts import paid_sale, shift_opened
from tests.seals import SEAL


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal that keeps ten entries in any case and a hundred at the most."""
    monkeypatch.setattr(forgetting, "NEWEST_KEPT", 10)
    monkeypatch.setattr(forgetting, "MOST_KEPT", 100)
    monkeypatch.setattr(journal_file, "STEP_PAUSE_SECONDS", 0.0)


def fill(path: Path, count: int) -> list[Sale]:
    """Sells and posts, quickly."""
    with closing(SqliteJournal(path, SEAL)) as journal:
        sales = asyncio.run(_sell(journal, count))
        journal.mark_posted(range(1, count + 1))
    return sales


async def _sell(journal: SqliteJournal, count: int) -> list[Sale]:
    return list(await asyncio.gather(*(journal.append_sale(paid_sale(), "A") for _ in range(count))))


def tidied(path: Path) -> list[Sale]:
    """Opens the file until there is nothing more to forget in it, and returns what is left, oldest first."""
    with closing(SqliteJournal(path, SEAL)) as journal:
        journal._file._housekeeper.submit(lambda: None).result()  # stands behind the first step
        before: list[Sale] = []
        left = list(journal.recent_sales(10_000))
        while left != before:
            for _ in range(20):  # and these behind twenty more
                journal._file._housekeeper.submit(lambda: None).result()
            before, left = left, list(journal.recent_sales(10_000))
    return left[::-1]


def set_clock(monkeypatch: pytest.MonkeyPatch, change: dt.timedelta) -> None:
    for module in (journal_rows, forgetting):
        monkeypatch.setattr(module, "utc_now", lambda: utc_now() + change)


@pytest.mark.usefixtures("small")
def test_it_keeps_so_many_at_the_most_and_gives_their_room_back(path: Path) -> None:
    sales = fill(path, 400)
    before = path.stat().st_size
    assert tidied(path) == sales[300:]
    assert path.stat().st_size < before / 2


@pytest.mark.usefixtures("small")
def test_what_is_not_posted_stays_whatever_its_age(path: Path) -> None:
    with closing(SqliteJournal(path, SEAL)) as journal:
        sales = asyncio.run(_sell(journal, 200))
        journal.mark_posted(range(1, 200, 2))
    assert tidied(path)[:50] == sales[1:100:2]


@pytest.mark.usefixtures("small")
def test_the_open_shift_stays_whole(path: Path) -> None:
    opened = shift_opened()
    with closing(SqliteJournal(path, SEAL)) as journal:
        asyncio.run(journal.append(opened))
        sale = asyncio.run(journal.append_sale(paid_sale(opened.shift.id), "A"))
        journal.mark_posted([1, 2])
        asyncio.run(_sell(journal, 200))
        journal.mark_posted(range(3, 203))
    assert tidied(path)[0] == sale
    with closing(SqliteJournal(path, SEAL)) as journal:
        assert journal.open_shift() == opened.shift


@pytest.mark.usefixtures("small")
def test_a_clock_far_ahead_does_not_take_the_last_sales(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sales = fill(path, 50)
    set_clock(monkeypatch, dt.timedelta(days=3650))
    assert tidied(path) == sales[40:]


@pytest.mark.usefixtures("small")
def test_a_clock_set_back_changes_neither_order_nor_numbers(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sales = fill(path, 50)
    set_clock(monkeypatch, -dt.timedelta(days=3650))
    with closing(SqliteJournal(path, SEAL)) as journal:
        later = asyncio.run(_sell(journal, 3))
        assert [entry.number for entry in journal.next_entries(10)] == [51, 52, 53]
        assert journal.recent_sales(4) == [*later[::-1], sales[-1]]
        assert later[0].order.receipt_number == "A-000051"
        journal.mark_posted([51, 52, 53])
    monkeypatch.undo()
    monkeypatch.setattr(forgetting, "NEWEST_KEPT", 10)
    assert tidied(path)[-3:] == later


async def test_a_sale_does_not_wait_until_all_is_tidy(path: Path) -> None:
    with closing(SqliteJournal(path, SEAL)) as journal:
        steps = itertools.count(1)
        journal._file.write_in_steps(lambda _: next(steps) < 1_000)
        await journal.append_sale(paid_sale(), "A")
        assert next(steps) < 1_000


def test_the_log_gives_its_room_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_file, "_LOG_BYTES", 100_000)
    monkeypatch.setattr(journal_file, "_WRITES_PER_CHECKPOINT", 50)
    with closing(SqliteJournal(path, SEAL)) as journal:
        sizes = []
        for _ in range(120):
            asyncio.run(_sell(journal, 1))
            journal._file._housekeeper.submit(lambda: None).result()  # stands behind a checkpoint, if any
            sizes.append(Path(f"{path}-wal").stat().st_size)
    assert max(sizes) > 1_000_000
    assert sizes[-1] < 1_000_000
