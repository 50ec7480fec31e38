"""Keeps our own server running, answering, and as open to other counters as is wished."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from b4mart_desktop.backstage.waiting import Backoff
from b4mart_desktop.domain.errors import AdapterError

if TYPE_CHECKING:
    from b4mart_desktop.adapters.mongo.embedded.server import EmbeddedMongo

_log = logging.getLogger(__name__)

WATCH_SECONDS = 0.5
ASK_SECONDS = 5.0
ANSWER_SECONDS = 10.0
HANGS_SECONDS = 30.0
HANGS_ANSWERS = 3
"""So many answers must be missing, too: a computer that slept has lost the time, not the server."""

_FIRST_RESTART_SECONDS = 0.5
_MOST_RESTART_SECONDS = 30.0


class ServerKeeper:
    """Starts the server again whenever it has died, hangs, or is to be shared or not any more.

    Clients find the server again by themselves, because it keeps its port.

    Args:
        server: Our own.
        ask: Returns once the server has answered; raises AdapterError where it does not.
        tell: Told why the server does not start.
    """

    def __init__(
        self,
        server: EmbeddedMongo,
        ask: Callable[[], Awaitable[None]],
        tell: Callable[[AdapterError], None],
    ) -> None:
        self._server = server
        self._ask = ask
        self._tell = tell
        self._backoff = Backoff(_FIRST_RESTART_SECONDS, _MOST_RESTART_SECONDS)
        self._silence = _Silence()

    async def run(self) -> None:
        """Keeps the server for as long as the program runs."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            if not self._server.running:
                await self._restart("has died")
            elif not self._server.is_as_wished():
                await self._restart("is shared, or not any more")
            elif await self._hangs():
                await self._restart("does not answer", hangs=True)

    async def _hangs(self) -> bool:
        now = asyncio.get_running_loop().time()
        if not self._silence.is_time_to_ask(now):
            return False
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._ask()
        except (AdapterError, TimeoutError):
            return self._silence.lasts(asyncio.get_running_loop().time())
        self._silence.ends(now)
        return False

    async def _restart(self, why: str, *, hangs: bool = False) -> None:
        _log.error("our own database server %s and is started again", why)
        self._silence = _Silence()
        try:
            await self._server.restart(hangs=hangs)
        except AdapterError as error:
            self._tell(error)
            await asyncio.sleep(self._backoff.next())
        else:
            self._backoff.reset()


class _Silence:
    """How long, and how often in a row, the server has not answered. Times are the loop's seconds."""

    def __init__(self) -> None:
        self._asked = 0.0
        self._since: float | None = None
        self._missing = 0

    def is_time_to_ask(self, now: float) -> bool:
        if now - self._asked < ASK_SECONDS:
            return False
        self._asked = now
        return True

    def lasts(self, now: float) -> bool:
        """Notes a missing answer; returns whether that is more than a server may keep silent."""
        self._since = self._asked if self._since is None else self._since
        self._missing += 1
        return self._missing >= HANGS_ANSWERS and now - self._since >= HANGS_SECONDS

    def ends(self, now: float) -> None:
        self._asked, self._since, self._missing = now, None, 0
