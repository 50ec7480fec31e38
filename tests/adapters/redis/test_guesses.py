"""Wrong PINs that all counters know of, as long as there is Redis."""

from b4mart_desktop.adapters.redis.guesses import RedisGuesses
from b4mart_desktop.domain.guesses import FORGOTTEN_AFTER, Guesses
from b4mart_desktop.domain.record import utc_now
from tests.adapters.redis.conftest import linked, until
from tests.redis_server import RedisServer


async def test_what_one_counter_writes_another_reads_until_it_is_forgotten(server: RedisServer) -> None:
    known = Guesses(count=3, last=utc_now())
    async with linked(server.url) as (one, _), linked(server.url) as (other, _):
        await until(lambda: one.live and other.live)
        await RedisGuesses(one).write("cleo", known)
        assert await RedisGuesses(other).read("cleo") == known
        assert await RedisGuesses(other).read("sofia") is None
        with server.client() as admin:
            assert 0 < admin.ttl("b4mart:guesses:cleo") <= FORGOTTEN_AFTER.total_seconds()
        await RedisGuesses(other).write("cleo", None)
        assert await RedisGuesses(one).read("cleo") is None


async def test_what_cannot_be_read_is_not_known(server: RedisServer) -> None:
    with server.client() as somebody:
        somebody.set("b4mart:guesses:cleo", "?")
    async with linked(server.url) as (link, _):
        await until(lambda: link.live)
        assert await RedisGuesses(link).read("cleo") is None


async def test_without_redis_nothing_is_known_and_nobody_waits(server: RedisServer) -> None:
    async with linked(server.url) as (link, _):
        await until(lambda: link.live)
        server.kill()
        book = RedisGuesses(link)
        await book.write("cleo", Guesses(count=1, last=utc_now()))
        assert await book.read("cleo") is None
        await book.write("cleo", None)
