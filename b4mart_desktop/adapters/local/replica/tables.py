"""The replica's tables but products: which collection fills which, and how records become rows.

Transactions belong to the caller.
"""

import json
import sqlite3
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, Protocol

from typing_extensions import override

from b4mart_desktop.adapters.local import records
from b4mart_desktop.adapters.local.replica.customer_search import phone_words
from b4mart_desktop.adapters.local.replica.products import ProductTable
from b4mart_desktop.domain.labels import LabelPrint
from b4mart_desktop.domain.people import User, UserRole
from b4mart_desktop.domain.store import STORE_KEY
from b4mart_desktop.domain.words import fold
from b4mart_desktop.services.ports import CustomerHit

Document = Mapping[str, Any]


class Table(Protocol):
    """A part of the replica that one collection fills."""

    @property
    def all_ids(self) -> str:
        """Query for the ids of all that replication brought."""

    def keeps(self, document: Document) -> bool:
        """Whether a document, not yet read, belongs here."""

    def row(self, record: Any, digest: bytes | None) -> Any:
        """Returns what ``put`` writes of a record; needs no file, so any thread may do it.

        Args:
            record: What was read of a document this table ``keeps``.
            digest: Of that document as the database holds it, where it is known.
        """

    def put(self, connection: sqlite3.Connection, rows: Collection[Any]) -> None:
        """Adds rows, or replaces those with the same id."""

    def remove(self, connection: sqlite3.Connection, ids: Collection[str]) -> None:
        """Removes the records with those ids, as far as they are here."""


class RecordTable:
    """The records of one collection as they are, for collections that are read as a whole."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.all_ids = f"SELECT id FROM records WHERE collection = '{name}'"

    def keeps(self, document: Document) -> bool:
        """Whether it belongs here: the store's settings, staff of users, held carts that may be had."""
        match self.name:
            case "settings":
                return bool(document.get("key") == STORE_KEY)
            case "staff":
                return document.get("staff") is not None
            case "heldcarts":
                return document.get("settledAt") is None
            case _:
                return True

    def row(self, record: Any, digest: bytes | None) -> tuple[str, str, bytes]:
        """Returns what ``put`` writes of a record."""
        return self.name, record.id, records.encode(record)

    def put(self, connection: sqlite3.Connection, rows: Collection[Any]) -> None:
        """Adds records, or replaces those with the same id."""
        connection.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", rows)

    def remove(self, connection: sqlite3.Connection, ids: Collection[str]) -> None:
        """Removes the records with those ids, as far as they are here."""
        rows = [(self.name, identity) for identity in ids]
        connection.executemany("DELETE FROM records WHERE collection = ? AND id = ?", rows)


class CategoryTable(RecordTable):
    """Categories; the products' tiles go along when one moves."""

    def __init__(self, products: ProductTable) -> None:
        super().__init__("categories")
        self._products = products

    @override
    def put(self, connection: sqlite3.Connection, rows: Collection[Any]) -> None:
        with self._products.following_categories(connection):
            super().put(connection, rows)

    @override
    def remove(self, connection: sqlite3.Connection, ids: Collection[str]) -> None:
        with self._products.following_categories(connection):
            super().remove(connection, ids)


class PopularityTable(RecordTable):
    """How well products sell; the word index takes a product in again when that changes."""

    def __init__(self) -> None:
        super().__init__("popularity")

    @override
    def put(self, connection: sqlite3.Connection, rows: Collection[Any]) -> None:
        super().put(connection, rows)
        _take_in_again(connection, [identity for _, identity, _ in rows])

    @override
    def remove(self, connection: sqlite3.Connection, ids: Collection[str]) -> None:
        super().remove(connection, ids)
        _take_in_again(connection, list(ids))


class ListPriceTable:
    """Products' own prices in price lists, found by product."""

    all_ids = "SELECT id FROM list_prices"

    def keeps(self, document: Document) -> bool:
        """Whether it belongs here: all do."""
        return True

    def row(self, record: Any, digest: bytes | None) -> tuple[str, str, bytes]:
        """Returns what ``put`` writes of a price."""
        return record.id, record.product, records.encode(record)

    def put(self, connection: sqlite3.Connection, rows: Collection[Any]) -> None:
        """Adds prices, or replaces those with the same id."""
        connection.executemany("INSERT OR REPLACE INTO list_prices VALUES (?, ?, ?)", rows)

    def remove(self, connection: sqlite3.Connection, ids: Collection[str]) -> None:
        """Removes the prices with those ids, as far as they are here."""
        connection.executemany("DELETE FROM list_prices WHERE id = ?", [(identity,) for identity in ids])


class LabelTable:
    """What the label says that was printed last for each product and pack."""

    all_ids = "SELECT id FROM labelled"

    def keeps(self, document: Document) -> bool:
        """Whether it belongs here: all do."""
        return True

    def row(self, record: Any, digest: bytes | None) -> tuple[object, ...]:
        """Returns what ``put`` writes of a printed label."""
        label: LabelPrint = record
        own = label.price if label.own_price is None else label.own_price
        offers = json.dumps(label.offers) if label.offers else None
        at = label.at.isoformat()
        return label.id, label.product, label.pack, float(own), float(label.list_price), at, offers

    def put(self, connection: sqlite3.Connection, rows: Collection[Any]) -> None:
        """Adds labels, or replaces those with the same id."""
        connection.executemany(
            "INSERT OR REPLACE INTO labelled VALUES (?, ?, ?, ?, ?, julianday(?), ?)", rows
        )

    def remove(self, connection: sqlite3.Connection, ids: Collection[str]) -> None:
        """Removes the labels with those ids, as far as they are here."""
        connection.executemany("DELETE FROM labelled WHERE id = ?", [(identity,) for identity in ids])


class CustomerTable:
    """Customers with their search words."""

    all_ids = "SELECT id FROM customers WHERE NOT local"

    def keeps(self, document: Document) -> bool:
        """Whether the user is a customer, which is what the seed makes of one without a role."""
        return bool(document.get("role", UserRole.CUSTOMER) == UserRole.CUSTOMER)

    def row(self, record: Any, digest: bytes | None) -> "_CustomerRow":
        """Returns what ``put`` writes of a customer."""
        customer: User = record
        hit, doc = records.encode(_customer_hit(customer)), records.encode(customer)
        return _CustomerRow(customer.id, _customer_words(customer), hit, doc)

    def put(self, connection: sqlite3.Connection, rows: Collection[Any]) -> None:
        """Adds customers, or replaces those with the same id; they are no longer local."""
        for row in rows:
            self._put(connection, row, local=False)

    def add_local(self, connection: sqlite3.Connection, customer: User) -> None:
        """Adds a customer that MongoDB has not yet; one that is here already stays as it is."""
        if not connection.execute("SELECT 1 FROM customers WHERE id = ?", (customer.id,)).fetchone():
            self._put(connection, self.row(customer, None), local=True)

    def remove(self, connection: sqlite3.Connection, ids: Collection[str]) -> None:
        """Removes the customers with those ids, as far as they are here."""
        for identity in ids:
            found = connection.execute(
                "SELECT row, words FROM customers WHERE id = ?", (identity,)
            ).fetchone()
            if found:
                _drop_words(connection, "customer_words", *found)
                connection.execute("DELETE FROM customers WHERE row = ?", found[:1])

    def _put(self, connection: sqlite3.Connection, fresh: "_CustomerRow", *, local: bool) -> None:
        query = "SELECT row, words, doc, local FROM customers WHERE id = ?"
        old = connection.execute(query, (fresh.id,)).fetchone()
        if old is not None and old[2:] == (fresh.doc, local):
            return
        (row,) = connection.execute(
            "INSERT INTO customers (id, words, hit, doc, local) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET words = excluded.words, hit = excluded.hit, doc = excluded.doc,"
            " local = excluded.local RETURNING row",
            (*fresh, local),
        ).fetchone()
        if old is None:
            _add_words(connection, "customer_words", row, fresh.words)
        elif old[1] != fresh.words:
            _drop_words(connection, "customer_words", *old[:2])
            _add_words(connection, "customer_words", row, fresh.words)


class _CustomerRow(NamedTuple):
    """A customer as it is written."""

    id: str
    words: str
    hit: bytes
    doc: bytes


def _take_in_again(connection: sqlite3.Connection, products: list[str]) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO unindexed"
        " SELECT row FROM products WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(products),),
    )


def _add_words(connection: sqlite3.Connection, index: str, row: int, words: str) -> None:
    connection.execute(f"INSERT INTO {index} (rowid, words) VALUES (?, ?)", (row, words))


def _drop_words(connection: sqlite3.Connection, index: str, row: int, words: str) -> None:
    # An index without content of its own must be told what was indexed: https://sqlite.org/fts5.html
    query = f"INSERT INTO {index} ({index}, rowid, words) VALUES ('delete', ?, ?)"
    connection.execute(query, (row, words))


def _customer_words(customer: User) -> str:
    """Nothing for who must not be found: the walk-in customer and accounts that were closed."""
    if customer.walk_in or not customer.is_active:
        return ""
    email = "" if customer.email_placeholder else customer.email
    words = fold(f"{customer.name} {email}").split()
    return " ".join(dict.fromkeys(words + phone_words(customer.profile.phone)))


def _customer_hit(customer: User) -> CustomerHit:
    email = None if customer.email_placeholder else customer.email
    return CustomerHit(id=customer.id, name=customer.name, phone=customer.profile.phone, email=email)
