"""Files as version 1 of journal and desk wrote them: rows lay open, the journal's beside a checksum."""

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from b4mart_desktop.adapters.local.records import encode
from b4mart_desktop.domain.cart import Cart, HeldCart
from b4mart_desktop.domain.entries import SaleCompleted
from b4mart_desktop.domain.sale import Sale
from b4mart_desktop.domain.tills import Register

_JOURNAL = """
CREATE TABLE entries (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    shift TEXT,
    written_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    checksum BLOB NOT NULL,
    payload BLOB NOT NULL
);
CREATE INDEX unposted ON entries (state, number, kind, written_at) WHERE state <> 'posted';
CREATE INDEX posted ON entries (written_at) WHERE state = 'posted';
CREATE INDEX sales ON entries (number) WHERE kind = 'sale';
CREATE INDEX of_shift ON entries (shift, kind, number) WHERE shift IS NOT NULL;
CREATE TABLE receipts (register TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE probe (id INTEGER PRIMARY KEY, padding BLOB NOT NULL);
PRAGMA application_id = 0x42344A4C;
PRAGMA user_version = 1;
"""
_DESK = """
CREATE TABLE things (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE held (cart TEXT PRIMARY KEY, held_at TEXT NOT NULL, value BLOB NOT NULL);
PRAGMA application_id = 0x4234444B;
PRAGMA user_version = 1;
"""
_INSERT = "INSERT INTO entries (id, kind, shift, written_at, payload, checksum) VALUES (?, ?, ?, ?, ?, ?)"


def write_journal(path: Path, sales: Sequence[Sale]) -> None:
    """Writes a journal of those sales, all waiting, at register A."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(_JOURNAL)
        connection.execute("BEGIN")
        connection.executemany(_INSERT, [_row(sale, at) for at, sale in enumerate(sales)])
        connection.execute("INSERT INTO receipts VALUES ('A', ?)", (len(sales),))
        connection.execute("COMMIT")


def write_desk(path: Path, register: Register, cart: Cart, held: HeldCart) -> None:
    """Writes a desk with an open cart and one put aside."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(_DESK)
        things = [("register", encode(register)), ("cart", encode(cart))]
        connection.executemany("INSERT INTO things VALUES (?, ?)", things)
        row = (held.cart.id, held.held_at.isoformat(), encode(held))
        connection.execute("INSERT INTO held VALUES (?, ?, ?)", row)


def _row(sale: Sale, at: int) -> tuple[object, ...]:
    columns = (str(sale.order.id), "sale", str(sale.order.shift), at)
    payload = encode(SaleCompleted(sale=sale))
    digest = hashlib.blake2b(digest_size=16)
    for value in columns:
        digest.update(f"{value}\0".encode())
    digest.update(payload)
    return (*columns, payload, digest.digest())
