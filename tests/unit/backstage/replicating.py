"""A replicator with its database, its replica and its loader played, so that every failure can be planted."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from b4mart_desktop.backstage.replicator import Replicator
from b4mart_desktop.domain.counters import ReplicaPhase
from b4mart_desktop.domain.errors import AdapterError
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.services.bus import Bus, Event, ReplicaPhaseChanged
from b4mart_desktop.services.ports import CatchUpReport, Change, LoadReport

E = TypeVar("E")


class FakeSource:
    """A database whose failures are planted: each is raised once, at the step it names."""

    def __init__(self) -> None:
        self.failures: dict[str, list[AdapterError]] = {}
        self.coming: asyncio.Queue[Sequence[Change] | AdapterError] = asyncio.Queue()
        self.pings = 0
        self.followed: list[bytes] = []
        self.open = 0

    def fail(self, step: str, *errors: AdapterError) -> None:
        self.failures.setdefault(step, []).extend(errors)

    def step(self, step: str) -> None:
        if self.failures.get(step):
            raise self.failures[step].pop(0)

    async def ping(self) -> None:
        self.pings += 1
        self.step("ping")

    async def changes(self, token: bytes) -> AsyncGenerator[Sequence[Change], None]:
        self.followed.append(token)
        self.step("changes")
        self.open += 1
        try:
            while True:
                match await self.coming.get():
                    case AdapterError() as error:
                        raise error
                    case changes:
                        yield changes
        finally:
            self.open -= 1


class FakeWriter:
    """A replica that remembers what was done to it.

    Attributes:
        fault: What ``check`` raises next.
    """

    def __init__(self, token: bytes | None) -> None:
        self.stored = token
        self.applied: list[Change] = []
        self.indexed = 0
        self.fault: AdapterError | None = None

    def token(self) -> bytes | None:
        return self.stored

    def check(self) -> None:
        if self.fault is not None:
            fault, self.fault = self.fault, None
            self.stored = None
            raise fault

    def apply(self, changes: Sequence[Change]) -> Sequence[tuple[str, str, str]]:
        self.applied += changes
        if changes:
            self.stored = changes[-1].token
        return [(change.collection, change.id, "planted") for change in changes if change.document == {}]

    def index_words(self) -> None:
        self.indexed += 1


class FakeLoader:
    """Fills the writer in steps that are planted, and then sets its token.

    Attributes:
        caught_up_from: Tokens from which it was asked to catch up.
        reports_of_catching_up: What it tells then.
    """

    def __init__(self, source: FakeSource, writer: FakeWriter) -> None:
        self.reports: list[LoadReport] = []
        self.caught_up_from: list[bytes | None] = []
        self.reports_of_catching_up: list[CatchUpReport] = []
        self.begun = 0
        self.takes_for_ever = False
        self._source = source
        self._writer = writer

    async def load(self, report: Callable[[LoadReport], None]) -> None:
        self.begun += 1
        self._writer.stored = None
        try:
            for step in self.reports:
                report(step)
            self._source.step("load")
            if self.takes_for_ever:
                await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.takes_for_ever = False
            raise
        self._writer.stored = b"begin"

    async def catch_up(self, report: Callable[[CatchUpReport], None]) -> None:
        self.caught_up_from.append(self._writer.stored)
        self._source.step("catch up")
        for step in self.reports_of_catching_up:
            report(step)
        self._writer.stored = b"caught up"


class Scene:
    """A replicator at work."""

    def __init__(self, token: bytes | None) -> None:
        self.source = FakeSource()
        self.writer = FakeWriter(token)
        self.loader = FakeLoader(self.source, self.writer)
        self.bus = Bus()
        self.events: list[Event] = []
        self.bus.subscribe(self.events.append)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(Replicator(self.source, self.loader, self.writer, self.bus).run())
        try:
            yield
            assert not task.done()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert self.source.open == 0, "a generator was left open"

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def phases(self) -> list[tuple[ReplicaPhase, str | None]]:
        return [(event.phase, event.reason) for event in self.of(ReplicaPhaseChanged)]


def report(
    collection: str, done: int, total: int, skipped: tuple[tuple[str, str, str], ...] = ()
) -> LoadReport:
    return LoadReport(collection=collection, done=done, total=total, skipped=skipped)


def change(
    collection: str = "products", document: dict[str, Any] | None = None, token: bytes = b"next"
) -> Change:
    return Change(collection=collection, id=new_id(), document=document, token=token)
