"""Products in MongoDB for those who bring or take many: imports and exports. Editing is ``product_edits``.

A product's stock is never edited here: it begins with a movement and changes by movements (``stock.book``).
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, TypeVar

from bson import ObjectId
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import BulkWriteError, OperationFailure

from b4mart_desktop.adapters.mongo import stock
from b4mart_desktop.adapters.mongo.codec import Document, from_document, readable, to_document
from b4mart_desktop.adapters.mongo.errors import database_errors, duplicate_field
from b4mart_desktop.adapters.mongo.import_book import MongoImportBook
from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.adapters.mongo.transactions import in_transaction
from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.catalog import Category, Product, ProductStatus
from b4mart_desktop.domain.edits import CatalogueChange
from b4mart_desktop.domain.errors import AdapterError, B4MartError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.imports import ImportRun
from b4mart_desktop.domain.people import User, UserRole
from b4mart_desktop.domain.record import Record
from b4mart_desktop.domain.stock import MovementReason, StockMovement
from b4mart_desktop.services.ports.catalogue import Author
from b4mart_desktop.services.ports.exchange import Reverse, Vendor

BATCH = 500

R = TypeVar("R", bound=Record)


class MongoProducts:
    """The ports ``ImportArchive`` and ``ProductSource``."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self._database = database
        self._edits = MongoProductEdits(database)
        self._book = MongoImportBook(database)

    # ------------------------------------------------------------ reading

    async def by_codes(self, codes: Sequence[str]) -> Mapping[str, Product]:
        """Returns products by SKU or barcode, for those codes that exist.

        A SKU wins over a barcode, and a product that is not archived over one that is. Documents that cannot
        be read are left out; `insert` then finds their codes taken.
        """
        wanted = list(dict.fromkeys(codes))
        either: list[Document] = [
            {"inventory.sku": {"$in": wanted}},
            {"inventory.barcodes": {"$in": wanted}},
        ]
        with database_errors():
            documents = await self._database.products.find({"$or": either}).to_list()
        products = [product for document in documents if (product := readable(document, Product)) is not None]
        products.sort(key=lambda product: product.status is not ProductStatus.ARCHIVED)
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

    async def vendors(self) -> Sequence[Vendor]:
        """Returns all vendors that can be read."""
        with database_errors():
            documents = await self._database.users.find({"role": UserRole.VENDOR.value}).to_list()
        users = [user for document in documents if (user := readable(document, User)) is not None]
        return [Vendor(user.id, user.email, user.name) for user in users]

    async def categories(self) -> Sequence[Category]:
        """Returns all categories that can be read."""
        with database_errors():
            documents = await self._database.categories.find({}).to_list()
        return [found for document in documents if (found := readable(document, Category)) is not None]

    async def products(self, ids: Sequence[Id] | None) -> AsyncIterator[Sequence[Product]]:
        """Yields products in batches: those, in that order, or all by SKU; unreadable ones are left out."""
        with database_errors():
            if ids is None:
                async for batch in self._all():
                    yield batch
            else:
                for start in range(0, len(ids), BATCH):
                    wanted = ids[start : start + BATCH]
                    found = await self._edits.products(wanted)
                    yield [found[identity] for identity in wanted if identity in found]

    async def count(self) -> int:
        """Returns about how many products there are."""
        with database_errors():
            return await self._database.products.estimated_document_count()

    async def _all(self) -> AsyncIterator[Sequence[Product]]:
        cursor = self._database.products.find({}, batch_size=BATCH).sort("inventory.sku")
        batch: list[Product] = []
        async for document in cursor:
            product = readable(document, Product)
            if product is not None:
                batch.append(product)
            if len(batch) == BATCH:
                yield batch
                batch = []
        yield batch

    # ------------------------------------------------------------ writing

    async def insert(self, products: Sequence[Product], author: Author) -> None:
        """Adds products with their history and the movements that brought what is on hand: all or none.

        Raises:
            AdapterError: DUPLICATE with ``field``.
        """
        if not products:
            return
        documents = [to_document(product) for product in products]
        movements = [to_document(movement) for movement in _first_movements(products, author)]
        changes = [to_document(_created(product, author)) for product in products]

        async def write(session: AsyncClientSession) -> None:
            await self._database.products.insert_many(documents, session=session)
            if movements:
                await self._database.stockmovements.insert_many(movements, session=session)
            await self._database.cataloguechanges.insert_many(changes, ordered=False, session=session)

        with database_errors():
            try:
                await in_transaction(self._database.client, write)
            except (BulkWriteError, OperationFailure) as error:
                raise _as_duplicate(error, "products") from error

    async def save_many(
        self, pairs: Sequence[tuple[Product, Product]], author: Author
    ) -> Sequence[B4MartError | None]:
        """Saves each product's changes with its history; returns why one could not be, None where it was."""
        return await self._edits.save_many(pairs, author)

    async def book(self, movements: Sequence[StockMovement], audit: AuditEntry | None) -> None:
        """Books what makes stock as a table says it is, with the audit entry of it."""
        with database_errors():
            await in_transaction(
                self._database.client, lambda session: self._book_in(session, movements, audit)
            )

    async def _book_in(
        self, session: AsyncClientSession, movements: Sequence[StockMovement], audit: AuditEntry | None
    ) -> None:
        booked = await stock.book(self._database, session, movements)
        await self._database.stockmovements.insert_many(booked, session=session)
        if audit is not None:
            await self._database.auditlog.insert_one(to_document(audit), session=session)

    async def corrections(self, batch: Id) -> AsyncIterator[Sequence[Id]]:
        """Yields, some at a time, the movements by which an import set stock."""
        corrected = {"reason": MovementReason.ADJUSTMENT.value, "ref": ObjectId(batch)}
        with database_errors():
            # All of them before the first is taken back: what is written meanwhile must not be met again.
            found = await self._database.stockmovements.find(corrected, {"_id": 1}).to_list()
            for start in range(0, len(found), BATCH):
                yield [Id(str(document["_id"])) for document in found[start : start + BATCH]]

    async def take_back(self, corrections: Sequence[Id], reverse: Reverse) -> int:
        """Books what ``reverse`` makes of those of the corrections that none took back yet; returns how many.

        Which ones those are is asked in the transaction that books. Of two that take the same back, both
        would write the product: the second one has to begin again, and finds it done.
        """

        async def write(session: AsyncClientSession) -> int:
            standing = await self._standing(corrections, session)
            if standing:
                await self._book_in(session, *reverse(standing))
            return len(standing)

        with database_errors():
            return await in_transaction(self._database.client, write)

    async def _standing(
        self, corrections: Sequence[Id], session: AsyncClientSession
    ) -> Sequence[StockMovement]:
        """Returns those of the movements that no other refers to."""
        ledger, wanted = self._database.stockmovements, [ObjectId(each) for each in corrections]
        back: Document = {"reason": MovementReason.ADJUSTMENT.value, "ref": {"$in": wanted}}
        taken_back = {document["ref"] async for document in ledger.find(back, {"ref": 1}, session=session)}
        standing = [movement for movement in wanted if movement not in taken_back]
        documents = await ledger.find({"_id": {"$in": standing}}, session=session).to_list()
        return [from_document(document, StockMovement) for document in documents]

    async def add_categories(self, categories: Sequence[Category]) -> None:
        """Adds categories.

        Raises:
            AdapterError: DUPLICATE with ``field`` where somebody added one of them at the same moment.
        """
        with database_errors():
            try:
                await self._database.categories.insert_many([to_document(each) for each in categories])
            except (BulkWriteError, OperationFailure) as error:
                raise _as_duplicate(error, "categories") from error

    async def keep_run(self, run: ImportRun, before: ImportRun | None = None) -> None:
        """Keeps how far an import is, as ``MongoImportBook.keep_run`` does."""
        await self._book.keep_run(run, before)


def _first_movements(products: Sequence[Product], author: Author) -> list[StockMovement]:
    return [
        StockMovement(
            id=new_id(),
            product=product.id,
            delta=product.inventory.on_hand,
            reason=MovementReason.IMPORT,
            register=author.register,
            user=author.user,
            at=product.created_at,
            quantity_after=product.inventory.on_hand,
        )
        for product in products
        if product.inventory.on_hand
    ]


def _created(product: Product, author: Author) -> CatalogueChange:
    """A change without fields: it made the product."""
    return CatalogueChange(
        id=new_id(),
        product=product.id,
        name=product.name,
        kind=author.kind,
        batch=author.batch,
        user=author.user,
        user_name=author.user_name,
        register=author.register,
        version=product.updated_at,
        at=product.updated_at,
    )


def _as_duplicate(error: OperationFailure, collection: str) -> Exception:
    field = duplicate_field(error)
    if field is None:
        return error
    return AdapterError(ErrorCode.DUPLICATE, collection=collection, field=field)
