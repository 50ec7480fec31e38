"""The journal as services and the poster use it."""

import asyncio
import datetime as dt
import sqlite3
import threading
from collections.abc import Callable, Generator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from b4mart_desktop.adapters.local.journal import forgetting
from b4mart_desktop.adapters.local.journal import journal as journal_module
from b4mart_desktop.adapters.local.journal.journal import SqliteJournal
from b4mart_desktop.adapters.local.sqlite import Synchronous
from b4mart_desktop.domain.entries import Entry, SaleCompleted, ShiftClosed, entry_id
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.ports import Journal, Queue
from tests.adapters.local.facts import audited, cash_moved, paid_sale, shift_opened
from tests.seals import SEAL

Open = Callable[[], SqliteJournal]


@pytest.fixture
def reopen(tmp_path: Path) -> Generator[Open]:
    """Opens the same file anew, closing what was open before."""
    opened: list[SqliteJournal] = []

    def open_journal() -> SqliteJournal:
        while opened:
            opened.pop().close()
        opened.append(SqliteJournal(tmp_path / "journal.db", SEAL))
        return opened[0]

    yield open_journal
    while opened:
        opened.pop().close()


@pytest.fixture
def journal(reopen: Open) -> SqliteJournal:
    return reopen()


def test_it_is_both_ports(journal: SqliteJournal) -> None:
    as_journal: Journal = journal
    as_queue: Queue = journal
    assert as_journal.state() == as_queue.state()


async def test_a_sale_gets_the_next_number_of_its_register(journal: SqliteJournal) -> None:
    numbers = [
        (await journal.append_sale(paid_sale(), code)).order.receipt_number for code in ("A", "A", "B")
    ]
    assert numbers == ["A-000001", "A-000002", "B-000001"]


async def test_numbers_go_on_after_the_last_one_taken_and_never_back(reopen: Open) -> None:
    journal = reopen()
    for last in (41, 7):
        await journal.continue_receipts("A", last)
    journal = reopen()
    numbers = [(await journal.append_sale(paid_sale(), code)).order.receipt_number for code in ("A", "B")]
    assert numbers == ["A-000042", "B-000001"]


async def test_every_kind_of_fact_comes_back_as_it_was_written(reopen: Open) -> None:
    journal = reopen()
    opened = shift_opened()
    entries: list[Entry] = [opened, cash_moved(opened.shift.id, Decimal("-20.00")), audited()]
    for entry in entries:
        await journal.append(entry)
    sale = await journal.append_sale(paid_sale(opened.shift.id), "A")
    entries.append(SaleCompleted(sale=sale))
    assert [queued.entry for queued in reopen().queue()] == entries


async def test_the_same_fact_twice_is_one_entry(journal: SqliteJournal) -> None:
    entry = audited()
    await journal.append(entry)
    await journal.append(entry)
    await journal.append(audited())
    assert [queued.number for queued in journal.queue()] == [1, 2]


async def test_the_same_sale_twice_is_returned_as_recorded_first(journal: SqliteJournal) -> None:
    sale = paid_sale()
    first = await journal.append_sale(sale, "A")
    again = await journal.append_sale(sale, "A")
    after = await journal.append_sale(paid_sale(), "A")
    assert again == first
    assert after.order.receipt_number == "A-000002"


async def test_many_appends_at_once_keep_their_numbers_apart(journal: SqliteJournal) -> None:
    sales = await asyncio.gather(*(journal.append_sale(paid_sale(), "A") for _ in range(50)))
    numbers = {sale.order.receipt_number for sale in sales}
    assert numbers == {f"A-{number:06d}" for number in range(1, 51)}


async def test_the_poster_sees_oldest_first_and_never_what_is_posted_or_set_aside(
    journal: SqliteJournal,
) -> None:
    entries = [audited() for _ in range(5)]
    for entry in entries:
        await journal.append(entry)
    journal.mark_posted([1, 4])
    journal.mark_failed(2, "refused", set_aside=True)
    assert [queued.entry for queued in journal.next_entries(10)] == [entries[2], entries[4]]
    assert [queued.entry for queued in journal.next_entries(1)] == [entries[2]]


async def test_the_queue_is_read_as_far_as_wanted(journal: SqliteJournal) -> None:
    entries = [audited() for _ in range(5)]
    for entry in entries:
        await journal.append(entry)
    journal.mark_posted([1])
    read = [[queued.entry for queued in journal.queue(limit)] for limit in (None, 3, 0)]
    assert read == [entries[1:], entries[1:4], []]


async def test_a_sale_is_found_by_its_identity_posted_or_not(journal: SqliteJournal) -> None:
    other = audited()
    await journal.append(other)
    first, second = [await journal.append_sale(paid_sale(), "A") for _ in range(2)]
    journal.mark_posted([2])
    assert [journal.sale(sale.order.id) for sale in (first, second)] == [first, second]
    ids = (first.order.id, second.order.id, other.id, new_id())
    assert [journal.has_ended(each) for each in ids] == [True, True, True, False]
    assert [journal.sale(each) for each in ids[2:]] == [None, None]


async def test_a_failed_entry_keeps_its_place_its_attempts_and_the_reason(reopen: Open) -> None:
    journal = reopen()
    for _ in range(2):
        await journal.append(audited())
    journal.mark_failed(1, "first", set_aside=False)
    journal.mark_failed(1, "second", set_aside=True)
    held = reopen().queue()[0]
    assert (held.number, held.attempts, held.reason, held.set_aside) == (1, 2, "second", True)


async def test_retry_puts_an_entry_back_in_its_place(journal: SqliteJournal) -> None:
    for _ in range(2):
        await journal.append(audited())
    journal.mark_failed(1, "refused", set_aside=True)
    journal.retry(1)
    first = journal.next_entries(10)[0]
    assert (first.number, first.attempts, first.set_aside) == (1, 0, False)


async def test_retry_does_not_bring_a_posted_entry_back(journal: SqliteJournal) -> None:
    await journal.append(audited())
    journal.mark_posted([1])
    journal.retry(1)
    assert journal.queue() == []


async def test_state_counts_waiting_sales_and_set_aside(journal: SqliteJournal) -> None:
    before = utc_now()
    await journal.append_sale(paid_sale(), "A")
    await journal.append(audited())
    await journal.append_sale(paid_sale(), "A")
    journal.mark_posted([1])
    journal.mark_failed(3, "refused", set_aside=True)
    state = journal.state()
    assert (state.waiting, state.sales, state.set_aside) == (1, 1, 1)
    assert state.oldest is not None
    assert before <= state.oldest <= utc_now()


def test_an_empty_journal_has_nothing_to_post(journal: SqliteJournal) -> None:
    state = journal.state()
    assert (state.waiting, state.sales, state.set_aside, state.oldest) == (0, 0, 0, None)


async def test_sales_of_a_shift_are_there_posted_or_not(journal: SqliteJournal) -> None:
    shift, other = new_id(), new_id()
    sales = [await journal.append_sale(paid_sale(where), "A") for where in (shift, other, shift)]
    journal.mark_posted([1])
    assert journal.shift_entries(shift).sales == (sales[0], sales[2])
    assert journal.recent_sales(2) == [sales[2], sales[1]]


async def test_the_cash_of_a_shift_is_its_float_and_signed_movements(journal: SqliteJournal) -> None:
    opened = shift_opened(Decimal("100.10"))
    await journal.append(opened)
    await journal.append(cash_moved(opened.shift.id, Decimal("-20.05")))
    await journal.append(cash_moved(new_id(), Decimal(999)))
    await journal.append_sale(paid_sale(opened.shift.id), "A")
    journal.mark_posted([1])
    movements = journal.shift_entries(opened.shift.id).movements
    assert [movement.amount for movement in movements] == [Decimal("100.10"), Decimal("-20.05")]


async def test_the_open_shift_is_the_one_of_the_last_opening_until_it_is_closed(reopen: Open) -> None:
    journal, first, second = reopen(), shift_opened(), shift_opened()
    found = []
    for entry in (first, ShiftClosed(id=new_id(), shift=first.shift), second, first):
        await journal.append(entry)
        found.append(journal.open_shift())
        journal = reopen()
        assert journal.open_shift() == found[-1]
    assert found == [first.shift, None, second.shift, second.shift]


async def test_the_poster_reads_on_past_entries_that_cannot_be_read(
    journal: SqliteJournal, tmp_path: Path
) -> None:
    entries = [audited() for _ in range(6)]
    for entry in entries:
        await journal.append(entry)
    with closing(sqlite3.connect(tmp_path / "journal.db", isolation_level=None)) as connection:
        connection.execute("UPDATE entries SET sealed = x'00' WHERE number <= 5")
    assert [queued.entry for queued in journal.next_entries(2)] == [entries[5]]


async def test_forgetting_looks_at_nothing_of_the_open_shift(
    journal: SqliteJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = shift_opened()
    await journal.append(opened)
    for _ in range(300):
        await journal.append(cash_moved(opened.shift.id, Decimal(1)))
    journal.mark_posted(range(1, 302))
    monkeypatch.setattr(forgetting, "NEWEST_KEPT", 0)
    steps: list[None] = []

    def forget(connection: sqlite3.Connection) -> bool:
        connection.set_progress_handler(lambda: steps.append(None), 1)
        return forgetting.forget_some(connection, opened.shift.id)

    assert not journal._file.write(forget, Synchronous.NORMAL).result()
    assert len(steps) < 300  # of SQLite's machine: it takes several for each row


async def test_an_open_shift_stays_whole_however_old(reopen: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    journal, closed, opened = reopen(), shift_opened(), shift_opened()
    for entry in (closed, ShiftClosed(id=new_id(), shift=closed.shift), opened):
        await journal.append(entry)
    sale = await journal.append_sale(paid_sale(opened.shift.id), "A")
    journal.mark_posted([1, 2, 3, 4])
    monkeypatch.setattr(forgetting, "KEEP", -dt.timedelta(minutes=1))
    monkeypatch.setattr(forgetting, "NEWEST_KEPT", 0)
    journal = reopen()
    journal._file._housekeeper.submit(lambda: None).result()  # stands behind the first step of forgetting
    kept = journal.shift_entries(opened.shift.id)
    assert (journal.open_shift(), kept.sales, kept.movements) == (
        opened.shift,
        (sale,),
        (opened.float_movement,),
    )
    assert journal.shift_entries(closed.shift.id).movements == ()


async def test_posted_entries_are_forgotten_after_a_while_but_never_unposted_ones(
    reopen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = reopen()
    sales = [await journal.append_sale(paid_sale(), "A") for _ in range(3)]
    journal.mark_posted([1, 3])
    monkeypatch.setattr(forgetting, "KEEP", -dt.timedelta(minutes=1))
    monkeypatch.setattr(forgetting, "NEWEST_KEPT", 0)
    journal = reopen()
    journal._file._housekeeper.submit(lambda: None).result()  # stands behind the first step of forgetting
    assert journal.recent_sales() == [sales[1]]
    assert (await journal.append_sale(paid_sale(), "A")).order.receipt_number == "A-000004"


async def test_writing_never_happens_in_the_callers_thread(
    journal: SqliteJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[threading.Thread] = []

    def insert(*_: object) -> None:
        seen.append(threading.current_thread())

    monkeypatch.setattr(journal_module, "_insert", insert)
    await journal.append(audited())
    assert seen != []
    assert threading.current_thread() not in seen


async def test_a_fact_is_synced_to_the_disk_before_its_commit_returns(
    journal: SqliteJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, str]] = []

    def insert(connection: sqlite3.Connection, *_: object) -> None:
        (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
        seen.append((synchronous, mode))

    monkeypatch.setattr(journal_module, "_insert", insert)
    await journal.append(audited())
    journal.mark_posted([1])
    await journal.append(audited())
    assert seen == [(2, "wal"), (2, "wal")]  # 2 is FULL


async def test_an_entry_whose_writing_began_stays_when_the_wait_is_cancelled(
    journal: SqliteJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert, began, go_on = journal_module._insert, threading.Event(), threading.Event()

    def slow_insert(*arguments: object) -> None:
        began.set()
        go_on.wait(10)
        insert(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(journal_module, "_insert", slow_insert)
    entries = [audited(), audited()]
    begun, waiting = (asyncio.create_task(journal.append(entry)) for entry in entries)
    await asyncio.to_thread(began.wait, 10)
    begun.cancel()
    waiting.cancel()
    await asyncio.gather(begun, waiting, return_exceptions=True)
    go_on.set()
    await journal.check_writable()  # stands behind both in the writer thread
    assert [entry_id(queued.entry) for queued in journal.queue()] == [entries[0].id]


async def test_reads_of_many_threads_go_on_while_writing(journal: SqliteJournal) -> None:
    shift = new_id()

    def read() -> int:
        return max(len(journal.shift_entries(shift).sales) for _ in range(20))

    readers = [asyncio.create_task(asyncio.to_thread(read)) for _ in range(4)]
    for _ in range(30):
        await journal.append_sale(paid_sale(shift), "A")
    await asyncio.gather(*readers)
    assert len(journal.shift_entries(shift).sales) == 30
