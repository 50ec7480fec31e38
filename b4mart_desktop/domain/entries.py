"""Journal entries: the facts a counter creates, each posted to MongoDB once. One tagged union, no logic.

``Entry.id`` is the identity of the fact: posting looks for it first, so posting twice changes nothing.
"""

import datetime as dt

from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.record import Record
from b4mart_desktop.domain.sale import Sale
from b4mart_desktop.domain.tills import CashMovement, Shift


class SaleCompleted(Record, frozen=True, kw_only=True, tag="sale"):
    """A paid sale."""

    sale: Sale


class ShiftOpened(Record, frozen=True, kw_only=True, tag="shift_opened"):
    """A till was opened with a float, which is its first cash movement."""

    shift: Shift
    float_movement: CashMovement


class ShiftClosed(Record, frozen=True, kw_only=True, tag="shift_closed"):
    """A till was counted and closed; ``shift`` is the whole closed document."""

    id: Id
    shift: Shift


class CashMoved(Record, frozen=True, kw_only=True, tag="cash_moved"):
    """Cash went in or out other than by a sale, or the till was opened without one."""

    movement: CashMovement
    audit: tuple[AuditEntry, ...] = ()


class CustomerAdded(Record, frozen=True, kw_only=True, tag="customer_added"):
    """A customer was added at the counter.

    Attributes:
        added: Who added them, and where. It goes to the audit log only where posting has to change what
            they entered; None in entries of older versions.
    """

    customer: User
    added: AuditEntry | None = None


class Audited(Record, frozen=True, kw_only=True, tag="audited"):
    """Something that needed trust happened outside a completed sale, such as a voided cart."""

    id: Id
    audit: tuple[AuditEntry, ...]


Entry = SaleCompleted | ShiftOpened | ShiftClosed | CashMoved | CustomerAdded | Audited


def entry_id(entry: Entry) -> Id:
    """Returns the identity of the fact that ``entry`` tells."""
    match entry:
        case SaleCompleted():
            return entry.sale.order.id
        case ShiftOpened():
            return entry.shift.id
        case CashMoved():
            return entry.movement.id
        case CustomerAdded():
            return entry.customer.id
        case ShiftClosed() | Audited():
            return entry.id


class QueuedEntry(Record, frozen=True, kw_only=True):
    """An entry as the journal holds it until it is posted.

    Attributes:
        number: Position in the journal, ascending.
        attempts: How often posting failed.
        reason: Why it last failed.
        set_aside: Whether posting goes on without it until someone retries it.
    """

    number: int
    entry: Entry
    written_at: dt.datetime
    attempts: int = 0
    reason: str | None = None
    set_aside: bool = False


class DamagedEntry(Record, frozen=True, kw_only=True):
    """An entry that was not posted and cannot be read any more; what is left to look for it by.

    Attributes:
        number: Position in the journal, ascending.
        id: Identity of the fact.
        kind: What it was, by the entry's tag.
        reason: What does not fit.
    """

    number: int
    id: Id
    kind: str
    written_at: dt.datetime
    reason: str


class QueueState(Record, frozen=True, kw_only=True):
    """What is not yet in MongoDB.

    Attributes:
        waiting: Entries to be posted.
        sales: How many of all unposted entries are sales.
        set_aside: Entries that need someone, damaged ones included.
        oldest: When the oldest unposted entry was written.
    """

    waiting: int = 0
    sales: int = 0
    set_aside: int = 0
    oldest: dt.datetime | None = None


class ShiftEntries(Record, frozen=True, kw_only=True):
    """What one counter has recorded of a shift, posted or not.

    Attributes:
        sales: Oldest first.
        movements: Cash movements, the float included, oldest first.
        unreadable: How many more entries of the shift there are, which are damaged: what they would add to
            any sum is not known here.
    """

    sales: tuple[Sale, ...]
    movements: tuple[CashMovement, ...]
    unreadable: int
