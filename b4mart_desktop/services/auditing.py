"""Turning permits into audit entries. What is audited is declared in ``domain.permissions``."""

from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.tills import Register, Shift
from b4mart_desktop.services.gate import Permit


def audit(
    permit: Permit, ref: Id | None, register: Register | None, shift: Shift | None, **details: object
) -> AuditEntry:
    """Returns the audit entry for what ``permit`` allowed, with ``details`` as plain texts."""
    return AuditEntry(
        id=new_id(),
        action=permit.action,
        user=permit.user.id,
        user_name=permit.user.name,
        approver=None if permit.approver is None else permit.approver.id,
        register=None if register is None else register.id,
        shift=None if shift is None else shift.id,
        ref=ref,
        details={name: str(value) for name, value in details.items() if value is not None},
        at=utc_now(),
    )
