"""Coroutines that a window starts: owned, cancelled with it, their failures reported. No threads.

Nothing else may call `create_task`: a bare task may be collected while it runs, and its failure surfaces only
then.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any


class TaskOwner:
    """Owns the tasks of one window or presenter, which awaits `cancel_all()` when it closes."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._latest: dict[str, asyncio.Task[Any]] = {}

    def spawn(self, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Starts a coroutine; an exception it does not handle goes to `sys.excepthook`."""
        task = asyncio.get_event_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._on_done)
        return task

    def spawn_latest(self, key: str, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Starts a coroutine and cancels the one started before under the same key: search as you type."""
        previous = self._latest.get(key)
        if previous is not None:
            previous.cancel()
        task = self.spawn(coroutine)
        self._latest[key] = task
        return task

    def spawn_once(self, key: str, start: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        """Starts a coroutine unless the one before under the same key still runs: a key pressed twice."""
        if key not in self._latest:
            self._latest[key] = self.spawn(start())

    def cancel(self, key: str) -> None:
        """Cancels the task that was started under a key, if it still runs."""
        if key in self._latest:
            self._latest[key].cancel()

    async def cancel_all(self) -> None:
        """Cancels every task and waits until each has ended."""
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _on_done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        for key in [key for key, latest in self._latest.items() if latest is task]:
            del self._latest[key]
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            sys.excepthook(type(error), error, error.__traceback__)
