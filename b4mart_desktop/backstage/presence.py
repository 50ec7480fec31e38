"""Presence: says every few seconds that this counter runs, and looks which others do.

Where that is kept belongs to the ``PresenceBoard``; a word of the ``WakeUps`` makes the look come sooner.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Sequence

import msgspec

from b4mart_desktop.backstage.waiting import Alarm, Backoff
from b4mart_desktop.domain.counters import Presence
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.services.bus import Bus, ConnectionChanged, CountersChanged, Event, UserChanged
from b4mart_desktop.services.ports import PresenceBoard, WakeUps

_log = logging.getLogger(__name__)

ANNOUNCE_SECONDS = 5.0
LOOK_SECONDS = 0.7
SELDOM_LOOK_SECONDS = 3.0
"""Where words arrive: a look is then only for those who died and could not say so."""

LEAVE_SECONDS = 0.7
"""The program ends within three seconds, and other things have to end, too."""

MOST_PAUSE_SECONDS = 15.0

_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


class PresenceKeeper:
    """Announces this counter and publishes ``CountersChanged``; ``run`` is its task in the background thread.

    While the database is away it does nothing at all.
    """

    def __init__(
        self,
        board: PresenceBoard,
        about: Callable[[], Presence | None],
        bus: Bus,
        words: WakeUps | None,
    ) -> None:
        """Takes the parts.

        Args:
            board: Where counters say that they run.
            about: Returns what there is to say of this counter, None while it has no register.
            bus: Where changes are told.
            words: Brings word from other counters, None where nothing does.
        """
        self._board = board
        self._about = about
        self._bus = bus
        self._words = words
        self._alarm = Alarm()
        self._backoff = Backoff(ANNOUNCE_SECONDS, MOST_PAUSE_SECONDS)
        self._online = True
        self._announced: Presence | None = None
        self._announced_at = 0.0
        self._published: Sequence[Presence] | None = None

    async def run(self) -> None:
        """Announces and looks for ever."""
        self._alarm.bind()
        unsubscribe = self._bus.subscribe(self._on_event)
        try:
            while True:
                await self._alarm.wait(await self._round())
        finally:
            unsubscribe()

    def wake(self) -> None:
        """Makes the keeper look at once; any thread."""
        self._alarm.set()

    async def leave(self) -> None:
        """Says that this counter ends, if that is possible in a moment; ``run`` must have ended."""
        if self._announced is None or not self._online:
            return
        try:
            async with asyncio.timeout(LEAVE_SECONDS):
                await self._board.leave(self._announced.id)
                await self._send_word()
        except (AdapterError, TimeoutError) as error:
            _log.info("the other counters find out by themselves that this one ends: %s", error)

    def _on_event(self, event: Event) -> None:
        match event:
            case ConnectionChanged(online=online):
                self._online = online
                self.wake()
            case UserChanged():
                self.wake()
            case _:
                pass

    async def _round(self) -> float | None:
        """Says and looks once; returns how many seconds to wait then, None until the database is back."""
        if not self._online:
            return None
        try:
            await self._announce()
            self._publish(await self._board.present())
        except AdapterError as error:
            if error.code is not ErrorCode.DATABASE_UNREACHABLE:
                _log.error("the other counters cannot be seen: %s", error)
            return self._backoff.next()
        self._backoff.reset()
        return SELDOM_LOOK_SECONDS if self._words is not None and self._words.live else LOOK_SECONDS

    async def _announce(self) -> None:
        """Says what changed, and that this counter runs where it has not said anything for a while."""
        now = asyncio.get_running_loop().time()
        about = self._about()
        if about is None:
            return
        changed = self._announced is None or _without_time(about) != _without_time(self._announced)
        if changed or now - self._announced_at >= ANNOUNCE_SECONDS:
            await self._board.announce(about)
            self._announced, self._announced_at = about, now
        if changed:
            await self._send_word()

    async def _send_word(self) -> None:
        if self._words is not None:
            await self._words.send()

    def _publish(self, present: Sequence[Presence]) -> None:
        timeless = [_without_time(presence) for presence in present]
        if timeless != self._published:
            self._published = timeless
            self._bus.publish(CountersChanged(tuple(present)))


def _without_time(presence: Presence) -> Presence:
    return msgspec.structs.replace(presence, seen_at=_NEVER)
