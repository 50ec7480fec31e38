"""A real server and a link to it that listens."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Generator

import pytest

from b4mart_desktop.adapters.redis.link import RedisLink
from tests.redis_server import RedisServer

PATIENCE_SECONDS = 20.0


@pytest.fixture
def server() -> Generator[RedisServer]:
    """A server of this test's own."""
    with RedisServer() as running:
        yield running


@contextlib.asynccontextmanager
async def linked(url: str) -> AsyncGenerator[tuple[RedisLink, asyncio.Event]]:
    """A link that listens, and the event that its words set."""
    link, woken = RedisLink(url), asyncio.Event()
    listening = asyncio.create_task(link.listen(woken.set))
    try:
        yield link, woken
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        await link.close()


async def until(condition: Callable[[], object]) -> None:
    """Waits until ``condition`` holds."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():  # noqa: ASYNC110  # the event is in another process
            await asyncio.sleep(0.01)
