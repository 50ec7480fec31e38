"""The tree of categories in MongoDB, changed as a whole. Implements ``CategoryStore``."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bson import ObjectId
from pymongo import InsertOne, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.mongo.codec import Document, changed_fields, readable, to_document
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.adapters.mongo.transactions import in_transaction
from b4mart_desktop.domain.catalog import Category
from b4mart_desktop.domain.category_tree import CategoryTree, TreeChange
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.slugs import slug

TREE_KEY = "categorytree"
"""Its document in ``settings`` counts changes: each writes it, so that they come one after the other."""


class MongoCategories:
    """All categories of the shop."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._database = database

    async def tree(self) -> CategoryTree:
        """Returns all categories that can be read."""
        with database_errors():
            return await self._tree(None)

    async def change(self, work: Callable[[CategoryTree], TreeChange]) -> CategoryTree:
        """Writes what ``work`` makes of the tree as it is then: all of it or nothing.

        Raises:
            DomainError: What ``work`` raises; then nothing was written.
            AdapterError: CATEGORY_NOT_EMPTY where a removed category still has products.
        """

        async def write(session: AsyncClientSession) -> CategoryTree:
            await self._take_turn(session)
            tree = await self._tree(session)
            change = work(tree)
            await self._check_empty(tree, change, session)
            await self._write(tree, change, session)
            return await self._tree(session)

        with database_errors():
            await self._have_turns()
            return await in_transaction(self._database.client, write)

    async def counts(self) -> Mapping[Id, int]:
        """Returns how many products that are not archived each category has itself."""
        pipeline: list[Document] = [
            {"$match": {"category": {"$type": "objectId"}}},
            {"$group": {"_id": {"category": "$category", "status": "$status"}, "count": {"$sum": 1}}},
        ]
        counts: dict[Id, int] = {}
        with database_errors():
            found = await self._database.products.aggregate(pipeline, hint="category_1_status_1")
            async for group in found:
                if group["_id"].get("status") != "archived":
                    category = Id(str(group["_id"]["category"]))
                    counts[category] = counts.get(category, 0) + group["count"]
        return counts

    async def products(self, category: Id, after: Id | None, limit: int) -> Sequence[Id]:
        """Returns up to ``limit`` of a category's own products, archived ones included, by id."""
        wanted: Document = {"category": ObjectId(category)}
        if after is not None:
            wanted["_id"] = {"$gt": ObjectId(after)}
        with database_errors():
            found = self._database.products.find(wanted, {"_id": 1}).sort("_id", 1).limit(limit)
            return [Id(str(document["_id"])) for document in await found.to_list()]

    async def replace_in_rules(self, category: Id, into: Id) -> None:
        """Has promotions that name a category name another one instead."""
        old, new = ObjectId(category), ObjectId(into)
        with database_errors():
            for document in await self._database.promotions.find().to_list():
                named = {name: _with_other(value, old, new) for name, value in document.items()}
                changes = {name: value for name, value in named.items() if value != document[name]}
                if changes:
                    update = {"$set": changes, "$currentDate": {"updatedAt": True}}
                    unchanged = {"_id": document["_id"], "updatedAt": document.get("updatedAt")}
                    await self._database.promotions.update_one(unchanged, update)

    # ------------------------------------------------------------ inside

    async def _tree(self, session: AsyncClientSession | None) -> CategoryTree:
        documents = await self._database.categories.find(session=session).to_list()
        found = [readable(document, Category) for document in documents]
        return CategoryTree([category for category in found if category is not None], slug)

    async def _have_turns(self) -> None:
        """A transaction must not insert what another one may insert at the same time."""
        start = {"$setOnInsert": {"changes": 0}}
        await self._database.settings.update_one({"key": TREE_KEY}, start, upsert=True)

    async def _take_turn(self, session: AsyncClientSession) -> None:
        await self._database.settings.update_one({"key": TREE_KEY}, {"$inc": {"changes": 1}}, session=session)

    async def _check_empty(self, tree: CategoryTree, change: TreeChange, session: AsyncClientSession) -> None:
        for category in change.removed:
            wanted = {"category": ObjectId(category)}
            if await self._database.products.find_one(wanted, {"_id": 1}, session=session) is not None:
                raise AdapterError(ErrorCode.CATEGORY_NOT_EMPTY, name=tree.need(category).name)

    async def _write(self, tree: CategoryTree, change: TreeChange, session: AsyncClientSession) -> None:
        renamed = [new for new in change.updated if new.slug != tree.need(new.id).slug]
        # Slugs are unique at every step: those that change make room for each other first.
        room: list[Any] = [
            UpdateOne({"_id": ObjectId(new.id)}, {"$set": {"slug": f"moving-{new.id}"}}) for new in renamed
        ]
        updates = [
            UpdateOne({"_id": ObjectId(new.id)}, changed_fields(tree.need(new.id), new))
            for new in change.updated
        ]
        inserts = [InsertOne(to_document(new)) for new in change.added]
        writes = [*room, *updates, *inserts]
        if writes:
            await self._database.categories.bulk_write(writes, session=session)
        if change.removed:
            gone = [ObjectId(category) for category in change.removed]
            await self._database.categories.delete_many({"_id": {"$in": gone}}, session=session)


def _with_other(value: object, old: ObjectId, new: ObjectId) -> Any:
    """Returns a value of a document with another category wherever it names ``old``, each once in a list."""
    match value:
        case Mapping():
            return {name: _with_other(element, old, new) for name, element in value.items()}
        case list() if old in value:
            return list(dict.fromkeys(new if element == old else element for element in value))
        case list():
            return [_with_other(element, old, new) for element in value]
        case _:
            return value
