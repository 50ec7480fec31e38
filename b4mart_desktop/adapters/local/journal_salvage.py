"""Opening the journal's file, and the salvage of one that is damaged or went back in time.

Working with an open file belongs to ``journal_file``, its tables to ``journal_schema``.
"""

import contextlib
import logging
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from b4mart_desktop.adapters.local.journal_mark import Mark, mark_of
from b4mart_desktop.adapters.local.journal_schema import (
    APPLICATION_ID,
    VERSION,
    journal_schema,
    make_shrinkable,
)
from b4mart_desktop.adapters.local.journal_sources import lenient_text, open_source
from b4mart_desktop.adapters.local.journal_transfer import fill
from b4mart_desktop.adapters.local.sealing import Seal
from b4mart_desktop.adapters.local.sqlite import (
    Synchronous,
    damage,
    disk_errors,
    open_checked,
    open_file,
    transaction,
)
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.record import utc_now

_log = logging.getLogger(__name__)

_SIDE_FILES = ("", "-wal", "-shm", "-journal")
_CUT_SHORT = "putting it in order was cut short"


@dataclass(frozen=True, slots=True)
class Salvage:
    """What became of a damaged file.

    Attributes:
        reason: What was wrong with it.
        kept: Where the damaged file is now; None where there was none any more.
        recovered: Entries found again.
        lost: Entries known to be missing; None where even their number cannot be told.
    """

    reason: str
    kept: Path | None
    recovered: int
    lost: int | None


def open_journal(path: Path, seal: Seal, mark: Mark) -> tuple[sqlite3.Connection, Salvage | None]:
    """Opens the file for writing; a damaged one is kept and replaced by what can be read of it.

    The new file is made beside the old one, and takes its place when it is whole: cut short at any moment,
    all of this begins again or goes on at the next start.

    Args:
        path: Where it is, or is to be.
        seal: What rows are sealed with.
        mark: How far the journal had come when that was last noted.

    Raises:
        AdapterError: DISK_WRITE_FAILED, or FILE_UNREADABLE for a file of another kind or version.
    """
    with disk_errors(path):
        if _ready(path).exists():
            kept = _exchange(path)
            connection = _open_sound(path, seal)
            return connection, Salvage(_CUT_SHORT, kept, _count(connection), None)
        reason = _what_is_missing(path, mark)
    if reason is None:
        try:
            return _open_sound(path, seal), None
        except AdapterError as error:
            # Without a cause the file is whole, but another version's: salvage would lose what is in it.
            if error.code is not ErrorCode.FILE_UNREADABLE or error.__cause__ is None:
                raise
            reason = str(error.data["reason"])
    salvage = _salvage(path, seal, mark, reason)
    _log.error("journal %s was damaged: %s", path, salvage)
    return _open_sound(path, seal), salvage


def _open_sound(path: Path, seal: Seal) -> sqlite3.Connection:
    connection = open_checked(path, journal_schema(seal), Synchronous.FULL)
    try:
        with disk_errors(path):
            _check_queue(connection)
            make_shrinkable(connection)
            # The log may hold what was not sealed yet, from before an upgrade.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            connection.text_factory = lenient_text
    except BaseException:
        connection.close()
        raise
    return connection


def _check_queue(connection: sqlite3.Connection) -> None:
    """Compares the index of what is not posted with the rows themselves, which SQLite's quick check does not.

    Raises:
        sqlite3.DatabaseError: They differ: an entry would never be posted, and nobody would know.
    """
    query = "SELECT count(*), total(number) FROM entries {} WHERE state <> 'posted'"
    by_index, by_row = (
        connection.execute(query.format(how)).fetchone() for how in ("INDEXED BY unposted", "NOT INDEXED")
    )
    if by_index != by_row:
        raise damage("the index of what is to be posted is wrong")


def _what_is_missing(path: Path, mark: Mark) -> str | None:
    """What the file lacks that was noted; looks without changing it, so that its log stays as it is."""
    try:
        found = _look(path)
    except (sqlite3.DatabaseError, TypeError, ValueError):
        return None  # opening it tells
    if found is None or not found.is_behind(mark):
        return None
    return f"it ends at entry {found.number}, not {mark.number}"


def _look(path: Path) -> Mark | None:
    """How far the file has come; None for one of a newer version."""
    if not path.exists():
        return Mark()
    with contextlib.closing(open_source(path, with_log=True)) as source:
        if _is_newer(source):
            return None
        is_empty = source.execute("SELECT 1 FROM sqlite_master").fetchone() is None
        return Mark() if is_empty else mark_of(source)


def _is_newer(source: sqlite3.Connection) -> bool:
    (application_id,) = source.execute("PRAGMA application_id").fetchone()
    (version,) = source.execute("PRAGMA user_version").fetchone()
    return bool(application_id == APPLICATION_ID and version > VERSION)


def _salvage(path: Path, seal: Seal, mark: Mark, reason: str) -> Salvage:
    new = path.with_name(f"{path.stem}.new{path.suffix}")
    with disk_errors(path):
        for side in _SIDE_FILES:
            Path(f"{new}{side}").unlink(missing_ok=True)
        with contextlib.closing(open_file(new, journal_schema(seal), Synchronous.FULL)) as target:
            with transaction(target):
                recovered, lost = fill(target, path, seal, mark)
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        new.replace(_ready(path))
        return Salvage(reason, _exchange(path), recovered, lost)


def _ready(path: Path) -> Path:
    """Where a salvaged file lies from the moment it is whole until it is in its place."""
    return path.with_name(f"{path.stem}.salvaged{path.suffix}")


def _exchange(path: Path) -> Path | None:
    kept = _keep(path)
    _ready(path).replace(path)
    return kept


def _keep(path: Path) -> Path | None:
    """Renames the damaged file under a name that no earlier one has: it may be all there is of a sale."""
    kept = path.with_name(f"{path.stem}.damaged-{utc_now():%Y%m%d-%H%M%S-%f}{path.suffix}")
    there = [side for side in _SIDE_FILES if Path(f"{path}{side}").exists()]
    for side in there:
        Path(f"{path}{side}").replace(f"{kept}{side}")
    return kept if there else None


def _count(connection: sqlite3.Connection) -> int:
    (count,) = connection.execute("SELECT count(*) FROM entries").fetchone()
    return int(count)
