"""Carrying out scheduled prices when they are due, by one counter for the whole store."""

import asyncio
import datetime as dt
import logging
from collections.abc import Callable

from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
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
        self._failed: set[Id] = set()

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
        self._failed = set()
        while plans := await self._due():
            for plan in plans:
                if not await self._leadership.holds(WORK):
                    return done
                done += await self._carry_out(plan)
        return done

    async def _due(self) -> list[Id]:
        plans = await self._schedule.due(self._clock(), MOST_AT_ONCE + len(self._failed))
        return [plan for plan in plans if plan not in self._failed]

    async def _carry_out(self, plan: Id) -> bool:
        """Does what is due of a plan; one that fails keeps no other waiting and is tried in the next round.

        Raises:
            AdapterError: DATABASE_UNREACHABLE.
        """
        try:
            return await self._schedule.carry_out(plan, self._clock())
        except AdapterError as error:
            if error.code is ErrorCode.DATABASE_UNREACHABLE:
                raise
            _log.error("the scheduled price %s cannot be carried out: %s", plan, error)
            self._failed.add(plan)
            return False
