import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import pytest

from b4mart_desktop.backstage import replicator
from b4mart_desktop.backstage.replicator import Replicator
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.bus import (
    Bus,
    ConnectionChanged,
    DocumentSkipped,
    Event,
    ReplicaChanged,
    ReplicaLoading,
)
from b4mart_desktop.services.ports import REPLICATED, Change
from tests.unit.backstage.eventually import until

E = TypeVar("E")

AWAY = AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="planted")
LOST = AdapterError(ErrorCode.NOT_FOUND, what="resume token")
REFUSED = AdapterError(ErrorCode.DATABASE_REFUSED, reason="planted")


class FakeSource:
    """A database whose failures are planted: each is raised once, at the step it names."""

    def __init__(self) -> None:
        self.documents: dict[str, list[list[Mapping[str, Any]]]] = {}
        self.failures: dict[str, list[AdapterError]] = {}
        self.coming: asyncio.Queue[Sequence[Change] | AdapterError] = asyncio.Queue()
        self.pings = 0
        self.followed: list[bytes] = []
        self.open = 0

    def fail(self, step: str, *errors: AdapterError) -> None:
        self.failures.setdefault(step, []).extend(errors)

    def _step(self, step: str) -> None:
        if self.failures.get(step):
            raise self.failures[step].pop(0)

    async def ping(self) -> None:
        self.pings += 1
        self._step("ping")

    async def count(self, collection: str) -> int:
        return sum(map(len, self.documents.get(collection, [])))

    async def token(self) -> bytes:
        return b"begin"

    async def load(self, collection: str) -> AsyncGenerator[Sequence[Mapping[str, Any]], None]:
        self.open += 1
        try:
            for batch in self.documents.get(collection, []):
                yield batch
            self._step(f"load {collection}")
        finally:
            self.open -= 1

    async def changes(self, token: bytes) -> AsyncGenerator[Sequence[Change], None]:
        self.followed.append(token)
        self._step("changes")
        self.open += 1
        try:
            while True:
                match await self.coming.get():
                    case AdapterError() as error:
                        raise error
                    case batch:
                        yield batch
        finally:
            self.open -= 1


class FakeWriter:
    """Notes what is written."""

    def __init__(self, token: bytes | None) -> None:
        self._token = token
        self.loaded: list[tuple[str, int]] = []
        self.applied: list[Change] = []
        self.begun = 0

    def token(self) -> bytes | None:
        return self._token

    def begin_load(self) -> None:
        self.begun += 1
        self._token = None

    def load(self, collection: str, documents: Sequence[Mapping[str, Any]]) -> Sequence[tuple[str, str]]:
        self.loaded.append((collection, len(documents)))
        return [(document["_id"], "planted") for document in documents if "broken" in document]

    def finish_load(self, token: bytes) -> None:
        self._token = token

    def apply(self, changes: Sequence[Change]) -> Sequence[tuple[str, str, str]]:
        self.applied += changes
        self._token = changes[-1].token
        return [(change.collection, change.id, "planted") for change in changes if change.document == {}]


class Scene:
    """A replicator at work."""

    def __init__(self, token: bytes | None) -> None:
        self.source = FakeSource()
        self.writer = FakeWriter(token)
        self.bus = Bus()
        self.events: list[Event] = []
        self.bus.subscribe(self.events.append)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(Replicator(self.source, self.writer, self.bus).run())
        try:
            yield
            assert not task.done()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert self.source.open == 0, "a generator was left open"

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]


def change(
    collection: str = "products", document: dict[str, Any] | None = None, token: bytes = b"next"
) -> Change:
    return Change(collection=collection, id=new_id(), document=document, token=token)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicator, "FIRST_PAUSE_SECONDS", 0.001)
    monkeypatch.setattr(replicator, "MOST_PAUSE_SECONDS", 0.01)


async def test_an_empty_replica_is_loaded_in_order_with_progress_and_then_follows() -> None:
    scene = Scene(token=None)
    scene.source.documents = {"products": [[{}] * 3, [{}] * 2], "settings": [[{}]]}
    async with scene.running():
        await until(lambda: scene.source.followed == [b"begin"])
    assert scene.writer.loaded == [("settings", 1), ("products", 5)]
    progress = [(event.done, event.total) for event in scene.of(ReplicaLoading)]
    assert progress == [(0, 6), (1, 6), (6, 6), (6, 6)]
    assert [event.collection for event in scene.of(ReplicaChanged)] == [*REPLICATED, *REPLICATED]
    assert [event.online for event in scene.of(ConnectionChanged)] == [True]


async def test_batches_of_a_load_are_gathered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicator, "LOAD_DOCUMENTS", 4)
    scene = Scene(token=None)
    scene.source.documents = {"products": [[{}] * 2 for _ in range(5)]}
    async with scene.running():
        await until(lambda: bool(scene.source.followed))
    assert scene.writer.loaded == [("products", 4), ("products", 4), ("products", 2)]


async def test_a_loaded_replica_goes_on_from_its_token_and_says_what_changed() -> None:
    scene = Scene(token=b"yesterday")
    one, two, broken = change(), change(), change("users", {})
    async with scene.running():
        scene.source.coming.put_nowait([one, two, one, broken])
        await until(lambda: len(scene.writer.applied) == 4)
    assert scene.writer.begun == 0
    assert scene.source.followed == [b"yesterday"]
    assert scene.of(ReplicaChanged) == [
        ReplicaChanged("products", (one.id, two.id)),
        ReplicaChanged("users", (broken.id,)),
    ]
    assert scene.of(DocumentSkipped) == [DocumentSkipped("users", broken.id, "planted")]


async def test_unreadable_documents_of_a_load_are_told() -> None:
    scene = Scene(token=None)
    scene.source.documents = {"products": [[{"_id": "7", "broken": True}, {}]]}
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
    assert scene.writer.begun == 2


async def test_a_load_that_breaks_off_begins_again() -> None:
    scene = Scene(token=None)
    scene.source.documents = {"products": [[{}] * 3]}
    scene.source.fail("load products", AWAY, REFUSED)
    async with scene.running():
        await until(lambda: bool(scene.source.followed))
    assert scene.writer.begun == 3
    assert [event.online for event in scene.of(ConnectionChanged)] == [True, False, True]


async def test_good_news_from_somebody_else_end_the_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicator, "FIRST_PAUSE_SECONDS", 3600)
    scene = Scene(token=b"yesterday")
    scene.source.fail("ping", AWAY)
    async with scene.running():
        await until(lambda: bool(scene.of(ConnectionChanged)))
        scene.bus.publish(ConnectionChanged(online=True, since=utc_now()))
        await until(lambda: bool(scene.source.followed))
