"""Carrying out scheduled prices when they are due, by one counter for the whole store."""

import asyncio
import datetime as dt
import logging
from collections.abc import Callable

from b4mart_desktop.domain.errors import AdapterError
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.ports import Leadership
from b4mart_desktop.services.ports.scheduled_prices import PriceSchedule

_log = logging.getLogger(__name__)

WORK = "scheduled prices"
ROUND_SECONDS = 10.0
"""A price changes at most so late; what was due while no counter ran is done at once."""

MOST_AT_ONCE = 200


class ScheduledPriceKeeper:
    """Looks for what is due; ``run`` is its task in the background thread."""

    def __init__(
        self,
        schedule: PriceSchedule,
        leadership: Leadership,
        clock: Callable[[], dt.datetime] = utc_now,
        round_seconds: float = ROUND_SECONDS,
    ) -> None:
        self._schedule = schedule
        self._leadership = leadership
        self._clock = clock
        self._round_seconds = round_seconds

    async def run(self) -> None:
        """Looks every few seconds, for ever."""
        while True:
            try:
                await self.carry_out_due()
            except AdapterError as error:
                _log.info("scheduled prices are looked at later: %s", error)
            await asyncio.sleep(self._round_seconds)

    async def carry_out_due(self) -> int:
        """Does what is due, if this counter is the one to do it; returns how many plans that were.

        Raises:
            AdapterError: DATABASE_UNREACHABLE or DATABASE_REFUSED; what was done stays done.
        """
        done = 0
        while plans := await self._schedule.due(self._clock(), MOST_AT_ONCE):
            for plan in plans:
                if not await self._leadership.holds(WORK):
                    return done
                done += await self._schedule.carry_out(plan, self._clock())
        return done
