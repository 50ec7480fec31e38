"""The row of several counters: how soon one sees another, and whether Redis, well or ill, is felt at Pay."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable

from b4mart_desktop.domain.people import User
from b4mart_desktop.gui.screens import UseCases
from b4mart_desktop.services.bus import Bus, CountersChanged, Event
from b4mart_desktop.settings import Settings
from tests.app.till import add_piece, open_till, pay
from tests.bench.figures import Figure, spread
from tests.bench.stand import Stand
from tests.redis_server import RedisServer

CHANGES = 40
SALES = 100
_SETTLE_SECONDS = 3.0  # in which counters find out what became of Redis
_POLL_SECONDS = 0.002
_PATIENCE_SECONDS = 30.0


def neighbours(stand: Stand) -> list[Figure]:
    """From signing in at one counter until another knows; and Pay beside a counter without Redis.

    `up`, `hung`, `gone`: how Redis is while sales alternate between the two counters.
    """
    return asyncio.run(_neighbours(stand))


async def _neighbours(stand: Stand) -> list[Figure]:
    async with _Counter.open(stand, "A", None) as plain, _Counter.open(stand, "B", None) as other:
        figures = [*spread("neighbours.seen.without", await _changes(plain, other), (50, 95))]
    with RedisServer() as redis:
        async with (
            _Counter.open(stand, "A", None) as plain,
            _Counter.open(stand, "B", redis.url) as one,
            _Counter.open(stand, "C", redis.url) as other,
        ):
            figures += spread("neighbours.seen.redis", await _changes(one, other), (50, 95))
            for state, make in (("up", _nothing), ("hung", redis.hang), ("gone", redis.kill)):
                make()
                pays, bare = await _alternate(one, plain)
                figures += spread(f"neighbours.pay.{state}", pays, (50, 99), bare)
                await asyncio.sleep(_SETTLE_SECONDS)
    return figures


class _Counter:
    """An open counter and what it knows of the others."""

    def __init__(self, bus: Bus) -> None:
        self.seen: dict[str, str | None] = {}
        self.use: UseCases
        bus.subscribe(self._on_event)

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, stand: Stand, code: str, redis: str | None) -> AsyncGenerator["_Counter"]:
        bus = Bus()
        made = cls(bus)
        settings = Settings(mongodb_uri=stand.uri, register=code, redis_url=redis)
        async with open_till(stand.folder / code, settings, bus) as (made.use, _):
            yield made

    def _on_event(self, event: Event) -> None:
        if isinstance(event, CountersChanged):
            self.seen = {presence.code: presence.user_name for presence in event.present}

    def staff(self) -> tuple[User, User]:
        """Returns two who take turns."""
        first, second, *_ = self.use.signing_in.staff()
        return first, second


async def _changes(watcher: _Counter, changing: _Counter) -> list[float]:
    """Has people take turns at ``changing``; returns the seconds until ``watcher`` knew each."""
    code = changing.use.counter.register().code
    await _until(lambda: code in watcher.seen)
    took = []
    for number in range(CHANGES):
        user = changing.staff()[(number + 1) % 2]
        began = time.perf_counter()
        changing.use.counter.session.begin(user)
        await _until(lambda name=user.name: watcher.seen.get(code) == name)  # type: ignore[misc]
        took.append(time.perf_counter() - began)
        await asyncio.sleep(0.11)  # not in step with anybody's looking
    return took


async def _alternate(one: _Counter, other: _Counter) -> tuple[list[float], list[float]]:
    took: tuple[list[float], list[float]] = ([], [])
    for _ in range(SALES):
        for counter, times in zip((one, other), took, strict=True):
            add_piece(counter.use)
            began = time.perf_counter()
            await pay(counter.use)
            times.append(time.perf_counter() - began)
    return took


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while not condition():  # noqa: ASYNC110 - what is waited for comes from other threads
            await asyncio.sleep(_POLL_SECONDS)


def _nothing() -> None:
    """Leaves Redis as it is."""
