"""Unsaved changes of products, on this counter's disk. Implements ``DraftStore``. What is saved is MongoDB's.

Committed without waiting for the disk (WAL, ``synchronous=NORMAL``): after a power failure the last
seconds of somebody's typing may be missing. Sealed, as they tell what goods cost.
"""

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from b4mart_desktop.adapters.local.records import decoder, encode
from b4mart_desktop.adapters.local.sealing import BrokenSealError, Seal
from b4mart_desktop.adapters.local.sqlite import (
    Schema,
    Synchronous,
    disk_errors,
    open_checked,
    open_file,
    put_aside,
    transaction,
)
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.ports.catalogue import Draft

_log = logging.getLogger(__name__)

_SCHEMA = Schema(
    application_id=0x42344452,
    version=1,
    script="""
CREATE TABLE drafts (
    person TEXT NOT NULL, product TEXT NOT NULL, at TEXT NOT NULL, value BLOB NOT NULL,
    PRIMARY KEY (person, product)
);
""",
)
_DRAFT = decoder(Draft)
_EMPTY = "\0"
"""What an empty text is kept as: a record demands some that a person has not entered yet."""


class SqliteDrafts:
    """The drafts in one SQLite file; one that cannot be read is as if it were not there, and logged."""

    def __init__(self, path: Path, seal: Seal) -> None:
        """Opens the file, made where there is none; a damaged one is put aside.

        Raises:
            AdapterError: DISK_WRITE_FAILED where it cannot be opened or made.
        """
        self._path = path
        self._seal = seal
        self._connection = _open(path)
        self._lock = threading.Lock()

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def draft(self, user: Id, product: Id) -> Draft | None:
        """Returns somebody's draft of a product."""
        query = "SELECT value, product FROM drafts WHERE person = ? AND product = ?"
        return next(iter(self._read(user, query, product)), None)

    def drafts(self, user: Id) -> Sequence[Draft]:
        """Returns all of somebody's drafts, newest first."""
        return self._read(user, "SELECT value, product FROM drafts WHERE person = ? ORDER BY at DESC")

    def keep(self, user: Id, draft: Draft) -> None:
        """Keeps a draft in place of the one before of the same product."""
        product = draft.mine.id
        sealed = self._seal.close(encode(_swapped(draft, "", _EMPTY)), user, product)
        with self._writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?)",
                (user, product, draft.at.isoformat(), sealed),
            )

    def drop(self, user: Id, product: Id) -> None:
        """Forgets a draft."""
        with self._writing() as connection:
            connection.execute("DELETE FROM drafts WHERE person = ? AND product = ?", (user, product))

    def _read(self, user: Id, query: str, *arguments: str) -> list[Draft]:
        with self._lock, disk_errors(self._path):
            rows = self._connection.execute(query, (user, *arguments)).fetchall()
        found = (self._unsealed(value, user, product) for value, product in rows)
        return [draft for draft in found if draft is not None]

    def _unsealed(self, value: bytes, user: Id, product: str) -> Draft | None:
        try:
            read = _DRAFT.decode(self._seal.open(value, user, product))
            swapped: Draft = _swapped(read, _EMPTY, "")
            return swapped
        except (BrokenSealError, msgspec.DecodeError, ValueError) as error:
            _log.error("the draft of product %s cannot be read: %s", product, error)
            return None

    @contextlib.contextmanager
    def _writing(self) -> Generator[sqlite3.Connection]:
        with self._lock, disk_errors(self._path), transaction(self._connection):
            yield self._connection


def _swapped(value: Any, text: str, other: str) -> Any:
    """The value with ``other`` for every ``text`` in it."""
    if isinstance(value, msgspec.Struct):
        parts = {name: _swapped(getattr(value, name), text, other) for name in value.__struct_fields__}
        return msgspec.structs.replace(value, **parts)
    if isinstance(value, tuple):
        return tuple(_swapped(each, text, other) for each in value)
    return other if value == text else value


def _open(path: Path) -> sqlite3.Connection:
    try:
        return open_checked(path, _SCHEMA, Synchronous.NORMAL)
    except AdapterError as error:
        if error.code is not ErrorCode.FILE_UNREADABLE:
            raise
        with disk_errors(path):
            kept = put_aside(path)
        _log.error("the drafts were unreadable (%s) and are kept as %s", error, kept)
        return open_file(path, _SCHEMA, Synchronous.NORMAL)
