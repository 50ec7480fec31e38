"""Counters side by side, as the services and the background see them: who runs, who leads, who wakes whom.

What counters share is in MongoDB alone. What may come from elsewhere is a hint, a shorter memory or a
second guard: without it everything is the same, only later.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from b4mart_desktop.domain.counters import Presence
from b4mart_desktop.domain.guesses import Guesses
from b4mart_desktop.domain.ids import Id


class PresenceBoard(Protocol):
    """Which counters run now, by the database's clock: a counter's own may be wrong."""

    async def announce(self, presence: Presence) -> None:
        """Says that the counter runs, and what of it; ``seen_at`` becomes the database's time."""

    async def leave(self, register: Id) -> None:
        """Says that the counter ends: the others need not wait to find out."""

    async def present(self) -> Sequence[Presence]:
        """Returns the counters that run, by code; one that died is among them for a few seconds."""

    async def last_seen(self) -> Sequence[Presence]:
        """Returns all counters that were ever seen, within the last months."""


class Leadership(Protocol):
    """Work that one counter does for the whole store at a time, such as counting what sells."""

    async def holds(self, name: str) -> bool:
        """Whether this counter is the one for the work ``name``, now and for some seconds more.

        Takes the work over where nobody does it, and goes on with it where this counter does. To be asked
        before each round of the work: a counter that asks no more is replaced. A program that is stopped in
        the middle of a round may go on beside its successor, so a round done twice must do no harm.
        """


class WakeUps(Protocol):
    """A word from counter to counter: somebody has news, look. May be lost; nothing depends on it."""

    @property
    def live(self) -> bool:
        """Whether words arrive now, so that looking seldom is enough."""

    async def send(self) -> None:
        """Says to all counters, this one included, that there is news; says nothing where it cannot."""

    async def listen(self, wake: Callable[[], None]) -> None:
        """Calls ``wake`` at each word, for ever; also when words may have been missed."""


class Cache(Protocol):
    """What the web store remembers of documents."""

    async def forget(self, collection: str, ids: Sequence[Id]) -> bool:
        """Makes it read those documents anew; returns False where that has to be tried again."""


class OwnGuesses(Protocol):
    """Wrong PINs of a person at this counter; survives the program's end."""

    def read(self, who: str) -> Guesses | None:
        """Returns what is known, None where nothing is."""

    def write(self, who: str, guesses: Guesses | None) -> None:
        """Remembers, or forgets; where the disk refuses, until the program ends."""


class SharedGuesses(Protocol):
    """Wrong PINs of a person on all counters together, as far as they reach each other."""

    async def read(self, who: str) -> Guesses | None:
        """Returns what is known, None where nothing is or nobody answers."""

    async def write(self, who: str, guesses: Guesses | None) -> None:
        """Remembers for as long as it matters, or forgets; does nothing where nobody answers."""
