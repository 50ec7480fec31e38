"""The transactional outbox: work to do after a sale, written in the sale's own transaction."""

import datetime as dt
import enum

import msgspec

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import Record, Text


class JobKind(enum.StrEnum):
    """What is to be done."""

    INVOICE = "invoice"


class JobStatus(enum.StrEnum):
    """Where a job stands. ``DEAD`` means given up, with the reason in ``error``."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Job(Record, frozen=True, kw_only=True):
    """A document of ``jobs``.

    Attributes:
        dedupe: Unique key: the same work asked for twice is done once.
        ref: The document the job is about.
        due_at: Not before this moment.
        lease_until: The worker that claimed it holds it until then.
    """

    id: Id = msgspec.field(name="_id")
    kind: JobKind
    dedupe: Text
    ref: Id
    status: JobStatus = JobStatus.WAITING
    attempts: int = 0
    due_at: dt.datetime
    lease_until: dt.datetime | None = None
    lease_by: str | None = None
    error: str | None = None
    created_at: dt.datetime
    updated_at: dt.datetime
