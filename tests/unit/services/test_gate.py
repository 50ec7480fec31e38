"""Leave to act: by role, by a personal grant, by an approver on the spot; and every trusted act on record."""

from typing import Any

import msgspec
import pytest

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.people import StaffRole, User
from b4mart_desktop.domain.permissions import Action, is_allowed
from b4mart_desktop.services.gate import Permit, may, require
from tests.unit.services.shop import CLERK, CUSTOMER, LEFT, MANAGER, OWNER, STORE, SUPERVISOR, Shop, member

BY_ROLE = {
    StaffRole.CLERK: CLERK,
    StaffRole.SUPERVISOR: SUPERVISOR,
    StaffRole.MANAGER: MANAGER,
    StaffRole.OWNER: OWNER,
}
TRUSTED_CLERK = member("Tina", StaffRole.CLERK, "7777", permissions=(Action.DISCOUNT.value,))


@pytest.mark.parametrize("role", StaffRole)
@pytest.mark.parametrize("action", Action)
def test_who_may_by_role_gets_a_permit_and_who_may_not_needs_an_approver(
    action: Action, role: StaffRole
) -> None:
    user = BY_ROLE[role]
    if is_allowed(action, role):
        assert require(user, action) == Permit(action, user)
        assert require(user, action, OWNER).approver is None  # nobody's approval was needed
    else:
        with pytest.raises(DomainError) as caught:
            require(user, action)
        assert (caught.value.code, caught.value.data["action"]) == (ErrorCode.NOT_ALLOWED, action)
        assert require(user, action, OWNER) == Permit(action, user, OWNER)


def test_a_grant_is_as_good_as_a_role_to_act_and_to_approve() -> None:
    assert may(TRUSTED_CLERK, Action.DISCOUNT)
    assert not may(TRUSTED_CLERK, Action.CHANGE_PRICE)
    assert require(CLERK, Action.DISCOUNT, TRUSTED_CLERK).approver == TRUSTED_CLERK


@pytest.mark.parametrize("user", [CUSTOMER, LEFT], ids=["customer", "left"])
@pytest.mark.parametrize("action", Action)
def test_customers_and_those_who_left_may_nothing_and_approve_nothing(user: User, action: Action) -> None:
    assert not may(user, action)
    with pytest.raises(DomainError):
        require(user, action)
    with pytest.raises(DomainError):
        require(CUSTOMER, action, user)


def test_rights_taken_away_end_at_once_and_given_begin_at_once(shop: Shop) -> None:
    def changed(user: User, **fields: Any) -> list[dict[str, Any]]:
        assert user.staff is not None
        return [
            to_document(msgspec.structs.replace(user, staff=msgspec.structs.replace(user.staff, **fields)))
        ]

    shop.sign_in(SUPERVISOR)
    shop.counter.permit(Action.DISCOUNT)
    for fields, code in (
        ({"role": StaffRole.CLERK}, ErrorCode.NOT_ALLOWED),
        ({"active": False}, ErrorCode.NOT_SIGNED_IN),
    ):
        shop.replica.load(settings=[to_document(STORE)], users=changed(SUPERVISOR, **fields))
        with pytest.raises(DomainError) as caught:
            shop.counter.permit(Action.DISCOUNT)
        assert caught.value.code is code
    shop.replica.load(settings=[to_document(STORE)], users=changed(CLERK, role=StaffRole.MANAGER))
    shop.sign_in(CLERK)
    assert shop.counter.permit(Action.DISCOUNT).user.id == CLERK.id


def test_only_what_is_declared_leaves_an_audit_entry(shop: Shop) -> None:
    entry = shop.counter.audit(shop.counter.permit(Action.REPRINT), None, copies=2)
    assert (entry.action, entry.user, entry.details) == (Action.REPRINT, CLERK.id, {"copies": "2"})
    with pytest.raises(ValueError, match="sell is not among the audited"):
        shop.counter.audit(shop.counter.permit(Action.SELL), None)
