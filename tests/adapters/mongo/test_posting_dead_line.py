"""A line that goes dead in the middle of a posting: that ends in bounded time, and all is written once."""

import asyncio
import contextlib
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from b4mart_desktop.adapters.mongo import transactions
from b4mart_desktop.adapters.mongo.connect import DEFAULT_OPTIONS, make_client
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.posting import MongoPosting
from b4mart_desktop.domain.entries import SaleCompleted
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from tests.adapters.mongo.samples import Line, make_product, make_sale_of
from tests.adapters.mongo.shelf import check_ledger, on_hand, stock
from tests.faults.proxy import Proxy

TIME_LIMIT = 0.5
PATIENCE = 0.3


@pytest.fixture
def proxy(mongo_uri: str) -> Iterator[Proxy]:
    port = urlsplit(mongo_uri).port
    assert port is not None
    with Proxy(port) as proxy:
        yield proxy


@pytest.mark.parametrize("milliseconds", [0, 3, 6, 9, 12])
async def test_a_posting_on_a_line_that_goes_dead_ends_and_the_next_one_makes_up_for_it(
    shop: Database, mongo_uri: str, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, milliseconds: int
) -> None:
    monkeypatch.setattr(transactions, "PATIENCE_SECONDS", PATIENCE)
    # The driver would notice by itself, but later.
    monkeypatch.setitem(DEFAULT_OPTIONS, "heartbeatFrequencyMS", 30_000)
    product = make_product()
    await stock(shop, product)
    entries = [SaleCompleted(sale=make_sale_of([Line(product)], number=number)) for number in (1, 2, 3)]
    user = urlsplit(mongo_uri).netloc.rpartition("@")[0]
    uri = f"mongodb://{user}@127.0.0.1:{proxy.port}/?authSource=admin&directConnection=true"
    async with make_client(uri) as client:
        posting = MongoPosting(client[shop.name], time_limit=TIME_LIMIT)
        await posting.post(entries[:1])
        began = time.monotonic()
        task = asyncio.create_task(posting.post(entries[1:]))
        await asyncio.sleep(milliseconds / 1000)
        proxy.go_dead()
        with contextlib.suppress(AdapterError):
            await task
        assert time.monotonic() - began < TIME_LIMIT + PATIENCE + 2
        error = task.exception()
        assert error is None or (
            isinstance(error, AdapterError) and error.code is ErrorCode.DATABASE_UNREACHABLE
        )
        proxy.heal()  # what was on its way arrives now
        await posting.post(entries[1:])
    assert await shop.orders.count_documents({}) == await shop.payments.count_documents({}) == 3
    assert await on_hand(shop, product) == (7, 0)
    await check_ledger(shop)
