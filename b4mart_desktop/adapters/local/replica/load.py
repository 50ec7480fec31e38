"""Loading the replica from nothing, or again by difference: batch by batch, readable all the time.

A load writes over what is there and knows what it has not brought yet; its end removes that. So the counter
can sell at every moment, from the first batch of the first load on, and no second copy is needed.
"""

import json
from collections.abc import Mapping, Sequence

from b4mart_desktop.adapters.local.replica.file import ReplicaFile
from b4mart_desktop.adapters.local.replica.write import (
    Batch,
    Document,
    R,
    ReplicaTables,
    set_token,
    writing,
)

SWEEP_ROWS = 500  # keeps the file's write lock short for the other processes

_MAKE_STALE = """
CREATE TEMP TABLE stale (collection TEXT, id TEXT, PRIMARY KEY (collection, id)) WITHOUT ROWID"""
_BROUGHT = """
DELETE FROM temp.stale WHERE collection = ? AND id IN (SELECT value FROM json_each(?))"""
_DIGESTS = "SELECT id, digest FROM products WHERE id IN (SELECT value FROM json_each(?))"


def _reads_nothing(document: Document, kind: type[R]) -> R:
    raise NotImplementedError("a load is given what was read")


class KnownDocuments:
    """What the replica holds exactly as the database does, so that a load by difference need not read it."""

    def __init__(self, file: ReplicaFile) -> None:
        self._file = file
        self._any = bool(file.rows("SELECT EXISTS (SELECT 1 FROM products)")[0][0])

    def among(self, collection: str, digests: Mapping[str, bytes]) -> set[str]:
        """Returns the ids of those documents whose digest is the one they had when they were brought."""
        if collection != "products" or not self._any:
            return set()
        rows = self._file.rows(_DIGESTS, (json.dumps(list(digests)),))
        return {identity for identity, digest in rows if digest == digests[identity]}


class ReplicaLoad:
    """One load, written by one thread."""

    def __init__(self, file: ReplicaFile) -> None:
        self._file = file
        self._tables = ReplicaTables(_reads_nothing)
        self._by_difference = False

    def begin(self) -> None:
        """Begins; changes can be followed again after ``finish`` only."""
        self._file.tune_for_loading()
        with self._file.writing() as connection:
            connection.execute("DELETE FROM meta WHERE key = 'token'")
            connection.execute("DROP TABLE IF EXISTS temp.stale")
            connection.execute(_MAKE_STALE)
            for collection, (_, tables) in self._tables.by_collection.items():
                for table in tables:
                    here = f"INSERT OR IGNORE INTO temp.stale SELECT ?, id FROM ({table.all_ids})"
                    connection.execute(here, (collection,))
            connection.execute("INSERT OR IGNORE INTO temp.stale SELECT collection, id FROM skipped")
            (self._by_difference,) = connection.execute("SELECT EXISTS (SELECT 1 FROM temp.stale)").fetchone()

    def write(self, brought: Sequence[tuple[Batch, Sequence[str]]]) -> None:
        """Writes batches in one transaction, each with the ids of what is here already as it should be."""
        with writing(self._file, self._tables) as connection:
            for batch, known in brought:
                self._tables.write(connection, batch)
                if self._by_difference:
                    connection.execute(_BROUGHT, (batch.collection, json.dumps([*batch.ids, *known])))

    def finish(self, token: bytes) -> None:
        """Ends the load: what it did not bring is gone; ``token`` is where changes go on."""
        for collection in self._tables.by_collection:
            self._sweep(collection)
        with self._file.writing() as connection:
            connection.execute("DROP TABLE temp.stale")
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('loaded', 1)")
            set_token(connection, token)

    def tidy(self) -> None:
        """Copies the log back, which whoever follows changes would have to do otherwise."""
        self._file.rows("PRAGMA wal_checkpoint")

    def _sweep(self, collection: str) -> None:
        stale = [
            identity
            for (identity,) in self._file.rows(
                "SELECT id FROM temp.stale WHERE collection = ?", (collection,)
            )
        ]
        for begin in range(0, len(stale), SWEEP_ROWS):
            chunk = stale[begin : begin + SWEEP_ROWS]
            gone = self._tables.prepare(collection, dict.fromkeys(chunk))
            with writing(self._file, self._tables) as connection:
                self._tables.write(connection, gone)
