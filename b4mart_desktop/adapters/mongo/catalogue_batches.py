"""Changes of many products in MongoDB. Implements ``BatchBook``; who may do what is asked elsewhere."""

from collections.abc import Sequence

from bson import ObjectId
from pymongo import DESCENDING
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.mongo.codec import Document, from_document, to_document
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.domain.catalogue_batches import BatchState, CatalogueBatch
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import utc_now


class MongoCatalogueBatches:
    """What was changed together."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._batches = database.cataloguebatches

    async def last(self, limit: int) -> Sequence[CatalogueBatch]:
        """Returns the last ones, newest first."""
        with database_errors():
            found = self._batches.find({}).sort("startedAt", DESCENDING).limit(limit)
            return [from_document(document, CatalogueBatch) async for document in found]

    async def keep(self, batch: CatalogueBatch) -> None:
        """Keeps how far a change is."""
        with database_errors():
            await self._batches.replace_one({"_id": ObjectId(batch.id)}, to_document(batch), upsert=True)

    async def mark_undone(self, batch: Id) -> None:
        """Notes that a change was taken back; one that is not known is no error."""
        fields = {"state": BatchState.UNDONE.value, "updatedAt": utc_now()}
        with database_errors():
            await self._batches.update_one({"_id": ObjectId(batch)}, {"$set": fields})
