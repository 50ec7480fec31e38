"""Watching for last pieces sold at other counters: each is published once, missed ones are not made up for.

How they are found belongs to ``StockNews``. The quantities themselves come with replication.
"""

import contextlib
import logging

from b4mart_desktop.backstage.waiting import Alarm, Backoff
from b4mart_desktop.domain.errors import AdapterError
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.bus import Bus, ConnectionChanged, Event
from b4mart_desktop.services.ports import StockNews

_log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 0.5
MOST_PAUSE_SECONDS = 30.0


class StockWatch:
    """Publishes ``LastOneSold``; ``run`` is its task in the background thread."""

    def __init__(self, news: StockNews, register: Id, bus: Bus) -> None:
        self._news = news
        self._register = register
        self._bus = bus
        self._alarm = Alarm()
        self._backoff = Backoff(FIRST_PAUSE_SECONDS, MOST_PAUSE_SECONDS)

    async def run(self) -> None:
        """Watches for ever, again after a pause where the database went away."""
        self._alarm.bind()
        unsubscribe = self._bus.subscribe(self._on_event)
        try:
            while True:
                await self._watch()
                await self._alarm.wait(self._backoff.next())
        finally:
            unsubscribe()

    def _on_event(self, event: Event) -> None:
        if isinstance(event, ConnectionChanged) and event.online:
            self._alarm.set()

    async def _watch(self) -> None:
        try:
            async with contextlib.aclosing(self._news.last_ones(self._register)) as sold:
                async for last_one in sold:
                    self._backoff.reset()
                    self._bus.publish(last_one)
        except AdapterError as error:
            _log.info("last pieces sold elsewhere are not told for now: %s", error)
