"""Words between counters over a real server, and what each way of failing costs whoever asks."""

import asyncio
import time
from collections.abc import Generator
from pathlib import Path

import pytest

from b4mart_desktop.adapters.redis.cache import RedisCache
from b4mart_desktop.adapters.redis.link import LIMIT_SECONDS, RedisLink
from b4mart_desktop.domain.ids import new_id
from tests.adapters.redis.conftest import linked, until
from tests.redis_server import RedisServer, free_port

AT_ONCE = 0.5
"""Seconds on a busy machine; waiting for a network takes longer."""


async def _seconds(link: RedisLink) -> float:
    began = time.monotonic()
    assert await link.ask(lambda client: client.exists("a"), otherwise=-1) == -1
    return time.monotonic() - began


async def test_a_word_reaches_every_counter(server: RedisServer) -> None:
    async with linked(server.url) as (one, _), linked(server.url) as (other, woken):
        await until(lambda: one.live and other.live)
        woken.clear()
        await one.send()
        await asyncio.wait_for(woken.wait(), 5)


async def test_nobody_there_costs_nothing() -> None:
    async with linked(f"redis://127.0.0.1:{free_port()}/0") as (link, _):
        assert await _seconds(link) < AT_ONCE
        await asyncio.sleep(0.3)
        assert await _seconds(link) < AT_ONCE
        assert not link.live


async def test_a_server_that_dies_and_comes_back_is_found_by_itself(server: RedisServer) -> None:
    async with linked(server.url) as (link, woken):
        await until(lambda: link.live)
        server.kill()
        assert await _seconds(link) < AT_ONCE
        await until(lambda: not link.live)
        woken.clear()
        server.start()
        await until(lambda: link.live)
        assert woken.is_set()  # words may have been missed
        assert await link.ask(lambda client: client.set("a", "1"), otherwise=None) is True


async def test_a_server_that_hangs_costs_one_second_once(server: RedisServer) -> None:
    async with linked(server.url) as (link, _):
        await until(lambda: link.live)
        server.hang()
        first = await _seconds(link)
        assert first < LIMIT_SECONDS + 1
        assert await _seconds(link) < AT_ONCE
        await asyncio.sleep(1.5)  # it stays given up, however often the subscription tries again
        assert await _seconds(link) < AT_ONCE
        server.go_on()
        await until(lambda: link.live)


async def test_a_server_that_never_greeted_costs_nothing(server: RedisServer) -> None:
    server.hang()
    async with linked(server.url) as (link, _):
        await asyncio.sleep(0.2)
        assert await _seconds(link) < AT_ONCE


async def test_a_full_server_refuses_what_needs_room_and_still_carries_words(server: RedisServer) -> None:
    async with linked(server.url) as (link, woken):
        await until(lambda: link.live)
        with server.client() as admin:
            admin.config_set("maxmemory", "1")
        began = time.monotonic()
        assert await link.ask(lambda client: client.set("a", "1"), otherwise=None) is None
        assert time.monotonic() - began < AT_ONCE
        woken.clear()
        await link.send()
        await asyncio.wait_for(woken.wait(), 5)
        assert await RedisCache(link).forget("products", [new_id()])


@pytest.fixture
def replica(server: RedisServer) -> Generator[RedisServer]:
    with RedisServer("--replicaof", f"127.0.0.1 {server.port}") as follower:
        yield follower


async def test_a_read_only_replica_refuses_at_once(replica: RedisServer) -> None:
    async with linked(replica.url) as (link, _):
        await until(lambda: link.live)
        began = time.monotonic()
        assert not await RedisCache(link).forget("products", [new_id()])
        assert time.monotonic() - began < AT_ONCE
        assert link.live


async def test_a_wrong_password_is_no_redis(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    with RedisServer("--requirepass", "hunter2") as server:
        async with linked(server.url.replace("//", "//:wrong-one@")) as (link, _):
            await until(lambda: "away" in caplog.text)
            assert await _seconds(link) < AT_ONCE
            assert not link.live
        async with linked(server.url.replace("//", "//:hunter2@")) as (link, _):
            await until(lambda: link.live)
    assert "wrong-one" not in caplog.text
    assert caplog.text.count("away") == 1  # told once, however often it is tried


async def test_the_web_store_reads_what_changed_anew(server: RedisServer) -> None:
    product, category, other = new_id(), new_id(), new_id()
    with server.client() as web_store:
        for key in (f"product:{product}", f"product:{other}", f"category:{category}", f"cart:{product}"):
            web_store.set(key, "{}", ex=3600)
        async with linked(server.url) as (link, _):
            await until(lambda: link.live)
            assert await RedisCache(link).forget("products", [product, new_id()])
            assert await RedisCache(link).forget("categories", [category])
        assert set(web_store.keys()) == {f"product:{other}".encode(), f"cart:{product}".encode()}
