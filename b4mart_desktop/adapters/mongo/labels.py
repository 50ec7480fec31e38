"""The shop's label templates, and which label was printed last for each product."""

from collections.abc import Sequence

import msgspec
from bson import ObjectId
from pymongo import DESCENDING, ReplaceOne
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.mongo.codec import Document, changed_fields, from_document, to_document
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.labels import LabelPrint, LabelTemplate
from b4mart_desktop.domain.record import utc_after


class MongoLabels:
    """Implements ``services.ports.labels.LabelBook``."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._templates = database.labeltemplates
        self._prints = database.labelprints

    async def templates(self) -> Sequence[LabelTemplate]:
        """Returns the shop's own templates by name; one that cannot be read is left out."""
        with database_errors():
            found = [document async for document in self._templates.find().sort("name")]
        return [template for document in found if (template := _read(document)) is not None]

    async def add(self, template: LabelTemplate) -> None:
        """Keeps a new template."""
        with database_errors():
            await self._templates.insert_one(to_document(template))

    async def change(self, old: LabelTemplate, new: LabelTemplate) -> LabelTemplate:
        """Writes what differs if the document is still as ``old``; returns it as it is then.

        Raises:
            AdapterError: CHANGED_MEANWHILE.
        """
        wanted = msgspec.structs.replace(new, updated_at=utc_after(old.updated_at))
        unchanged = {"_id": ObjectId(old.id), "updatedAt": old.updated_at}
        with database_errors():
            result = await self._templates.update_one(unchanged, changed_fields(old, wanted))
        if not result.matched_count:
            raise AdapterError(ErrorCode.CHANGED_MEANWHILE, collection="labeltemplates", id=old.id)
        return wanted

    async def remove(self, template: Id) -> None:
        """Forgets a template."""
        with database_errors():
            await self._templates.delete_one({"_id": ObjectId(template)})

    async def note(self, prints: Sequence[LabelPrint]) -> None:
        """Keeps what was printed, in place of what was noted of the same products before.

        A print is a whole document of ours, which nobody else writes.
        """
        writes = [ReplaceOne({"_id": ObjectId(each.id)}, to_document(each), upsert=True) for each in prints]
        if writes:
            with database_errors():
                await self._prints.bulk_write(writes, ordered=False)

    async def last_batch(self) -> Sequence[LabelPrint]:
        """Returns what was printed last, together: no product of it was printed in a later batch."""
        with database_errors():
            newest = await self._prints.find_one(sort=[("at", DESCENDING)])
            if newest is None:
                return ()
            found = self._prints.find({"batch": newest["batch"]})
            return [from_document(document, LabelPrint) async for document in found]


def _read(document: Document) -> LabelTemplate | None:
    try:
        return from_document(document, LabelTemplate)
    except AdapterError:
        return None
