"""Products in the replica: rows, look-up codes, tags, tiles under their categories, lists, search words.

Only differences are written: a changed stock touches two rows. Transactions belong to the caller.
"""

import contextlib
import json
import sqlite3
from collections.abc import Collection, Generator, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from b4mart_desktop.adapters.local import records
from b4mart_desktop.adapters.local.replica.bulk import insert_many
from b4mart_desktop.adapters.local.replica.file import FAVOURITE_WORD, FAVOURITES
from b4mart_desktop.adapters.local.replica.found_portion import option_words
from b4mart_desktop.adapters.local.replica.listing_rows import ListedColumns, codes_of, listed_columns
from b4mart_desktop.adapters.local.replica.words_write import product_words
from b4mart_desktop.domain.catalog import Category, Product, ProductStatus
from b4mart_desktop.domain.flaws import is_low
from b4mart_desktop.services.ports import ProductHit

_category = records.decoder(Category)
_product = records.decoder(Product)
_UPDATE = """
UPDATE products SET category = ?, sort_name = ?, words = ?, hit = ?, doc = ?, digest = ? WHERE row = ?"""
_DELETE = {
    "tiles": "DELETE FROM tiles WHERE category = ? AND sort_name = ? AND row = ?",
    "codes": "DELETE FROM codes WHERE code = ? AND kind = ? AND row = ?",
    "tags": "DELETE FROM tags WHERE tag = ? AND row = ?",
    "listing": "DELETE FROM listing WHERE name = ? AND row = ?",
}
_NONE: frozenset[tuple[Any, ...]] = frozenset()


class Lineage:
    """Which categories are above which, by ``parent``: not every writer of categories keeps ``path``."""

    def __init__(self, parents: Mapping[str, str | None]) -> None:
        self._parents = parents
        self._lines: dict[str, tuple[str, ...]] = {}

    @classmethod
    def read(cls, connection: sqlite3.Connection) -> "Lineage":
        """Reads the categories that are in the replica."""
        docs = connection.execute("SELECT doc FROM records WHERE collection = 'categories'")
        found = (_category.decode(doc) for (doc,) in docs)
        return cls({category.id: category.parent for category in found})

    def line(self, category: str) -> tuple[str, ...]:
        """Returns the category itself and those above it, nearest first; a cycle ends where it closes."""
        if category not in self._lines:
            line: list[str] = []
            step: str | None = category
            while step is not None and step not in line:
                line.append(step)
                step = self._parents.get(step)
            self._lines[category] = tuple(line)
        return self._lines[category]

    def moved(self, other: "Lineage") -> list[str]:
        """Returns the categories that have others above them there than here."""
        categories = self._parents.keys() | other._parents.keys()
        return [category for category in categories if self.line(category) != other.line(category)]


class _Columns(NamedTuple):
    """The columns of a product that others are made from, those of ``products`` after ``row`` and ``id``."""

    category: str
    sort_name: str | None
    words: str
    hit: bytes
    doc: bytes
    digest: bytes | None

    def tiles(self, lineage: Lineage) -> frozenset[tuple[Any, ...]]:
        """Returns where its tiles are: the columns of ``tiles`` before ``row``."""
        if self.sort_name is None:
            return _NONE
        places = lineage.line(self.category)
        if FAVOURITE_WORD in self.words:
            places = (*places, FAVOURITES)
        return frozenset([(place, self.sort_name) for place in places])


class ProductRow(NamedTuple):
    """A product on its way into the replica, flat and plain: it goes from one process to another.

    Attributes:
        name: None where it is not sold.
        options: Names of what there is to choose.
        codes: All of them, each with its kind.
        listed: What lists filter and sort by.
    """

    id: str
    category: str
    name: str | None
    tags: tuple[str, ...]
    options: tuple[str, ...]
    favourite: bool
    codes: tuple[tuple[str, int], ...]
    listed: ListedColumns
    hit: bytes
    doc: bytes
    digest: bytes | None

    def columns(self) -> _Columns:
        """Returns the columns; one that is not sold has neither sort name nor words."""
        sort_name, words = None, ""
        if self.name is not None:
            sort_name = self.listed.name
            words = product_words(self.name, (*self.tags, *self.options), favourite=self.favourite)
        return _Columns(self.category, sort_name, words, self.hit, self.doc, self.digest)


class _Changes:
    """The differences of a batch, written table by table in the order of the keys: fewest pages touched."""

    def __init__(self) -> None:
        self._gone: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _DELETE}
        self._new: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _DELETE}
        self._unindexed: list[tuple[int]] = []

    def differ(
        self, table: str, old: frozenset[tuple[Any, ...]], new: frozenset[tuple[Any, ...]], row: int
    ) -> None:
        """Notes what to delete of a table and what to insert: columns before ``row``."""
        if old:
            self._gone[table] += [(*columns, row) for columns in old - new]
            new -= old
        self.add(table, new, row)

    def add(self, table: str, new: Iterable[tuple[Any, ...]], row: int) -> None:
        """Notes what to insert of a table, each once: columns before ``row``."""
        self._new[table] += [(*columns, row) for columns in new]

    def words(self, row: int, old: str, new: str) -> None:
        """Notes that the word index must take a row in again, where its words differ."""
        if old != new:
            self._unindexed.append((row,))

    def write(self, connection: sqlite3.Connection) -> None:
        """Writes it all, what goes before what comes."""
        many = connection.executemany
        for table, delete in _DELETE.items():
            many(delete, [_key(table, columns) for columns in self._gone[table]])
            insert_many(connection, table, sorted(self._new[table], key=partial(_key, table)))
        many("INSERT OR IGNORE INTO unindexed VALUES (?)", self._unindexed)


def _key(table: str, columns: tuple[Any, ...]) -> tuple[Any, ...]:
    """Returns the primary key: of ``listing`` the first column and the last, of the others all."""
    return (columns[0], columns[-1]) if table == "listing" else columns


class ProductTable:
    """Products and all that finds them."""

    all_ids = "SELECT id FROM products"

    def __init__(self) -> None:
        self._known_lineage: Lineage | None = None

    def keeps(self, document: Mapping[str, Any]) -> bool:
        """Whether the product is known at the counter: each is, of whatever status."""
        return True

    def row(self, record: Any, digest: bytes | None) -> ProductRow:
        """Returns what ``put`` writes."""
        product: Product = record
        return ProductRow(
            id=product.id,
            category=product.category,
            name=product.name if product.status is ProductStatus.ACTIVE else None,
            tags=product.tags,
            options=option_words(product),
            favourite=product.pos.favourite,
            codes=tuple(codes_of(product)),
            listed=listed_columns(product),
            hit=records.encode(_hit(product)),
            doc=records.encode(product),
            digest=digest,
        )

    def put(self, connection: sqlite3.Connection, rows: Collection[Any]) -> None:
        """Adds products, or replaces those with the same id."""
        old = self._existing(connection, [row.id for row in rows])
        last = _last_row(connection)
        lineage, changes = self._lineage(connection), _Changes()
        added: dict[str, tuple[Any, ...]] = {}
        replaced: list[tuple[Any, ...]] = []
        confirmed: list[tuple[Any, ...]] = []
        for fresh in rows:
            number, before = old.get(fresh.id, (last + len(added) + 1, None))
            if before is not None and before.doc == fresh.doc:
                if fresh.digest not in (None, before.digest):
                    confirmed.append((fresh.digest, number))
                continue
            if fresh.id in added:
                continue  # a document that moves while it is read is read twice
            columns = fresh.columns()
            if before is None:
                _add(changes, lineage, number, fresh, columns)
                added[fresh.id] = (number, fresh.id, *columns)
            else:
                _differ(changes, lineage, number, _standing(before), _fresh_standing(fresh, columns))
                replaced.append((*columns, number))
        insert_many(connection, "products", list(added.values()))
        connection.executemany(_UPDATE, replaced)
        connection.executemany("UPDATE products SET digest = ? WHERE row = ?", confirmed)
        changes.write(connection)

    def remove(self, connection: sqlite3.Connection, ids: Collection[str]) -> None:
        """Removes the products with those ids, as far as they are here."""
        lineage, changes = self._lineage(connection), _Changes()
        old = self._existing(connection, ids).values()
        for row, before in old:
            _differ(changes, lineage, row, _standing(before), None)
        connection.executemany("DELETE FROM products WHERE row = ?", [(row,) for row, _ in old])
        changes.write(connection)

    @contextlib.contextmanager
    def following_categories(self, connection: sqlite3.Connection) -> Generator[None]:
        """Puts tiles under the categories that are above them after what is written inside."""
        old = self._lineage(connection)
        yield
        new = self._known_lineage = Lineage.read(connection)
        changes = _Changes()
        for category in old.moved(new):
            for row, name in _own_tiles(connection, category):
                before = frozenset((above, name) for above in old.line(category))
                changes.differ("tiles", before, frozenset((above, name) for above in new.line(category)), row)
        changes.write(connection)

    def forget_categories(self) -> None:
        """Reads the categories again when they are next needed, as after a transaction that failed."""
        self._known_lineage = None

    def _lineage(self, connection: sqlite3.Connection) -> Lineage:
        if self._known_lineage is None:
            self._known_lineage = Lineage.read(connection)
        return self._known_lineage

    def _existing(
        self, connection: sqlite3.Connection, ids: Collection[str]
    ) -> dict[str, tuple[int, _Columns]]:
        rows = connection.execute(
            "SELECT id, row, category, sort_name, words, hit, doc, digest FROM products"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return {identity: (row, _Columns(*columns)) for identity, row, *columns in rows}


class _Standing(NamedTuple):
    """What finds a product: the columns before ``row`` of the tables that do not depend on others."""

    columns: _Columns
    codes: frozenset[tuple[Any, ...]]
    tags: frozenset[tuple[Any, ...]]
    listing: frozenset[tuple[Any, ...]]


def _standing(columns: _Columns | None) -> _Standing | None:
    if columns is None:
        return None
    product = _product.decode(columns.doc)
    listing = frozenset([listed_columns(product)])
    return _Standing(columns, codes_of(product), _tags(product.tags), listing)


def _fresh_standing(fresh: ProductRow, columns: _Columns) -> _Standing:
    return _Standing(columns, frozenset(fresh.codes), _tags(fresh.tags), frozenset([fresh.listed]))


def _tags(tags: Iterable[str]) -> frozenset[tuple[Any, ...]]:
    return frozenset((tag,) for tag in tags)


def _add(changes: _Changes, lineage: Lineage, row: int, fresh: ProductRow, columns: _Columns) -> None:
    """Notes what finds a new product: what ``_differ`` would note, without comparing."""
    changes.add("codes", fresh.codes, row)
    changes.add("tags", [(tag,) for tag in dict.fromkeys(fresh.tags)], row)
    changes.add("listing", (fresh.listed,), row)
    changes.add("tiles", columns.tiles(lineage), row)
    changes.words(row, "", columns.words)


def _differ(
    changes: _Changes, lineage: Lineage, row: int, old: _Standing | None, new: _Standing | None
) -> None:
    """Notes what finds the product of ``row`` after a change, None where there is none."""
    for table in ("codes", "tags", "listing"):
        before, after = getattr(old, table, _NONE), getattr(new, table, _NONE)
        changes.differ(table, before, after, row)
    old_tiles = old.columns.tiles(lineage) if old else _NONE
    changes.differ("tiles", old_tiles, new.columns.tiles(lineage) if new else _NONE, row)
    changes.words(row, old.columns.words if old else "", new.columns.words if new else "")


def _last_row(connection: sqlite3.Connection) -> int:
    """Returns the highest number a product ever had: lists hold numbers, and none may become another's."""
    found = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'products'").fetchone()
    return found[0] if found else 0


def _own_tiles(connection: sqlite3.Connection, category: str) -> list[tuple[int, str]]:
    """Returns row and name of the category's own products, those below it left out."""
    return connection.execute(
        "SELECT row, tiles.sort_name FROM tiles CROSS JOIN products USING (row)"
        " WHERE tiles.category = ? AND products.category = ?",
        (category, category),
    ).fetchall()


def _hit(product: Product) -> ProductHit:
    stock = product.inventory
    return ProductHit(
        id=product.id,
        name=product.name,
        sku=stock.sku,
        price=product.shelf_price,
        unit=stock.unit,
        weighed=product.pos.weighed,
        on_hand=stock.on_hand,
        tracked=stock.track_quantity,
        low=is_low(product),
        category=product.category,
        color=product.pos.color,
        picture=_main_picture(product),
        choices=len(stock.variant_stock) + len(stock.packs),
    )


def _main_picture(product: Product) -> str | None:
    """The picture marked as the main one, else the first."""
    urls = [(not image.is_primary, image.url) for image in product.images if image.url]
    return min(urls, key=lambda marked: marked[0])[1] if urls else None
