"""The replica file: what is in it, how it is opened, and when it is put aside and filled anew.

It holds nothing that MongoDB does not hold too. Reading it belongs to ``replica_read``, writing to
``replica_write`` and ``replica_tables``.
"""

import contextlib
import logging
import sqlite3
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from b4mart_desktop.adapters.local.sqlite import (
    Schema,
    Synchronous,
    ThreadConnections,
    disk_errors,
    put_aside,
    transaction,
)
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

logger = logging.getLogger(__name__)

# The version goes up as well when what is derived from a document changes: words, codes, hits.
SCHEMA = Schema(
    application_id=0x42345250,
    version=2,
    script="""
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

-- Collections that are read as a whole: settings, taxes, promotions, categories, staff.
CREATE TABLE records (
    collection TEXT NOT NULL, id TEXT NOT NULL, doc BLOB NOT NULL, PRIMARY KEY (collection, id)
) WITHOUT ROWID;

-- Active and inactive products; an inactive one has no sort_name, no words and no tiles.
CREATE TABLE products (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, category TEXT NOT NULL, sort_name TEXT,
    words TEXT NOT NULL, hit BLOB NOT NULL, doc BLOB NOT NULL
);
CREATE INDEX product_names ON products (sort_name) WHERE sort_name IS NOT NULL;
CREATE TABLE codes (
    code TEXT NOT NULL, kind INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (code, kind, row)
) WITHOUT ROWID;

-- A row for the product's category and each one above it; category '' are the favourites.
CREATE TABLE tiles (
    category TEXT NOT NULL, sort_name TEXT NOT NULL, row INTEGER NOT NULL,
    PRIMARY KEY (category, sort_name, row)
) WITHOUT ROWID;
-- Every usual length of prefix has its index (4 MB each for a million products): without one, a query reads
-- all matches before it returns the first (20 ms for a common word).
CREATE VIRTUAL TABLE product_words USING fts5 (
    words, content='products', content_rowid='row', detail=none, columnsize=0,
    prefix='1 2 3 4 5 6 7 8 9 10', tokenize='ascii'
);

-- local: added at this counter and not yet seen in MongoDB.
CREATE TABLE customers (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    words TEXT NOT NULL, hit BLOB NOT NULL, doc BLOB NOT NULL, local INTEGER NOT NULL DEFAULT 0
);
CREATE VIRTUAL TABLE customer_words USING fts5 (
    words, content='customers', content_rowid='row', detail=none, columnsize=0,
    prefix='1 2 3 4 5 6 7 8 9 10', tokenize='ascii'
);
""",
)
# A load touches far more pages than a change: keep them in memory, and copy the log back more seldom.
_LOADING = ("PRAGMA cache_size = -32000", "PRAGMA wal_autocheckpoint = 8000")
_FOLLOWING = ("PRAGMA cache_size = -2000", "PRAGMA wal_autocheckpoint = 1000", "PRAGMA wal_checkpoint")

FAVOURITES = ""
"""The category of ``tiles`` that holds the favourites."""

FAVOURITE_WORD = "★"
"""The search word that only favourites have: folding leaves it out of names and of what is typed."""


class ReplicaFile:
    """The open file, as its reader and its writer share it.

    Attributes:
        path: Where it is.
        refused: Why the file found at start was put aside, None where it was not.
    """

    def __init__(self, path: Path, refused: str | None = None) -> None:
        self.path = path
        self.refused = refused
        self._connections = ThreadConnections(path, SCHEMA, Synchronous.NORMAL)

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[Any]:
        """Returns all rows of ``query``.

        Raises:
            AdapterError: FILE_UNREADABLE where the file is damaged; the next start makes a new one.
        """
        with self._errors():
            return self._connections.get().execute(query, parameters).fetchall()

    @contextlib.contextmanager
    def writing(self) -> Generator[sqlite3.Connection]:
        """Yields the calling thread's connection inside a transaction.

        Raises:
            AdapterError: DISK_WRITE_FAILED, and as ``rows``; then nothing was written.
        """
        with self._errors(), transaction(connection := self._connections.get()):
            yield connection

    def tune(self, *, loading: bool) -> None:
        """Makes the calling thread's connection quick at loading, or frugal."""
        for pragma in _LOADING if loading else _FOLLOWING:
            self.rows(pragma)

    def close(self) -> None:
        """Closes the file for all threads; nobody may be reading or writing."""
        self._connections.close()

    @contextlib.contextmanager
    def _errors(self) -> Generator[None]:
        try:
            with disk_errors(self.path):
                yield
        except AdapterError as error:
            if error.code is ErrorCode.FILE_UNREADABLE:
                _damage_mark(self.path).touch()
            raise


def open_replica(path: Path, identity: str) -> ReplicaFile:
    """Opens the replica of the database that ``identity`` names, empty where there is none yet.

    A file that is damaged, of another version of this program or of another database is put aside, as a
    copy can be made again; ``refused`` of the result tells.

    Args:
        path: The file.
        identity: The same for the same database at each start, without a password: hosts and name, or
            ``embedded``.

    Raises:
        AdapterError: DISK_WRITE_FAILED.
    """
    if _damage_mark(path).exists():
        return _anew(path, identity, "it was found damaged")
    try:
        file = ReplicaFile(path)
        found = _identify(file, identity)
    except AdapterError as error:
        if error.code is not ErrorCode.FILE_UNREADABLE:
            raise
        return _anew(path, identity, str(error.data["reason"]))
    if found != identity:
        file.close()
        return _anew(path, identity, f"it is a replica of {found}, not of {identity}")
    return file


def _identify(file: ReplicaFile, identity: str) -> str:
    with file.writing() as connection:
        connection.execute("INSERT OR IGNORE INTO meta VALUES ('identity', ?)", (identity,))
    return str(file.rows("SELECT value FROM meta WHERE key = 'identity'")[0][0])


def _anew(path: Path, identity: str, reason: str) -> ReplicaFile:
    logger.warning("the replica %s is put aside and made anew: %s", path, reason)
    with disk_errors(path):
        put_aside(path)
        _damage_mark(path).unlink(missing_ok=True)
    file = ReplicaFile(path, refused=reason)
    _identify(file, identity)
    return file


def _damage_mark(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged")
