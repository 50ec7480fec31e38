"""Changing products in MongoDB, each change with its history in one transaction. Implements ``ProductEdits``.

What others changed is seen inside the transaction: two who save the same product at once come one after the
other, and the second one's fields are compared with what the first one wrote. Stock is left to movements.
"""

import datetime as dt
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec
from bson import ObjectId
from pymongo import DESCENDING, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import OperationFailure

from b4mart_desktop.adapters.mongo import stock
from b4mart_desktop.adapters.mongo.codec import (
    Document,
    changed_fields,
    from_document,
    readable,
    to_document,
    to_value,
)
from b4mart_desktop.adapters.mongo.errors import database_errors, duplicate_field, translate
from b4mart_desktop.adapters.mongo.transactions import in_time, in_transaction
from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.edits import (
    CatalogueChange,
    FieldChange,
    Merge,
    Part,
    differences,
    merge,
    parts_that_differ,
)
from b4mart_desktop.domain.errors import AdapterError, B4MartError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.product_check import codes_of
from b4mart_desktop.domain.record import utc_after, utc_now
from b4mart_desktop.domain.stock import MovementReason, StockMovement
from b4mart_desktop.services.ports.catalogue import Author, Collided, Correction, Saved, TakenCode

_CODE_FIELDS = (
    "inventory.sku",
    "inventory.barcodes",
    "inventory.packs.barcode",
    "inventory.variantStock.sku",
    "inventory.variantStock.barcode",
    "pos.plu",
)


class _Found(NamedTuple):
    """A product as it is, and what it was read of: all of its document, or those parts that change."""

    product: Product
    document: Document


class _Write(NamedTuple):
    """What one product's document and history get."""

    update: dict[str, Document]
    change: CatalogueChange
    saved: Saved


class MongoProductEdits:
    """Products and their history; who saves one is told after ``time_limit`` seconds that nothing answers."""

    def __init__(self, database: AsyncDatabase[Document], time_limit: float = 15.0) -> None:
        self._database = database
        self._time_limit = time_limit  # the driver itself tries for two minutes

    # ------------------------------------------------------------ reading

    async def product(self, product: Id) -> Product:
        """Returns a product as it is now.

        Raises:
            AdapterError: NOT_FOUND, UNREADABLE_DOCUMENT, DATABASE_UNREACHABLE.
        """
        with database_errors():
            return (await self._find(product, None)).product

    async def products(self, products: Collection[Id]) -> Mapping[Id, Product]:
        """Returns those of the products that exist and can be read."""
        with database_errors():
            found = await self._find_many(products, None)
        return {product: each.product for product, each in found.items()}

    async def codes_taken(self, codes: Collection[str], but: Id) -> Sequence[TakenCode]:
        """Returns which of ``codes`` other products have, as SKU, barcode, PLU, of packs and variants."""
        wanted = frozenset(codes)
        anywhere = [{name: {"$in": list(wanted)}} for name in _CODE_FIELDS]
        with database_errors():
            found = await self._database.products.find({"$or": anywhere}).to_list()
        products = [product for document in found if (product := readable(document, Product)) is not None]
        return [
            TakenCode(
                code=code,
                product=product.id,
                name=product.name,
                archived=product.status is ProductStatus.ARCHIVED,
            )
            for product in products
            if product.id != but
            for code in dict.fromkeys(code for _, code in codes_of(product))
            if code in wanted
        ]

    async def slug_taken(self, slug: str, but: Id) -> bool:
        """Whether another product has that slug."""
        with database_errors():
            found = await self._database.products.find_one({"slug": slug}, {"_id": 1})
        return found is not None and found["_id"] != ObjectId(but)

    async def history(self, product: Id, before: dt.datetime | None, limit: int) -> Sequence[CatalogueChange]:
        """Returns the last changes of a product, newest first; those older than ``before`` if given."""
        wanted: Document = {"product": ObjectId(product)}
        if before is not None:
            wanted["at"] = {"$lt": before}
        with database_errors():
            found = self._database.cataloguechanges.find(wanted).sort("at", DESCENDING).limit(limit)
            return [from_document(document, CatalogueChange) async for document in found]

    async def batch(self, batch: Id) -> AsyncIterator[CatalogueChange]:
        """Yields what was changed together."""
        with database_errors():
            async for document in self._database.cataloguechanges.find({"batch": ObjectId(batch)}):
                yield from_document(document, CatalogueChange)

    # ------------------------------------------------------------ writing

    async def add(self, product: Product, author: Author) -> Product:
        """Adds a product with what is on hand as its opening movement.

        Raises:
            AdapterError: DUPLICATE with ``field``, DATABASE_REFUSED.
        """
        added, opening = _opened(product, author)

        async def write(session: AsyncClientSession) -> Product:
            await self._database.products.insert_one(to_document(added), session=session)
            if opening:
                booked = await stock.book(self._database, session, opening)
                await self._database.stockmovements.insert_many(booked, session=session)
            stored = (await self._find(added.id, session)).product
            change = _change(stored, (), author)
            await self._database.cataloguechanges.insert_one(to_document(change), session=session)
            return stored

        with database_errors():
            try:
                return await in_time(self._database.client, write, self._time_limit)
            except OperationFailure as error:
                raise _as_duplicate(error) from error

    async def save(self, base: Product, mine: Product, author: Author) -> Saved | Collided:
        """Writes what differs between ``base`` and ``mine``, together with the history of it.

        Raises:
            AdapterError: NOT_FOUND, DUPLICATE with ``field``, DATABASE_REFUSED, DATABASE_UNREACHABLE.
        """

        async def write(session: AsyncClientSession) -> Saved | Collided:
            theirs = await self._find(base.id, session)
            prepared = _prepare(base, mine, theirs, author)
            if not isinstance(prepared, _Write):
                return prepared
            await self._write([prepared], session)
            return prepared.saved

        with database_errors():
            try:
                return await in_time(self._database.client, write, self._time_limit)
            except OperationFailure as error:
                raise _as_duplicate(error) from error

    async def save_many(
        self, pairs: Sequence[tuple[Product, Product]], author: Author
    ) -> Sequence[B4MartError | None]:
        """Saves each pair as ``save`` does, in one transaction as far as they can be; a collision is refused.

        A product that has a change of the same batch already is left as it is, and counts as written: who
        does not know whether a commit arrived may ask again.

        Raises:
            AdapterError: DATABASE_UNREACHABLE; then nothing was written.
        """

        async def write(session: AsyncClientSession) -> list[B4MartError | None]:
            done = await self._done_in(author.batch, pairs, session)
            theirs = await self._as_they_are(pairs, session)
            prepared = [
                None if base.id in done else _prepare_one((base, mine), theirs.get(base.id), author)
                for base, mine in pairs
            ]
            await self._write([each for each in prepared if isinstance(each, _Write)], session)
            return [each if isinstance(each, B4MartError) else None for each in prepared]

        with database_errors():
            try:
                return await in_transaction(self._database.client, write)
            except OperationFailure as error:
                refusal = _as_refusal(error)
                if refusal.code is ErrorCode.DATABASE_UNREACHABLE:
                    raise
                if len(pairs) == 1:
                    return [refusal]
        return [(await self.save_many([pair], author))[0] for pair in pairs]

    async def change_in(
        self, session: AsyncClientSession, theirs: Product, mine: Product, author: Author
    ) -> None:
        """Writes what differs, with its history, in a transaction of somebody who read ``theirs`` in it."""
        prepared = _prepare(theirs, mine, _Found(theirs, {}), author)
        if isinstance(prepared, _Write):
            await self._write([prepared], session)

    async def adjust(self, product: Id, correct: Correction) -> Product:
        """Books the stock movement that ``correct`` makes of the product as it is, with its audit entry.

        Returns:
            The product after it.

        Raises:
            AdapterError: NOT_FOUND, DATABASE_UNREACHABLE.
        """

        async def write(session: AsyncClientSession) -> Product:
            movement, audit = correct((await self._find(product, session)).product)
            booked = await stock.book(self._database, session, [movement] if movement.delta else [])
            if booked:
                await self._database.stockmovements.insert_many(booked, session=session)
            await self._database.auditlog.insert_one(to_document(audit), session=session)
            return (await self._find(product, session)).product

        with database_errors():
            return await in_time(self._database.client, write, self._time_limit)

    # ------------------------------------------------------------ inside

    async def _find(self, product: Id, session: AsyncClientSession | None) -> _Found:
        document = await self._database.products.find_one({"_id": ObjectId(product)}, session=session)
        if document is None:
            raise AdapterError(ErrorCode.NOT_FOUND, what="product", id=product)
        return _Found(from_document(document, Product), document)

    async def _find_many(
        self, products: Collection[Id], session: AsyncClientSession | None
    ) -> dict[Id, _Found]:
        found: dict[Id, _Found] = {}
        for document in await self._documents(products, None, session):
            product = readable(document, Product)
            if product is not None:
                found[product.id] = _Found(product, document)
        return found

    async def _documents(
        self, products: Collection[Id], fields: Document | None, session: AsyncClientSession | None
    ) -> list[Document]:
        wanted = {"_id": {"$in": [ObjectId(product) for product in products]}}
        cursor = self._database.products.find(wanted, fields, batch_size=len(products) + 1, session=session)
        return await cursor.to_list()

    async def _done_in(
        self, batch: Id | None, pairs: Sequence[tuple[Product, Product]], session: AsyncClientSession
    ) -> frozenset[Id]:
        """Those of the products that a change of that batch was written for."""
        if batch is None:
            return frozenset()
        ids = [ObjectId(base.id) for base, _ in pairs]
        wanted = {"batch": ObjectId(batch), "product": {"$in": ids}}
        found = self._database.cataloguechanges.find(wanted, {"product": 1, "_id": 0}, session=session)
        return frozenset([Id(str(document["product"])) async for document in found])

    async def _as_they_are(
        self, pairs: Sequence[tuple[Product, Product]], session: AsyncClientSession
    ) -> dict[Id, _Found]:
        """Returns products as they are, as far as the pairs change them.

        By value, as the web store changes products without a new ``updatedAt``. Only the parts that change
        are read first, and whole documents of those where such a part is not as it was.
        """
        parts = {base.id: parts_that_differ(base, mine) for base, mine in pairs}
        names = {part.name: 1 for each in parts.values() for part in each} or {"_id": 1}
        documents = {
            Id(str(document["_id"])): document for document in await self._documents(parts, names, session)
        }
        same = {
            base.id: _Found(base, document)
            for base, _ in pairs
            if (document := documents.get(base.id)) is not None
            and all(_is_still(base, part, document) for part in parts[base.id])
        }
        changed = [product for product in documents if product not in same]
        return same | (await self._find_many(changed, session) if changed else {})

    async def _write(self, writes: Sequence[_Write], session: AsyncClientSession) -> None:
        if not writes:
            return
        updates = [UpdateOne({"_id": ObjectId(each.change.product)}, each.update) for each in writes]
        await self._database.products.bulk_write(updates, ordered=False, session=session)
        changes = [to_document(each.change) for each in writes]
        await self._database.cataloguechanges.insert_many(changes, ordered=False, session=session)


def _prepare(base: Product, mine: Product, found: _Found, author: Author) -> _Write | Saved | Collided:
    """Returns what to write over ``found``; nothing where nothing differs or it collides."""
    merged: Merge | None = None
    wanted, theirs = mine, found.product
    if theirs is not base and differences(base, theirs):
        merged = merge(base, mine, theirs)
        if merged.conflicts:
            return Collided(theirs=theirs, merge=merged)
        wanted = merged.product
    fields = differences(theirs, wanted)
    if not fields:
        return Saved(product=theirs, merged=merged)
    replace = msgspec.structs.replace
    stocked = replace(
        wanted.inventory, quantity=theirs.inventory.quantity, shortage=theirs.inventory.shortage
    )
    saved = replace(
        wanted,
        inventory=stocked,
        ratings=theirs.ratings,
        created_at=theirs.created_at,
        updated_at=utc_after(theirs.updated_at),
    )
    change = _change(saved, fields, author)
    update = changed_fields(theirs, saved, found.document)
    return _Write(update, change, Saved(product=saved, merged=merged))


def _prepare_one(
    pair: tuple[Product, Product], found: _Found | None, author: Author
) -> _Write | Saved | AdapterError:
    base, mine = pair
    if found is None:
        return AdapterError(ErrorCode.NOT_FOUND, what="product", id=base.id)
    prepared = _prepare(base, mine, found, author)
    if isinstance(prepared, Collided):
        return AdapterError(ErrorCode.CHANGED_MEANWHILE, collection="products", id=base.id)
    return prepared


def _is_still(base: Product, part: Part, document: Document) -> bool:
    value = getattr(base, part.field)
    return bool(document.get(part.name) == (None if value is None else to_value(value)))


def _change(saved: Product, fields: tuple[FieldChange, ...], author: Author) -> CatalogueChange:
    return CatalogueChange(
        id=new_id(),
        product=saved.id,
        name=saved.name,
        kind=author.kind,
        fields=fields,
        batch=author.batch,
        user=author.user,
        user_name=author.user_name,
        register=author.register,
        version=saved.updated_at,
        at=utc_now(),
    )


def _opened(product: Product, author: Author) -> tuple[Product, list[StockMovement]]:
    """Returns the product with nothing on hand, and the movement that brings what it has."""
    now = utc_now()
    inventory = msgspec.structs.replace(product.inventory, quantity=Decimal(0), shortage=Decimal(0))
    added = msgspec.structs.replace(product, inventory=inventory, created_at=now, updated_at=now)
    opening = StockMovement(
        id=new_id(),
        product=product.id,
        delta=product.inventory.on_hand,
        reason=MovementReason.OPENING,
        register=author.register,
        user=author.user,
        at=now,
    )
    return added, [opening] if opening.delta else []


def _as_duplicate(error: OperationFailure) -> Exception:
    return error if duplicate_field(error) is None else _as_refusal(error)


def _as_refusal(error: OperationFailure) -> AdapterError:
    field = duplicate_field(error)
    if field is None:
        return translate(error)
    return AdapterError(ErrorCode.DUPLICATE, collection="products", field=field)
