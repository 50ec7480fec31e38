"""Finished documents (invoices) kept in the database, in the GridFS bucket ``documents``."""

from bson import ObjectId
from gridfs import NoFile
from gridfs.asynchronous import AsyncGridFSBucket
from gridfs.errors import CorruptGridFile
from pymongo import DESCENDING
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.mongo.codec import Document
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.domain.ids import Id

BUCKET = "documents"
_NEWEST_FIRST = [("uploadDate", DESCENDING)]


class MongoFiles:
    """Implements ``services.ports.FileStore``."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._bucket = AsyncGridFSBucket(database, BUCKET)

    async def put(self, name: str, content: bytes, ref: Id, kind: str) -> None:
        """Keeps ``content``; the same name again replaces it.

        The new content is whole before the old one goes, so that there is one to read at any moment.
        """
        metadata = {"ref": ObjectId(ref), "kind": kind}
        with database_errors():
            await self._bucket.upload_from_stream(name, content, metadata=metadata)
            _, *older = await self._bucket.find({"filename": name}, sort=_NEWEST_FIRST).to_list()
            for file in older:
                await self._drop(file._id)

    async def get(self, name: str) -> bytes | None:
        """Returns the content kept under ``name``, the newest where two were put at once."""
        with database_errors():
            try:
                return await self._read(name)
            except CorruptGridFile:  # replaced while it was read
                return await self._read(name)

    async def _read(self, name: str) -> bytes | None:
        try:
            stream = await self._bucket.open_download_stream_by_name(name)
        except NoFile:
            return None
        return bytes(await stream.read())

    async def _drop(self, file: ObjectId) -> None:
        try:
            await self._bucket.delete(file)
        except NoFile:  # somebody else who replaced it was quicker
            return
