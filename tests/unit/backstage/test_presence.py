"""A counter says that it runs, sees the others, and keeps quiet while the database is away."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable

import msgspec
import pytest

from b4mart_desktop.backstage import presence as presence_module
from b4mart_desktop.backstage.presence import PresenceKeeper
from b4mart_desktop.domain.counters import Presence
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.bus import Bus, ConnectionChanged, CountersChanged, Event, UserChanged
from tests.counters import Board
from tests.unit.backstage.eventually import until

A_WHILE = 0.1
OWN = Presence(id=new_id(), code="1", name="Front", seen_at=utc_now())
OTHER = Presence(id=new_id(), code="2", name="Back", seen_at=utc_now())


class Words:
    """Carries words to nobody and counts them."""

    def __init__(self) -> None:
        self.live = True
        self.sent = 0

    async def send(self) -> None:
        self.sent += 1

    async def listen(self, wake: Callable[[], None]) -> None:
        raise NotImplementedError


class Stand:
    """The keeper with everything around it."""

    def __init__(self, words: Words | None) -> None:
        self.board, self.bus, self.own = Board(), Bus(), OWN
        self.seen: list[set[str]] = []
        self.bus.subscribe(self._note)
        self.keeper = PresenceKeeper(self.board, lambda: self.own, self.bus, words)

    def _note(self, event: Event) -> None:
        if isinstance(event, CountersChanged):
            self.seen.append({presence.code for presence in event.present})

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        task = asyncio.create_task(self.keeper.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence_module, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(presence_module, "SELDOM_LOOK_SECONDS", 30.0)


async def test_who_comes_and_goes_is_told_once_each() -> None:
    stand = Stand(None)
    async with stand.running():
        await until(lambda: stand.seen == [{"1"}])
        stand.board.there[OTHER.id] = OTHER
        await until(lambda: stand.seen == [{"1"}, {"1", "2"}])
        del stand.board.there[OTHER.id]
        await until(lambda: len(stand.seen) == 3)
        await asyncio.sleep(A_WHILE)
    assert stand.seen == [{"1"}, {"1", "2"}, {"1"}]


async def test_a_counter_says_anew_what_changed_and_else_only_that_it_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stand = Stand(None)
    async with stand.running():
        await until(lambda: len(stand.seen) == 1)
        await asyncio.sleep(A_WHILE)
        assert stand.board.announced == [OWN]
        stand.own = msgspec.structs.replace(OWN, waiting=2)
        await until(lambda: len(stand.board.announced) == 2)
        monkeypatch.setattr(presence_module, "ANNOUNCE_SECONDS", 0.02)
        await until(lambda: len(stand.board.announced) > 4)
    assert stand.board.announced[-1].waiting == 2


async def test_where_words_arrive_it_looks_at_each_and_seldom_else() -> None:
    words = Words()
    stand = Stand(words)
    async with stand.running():
        await until(lambda: words.sent == 1)  # its own news
        calls = stand.board.calls
        await asyncio.sleep(A_WHILE)
        assert stand.board.calls == calls
        stand.board.there[OTHER.id] = OTHER
        stand.keeper.wake()
        await until(lambda: stand.seen == [{"1"}, {"1", "2"}])
        assert words.sent == 1  # looking is no news: two counters would wake each other for ever


async def test_who_signs_in_is_told_at_once() -> None:
    stand = Stand(Words())
    async with stand.running():
        await until(lambda: len(stand.board.announced) == 1)
        stand.own = msgspec.structs.replace(OWN, user_name="Cleo")
        stand.bus.publish(UserChanged("Cleo"))
        await until(lambda: len(stand.board.announced) == 2)


async def test_nothing_is_asked_while_the_database_is_away() -> None:
    stand = Stand(None)
    async with stand.running():
        await until(lambda: len(stand.seen) == 1)
        stand.bus.publish(ConnectionChanged(online=False, since=utc_now()))
        await asyncio.sleep(A_WHILE)
        calls = stand.board.calls
        await asyncio.sleep(A_WHILE)
        assert stand.board.calls == calls
        await stand.keeper.leave()
        assert stand.board.calls == calls
        stand.board.there[OTHER.id] = OTHER
        stand.bus.publish(ConnectionChanged(online=True, since=utc_now()))
        await until(lambda: stand.seen[-1] == {"1", "2"})


async def test_a_database_that_fails_now_and_then_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence_module, "ANNOUNCE_SECONDS", 0.01)
    stand = Stand(None)
    stand.board.away = True
    async with stand.running():
        await until(lambda: stand.board.calls > 2)
        stand.board.away = False
        await until(lambda: stand.seen == [{"1"}])


async def test_who_ends_says_so_and_one_that_cannot_ends_all_the_same() -> None:
    words = Words()
    stand = Stand(words)
    async with stand.running():
        await until(lambda: len(stand.seen) == 1)
    await stand.keeper.leave()
    assert (stand.board.there, words.sent) == ({}, 2)
    stand.board.away = True
    await stand.keeper.leave()
