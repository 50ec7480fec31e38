"""Saved views of the catalogue in MongoDB. Implements ``ViewBook``; who may do what is asked elsewhere."""

from collections.abc import Sequence

import msgspec
from bson import ObjectId
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.mongo.codec import Document, changed_fields, readable, to_document
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.product_lists import SavedView
from b4mart_desktop.domain.record import utc_after


class MongoSavedViews:
    """Everybody's views."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._views = database.catalogueviews

    async def views(self, user: Id) -> Sequence[SavedView]:
        """Returns a person's own views and the shared ones, as far as they can be read."""
        wanted = {"$or": [{"owner": ObjectId(user)}, {"shared": True}]}
        with database_errors():
            documents = await self._views.find(wanted).to_list()
        return [view for document in documents if (view := readable(document, SavedView)) is not None]

    async def add(self, view: SavedView) -> SavedView:
        """Adds a view."""
        with database_errors():
            await self._views.insert_one(to_document(view))
        return view

    async def change(self, old: SavedView, new: SavedView) -> SavedView:
        """Writes what differs, if the document is still as ``old``."""
        wanted = msgspec.structs.replace(new, updated_at=utc_after(old.updated_at))
        with database_errors():
            result = await self._views.update_one(_unchanged(old), changed_fields(old, wanted))
        if not result.matched_count:
            raise AdapterError(ErrorCode.CHANGED_MEANWHILE, collection="catalogueviews", id=old.id)
        return wanted

    async def remove(self, view: SavedView) -> None:
        """Removes a view, if the document is still as it; one that is gone is no error."""
        with database_errors():
            result = await self._views.delete_one(_unchanged(view))
            left = result.deleted_count or await self._views.find_one({"_id": ObjectId(view.id)}, {"_id": 1})
        if not result.deleted_count and left:
            raise AdapterError(ErrorCode.CHANGED_MEANWHILE, collection="catalogueviews", id=view.id)


def _unchanged(view: SavedView) -> Document:
    return {"_id": ObjectId(view.id), "updatedAt": view.updated_at}
