"""Opening the journal's file, and the salvage of one that is damaged or went back in time.

Working with an open file belongs to ``file``, its tables to ``schema``.
"""

import contextlib
import logging
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from b4mart_desktop.adapters.local.journal.mark import Mark, mark_of
from b4mart_desktop.adapters.local.journal.schema import (
    APPLICATION_ID,
    VERSION,
    journal_schema,
    make_shrinkable,
)
from b4mart_desktop.adapters.local.journal.sources import lenient_text, open_source
from b4mart_desktop.adapters.local.journal.transfer import fill
from b4mart_desktop.adapters.local.sealing import Seal
from b4mart_desktop.adapters.local.sqlite import (
    Synchronous,
    damage,
    disk_errors,
    empty_log,
    is_damage,
    keep_damaged,
    open_file,
    transaction,
)

_log = logging.getLogger(__name__)

_SIDE_FILES = ("", "-wal", "-shm", "-journal")
_OLDER = (APPLICATION_ID, 1)
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
        reason = _what_is_wrong(path, mark)
    if reason is None:
        return _open_sound(path, seal), None
    salvage = _salvage(path, seal, mark, reason)
    _log.error("journal %s was damaged: %s", path, salvage)
    return _open_sound(path, seal), salvage


def _open_sound(path: Path, seal: Seal) -> sqlite3.Connection:
    connection = open_file(path, journal_schema(seal), Synchronous.FULL)
    try:
        with disk_errors(path):
            make_shrinkable(connection)
            empty_log(connection)  # it may hold what was not sealed yet, from before an upgrade
            connection.text_factory = lenient_text
    except BaseException:
        connection.close()
        raise
    return connection


def _what_is_wrong(path: Path, mark: Mark) -> str | None:
    """Why the file needs salvage, if it does; looks without changing it, so that its log stays as it is."""
    found = Mark()
    if path.exists() and path.stat().st_size:  # SQLite would remove the log of an empty file
        with contextlib.closing(open_source(path)) as source:
            try:
                if _is_strange(source, mark):
                    return None
                _check_pages(source)
                found = mark_of(source)
            except (TypeError, ValueError) as error:  # of what is read, damage may have made anything
                return str(error)
            except sqlite3.DatabaseError as error:
                return str(error) if is_damage(error) else None  # else opening it tells
    return f"it ends at entry {found.number}, not {mark.number}" if found.is_behind(mark) else None


def _is_strange(source: sqlite3.Connection, mark: Mark) -> bool:
    """Whether the file is another program's or another version's, and not one with a damaged header."""
    (application_id,) = source.execute("PRAGMA application_id").fetchone()
    (version,) = source.execute("PRAGMA user_version").fetchone()
    if mark.version == VERSION and (application_id, version) != (APPLICATION_ID, VERSION):
        raise damage(f"it says to be {application_id:#x} version {version}")
    return (application_id, version) != (APPLICATION_ID, VERSION) and (application_id, version) != _OLDER


def _check_pages(source: sqlite3.Connection) -> None:
    """Reads the whole file.

    Compares the index of what is not posted with the rows themselves, too, as SQLite's quick check does not:
    an entry would never be posted, and nobody would know.

    Raises:
        sqlite3.DatabaseError: Something in it does not fit.
    """
    (verdict,) = source.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise damage(verdict)
    query = "SELECT state, number, kind, written_at FROM entries {} WHERE state <> 'posted'"
    by_index, by_row = query.format("INDEXED BY unposted"), query.format("NOT INDEXED")
    for one, other in ((by_index, by_row), (by_row, by_index)):
        if source.execute(f"{one} EXCEPT {other} LIMIT 1").fetchone() is not None:
            raise damage("the index of what is to be posted is wrong")


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
    kept = keep_damaged(path)
    _ready(path).replace(path)
    return kept


def _count(connection: sqlite3.Connection) -> int:
    (count,) = connection.execute("SELECT count(*) FROM entries").fetchone()
    return int(count)
