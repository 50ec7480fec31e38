"""Documents as MongoDB holds them, and a replica to bring them into, for tests of the replica."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from b4mart_desktop.adapters.local.replica.file import ReplicaFile, open_replica
from b4mart_desktop.adapters.local.replica.load import ReplicaLoad
from b4mart_desktop.adapters.local.replica.read import LocalCatalogue
from b4mart_desktop.adapters.local.replica.words_write import WordIndexer
from b4mart_desktop.adapters.local.replica.write import Batch, LocalReplicaWriter, ReplicaTables
from b4mart_desktop.adapters.mongo.codec import from_document, to_document
from b4mart_desktop.domain.catalog import (
    Category,
    CounterFields,
    Inventory,
    Pack,
    Product,
    ProductPricing,
    ProductStatus,
    VariantStock,
)
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.people import Profile, StaffFields, User, UserRole
from b4mart_desktop.services.ports import Change
from tests.adapters.local.facts import NOON, STORE

Document = dict[str, Any]
TOKEN = b"after the load"
SHELF = new_id()


def product(
    name: str,
    *codes: str,
    id: Id | None = None,
    sku: str | None = None,
    plu: str | None = None,
    tags: tuple[str, ...] = (),
    category: Id = SHELF,
    favourite: bool = False,
    status: ProductStatus = ProductStatus.ACTIVE,
    quantity: int = 40,
    variants: tuple[VariantStock, ...] = (),
    packs: tuple[Pack, ...] = (),
) -> Document:
    identity = id or new_id()
    made = Product(
        id=identity,
        name=name,
        slug=f"{identity}",
        description=name,
        pricing=ProductPricing(base_price=Decimal("1.29")),
        inventory=Inventory(
            sku=sku or f"SKU-{identity}",
            quantity=Decimal(quantity),
            barcodes=codes,
            variant_stock=variants,
            packs=packs,
        ),
        category=category,
        status=status,
        tags=tags,
        pos=CounterFields(plu=plu, favourite=favourite),
        created_at=NOON,
        updated_at=NOON,
    )
    return to_document(made)


def with_fields(document: Document, **fields: Any) -> Document:
    """A product's document with fields of the record, of its prices, stock or counter fields replaced."""
    made = from_document(document, Product)
    for part in ("pricing", "inventory", "pos"):
        own = {name: value for name, value in fields.items() if hasattr(getattr(made, part), name)}
        fields = {name: value for name, value in fields.items() if name not in own}
        made = msgspec.structs.replace(made, **{part: msgspec.structs.replace(getattr(made, part), **own)})
    return to_document(msgspec.structs.replace(made, **fields))


def category(
    name: str, parent: Id | None = None, *, id: Id | None = None, order: int = 0, active: bool = True
) -> Document:
    made = Category(
        id=id or new_id(),
        name=name,
        slug=name,
        parent=parent,
        sort_order=order,
        is_active=active,
        created_at=NOON,
        updated_at=NOON,
    )
    return to_document(made)


def user(
    first: str,
    last: str,
    *,
    id: Id | None = None,
    email: str | None = None,
    phone: str | None = None,
    role: UserRole = UserRole.CUSTOMER,
    staff: StaffFields | None = None,
    walk_in: bool = False,
    active: bool = True,
    placeholder: bool = False,
) -> User:
    identity = id or new_id()
    return User(
        id=identity,
        email=email or f"{identity}@example.com",
        password="a hash",
        profile=Profile(first_name=first, last_name=last, phone=phone),
        role=role,
        staff=staff,
        created_at=NOON,
        updated_at=NOON,
        walk_in=walk_in,
        is_active=active,
        email_placeholder=placeholder,
    )


def identity(document: Document) -> Id:
    return Id(str(document["_id"]))


class Replica:
    """An open replica, its reader and its writer."""

    def __init__(self, file: ReplicaFile) -> None:
        self.file = file
        self.reader = LocalCatalogue(file)
        self.writer = LocalReplicaWriter(file, from_document)
        self.indexer = WordIndexer(file)

    def load(self, **collections: list[Document]) -> None:
        """Loads it from nothing, to the end."""
        load = self.begin_load()
        for name in ("settings", "taxes", "promotions", "categories", "users", "products"):
            assert self.bring(load, name, *collections.get(name, [])) == {}
        load.finish(TOKEN)
        self.indexer.drain()

    def begin_load(self) -> ReplicaLoad:
        """Begins a load and returns it."""
        load = ReplicaLoad(self.file)
        load.begin()
        return load

    def bring(self, load: ReplicaLoad, collection: str, *documents: Document) -> dict[str, str]:
        """Writes documents of a load; returns why some cannot be read, by id."""
        batch = self.prepare(collection, *documents)
        load.write([(batch, ())])
        self.indexer.drain()
        return batch.unreadable

    def prepare(self, collection: str, *documents: Document, digest: bytes = b"") -> Batch:
        """Returns documents ready to be written by a load, all with that digest."""
        found: dict[str, Document | None] = {identity(document): document for document in documents}
        return ReplicaTables(from_document).prepare(collection, found, dict.fromkeys(found, digest))

    def change(self, collection: str, *documents: Document) -> None:
        """Applies that those documents were inserted or changed."""
        changes = [
            Change(collection=collection, id=identity(document), document=document, token=b"after the change")
            for document in documents
        ]
        assert self.writer.apply(changes) == []
        self.indexer.drain()

    def delete(self, collection: str, deleted: Id) -> None:
        """Applies that a document was deleted."""
        self.writer.apply([Change(collection=collection, id=deleted, document=None, token=b"after it")])
        self.indexer.drain()

    def found(self, text: str, limit: int = 50) -> list[str]:
        """Names that a search finds, in order."""
        return [hit.name for hit in self.reader.search(text, limit).hits]

    def shown(self, category: Id | None) -> list[str]:
        """Names on the tiles, in order; counted, too."""
        names = [hit.name for hit in self.reader.tiles(category)]
        assert self.reader.count_tiles(category) == len(names)
        return names

    def check_indexes(self) -> None:
        """Lets SQLite compare its word index with the rows it was made from."""
        self.file.rows("INSERT INTO customer_words (customer_words, rank) VALUES ('integrity-check', 1)")


@contextmanager
def open_empty(path: Path, name: str = "embedded") -> Iterator[Replica]:
    """An open replica, closed in the end."""
    file = open_replica(path, name)
    try:
        yield Replica(file)
    finally:
        file.close()


SETTINGS = to_document(STORE)
