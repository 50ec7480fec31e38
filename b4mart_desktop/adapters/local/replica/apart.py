"""A reader's own connection to the replica, with temporary tables of its own. No queries here."""

import contextlib
import sqlite3
import threading
from collections.abc import Sequence
from typing import Any

from b4mart_desktop.adapters.local.replica.file import ReplicaFile
from b4mart_desktop.domain.errors import AdapterError, ErrorCode


class ApartConnection:
    """A connection to one generation of the file. Any thread may use it, one waits for the other."""

    def __init__(self, file: ReplicaFile) -> None:
        """Opens it.

        Raises:
            AdapterError: FILE_UNREADABLE, DISK_WRITE_FAILED.
        """
        self._file = file
        self._connection, self._generation = file.connect()
        self._lock = threading.Lock()
        self._stopped = self._closed = False

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[Any]:
        """Returns all rows of ``query``.

        Raises:
            AdapterError: REPLICA_RENEWED; CANCELLED after ``stop`` and ``close``; FILE_UNREADABLE.
        """
        with self._lock, self._file.using(self._connection, self._generation):
            if self._stopped or self._closed:
                raise AdapterError(ErrorCode.CANCELLED)
            return self._connection.execute(query, parameters).fetchall()

    def stop(self) -> None:
        """Ends what another thread is reading, and refuses to read more."""
        self._stopped = True
        with contextlib.suppress(sqlite3.ProgrammingError):  # closed, or its file was
            self._connection.interrupt()

    def close(self) -> None:
        """Closes it, with its temporary tables."""
        with self._lock:
            self._closed = True
            self._file.disconnect(self._connection)
