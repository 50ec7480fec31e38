"""Replication's side of the replica: loads and changes, each with its token in one transaction.

A load writes over what is there and remembers what it brought; its end removes what it did not. So the
counter can sell at every moment, from the first batch of the first load on, and no second copy is needed.
"""

import contextlib
import itertools
import sqlite3
from collections.abc import Generator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from b4mart_desktop.adapters.local.replica import ReplicaFile
from b4mart_desktop.adapters.local.replica_products import ProductTable
from b4mart_desktop.adapters.local.replica_tables import CategoryTable, CustomerTable, RecordTable, Table
from b4mart_desktop.domain.catalog import Category, Product
from b4mart_desktop.domain.counters import Popularity, SharedCart
from b4mart_desktop.domain.errors import AdapterError
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.promotions import Promotion, Tax
from b4mart_desktop.domain.record import Record
from b4mart_desktop.domain.store import Store
from b4mart_desktop.domain.tills import Register
from b4mart_desktop.services.ports import Change

R = TypeVar("R", bound=Record)

SWEEP_ROWS = 500  # keeps the file's write lock short for the other thread


class ReadDocument(Protocol):
    """Makes a record of a document, as ``adapters.mongo.codec.from_document`` does."""

    def __call__(self, document: Mapping[str, Any], kind: type[R]) -> R:
        """Returns the record, or raises AdapterError with the ``reason``."""


class LocalReplicaWriter:
    """``ReplicaWriter`` for the replica file. For one thread."""

    def __init__(self, file: ReplicaFile, read: ReadDocument) -> None:
        self._file = file
        self._read = read
        self._products = ProductTable()
        self._tables: Mapping[str, tuple[type[Record], Sequence[Table]]] = {
            "settings": (Store, [RecordTable("settings")]),
            "registers": (Register, [RecordTable("registers")]),
            "heldcarts": (SharedCart, [RecordTable("heldcarts")]),
            "popularity": (Popularity, [RecordTable("popularity")]),
            "taxes": (Tax, [RecordTable("taxes")]),
            "promotions": (Promotion, [RecordTable("promotions")]),
            "categories": (Category, [CategoryTable(self._products)]),
            "users": (User, [RecordTable("staff"), CustomerTable()]),
            "products": (Product, [self._products]),
        }

    def token(self) -> bytes | None:
        """Returns the resume token committed with the last change, None before a complete first load."""
        rows = self._file.rows("SELECT value FROM meta WHERE key = 'token'")
        return rows[0][0] if rows else None

    def begin_load(self) -> None:
        """Starts a load from nothing; what is there stays readable, and is replaced as the load brings it."""
        self._file.tune(loading=True)
        with self._writing() as connection:
            connection.execute("DELETE FROM meta WHERE key = 'token'")
            connection.execute("DROP TABLE IF EXISTS temp.loaded")
            connection.execute(
                "CREATE TEMP TABLE loaded"
                " (collection TEXT, id TEXT, PRIMARY KEY (collection, id)) WITHOUT ROWID"
            )

    def load(self, collection: str, documents: Sequence[Mapping[str, Any]]) -> Sequence[tuple[str, str]]:
        """Writes documents of a load; returns id and reason of those that cannot be read."""
        found = {str(document["_id"]): document for document in documents}
        with self._writing() as connection:
            unreadable = self._write(connection, collection, found)
            readable = [(collection, identity) for identity in found if identity not in unreadable]
            connection.executemany("INSERT OR IGNORE INTO temp.loaded VALUES (?, ?)", readable)
        return tuple(unreadable.items())

    def finish_load(self, token: bytes) -> None:
        """Ends the load: what it did not bring is gone; ``token`` is where changes go on."""
        for collection, (_, tables) in self._tables.items():
            for table in tables:
                self._sweep(collection, table)
        with self._writing() as connection:
            connection.execute("DROP TABLE temp.loaded")
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('loaded', 1)")
            _set_token(connection, token)
        self._file.tune(loading=False)

    def apply(self, changes: Sequence[Change]) -> Sequence[tuple[str, str, str]]:
        """Applies changes and their token together; returns collection, id and reason of unreadable ones."""
        if not changes:
            return ()
        last = {(change.collection, str(change.id)): change.document for change in changes}
        unreadable: list[tuple[str, str, str]] = []
        with self._writing() as connection:
            for collection in self._tables:
                found = {
                    identity: document for (name, identity), document in last.items() if name == collection
                }
                problems = self._write(connection, collection, found) if found else {}
                unreadable += ((collection, identity, reason) for identity, reason in problems.items())
            _set_token(connection, changes[-1].token)
        return unreadable

    @contextlib.contextmanager
    def _writing(self) -> Generator[sqlite3.Connection]:
        try:
            with self._file.writing() as connection:
                yield connection
        except BaseException:
            self._products.forget_categories()  # they may be those of the transaction that was rolled back
            raise

    def _write(
        self, connection: sqlite3.Connection, collection: str, found: Mapping[str, Mapping[str, Any] | None]
    ) -> dict[str, str]:
        """Writes documents by id, None for one that was deleted; returns why some cannot be read."""
        kind, tables = self._tables[collection]
        unreadable: dict[str, str] = {}
        read: dict[str, Record] = {}
        for identity, document in found.items():
            if document is None or not any(table.keeps(document) for table in tables):
                continue
            try:
                read[identity] = self._read(document, kind)
            except AdapterError as error:
                unreadable[identity] = str(error.data.get("reason", error))
        for table in tables:
            kept = {
                identity: record for identity, record in read.items() if table.keeps(found[identity] or {})
            }
            if gone := found.keys() - kept.keys():
                table.remove(connection, gone)
            if kept:
                table.put(connection, kept.values())
        return unreadable

    def _sweep(self, collection: str, table: Table) -> None:
        query = (
            f"SELECT id FROM ({table.all_ids}) AS here WHERE NOT EXISTS"
            " (SELECT 1 FROM temp.loaded WHERE collection = ? AND id = here.id)"
        )
        stale = (identity for (identity,) in self._file.rows(query, (collection,)))
        while chunk := list(itertools.islice(stale, SWEEP_ROWS)):
            with self._writing() as connection:
                table.remove(connection, chunk)


def _set_token(connection: sqlite3.Connection, token: bytes) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('token', ?)", (token,))
