import pytest

from b4mart_desktop.backstage import replicator
from b4mart_desktop.backstage.replicator import FEW_CHANGES
from b4mart_desktop.domain.counters import ReplicaPhase
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.bus import (
    ConnectionChanged,
    DocumentSkipped,
    ReplicaChanged,
    ReplicaLoading,
)
from b4mart_desktop.services.ports import MOST_CHANGES, REPLICATED, CatchUpReport
from tests.unit.backstage.eventually import until
from tests.unit.backstage.replicating import Scene, change, report

AWAY = AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="planted")
LOST = AdapterError(ErrorCode.NOT_FOUND, what="resume token", reason="the log rolled over")
FULL = AdapterError(ErrorCode.DISK_WRITE_FAILED, reason="planted")
REFUSED = AdapterError(ErrorCode.DATABASE_REFUSED, reason="planted")
FLOOD = [change() for _ in range(MOST_CHANGES)]


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicator, "FIRST_PAUSE_SECONDS", 0.001)
    monkeypatch.setattr(replicator, "MOST_PAUSE_SECONDS", 0.01)


async def test_an_empty_replica_is_loaded_with_progress_and_then_follows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(replicator, "TELL_SECONDS", 0)
    scene = Scene(token=None)
    scene.loader.reports = [report("settings", 1, 6), report("products", 6, 6)]
    async with scene.running():
        await until(lambda: scene.source.followed == [b"begin"])
    progress = [(event.done, event.total) for event in scene.of(ReplicaLoading)]
    assert progress == [(1, 6), (6, 6)]
    assert [event.collection for event in scene.of(ReplicaChanged)] == ["settings", "products", *REPLICATED]
    assert [event.online for event in scene.of(ConnectionChanged)] == [True]


async def test_a_load_does_not_flood_the_windows_with_its_progress() -> None:
    scene = Scene(token=None)
    scene.loader.reports = [report("products", done, 1_000) for done in range(1, 1_001)]
    async with scene.running():
        await until(lambda: bool(scene.source.followed))
    assert [event.done for event in scene.of(ReplicaLoading)] == [1, 1_000]
    assert [event.collection for event in scene.of(ReplicaChanged)] == ["products", "products", *REPLICATED]


async def test_how_the_replica_stands_is_told_when_it_changes() -> None:
    scene = Scene(token=None)
    async with scene.running():
        for batch in ([], [change()] * MOST_CHANGES, [change()], [], FLOOD, FLOOD, [], [change()]):
            scene.source.coming.put_nowait(batch)
        await until(lambda: scene.source.coming.empty())
    assert scene.phases == [
        (ReplicaPhase.LOADING, None),
        (ReplicaPhase.CATCHING_UP, None),
        (ReplicaPhase.LIVE, None),
        (ReplicaPhase.CATCHING_UP, None),
        (ReplicaPhase.LIVE, None),
    ]


async def test_a_counter_that_was_offline_catches_up_and_is_live_even_if_nothing_changes() -> None:
    scene = Scene(token=b"an hour ago")
    async with scene.running():
        scene.source.coming.put_nowait([])
        await until(lambda: len(scene.phases) == 2)
        scene.source.coming.put_nowait(AWAY)
        await until(lambda: len(scene.phases) == 3)
        scene.source.coming.put_nowait([])
        await until(lambda: len(scene.phases) == 4)
    assert [phase for phase, _ in scene.phases] == [ReplicaPhase.CATCHING_UP, ReplicaPhase.LIVE] * 2


async def test_a_flood_is_left_to_the_loader_and_followed_on_from_where_that_got_to() -> None:
    scene = Scene(token=b"yesterday")
    one = new_id()
    scene.loader.reports_of_catching_up = [
        CatchUpReport(changed={"products": (one,)}, skipped=(("products", "7", "planted"),))
    ]
    async with scene.running():
        scene.source.coming.put_nowait(FLOOD)
        scene.source.coming.put_nowait([change(token=b"never applied here")] * MOST_CHANGES)
        await until(lambda: len(scene.source.followed) == 2)
    assert scene.loader.caught_up_from == [b"next"]
    assert scene.source.followed == [b"yesterday", b"caught up"]
    assert len(scene.writer.applied) == MOST_CHANGES
    assert scene.of(ReplicaChanged)[-1] == ReplicaChanged("products", (one,))
    assert scene.of(DocumentSkipped) == [DocumentSkipped("products", "7", "planted")]


@pytest.mark.parametrize("most", [FEW_CHANGES, MOST_CHANGES - 1, MOST_CHANGES])
async def test_changes_of_big_documents_are_a_flood_too(most: int) -> None:
    """The server's answer has room for fewer of them, so that no batch is ever full."""
    scene = Scene(token=b"yesterday")
    async with scene.running():
        for _ in range(-(-2 * MOST_CHANGES // most)):
            scene.source.coming.put_nowait([change() for _ in range(most)])
        await until(lambda: len(scene.source.followed) == 2)
        assert [phase for phase, _ in scene.phases] == [ReplicaPhase.CATCHING_UP]
        scene.source.coming.put_nowait([])
        await until(lambda: scene.phases[-1][0] is ReplicaPhase.LIVE)
    assert scene.source.followed == [b"yesterday", b"caught up"]


async def test_a_shop_that_always_sells_is_live_all_the_same() -> None:
    scene = Scene(token=b"yesterday")
    async with scene.running():
        for _ in range(MOST_CHANGES):
            scene.source.coming.put_nowait([change() for _ in range(FEW_CHANGES - 1)])
        await until(scene.source.coming.empty)
        assert [phase for phase, _ in scene.phases] == [ReplicaPhase.CATCHING_UP, ReplicaPhase.LIVE]
    assert scene.loader.caught_up_from == []


async def test_catching_up_that_breaks_off_goes_on_from_what_is_stored() -> None:
    scene = Scene(token=b"yesterday")
    scene.source.fail("catch up", AdapterError(ErrorCode.WORKER_ENDED, reason="planted"))
    async with scene.running():
        for batch in (FLOOD, FLOOD):
            scene.source.coming.put_nowait(batch)
        await until(lambda: len(scene.source.followed) == 2)
        for batch in (FLOOD, FLOOD):
            scene.source.coming.put_nowait(batch)
        await until(lambda: len(scene.source.followed) == 3)
    assert scene.loader.caught_up_from == [b"next", b"next"]
    assert scene.source.followed == [b"yesterday", b"next", b"caught up"]
    assert scene.loader.begun == 0


async def test_words_are_indexed_once_nothing_more_is_waiting() -> None:
    scene = Scene(token=b"yesterday")
    async with scene.running():
        for _ in range(3):
            scene.source.coming.put_nowait([])
        await until(lambda: scene.source.coming.empty())
        assert scene.writer.indexed == 1, "once before anything is followed, for an index that was lost"
        scene.source.coming.put_nowait([change()] * MOST_CHANGES)
        await until(lambda: len(scene.writer.applied) == MOST_CHANGES)
        assert scene.writer.indexed == 1
        scene.source.coming.put_nowait([change()])
        await until(lambda: scene.writer.indexed == 2)
        assert scene.of(ReplicaChanged)[-1].ids == (scene.writer.applied[-1].id,)


@pytest.mark.parametrize("loading", [True, False])
async def test_a_file_that_is_replaced_under_its_hands_is_filled_again(
    monkeypatch: pytest.MonkeyPatch, loading: bool
) -> None:
    monkeypatch.setattr(replicator, "CHECK_SECONDS", 0.01)
    scene = Scene(token=None if loading else b"yesterday")
    scene.loader.takes_for_ever = loading
    async with scene.running():
        await until(lambda: bool(scene.loader.begun if loading else scene.source.followed))
        scene.writer.fault = AdapterError(ErrorCode.REPLICA_RENEWED, reason="it was cut short")
        await until(lambda: scene.source.followed[-1:] == [b"begin"])
    assert (ReplicaPhase.LOADING, "it was cut short") in scene.phases
    assert scene.writer.fault is None


async def test_another_shop_at_the_address_is_told_and_never_copied() -> None:
    scene = Scene(token=None)
    scene.source.fail("ping", *[AdapterError(ErrorCode.OTHER_STORE, found=None)] * 3)
    async with scene.running():
        await until(lambda: scene.source.pings == 3)
        assert scene.loader.begun == 0
        await until(lambda: bool(scene.source.followed))
    assert [event.online for event in scene.of(ConnectionChanged)] == [False, True]


async def test_a_loaded_replica_goes_on_from_its_token_and_says_what_changed() -> None:
    scene = Scene(token=b"yesterday")
    one, two, broken = change(), change(), change("users", {})
    async with scene.running():
        scene.source.coming.put_nowait([one, two, one, broken])
        await until(lambda: len(scene.writer.applied) == 4)
    assert scene.loader.begun == 0
    assert scene.source.followed == [b"yesterday"]
    assert scene.of(ReplicaChanged) == [
        ReplicaChanged("products", (one.id, two.id)),
        ReplicaChanged("users", (broken.id,)),
    ]
    assert scene.of(DocumentSkipped) == [DocumentSkipped("users", broken.id, "planted")]


async def test_unreadable_documents_of_a_load_are_told() -> None:
    scene = Scene(token=None)
    scene.loader.reports = [report("products", 2, 2, (("products", "7", "planted"),))]
    async with scene.running():
        await until(lambda: bool(scene.source.followed))
    assert scene.of(DocumentSkipped) == [DocumentSkipped("products", "7", "planted")]


async def test_a_database_that_goes_and_comes_back_is_told_once_each_time() -> None:
    scene = Scene(token=b"yesterday")
    scene.source.fail("ping", AWAY, AWAY, AWAY)
    async with scene.running():
        await until(lambda: len(scene.source.followed) == 1)
        scene.source.coming.put_nowait(AWAY)
        await until(lambda: len(scene.source.followed) == 2)
    assert [event.online for event in scene.of(ConnectionChanged)] == [False, True, False, True]
    assert scene.source.pings == 5


async def test_a_lost_token_loads_again() -> None:
    scene = Scene(token=b"long ago")
    scene.source.fail("changes", LOST)
    async with scene.running():
        await until(lambda: scene.source.followed == [b"long ago", b"begin"])
        scene.source.coming.put_nowait(LOST)
        await until(lambda: len(scene.source.followed) == 3)
    assert scene.loader.begun == 2
    assert (ReplicaPhase.LOADING, "the log rolled over") in scene.phases


async def test_a_load_that_breaks_off_begins_again() -> None:
    scene = Scene(token=None)
    scene.source.fail("load", AWAY, REFUSED)
    async with scene.running():
        await until(lambda: bool(scene.source.followed))
    assert scene.loader.begun == 3
    assert [event.online for event in scene.of(ConnectionChanged)] == [True, False, True]


@pytest.mark.parametrize(
    "error", [REFUSED, FULL, AdapterError(ErrorCode.WORKER_ENDED, reason="planted")], ids=lambda e: e.code
)
async def test_what_keeps_changes_from_getting_here_is_told_until_they_do(error: AdapterError) -> None:
    scene = Scene(token=b"yesterday")
    async with scene.running():
        scene.source.coming.put_nowait([])
        await until(lambda: len(scene.phases) == 2)
        scene.source.fail("changes", *[error] * 3)
        scene.source.coming.put_nowait(error)
        await until(lambda: len(scene.source.followed) == 5)
        scene.source.coming.put_nowait([])
        await until(lambda: len(scene.phases) == 4)
    assert scene.phases[2:] == [(ReplicaPhase.STALLED, "planted"), (ReplicaPhase.LIVE, None)]
    assert scene.of(ConnectionChanged)[-1].online


async def test_good_news_from_somebody_else_end_the_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicator, "FIRST_PAUSE_SECONDS", 3600)
    scene = Scene(token=b"yesterday")
    scene.source.fail("ping", AWAY)
    async with scene.running():
        await until(lambda: bool(scene.of(ConnectionChanged)))
        scene.bus.publish(ConnectionChanged(online=True, since=utc_now()))
        await until(lambda: bool(scene.source.followed))
