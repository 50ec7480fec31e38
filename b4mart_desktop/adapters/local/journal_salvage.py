"""Opening the journal's file: its schema, a check of every page, and the salvage of a damaged one.

Working with an open file belongs to ``journal_file``.
"""

import contextlib
import datetime as dt
import logging
import sqlite3
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from b4mart_desktop.adapters.local.journal_rows import COLUMNS
from b4mart_desktop.adapters.local.sqlite import (
    Schema,
    Synchronous,
    disk_errors,
    open_checked,
    open_file,
    transaction,
)
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.record import utc_now

_log = logging.getLogger(__name__)

ANY_REGISTER = "*"
"""Row of ``receipts`` below which no register's next number may be."""

# State is one of waiting, set_aside, damaged (checksum), posted. The conditions of the partial indexes must
# be repeated word for word in queries: SQLite does not conclude them. The payload comes last, so that its
# overflow pages are not read for the columns before it.
SCHEMA = Schema(
    application_id=0x42344A4C,
    version=1,
    script="""
    CREATE TABLE entries (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        shift TEXT,
        written_at INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'waiting',
        attempts INTEGER NOT NULL DEFAULT 0,
        reason TEXT,
        checksum BLOB NOT NULL,
        payload BLOB NOT NULL
    );
    CREATE INDEX unposted ON entries (state, number, kind, written_at) WHERE state <> 'posted';
    CREATE INDEX posted ON entries (written_at) WHERE state = 'posted';
    CREATE INDEX sales ON entries (number) WHERE kind = 'sale';
    CREATE INDEX of_shift ON entries (shift, kind, number) WHERE shift IS NOT NULL;
    CREATE TABLE receipts (register TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE probe (id INTEGER PRIMARY KEY, padding BLOB NOT NULL);
    """,
)

_COPIED = f"number, {COLUMNS}, state, attempts, reason"
_SIDE_FILES = ("", "-wal", "-shm", "-journal")
_FIRST_SALE_EVER = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Salvage:
    """What became of a damaged file.

    Attributes:
        reason: What was wrong with it.
        kept: Where the damaged file is now.
        recovered: Entries found again.
        lost: Entries known to be missing; None where even their number cannot be told.
    """

    reason: str
    kept: Path
    recovered: int
    lost: int | None


def open_journal(path: Path) -> tuple[sqlite3.Connection, Salvage | None]:
    """Opens the file for writing; a damaged one is kept and replaced by what can be read of it.

    Raises:
        AdapterError: DISK_WRITE_FAILED, or FILE_UNREADABLE for a file of another kind or version.
    """
    try:
        return open_checked(path, SCHEMA, Synchronous.FULL), None
    except AdapterError as error:
        # Without a cause the file is whole, but another version's: salvage would lose what we cannot read.
        if error.code is not ErrorCode.FILE_UNREADABLE or error.__cause__ is None:
            raise
        reason = str(error.data["reason"])
    kept = _keep(path)
    connection = open_file(path, SCHEMA, Synchronous.FULL)
    with disk_errors(path):
        salvage = _salvage(kept, connection, reason)
    _log.error("journal %s was damaged: %s", path, salvage)
    return connection, salvage


def _keep(path: Path) -> Path:
    """Renames the damaged file under a name that no earlier one has: it may be all there is of a sale."""
    kept = path.with_name(f"{path.stem}.damaged-{utc_now():%Y%m%d-%H%M%S-%f}{path.suffix}")
    for side in _SIDE_FILES:
        source = Path(f"{path}{side}")
        if source.exists():
            source.replace(f"{kept}{side}")
    return kept


def _salvage(kept: Path, target: sqlite3.Connection, reason: str) -> Salvage:
    recovered, lost = 0, 0
    with contextlib.closing(sqlite3.connect(kept)) as source, transaction(target):
        source.text_factory = lenient_text
        top = _top(source)
        for row in _readable_rows(source, top or 0):
            if row is None:
                lost += 1
                continue
            marks = ", ".join("?" * len(row))
            target.execute(f"INSERT OR IGNORE INTO entries ({_COPIED}) VALUES ({marks})", row)
            recovered += 1
        target.executemany("INSERT INTO receipts VALUES (?, ?)", _receipts(source))
    return Salvage(reason, kept, recovered, None if top is None else lost)


def lenient_text(raw: bytes) -> str:
    """Reads a damaged text as far as it goes: one bad byte must not fail a query of many rows."""
    return raw.decode(errors="replace")


def _top(source: sqlite3.Connection) -> int | None:
    """The number of the last entry ever written, from whichever page still tells."""
    for query in (
        "SELECT seq FROM sqlite_sequence WHERE name = 'entries'",
        "SELECT max(number) FROM entries",
        "SELECT max(number) FROM entries INDEXED BY sales WHERE kind = 'sale'",
    ):
        with contextlib.suppress(sqlite3.DatabaseError):
            row = source.execute(query).fetchone()
            if row is not None and isinstance(row[0], int):
                return row[0]
    return None


def _readable_rows(source: sqlite3.Connection, top: int) -> Generator[tuple[object, ...] | None]:
    """Yields row by row, None for one that cannot be read; gaps left by old posted entries are no loss."""
    for number in range(1, top + 1):
        try:
            row = source.execute(f"SELECT {_COPIED} FROM entries WHERE number = ?", (number,)).fetchone()
        except sqlite3.DatabaseError:
            yield None
        else:
            if row is not None:
                yield row


def _receipts(source: sqlite3.Connection) -> list[tuple[str, int]]:
    """The registers' last receipt numbers.

    Where they cannot be read, counting goes on at the number of minutes since 2020, which is above any
    that was used: a gap can be explained to an auditor, two receipts with the same number cannot.
    """
    try:
        return source.execute("SELECT register, last FROM receipts").fetchall()
    except sqlite3.DatabaseError:
        return [(ANY_REGISTER, (utc_now() - _FIRST_SALE_EVER) // dt.timedelta(minutes=1))]
