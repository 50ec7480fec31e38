"""The journal's open file: one thread that writes, any number that read, damaged rows left out.

What is written and asked for belongs to ``journal``.
"""

import logging
import sqlite3
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

from b4mart_desktop.adapters.local.journal_rows import COLUMNS, DamagedRowError, Row, read_row
from b4mart_desktop.adapters.local.journal_salvage import SCHEMA, lenient_text, open_journal
from b4mart_desktop.adapters.local.sqlite import Synchronous, ThreadConnections, disk_errors, transaction
from b4mart_desktop.domain.entries import Entry
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")

_WRITES_PER_CHECKPOINT = 200
_SELECT = f"SELECT {COLUMNS}, number, state, attempts, reason FROM entries"
_SET_DAMAGED_ASIDE = "UPDATE entries SET state = 'damaged', reason = ? WHERE number = ?"


class Stored(NamedTuple):
    """A sound row: its entry, its position and what has become of it."""

    entry: Entry
    written_at: int
    number: int
    state: str
    attempts: int
    reason: str | None


class JournalFile:
    """One open file. ``write`` is for any thread and does not wait, the others are quick reads.

    Attributes:
        path: Where it is.
        salvage: What was saved of a damaged file when it was opened; None for a sound one.
    """

    def __init__(self, path: Path) -> None:
        """Opens the file, made where there is none; reads every page of it.

        Raises:
            AdapterError: as ``open_journal``.
        """
        self.path = path
        self._connection, self.salvage = open_journal(path)
        # Copying the log into the file takes a while: ``_checkpoint`` does it when nobody waits for it.
        self._connection.execute("PRAGMA wal_autocheckpoint = 0")
        self._writes = 0
        self._readers = ThreadConnections(path, SCHEMA, Synchronous.NORMAL)
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")

    def close(self) -> None:
        """Ends the writer thread after what was handed to it, and closes the file."""
        self._writer.shutdown(wait=True)
        self._readers.close()
        self._connection.close()

    def write(
        self, work: Callable[[sqlite3.Connection], _Result], synchronous: Synchronous
    ) -> Future[_Result]:
        """Hands ``work`` to the writer thread, as one transaction.

        The future raises ``AdapterError`` DISK_WRITE_FAILED or JOURNAL_DAMAGED; then nothing is changed.
        """
        result = self._writer.submit(self._write_now, work, synchronous)
        self._writes += 1
        if self._writes % _WRITES_PER_CHECKPOINT == 0:
            self._writer.submit(self._checkpoint)
        return result

    @contextmanager
    def reading(self) -> Generator[sqlite3.Connection]:
        """Gives the calling thread's connection for a query.

        Raises:
            AdapterError: JOURNAL_DAMAGED or DISK_WRITE_FAILED.
        """
        with self._errors():
            connection = self._readers.get()
            connection.text_factory = lenient_text
            yield connection

    def read(self, condition: str, *values: object) -> list[Stored]:
        """Returns sound rows; a damaged one is set aside, and everything else goes on without it.

        Raises:
            AdapterError: as ``reading``.
        """
        with self.reading() as connection:
            found = connection.execute(f"{_SELECT} {condition}", values).fetchall()
        rows = []
        for *columns, number, state, attempts, reason in found:
            row = Row(*columns)
            try:
                rows.append(Stored(read_row(row), row.written_at, number, state, attempts, reason))
            except DamagedRowError as error:
                _log.error("entry %s of journal %s is damaged: %s", number, self.path, error)
                self._set_damaged_aside(number, state, str(error))
        return rows

    def damaged(self, reason: str) -> AdapterError:
        """Returns the error for a file or row that cannot be read."""
        return AdapterError(ErrorCode.JOURNAL_DAMAGED, path=str(self.path), reason=reason)

    def _set_damaged_aside(self, number: int, state: str, reason: str) -> None:
        if state != "posted":  # does not wait: a reader must not stand behind a sale's fsync
            values = (reason, number)
            self.write(lambda connection: connection.execute(_SET_DAMAGED_ASIDE, values), Synchronous.NORMAL)

    def _write_now(self, work: Callable[[sqlite3.Connection], _Result], synchronous: Synchronous) -> _Result:
        with self._errors():
            self._connection.execute(f"PRAGMA synchronous = {synchronous}")
            with transaction(self._connection):
                return work(self._connection)

    def _checkpoint(self) -> None:
        try:
            with self._errors():
                self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except AdapterError as error:
            _log.warning("the journal's log stays as it is: %s", error)

    @contextmanager
    def _errors(self) -> Generator[None]:
        try:
            with disk_errors(self.path):
                yield
        except AdapterError as error:
            if error.code is ErrorCode.FILE_UNREADABLE:
                raise self.damaged(str(error.data.get("reason"))) from error
            raise
