"""The server session by which a register posts: one at a time, and known to the next start of the program.

A program that is killed leaves its transaction open, and with it locks on products, until the server's limit
(``transactionLifetimeLimitSeconds``, a minute unless the server's owner chose another). The session is
therefore noted in the register's document, and the next start has the server end it: that aborts the
transaction at once. Ending one's own sessions needs no rights beyond being signed in.
"""

import logging

from bson import ObjectId
from bson.binary import Binary
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import OperationFailure

from b4mart_desktop.adapters.mongo.codec import Document
from b4mart_desktop.domain.ids import Id

_log = logging.getLogger(__name__)

_FIELD = "postingSession"


class PostingSession:
    """Keeps one session for all postings.

    A transaction left open by a lost connection is aborted by the next one of the same session. With a new
    session each time, that one would wait for its own forerunner's locks.
    """

    def __init__(self, database: AsyncDatabase[Document], register: Id | None) -> None:
        """Takes the database and whose session it is; None where it need not be known later."""
        self._database = database
        self._register = register
        self._session: AsyncClientSession | None = None

    async def get(self) -> AsyncClientSession:
        """Returns the session, a new one where the former was left in the middle of a transaction.

        Raises:
            PyMongoError: As the driver raises it.
        """
        if self._session is None or self._session.in_transaction:
            self._session = await self._begin()
        return self._session

    async def _begin(self) -> AsyncClientSession:
        session = self._database.client.start_session()
        if self._register is None:
            return session
        identity = {"_id": ObjectId(self._register)}
        found = await self._database.registers.find_one(identity, {_FIELD: 1}, session=session)
        former = (found or {}).get(_FIELD)
        if isinstance(former, Binary | bytes):
            await self._end(former)
        await self._database.registers.update_one(
            identity, {"$set": {_FIELD: session.session_id["id"]}}, session=session
        )
        return session

    async def _end(self, former: bytes) -> None:
        try:
            await self._database.client.admin.command("killSessions", [{"id": former}])
        except OperationFailure as error:  # such as of a hosted server that allows less: its limit has to do
            _log.warning("the session of the last run could not be ended: %s", error)
