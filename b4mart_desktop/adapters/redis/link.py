"""The connection to Redis: one client, one subscription that is the proof of life, and the word to others.

While the subscription does not answer, nothing is asked: a dead, full or silent Redis costs a caller one
``LIMIT_SECONDS`` at most, when it is found out, and nothing after that.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError

_log = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")

LIMIT_SECONDS = 1.0
"""For anything that is asked of Redis, connecting included."""

PING_SECONDS = 2.0
"""After so long without a word the server is asked whether it is there, and has as long to answer."""

FIRST_RETRY_SECONDS = 0.25
MOST_RETRY_SECONDS = 5.0

CHANNEL = "b4mart:news"

_NEWS = ("message", "subscribe")  # a new subscription may have missed some


class RedisLink:
    """Implements ``services.ports.WakeUps``; lives in the background thread."""

    def __init__(self, url: str) -> None:
        """Takes the URL; nothing is connected before ``listen``.

        Raises:
            ValueError: The URL cannot be read.
        """
        self._client = Redis.from_url(
            url,
            client_name="b4mart-desktop",
            protocol=2,
            socket_connect_timeout=LIMIT_SECONDS,
            socket_timeout=LIMIT_SECONDS,
            # The driver's own retries take seconds; ours are the subscription's.
            retry=Retry(NoBackoff(), 0),
        )
        self._live = False
        self._told: str | None = None

    @property
    def live(self) -> bool:
        """Whether Redis answered lately, so that words arrive."""
        return self._live

    async def send(self) -> None:
        """Says to all counters that there is news."""
        await self.ask(lambda client: client.publish(CHANNEL, b""), otherwise=0)

    async def ask(self, question: Callable[[Redis], Awaitable[_Answer]], otherwise: _Answer) -> _Answer:
        """Returns what Redis answers; ``otherwise`` where it is away, at once, or refuses."""
        if not self._live:
            return otherwise
        try:
            async with asyncio.timeout(LIMIT_SECONDS):
                return await question(self._client)
        except ResponseError as error:  # it is there, but full, read-only or not ours to write to
            self._tell(f"Redis refuses: {error}")
        except (RedisError, OSError, TimeoutError) as error:
            self._lose(error)
        return otherwise

    async def listen(self, wake: Callable[[], None]) -> None:
        """Keeps the subscription for ever and calls ``wake`` at each word."""
        pause = FIRST_RETRY_SECONDS
        while True:
            try:
                await self._follow(wake)
            except (RedisError, OSError, TimeoutError) as error:
                pause = FIRST_RETRY_SECONDS if self._live else min(2 * pause, MOST_RETRY_SECONDS)
                self._lose(error)
            await asyncio.sleep(pause)

    async def close(self) -> None:
        """Closes the connections; ``listen`` must have ended. Until then a last word can be sent."""
        self._live = False
        with contextlib.suppress(RedisError, OSError, TimeoutError):
            async with asyncio.timeout(LIMIT_SECONDS):
                await self._client.aclose()

    async def _follow(self, wake: Callable[[], None]) -> None:
        """Subscribes and takes words until the server does not answer any more.

        Raises:
            RedisError, OSError, TimeoutError: Why it ended.
        """
        async with self._client.pubsub() as words:
            async with asyncio.timeout(LIMIT_SECONDS):
                await words.subscribe(CHANNEL)
            while True:
                if await self._word(words) in _NEWS:
                    wake()

    async def _word(self, words: PubSub) -> str:
        """Returns the kind of the next word; asks a server that is silent whether it is there."""
        word = await words.get_message(timeout=PING_SECONDS)
        if word is None:
            async with asyncio.timeout(LIMIT_SECONDS):
                await words.ping()
            word = await words.get_message(timeout=PING_SECONDS)
        if word is None:
            raise TimeoutError(f"no answer within {PING_SECONDS:.0f} s")
        if not self._live:
            await self._come_alive()
        return str(word["type"])

    async def _come_alive(self) -> None:
        # Connections of before a restart of the server would fail the first questions.
        await self._client.connection_pool.disconnect(inuse_connections=False)
        self._live = True
        self._tell("Redis answers")

    def _lose(self, error: BaseException) -> None:
        self._live = False
        self._tell(
            f"Redis is away, which only makes news between counters slower: {str(error) or 'no answer'}"
        )

    def _tell(self, news: str) -> None:
        """Logs once what stays the same."""
        if news != self._told:
            self._told = news
            _log.info(news)
