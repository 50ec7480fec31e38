"""Posting from a real journal to a database that is, for once, ours to command."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncGenerator, Generator, Sequence
from pathlib import Path

import pytest

from b4mart_desktop.adapters.local.journal.journal import SqliteJournal
from b4mart_desktop.backstage import poster as poster_module
from b4mart_desktop.backstage.poster import Poster
from b4mart_desktop.domain.entries import Entry, entry_id
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.bus import (
    Bus,
    ConnectionChanged,
    EntriesPosted,
    EntryJournalled,
    Event,
    QueueChanged,
)
from tests.adapters.local.facts import audited, paid_sale
from tests.seals import SEAL
from tests.unit.backstage.eventually import SOON, until

AWAY = AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="no route")
REFUSED = AdapterError(ErrorCode.DATABASE_REFUSED, reason="validation")


class Database:
    """A posting target that fails when told to.

    Attributes:
        batches: What was asked for, batch by batch.
        refuses: Entries it will not have, and what it says then.
        limit: Batches with more entries than that get no answer in time.
    """

    def __init__(self) -> None:
        self.posted: list[Id] = []
        self.batches: list[list[Id]] = []
        self.away: AdapterError | None = None
        self.refuses: dict[Id, Exception] = {}
        self.limit = 1_000
        self.slow = 0.0
        self.at_once = 0
        self.most_at_once = 0

    async def post(self, entries: Sequence[Entry]) -> None:
        batch = [entry_id(entry) for entry in entries]
        self.batches.append(batch)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self.slow)
        self.at_once -= 1
        if self.away or len(batch) > self.limit:
            raise self.away or AWAY
        for entry in batch:
            if entry in self.refuses:
                raise self.refuses[entry]
        self.posted += batch

    def attempts_of(self, entry: Id) -> int:
        """How often a batch with that entry was tried."""
        return sum(entry in batch for batch in self.batches)


class Shop:
    """A journal, a poster that runs, and what was heard on the bus."""

    def __init__(self, journal: SqliteJournal) -> None:
        self.journal = journal
        self.database = Database()
        self.bus = Bus()
        self.heard: list[Event] = []
        self.bus.subscribe(self.heard.append)
        self.poster = Poster(journal, self.database, self.bus)

    async def journalled(self, count: int = 1) -> list[Id]:
        """Puts facts into the journal and tells so, as the services do."""
        entries = [audited() for _ in range(count)]
        for entry in entries:
            await self.journal.append(entry)
            self.bus.publish(EntryJournalled(entry.id))
        return [entry.id for entry in entries]

    def connections(self) -> list[bool]:
        return [event.online for event in self.heard if isinstance(event, ConnectionChanged)]


@pytest.fixture
def journal(tmp_path: Path) -> Generator[SqliteJournal]:
    opened = SqliteJournal(tmp_path / "journal.db", SEAL)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poster_module, "REFUSED_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(poster_module, "FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(poster_module, "MOST_PAUSE_SECONDS", 0.04)


@contextlib.asynccontextmanager
async def running(shop: Shop) -> AsyncGenerator[None]:
    """Lets the poster work."""
    task = asyncio.create_task(shop.poster.run())
    await asyncio.sleep(0)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


@pytest.fixture
async def shop(journal: SqliteJournal) -> AsyncGenerator[Shop]:
    shop = Shop(journal)
    async with running(shop):
        yield shop


async def test_what_waited_before_the_start_is_posted(journal: SqliteJournal) -> None:
    shop = Shop(journal)
    ids = await shop.journalled(3)
    async with running(shop):
        await until(lambda: shop.database.posted == ids)


async def test_a_new_entry_is_posted_at_once_and_told(shop: Shop) -> None:
    (id_,) = await shop.journalled()
    await until(lambda: EntriesPosted((id_,)) in shop.heard)
    assert shop.journal.queue() == []
    await until(lambda: shop.heard[-1] == QueueChanged(shop.journal.state()))


async def test_order_is_kept_and_one_batch_is_in_flight(shop: Shop) -> None:
    shop.database.slow = 0.001
    ids = await shop.journalled(200)
    await until(lambda: len(shop.database.posted) == 200)
    assert shop.database.posted == ids
    assert shop.database.most_at_once == 1


async def test_a_backlog_goes_in_batches_and_is_told_batch_by_batch(journal: SqliteJournal) -> None:
    shop = Shop(journal)
    ids = await shop.journalled(150)
    shop.heard.clear()
    async with running(shop):
        await until(lambda: shop.journal.queue() == [])
    assert [len(batch) for batch in shop.database.batches] == [64, 64, 22]
    told = [event.ids for event in shop.heard if isinstance(event, EntriesPosted)]
    assert told == [tuple(batch) for batch in shop.database.batches]
    assert shop.database.posted == ids
    states = [event.state.waiting for event in shop.heard if isinstance(event, QueueChanged)]
    assert states == [150, 86, 22, 0]


async def test_a_database_too_slow_for_large_batches_is_asked_for_less(shop: Shop) -> None:
    shop.database.limit = 5
    ids = await shop.journalled(100)
    await until(lambda: shop.database.posted == ids)
    assert [queued.attempts for queued in shop.journal.queue()] == []


async def test_order_is_kept_over_an_outage_and_nothing_is_given_up(shop: Shop) -> None:
    shop.database.away = AWAY
    ids = await shop.journalled(5)
    await until(lambda: len(shop.database.batches) > 10)
    assert {batch[0] for batch in shop.database.batches} == {ids[0]}
    assert [queued.attempts for queued in shop.journal.queue()] == [0] * 5
    shop.database.away = None
    await until(lambda: shop.database.posted == ids)
    assert shop.connections() == [False, True]
    assert [event.reason for event in shop.heard if isinstance(event, ConnectionChanged)] == [
        "no route",
        None,
    ]


async def test_a_connection_that_is_known_is_not_told_again(shop: Shop) -> None:
    shop.bus.publish(ConnectionChanged(online=True, since=utc_now()))
    shop.heard.clear()
    await shop.journalled(3)
    await until(lambda: shop.journal.queue() == [])
    assert shop.connections() == []


async def test_news_of_a_connection_end_the_pause(shop: Shop) -> None:
    shop.poster._backoff._next = 3600
    shop.database.away = AWAY
    ids = await shop.journalled()
    await until(lambda: shop.connections() == [False])
    shop.database.away = None
    shop.bus.publish(ConnectionChanged(online=True, since=utc_now()))
    await until(lambda: shop.database.posted == ids)


@pytest.mark.parametrize("error", [REFUSED, ZeroDivisionError("our own bug")])
@pytest.mark.parametrize("place", [0, 37, 99])
async def test_an_entry_that_is_refused_three_times_is_set_aside_and_the_rest_goes_on(
    journal: SqliteJournal, error: Exception, place: int
) -> None:
    shop = Shop(journal)
    ids = await shop.journalled(100)
    bad, good = ids[place], [*ids[:place], *ids[place + 1 :]]
    shop.database.refuses[bad] = error
    async with running(shop):
        await until(lambda: journal.state().waiting == 0)
        await until(lambda: shop.heard[-1] == QueueChanged(journal.state()))
    assert shop.database.posted == good
    assert shop.database.batches.count([bad]) == 3
    alone = shop.database.batches.index([bad])
    assert shop.database.batches[alone : alone + 3] == [[bad]] * 3  # nothing overtook it before
    (held,) = shop.journal.queue()
    assert (held.set_aside, held.attempts) == (True, 3)
    assert held.reason == ("validation" if error is REFUSED else "ZeroDivisionError: our own bug")


async def test_several_poisoned_entries_are_set_aside_alone(journal: SqliteJournal) -> None:
    shop = Shop(journal)
    ids = await shop.journalled(40)
    bad = {ids[5], ids[6], ids[33]}
    shop.database.refuses = dict.fromkeys(bad, REFUSED)
    async with running(shop):
        await until(lambda: journal.state().waiting == 0)
    assert shop.database.posted == [entry for entry in ids if entry not in bad]
    assert {entry_id(queued.entry) for queued in journal.queue()} == bad


async def test_another_sale_never_waits_for_one_set_aside(shop: Shop) -> None:
    sale = await shop.journal.append_sale(paid_sale(), "A")
    shop.database.refuses[sale.order.id] = REFUSED
    shop.poster.wake()
    await until(lambda: shop.journal.state().set_aside == 1)
    other = await shop.journal.append_sale(paid_sale(), "A")
    shop.bus.publish(EntryJournalled(other.order.id))
    await until(lambda: shop.database.posted == [other.order.id])


async def test_a_retried_entry_is_posted_when_the_database_takes_it(shop: Shop) -> None:
    entry = audited()
    shop.database.refuses[entry.id] = REFUSED
    await shop.journal.append(entry)
    shop.poster.wake()
    await until(lambda: shop.journal.state().set_aside == 1)
    shop.database.refuses.clear()
    await asyncio.to_thread(shop.journal.retry, 1)
    shop.poster.wake()
    await until(lambda: shop.database.posted == [entry.id])
    assert shop.journal.queue() == []


def full(*_: object, **__: object) -> None:
    raise AdapterError(ErrorCode.DISK_WRITE_FAILED, path="journal.db", reason="full")


async def test_an_entry_posted_but_not_marked_is_posted_again_after_a_crash(
    journal: SqliteJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = Shop(journal)
    (id_,) = await shop.journalled()
    with monkeypatch.context() as patch:
        patch.setattr(journal, "mark_posted", full)
        async with running(shop):
            await until(lambda: shop.database.posted == [id_])
    again = Shop(journal)
    async with running(again):
        await until(lambda: journal.queue() == [])
    assert again.database.posted == [id_]  # the target's own look for the id makes it one


async def test_what_a_full_disk_does_not_let_be_marked_is_not_posted_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(shop.journal, "mark_posted", full)
        (first,) = await shop.journalled()
        await until(lambda: len(caplog.records) >= 5)
        second = await shop.journalled()
        assert (await shop.poster.drain(SOON)).waiting == 2
        assert shop.database.batches == [[first]]
        assert shop.heard[-1] == QueueChanged(shop.journal.state())
    await until(lambda: shop.journal.queue() == [])
    assert shop.database.batches == [[first], second]
    assert [event.ids for event in shop.heard if isinstance(event, EntriesPosted)] == [
        (first,),
        tuple(second),
    ]
    assert {record.exc_info for record in caplog.records} == {None}
    assert shop.connections() == [True]


async def test_a_failure_that_a_full_disk_does_not_let_be_counted_is_tried_again_after_a_pause(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(poster_module, "ATTEMPTS", 1)
    shop.poster._backoff._next = 0.05
    with monkeypatch.context() as patch:
        patch.setattr(shop.journal, "mark_failed", full)
        bad, good = audited(), audited()
        shop.database.refuses[bad.id] = REFUSED
        for entry in (bad, good):
            await shop.journal.append(entry)
        shop.poster.wake()
        await asyncio.sleep(0.3)
        assert 2 <= shop.database.attempts_of(bad.id) < 20
        assert shop.database.posted == []
    await until(lambda: shop.journal.state().waiting == 0)
    assert shop.database.posted == [good.id]
    assert shop.journal.state().set_aside == 1
    assert any("cannot be kept" in record.getMessage() for record in caplog.records)


async def test_nothing_is_posted_into_another_shops_database_and_the_reason_is_told(shop: Shop) -> None:
    shop.database.away = AdapterError(ErrorCode.OTHER_STORE, found="somebody else")
    ids = await shop.journalled(2)
    await until(lambda: len(shop.database.batches) > 5)
    assert [queued.attempts for queued in shop.journal.queue()] == [0, 0]
    told = [event for event in shop.heard if isinstance(event, ConnectionChanged)]
    assert [(event.online, event.reason) for event in told] == [(False, str(shop.database.away))]
    shop.database.away = None
    await until(lambda: shop.database.posted == ids)


async def test_the_queue_is_told_only_when_it_changed(shop: Shop) -> None:
    await shop.journalled(2)
    await until(lambda: shop.journal.queue() == [])
    for _ in range(5):
        shop.poster.wake()
        await asyncio.sleep(0.01)
    states = [event.state for event in shop.heard if isinstance(event, QueueChanged)]
    assert all(earlier != later for earlier, later in itertools.pairwise(states))


async def test_draining_ends_when_everything_is_posted(shop: Shop) -> None:
    shop.database.slow = 0.002
    await shop.journalled(30)
    left = await asyncio.wait_for(shop.poster.drain(60), SOON)
    assert (left.waiting, left.set_aside) == (0, 0)
    assert len(shop.database.posted) == 30


async def test_draining_an_empty_queue_is_immediate(shop: Shop) -> None:
    left = await asyncio.wait_for(shop.poster.drain(60), SOON)
    assert left == shop.journal.state()


async def test_draining_says_at_once_what_is_left_when_the_database_is_away(shop: Shop) -> None:
    shop.database.away = AWAY
    await shop.journalled(4)
    left = await asyncio.wait_for(shop.poster.drain(60), SOON)
    assert left.waiting == 4


async def test_draining_ends_when_its_time_is_up(shop: Shop) -> None:
    shop.database.slow = 60
    await shop.journalled(10)
    left = await asyncio.wait_for(shop.poster.drain(0.1), SOON)
    assert left.waiting == 10


async def test_draining_does_not_wait_for_an_entry_set_aside(shop: Shop) -> None:
    ids = await shop.journalled(1)
    await until(lambda: shop.database.posted == ids)
    entry = audited()
    shop.database.refuses[entry.id] = REFUSED
    await shop.journal.append(entry)
    left = await asyncio.wait_for(shop.poster.drain(60), SOON)
    assert (left.waiting, left.set_aside) == (0, 1)
