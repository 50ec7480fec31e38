"""What is kept of imports in MongoDB: profiles for the next file of a kind, and how far each import came."""

from collections.abc import Sequence

from bson import ObjectId
from pymongo import DESCENDING
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError

from b4mart_desktop.adapters.mongo.codec import Document, from_document, to_document
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.imports import ImportProfile, ImportRun


class MongoImportBook:
    """The port ``ProfileBook``."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._database = database

    async def profiles(self) -> Sequence[ImportProfile]:
        """Returns all profiles by name."""
        with database_errors():
            found = self._database.importprofiles.find({}).sort("name")
            return [from_document(document, ImportProfile) async for document in found]

    async def keep(self, profile: ImportProfile) -> None:
        """Adds a profile, or changes the one of that name.

        Raises:
            AdapterError: DUPLICATE where somebody added one of that name at the same moment.
        """
        document = to_document(profile)
        added = {name: document.pop(name) for name in ("_id", "createdAt")}
        gone = {name: "" for name in ("sheet", "headerLine", "encoding", "delimiter") if name not in document}
        update: Document = {"$set": document, "$setOnInsert": added}
        if gone:
            update["$unset"] = gone
        with database_errors():
            try:
                await self._database.importprofiles.update_one({"name": profile.name}, update, upsert=True)
            except DuplicateKeyError as error:
                raise AdapterError(ErrorCode.DUPLICATE, collection="importprofiles", field="name") from error

    async def delete(self, profile: Id) -> None:
        """Deletes a profile."""
        with database_errors():
            await self._database.importprofiles.delete_one({"_id": ObjectId(profile)})

    async def runs(self, limit: int) -> Sequence[ImportRun]:
        """Returns the last imports, newest first."""
        with database_errors():
            found = self._database.importruns.find({}).sort("startedAt", DESCENDING).limit(limit)
            return [from_document(document, ImportRun) async for document in found]

    async def keep_run(self, run: ImportRun, before: ImportRun | None = None) -> None:
        """Keeps how far an import is, in place of ``before`` where that is given.

        Raises:
            AdapterError: CHANGED_MEANWHILE where it is not as in ``before`` any more.
        """
        as_it_was: Document = {"_id": ObjectId(run.id)}
        if before is not None:
            as_it_was["updatedAt"] = before.updated_at
        with database_errors():
            done = await self._database.importruns.replace_one(
                as_it_was, to_document(run), upsert=before is None
            )
        if before is not None and not done.matched_count:
            raise AdapterError(ErrorCode.CHANGED_MEANWHILE, collection="importruns", id=run.id)
