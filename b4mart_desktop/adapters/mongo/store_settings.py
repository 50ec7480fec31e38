"""The store's own settings: changed by people who look at them, with an audit entry or not at all."""

import msgspec
from bson import ObjectId
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.mongo.codec import Document, changed_fields, to_document
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.adapters.mongo.transactions import in_transaction
from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.record import utc_after
from b4mart_desktop.domain.store import Store


class MongoStoreSettings:
    """Implements ``services.ports.label_rules.StoreBook``."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._database = database

    async def change(self, old: Store, new: Store, audit: AuditEntry) -> Store:
        """Writes what differs and the audit entry, both or neither, if the document is still as ``old``.

        Raises:
            AdapterError: CHANGED_MEANWHILE.
        """
        wanted = msgspec.structs.replace(new, updated_at=utc_after(old.updated_at))

        async def write(session: AsyncClientSession) -> None:
            unchanged = {"_id": ObjectId(old.id), "updatedAt": old.updated_at}
            changes = changed_fields(old, wanted)
            result = await self._database.settings.update_one(unchanged, changes, session=session)
            if not result.matched_count:
                raise AdapterError(ErrorCode.CHANGED_MEANWHILE, collection="settings", id=old.id)
            await self._database.auditlog.insert_one(to_document(audit), session=session)

        with database_errors():
            await in_transaction(self._database.client, write)
        return wanted
