"""Products in MongoDB for those who change the catalogue. Reading them at the counter is the replica's part.

A product's stock is never edited here: it begins with a movement and changes by movements (`stock.book`).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from bson import ObjectId
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import BulkWriteError, DuplicateKeyError, OperationFailure

from b4mart_desktop.adapters.mongo.codec import Document, changed_fields, from_document, to_document
from b4mart_desktop.adapters.mongo.errors import database_errors, duplicate_field
from b4mart_desktop.adapters.mongo.transactions import in_transaction
from b4mart_desktop.domain.catalog import Category, Product
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.stock import MovementReason, StockMovement
from b4mart_desktop.services.slugs import slug

_MILLISECOND = dt.timedelta(milliseconds=1)
_SLUG_TRIES = 50


class MongoProducts:
    """The port ``ProductArchive``."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self._database = database

    async def by_codes(self, codes: Sequence[str]) -> Mapping[str, Product]:
        """Returns products by SKU or barcode, for those codes that exist; a SKU wins over a barcode.

        Documents that cannot be read are left out; `insert` then finds their codes taken.
        """
        wanted = list(dict.fromkeys(codes))
        either: list[Document] = [
            {"inventory.sku": {"$in": wanted}},
            {"inventory.barcodes": {"$in": wanted}},
        ]
        with database_errors():
            documents = await self._database.products.find({"$or": either}).to_list()
        products = [product for document in documents if (product := _readable(document)) is not None]
        found = {code: product for product in products for code in product.inventory.barcodes}
        found |= {product.inventory.sku: product for product in products}
        return {code: found[code] for code in wanted if code in found}

    async def slugs(self, slugs: Sequence[str]) -> frozenset[str]:
        """Returns those of ``slugs`` that are taken."""
        with database_errors():
            found = self._database.products.find({"slug": {"$in": list(slugs)}}, {"slug": 1, "_id": 0})
            return frozenset([document["slug"] async for document in found])

    async def tax_classes(self) -> frozenset[str]:
        """Returns the codes of all taxes."""
        with database_errors():
            found = self._database.taxes.find({}, {"code": 1, "_id": 0})
            return frozenset([document["code"] async for document in found])

    async def insert(
        self, products: Sequence[Product], user: Id | None, reason: MovementReason = MovementReason.OPENING
    ) -> None:
        """Adds products with the movements that brought what is on hand: all of them or none.

        Raises:
            AdapterError: DUPLICATE with ``field``.
        """
        documents = [to_document(product) for product in products]
        movements = [to_document(movement) for movement in _first_movements(products, user, reason)]

        async def write(session: AsyncClientSession) -> None:
            await self._database.products.insert_many(documents, session=session)
            if movements:
                await self._database.stockmovements.insert_many(movements, session=session)

        with database_errors():
            try:
                await in_transaction(self._database.client, write)
            except (BulkWriteError, OperationFailure) as error:
                raise _as_duplicate(error) from error

    async def update(self, old: Product, new: Product) -> None:
        """Writes the fields that differ, stock left out, if the document is still as ``old`` (``updatedAt``).

        Raises:
            AdapterError: CHANGED_MEANWHILE; DUPLICATE with ``field``.
        """
        stock = {"quantity": old.inventory.quantity, "shortage": old.inventory.shortage}
        wanted = msgspec.structs.replace(
            new,
            inventory=msgspec.structs.replace(new.inventory, **stock),
            updated_at=max(utc_now(), old.updated_at + _MILLISECOND),
        )
        unchanged = {"_id": ObjectId(old.id), "updatedAt": old.updated_at}
        with database_errors():
            try:
                result = await self._database.products.update_one(unchanged, changed_fields(old, wanted))
            except OperationFailure as error:
                raise _as_duplicate(error) from error
        if not result.matched_count:
            raise AdapterError(ErrorCode.CHANGED_MEANWHILE, collection="products", id=old.id)

    async def category(self, name: str) -> Category:
        """Returns the root category with that name, added where there is none."""
        with database_errors():
            for attempt in range(1, _SLUG_TRIES):
                found = await self._database.categories.find_one({"parent": None, "name": name})
                if found is not None:
                    return from_document(found, Category)
                # Somebody may add it right now, and another name may make the same slug.
                made = _category(name, slug(name, "" if attempt == 1 else str(attempt)))
                try:
                    await self._database.categories.insert_one(to_document(made))
                except DuplicateKeyError:
                    continue
                return made
        raise AdapterError(ErrorCode.DUPLICATE, collection="categories", field="slug", value=slug(name))


def _readable(document: Document) -> Product | None:
    try:
        return from_document(document, Product)
    except AdapterError:
        return None


def _first_movements(
    products: Sequence[Product], user: Id | None, reason: MovementReason
) -> list[StockMovement]:
    return [
        StockMovement(
            id=new_id(),
            product=product.id,
            delta=product.inventory.on_hand,
            reason=reason,
            user=user,
            at=product.created_at,
            quantity_after=product.inventory.on_hand,
        )
        for product in products
        if product.inventory.on_hand
    ]


def _category(name: str, wanted_slug: str) -> Category:
    now = utc_now()
    return Category(id=new_id(), name=name, slug=wanted_slug, created_at=now, updated_at=now)


def _as_duplicate(error: OperationFailure) -> Exception:
    field = duplicate_field(error)
    if field is None:
        return error
    return AdapterError(ErrorCode.DUPLICATE, collection="products", field=field)
