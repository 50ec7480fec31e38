"""Waiting in the background: how long after a failure, and how to be woken from another thread."""

import asyncio
import contextlib
import random


class Backoff:
    """Pauses between attempts: each up to twice as long as the one before, up to a limit, with jitter.

    The jitter keeps the counters of a shop from knocking all at once when the database comes back.
    """

    def __init__(self, first: float, most: float) -> None:
        """Takes the first and the longest pause in seconds."""
        self._first = first
        self._most = most
        self._next = first

    def next(self) -> float:
        """Returns the next pause in seconds: between half and all of what it may be."""
        pause = self._next
        self._next = min(pause * 2, self._most)
        return pause * random.uniform(0.5, 1.0)

    def reset(self) -> None:
        """Begins with the first pause again."""
        self._next = self._first


class Alarm:
    """Wakes one waiting task, from any thread. One set before the wait ends the wait at once."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def bind(self) -> None:
        """Makes the running loop the one to wake; to be called there before the first wait."""
        self._event = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def set(self) -> None:
        """Ends the wait that is under way or comes next; nothing before ``bind``."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended, and with it whoever waited
                self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self, seconds: float | None) -> None:
        """Returns when set, or after ``seconds``; None waits for as long as it takes."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._event.wait()
        self._event.clear()
