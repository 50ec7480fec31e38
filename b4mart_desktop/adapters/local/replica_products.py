"""Products in the replica: rows, look-up codes, tiles under their categories, search words.

Only differences are written: a changed stock touches one row. Transactions belong to the caller.
"""

import contextlib
import json
import sqlite3
from collections.abc import Collection, Generator, Mapping
from typing import Any, NamedTuple

from b4mart_desktop.adapters.local import records
from b4mart_desktop.adapters.local.replica import FAVOURITE_WORD, FAVOURITES
from b4mart_desktop.adapters.local.search import fold
from b4mart_desktop.domain.catalog import Category, Product, ProductStatus
from b4mart_desktop.services.ports import CodeKind, ProductHit

_BARCODE, _SKU, _PLU = range(len(CodeKind))
_KNOWN = (ProductStatus.ACTIVE, ProductStatus.INACTIVE)
_category = records.decoder(Category)
_product = records.decoder(Product)


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


class _Row(NamedTuple):
    """The columns of a product, those of ``products`` after ``row`` and ``id``."""

    category: str
    sort_name: str | None
    words: str
    hit: bytes
    doc: bytes

    @classmethod
    def of(cls, product: Product) -> "_Row":
        """Makes the columns of ``product``; one that is not sold has neither sort name nor words."""
        hit, doc = records.encode(_hit(product)), records.encode(product)
        if product.status is not ProductStatus.ACTIVE:
            return cls(product.category, None, "", hit, doc)
        sort_name = fold(product.name)
        words = [FAVOURITE_WORD] if product.pos.favourite else []
        words += sort_name.split()
        words += fold(" ".join(product.tags)).split()
        return cls(product.category, sort_name, " ".join(dict.fromkeys(words)), hit, doc)

    def tiles(self, lineage: Lineage, row: int) -> set[tuple[str, str, int]]:
        """Returns the rows of ``tiles``."""
        if self.sort_name is None:
            return set()
        tiles = {(category, self.sort_name, row) for category in lineage.line(self.category)}
        if FAVOURITE_WORD in self.words:
            tiles.add((FAVOURITES, self.sort_name, row))
        return tiles


class _Changes:
    """The differences of a batch, written table by table in the order of the keys: fewest pages touched."""

    def __init__(self) -> None:
        self._gone: dict[str, list[tuple[Any, ...]]] = {"tiles": [], "codes": []}
        self._new: dict[str, list[tuple[Any, ...]]] = {"tiles": [], "codes": []}
        self._gone_words: list[tuple[int, str]] = []
        self._new_words: list[tuple[int, str]] = []

    def differ(self, table: str, old: set[Any], new: set[Any]) -> None:
        """Notes rows of ``tiles`` or ``codes`` to delete and to insert."""
        self._gone[table] += old - new
        self._new[table] += new - old

    def words(self, row: int, old: str, new: str) -> None:
        """Notes the search words of a row."""
        if old != new:
            self._gone_words += [(row, old)] if old else []
            self._new_words += [(row, new)] if new else []

    def write(self, connection: sqlite3.Connection) -> None:
        """Writes it all, what goes before what comes."""
        many = connection.executemany
        many("DELETE FROM tiles WHERE category = ? AND sort_name = ? AND row = ?", self._gone["tiles"])
        many("DELETE FROM codes WHERE code = ? AND kind = ? AND row = ?", self._gone["codes"])
        many("INSERT INTO tiles VALUES (?, ?, ?)", sorted(self._new["tiles"]))
        many("INSERT INTO codes VALUES (?, ?, ?)", sorted(self._new["codes"]))
        # An FTS5 index without content of its own must be told what was indexed: https://sqlite.org/fts5.html
        gone = "INSERT INTO product_words (product_words, rowid, words) VALUES ('delete', ?, ?)"
        many(gone, self._gone_words)
        many("INSERT INTO product_words (rowid, words) VALUES (?, ?)", self._new_words)


class ProductTable:
    """Products and all that finds them."""

    all_ids = "SELECT id FROM products"

    def __init__(self) -> None:
        self._known_lineage: Lineage | None = None

    def keeps(self, document: Mapping[str, Any]) -> bool:
        """Whether the product is known at the counter; drafts and archived ones are not."""
        return document.get("status", ProductStatus.DRAFT) in _KNOWN

    def put(self, connection: sqlite3.Connection, found: Collection[Any]) -> None:
        """Adds products, or replaces those with the same id."""
        old = self._existing(connection, [product.id for product in found])
        (last,) = connection.execute("SELECT ifnull(max(row), 0) FROM products").fetchone()
        lineage, changes = self._lineage(connection), _Changes()
        added: list[tuple[Any, ...]] = []
        replaced: list[tuple[Any, ...]] = []
        for product in found:
            fresh = _Row.of(product)
            if product.id in old:
                row, before = old[product.id]
                if before.doc == fresh.doc:
                    continue
                changes.differ("codes", _codes(_product.decode(before.doc), row), _codes(product, row))
                replaced.append((*fresh, row))
            else:
                row, before = last + len(added) + 1, None
                changes.differ("codes", set(), _codes(product, row))
                added.append((row, product.id, *fresh))
            changes.differ(
                "tiles", before.tiles(lineage, row) if before else set(), fresh.tiles(lineage, row)
            )
            changes.words(row, before.words if before else "", fresh.words)
        connection.executemany("INSERT INTO products VALUES (?, ?, ?, ?, ?, ?, ?)", added)
        update = "UPDATE products SET category = ?, sort_name = ?, words = ?, hit = ?, doc = ? WHERE row = ?"
        connection.executemany(update, replaced)
        changes.write(connection)

    def remove(self, connection: sqlite3.Connection, ids: Collection[str]) -> None:
        """Removes the products with those ids, as far as they are here."""
        lineage, changes = self._lineage(connection), _Changes()
        old = self._existing(connection, ids).values()
        for row, before in old:
            changes.differ("codes", _codes(_product.decode(before.doc), row), set())
            changes.differ("tiles", before.tiles(lineage, row), set())
            changes.words(row, before.words, "")
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
                before = {(above, name, row) for above in old.line(category)}
                changes.differ("tiles", before, {(above, name, row) for above in new.line(category)})
        changes.write(connection)

    def forget_categories(self) -> None:
        """Reads the categories again when they are next needed, as after a transaction that failed."""
        self._known_lineage = None

    def _lineage(self, connection: sqlite3.Connection) -> Lineage:
        if self._known_lineage is None:
            self._known_lineage = Lineage.read(connection)
        return self._known_lineage

    def _existing(self, connection: sqlite3.Connection, ids: Collection[str]) -> dict[str, tuple[int, _Row]]:
        rows = connection.execute(
            "SELECT id, row, category, sort_name, words, hit, doc FROM products"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return {identity: (row, _Row(*columns)) for identity, row, *columns in rows}


def _own_tiles(connection: sqlite3.Connection, category: str) -> list[tuple[int, str]]:
    """Returns row and name of the category's own products, those below it left out."""
    return connection.execute(
        "SELECT row, tiles.sort_name FROM tiles CROSS JOIN products USING (row)"
        " WHERE tiles.category = ? AND products.category = ?",
        (category, category),
    ).fetchall()


def _codes(product: Product, row: int) -> set[tuple[str, int, int]]:
    """Returns the rows of ``codes``.

    A variant with a price of its own is not found by its codes: a cart knows the product's price only.
    """
    stock, plu = product.inventory, product.pos.plu
    codes = {(barcode, _BARCODE, row) for barcode in stock.barcodes if barcode}
    codes.add((stock.sku, _SKU, row))
    if plu:
        codes.add((plu, _PLU, row))
    for variant in (variant for variant in stock.variant_stock if not variant.price_delta):
        codes.add((variant.sku, _SKU, row))
        if variant.barcode:
            codes.add((variant.barcode, _BARCODE, row))
    return codes


def _hit(product: Product) -> ProductHit:
    stock = product.inventory
    on_hand = stock.on_hand
    return ProductHit(
        id=product.id,
        name=product.name,
        sku=stock.sku,
        price=product.shelf_price,
        unit=stock.unit,
        weighed=product.pos.weighed,
        on_hand=on_hand,
        tracked=stock.track_quantity,
        low=stock.track_quantity and on_hand <= stock.low_stock_threshold,
        category=product.category,
        color=product.pos.color,
    )
