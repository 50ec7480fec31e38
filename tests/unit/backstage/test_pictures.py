import asyncio
import contextlib

import pytest

from b4mart_desktop.backstage.pictures import PictureKeeper
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.services.ports.pictures import Sweep
from tests.unit.backstage.eventually import until


class Store:
    """Both ports, with what they were asked."""

    def __init__(self, *, leads: bool = True, away: bool = False) -> None:
        self.leads = leads
        self.away = away
        self.asked: list[str] = []

    async def holds(self, name: str) -> bool:
        self.asked.append(name)
        return self.leads

    async def sweep(self) -> Sweep:
        self.asked.append("sweep")
        if self.away:
            raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="away")
        return Sweep(kept=1)


async def run(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("b4mart_desktop.backstage.pictures.ROUND_SECONDS", 0.001)
    task = asyncio.ensure_future(PictureKeeper(store, store, first_seconds=0).run())
    await until(lambda: store.asked.count("pictures") >= 3)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_the_leader_sweeps_and_others_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    leader, other = Store(), Store(leads=False)

    await run(leader, monkeypatch)
    await run(other, monkeypatch)

    assert leader.asked[:4] == ["pictures", "sweep", "pictures", "sweep"]
    assert "sweep" not in other.asked


async def test_a_database_that_is_away_is_swept_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(away=True)

    await run(store, monkeypatch)

    assert store.asked.count("sweep") >= 2
