"""The shop's registers: each has a code of its own, which begins its receipt numbers."""

import itertools
import re
from collections.abc import Sequence

import msgspec
from bson import ObjectId
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError

from b4mart_desktop.adapters.mongo.codec import Document, changed_fields, from_document, to_document
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.adapters.mongo.transactions import in_transaction
from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.record import utc_after, utc_now
from b4mart_desktop.domain.tills import Register


class MongoRegisters:
    """Implements ``services.ports.RegisterBook``."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._database = database
        self._registers = database.registers
        self._orders = database.orders

    async def enrol(self, device: str, name: str, wanted_code: str | None) -> Register:
        """Adds a register with the wanted or the next free code (``1``, ``2``, …).

        Without a wanted code a register is always new, even on a device that had one: its receipt counter
        was lost with the device's data, and no receipt number may ever come twice.

        Args:
            device: Identity of the device; not its name, which another one may have too.
            name: What people call it.
            wanted_code: The code it shall have, if any.

        Raises:
            AdapterError: REGISTER_TAKEN (``wanted``, ``name``: the other device's) where that code is taken.
        """
        with database_errors():
            while True:
                code = wanted_code or await self._free_code()
                try:
                    return await self._add(device, name, code)
                except DuplicateKeyError:
                    if wanted_code is not None:
                        return await self._of_device(device, code)

    async def last_receipt(self, code: str) -> int:
        """Returns the highest receipt number posted under ``code``, as a number; 0 where there is none.

        Looks at numbers, not at the register's ``_id``: they must be unique even where a code was given
        again after somebody deleted its register. Compared as numbers: as texts 1000000 is below 999999.
        """
        numbers = {"$type": "string", "$regex": f"^{re.escape(code)}-[0-9]+$"}
        counter = {"$toLong": {"$arrayElemAt": [{"$split": ["$receiptNumber", "-"]}, -1]}}
        with database_errors():
            found = await self._orders.aggregate(
                [
                    {"$match": {"receiptNumber": numbers}},
                    {"$group": {"_id": None, "last": {"$max": counter}}},
                ]
            )
            (highest,) = await found.to_list() or ({"last": 0},)
        return int(highest["last"])

    async def all(self) -> Sequence[Register]:
        """Returns all registers the shop ever had, in the order they were added."""
        with database_errors():
            cursor = self._registers.find().sort("_id")
            return [from_document(document, Register) async for document in cursor]

    async def change(self, old: Register, new: Register, audit: AuditEntry) -> Register:
        """Writes what differs and the audit entry, both or neither, if the document is still as ``old``.

        Raises:
            AdapterError: CHANGED_MEANWHILE.
        """
        wanted = msgspec.structs.replace(new, updated_at=utc_after(old.updated_at))

        async def write(session: AsyncClientSession) -> None:
            unchanged = {"_id": ObjectId(old.id), "updatedAt": old.updated_at}
            result = await self._registers.update_one(unchanged, changed_fields(old, wanted), session=session)
            if not result.matched_count:
                raise AdapterError(ErrorCode.CHANGED_MEANWHILE, collection="registers", id=old.id)
            await self._database.auditlog.insert_one(to_document(audit), session=session)

        with database_errors():
            await in_transaction(self._database.client, write)
        return wanted

    async def _of_device(self, device: str, code: str) -> Register:
        found = await self._registers.find_one({"code": code})
        if found is None or found.get("device") != device:
            raise AdapterError(ErrorCode.REGISTER_TAKEN, wanted=code, name=(found or {}).get("name"))
        return from_document(found, Register)

    async def _free_code(self) -> str:
        taken = set(await self._registers.distinct("code"))
        return next(code for number in itertools.count(1) if (code := str(number)) not in taken)

    async def _add(self, device: str, name: str, code: str) -> Register:
        now = utc_now()
        register = Register(id=new_id(), code=code, name=name, device=device, created_at=now, updated_at=now)
        await self._registers.insert_one(to_document(register))
        return register
