"""Replication's side of the replica: documents become rows, changes are written with their token.

What a load from nothing does beyond that belongs to ``load``.
"""

import contextlib
import json
import logging
import sqlite3
from collections.abc import Generator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

from b4mart_desktop.adapters.local.replica.file import ReplicaFile
from b4mart_desktop.adapters.local.replica.products import ProductTable
from b4mart_desktop.adapters.local.replica.tables import (
    CategoryTable,
    CustomerTable,
    LabelTable,
    ListPriceTable,
    PopularityTable,
    RecordTable,
    Table,
)
from b4mart_desktop.adapters.local.replica.words_write import WordIndexer
from b4mart_desktop.domain.catalog import Category, Product
from b4mart_desktop.domain.counters import Popularity, SharedCart
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.labels import LabelPrint
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.price_lists import ListPrice, PriceList
from b4mart_desktop.domain.promotions import Promotion, Tax
from b4mart_desktop.domain.record import Record, utc_now
from b4mart_desktop.domain.store import Store
from b4mart_desktop.domain.tills import Register
from b4mart_desktop.services.ports import Change

_log = logging.getLogger(__name__)

R = TypeVar("R", bound=Record)
Document = Mapping[str, Any]
_LONGEST_NAME = 200
_NO_DIGESTS: Mapping[str, bytes] = {}


class ReadDocument(Protocol):
    """Makes a record of a document, as ``adapters.mongo.codec.from_document`` does."""

    def __call__(self, document: Document, kind: type[R]) -> R:
        """Returns the record, or raises AdapterError with the ``reason``."""


class _Part(NamedTuple):
    """What one table gets of a batch."""

    rows: list[Any]
    gone: list[str]


class Batch(NamedTuple):
    """Documents of one collection, ready to be written.

    Attributes:
        collection: Theirs.
        ids: All of them.
        parts: What each of the collection's tables gets.
        unreadable: Why some cannot be read, by id.
        names: What people call those, where that much can be read.
    """

    collection: str
    ids: list[str]
    parts: list[_Part]
    unreadable: dict[str, str]
    names: dict[str, str]

    def problems(self) -> list[tuple[str, str, str]]:
        """Returns collection, id and reason of each document that cannot be read."""
        return [(self.collection, identity, reason) for identity, reason in self.unreadable.items()]


class ReplicaTables:
    """All tables of the replica, and how documents get into them."""

    def __init__(self, read: ReadDocument) -> None:
        self._read = read
        self._products = ProductTable()
        self.by_collection: Mapping[str, tuple[type[Record], Sequence[Table]]] = {
            "settings": (Store, [RecordTable("settings")]),
            "registers": (Register, [RecordTable("registers")]),
            "heldcarts": (SharedCart, [RecordTable("heldcarts")]),
            "popularity": (Popularity, [PopularityTable()]),
            "taxes": (Tax, [RecordTable("taxes")]),
            "promotions": (Promotion, [RecordTable("promotions")]),
            "pricelists": (PriceList, [RecordTable("pricelists")]),
            "prices": (ListPrice, [ListPriceTable()]),
            "categories": (Category, [CategoryTable(self._products)]),
            "users": (User, [RecordTable("staff"), CustomerTable()]),
            "products": (Product, [self._products]),
            "labelprints": (LabelPrint, [LabelTable()]),
        }

    def prepare(
        self,
        collection: str,
        found: Mapping[str, Document | None],
        digests: Mapping[str, bytes] = _NO_DIGESTS,
    ) -> Batch:
        """Reads documents by id, None for one that was deleted. Needs no file: any thread may do it.

        Args:
            collection: Theirs.
            found: The documents.
            digests: Of the documents as the database holds them, as far as they are known.
        """
        _, tables = self.by_collection[collection]
        parts = [_Part([], []) for _ in tables]
        unreadable: dict[str, str] = {}
        names: dict[str, str] = {}
        for identity, document in found.items():
            rows: list[Any] = [None] * len(tables)
            if document is not None:
                try:
                    rows = self._rows(collection, document, digests.get(identity))
                except AdapterError as error:
                    unreadable[identity] = str(error.data.get("reason", error))
                    names |= _names(identity, document)
                except (ArithmeticError, ValueError) as error:  # one odd document must not stop the others
                    _log.exception("no rows can be made of %s %s", collection, identity)
                    unreadable[identity] = f"{type(error).__name__}: {error}"
                    names |= _names(identity, document)
            for part, row in zip(parts, rows, strict=True):
                if row is None:
                    part.gone.append(identity)
                else:
                    part.rows.append(row)
        return Batch(collection, list(found), parts, unreadable, names)

    def _rows(self, collection: str, document: Document, digest: bytes | None) -> list[Any]:
        """The row of a document in each table, None in those that do not keep it."""
        kind, tables = self.by_collection[collection]
        wanted = [table.keeps(document) for table in tables]
        record = self._read(document, kind) if any(wanted) else None
        return [
            table.row(record, digest) if keeps else None for table, keeps in zip(tables, wanted, strict=True)
        ]

    def write(self, connection: sqlite3.Connection, batch: Batch) -> None:
        """Writes a batch. The transaction belongs to the caller, who tells ``rolled_back`` where it fails."""
        _, tables = self.by_collection[batch.collection]
        for table, (rows, gone) in zip(tables, batch.parts, strict=True):
            if gone:
                table.remove(connection, gone)
            if rows:
                table.put(connection, rows)
        _note_skipped(connection, batch)

    def rolled_back(self) -> None:
        """Forgets what was remembered of a transaction that failed."""
        self._products.forget_categories()


def _names(identity: str, document: Document) -> dict[str, str]:
    """Returns what people call a document whose fields may hold anything; nothing where that is no text."""
    match document:
        case {"name": str(name)}:
            return {identity: name[:_LONGEST_NAME]}
        case {"profile": {"firstName": str(first), "lastName": str(last)}}:
            return {identity: f"{first} {last}"[:_LONGEST_NAME]}
        case _:
            return {}


def _note_skipped(connection: sqlite3.Connection, batch: Batch) -> None:
    """One that cannot be read is listed since when that is so; one that can, or that is gone, is not."""
    readable = [identity for identity in batch.ids if identity not in batch.unreadable]
    connection.execute(
        "DELETE FROM skipped WHERE collection = ? AND id IN (SELECT value FROM json_each(?))",
        (batch.collection, json.dumps(readable)),
    )
    since = utc_now().isoformat()
    connection.executemany(
        "INSERT INTO skipped (collection, id, name, reason, since) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET name = excluded.name, reason = excluded.reason, hidden = 0",
        [
            (batch.collection, identity, batch.names.get(identity), reason, since)
            for identity, reason in batch.unreadable.items()
        ],
    )


class LocalReplicaWriter:
    """``ReplicaWriter`` for the replica file. For one thread."""

    def __init__(self, file: ReplicaFile, read: ReadDocument) -> None:
        self._file = file
        self._tables = ReplicaTables(read)
        self._words = WordIndexer(file)
        self._generation = file.generation

    def token(self) -> bytes | None:
        """Returns the resume token committed with the last change, None before a complete first load."""
        self._generation = self._file.generation
        rows = self._file.rows("SELECT value FROM meta WHERE key = 'token'")
        return rows[0][0] if rows else None

    def check(self) -> None:
        """Raises AdapterError where the file was replaced by an empty one since ``token`` was asked for.

        Raises:
            AdapterError: REPLICA_RENEWED with the ``reason``; DISK_WRITE_FAILED.
        """
        self._file.check()
        self._check_generation()

    def apply(self, changes: Sequence[Change]) -> Sequence[tuple[str, str, str]]:
        """Applies changes and their token together; returns collection, id and reason of unreadable ones.

        Raises:
            AdapterError: as ``check``; then nothing was applied.
        """
        if not changes:
            return ()
        last: dict[str, dict[str, Document | None]] = {name: {} for name in self._tables.by_collection}
        for change in changes:
            last[change.collection][str(change.id)] = change.document
        batches = [self._tables.prepare(name, found) for name, found in last.items() if found]
        with writing(self._file, self._tables) as connection:
            self._check_generation()  # changes alone would make half a replica of an empty file
            for batch in batches:
                self._tables.write(connection, batch)
            set_token(connection, changes[-1].token)
        return [problem for batch in batches for problem in batch.problems()]

    def index_words(self) -> None:
        """Makes the word search know what changed; may take a while, so not for a loop's thread."""
        self._words.drain()

    def _check_generation(self) -> None:
        if self._file.generation != self._generation:
            raise AdapterError(ErrorCode.REPLICA_RENEWED, reason=self._file.renewed)


@contextlib.contextmanager
def writing(file: ReplicaFile, tables: ReplicaTables) -> Generator[sqlite3.Connection]:
    """Yields a connection inside a transaction in which ``tables`` may write."""
    try:
        with file.writing() as connection:
            yield connection
    except BaseException:
        tables.rolled_back()
        raise


def set_token(connection: sqlite3.Connection, token: bytes) -> None:
    """Remembers where changes go on after what the transaction writes."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('token', ?)", (token,))
