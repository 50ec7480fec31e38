"""Deleting pictures that nothing names any more, once a day for the store. How belongs to the sweeper."""

import asyncio
import logging

from b4mart_desktop.domain.errors import AdapterError
from b4mart_desktop.services.ports import Leadership
from b4mart_desktop.services.ports.pictures import PictureSweeper

_log = logging.getLogger(__name__)

WORK = "pictures"
FIRST_SECONDS = 15 * 60.0
"""After the start, when there is more to do than this."""

ROUND_SECONDS = 24 * 3_600.0


class PictureKeeper:
    """Has the pictures swept; ``run`` is its task in the background thread."""

    def __init__(
        self, sweeper: PictureSweeper, leadership: Leadership, first_seconds: float = FIRST_SECONDS
    ) -> None:
        self._sweeper = sweeper
        self._leadership = leadership
        self._first_seconds = first_seconds

    async def run(self) -> None:
        """Sweeps once a day, for ever."""
        await asyncio.sleep(self._first_seconds)
        while True:
            await self._try()
            await asyncio.sleep(ROUND_SECONDS)

    async def _try(self) -> None:
        try:
            if await self._leadership.holds(WORK):
                swept = await self._sweeper.sweep()
                _log.info("pictures: %s in use, %s not, %s deleted", swept.kept, swept.unused, swept.dropped)
        except AdapterError as error:
            _log.info("pictures are swept another day: %s", error)
