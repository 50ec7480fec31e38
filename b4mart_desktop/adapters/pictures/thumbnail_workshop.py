"""Makes small pictures in one process of their own: started with the first, ended when none is asked for.

Pictures come from anywhere, and lists ask for hundreds while somebody scrolls: neither a decoder that crashes
nor its work may be felt in the windows.
"""

import asyncio
import itertools
import multiprocessing
import time
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from typing import Any

from b4mart_desktop.adapters.own_process import ProcessEnded, Send, run_in_process
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

IDLE_SECONDS = 30.0

_LOOK_SECONDS = 0.25
_TRIES = 2
_Made = Mapping[int, bytes]
_Failure = tuple[ErrorCode, dict[str, object]]


class ThumbnailWorkshop:
    """Implements ``services.ports.pictures.ThumbnailMaker``; belongs to one loop, and ends with it."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        self._idle_seconds = idle_seconds
        self._numbers = itertools.count()
        self._waiting: dict[int, asyncio.Future[_Made | None]] = {}
        self._sending = asyncio.Lock()
        self._requests: Connection[Any, Any] | None = None
        self._serving: asyncio.Task[None] | None = None

    async def thumbnails(self, content: bytes, edges: Sequence[int]) -> _Made:
        """Returns small squares by edge.

        Raises:
            AdapterError: What is wrong with the picture; WORKER_ENDED where the process died of it.
        """
        for _ in range(_TRIES):
            made = await self._ask(content, edges)
            if made is not None:
                return made
        raise AdapterError(ErrorCode.WORKER_ENDED, reason="thumbnails")

    async def _ask(self, content: bytes, edges: Sequence[int]) -> _Made | None:
        """What the process makes; None where it went to rest just then."""
        number = next(self._numbers)
        answer: asyncio.Future[_Made | None] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            async with self._sending:
                requests = self._open()
                await asyncio.to_thread(requests.send, (number, content, tuple(edges)))
            return await answer
        except OSError:  # a broken pipe
            return None
        finally:
            self._waiting.pop(number, None)

    def _open(self) -> "Connection[Any, Any]":
        if self._requests is None:
            theirs, self._requests = multiprocessing.get_context("spawn").Pipe(duplex=False)
            self._serving = asyncio.ensure_future(self._serve(theirs, self._requests))
        return self._requests

    async def _serve(self, theirs: "Connection[Any, Any]", ours: "Connection[Any, Any]") -> None:
        failure: AdapterError | None = None
        try:
            await run_in_process("thumbnails", _make_all, theirs, self._idle_seconds, report=self._take)
        except ProcessEnded as error:
            failure = AdapterError(ErrorCode.WORKER_ENDED, reason=str(error))
        finally:
            self._requests = None
            ours.close()
            for answer in self._waiting.values():
                if not answer.done():
                    _tell(answer, failure)

    def _take(self, message: tuple[int, _Made | _Failure]) -> None:
        number, result = message
        answer = self._waiting.get(number)
        if answer is None or answer.done():  # nobody waits for it any more
            return
        if isinstance(result, tuple):
            code, data = result
            answer.set_exception(AdapterError(code, **data))
        else:
            answer.set_result(result)


def _tell(answer: "asyncio.Future[_Made | None]", failure: AdapterError | None) -> None:
    if failure is None:
        answer.set_result(None)
    else:
        answer.set_exception(failure)


# ---------------------------------------------------------------- in the process


async def _make_all(send: Send, requests: "Connection[Any, Any]", idle_seconds: float) -> None:
    until = time.monotonic() + idle_seconds
    while time.monotonic() < until:
        if not await asyncio.to_thread(requests.poll, _LOOK_SECONDS):
            continue
        try:
            number, content, edges = requests.recv()
        except EOFError:
            return
        send((number, _make(content, edges)))
        until = time.monotonic() + idle_seconds


def _make(content: bytes, edges: Sequence[int]) -> _Made | _Failure:
    from b4mart_desktop.adapters.pictures.making import make_thumbnails

    try:
        return make_thumbnails(content, edges)
    except AdapterError as error:
        return error.code, dict(error.data)
