"""What changed is forgotten by the cache, also what changed while it was away, within bounds."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Sequence

import pytest

from b4mart_desktop.backstage import cache_clearing
from b4mart_desktop.backstage.cache_clearing import BATCH, CacheClearer
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.services.bus import Bus, ReplicaChanged
from tests.unit.backstage.eventually import until


class Memory:
    """A cache that notes what it forgot, in order, and can be away."""

    def __init__(self) -> None:
        self.forgotten: list[tuple[str, Sequence[Id]]] = []
        self.away = False
        self.in_between: list[ReplicaChanged] = []
        self.bus: Bus | None = None

    async def forget(self, collection: str, ids: Sequence[Id]) -> bool:
        for event in self.in_between:
            assert self.bus is not None
            self.bus.publish(event)
        self.in_between = []
        if not self.away:
            self.forgotten.append((collection, ids))
        return not self.away


@contextlib.asynccontextmanager
async def clearing(memory: Memory, most: int = 10_000) -> AsyncGenerator[Bus]:
    bus = memory.bus = Bus()
    task = asyncio.create_task(CacheClearer(memory, bus, most).run())
    await asyncio.sleep(0)
    try:
        yield bus
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_clearing, "FIRST_PAUSE_SECONDS", 0.01)


async def test_what_changed_is_forgotten_in_batches() -> None:
    memory, ids = Memory(), tuple(new_id() for _ in range(BATCH + 1))
    async with clearing(memory) as bus:
        bus.publish(ReplicaChanged("products", ids))
        await until(lambda: len(memory.forgotten) == 2)
    assert memory.forgotten == [("products", [*ids[:BATCH]]), ("products", [ids[BATCH]])]


async def test_what_the_web_store_does_not_remember_is_no_matter() -> None:
    memory, category = Memory(), new_id()
    async with clearing(memory) as bus:
        bus.publish(ReplicaChanged("promotions", (new_id(),)))
        bus.publish(ReplicaChanged("products"))  # all of them: a load, of what changed long ago
        bus.publish(ReplicaChanged("categories", (category,)))
        await until(lambda: bool(memory.forgotten))
    assert memory.forgotten == [("categories", [category])]


async def test_what_changed_while_the_cache_was_away_is_forgotten_when_it_is_back() -> None:
    memory, first, second = Memory(), new_id(), new_id()
    memory.away = True
    async with clearing(memory) as bus:
        bus.publish(ReplicaChanged("products", (first,)))
        bus.publish(ReplicaChanged("users", (second,)))
        await asyncio.sleep(0.05)
        memory.away = False
        await until(lambda: len(memory.forgotten) == 2)
    assert memory.forgotten == [("products", [first]), ("users", [second])]


async def test_of_too_much_the_oldest_is_left_to_expire() -> None:
    memory, ids = Memory(), tuple(new_id() for _ in range(7))
    memory.away = True
    async with clearing(memory, most=3) as bus:
        for identity in ids:
            bus.publish(ReplicaChanged("products", (identity,)))
        await asyncio.sleep(0.05)
        memory.away = False
        await until(lambda: bool(memory.forgotten))
    (_, forgotten), *more = memory.forgotten
    assert (set(forgotten), more) == (set(ids[-3:]), [])


async def test_what_changes_again_while_it_is_forgotten_is_forgotten_again() -> None:
    memory, product = Memory(), new_id()
    memory.in_between = [ReplicaChanged("products", (product,))]
    async with clearing(memory) as bus:
        bus.publish(ReplicaChanged("products", (product,)))
        await until(lambda: len(memory.forgotten) == 2)
    assert memory.forgotten == [("products", [product])] * 2
