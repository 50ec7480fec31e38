"""The copy of the catalogue is taken away while the shop is open: it is told, and comes back."""

import asyncio
import sys
from pathlib import Path

import pytest

from b4mart_desktop.domain.counters import ReplicaPhase
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.gui.screens import UseCases
from b4mart_desktop.services.bus import Bus, ReplicaPhaseChanged
from b4mart_desktop.services.selling import Added
from b4mart_desktop.settings import Settings
from tests.app.till import open_till, pay, until


def plain_code(use: UseCases) -> str:
    """The SKU of a product that asks for nothing."""
    for hit in use.counter.catalogue.tiles(None):
        if isinstance(use.selling.add(hit.id), Added):
            return hit.sku
    raise AssertionError("the demo store has favourites")


async def outcomes_until_it_is_back(use: UseCases, code: str) -> set[ErrorCode | None]:
    """What scanning says, None where it sells, until it has said something else and sells again."""
    seen: set[ErrorCode | None] = set()
    async with asyncio.timeout(30):
        while True:
            await asyncio.sleep(0.02)
            use.selling.start_new()
            try:
                use.selling.enter(code)
            except DomainError as error:
                seen.add(error.code)
            else:
                seen.add(None)
                if len(seen) > 1:
                    return seen


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody take away an open file")
@pytest.mark.parametrize("how", ["deleted", "overwritten"])
async def test_a_catalogue_lost_while_the_shop_is_open_is_told_and_comes_back(
    shop_uri: str, tmp_path: Path, how: str
) -> None:
    bus = Bus()
    stands: list[ReplicaPhaseChanged] = []
    bus.subscribe(lambda event: stands.append(event) if isinstance(event, ReplicaPhaseChanged) else None)
    async with open_till(tmp_path / "shop", Settings(mongodb_uri=shop_uri), bus) as (use, _):
        code = plain_code(use)
        before = await pay(use)
        await until(lambda: stands[-1].phase is ReplicaPhase.LIVE, "changes are followed")
        path = tmp_path / "shop" / "replica.sqlite"
        if how == "deleted":
            path.unlink()
        else:
            path.write_bytes(b"\xff" * path.stat().st_size)

        assert await outcomes_until_it_is_back(use, code) == {ErrorCode.CATALOGUE_LOADING, None}
        after = await pay(use)
        assert after.order.pricing == before.order.pricing
        await until(lambda: stands[-1].phase is ReplicaPhase.LIVE, "changes are followed again")

    assert [(event.phase, bool(event.reason)) for event in stands][-3:] == [
        (ReplicaPhase.LOADING, True),
        (ReplicaPhase.CATCHING_UP, False),
        (ReplicaPhase.LIVE, False),
    ]
