"""The journal's tables, and how a file of an older version becomes one of this. Opening belongs elsewhere."""

import contextlib
import hashlib
import logging
import sqlite3

from b4mart_desktop.adapters.local.journal.rows import Row
from b4mart_desktop.adapters.local.sealing import Seal
from b4mart_desktop.adapters.local.sqlite import Schema

_log = logging.getLogger(__name__)

APPLICATION_ID = 0x42344A4C
VERSION = 2

STATES = ("waiting", "set_aside", "damaged", "posted")

# The conditions of the partial indexes must be repeated word for word in queries: SQLite does not conclude
# them. What is sealed comes last, so that its overflow pages are not read for the columns before it.
_SHIFTS = "CREATE INDEX shifts ON entries (number) WHERE kind IN ('shift_opened', 'shift_closed')"
_SCRIPT = f"""
CREATE TABLE entries (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    shift TEXT,
    written_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    sealed BLOB NOT NULL
);
CREATE INDEX unposted ON entries (state, number, kind, written_at) WHERE state <> 'posted';
CREATE INDEX sales ON entries (number) WHERE kind = 'sale';
{_SHIFTS};
CREATE INDEX of_shift ON entries (shift, kind, number) WHERE shift IS NOT NULL;
CREATE TABLE receipts (register TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE probe (id INTEGER PRIMARY KEY, padding BLOB NOT NULL);
"""


def journal_schema(seal: Seal) -> Schema:
    """Returns what a journal must look like; a file of version 1 is sealed with ``seal``."""
    upgrades = {1: lambda connection: _seal_all(connection, seal)}
    return Schema(APPLICATION_ID, VERSION, _SCRIPT, upgrades, shrinks=True)


def make_shrinkable(connection: sqlite3.Connection) -> None:
    """Makes a file of an older version give free pages back, and leaves nothing of what was in them.

    It needs as much room as the file takes. Cut short, or refused by a full disk, it has done nothing, and is
    done at the next start: the shop opens all the same.
    """
    (mode,) = connection.execute("PRAGMA auto_vacuum").fetchone()
    if mode == 0:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        try:
            connection.execute("VACUUM")
        except sqlite3.OperationalError as error:
            _log.warning("the journal does not give room back yet: %s", error)


def _seal_all(connection: sqlite3.Connection, seal: Seal) -> None:
    """Makes version 2 of 1, whose rows lay open beside a checksum."""
    connection.execute("PRAGMA secure_delete = ON")
    for (number,) in connection.execute("SELECT number FROM entries").fetchall():
        plain = connection.execute(
            "SELECT id, kind, shift, written_at, payload, checksum FROM entries WHERE number = ?", (number,)
        ).fetchone()
        sealed = seal_plain(Row(*plain[:-1]), plain[-1], seal)
        connection.execute("UPDATE entries SET payload = ? WHERE number = ?", (sealed, number))
    connection.execute("DROP INDEX posted")
    connection.execute(_SHIFTS)
    connection.execute("ALTER TABLE entries DROP COLUMN checksum")
    connection.execute("ALTER TABLE entries RENAME COLUMN payload TO sealed")


def seal_plain(row: Row, checksum: object, seal: Seal) -> bytes:
    """Returns what lies open in a row of version 1, sealed; damaged stays damaged, and is not lost."""
    with contextlib.suppress(TypeError, ValueError):
        if checksum == _checksum(row):
            return seal.close(row.sealed, *row.context)
    return seal.close(repr(row.sealed).encode(), "damaged", *row.context)


def _checksum(row: Row) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for value in row.context:
        digest.update(f"{value}\0".encode())
    digest.update(row.sealed)
    return digest.digest()
