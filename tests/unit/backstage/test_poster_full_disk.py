"""Posting from a journal on a full disk: nothing is posted twice, and it goes on once there is room."""

import asyncio
import contextlib
from collections.abc import Generator, Sequence
from pathlib import Path

import pytest

from b4mart_desktop.adapters.local.journal.journal import SqliteJournal
from b4mart_desktop.backstage import poster as poster_module
from b4mart_desktop.backstage.poster import Poster
from b4mart_desktop.domain.entries import Entry, entry_id
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.bus import Bus, Event, QueueChanged
from tests.adapters.local.facts import paid_sale
from tests.seals import SEAL
from tests.small_disk import fill_up, small_disk
from tests.unit.backstage.eventually import until

SALES = 30  # more would leave so much of a log to write to again that all of their marks fit


class Database:
    """Takes everything at once."""

    def __init__(self) -> None:
        self.posted: list[Id] = []

    async def post(self, entries: Sequence[Entry]) -> None:
        self.posted += [entry_id(entry) for entry in entries]


@pytest.fixture
def disk(tmp_path: Path) -> Generator[Path]:
    with small_disk(tmp_path) as mounted:
        yield mounted


async def test_posting_waits_for_room_and_goes_on_by_itself(
    disk: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(poster_module, "MOST_PAUSE_SECONDS", 0.1)
    monkeypatch.setattr("b4mart_desktop.backstage.batching.MOST_ENTRIES", 1)
    with contextlib.closing(SqliteJournal(disk / "journal.db", SEAL)) as journal:
        sold = [(await journal.append_sale(paid_sale(), "A")).order.id for _ in range(SALES)]
        filler = fill_up(disk)
        database, heard, bus = Database(), list[Event](), Bus()
        bus.subscribe(heard.append)
        running = asyncio.create_task(Poster(journal, database, bus).run())
        try:
            await until(lambda: sum("cannot be kept" in record.message for record in caplog.records) > 2)
            assert len(database.posted) < SALES
            told = [event for event in heard if isinstance(event, QueueChanged)]
            assert told[-1] == QueueChanged(journal.state())
            filler.unlink()
            await until(lambda: journal.state().waiting == 0)
            assert database.posted == sold
        finally:
            running.cancel()
            await asyncio.wait({running})
            caplog.clear()  # its errors hold on to the files of the disk
