"""``ProductListing`` over the replica file: selections, flaws, tags. Filters are ``listing_query``'s.

A selection is a numbered temporary table that one statement fills: Python's lock is free meanwhile, and row
N is found at once however far down it is.
"""

import bisect
import itertools
import json
import threading
from collections.abc import Iterator, Mapping, Sequence

from b4mart_desktop.adapters.local import records
from b4mart_desktop.adapters.local.replica.apart import ApartConnection
from b4mart_desktop.adapters.local.replica.file import ReplicaFile
from b4mart_desktop.adapters.local.replica.listing_query import (
    AFTER_ANY,
    NO_CATEGORY,
    SHARED,
    SHARING,
    order,
    where,
)
from b4mart_desktop.adapters.local.replica.listing_rows import FLAW_FLAGS, STATUSES, id_bytes
from b4mart_desktop.domain.catalog import Category, Product, ProductStatus
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.flaws import is_low, own_flaws
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.product_lists import Flaw, ProductFilter, ProductSort, SortKey
from b4mart_desktop.domain.words import fold
from b4mart_desktop.services.ports.listing import ListedProduct

_IDS_AT_ONCE = 1_000
_ARCHIVED = STATUSES.index(ProductStatus.ARCHIVED)
_MAKE = "CREATE TEMP TABLE selection (place INTEGER PRIMARY KEY, row INTEGER NOT NULL)"
_FILL = "INSERT INTO temp.selection (row) SELECT row FROM listing WHERE {} ORDER BY {}"
_MAKE_PLACES = "CREATE TEMP TABLE category_places (id BLOB PRIMARY KEY, place INTEGER) WITHOUT ROWID"
_PAGE = """
SELECT {} FROM temp.selection LEFT JOIN products USING (row) WHERE place > ? AND place <= ? ORDER BY place"""
_PLACE_OF = "SELECT place FROM temp.selection WHERE row = (SELECT row FROM products WHERE id = ?)"
_FIRST_BEGUN = """
SELECT min(place) FROM temp.selection WHERE row IN (SELECT row FROM listing WHERE name >= ? AND name < ?)"""
_FLAWS = f"""
SELECT {", ".join(f"count(*) FILTER (WHERE flags & {flag})" for flag in FLAW_FLAGS.values())},
    count(*) FILTER (WHERE {NO_CATEGORY})
FROM listing WHERE status <> {_ARCHIVED}"""
_WHO_SHARES = f"""
SELECT DISTINCT shared.code, row, products.id
FROM (SELECT code FROM ({SHARED}) ORDER BY code LIMIT ?) AS shared
JOIN ({SHARING}) USING (code) JOIN products USING (row) ORDER BY shared.code, row"""

_product = records.decoder(Product)
_categories = records.decoder(tuple[Category, ...])


class LocalProductSelection:
    """``ProductSelection`` in the temporary tables of a connection of its own. Any thread may use it."""

    def __init__(self, connection: ApartConnection, sort: ProductSort) -> None:
        self._connection = connection
        self._sort = sort
        ((self.count,),) = connection.rows("SELECT ifnull(max(place), 0) FROM temp.selection")

    def rows(self, start: int, count: int) -> Sequence[ListedProduct | None]:
        """Returns ``count`` rows from ``start`` on; None for one that is gone."""
        return [None if doc is None else _listed(_product.decode(doc)) for doc in self._docs(start, count)]

    def products(self, start: int, count: int) -> Sequence[Product]:
        """Returns the whole products at those places."""
        return [_product.decode(doc) for doc in self._docs(start, count) if doc is not None]

    def ids(self, start: int, count: int) -> Sequence[Id]:
        """Returns the ids at those places."""
        rows = self._connection.rows(_PAGE.format("id"), (start, start + count))
        return [Id(identity) for (identity,) in rows if identity is not None]

    def all_ids(self) -> Iterator[Id]:
        """Yields all ids in order."""
        for start in range(0, self.count, _IDS_AT_ONCE):
            yield from self.ids(start, _IDS_AT_ONCE)

    def place(self, product: Id) -> int | None:
        """Returns the place of a product."""
        rows = self._connection.rows(_PLACE_OF, (product,))
        return int(rows[0][0]) - 1 if rows else None

    def first_from(self, text: str) -> int:
        """Returns the first place from ``text`` on."""
        match self._sort.key:
            case SortKey.NAME:
                return self._first_from(fold(text))
            case SortKey.SKU:
                return self._first_from(_plain_case(text))
            case _:
                begin = fold(text)
                ((place,),) = self._connection.rows(_FIRST_BEGUN, (begin, begin + AFTER_ANY))
                return self.count if place is None else int(place) - 1

    def close(self) -> None:
        """Frees what it holds."""
        self._connection.close()

    def _first_from(self, text: str) -> int:
        last = text + AFTER_ANY

        def is_there(place: int) -> bool:
            found = self._sort_text(place)
            return found <= last if self._sort.descending else found >= text

        return bisect.bisect_left(range(self.count), True, key=is_there)

    def _sort_text(self, place: int) -> str:
        """Returns by what the product at ``place`` is sorted, or the next one where that is gone."""
        for doc in itertools.chain.from_iterable(self._docs(at, 1) for at in range(place, self.count)):
            if doc is not None:
                product = _product.decode(doc)
                by_name = self._sort.key is SortKey.NAME
                return fold(product.name) if by_name else _plain_case(product.inventory.sku)
        return "" if self._sort.descending else AFTER_ANY

    def _docs(self, start: int, count: int) -> list[bytes | None]:
        return [doc for (doc,) in self._connection.rows(_PAGE.format("doc"), (start, start + count))]


class LocalSelecting:
    """``Selecting`` over the replica file."""

    def __init__(
        self, file: ReplicaFile, wanted: ProductFilter, sort: ProductSort, most: int | None = None
    ) -> None:
        self._file = file
        self._wanted = wanted
        self._sort = sort
        self._most = most
        self._lock = threading.Lock()
        self._connection: ApartConnection | None = None
        self._stopped = False

    def run(self) -> LocalProductSelection:
        """Makes the selection and returns it."""
        if not self._file.rows("SELECT 1 FROM meta WHERE key = 'loaded'"):
            raise AdapterError(ErrorCode.CATALOGUE_LOADING)
        connection = ApartConnection(self._file)
        try:
            with self._lock:
                self._connection = connection
                if self._stopped:
                    connection.stop()
            _fill(connection, self._wanted, self._sort, self._most)
            return LocalProductSelection(connection, self._sort)
        except BaseException:
            connection.close()
            raise

    def stop(self) -> None:
        """Ends ``run`` in another thread."""
        with self._lock:
            self._stopped = True
            if self._connection is not None:
                self._connection.stop()


class LocalProductListing:
    """``ProductListing`` from the replica file. Callable from any thread."""

    def __init__(self, file: ReplicaFile) -> None:
        self._file = file

    def select(self, wanted: ProductFilter, sort: ProductSort) -> LocalProductSelection:
        """Returns the products that ``wanted`` describes, in that order."""
        return self.selecting(wanted, sort).run()

    def selecting(self, wanted: ProductFilter, sort: ProductSort, most: int | None = None) -> LocalSelecting:
        """Returns what selects when it is run, and can be stopped; ``most``: the first ones only."""
        return LocalSelecting(self._file, wanted, sort, most)

    def products(self, ids: Sequence[Id]) -> Sequence[Product]:
        """Returns the whole products of those ids, in that order."""
        query = "SELECT id, doc FROM products WHERE id IN (SELECT value FROM json_each(?))"
        found = dict(self._file.rows(query, (json.dumps(ids),)))
        return [_product.decode(found[identity]) for identity in ids if identity in found]

    def flaws(self) -> Mapping[Flaw, int]:
        """Returns how many products that are not archived have each flaw."""
        ((*own, lost),) = self._file.rows(_FLAWS)
        ((shared,),) = self._file.rows(f"SELECT count(DISTINCT row) FROM ({SHARING})")
        found = dict(zip(FLAW_FLAGS, own, strict=True))
        return {**found, Flaw.NO_CATEGORY: lost, Flaw.DUPLICATE_BARCODE: shared}

    def shared_barcodes(self, limit: int = 1000) -> Sequence[tuple[str, tuple[Id, ...]]]:
        """Returns barcodes that several products have that are not archived, and which."""
        rows = self._file.rows(_WHO_SHARES, (limit,))
        groups = itertools.groupby(rows, key=lambda row: str(row[0]))
        return [(code, tuple(Id(identity) for _, _, identity in sharing)) for code, sharing in groups]

    def tags(self, prefix: str = "", limit: int = 50) -> Sequence[str]:
        """Returns tags in use that begin with ``prefix``, the most used first."""
        query = """
        SELECT tag FROM tags WHERE tag >= ? AND tag < ? GROUP BY tag ORDER BY count(*) DESC, tag LIMIT ?"""
        return [tag for (tag,) in self._file.rows(query, (prefix, prefix + AFTER_ANY, limit))]

    def vendors(self) -> Sequence[tuple[Id, int]]:
        """Returns the vendors of products and how many each has."""
        query = """
        SELECT lower(hex(vendor)), count(*) FROM listing WHERE vendor IS NOT NULL GROUP BY vendor
        ORDER BY count(*) DESC, vendor"""
        return [(Id(vendor), count) for vendor, count in self._file.rows(query)]


def _fill(connection: ApartConnection, wanted: ProductFilter, sort: ProductSort, most: int | None) -> None:
    categories = _all_categories(connection) if wanted.category or sort.key is SortKey.CATEGORY else ()
    if sort.key is SortKey.CATEGORY:
        _number_categories(connection, categories)
    below = frozenset[Id]() if wanted.category is None else _below(wanted.category, categories)
    condition = where(wanted, below)
    connection.rows(_MAKE)
    limit = "" if most is None else f" LIMIT {most}"  # where it is known SQLite sorts no more than those
    connection.rows(_FILL.format(condition.sql, order(sort)) + limit, condition.parameters)


def _all_categories(connection: ApartConnection) -> tuple[Category, ...]:
    rows = connection.rows("SELECT doc FROM records WHERE collection = 'categories'")
    return _categories.decode(b"[" + b",".join(doc for (doc,) in rows) + b"]")


def _below(top: Id, categories: Sequence[Category]) -> frozenset[Id]:
    """Returns ``top`` and all below it, by ``parent``: not every writer of categories keeps ``path``."""
    children: dict[Id | None, list[Id]] = {}
    for category in categories:
        children.setdefault(category.parent, []).append(category.id)
    found, waiting = {top}, [top]
    while waiting:
        fresh = [child for child in children.get(waiting.pop(), ()) if child not in found]
        found.update(fresh)
        waiting += fresh
    return frozenset(found)


def _number_categories(connection: ApartConnection, categories: Sequence[Category]) -> None:
    connection.rows(_MAKE_PLACES)
    by_name = sorted(categories, key=lambda category: (fold(category.name), category.id))
    for place, category in enumerate(by_name):
        connection.rows("INSERT INTO temp.category_places VALUES (?, ?)", (id_bytes(category.id), place))


def _plain_case(sku: str) -> str:
    """Returns a SKU as SQLite's NOCASE compares it: capitals A to Z as small letters."""
    return sku.encode().lower().decode()


def _listed(product: Product) -> ListedProduct:
    stock, pos, pricing = product.inventory, product.pos, product.pricing
    pictures = sorted(
        (image for image in product.images if image.url), key=lambda image: not image.is_primary
    )
    return ListedProduct(
        id=product.id,
        name=product.name,
        sku=stock.sku,
        status=product.status,
        category=product.category,
        price=pricing.base_price,
        sale_price=pricing.sale_price,
        cost=pricing.cost_price,
        on_hand=stock.on_hand,
        unit=stock.unit,
        tracked=stock.track_quantity,
        low=is_low(product),
        weighed=pos.weighed,
        open_price=pos.open_price,
        barcode=next(iter(stock.barcodes), None),
        plu=pos.plu,
        vendor=product.vendor,
        tax_class=product.tax_class,
        tags=product.tags,
        featured=product.featured,
        favourite=pos.favourite,
        color=pos.color,
        picture=pictures[0].url if pictures else None,
        flaws=own_flaws(product),
        updated_at=product.updated_at,
    )
