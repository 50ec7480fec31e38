"""Counting what sells, once a day for the whole store. How that is done belongs to the ``PopularityBook``."""

import asyncio
import logging

from b4mart_desktop.domain.errors import AdapterError
from b4mart_desktop.services.ports import Leadership, PopularityBook

_log = logging.getLogger(__name__)

WORK = "popularity"
FIRST_SECONDS = 60.0
"""After the start, when there is more to do than this."""

ROUND_SECONDS = 3_600.0


class PopularityKeeper:
    """Has the popularity renewed where it is a day old; ``run`` is its task in the background thread."""

    def __init__(
        self, book: PopularityBook, leadership: Leadership, first_seconds: float = FIRST_SECONDS
    ) -> None:
        self._book = book
        self._leadership = leadership
        self._first_seconds = first_seconds

    async def run(self) -> None:
        """Looks every hour, for ever."""
        await asyncio.sleep(self._first_seconds)
        while True:
            await self._try()
            await asyncio.sleep(ROUND_SECONDS)

    async def _try(self) -> None:
        try:
            if await self._leadership.holds(WORK) and await self._book.renew():
                _log.info("what sells was counted")
        except AdapterError as error:
            _log.info("what sells is counted later: %s", error)
