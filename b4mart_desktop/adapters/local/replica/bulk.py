"""Rows by the thousand: how this counter's files take in much at once. What is written belongs elsewhere."""

import itertools
import sqlite3
from collections.abc import Sequence

_CHUNKS = (2_048, 128, 16)  # rows of one statement; columns × rows stay below SQLite's 32,766 variables


def insert_many(connection: sqlite3.Connection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Inserts rows of all columns of ``table``, many with each statement.

    Python's lock is free while a statement runs: another thread makes the next rows meanwhile, which it
    could not between rows that are inserted one by one.
    """
    if not rows:
        return
    row = f"({', '.join('?' * len(rows[0]))})"
    begin = 0
    for size in _CHUNKS:
        statement = f"INSERT INTO {table} VALUES {', '.join([row] * size)}"
        while len(rows) - begin >= size:
            connection.execute(statement, tuple(itertools.chain.from_iterable(rows[begin : begin + size])))
            begin += size
    connection.executemany(f"INSERT INTO {table} VALUES {row}", rows[begin:])
