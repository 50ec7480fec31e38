"""The background thread as a window on Qt's loop and as a plain asyncio program use it."""

import asyncio
import itertools
import logging
import threading
import time
from collections.abc import Generator
from concurrent.futures import CancelledError

import pytest
from pytestqt.qtbot import QtBot

from b4mart_desktop.backstage import thread as thread_module
from b4mart_desktop.backstage.thread import Backstage
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

SOON = 5.0


@pytest.fixture
def backstage() -> Generator[Backstage]:
    running = Backstage()
    running.start()
    yield running
    assert running.stop()


async def where() -> str:
    await asyncio.sleep(0)
    return threading.current_thread().name


async def refuse() -> None:
    raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="no route")


async def test_a_call_runs_in_the_background_and_answers_here(backstage: Backstage) -> None:
    assert await backstage.call(where()) == "backstage"
    assert threading.current_thread() is threading.main_thread()


async def test_a_call_from_qts_loop_answers_in_the_gui_thread(backstage: Backstage, qtbot: QtBot) -> None:
    assert await backstage.call(where()) == "backstage"
    assert threading.current_thread() is threading.main_thread()


async def test_qts_loop_goes_on_while_a_call_is_under_way(backstage: Backstage, qtbot: QtBot) -> None:
    call = asyncio.ensure_future(backstage.call(asyncio.sleep(0.2, "done")))
    turns = 0
    while not call.done():
        await asyncio.sleep(0.01)
        turns += 1
    assert await call == "done"
    assert turns > 3


async def test_an_exception_arrives_as_it_was_raised(backstage: Backstage) -> None:
    with pytest.raises(AdapterError) as caught:
        await backstage.call(refuse())
    assert caught.value.data == {"reason": "no route"}


async def test_an_exception_arrives_in_qts_loop_as_it_was_raised(backstage: Backstage, qtbot: QtBot) -> None:
    with pytest.raises(AdapterError) as caught:
        await backstage.call(refuse())
    assert caught.value.code is ErrorCode.DATABASE_UNREACHABLE


class Endless:
    """A coroutine that only ends when it is cancelled."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self.cancelled = threading.Event()

    async def run(self) -> None:
        self.began.set()
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            self.cancelled.set()
            raise


async def test_cancelling_the_caller_cancels_the_call(backstage: Backstage) -> None:
    endless = Endless()
    caller = asyncio.create_task(backstage.call(endless.run()))
    await asyncio.to_thread(endless.began.wait, SOON)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert await asyncio.to_thread(endless.cancelled.wait, SOON)


async def test_stopping_cancels_calls_and_their_callers(backstage: Backstage) -> None:
    endless = Endless()
    caller = asyncio.create_task(backstage.call(endless.run()))
    await asyncio.to_thread(endless.began.wait, SOON)
    await asyncio.to_thread(backstage.stop)
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert endless.cancelled.is_set()


async def test_a_call_after_the_stop_is_cancelled_at_once(backstage: Backstage) -> None:
    backstage.stop()
    with pytest.raises(asyncio.CancelledError):
        await backstage.call(where())
    with pytest.raises(CancelledError):
        backstage.submit(where()).result(SOON)
    with pytest.raises(RuntimeError, match="late"):
        backstage.spawn("late", Endless().run)


def test_whoever_has_no_loop_gets_a_future(backstage: Backstage) -> None:
    assert backstage.submit(where()).result(SOON) == "backstage"


def test_an_owned_task_that_dies_is_logged_and_started_again(
    backstage: Backstage, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thread_module, "FIRST_RESTART_SECONDS", 0.01)
    lives, third = [0], threading.Event()

    async def run() -> None:
        lives[0] += 1
        if lives[0] < 3:
            raise ValueError(f"life {lives[0]}")
        third.set()
        await asyncio.sleep(3600)

    backstage.spawn("replicator", run)
    assert third.wait(SOON)
    records = [record for record in caplog.records if "replicator died" in record.message]
    assert [str(record.exc_info[1]) for record in records if record.exc_info] == ["life 1", "life 2"]


def test_an_owned_task_that_returns_is_not_started_again(backstage: Backstage) -> None:
    lives = [0]

    async def run() -> None:
        lives[0] += 1

    backstage.spawn("once", run)
    backstage.submit(asyncio.sleep(0.05)).result(SOON)
    assert lives == [1]


def test_pauses_between_restarts_grow(
    backstage: Backstage, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thread_module, "FIRST_RESTART_SECONDS", 0.01)
    monkeypatch.setattr(thread_module, "MOST_RESTART_SECONDS", 0.04)
    moments: list[float] = []
    enough = threading.Event()

    async def run() -> None:
        moments.append(time.monotonic())
        if len(moments) == 5:
            enough.set()
        raise ValueError

    with caplog.at_level(logging.CRITICAL):
        backstage.spawn("doomed", run)
        assert enough.wait(SOON)
    pauses = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert pauses[0] >= 0.005
    assert pauses[3] >= 0.02


def test_stopping_cancels_owned_tasks_and_lets_them_clean_up(backstage: Backstage) -> None:
    began, cleaned = threading.Event(), threading.Event()

    async def run() -> None:
        try:
            began.set()
            await asyncio.sleep(3600)
        finally:
            await asyncio.sleep(0.01)
            cleaned.set()

    backstage.spawn("poster", run)
    assert began.wait(SOON)
    assert backstage.stop()
    assert cleaned.is_set()


def test_stopping_does_not_wait_for_what_will_not_end(caplog: pytest.LogCaptureFixture) -> None:
    backstage, began, release = Backstage(), threading.Event(), threading.Event()
    backstage.start()

    async def stubborn() -> None:
        began.set()
        while not release.is_set():
            try:
                await asyncio.sleep(0.01)
            except asyncio.CancelledError:
                continue

    backstage.spawn("stubborn", stubborn)
    assert began.wait(SOON)
    start = time.monotonic()
    assert not backstage.stop(timeout=0.1)
    assert time.monotonic() - start < 2
    assert "stubborn" in caplog.text
    release.set()
    backstage._thread.join(SOON)


def test_stopping_twice_or_before_the_start_does_no_harm(backstage: Backstage) -> None:
    assert Backstage().stop()
    assert backstage.stop()
    assert backstage.stop()
