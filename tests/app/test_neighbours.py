"""Two counters of one shop see each other, with Redis and without it, and while it dies and comes back."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest

from b4mart_desktop.app.shop import Shop
from b4mart_desktop.backstage import presence
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.gui.screens import UseCases
from b4mart_desktop.services.bus import Bus, CountersChanged, Event
from b4mart_desktop.settings import Settings
from tests.app.till import PATIENCE_SECONDS, open_till, sell, until
from tests.redis_server import RedisServer

CLOSE_SECONDS = 3.0
BUSY_SECONDS = 5.0
"""What a busy machine may take longer."""


class Seer:
    """A counter, and what it sees of the others: their codes with who is signed in."""

    def __init__(self, bus: Bus) -> None:
        self.seen: dict[str, str | None] = {}
        bus.subscribe(self._on_event)
        self.use: UseCases
        self.shop: Shop

    def _on_event(self, event: Event) -> None:
        if isinstance(event, CountersChanged):
            self.seen = {one.code: one.user_name for one in event.present}


@contextlib.asynccontextmanager
async def counter(folder: Path, uri: str, code: str, redis: str | None) -> AsyncGenerator[Seer]:
    bus = Bus()
    seer = Seer(bus)
    settings = Settings(mongodb_uri=uri, register=code, redis_url=redis)
    async with open_till(folder / code, settings, bus) as (seer.use, seer.shop):
        yield seer


async def change(till: Seer, *, seen_by: Seer) -> None:
    """Has somebody else sign in at ``till`` and waits until the other counter knows."""
    code, before = till.use.counter.register().code, till.use.counter.session.user
    somebody = next(user for user in till.use.signing_in.staff() if user != before)
    till.use.counter.session.begin(somebody)
    await until(lambda: seen_by.seen.get(code) == somebody.name, f"{somebody.name} is seen at {code}")


@pytest.fixture
def redis() -> Generator[RedisServer]:
    with RedisServer() as server:
        yield server


async def test_without_redis_counters_see_each_other_come_change_and_go(
    shop_uri: str, tmp_path: Path
) -> None:
    async with counter(tmp_path, shop_uri, "A", None) as a:
        async with counter(tmp_path, shop_uri, "B", None) as b:
            await until(lambda: set(a.seen) == set(b.seen) == {"A", "B"}, "both see both")
            await change(b, seen_by=a)
        await until(lambda: set(a.seen) == {"A"}, "B is seen to leave")


async def test_with_redis_they_do_at_a_word_and_without_it_all_the_same(
    shop_uri: str, tmp_path: Path, redis: RedisServer
) -> None:
    async with (
        counter(tmp_path, shop_uri, "A", redis.url) as a,
        counter(tmp_path, shop_uri, "B", redis.url) as b,
        counter(tmp_path, shop_uri, "C", None) as c,  # it has no Redis, and misses nothing
    ):
        await until(lambda: set(a.seen) == set(b.seen) == set(c.seen) == {"A", "B", "C"}, "all see all")
        await change(b, seen_by=a)
        await change(b, seen_by=c)
        redis.kill()
        await asyncio.sleep(0.1)
        await change(a, seen_by=b)
        sale = await asyncio.wait_for(sell(a.use), PATIENCE_SECONDS)
        assert sale.order.receipt_number == "A-000001"
        redis.start()
        await change(b, seen_by=a)


async def test_with_redis_counters_say_what_the_others_would_not_look_for(
    shop_uri: str, tmp_path: Path, redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "SELDOM_LOOK_SECONDS", PATIENCE_SECONDS)  # so that only words are left
    async with counter(tmp_path, shop_uri, "A", redis.url) as a:
        async with counter(tmp_path, shop_uri, "B", redis.url) as b:
            await until(lambda: set(a.seen) == set(b.seen) == {"A", "B"}, "both see both")
            await change(b, seen_by=a)
            for till in (a, b, a, b, a):
                assert await refusal(till, "000000") is ErrorCode.SIGN_IN_REFUSED
            assert await refusal(b, "000000") is ErrorCode.SIGN_IN_BLOCKED  # it saw two of the five itself
        await until(lambda: set(a.seen) == {"A"}, "B is seen to leave")


async def refusal(till: Seer, pin: str) -> ErrorCode:
    """Tries to sign in with a wrong PIN; returns why not."""
    with pytest.raises(DomainError) as caught:
        await till.use.signing_in.with_pin(till.use.signing_in.staff()[0].id, pin)
    return caught.value.code


async def test_a_counter_ends_in_time_while_redis_hangs(
    shop_uri: str, tmp_path: Path, redis: RedisServer
) -> None:
    async with counter(tmp_path, shop_uri, "A", redis.url):
        with redis.client() as client:
            await until(lambda: client.pubsub_numsub("b4mart:news")[0][1] == 1, "Redis is in use")
        redis.hang()
        began = time.monotonic()
    assert time.monotonic() - began < CLOSE_SECONDS + BUSY_SECONDS


async def test_what_was_sold_here_is_read_anew_by_the_web_store(
    shop_uri: str, tmp_path: Path, redis: RedisServer
) -> None:
    async with counter(tmp_path, shop_uri, "A", redis.url) as a:
        with redis.client() as web_store:
            keys = [f"product:{hit.id}" for hit in a.use.counter.catalogue.tiles(None)]
            await until(lambda: web_store.pubsub_numsub("b4mart:news")[0][1] == 1, "Redis is in use")
            for key in keys:
                web_store.set(key, "{}", ex=3600)
            sale = await sell(a.use)
            sold = f"product:{sale.order.items[0].product}"
            web_store.set(sold, "{}", ex=3600)
            await until(lambda: not web_store.exists(sold), "what was sold is forgotten")
            assert all(web_store.exists(key) for key in keys if key != sold)
