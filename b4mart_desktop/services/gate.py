"""Asking whether somebody may do something, in place approved by somebody else if need be.

The rules are ``domain.permissions``; every use case asks here before it does anything.
"""

from dataclasses import dataclass

from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import LOWEST_ROLE, Action, is_allowed


@dataclass(frozen=True, slots=True)
class Permit:
    """Leave to do one action: who does it and, where it took one, who approved it."""

    action: Action
    user: User
    approver: User | None = None


def may(user: User, action: Action) -> bool:
    """Whether ``user`` may do ``action`` without anybody's approval."""
    staff = user.staff
    return staff is not None and user.is_staff and is_allowed(action, staff.role, staff.permissions)


def require(user: User, action: Action, approver: User | None = None) -> Permit:
    """Returns the permit for ``user`` to do ``action``.

    Raises:
        DomainError: NOT_ALLOWED with the action and the lowest role that may approve it.
    """
    if may(user, action):
        return Permit(action, user)
    if approver is not None and may(approver, action):
        return Permit(action, user, approver)
    raise DomainError(ErrorCode.NOT_ALLOWED, action=action, role=LOWEST_ROLE[action])
