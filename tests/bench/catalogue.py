"""Products to measure with: the demo store's, and beyond its 49,690 copies of them. The same in every run."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import msgspec

from b4mart_desktop.adapters.demo.groceries import Groceries, read_groceries
from b4mart_desktop.adapters.demo.ids import Kind, demo_id
from b4mart_desktop.adapters.demo.products import demo_products, ean13
from b4mart_desktop.adapters.demo.shop import (
    demo_categories,
    demo_people,
    demo_promotions,
    demo_store,
    demo_taxes,
)
from b4mart_desktop.adapters.local import records
from b4mart_desktop.adapters.local.replica.file import ReplicaFile, open_replica
from b4mart_desktop.adapters.local.replica.load import ReplicaLoad
from b4mart_desktop.adapters.local.replica.words_write import WordIndexer
from b4mart_desktop.adapters.local.replica.write import ReplicaTables
from b4mart_desktop.adapters.mongo.codec import Document, from_document, to_document
from b4mart_desktop.domain.catalog import Product

IDENTITY = "bench"
BATCH = 1_000
_COPY_STEP = 100_000  # numbers of products have five digits

_product = records.decoder(Product)


def documents(count: int) -> Iterator[tuple[str, list[Document]]]:
    """Yields a shop with ``count`` products (about as many below the demo store's) in batches to insert."""
    groceries = read_groceries()
    yield "taxes", [to_document(tax) for tax in demo_taxes()]
    yield "promotions", [to_document(promotion) for promotion in demo_promotions()]
    yield "categories", [to_document(category) for category in demo_categories(groceries)]
    yield "users", [to_document(user) for user in demo_people()]
    made = products(groceries, count)
    while batch := [to_document(product) for product in itertools.islice(made, BATCH)]:
        yield "products", batch
    yield "settings", [to_document(demo_store())]


def products(groceries: Groceries, count: int) -> Iterator[Product]:
    """Yields the demo store's products, spread evenly where fewer are wanted, copied where more are."""
    originals = [product for product, _ in demo_products(groceries, count)]
    yield from originals
    for number in range(len(originals), count):
        copy, index = divmod(number, len(originals))
        yield _copy(originals[index], copy)


def _copy(product: Product, copy: int) -> Product:
    number = int(product.id[-8:], 16) + copy * _COPY_STEP
    stock = product.inventory
    return msgspec.structs.replace(
        product,
        id=demo_id(Kind.PRODUCT, number),
        name=f"{product.name} {copy}",
        slug=f"{product.slug}-{copy}",
        inventory=msgspec.structs.replace(stock, sku=f"{stock.sku}-{copy}", barcodes=(ean13(number),)),
        pos=msgspec.structs.replace(product.pos, plu=None, favourite=False),
    )


def fill_replica(path: Path, count: int) -> None:
    """Makes the replica of such a shop, as replication would."""
    file = open_replica(path, IDENTITY)
    try:
        load, tables, words = ReplicaLoad(file), ReplicaTables(from_document), WordIndexer(file)
        load.begin()
        for collection, batch in documents(count):
            found = {str(document["_id"]): document for document in batch}
            load.write([(tables.prepare(collection, found), ())])
        load.finish(b"the end")
        words.drain()
    finally:
        file.close()


def plain_products(file: ReplicaFile, most: int) -> list[Product]:
    """Returns up to ``most`` products, spread over the replica, that are sold without any question."""
    (last,) = file.rows("SELECT max(row) FROM products")[0]
    step = max(1, last // (most * 2))
    rows = file.rows("SELECT doc FROM products WHERE row % ? = 0 LIMIT ?", (step, most * 2 + 2))
    found = (_product.decode(doc) for (doc,) in rows)
    return [product for product in found if is_plain(product)][:most]


def is_plain(product: Product) -> bool:
    """Whether nobody is asked anything when the product is sold."""
    pos = product.pos
    return not (pos.weighed or pos.open_price or pos.age_restricted)
