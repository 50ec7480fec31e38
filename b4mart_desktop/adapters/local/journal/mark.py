"""How far the journal had come, kept beside it: tells a file that went back in time from one that did not.

A log (``-wal``) that is gone, foreign or damaged in its middle leaves a file that SQLite finds sound, without
its last sales. What is done about it belongs to ``salvage``.
"""

import hashlib
import logging
import os
import sqlite3
from pathlib import Path

import msgspec

from b4mart_desktop.adapters.local.sqlite import PRIVATE

_log = logging.getLogger(__name__)
_DIGEST_BYTES = 16
_MOST_BYTES = 65_536


class Mark(msgspec.Struct, frozen=True):
    """How far a journal has come.

    Attributes:
        number: Of its last entry; 0 before the first.
        receipts: The last receipt number of each register.
        version: Of its tables; 0 where nothing was noted.
    """

    number: int = 0
    receipts: dict[str, int] = msgspec.field(default_factory=dict)
    version: int = 0

    def is_behind(self, other: "Mark") -> bool:
        """Whether anything is missing here that ``other`` has."""
        lower = (self.receipts.get(register, 0) < last for register, last in other.receipts.items())
        return self.number < other.number or any(lower)


def mark_of(connection: sqlite3.Connection) -> Mark:
    """Returns how far the journal in an open file has come.

    Raises:
        sqlite3.DatabaseError: That cannot be read.
    """
    last = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entries'").fetchone()
    receipts = connection.execute("SELECT register, last FROM receipts").fetchall()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return Mark(0 if last is None else last[0], dict(receipts), version)


def has_mark(journal: Path) -> bool:
    """Whether a sealed journal has been at that place: each has had a mark beside it."""
    return _place(journal).exists()


def _place(journal: Path) -> Path:
    return Path(f"{journal}-mark")


class MarkFile:
    """The file of the mark; for one thread at a time.

    It is written after each fact, without waiting for the disk: after a power failure it may be behind the
    journal, never ahead of it.
    """

    def __init__(self, journal: Path) -> None:
        """Opens the mark of that journal, made where there is none.

        Raises:
            OSError: That cannot be done.
        """
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        self._descriptor = os.open(_place(journal), flags, PRIVATE)
        self._noted: Mark | None = None

    def close(self) -> None:
        """Closes the file."""
        os.close(self._descriptor)

    def read(self) -> Mark:
        """Returns what was noted last; nothing where that cannot be read."""
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        digest, _, body = os.read(self._descriptor, _MOST_BYTES).partition(b"\n")[0].partition(b" ")
        if digest != _digest(body):
            return Mark()
        return msgspec.json.decode(body, type=Mark)

    def note(self, mark: Mark) -> None:
        """Remembers ``mark``; a disk that refuses only makes it older than it could be."""
        if mark == self._noted:
            return
        body = msgspec.json.encode(mark)
        try:
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, b"%b %b\n" % (_digest(body), body))
        except OSError as error:
            _log.warning("how far the journal has come is not noted: %s", error)
        else:
            self._noted = mark


def _digest(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_DIGEST_BYTES).hexdigest().encode()
