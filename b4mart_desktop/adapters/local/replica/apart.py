"""A reader's own connection to the replica, with temporary tables of its own. No queries here."""

import contextlib
import sqlite3
import threading
from collections.abc import Sequence
from typing import Any

from b4mart_desktop.adapters.local.replica.file import ReplicaFile


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
        self._closed = False

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[Any]:
        """Returns all rows of ``query``.

        Raises:
            AdapterError: REPLICA_RENEWED; CANCELLED after ``stop``; FILE_UNREADABLE.
        """
        with self._lock, self._file.using(self._connection, self._generation):
            return self._connection.execute(query, parameters).fetchall()

    def stop(self) -> None:
        """Ends what another thread is reading, if any."""
        if not self._closed:
            with contextlib.suppress(sqlite3.ProgrammingError):  # closed with its file
                self._connection.interrupt()

    def close(self) -> None:
        """Closes it, with its temporary tables."""
        self._closed = True
        with self._lock:
            self._file.disconnect(self._connection)
