"""Work in a process of its own: the windows keep the interpreter to themselves meanwhile.

What the work is belongs to whoever hands it over (``demo``, ``loading``). The frozen program needs
``multiprocessing.freeze_support()`` first thing in ``__main__``.
"""

import asyncio
import contextlib
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Coroutine, Mapping
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple

from b4mart_desktop.domain.errors import AdapterError, ErrorCode

Send = Callable[[Any], None]
Work = Callable[..., Coroutine[Any, Any, Any]]

_SECONDS_TO_END = 5.0  # more than a transaction is given to end
_NICENESS = 5  # behind the windows and the database, ahead of what the computer does when it is idle
_CUT_OFF = 3
_BELOW_NORMAL = 0x4000  # Windows' BELOW_NORMAL_PRIORITY_CLASS


class ProcessEnded(Exception):
    """The process ended without a word: it was killed, or has a bug that its log tells of."""


class _Report(NamedTuple):
    message: Any


class _Finished(NamedTuple):
    result: Any


class _Failed(NamedTuple):
    code: ErrorCode
    data: Mapping[str, object]


async def run_in_process(name: str, work: Work, *args: Any, report: Callable[[Any], None]) -> Any:
    """Runs ``work(send, *args)`` in a new process of low priority and returns what it returns.

    Cancelling the awaiting task cancels the work, and so does the end of this process, however it ends.

    Args:
        name: Of the process, for who looks at a list of them.
        work: A coroutine function of some module. What it hands to ``send`` arrives at ``report``.
        args: Travel by pipe, not by command line, so they may hold a password. A ``Connection`` among them
            is the process's from then on.
        report: Called in this loop with each message.

    Raises:
        AdapterError: What the work raised.
        ProcessEnded: The process ended without a word.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    watched, lifeline = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, watched, work, args), name=name, daemon=True)
    starting = asyncio.ensure_future(asyncio.to_thread(process.start))
    try:
        await asyncio.shield(starting)  # a thread goes on where its wait is cancelled
        _hand_over(sender, watched, *args)
        return await _listen(receiver, report)
    except EOFError as error:
        await asyncio.to_thread(process.join, _SECONDS_TO_END)
        raise ProcessEnded(f"the process {name} ended with exit code {process.exitcode}") from error
    finally:
        await asyncio.wait([starting])
        _hand_over(sender, watched, *args)
        lifeline.close()
        if starting.exception() is None:
            await asyncio.to_thread(_end, process)
        receiver.close()


def _hand_over(*args: object) -> None:
    """Closes our ends of the process's connections, so that a pipe ends when the process does."""
    for arg in args:
        if isinstance(arg, Connection):
            arg.close()


async def _listen(receiver: "Connection[object, object]", report: Callable[[Any], None]) -> Any:
    while True:
        match await asyncio.to_thread(receiver.recv):
            case _Report(message):
                report(message)
            case _Finished(result):
                return result
            case _Failed(code, data):
                raise AdapterError(code, **data)


def _end(process: BaseProcess) -> None:
    """Waits for the process, whose lifeline is cut; one that is stuck is ended the hard way."""
    process.join(_SECONDS_TO_END)
    if process.is_alive():
        process.kill()
        process.join()


def _run(
    sender: "Connection[object, object]", lifeline: "Connection[object, object]", work: Work, args: tuple[Any]
) -> None:
    """What the process does."""
    _lower_priority()

    async def main() -> Any:
        _cancel_when_cut(lifeline)
        return await work(lambda message: sender.send(_Report(message)), *args)

    try:
        sender.send(_Finished(asyncio.run(main())))
    except AdapterError as error:
        sender.send(_Failed(error.code, error.data))
    except (asyncio.CancelledError, BrokenPipeError, EOFError):
        sys.exit(_CUT_OFF)  # nobody listens any more, or nobody tells any more what to do


def _cancel_when_cut(lifeline: "Connection[object, object]") -> None:
    """Cancels the running task when the parent closes the lifeline, or is gone.

    Killing the process would leave a transaction open on the server, and its locks for a minute.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None

    def watch() -> None:
        with contextlib.suppress(EOFError, OSError):
            lifeline.recv()
        with contextlib.suppress(RuntimeError):  # the loop ended first
            loop.call_soon_threadsafe(task.cancel)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


def _lower_priority() -> None:
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        os.nice(_NICENESS)
