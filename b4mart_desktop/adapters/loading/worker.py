"""Loads the replica in a process of its own, so that the windows keep the interpreter to themselves."""

import gc
from collections.abc import Callable
from pathlib import Path

import msgspec

from b4mart_desktop.adapters.own_process import ProcessEnded, Send, run_in_process
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.ports import LoadReport


class LoadTarget(msgspec.Struct, frozen=True, kw_only=True):
    """What is loaded, and where to.

    Attributes:
        uri: Of the server, with everything needed to sign in.
        database: Name of the database.
        store: ``_id`` of the store it has to be the database of.
        path: Of the replica file.
        identity: Of the database, as the file has it.
    """

    uri: str
    database: str
    store: Id | None
    path: Path
    identity: str


class WorkerLoader:
    """``ReplicaLoader`` by a worker process."""

    def __init__(self, target: LoadTarget) -> None:
        self._target = target

    async def load(self, report: Callable[[LoadReport], None]) -> None:
        """Loads everything; cancelling it ends the process, and the next load goes on from there.

        Raises:
            AdapterError: as ``load_replica``; WORKER_ENDED where the process was killed.
        """
        try:
            await run_in_process("replica-loader", _load, self._target, report=report)
        except ProcessEnded as error:
            raise AdapterError(ErrorCode.WORKER_ENDED, reason=str(error)) from error


async def _load(send: Send, target: LoadTarget) -> None:
    """What the process does."""
    # The process that starts this one does without the driver until it needs it.
    from b4mart_desktop.adapters.loading.load import load_replica
    from b4mart_desktop.adapters.local.replica import ReplicaFile
    from b4mart_desktop.adapters.mongo.connect import make_client
    from b4mart_desktop.adapters.mongo.replication import MongoReplication

    # Walking a hundred thousand young objects again and again costs more than reading them did; they go when
    # they are written, and what is left in a circle goes with the process.
    gc.disable()
    file = ReplicaFile(target.path, target.identity)
    try:
        async with make_client(target.uri) as client:
            source = MongoReplication(client.get_database(target.database), target.store)
            await load_replica(source, file, send)
    finally:
        file.close()
