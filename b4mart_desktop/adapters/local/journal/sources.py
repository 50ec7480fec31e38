"""All that can still be read of a damaged journal, row by row. What becomes of it belongs elsewhere."""

import contextlib
import sqlite3
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import NamedTuple

from b4mart_desktop.adapters.local.journal.log import rebuild
from b4mart_desktop.adapters.local.journal.rows import COLUMNS, Row
from b4mart_desktop.adapters.local.journal.schema import seal_plain
from b4mart_desktop.adapters.local.sealing import Seal

_VERSION_1 = "id, kind, shift, written_at, payload"


class Found(NamedTuple):
    """One row as it was read, which may be anything."""

    number: int
    row: Row
    state: object
    attempts: object
    reason: object


@contextlib.contextmanager
def sources(path: Path) -> Generator[list[sqlite3.Connection]]:
    """Gives each view of the file there is: without its log, with all of it that is sound, as SQLite sees it.

    The last one comes last, as SQLite removes the log of a file that is empty.
    """
    if not path.exists():
        yield []
        return
    log = Path(f"{path}-wal")
    with contextlib.ExitStack() as opened:
        views = [
            opened.enter_context(_rebuilt(path, each)) for each in (log, None) if each is None or log.exists()
        ]
        yield [*views, opened.enter_context(contextlib.closing(open_source(path)))]


@contextlib.contextmanager
def _rebuilt(path: Path, log: Path | None) -> Generator[sqlite3.Connection]:
    target = Path(f"{path}-rebuilt-{'whole' if log else 'alone'}")
    try:
        rebuild(path, log, target)
        with contextlib.closing(open_source(target)) as source:
            yield source
    finally:
        target.unlink(missing_ok=True)


def open_source(path: Path) -> sqlite3.Connection:
    """Opens a file to look at it: nothing of it is changed, nor of its log."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    connection.text_factory = lenient_text
    return connection


def lenient_text(raw: bytes) -> str:
    """Reads a damaged text as far as it goes: one bad byte must not fail a query of many rows."""
    return raw.decode(errors="replace")


def last_number(source: sqlite3.Connection) -> int | None:
    """The number of the last entry, from whichever page still tells."""
    for query in (
        "SELECT max(number) FROM entries",
        "SELECT max(number) FROM entries INDEXED BY sales WHERE kind = 'sale'",
        "SELECT seq FROM sqlite_sequence WHERE name = 'entries'",
    ):
        with contextlib.suppress(sqlite3.DatabaseError):
            row = source.execute(query).fetchone()
            if row is not None and isinstance(row[0], int):
                return row[0]
    return None


def receipts(source: sqlite3.Connection) -> list[tuple[str, int]] | None:
    """The registers' last receipt numbers; None where they cannot be read."""
    try:
        rows = source.execute("SELECT register, last FROM receipts").fetchall()
    except sqlite3.DatabaseError:
        return None
    return [(register, last) for register, last in rows if isinstance(last, int)]


def readable_rows(source: sqlite3.Connection, numbers: Iterable[int], seal: Seal) -> Generator[Found]:
    """Yields what can be read of the rows with those numbers, in a file of any version."""
    query = _query(source)
    for number in numbers:
        with contextlib.suppress(sqlite3.DatabaseError):
            found = source.execute(query, (number,)).fetchone()
            if found is not None:
                *columns, checksum, state, attempts, reason = found
                row = Row(*columns)
                if checksum is not None:
                    row = row._replace(sealed=seal_plain(row, checksum, seal))
                yield Found(number, row, state, attempts, reason)


def _query(source: sqlite3.Connection) -> str:
    query = "SELECT {}, state, attempts, reason FROM entries WHERE number = ?"
    plain, sealed = query.format(f"{_VERSION_1}, checksum"), query.format(f"{COLUMNS}, NULL")
    try:
        source.execute(plain, (0,))
    except sqlite3.DatabaseError:
        return sealed
    return plain
