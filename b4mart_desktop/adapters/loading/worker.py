"""Fills the replica in processes of their own, so that the windows keep the interpreter to themselves.

In a load one reads and one writes: each takes about half of the work, and Python's lock would let only one of
two threads do it at a time. Catching up with changes takes one.
"""

import asyncio
import multiprocessing
from collections.abc import Callable

from b4mart_desktop.adapters.loading.messages import LoadTarget
from b4mart_desktop.adapters.own_process import ProcessEnded, Send, run_in_process
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.services.ports import CatchUpReport, LoadReport

_SECONDS_TO_TELL = 2.0


class WorkerLoader:
    """``ReplicaLoader`` by worker processes."""

    def __init__(self, target: LoadTarget) -> None:
        self._target = target

    async def load(self, report: Callable[[LoadReport], None]) -> None:
        """Loads everything; cancelling it ends the processes, and the next load goes on from there.

        Raises:
            AdapterError: as ``MongoReplication`` and ``ReplicaLoad`` do; WORKER_ENDED where a process was
                killed.
        """
        receiver, sender = multiprocessing.get_context("spawn").Pipe(duplex=False)
        # The reader first: where both fail, it is the one that knows why.
        tasks = [
            asyncio.ensure_future(work)
            for work in (
                run_in_process("replica-reader", _read, sender, self._target, report=report),
                run_in_process("replica-writer", _write, receiver, self._target, report=report),
            )
        ]
        try:
            _, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
            if others:  # where one ends without a word, the other may be about to say why
                await asyncio.wait(others, timeout=_SECONDS_TO_TELL)
        finally:
            for task in tasks:
                task.cancel()
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        _raise_first(outcomes)

    async def catch_up(self, report: Callable[[CatchUpReport], None]) -> None:
        """Applies changes until they come slowly; cancelling it ends the process.

        Raises:
            AdapterError: as ``MongoReplication`` and ``LocalReplicaWriter`` do; WORKER_ENDED where the
                process was killed.
        """
        try:
            await run_in_process("replica-follower", _catch_up, self._target, report=report)
        except ProcessEnded as error:
            raise _worker_ended(error) from error


def _raise_first(outcomes: list[BaseException | None]) -> None:
    failures = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    for failure in sorted(failures, key=lambda failure: isinstance(failure, ProcessEnded)):
        if isinstance(failure, ProcessEnded):
            raise _worker_ended(failure) from failure
        raise failure


def _worker_ended(error: ProcessEnded) -> AdapterError:
    return AdapterError(ErrorCode.WORKER_ENDED, reason=str(error))


async def _read(send: Send, *args: object) -> None:
    # The process that starts this one does without the driver until it needs it.
    from b4mart_desktop.adapters.loading.reading import read_database

    await read_database(send, *args)  # type: ignore[arg-type]  # as `load` passes them


async def _write(send: Send, *args: object) -> None:
    from b4mart_desktop.adapters.loading.writing import write_replica

    await write_replica(send, *args)  # type: ignore[arg-type]  # as `load` passes them


async def _catch_up(send: Send, *args: object) -> None:
    from b4mart_desktop.adapters.loading.following import catch_up

    await catch_up(send, *args)  # type: ignore[arg-type]  # as `catch_up` passes them
