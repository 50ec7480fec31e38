import asyncio
import contextlib

import pytest

from b4mart_desktop.backstage.popularity import PopularityKeeper
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from tests.unit.backstage.eventually import until


class Store:
    """Both ports, with what they were asked."""

    def __init__(self, *, leads: bool = True) -> None:
        self.leads = leads
        self.failing = False
        self.asked: list[str] = []

    async def holds(self, name: str) -> bool:
        self.asked.append(name)
        if self.failing:
            raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="away")
        return self.leads

    async def renew(self) -> bool:
        self.asked.append("renew")
        return True


async def run(store: Store, monkeypatch: pytest.MonkeyPatch, rounds: int) -> None:
    monkeypatch.setattr("b4mart_desktop.backstage.popularity.ROUND_SECONDS", 0.001)
    task = asyncio.ensure_future(PopularityKeeper(store, store, first_seconds=0).run())
    await until(lambda: store.asked.count("popularity") >= rounds)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_the_leader_counts_and_others_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    leader, other = Store(), Store(leads=False)
    await run(leader, monkeypatch, 2)
    await run(other, monkeypatch, 2)
    assert leader.asked[:3] == ["popularity", "renew", "popularity"]
    assert "renew" not in other.asked


async def test_a_database_that_is_away_is_asked_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store()
    store.failing = True
    await run(store, monkeypatch, 3)
    assert "renew" not in store.asked
