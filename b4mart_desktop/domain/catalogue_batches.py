"""Changes of many products made together, as they are remembered. The changes themselves: ``edits``."""

import datetime as dt
from enum import StrEnum

import msgspec

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import Record, Text


class BatchState(StrEnum):
    """How far such a change came."""

    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"
    UNDONE = "undone"


class CatalogueBatch(Record, frozen=True, kw_only=True):
    """A document of ``cataloguebatches``: one change of many products, to be taken back by whoever may.

    Its ``_id`` is the batch under which the changes stand in the products' history, or the plans.

    Attributes:
        what: In the words of who made it.
        chosen: How many products it was for.
        saved: How many it changed, or planned prices of.
        planned_for: When the prices are to hold, where they were planned.
    """

    id: Id = msgspec.field(name="_id")
    what: Text
    state: BatchState = BatchState.RUNNING
    chosen: int = 0
    saved: int = 0
    planned_for: dt.datetime | None = None
    user: Id | None = None
    user_name: str | None = None
    started_at: dt.datetime
    updated_at: dt.datetime
