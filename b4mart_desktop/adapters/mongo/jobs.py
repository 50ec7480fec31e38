"""The transactional outbox as a queue: claimed with a lease, so that another worker does a crashed one's job.

While a job is leased its ``dueAt`` is the end of the lease: one condition, one index, finds both the jobs
that wait and those whose worker died.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from bson import ObjectId
from pymongo import ASCENDING, ReturnDocument
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.mongo.codec import Document, from_document
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.jobs import Job, JobKind, JobStatus
from b4mart_desktop.domain.record import utc_now

_LEASE_FIELDS = {"leaseUntil": "", "leaseBy": ""}


class MongoJobs:
    """Implements ``services.ports.JobStore``."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._jobs = database.jobs

    async def claim(self, kinds: Sequence[JobKind], worker: str, lease: dt.timedelta) -> Job | None:
        """Claims the oldest job that is due and not leased, and counts the attempt; None where none is."""
        now = utc_now()
        due = {
            "status": {"$in": [JobStatus.WAITING.value, JobStatus.RUNNING.value]},
            "dueAt": {"$lte": now},
            "kind": {"$in": [kind.value for kind in kinds]},
        }
        until = now + lease
        taken = {
            "status": JobStatus.RUNNING.value,
            "dueAt": until,
            "leaseUntil": until,
            "leaseBy": worker,
            "updatedAt": now,
        }
        with database_errors():
            document = await self._jobs.find_one_and_update(
                due,
                {"$set": taken, "$inc": {"attempts": 1}},
                sort=[("dueAt", ASCENDING)],
                return_document=ReturnDocument.AFTER,
            )
        return None if document is None else from_document(document, Job)

    async def done(self, job: Job) -> None:
        """Ends a claimed job well."""
        await self._release(job, JobStatus.DONE, error=None, due_at=utc_now())

    async def retry(self, job: Job, error: str, due_at: dt.datetime) -> None:
        """Puts a claimed job back for later."""
        await self._release(job, JobStatus.WAITING, error, due_at)

    async def bury(self, job: Job, error: str) -> None:
        """Gives a claimed job up, with the reason."""
        await self._release(job, JobStatus.DEAD, error, due_at=utc_now())

    async def for_refs(self, refs: Sequence[Id]) -> Mapping[Id, Job]:
        """Returns the jobs about those documents."""
        with database_errors():
            cursor = self._jobs.find({"ref": {"$in": [ObjectId(ref) for ref in refs]}})
            jobs = [from_document(document, Job) async for document in cursor]
        return {job.ref: job for job in jobs}

    async def _release(self, job: Job, status: JobStatus, error: str | None, due_at: dt.datetime) -> None:
        """Ends a lease, unless it ran out and somebody else holds the job by now."""
        fields: Document = {"status": status.value, "dueAt": due_at, "updatedAt": utc_now()}
        gone = dict(_LEASE_FIELDS)
        if error is None:
            gone["error"] = ""
        else:
            fields["error"] = error
        held = {
            "_id": ObjectId(job.id),
            "status": JobStatus.RUNNING.value,
            "leaseBy": job.lease_by,
            "leaseUntil": job.lease_until,
        }
        with database_errors():
            await self._jobs.update_one(held, {"$set": fields, "$unset": gone})
