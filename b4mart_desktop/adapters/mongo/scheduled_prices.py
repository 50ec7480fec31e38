"""Scheduled prices in MongoDB; carrying one out is a transaction. Implements ``PriceSchedule``."""

import datetime as dt
import logging
from collections.abc import Sequence

import msgspec
from bson import ObjectId
from pymongo import ASCENDING, DESCENDING
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.mongo.codec import (
    Document,
    all_readable,
    changed_fields,
    from_document,
    to_document,
)
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.adapters.mongo.transactions import in_transaction
from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.edits import EditKind
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.scheduled_prices import (
    ScheduledPrice,
    ScheduleState,
    SkipReason,
    Step,
    cancelled,
    handed_on,
    next_step,
    refused,
)
from b4mart_desktop.services.ports.catalogue import Author

_log = logging.getLogger(__name__)


class MongoScheduledPrices:
    """Plans, and doing what they say."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._database = database
        self._plans = database.scheduledprices
        self._edits = MongoProductEdits(database)

    async def add(self, plans: Sequence[ScheduledPrice], audit: AuditEntry) -> None:
        """Adds plans and the audit entry, all or none."""

        async def write(session: AsyncClientSession) -> None:
            await self._plans.insert_many([to_document(plan) for plan in plans], session=session)
            await self._database.auditlog.insert_one(to_document(audit), session=session)

        with database_errors():
            await in_transaction(self._database.client, write)

    async def open(self, limit: int) -> Sequence[ScheduledPrice]:
        """Returns plans with something still to be done, what is due first."""
        wanted: Document = {"dueAt": {"$exists": True}}
        with database_errors():
            found = self._plans.find(wanted).sort("dueAt", ASCENDING).limit(limit)
            return all_readable(await found.to_list(), ScheduledPrice)

    async def ended(self, before: dt.datetime | None, limit: int) -> Sequence[ScheduledPrice]:
        """Returns plans with nothing more to do, by ``at``, newest first; those planned before if given."""
        wanted: Document = {"dueAt": {"$exists": False}}
        wanted["at"] = {"$exists": True} if before is None else {"$lt": before}
        with database_errors():
            found = self._plans.find(wanted).sort("at", DESCENDING).limit(limit)
            return all_readable(await found.to_list(), ScheduledPrice)

    async def of_product(self, product: Id) -> Sequence[ScheduledPrice]:
        """Returns all plans of a product, newest first."""
        with database_errors():
            found = self._plans.find({"product": ObjectId(product)}).sort("at", DESCENDING)
            return all_readable(await found.to_list(), ScheduledPrice)

    async def cancel(self, plans: Sequence[Id], audit: AuditEntry) -> int:
        """Calls those plans off that have something still to be done; returns how many."""

        async def write(session: AsyncClientSession) -> int:
            wanted = {"_id": {"$in": [ObjectId(plan) for plan in plans]}, "dueAt": {"$exists": True}}
            found = all_readable(await self._plans.find(wanted, session=session).to_list(), ScheduledPrice)
            for plan in found:
                await self._update(plan, cancelled(plan, audit.at), session)
            if found:
                await self._database.auditlog.insert_one(to_document(audit), session=session)
            return len(found)

        with database_errors():
            return await in_transaction(self._database.client, write)

    async def cancel_batch(self, batch: Id, audit: AuditEntry) -> int:
        """Calls off what was planned together, as far as something is still to be done; returns how many."""
        wanted = {"batch": ObjectId(batch), "dueAt": {"$exists": True}}
        ended = {"state": ScheduleState.CANCELLED.value, "endedAt": audit.at, "updatedAt": audit.at}
        change = {"$set": ended, "$unset": {"dueAt": True}}

        async def write(session: AsyncClientSession) -> int:
            written = await self._plans.update_many(wanted, change, session=session)
            if written.modified_count:
                await self._database.auditlog.insert_one(to_document(audit), session=session)
            return written.modified_count

        with database_errors():
            return await in_transaction(self._database.client, write)

    async def due(self, moment: dt.datetime, limit: int) -> Sequence[Id]:
        """Returns plans of which something is due, the oldest first."""
        with database_errors():
            found = self._plans.find({"dueAt": {"$lte": moment}}, {"_id": True}).sort("dueAt", ASCENDING)
            return [Id(str(document["_id"])) for document in await found.limit(limit).to_list()]

    async def carry_out(self, plan: Id, moment: dt.datetime) -> bool:
        """Does what is due of a plan: product, history and plan in one transaction."""

        async def write(session: AsyncClientSession) -> bool:
            wanted = {"_id": ObjectId(plan), "dueAt": {"$lte": moment}}
            document = await self._plans.find_one(wanted, session=session)
            if document is None:
                return False
            try:
                planned = from_document(document, ScheduledPrice)
            except AdapterError as error:
                await self._give_up(plan, error, moment, session)
                return True
            try:
                await self._do(planned, moment, session)
            except AdapterError as error:
                if error.code is not ErrorCode.UNREADABLE_DOCUMENT:
                    raise
                await self._update(planned, refused(planned, moment), session)
            return True

        with database_errors():
            return await in_transaction(self._database.client, write)

    async def _do(self, planned: ScheduledPrice, moment: dt.datetime, session: AsyncClientSession) -> None:
        wanted = {"_id": ObjectId(planned.product)}
        document = await self._database.products.find_one(wanted, session=session)
        product = None if document is None else from_document(document, Product)
        step = next_step(planned, product, moment)
        if step.planned.reason is SkipReason.PRICE_CHANGED and await self._hand_on(planned, session):
            step = Step(msgspec.structs.replace(step.planned, state=ScheduleState.DONE, reason=None), None)
        if product is not None and step.product is not None:
            author = Author(
                kind=EditKind.SCHEDULED,
                user=planned.user,
                user_name=planned.user_name,
                register=planned.register,
                batch=planned.batch,
            )
            await self._edits.change_in(session, product, step.product, author)
        await self._update(planned, step.planned, session)

    async def _hand_on(self, ending: ScheduledPrice, session: AsyncClientSession) -> bool:
        """Has plans in force on top of ``ending`` go back past it; returns whether there are any."""
        wanted = {"product": ObjectId(ending.product), "state": ScheduleState.APPLIED.value}
        handed = False
        for other in all_readable(await self._plans.find(wanted, session=session).to_list(), ScheduledPrice):
            changed = handed_on(ending, other)
            if changed is not None:
                await self._update(other, changed, session)
                handed = True
        return handed

    async def _give_up(
        self, plan: Id, error: AdapterError, moment: dt.datetime, session: AsyncClientSession
    ) -> None:
        """Lets a plan that cannot be read keep no other from being carried out."""
        _log.error("a scheduled price is given up: %s", error)
        ended = {
            "state": ScheduleState.SKIPPED.value,
            "reason": SkipReason.REFUSED.value,
            "endedAt": moment,
            "updatedAt": moment,
        }
        update = {"$set": ended, "$unset": {"dueAt": True}}
        await self._plans.update_one({"_id": ObjectId(plan)}, update, session=session)

    async def _update(self, old: ScheduledPrice, new: ScheduledPrice, session: AsyncClientSession) -> None:
        await self._plans.update_one({"_id": ObjectId(old.id)}, changed_fields(old, new), session=session)
