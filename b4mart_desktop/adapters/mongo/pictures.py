"""Pictures of products in the GridFS bucket ``pictures``: file name = SHA-256 of the content + ``.jpg``.

The web store serves them from there under the address that stands in ``images[].url``. Making and scaling
belong to ``adapters.pictures``.
"""

import datetime as dt
import re
from collections.abc import AsyncGenerator, Callable, Iterable

from bson import ObjectId
from gridfs import NoFile
from gridfs.asynchronous import AsyncGridFSBucket
from gridfs.errors import CorruptGridFile
from pymongo import ASCENDING, ReadPreference
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.mongo.codec import Document
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.ports.pictures import MadePicture, Sweep

BUCKET = "pictures"
DEFAULT_ADDRESS = "/api/pictures"
KEPT_UNUSED = dt.timedelta(days=30)

_ONE_CHUNK = 1024 * 1024  # nearly every picture is one document
_NAME = re.compile(r"(?:^|/)([0-9a-f]{64}\.jpg)(?:[?#].*)?$")
_NAMED = "[0-9a-f]{64}[.]jpg"
_UNUSED_SINCE = "metadata.unusedSince"
_AT_ONCE = 50_000


def picture_name(url: str) -> str | None:
    """Returns the file name in an address of ours, whatever it begins with; None for any other address."""
    found = _NAME.search(url)
    return found[1] if found else None


def picture_address(digest: str, address: str = DEFAULT_ADDRESS) -> str:
    """Returns where the web store serves the picture with that SHA-256."""
    return f"{address}/{digest}.jpg"


class MongoPictures:
    """Implements ``services.ports.pictures.PictureStore``, ``PictureFetcher`` and ``PictureSweeper``.

    Args:
        database: The shop's.
        address: What addresses begin with: where the web store serves the bucket.
        clock: The time of day.
    """

    def __init__(
        self,
        database: AsyncDatabase[Document],
        address: str = DEFAULT_ADDRESS,
        clock: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        self._database = database
        self._address = address.rstrip("/")
        self._clock = clock
        self._bucket = AsyncGridFSBucket(database, BUCKET, chunk_size_bytes=_ONE_CHUNK)
        self._files = database[f"{BUCKET}.files"]
        self._chunks = database[f"{BUCKET}.chunks"]

    async def put(self, picture: MadePicture, product: Id | None) -> str:
        """Keeps a picture and returns its address; the same content is kept once."""
        name = f"{picture.digest}.jpg"
        metadata = {"contentType": "image/jpeg", "width": picture.edge, "height": picture.edge}
        if product is not None:
            metadata["product"] = ObjectId(product)
        with database_errors():
            # Also tells a sweep that is about to delete it that somebody uses it again.
            kept = await self._files.update_many({"filename": name}, {"$unset": {_UNUSED_SINCE: ""}})
            if not kept.matched_count:
                await self._bucket.upload_from_stream(name, picture.content, metadata=metadata)
        return picture_address(picture.digest, self._address)

    async def fetch(self, url: str) -> bytes | None:
        """Returns the picture behind an address of ours, None where there is none."""
        name = picture_name(url)
        if name is None:
            return None
        with database_errors():
            try:
                stream = await self._bucket.open_download_stream_by_name(name)
                return bytes(await stream.read())
            except (NoFile, CorruptGridFile):  # deleted, or being deleted
                return None

    async def sweep(self) -> Sweep:
        """Notes which pictures nothing names, and deletes those that nothing has named for 30 days.

        What is looked through is every product and category, whatever their status. A picture is recognised
        by its file name alone, so that another ``address`` than today's is no reason to delete it.
        """
        total = Sweep()
        with database_errors():
            async for names in self._names():
                swept = await self._sweep(names)
                total = Sweep(
                    kept=total.kept + swept.kept,
                    unused=total.unused + swept.unused,
                    dropped=total.dropped + swept.dropped,
                )
        return total

    async def _names(self) -> AsyncGenerator[set[str], None]:
        last = ""
        while True:
            query = self._files.find({"filename": {"$gt": last}}, {"filename": 1, "_id": 0})
            found = await query.sort("filename", ASCENDING).limit(_AT_ONCE).to_list()
            if not found:
                return
            last = found[-1]["filename"]
            yield {file["filename"] for file in found}

    async def _sweep(self, names: set[str]) -> Sweep:
        now = self._clock()
        unnamed = names - await self._named_among(names)
        named = names - unnamed
        await self._mark(named, {"$exists": True}, {"$unset": {_UNUSED_SINCE: ""}})
        await self._mark(unnamed, {"$exists": False}, {"$set": {_UNUSED_SINCE: now}})
        dropped = await self._drop(unnamed, now - KEPT_UNUSED)
        return Sweep(kept=len(named), unused=len(unnamed) - dropped, dropped=dropped)

    async def _mark(self, names: Iterable[str], since: Document, change: Document) -> None:
        ordered = sorted(names)
        for start in range(0, len(ordered), 1000):
            part = ordered[start : start + 1000]
            await self._files.update_many({"filename": {"$in": part}, _UNUSED_SINCE: since}, change)

    async def _drop(self, names: set[str], before: dt.datetime) -> int:
        dropped = 0
        for name in sorted(names):
            long_unused = {"filename": name, _UNUSED_SINCE: {"$lte": before}}
            while (file := await self._files.find_one_and_delete(long_unused)) is not None:
                await self._chunks.delete_many({"files_id": file["_id"]})
                dropped += 1
        return dropped

    async def _named_among(self, names: set[str]) -> set[str]:
        """Which of ``names`` some product or category names. Reads what names any, so not for a hurry."""
        named: set[str] = set()
        for collection, field in (("products", "images.url"), ("categories", "image")):
            source = self._database[collection].with_options(
                read_preference=ReadPreference.SECONDARY_PREFERRED
            )
            async for document in source.find({field: {"$regex": _NAMED}}, {field: 1, "_id": 0}):
                named.update(name for url in _addresses(document) if (name := picture_name(url)) in names)
        return named


def _addresses(document: Document) -> list[str]:
    images = document.get("images")
    found = [image.get("url") for image in images if isinstance(image, dict)] if images else []
    return [url for url in [*found, document.get("image")] if isinstance(url, str)]
