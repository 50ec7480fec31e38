"""The replica as services and screens read it: look-ups, search, pages of tiles.

Nothing is written here but customers added at this counter.
"""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from b4mart_desktop.adapters.local import records
from b4mart_desktop.adapters.local.replica.customer_search import customer_query
from b4mart_desktop.adapters.local.replica.file import FAVOURITES, ReplicaFile
from b4mart_desktop.adapters.local.replica.listing_rows import AT_TILL, LISTED_ONLY
from b4mart_desktop.adapters.local.replica.search import ProductSearch
from b4mart_desktop.adapters.local.replica.tables import CustomerTable
from b4mart_desktop.domain.catalog import Category, Product
from b4mart_desktop.domain.counters import SharedCart
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.price_lists import ListPrice, PriceList
from b4mart_desktop.domain.promotions import Promotion, Tax
from b4mart_desktop.domain.store import Store
from b4mart_desktop.domain.tills import Register
from b4mart_desktop.domain.words import fold, well_formed
from b4mart_desktop.services.ports import CodeKind, CustomerHit, ProductHit, SearchResults, SkippedDocument

_KINDS = tuple(CodeKind)

_BY_CODE = f"""
SELECT kind, doc FROM codes CROSS JOIN products USING (row)
WHERE code = ? AND kind < {LISTED_ONLY} ORDER BY kind, row"""
_TILES = """
SELECT hit FROM (SELECT row FROM tiles WHERE category = ? ORDER BY sort_name, row LIMIT ? OFFSET ?)
CROSS JOIN products USING (row)"""
_HITS = """
SELECT id, hit FROM products
WHERE id IN (SELECT value FROM json_each(?)) AND sort_name IS NOT NULL"""
_CUSTOMERS = """
SELECT hit FROM (SELECT rowid AS row FROM customer_words WHERE customer_words MATCH ? LIMIT ?)
CROSS JOIN customers USING (row)"""

_GROUPS = """
SELECT DISTINCT doc ->> 'customerGroup' FROM customers WHERE doc ->> 'customerGroup' IS NOT NULL"""

_product = records.decoder(Product)
_user = records.decoder(User)
_stores = records.decoder(tuple[Store, ...])
_users = records.decoder(tuple[User, ...])
_category = records.decoder(Category)
_categories = records.decoder(tuple[Category, ...])
_taxes = records.decoder(tuple[Tax, ...])
_price_lists = records.decoder(tuple[PriceList, ...])
_list_prices = records.decoder(tuple[ListPrice, ...])
_promotions = records.decoder(tuple[Promotion, ...])
_registers = records.decoder(tuple[Register, ...])
_shared_carts = records.decoder(tuple[SharedCart, ...])
_product_hits = records.decoder(tuple[ProductHit, ...])
_customer_hits = records.decoder(tuple[CustomerHit, ...])


class LocalCatalogue:
    """``Catalogue`` from the replica file. Callable from any thread."""

    def __init__(self, file: ReplicaFile) -> None:
        self._file = file
        self._products = ProductSearch(file)
        self._decoded: dict[str, tuple[list[tuple[bytes]], tuple[Any, ...]]] = {}

    def is_loaded(self) -> bool:
        """Whether the first load ended, so that what is not here does not exist."""
        return bool(self._file.rows("SELECT 1 FROM meta WHERE key = 'loaded'"))

    def product(self, product: Id) -> Product | None:
        """Returns an active or inactive product."""
        rows = self._file.rows("SELECT doc FROM products WHERE id = ?", (product,))
        found = _product.decode(rows[0][0]) if rows else None
        return found if found is not None and found.status in AT_TILL else None

    def find_code(self, code: str) -> Sequence[tuple[CodeKind, Product]]:
        """Returns the products with exactly this barcode, SKU or PLU: barcodes first; usually none or one."""
        found: dict[bytes, CodeKind] = {}
        for kind, doc in self._file.rows(_BY_CODE, (well_formed(code),)):
            found.setdefault(doc, _KINDS[kind])  # one that has it as barcode and SKU comes once
        return tuple((kind, _product.decode(doc)) for doc, kind in found.items())

    def search(self, text: str, limit: int = 50) -> SearchResults:
        """Returns active products: exact code first, then by words, then by what was probably meant."""
        return self._products.search(text, limit)

    def tiles(self, category: Id | None, offset: int = 0, limit: int = 200) -> Sequence[ProductHit]:
        """Returns a page of active products of the category and those below it; favourites for None."""
        rows = self._file.rows(_TILES, (category or FAVOURITES, limit, offset))
        return _join(_product_hits, (hit for (hit,) in rows))

    def count_tiles(self, category: Id | None) -> int:
        """Returns how many products ``tiles`` pages through."""
        rows = self._file.rows("SELECT count(*) FROM tiles WHERE category = ?", (category or FAVOURITES,))
        return int(rows[0][0])

    def hits(self, products: Sequence[Id]) -> Sequence[ProductHit]:
        """Returns fresh hits for those products in that order; the ones no longer sold are left out."""
        found = dict(self._file.rows(_HITS, (json.dumps(products),)))
        return _join(_product_hits, (found[product] for product in products if product in found))

    def categories(self) -> Sequence[Category]:
        """Returns all active categories by ``sort_order`` and name."""
        active = (category for category in self._all(_categories, "categories") if category.is_active)
        return tuple(sorted(active, key=lambda item: (item.sort_order, fold(item.name), item.id)))

    def category(self, category: Id) -> Category | None:
        """Returns a category, active or not."""
        rows = self._file.rows(
            "SELECT doc FROM records WHERE collection = 'categories' AND id = ?", (category,)
        )
        return _category.decode(rows[0][0]) if rows else None

    def customer(self, customer: Id) -> User | None:
        """Returns a customer."""
        rows = self._file.rows("SELECT doc FROM customers WHERE id = ?", (customer,))
        return _user.decode(rows[0][0]) if rows else None

    def search_customers(self, text: str, limit: int = 50) -> Sequence[CustomerHit]:
        """Returns customers by prefixes of name words, phone digits or e-mail, by name."""
        query = customer_query(text)
        rows = [] if query is None else self._file.rows(_CUSTOMERS, (query, limit))
        hits = _join(_customer_hits, (hit for (hit,) in rows))
        return tuple(sorted(hits, key=lambda hit: (fold(hit.name), hit.id)))

    def customer_groups(self) -> Sequence[str]:
        """Returns the groups that customers are in."""
        return tuple(group for (group,) in self._file.rows(_GROUPS))

    def add_customer(self, customer: User) -> None:
        """Keeps a customer just added at this counter until replication brings them back."""
        with self._file.writing() as connection:
            CustomerTable().add_local(connection, customer)

    def staff(self) -> Sequence[User]:
        """Returns all active members of staff by name."""
        active = (user for user in self._all(_users, "staff") if user.is_staff)
        return tuple(sorted(active, key=lambda user: (fold(user.name), user.id)))

    def store(self) -> Store | None:
        """Returns the store's settings, None before the first load."""
        return next(iter(self._all(_stores, "settings")), None)

    def taxes(self) -> Sequence[Tax]:
        """Returns all taxes."""
        return self._all(_taxes, "taxes")

    def promotions(self) -> Sequence[Promotion]:
        """Returns all promotions that are active, whether running yet or not."""
        return tuple(promotion for promotion in self._all(_promotions, "promotions") if promotion.is_active)

    def price_lists(self) -> Sequence[PriceList]:
        """Returns all price lists that are active, whether they hold yet or not."""
        return tuple(prices for prices in self._all(_price_lists, "pricelists") if prices.is_active)

    def list_prices(self, product: Id) -> Sequence[ListPrice]:
        """Returns what a product costs in price lists."""
        rows = self._file.rows("SELECT doc FROM list_prices WHERE product = ?", (product,))
        return _join(_list_prices, (doc for (doc,) in rows))

    def registers(self) -> Sequence[Register]:
        """Returns all registers of the shop by code."""
        return tuple(sorted(self._all(_registers, "registers"), key=lambda register: register.code))

    def shared_carts(self) -> Sequence[SharedCart]:
        """Returns the held carts that counters share and that nobody has for good yet."""
        return self._all(_shared_carts, "heldcarts")

    def skipped(self) -> Sequence[SkippedDocument]:
        """Returns the documents that cannot be read, by collection and age."""
        rows = self._file.rows(
            "SELECT collection, id, name, reason, since, hidden FROM skipped ORDER BY collection, since, id"
        )
        return tuple(
            SkippedDocument(
                collection=collection,
                id=id_,
                name=name,
                reason=why,
                since=dt.datetime.fromisoformat(since),
                hidden=bool(hidden),
            )
            for collection, id_, name, why, since, hidden in rows
        )

    def _all(self, reader: msgspec.json.Decoder[tuple[Any, ...]], collection: str) -> tuple[Any, ...]:
        """Returns a whole collection, decoded again only where it is not what it was the last time.

        What the file holds is compared, not heard of: other threads and processes write it, and what prices
        are made of is asked for at each step of a sale.
        """
        rows = self._file.rows("SELECT doc FROM records WHERE collection = ?", (collection,))
        known = self._decoded.get(collection)
        if known is None or known[0] != rows:
            known = self._decoded[collection] = rows, _join(reader, (doc for (doc,) in rows))
        return known[1]


def _join(reader: msgspec.json.Decoder[tuple[Any, ...]], parts: Iterable[bytes]) -> tuple[Any, ...]:
    """Decodes many JSON values at once, several times as fast as one by one."""
    return reader.decode(b"[" + b",".join(parts) + b"]")
