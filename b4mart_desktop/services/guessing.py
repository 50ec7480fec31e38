"""Keeping people from guessing PINs: what this counter knows, and what all know where they reach each other.

The rules are ``domain.guesses``. This counter's own memory is enough to refuse; the shared one makes the same
person's wrong PINs count at every counter. Nobody waits for it longer than it takes to find out it is away.
"""

import datetime as dt
from collections.abc import Callable

from b4mart_desktop.domain.guesses import Guesses, not_of_tomorrow, one_more, pause_left, worse
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.ports import OwnGuesses, SharedGuesses


class Guessing:
    """Counts wrong PINs and passwords of people, and says who has to wait."""

    def __init__(
        self,
        own: OwnGuesses,
        shared: SharedGuesses | None = None,
        clock: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        self._own = own
        self._shared = shared
        self._clock = clock

    async def pause_of(self, who: str) -> dt.timedelta:
        """Returns for how long nobody may try to be ``who``; zero for most."""
        return pause_left(await self._known(who), self._clock())

    async def was_wrong(self, who: str) -> None:
        """Counts a wrong guess."""
        await self._keep(who, one_more(await self._known(who), self._clock()))

    async def was_right(self, who: str) -> None:
        """Forgets the wrong guesses before."""
        if await self._known(who) is not None:
            await self._keep(who, None)

    async def _known(self, who: str) -> Guesses | None:
        shared = None if self._shared is None else await self._shared.read(who)
        own = self._own.read(who)
        known = not_of_tomorrow(worse(own, shared), self._clock())
        if known != own:
            self._own.write(who, known)
        return known

    async def _keep(self, who: str, guesses: Guesses | None) -> None:
        self._own.write(who, guesses)
        if self._shared is not None:
            await self._shared.write(who, guesses)
