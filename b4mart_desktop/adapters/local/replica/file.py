"""The replica file: what is in it, how it is opened, and when it is put aside and filled anew.

It holds nothing that MongoDB does not hold too. Reading it belongs to ``read``, writing to
``write``, ``load`` and ``tables``.
"""

import contextlib
import logging
import secrets
import sqlite3
import threading
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from b4mart_desktop.adapters.local.sqlite import (
    Schema,
    Synchronous,
    ThreadConnections,
    disk_errors,
    open_file,
    put_aside,
    transaction,
)
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

logger = logging.getLogger(__name__)
T = TypeVar("T")

# The version goes up as well when what is derived from a document changes: words, codes, hits.
SCHEMA = Schema(
    application_id=0x42345250,
    version=12,
    script="""
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

-- What the label says that was printed last for a product, or for a pack of it (then `product` is whose):
-- its price without offers, the list price, the offers it promises as JSON, NULL for none.
CREATE TABLE labelled (
    id TEXT PRIMARY KEY, product TEXT, pack TEXT, own_price REAL NOT NULL, list_price REAL NOT NULL,
    at REAL NOT NULL, offers TEXT
) WITHOUT ROWID;
CREATE INDEX labelled_packs ON labelled (product) WHERE product IS NOT NULL;

-- Collections that are read as a whole: settings, taxes, promotions, price lists, categories, staff.
CREATE TABLE records (
    collection TEXT NOT NULL, id TEXT NOT NULL, doc BLOB NOT NULL, PRIMARY KEY (collection, id)
) WITHOUT ROWID;

-- What products cost in price lists.
CREATE TABLE list_prices (id TEXT PRIMARY KEY, product TEXT NOT NULL, doc BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX list_prices_by_product ON list_prices (product);

-- All products; only an active one has a sort_name, words and tiles. A row's number is never another's.
-- digest: of the document as the database holds it, where a load brought it; NULL after a change.
CREATE TABLE products (
    row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, category TEXT NOT NULL, sort_name TEXT,
    words TEXT NOT NULL, hit BLOB NOT NULL, doc BLOB NOT NULL, digest BLOB
);
-- kind: a barcode, SKU or PLU that finds the product at the till; three more: one that only lists know;
-- three more: an archived product's; another: the normal form of a barcode written in another one.
CREATE TABLE codes (
    code TEXT NOT NULL, kind INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (code, kind, row)
) WITHOUT ROWID;

-- What lists filter and sort all products by, lying in the order of names so that the usual list needs no
-- sorting. Narrow, because a filter reads all of it; status and flags are those of ``listing_rows``.
-- list_price: NULL where it is the price.
CREATE TABLE listing (
    name TEXT NOT NULL, status INTEGER NOT NULL, category BLOB NOT NULL, vendor BLOB, price REAL NOT NULL,
    list_price REAL, cost REAL, on_hand REAL NOT NULL, sku TEXT NOT NULL, updated INTEGER NOT NULL,
    flags INTEGER NOT NULL, spelled TEXT, row INTEGER NOT NULL, PRIMARY KEY (name, row)
) WITHOUT ROWID;
CREATE TABLE tags (tag TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (tag, row)) WITHOUT ROWID;

-- A row for the product's category and each one above it; category '' are the favourites.
CREATE TABLE tiles (
    category TEXT NOT NULL, sort_name TEXT NOT NULL, row INTEGER NOT NULL,
    PRIMARY KEY (category, sort_name, row)
) WITHOUT ROWID;

-- Products whose words, standing or popularity the word index has not taken in yet, gone ones included.
CREATE TABLE unindexed (row INTEGER PRIMARY KEY);

-- Documents that cannot be read and are therefore nowhere else in this file.
-- hidden: somebody wants to hear of it again when it changes.
CREATE TABLE skipped (
    collection TEXT NOT NULL, id TEXT NOT NULL, name TEXT, reason TEXT NOT NULL, since TEXT NOT NULL,
    hidden INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (collection, id)
) WITHOUT ROWID;

-- local: added at this counter and not yet seen in MongoDB.
CREATE TABLE customers (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    words TEXT NOT NULL, hit BLOB NOT NULL, doc BLOB NOT NULL, local INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX customer_groups ON customers (doc ->> 'customerGroup') WHERE doc ->> 'customerGroup' IS NOT NULL;
-- Every usual length of prefix has its index: without one, a query reads all matches before it returns the
-- first.
CREATE VIRTUAL TABLE customer_words USING fts5 (
    words, content='customers', content_rowid='row', detail=none, columnsize=0,
    prefix='1 2 3 4 5 6 7 8 9 10', tokenize='ascii'
);
""",
)
# A load touches far more pages than a change: keep them in memory, and copy the log back more seldom.
_LOADING = ("PRAGMA cache_size = -64000", "PRAGMA wal_autocheckpoint = 50000")

FAVOURITES = ""
"""The category of ``tiles`` that holds the favourites."""

FAVOURITE_WORD = "★"
"""The search word that only favourites have: folding leaves it out of names and of what is typed."""

_SECONDS_TO_LET_GO = 5.0
_TRIES = 3


class ReplicaFile:
    """The open file, as its readers and its writer share it. Callable from any thread.

    Attributes:
        path: Where it is.
        refused: Why the file found at start was put aside, None where it was not.
        generation: Another one for each new file, kept in it as ``meta.generation``.
        renewed: Why the file was replaced by an empty one since it was opened, None where it was not.
    """

    def __init__(self, path: Path, identity: str, *, mends: bool = False) -> None:
        """Opens the file.

        Args:
            path: Of the file.
            identity: Of the database whose replica it is.
            mends: Whether damage is mended by an empty file in its place; for one process only.

        Raises:
            AdapterError: DISK_WRITE_FAILED; FILE_UNREADABLE.
        """
        self.path = path
        self.refused: str | None = None
        self.renewed: str | None = None
        self._identity = identity
        self._mends = mends
        self._gate = _Gate()
        self._connections = ThreadConnections(path, SCHEMA, Synchronous.NORMAL)
        self._apart: set[sqlite3.Connection] = set()
        self._inode, self._size = (0, 0), 0
        self.generation = self._identify()

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[Any]:
        """Returns all rows of ``query``; of an empty file, where the file turns out to be damaged.

        Raises:
            AdapterError: FILE_UNREADABLE where the file is damaged and another process has to mend it.
        """
        return self._mending(lambda: self._rows(query, parameters))

    @contextlib.contextmanager
    def writing(self) -> Generator[sqlite3.Connection]:
        """Yields the calling thread's connection inside a transaction; ``rows`` is not for in there.

        Raises:
            AdapterError: DISK_WRITE_FAILED; FILE_UNREADABLE, and the file is mended. Nothing was written.
        """
        generation = self.generation
        try:
            with self._errors(), self._gate.inside(), transaction(connection := self._connections.get()):
                yield connection
        except AdapterError as error:
            if error.code is ErrorCode.FILE_UNREADABLE and self._mends:
                self._renew(generation, str(error.data["reason"]))
            raise

    def check(self) -> None:
        """Mends the file where it was deleted, replaced or cut short under our hands; costs little."""
        generation = self.generation
        with self._gate.inside():
            reason = self._loss()
        if reason is not None:
            self._renew(generation, reason)

    def connect(self) -> tuple[sqlite3.Connection, str]:
        """Returns another connection and the generation it reads; for ``using``, until ``disconnect``.

        Raises:
            AdapterError: as ``rows``.
        """
        return self._mending(self._connect)

    @contextlib.contextmanager
    def using(self, connection: sqlite3.Connection, generation: str) -> Generator[None]:
        """Keeps the file in its place while something is read of a generation of it.

        Raises:
            AdapterError: REPLICA_RENEWED with the ``reason``; CANCELLED where the connection was interrupted.
        """
        with self._errors(), self._gate.inside():
            if self.generation != generation:
                raise AdapterError(ErrorCode.REPLICA_RENEWED, reason=self.renewed)
            try:
                yield
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                    raise AdapterError(ErrorCode.CANCELLED) from error
                raise

    def disconnect(self, connection: sqlite3.Connection) -> None:
        """Closes a connection of ``connect``; nobody may be using it."""
        with self._gate.inside():
            self._apart.discard(connection)
            connection.close()

    def tune_for_loading(self) -> None:
        """Makes the calling thread's connection quick at loading."""
        for pragma in _LOADING:
            self.rows(pragma)

    def close(self) -> None:
        """Closes the file for all threads; nobody may be reading or writing."""
        self._close()

    # ------------------------------------------------------------ inside

    def _close(self) -> None:
        self._connections.close()
        for connection in self._apart:
            connection.close()
        self._apart = set()

    def _connect(self) -> tuple[sqlite3.Connection, str]:
        with self._errors(), self._gate.inside():
            connection = open_file(self.path, SCHEMA, Synchronous.NORMAL)
            self._apart.add(connection)
            return connection, self.generation

    def _rows(self, query: str, parameters: Sequence[object]) -> list[Any]:
        with self._errors(), self._gate.inside():
            return self._connections.get().execute(query, parameters).fetchall()

    def _mending(self, read: Callable[[], T]) -> T:
        for _ in range(_TRIES - 1):
            generation = self.generation
            try:
                return read()
            except AdapterError as error:
                if not (self._mends and _is_of_the_file(error)):
                    raise
                self._renew(generation, str(error.data["reason"]))
        return read()

    def _renew(self, generation: str, reason: str) -> None:
        """Puts an empty file in the place of that generation, as soon as nobody reads or writes.

        Raises:
            AdapterError: DISK_WRITE_FAILED.
        """
        with disk_errors(self.path), self._gate.alone():
            if self.generation != generation:
                return  # another thread was quicker
            logger.error("the replica %s is put aside and made anew: %s", self.path, reason)
            self._close()
            _put_aside(self.path)
            self.generation = self._identify()
            self.renewed = reason

    def _loss(self) -> str | None:
        """Why the file at this path is not the one that was opened, whole."""
        if self._mends and _damage_mark(self.path).exists():
            return "another process found it damaged"
        try:
            now = self.path.stat()
        except OSError as error:
            return error.strerror or str(error)
        if (now.st_dev, now.st_ino) != self._inode:
            return "another file took its place"
        if now.st_size < self._size:
            return "it was cut short"
        self._size = now.st_size  # SQLite never makes it smaller, unless it is told to
        return None

    def _identify(self) -> str:
        made = (("identity", self._identity), ("generation", secrets.token_hex(8)))
        with self._errors(), transaction(connection := self._connections.get()):
            connection.executemany("INSERT OR IGNORE INTO meta VALUES (?, ?)", made)
            found = dict(
                connection.execute("SELECT key, value FROM meta WHERE key IN ('identity', 'generation')")
            )
        if found["identity"] != self._identity:
            reason = f"it is a replica of {found['identity']}, not of {self._identity}"
            raise AdapterError(ErrorCode.FILE_UNREADABLE, path=str(self.path), reason=reason)
        opened = self.path.stat()
        self._inode, self._size = (opened.st_dev, opened.st_ino), opened.st_size
        return str(found["generation"])

    @contextlib.contextmanager
    def _errors(self) -> Generator[None]:
        try:
            with disk_errors(self.path):
                yield
        except AdapterError as error:
            # A file of another schema is whole: a newer program may have taken the running one's place.
            if error.code is ErrorCode.FILE_UNREADABLE and isinstance(error.__cause__, sqlite3.DatabaseError):
                _damage_mark(self.path).touch()
            raise


class _Gate:
    """Lets any number of threads in, or one that is alone."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._closed = False

    @contextlib.contextmanager
    def inside(self) -> Generator[None]:
        """Waits while somebody is alone."""
        with self._changed:
            self._changed.wait_for(lambda: not self._closed)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextlib.contextmanager
    def alone(self) -> Generator[None]:
        """Waits until all others are outside."""
        with self._changed:
            self._changed.wait_for(lambda: not self._closed)
            self._closed = True
        try:
            with self._changed:
                if not self._changed.wait_for(lambda: self._inside == 0, _SECONDS_TO_LET_GO):
                    raise TimeoutError(f"in use for {_SECONDS_TO_LET_GO:.0f} seconds")
            yield
        finally:
            with self._changed:
                self._closed = False
                self._changed.notify_all()


def open_replica(path: Path, identity: str) -> ReplicaFile:
    """Opens the replica of the database that ``identity`` names, empty where there is none yet.

    A file that is damaged, of another version of this program or of another database is put aside, as a
    copy can be made again; ``refused`` of the result tells. The same is done where damage shows later.

    Args:
        path: The file.
        identity: The same for the same database at each start, without a password: hosts and name, or
            ``embedded``.

    Raises:
        AdapterError: DISK_WRITE_FAILED.
    """
    reason = "it was found damaged"
    if not _damage_mark(path).exists():
        try:
            return ReplicaFile(path, identity, mends=True)
        except AdapterError as error:
            if error.code is not ErrorCode.FILE_UNREADABLE:
                raise
            reason = str(error.data["reason"])
    logger.warning("the replica %s is put aside and made anew: %s", path, reason)
    _put_aside(path)
    file = ReplicaFile(path, identity, mends=True)
    file.refused = reason
    return file


def _is_of_the_file(error: AdapterError) -> bool:
    """Whether another file in its place would help.

    One that was taken away under a reader shows as an error of the disk: its log does not fit what lies there
    now. Where it is the disk indeed, a new file cannot be made either, and that is told.
    """
    return error.code is ErrorCode.FILE_UNREADABLE or isinstance(error.__cause__, sqlite3.OperationalError)


def _put_aside(path: Path) -> None:
    with disk_errors(path):
        put_aside(path)
        _damage_mark(path).unlink(missing_ok=True)


def _damage_mark(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged")
