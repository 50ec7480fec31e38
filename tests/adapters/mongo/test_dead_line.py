"""A line that goes dead without a word is noticed, before the driver notices it; a slow one is not dead."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import pytest

from b4mart_desktop.adapters.mongo import replication, stock_news, streams
from b4mart_desktop.adapters.mongo.connect import DEFAULT_OPTIONS, make_client
from b4mart_desktop.adapters.mongo.replication import MongoReplication
from b4mart_desktop.adapters.mongo.stock_news import MongoStockNews
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from tests.faults.proxy import Proxy


@pytest.fixture
def proxy(mongo_uri: str) -> Iterator[Proxy]:
    port = urlsplit(mongo_uri).port
    assert port is not None
    with Proxy(port) as proxy:
        yield proxy


@pytest.fixture
def through_proxy(mongo_uri: str, proxy: Proxy) -> str:
    user = urlsplit(mongo_uri).netloc.rpartition("@")[0]
    return f"mongodb://{user}@127.0.0.1:{proxy.port}/?authSource=admin&directConnection=true"


@pytest.fixture
async def source(
    through_proxy: str, proxy: Proxy, database: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[MongoReplication]:
    """Loses patience after a second; the driver itself would need half a minute."""
    monkeypatch.setattr(replication, "MAX_AWAIT_MS", 100)
    monkeypatch.setattr(streams, "SILENCE_SECONDS", 1.0)
    monkeypatch.setitem(DEFAULT_OPTIONS, "heartbeatFrequencyMS", 30_000)
    async with make_client(through_proxy) as client:
        yield MongoReplication(client[database])
        proxy.heal()


async def test_a_dead_line_is_noticed_before_the_driver_notices(
    source: MongoReplication, proxy: Proxy
) -> None:
    async with contextlib.aclosing(source.changes(await source.token())) as batches:
        assert await anext(batches) == []
        proxy.go_dead()
        with pytest.raises(AdapterError) as refused:
            async with asyncio.timeout(10):
                await anext(batches)
    assert refused.value.code is ErrorCode.DATABASE_UNREACHABLE
    assert refused.value.data["reason"] == "no answer in 1 seconds"


async def test_a_slow_line_is_no_dead_line(
    source: MongoReplication, proxy: Proxy, mongo_uri: str, database: str
) -> None:
    async with (
        contextlib.aclosing(source.changes(await source.token())) as batches,
        make_client(mongo_uri) as client,
    ):
        assert await anext(batches) == []
        proxy.delay(0.2)
        until = asyncio.get_running_loop().time() + 2.0  # longer than a dead line would be borne
        while asyncio.get_running_loop().time() < until:
            assert await anext(batches) == []
        product = (await client[database].products.insert_one({"status": "active"})).inserted_id
        while not (changes := await anext(batches)):
            pass
        assert [change.id for change in changes] == [str(product)]


async def test_a_dead_line_is_noticed_by_whoever_waits_for_last_pieces(
    through_proxy: str, proxy: Proxy, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock_news, "MAX_AWAIT_MS", 100)
    monkeypatch.setattr(streams, "SILENCE_SECONDS", 1.0)
    monkeypatch.setattr(streams, "CATCH_UP_SECONDS", 1.0)
    monkeypatch.setitem(DEFAULT_OPTIONS, "heartbeatFrequencyMS", 30_000)
    async with make_client(through_proxy) as client:
        async with contextlib.aclosing(MongoStockNews(client[database]).last_ones(new_id())) as sold:
            first = asyncio.ensure_future(anext(sold))
            await asyncio.wait({first}, timeout=0.5)
            assert not first.done()
            proxy.go_dead()
            with pytest.raises(AdapterError) as refused:
                async with asyncio.timeout(10):
                    await first
        proxy.heal()
    assert refused.value.code is ErrorCode.DATABASE_UNREACHABLE
