"""The journal's open file: one thread that writes, any number that read, damaged rows left out.

What is written and asked for belongs to ``journal``.
"""

import logging
import sqlite3
import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from b4mart_desktop.adapters.local.journal.mark import MarkFile, mark_of
from b4mart_desktop.adapters.local.journal.rows import COLUMNS, DamagedRowError, Row, read_row
from b4mart_desktop.adapters.local.journal.salvage import open_journal
from b4mart_desktop.adapters.local.journal.schema import journal_schema
from b4mart_desktop.adapters.local.journal.sources import lenient_text
from b4mart_desktop.adapters.local.sealing import Seal
from b4mart_desktop.adapters.local.sqlite import Synchronous, ThreadConnections, disk_errors, transaction
from b4mart_desktop.domain.entries import Entry
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")

STEP_PAUSE_SECONDS = 0.05
_WRITES_PER_CHECKPOINT = 200
_LOG_BYTES = 8 * 1024 * 1024
"""Above that the log gives its room back, once what was in it is in the file."""

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

    def __init__(self, path: Path, seal: Seal) -> None:
        """Opens the file, made where there is none; reads every page of it.

        Raises:
            AdapterError: as ``open_journal``.
        """
        self.path = path
        self._seal = seal
        with ExitStack() as opened, disk_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._mark = MarkFile(path)
            opened.callback(self._mark.close)
            self._connection, self.salvage = open_journal(path, seal, self._mark.read())
            opened.callback(self._connection.close)
            self._mark.note(mark_of(self._connection))
            # Copying the log into the file takes a while: ``_checkpoint`` does it, and nobody waits for it.
            self._connection.execute("PRAGMA wal_autocheckpoint = 0")
            self._connection.execute(f"PRAGMA journal_size_limit = {_LOG_BYTES}")
            self._opened = opened.pop_all()
        self._writes = 0
        self._closing = threading.Event()
        self._readers = ThreadConnections(path, journal_schema(seal), Synchronous.NORMAL)
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")
        self._housekeeper = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal-log")

    def close(self) -> None:
        """Ends the writer thread after what was handed to it, and closes the file."""
        self._closing.set()
        self._housekeeper.shutdown(wait=True)
        self._writer.shutdown(wait=True)
        self._readers.close()
        self._opened.close()

    def write(
        self, work: Callable[[sqlite3.Connection], _Result], synchronous: Synchronous
    ) -> Future[_Result]:
        """Hands ``work`` to the writer thread, as one transaction.

        The future raises ``AdapterError`` DISK_WRITE_FAILED or JOURNAL_DAMAGED; then nothing is changed.
        """
        return self._writer.submit(self._write_now, work, synchronous)

    def write_in_steps(self, step: Callable[[sqlite3.Connection], bool]) -> None:
        """Does ``step`` again and again until it returns False, with pauses, so that no sale waits for more.

        Does not wait. Where the disk refuses it ends, and the log says so; ``close`` ends it, too.
        """
        with suppress(RuntimeError):  # closed meanwhile
            self._housekeeper.submit(self._do_step, step)

    def _do_step(self, step: Callable[[sqlite3.Connection], bool]) -> None:
        if self._closing.wait(STEP_PAUSE_SECONDS):
            return
        try:
            more = self._writer.submit(self._write_now, step, Synchronous.NORMAL).result()
        except AdapterError as error:
            _log.warning("the journal is not tidied up: %s", error)
        else:
            if more:
                self.write_in_steps(step)

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
        rows, damaged = [], []
        for *columns, number, state, attempts, reason in found:
            row = Row(*columns)
            try:
                rows.append(
                    Stored(read_row(row, self._seal), row.written_at, number, state, attempts, reason)
                )
            except DamagedRowError as error:
                damaged.append((str(error), number, state))
        if damaged:
            self._set_damaged_aside(damaged)
        return rows

    def damaged(self, reason: str) -> AdapterError:
        """Returns the error for a file or row that cannot be read."""
        return AdapterError(ErrorCode.JOURNAL_DAMAGED, path=str(self.path), reason=reason)

    def _set_damaged_aside(self, damaged: Sequence[tuple[str, int, str]]) -> None:
        """Takes reason, number and state of each; does not wait, as readers must not stand behind a sale."""
        reason, number, _ = damaged[0]
        what = f"entry {number} and {len(damaged) - 1} more"
        _log.error("%s of journal %s cannot be read: %s", what, self.path, reason)
        values = [(reason, number) for reason, number, state in damaged if state not in ("posted", "damaged")]
        if values:
            self.write(
                lambda connection: connection.executemany(_SET_DAMAGED_ASIDE, values), Synchronous.NORMAL
            )

    def _write_now(self, work: Callable[[sqlite3.Connection], _Result], synchronous: Synchronous) -> _Result:
        with self._errors():
            self._connection.execute(f"PRAGMA synchronous = {synchronous}")
            with transaction(self._connection):
                result = work(self._connection)
            if synchronous is Synchronous.FULL:
                self._mark.note(mark_of(self._connection))
        self._writes += 1
        if self._writes % _WRITES_PER_CHECKPOINT == 0:
            with suppress(RuntimeError):  # closed meanwhile
                self._housekeeper.submit(self._checkpoint)
        return result

    def _checkpoint(self) -> None:
        try:
            with self.reading() as connection:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
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
