"""Other counters learn of a product's last piece, and of nothing else."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.stock_news import MongoStockNews
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.stock import MovementReason, StockMovement
from b4mart_desktop.domain.tills import Register
from b4mart_desktop.services.bus import LastOneSold
from tests.adapters.mongo.samples import NOW

OURS = new_id()
THEIRS = Register(id=new_id(), code="3", name="Back", created_at=NOW, updated_at=NOW)


def sold(after: str, delta: str = "-1", register: Id | None = THEIRS.id, **fields: Any) -> StockMovement:
    """A movement that left ``after``."""
    plain: dict[str, Any] = {"reason": MovementReason.SALE, "product": new_id(), "at": NOW}
    return StockMovement(
        id=new_id(),
        delta=Decimal(delta),
        register=register,
        quantity_after=Decimal(after),
        **{**plain, **fields},
    )


@pytest.fixture
async def news(shop: Database) -> AsyncGenerator[AsyncGenerator[LastOneSold]]:
    """What a counter hears, from now on."""
    await shop.registers.insert_one(to_document(THEIRS))
    async with contextlib.aclosing(MongoStockNews(shop).last_ones(OURS)) as heard:
        yield heard


async def test_only_last_pieces_sold_elsewhere_are_heard_of(
    shop: Database, news: AsyncGenerator[LastOneSold]
) -> None:
    probe = sold("0")
    first = asyncio.ensure_future(anext(news))
    while not first.done():  # the stream hears what happens after its opening, whenever that is
        await shop.stockmovements.insert_one(to_document(msgspec.structs.replace(probe, id=new_id())))
        await asyncio.wait([first], timeout=0.1)
    of_no_interest = [
        sold("1"),
        sold("-1"),  # the last one had gone before
        sold("0", register=OURS),
        sold("0", register=None),
        sold("0", reason=MovementReason.ADJUSTMENT),
    ]
    wanted = [sold("0"), sold("-2", "-3"), sold("-0.1", "-0.5")]
    await shop.stockmovements.insert_many([to_document(each) for each in (*of_no_interest, *wanted)])
    async with asyncio.timeout(5):
        heard = [each async for each in _until_heard(news, probe.product, len(wanted))]
    assert first.result().product == probe.product
    assert heard == [LastOneSold(each.product, "3", NOW) for each in wanted]


async def _until_heard(
    news: AsyncGenerator[LastOneSold], probe: Id, count: int
) -> AsyncGenerator[LastOneSold]:
    """Yields the next so many that are not about ``probe``."""
    while count:
        heard = await anext(news)
        if heard.product != probe:
            count -= 1
            yield heard
