"""Loads the demo store in a process of its own: four seconds of work would make the windows stutter.

The frozen program needs ``multiprocessing.freeze_support()`` first thing in ``__main__``.
"""

import asyncio
import contextlib
import multiprocessing
import threading
from collections.abc import Mapping
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import NamedTuple

from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.services.demo import LoadProgress, LoadStep

_SECONDS_TO_END = 5.0  # more than a transaction is given to end


class _Progress(NamedTuple):
    done: int
    total: int
    step: LoadStep


class _Finished(NamedTuple):
    written: int


class _Failed(NamedTuple):
    code: ErrorCode
    data: Mapping[str, object]


async def load_demo_in_worker(
    uri: str, database: str, progress: LoadProgress, limit: int | None = None
) -> int:
    """Prepares the database and loads the demo store, or what is missing of it.

    Cancelling the awaiting task ends the process; what was loaded stays and the next load goes on there.

    Args:
        uri: Of the server, with everything needed to sign in; it travels by pipe, not by command line.
        database: Name of the database.
        progress: Called in this loop after each batch.
        limit: About how many products; all where None.

    Returns how many documents were written.

    Raises:
        AdapterError: as ``load_demo_store`` and ``prepare_database``.
        RuntimeError: The process ended without a word.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    watched, lifeline = context.Pipe(duplex=False)
    process = context.Process(
        target=_run, args=(sender, watched, uri, database, limit), name="demo-loader", daemon=True
    )
    await asyncio.to_thread(process.start)
    sender.close()  # so that the pipe ends when the process does
    watched.close()
    try:
        return await _listen(receiver, progress)
    except EOFError as error:
        await asyncio.to_thread(process.join, _SECONDS_TO_END)
        raise RuntimeError(f"the demo loader ended with exit code {process.exitcode}") from error
    finally:
        lifeline.close()
        await asyncio.to_thread(_end, process)
        receiver.close()


async def _listen(receiver: "Connection[object, object]", progress: LoadProgress) -> int:
    while True:
        message = await asyncio.to_thread(receiver.recv)
        match message:
            case _Progress():
                progress(*message)
            case _Finished():
                return message.written
            case _Failed():
                raise AdapterError(message.code, **message.data)


def _end(process: BaseProcess) -> None:
    """Waits for the process, whose lifeline is cut; one that is stuck is ended the hard way."""
    process.join(_SECONDS_TO_END)
    if process.is_alive():
        process.kill()
        process.join()


def _run(
    sender: "Connection[object, object]",
    lifeline: "Connection[object, object]",
    uri: str,
    database: str,
    limit: int | None,
) -> None:
    """What the process does."""
    try:
        sender.send(_Finished(asyncio.run(_load(sender, lifeline, uri, database, limit))))
    except AdapterError as error:
        sender.send(_Failed(error.code, error.data))
    except (asyncio.CancelledError, BrokenPipeError):
        return  # nobody listens any more


async def _load(
    sender: "Connection[object, object]",
    lifeline: "Connection[object, object]",
    uri: str,
    database: str,
    limit: int | None,
) -> int:
    # The process that starts this one does without the driver and the loader.
    from b4mart_desktop.adapters.demo.loader import load_demo_store
    from b4mart_desktop.adapters.mongo.connect import make_client
    from b4mart_desktop.adapters.mongo.migrations import prepare_database

    _cancel_when_cut(lifeline)
    async with make_client(uri) as client:
        target = client.get_database(database)
        await prepare_database(target)
        return await load_demo_store(target, lambda *report: sender.send(_Progress(*report)), limit)


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
