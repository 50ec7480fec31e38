"""Small pictures of products for lists and tiles: from this computer's disk, else from where they are kept.

Painting them belongs to the gui. What fails here is only a picture that is not shown.
"""

import asyncio
import logging
import time
from collections.abc import Callable

from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.services.ports.pictures import PictureFetcher, ThumbnailCache, ThumbnailMaker

EDGES = (64, 128, 256, 512)
"""The sizes that are kept, in pixels; others are scaled from the next larger one."""

MISSING_SECONDS = 15 * 60.0
"""How long a picture that is not there, or is none, is not asked for again."""

AWAY_SECONDS = 30.0
"""How long nothing is asked again that could not be reached."""

_MOST_FAILURES = 10_000
_AT_ONCE = 4

_log = logging.getLogger(__name__)


def kept_edge(pixels: int) -> int:
    """Returns the kept size to show ``pixels`` from."""
    return next((edge for edge in EDGES if edge >= pixels), EDGES[-1])


class Thumbnails:
    """Small pictures by address and edge."""

    def __init__(
        self,
        cache: ThumbnailCache,
        fetcher: PictureFetcher,
        maker: ThumbnailMaker,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cache = cache
        self._fetcher = fetcher
        self._maker = maker
        self._clock = clock
        self._failed: dict[str, float] = {}
        self._under_way: dict[str, asyncio.Future[None]] = {}
        self._slots = asyncio.Semaphore(_AT_ONCE)

    def cached(self, url: str, pixels: int) -> bytes | None:
        """Returns a JPEG of at least ``pixels`` from the disk, where it is. Any thread, not the GUI's."""
        return self._cache.get(url, kept_edge(pixels))

    async def fetch(self, url: str, pixels: int) -> bytes | None:
        """Returns a JPEG of at least ``pixels`` (up to the largest kept size), None where there is none now.

        To be run in the background thread.
        """
        if self._clock() < self._failed.get(url, 0.0):
            return None
        while (other := self._under_way.get(url)) is not None:
            await asyncio.wait([other])
        done = self._under_way[url] = asyncio.get_running_loop().create_future()
        try:
            async with self._slots:
                return await self._find(url, kept_edge(pixels))
        finally:
            del self._under_way[url]
            done.set_result(None)

    async def _find(self, url: str, edge: int) -> bytes | None:
        found = await asyncio.to_thread(self._cache.get, url, edge)
        if found is not None or self._clock() < self._failed.get(url, 0.0):  # somebody was quicker
            return found
        return await self._make(url, edge)

    async def _make(self, url: str, edge: int) -> bytes | None:
        try:
            content = await self._fetcher.fetch(url)
            if content is None:
                self._note_failure(url, MISSING_SECONDS)
                return None
            made = await self._maker.thumbnails(content, EDGES)
        except AdapterError as error:
            _log.info("no picture from %s: %s", url, error)
            away = error.code in (ErrorCode.DATABASE_UNREACHABLE, ErrorCode.PICTURE_NOT_FETCHED)
            self._note_failure(url, AWAY_SECONDS if away else MISSING_SECONDS)
            return None
        for kept, thumbnail in made.items():
            await asyncio.to_thread(self._cache.put, url, kept, thumbnail)
        return made[edge]

    def _note_failure(self, url: str, seconds: float) -> None:
        if len(self._failed) >= _MOST_FAILURES:
            self._failed.clear()
        self._failed[url] = self._clock() + seconds
