"""The audit log: who did what that needed trust. Entries are only ever added."""

import datetime as dt

import msgspec

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.record import Record


class AuditEntry(Record, frozen=True, kw_only=True):
    """A document of ``auditlog``.

    Attributes:
        user: Who did it.
        approver: Who allowed it, where the user's own role does not.
        ref: The document it is about, such as the order.
        details: Plain values a manager reads, such as the line's name and the amount.
    """

    id: Id = msgspec.field(name="_id")
    action: Action
    user: Id
    user_name: str
    approver: Id | None = None
    register: Id | None = None
    shift: Id | None = None
    ref: Id | None = None
    details: dict[str, str] = msgspec.field(default_factory=dict)
    at: dt.datetime
