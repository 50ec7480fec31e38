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
from b4mart_desktop.adapters.mongo.codec import Document, changed_fields, from_document, to_document
from b4mart_desktop.adapters.mongo.errors import database_errors, duplicate_field, translate
from b4mart_desktop.adapters.mongo.transactions import in_transaction
from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.edits import CatalogueChange, FieldChange, Merge, differences, merge
from b4mart_desktop.domain.errors import AdapterError, B4MartError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.product_check import codes_of
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.stock import MovementReason, StockMovement
from b4mart_desktop.services.ports.catalogue import Author, Collided, Saved, TakenCode

_MILLISECOND = dt.timedelta(milliseconds=1)
_CODE_FIELDS = (
    "inventory.sku",
    "inventory.barcodes",
    "inventory.packs.barcode",
    "inventory.variantStock.sku",
    "inventory.variantStock.barcode",
    "pos.plu",
)


class _Write(NamedTuple):
    """What one product's document and history get."""

    update: dict[str, Document]
    change: CatalogueChange
    saved: Saved


class MongoProductEdits:
    """Products and their history."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._database = database

    # ------------------------------------------------------------ reading

    async def product(self, product: Id) -> Product:
        """Returns a product as it is now.

        Raises:
            AdapterError: NOT_FOUND, UNREADABLE_DOCUMENT, DATABASE_UNREACHABLE.
        """
        with database_errors():
            return await self._read(product, None)

    async def products(self, products: Collection[Id]) -> Mapping[Id, Product]:
        """Returns those of the products that exist and can be read."""
        with database_errors():
            return await self._read_many(products, None)

    async def codes_taken(self, codes: Collection[str], but: Id) -> Sequence[TakenCode]:
        """Returns which of ``codes`` other products have, as SKU, barcode, PLU, of packs and variants."""
        wanted = frozenset(codes)
        anywhere = [{name: {"$in": list(wanted)}} for name in _CODE_FIELDS]
        with database_errors():
            found = await self._database.products.find({"$or": anywhere}).to_list()
        products = [product for document in found if (product := _readable(document)) is not None]
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
            stored = await self._read(added.id, session)
            change = _change(stored, (), author)
            await self._database.cataloguechanges.insert_one(to_document(change), session=session)
            return stored

        with database_errors():
            try:
                return await in_transaction(self._database.client, write)
            except OperationFailure as error:
                raise _as_duplicate(error) from error

    async def save(self, base: Product, mine: Product, author: Author) -> Saved | Collided:
        """Writes what differs between ``base`` and ``mine``, together with the history of it.

        Raises:
            AdapterError: NOT_FOUND, DUPLICATE with ``field``, DATABASE_REFUSED, DATABASE_UNREACHABLE.
        """

        async def write(session: AsyncClientSession) -> Saved | Collided:
            theirs = await self._read(base.id, session)
            prepared = _prepare(base, mine, theirs, author)
            if not isinstance(prepared, _Write):
                return prepared
            await self._write([prepared], session)
            return prepared.saved

        with database_errors():
            try:
                return await in_transaction(self._database.client, write)
            except OperationFailure as error:
                raise _as_duplicate(error) from error

    async def save_many(
        self, pairs: Sequence[tuple[Product, Product]], author: Author
    ) -> Sequence[B4MartError | None]:
        """Saves each pair as ``save`` does, in one transaction as far as they can be; a collision is refused.

        Raises:
            AdapterError: DATABASE_UNREACHABLE; then nothing was written.
        """

        async def write(session: AsyncClientSession) -> list[B4MartError | None]:
            theirs = await self._as_they_are([base for base, _ in pairs], session)
            prepared = [_prepare_one(pair, theirs.get(pair[0].id), author) for pair in pairs]
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
        prepared = _prepare(theirs, mine, theirs, author)
        if isinstance(prepared, _Write):
            await self._write([prepared], session)

    async def adjust(self, movement: StockMovement, audit: AuditEntry) -> Product:
        """Books a stock movement together with its audit entry, and returns the product after it.

        Raises:
            AdapterError: NOT_FOUND, DATABASE_UNREACHABLE.
        """

        async def write(session: AsyncClientSession) -> Product:
            await self._read(movement.product, session)
            booked = await stock.book(self._database, session, [movement])
            await self._database.stockmovements.insert_many(booked, session=session)
            await self._database.auditlog.insert_one(to_document(audit), session=session)
            return await self._read(movement.product, session)

        with database_errors():
            return await in_transaction(self._database.client, write)

    # ------------------------------------------------------------ inside

    async def _read(self, product: Id, session: AsyncClientSession | None) -> Product:
        document = await self._database.products.find_one({"_id": ObjectId(product)}, session=session)
        if document is None:
            raise AdapterError(ErrorCode.NOT_FOUND, what="product", id=product)
        return from_document(document, Product)

    async def _read_many(
        self, products: Collection[Id], session: AsyncClientSession | None
    ) -> dict[Id, Product]:
        wanted = [ObjectId(product) for product in products]
        cursor = self._database.products.find(
            {"_id": {"$in": wanted}}, batch_size=len(wanted) + 1, session=session
        )
        found = [_readable(document) for document in await cursor.to_list()]
        return {product.id: product for product in found if product is not None}

    async def _as_they_are(self, bases: Sequence[Product], session: AsyncClientSession) -> dict[Id, Product]:
        """Returns products as they are; whole documents come only of those that were written since."""
        wanted = [ObjectId(base.id) for base in bases]
        found = self._database.products.find(
            {"_id": {"$in": wanted}}, {"updatedAt": 1}, batch_size=len(wanted) + 1, session=session
        )
        dates = {document["_id"]: document.get("updatedAt") for document in await found.to_list()}
        same = {base.id: base for base in bases if dates.get(ObjectId(base.id)) == base.updated_at}
        written = [base.id for base in bases if base.id not in same and ObjectId(base.id) in dates]
        return same | (await self._read_many(written, session) if written else {})

    async def _write(self, writes: Sequence[_Write], session: AsyncClientSession) -> None:
        if not writes:
            return
        updates = [UpdateOne({"_id": ObjectId(each.change.product)}, each.update) for each in writes]
        await self._database.products.bulk_write(updates, ordered=False, session=session)
        changes = [to_document(each.change) for each in writes]
        await self._database.cataloguechanges.insert_many(changes, ordered=False, session=session)


def _prepare(base: Product, mine: Product, theirs: Product, author: Author) -> _Write | Saved | Collided:
    """Returns what to write over ``theirs``; nothing where nothing differs or it collides."""
    merged: Merge | None = None
    wanted = mine
    if base.updated_at != theirs.updated_at and differences(base, theirs):  # sales change the date, too
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
        updated_at=max(utc_now(), theirs.updated_at + _MILLISECOND),
    )
    change = _change(saved, fields, author)
    return _Write(changed_fields(theirs, saved), change, Saved(product=saved, merged=merged))


def _prepare_one(
    pair: tuple[Product, Product], theirs: Product | None, author: Author
) -> _Write | Saved | AdapterError:
    base, mine = pair
    if theirs is None:
        return AdapterError(ErrorCode.NOT_FOUND, what="product", id=base.id)
    prepared = _prepare(base, mine, theirs, author)
    if isinstance(prepared, Collided):
        return AdapterError(ErrorCode.CHANGED_MEANWHILE, collection="products", id=base.id)
    return prepared


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
    field = duplicate_field(error)
    return error if field is None else _duplicate(field)


def _as_refusal(error: OperationFailure) -> AdapterError:
    field = duplicate_field(error)
    return translate(error) if field is None else _duplicate(field)


def _duplicate(field: str) -> AdapterError:
    return AdapterError(ErrorCode.DUPLICATE, collection="products", field=field)


def _readable(document: Document) -> Product | None:
    try:
        return from_document(document, Product)
    except AdapterError:
        return None
