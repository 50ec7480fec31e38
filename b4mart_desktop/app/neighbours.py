"""This counter among the others: who runs, held carts for all, and what Redis adds where there is one.

Imports drivers: to be imported inside functions.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from b4mart_desktop import __version__
from b4mart_desktop.adapters.local.guesses import GuessFile
from b4mart_desktop.adapters.mongo.coupons import MongoCoupons
from b4mart_desktop.adapters.mongo.held_carts import MongoHeldCarts
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.presence import MongoPresence
from b4mart_desktop.adapters.mongo.stock_news import MongoStockNews
from b4mart_desktop.backstage.cache_clearing import CacheClearer
from b4mart_desktop.backstage.coupons import BackgroundCoupons
from b4mart_desktop.backstage.guesses import BackgroundGuesses
from b4mart_desktop.backstage.presence import PresenceKeeper
from b4mart_desktop.backstage.sharing import BackgroundClaims, Sharing
from b4mart_desktop.backstage.stock_watch import StockWatch
from b4mart_desktop.backstage.thread import Backstage
from b4mart_desktop.domain.counters import Presence
from b4mart_desktop.domain.entries import QueueState
from b4mart_desktop.domain.errors import AdapterError
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.guessing import Guessing

if TYPE_CHECKING:
    from b4mart_desktop.adapters.redis.link import RedisLink

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Redis:
    """What Redis is used for."""

    link: RedisLink
    clearer: CacheClearer
    guesses: BackgroundGuesses


class Neighbours:
    """What this counter has to do with the others.

    Attributes:
        board: Which counters run.
        claims: Gets held carts that other counters know of.
        guessing: Keeps people from guessing PINs, here and with the others.
    """

    def __init__(
        self, counter: Counter, database: Database, backstage: Backstage, data_dir: Path, redis: str | None
    ) -> None:
        """Makes the parts; nothing is connected before ``start``.

        Args:
            counter: This one.
            database: The shop's.
            backstage: Where the connections live.
            data_dir: This counter's folder.
            redis: URL of the shop's Redis, None where there is none.
        """
        self._backstage = backstage
        self._counter = counter
        self._news = MongoStockNews(database)
        self._redis = None if redis is None else _use_redis(redis, counter, backstage)
        link = None if self._redis is None else self._redis.link
        everywhere = None if self._redis is None else self._redis.guesses
        self._sharing = Sharing(counter.desk, counter.journal, MongoHeldCarts(database), counter.bus)
        self.board = MongoPresence(database)
        self._keeper = PresenceKeeper(self.board, lambda: _about(counter), counter.bus, link)
        self.claims = BackgroundClaims(backstage.call, self._sharing)
        self.coupons = BackgroundCoupons(backstage.submit, MongoCoupons(database))
        self.guessing = Guessing(GuessFile(data_dir / "guesses.json"), everywhere)

    def start(self) -> None:
        """Starts what runs as long as the program; this counter must be a register by now."""
        self._backstage.spawn("sharing", self._sharing.run)
        self._backstage.spawn("presence", self._keeper.run)
        watch = StockWatch(self._news, self._counter.register().id, self._counter.bus)
        self._backstage.spawn("stock watch", watch.run)
        redis = self._redis
        if redis is not None:
            self._backstage.spawn("redis", lambda: redis.link.listen(self._keeper.wake))
            self._backstage.spawn("cache", redis.clearer.run)

    async def stop(self) -> None:
        """Takes leave of the others; to be called in the background thread, after its tasks have ended."""
        await self._keeper.leave()
        if self._redis is not None:
            await self._redis.link.close()


def _use_redis(url: str, counter: Counter, backstage: Backstage) -> _Redis | None:
    from b4mart_desktop.adapters.redis.cache import RedisCache
    from b4mart_desktop.adapters.redis.guesses import RedisGuesses
    from b4mart_desktop.adapters.redis.link import RedisLink

    try:
        link = RedisLink(url)
    except ValueError as error:
        _log.error("REDIS_URL cannot be used, the program does without: %s", error)
        return None
    clearer = CacheClearer(RedisCache(link), counter.bus)
    return _Redis(link, clearer, BackgroundGuesses(backstage.call, RedisGuesses(link)))


def _about(counter: Counter) -> Presence | None:
    """What the others are told of this counter."""
    register, user = counter.desk.register(), counter.session.user
    if register is None:
        return None
    queue = _queue(counter)
    return Presence(
        id=register.id,
        code=register.code,
        name=register.name,
        user_name=None if user is None else user.name,
        waiting=queue.waiting,
        set_aside=queue.set_aside,
        version=__version__,
        seen_at=utc_now(),
    )


def _queue(counter: Counter) -> QueueState:
    try:
        return counter.journal.state()
    except AdapterError:  # a damaged journal is told at the counter itself, which still runs
        return QueueState()
