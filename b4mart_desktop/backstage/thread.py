"""The background thread: its own asyncio loop, owner of every connection and every long-running task.

How the GUI and the background meet: ``call`` from any loop, ``spawn`` for what runs as long as the program.
What those tasks do belongs to ``replicator``, ``poster`` and ``worker``.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from b4mart_desktop.backstage.waiting import Backoff

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")

STOP_SECONDS = 3.0
FIRST_RESTART_SECONDS = 0.5
MOST_RESTART_SECONDS = 30.0
CALM_SECONDS = 60.0
"""A task that ran this long before it died is restarted as if for the first time."""


class Backstage:
    """A thread with an asyncio loop. ``start`` once, ``stop`` once; everything else in between."""

    def __init__(self) -> None:
        self._thread = threading.Thread(target=self._run, name="backstage", daemon=True)
        self._started = threading.Event()
        self._lock = threading.Lock()  # nothing may be handed to the loop after it was told to end
        self._open = False
        self._loop: asyncio.AbstractEventLoop
        self._stopping: asyncio.Event
        self._owned: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Starts the thread and waits until its loop runs."""
        self._thread.start()
        self._started.wait()

    def stop(self, timeout: float = STOP_SECONDS) -> bool:
        """Cancels everything and waits for the thread to end.

        Args:
            timeout: Seconds; what has not ended by then is logged and left to end with the process.

        Returns:
            Whether everything ended in time.
        """
        with self._lock:
            if not self._open:
                return not self._thread.is_alive()
            self._open = False
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(timeout)
        if self._thread.is_alive():
            names = sorted(task.get_name() for task in asyncio.all_tasks(self._loop))
            _log.warning("not ended after %s s: %s", timeout, ", ".join(names) or "a blocking call")
        return not self._thread.is_alive()

    def submit(self, coroutine: Coroutine[Any, Any, _Result]) -> Future[_Result]:
        """Runs ``coroutine`` in the background loop; for callers without a loop of their own.

        Cancelling the future cancels the coroutine; after ``stop`` the future is cancelled already.
        """
        with self._lock:
            if self._open:
                return asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        coroutine.close()
        refused: Future[_Result] = Future()
        refused.cancel()
        refused.set_running_or_notify_cancel()
        return refused

    async def call(self, coroutine: Coroutine[Any, Any, _Result]) -> _Result:
        """Runs ``coroutine`` in the background loop and awaits its result in the caller's.

        Its exception arrives as it was raised. Cancelling the caller cancels the coroutine; ``stop``
        cancels both.
        """
        return await asyncio.wrap_future(self.submit(coroutine))

    def spawn(self, name: str, run: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Runs ``run()`` until ``stop``, again after a pause each time it dies of an exception.

        Args:
            name: Says in the log who died.
            run: Makes the coroutine; one that returns has done its work and is not restarted.
        """
        with self._lock:
            if not self._open:
                raise RuntimeError(f"{name} cannot start: the background thread does not run")
            self._loop.call_soon_threadsafe(self._own, name, run)

    async def end_tasks(self) -> None:
        """Cancels what was spawned and waits for its end: before the connections it uses are closed.

        To be called in the background thread.
        """
        owned = tuple(self._owned)
        for task in owned:
            task.cancel()
        await asyncio.gather(*owned, return_exceptions=True)

    def _own(self, name: str, run: Callable[[], Coroutine[Any, Any, None]]) -> None:
        task = self._loop.create_task(_supervise(name, run), name=name)
        self._owned.add(task)  # the loop itself only keeps weak references
        task.add_done_callback(self._owned.discard)

    def _run(self) -> None:
        with asyncio.Runner() as runner:  # closing it cancels what still runs and waits for it
            runner.run(self._main())

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        self._open = True
        self._started.set()
        await self._stopping.wait()


async def _supervise(name: str, run: Callable[[], Coroutine[Any, Any, None]]) -> None:
    loop = asyncio.get_running_loop()
    backoff = Backoff(FIRST_RESTART_SECONDS, MOST_RESTART_SECONDS)
    while True:
        began = loop.time()
        try:
            await run()
            return
        except Exception:
            if loop.time() - began > CALM_SECONDS:
                backoff.reset()
            pause = backoff.next()
            _log.exception("%s died and starts again in %.1f s", name, pause)
        await asyncio.sleep(pause)
