"""SQLite as all of this counter's files use it: opening, schema version, transactions, errors.

What a file holds belongs to its own module. Connections are in autocommit mode: whatever must be written
together stands inside ``transaction``.
"""

import contextlib
import enum
import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.record import utc_now

_log = logging.getLogger(__name__)

BUSY_SECONDS = 5.0
PRIVATE = 0o600  # customers' addresses and password hashes: nobody else's business on a shared computer

_SIDE_FILES = ("", "-wal", "-shm", "-journal")
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Synchronous(enum.StrEnum):
    """What a commit in a WAL file survives (https://sqlite.org/pragma.html#pragma_synchronous)."""

    FULL = "FULL"
    """A power failure: each commit waits for the disk."""

    NORMAL = "NORMAL"
    """``kill -9`` of the program; after a power failure the last commits may be gone, the file is whole."""


@dataclass(frozen=True, slots=True)
class Schema:
    """What a file of one kind must look like.

    Attributes:
        application_id: Tells this kind of file from any other SQLite file; 32 bits, not zero.
        version: Goes up with each change of ``script``.
        script: Makes everything in an empty file.
        upgrades: By version, what makes the next one of a file, in one transaction.
        shrinks: Whether pages that are free can be given back to the disk (``PRAGMA incremental_vacuum``).
    """

    application_id: int
    version: int
    script: str
    upgrades: Mapping[int, Callable[[sqlite3.Connection], None]] = field(default_factory=dict)
    shrinks: bool = False


def open_file(path: Path, schema: Schema, synchronous: Synchronous) -> sqlite3.Connection:
    """Opens ``path`` in WAL mode, readable by its owner only; a new file gets the schema.

    The connection may be used by any thread, but by one at a time: who shares it sees to that.

    Raises:
        AdapterError: FILE_UNREADABLE where it is damaged or not of this schema (``put_aside`` helps);
            DISK_WRITE_FAILED where it cannot be opened or made.
    """
    with disk_errors(path):
        _create(path)
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            if schema.shrinks and path.stat().st_size == 0:  # to be said before anything is in the file
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {synchronous}")
            # macOS calls a write done while it is still in the drive's cache, unless asked for more.
            connection.execute("PRAGMA fullfsync = ON")
            connection.execute("PRAGMA checkpoint_fullfsync = ON")
            _ensure_schema(connection, path, schema)
        except BaseException:
            connection.close()
            raise
    return connection


def open_checked(path: Path, schema: Schema, synchronous: Synchronous) -> sqlite3.Connection:
    """Opens as ``open_file`` does, and reads every page to see that the file is whole.

    Raises:
        AdapterError: as ``open_file``; FILE_UNREADABLE is caused by an ``sqlite3.DatabaseError`` where the
            file is damaged, by nothing where it is of another schema.
    """
    connection = open_file(path, schema, synchronous)
    try:
        with disk_errors(path):
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                raise damage(verdict)
    except BaseException:
        connection.close()
        raise
    return connection


def damage(verdict: str) -> sqlite3.DatabaseError:
    """Returns the error that SQLite itself would raise for a damaged file."""
    error = sqlite3.DatabaseError(verdict)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def _create(path: Path) -> None:
    """Makes an empty private file where there is none: SQLite gives its side files the same mode."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE))


def _ensure_schema(connection: sqlite3.Connection, path: Path, schema: Schema) -> None:
    wanted = (schema.application_id, schema.version)
    if _identity(connection) != wanted:
        with transaction(connection):  # two programs may open the same new file
            if _is_new(connection):
                _make(connection, schema)
            _upgrade(connection, schema)
    found = _identity(connection)
    if found != wanted:
        reason = f"schema {found[0]:#x} version {found[1]}, not {wanted[0]:#x} {wanted[1]}"
        raise AdapterError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=reason)


def _upgrade(connection: sqlite3.Connection, schema: Schema) -> None:
    application_id, version = _identity(connection)
    while application_id == schema.application_id and version in schema.upgrades:
        schema.upgrades[version](connection)
        version += 1
        connection.execute(f"PRAGMA user_version = {version}")


def _is_new(connection: sqlite3.Connection) -> bool:
    empty = connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None
    return empty and _identity(connection) == (0, 0)


def _make(connection: sqlite3.Connection, schema: Schema) -> None:
    for statement in _statements(schema.script):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {schema.application_id}")
    connection.execute(f"PRAGMA user_version = {schema.version}")


def _identity(connection: sqlite3.Connection) -> tuple[int, int]:
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return application_id, version


def _statements(script: str) -> Generator[str]:
    """Splits a script, because ``executescript`` would commit the transaction it runs in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Generator[None]:
    """Commits everything inside together, or nothing of it when anything is raised."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite has rolled back by itself after some errors (disk full)
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def disk_errors(path: Path) -> Generator[None]:
    """Turns what the disk or the file's state is to blame for into an ``AdapterError``; our bugs pass."""
    try:
        yield
    except OSError as error:
        raise AdapterError(ErrorCode.DISK_WRITE_FAILED, path=str(path), reason=str(error)) from error
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            raise AdapterError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=str(error)) from error
        if _kind(error) == sqlite3.SQLITE_ERROR or not isinstance(error, sqlite3.OperationalError):
            raise
        raise AdapterError(ErrorCode.DISK_WRITE_FAILED, path=str(path), reason=str(error)) from error


def empty_log(connection: sqlite3.Connection) -> None:
    """Copies the log into the file and empties it, where nobody else uses the file and the disk lets it."""
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.OperationalError as error:  # a full disk must not keep the shop from opening
        _log.warning("the log of a file stays as it is: %s", error)


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file itself is to blame."""
    return _kind(error) in _DAMAGED


def _kind(error: sqlite3.DatabaseError) -> int:
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code & 0xFF  # the low byte is the kind


def put_aside(path: Path) -> Path:
    """Renames a file nobody has open, with its side files, so that a new one can take its place.

    Returns:
        Where it is now; one put aside earlier under that name is gone.
    """
    aside = path.with_name(f"{path.stem}.aside{path.suffix}")
    for side in _SIDE_FILES:
        source, target = Path(f"{path}{side}"), Path(f"{aside}{side}")
        target.unlink(missing_ok=True)
        if source.exists():
            source.replace(target)
    return aside


def keep_damaged(path: Path) -> Path | None:
    """Renames a file nobody has open, with its side files, to a name that no earlier one has.

    Returns:
        Where it is now, as it may be all there is of what was in it; None where there was none any more.
    """
    kept = path.with_name(f"{path.stem}.damaged-{utc_now():%Y%m%d-%H%M%S-%f}{path.suffix}")
    there = [side for side in _SIDE_FILES if Path(f"{path}{side}").exists()]
    for side in there:
        Path(f"{path}{side}").replace(f"{kept}{side}")
    return kept if there else None


class ThreadConnections:
    """One connection to a file for each thread that asks, made when it first does.

    A connection is used by its own thread only; ``close`` closes all of them, when none is in use.
    """

    def __init__(self, path: Path, schema: Schema, synchronous: Synchronous) -> None:
        self._path = path
        self._schema = schema
        self._synchronous = synchronous
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._all: list[sqlite3.Connection] = []

    def get(self) -> sqlite3.Connection:
        """Returns the calling thread's connection.

        Raises:
            AdapterError: as ``open_file``.
        """
        connection: sqlite3.Connection | None = getattr(self._mine, "connection", None)
        if connection is None:
            connection = open_file(self._path, self._schema, self._synchronous)
            self._mine.connection = connection
            with self._lock:
                self._all.append(connection)
        return connection

    def close(self) -> None:
        """Closes the connections of all threads."""
        with self._lock:
            connections, self._all = self._all, []
        self._mine = threading.local()
        for connection in connections:
            connection.close()
