"""Making sure that the database is the shop's own before anything is posted into it.

A server may be swapped under a running program: the same address, another shop's data.
"""

from collections.abc import Mapping
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.mongo.codec import Document
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.store import STORE_KEY


class StoreCheck:
    """Asks a database for its store, once for each run of its server."""

    def __init__(self, database: AsyncDatabase[Document], store: Id) -> None:
        """Takes the database and the ``_id`` of the store whose it has to be."""
        self._database = database
        self._store = store
        self._known: frozenset[object] = frozenset()

    async def check(self, session: AsyncClientSession) -> None:
        """Asks within the session's transaction; nothing where the server that answered is still running.

        Raises:
            AdapterError: OTHER_STORE with ``found``, the other store's ``_id``, None where there is none.
            PyMongoError: As the driver raises it.
        """
        running = _runs(self._database.client)
        if running and running == self._known:
            return
        found = await self._database.settings.find_one({"key": STORE_KEY}, {"_id": True}, session=session)
        store = None if found is None else str(found["_id"])
        if store != self._store:
            raise AdapterError(ErrorCode.OTHER_STORE, found=store)
        self._known = running


def _runs(client: AsyncMongoClient[dict[str, Any]]) -> frozenset[object]:
    """Returns what the servers that take writes say about which run of theirs it is.

    Known from the driver's own watching, without asking. Source: ``topologyVersion`` in the answer to
    ``hello``, "processId: unique to the current mongod or mongos process"; in every version we work with.
    """
    servers = client.topology_description.server_descriptions().values()
    versions = [server.topology_version for server in servers if server.is_writable]
    return frozenset(version["processId"] for version in versions if isinstance(version, Mapping))
