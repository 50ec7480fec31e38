"""Wrong PINs of all counters, for the thread where people sign in: the connection lives in the background."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from b4mart_desktop.domain.guesses import Guesses
from b4mart_desktop.services.ports import SharedGuesses


class BackgroundGuesses:
    """``SharedGuesses`` for callers in another thread than ``shared`` lives in.

    Args:
        run: Runs a coroutine where ``shared`` lives, and awaits it here.
        shared: Remembers.
    """

    def __init__(
        self, run: Callable[[Coroutine[Any, Any, Any]], Awaitable[Any]], shared: SharedGuesses
    ) -> None:
        self._run = run
        self._shared = shared

    async def read(self, who: str) -> Guesses | None:
        """Returns what is known, None where nothing is or nobody answers."""
        known: Guesses | None = await self._run(self._shared.read(who))
        return known

    async def write(self, who: str, guesses: Guesses | None) -> None:
        """Remembers for as long as it matters, or forgets."""
        await self._run(self._shared.write(who, guesses))
