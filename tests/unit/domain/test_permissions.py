"""Who may do what: every action and every role, written out."""

import pytest

from b4mart_desktop.domain.people import StaffRole
from b4mart_desktop.domain.permissions import AUDITED, LOWEST_ROLE, Action, is_allowed

ROLES = (StaffRole.CLERK, StaffRole.SUPERVISOR, StaffRole.MANAGER, StaffRole.OWNER)

# Columns as ROLES; the last says whether it leaves an audit entry.
TABLE = """
    sell                yes yes yes yes  -
    open_shift          yes yes yes yes  -
    close_shift         yes yes yes yes  audited
    see_expected_cash   no  yes yes yes  -
    no_sale             no  yes yes yes  audited
    discount            no  yes yes yes  audited
    change_price        no  yes yes yes  audited
    remove_line         yes yes yes yes  audited
    void_sale           yes yes yes yes  audited
    hold_sale           yes yes yes yes  -
    recall_unconfirmed  no  yes yes yes  audited
    reprint             yes yes yes yes  audited
    refund              no  yes yes yes  audited
    take_back_tender    no  yes yes yes  audited
    add_customer        yes yes yes yes  audited
    see_own_orders      yes yes yes yes  -
    see_all_orders      no  yes yes yes  -
    see_queue           yes yes yes yes  -
    retry_queue         no  yes yes yes  -
    see_registers       no  yes yes yes  -
    manage_registers    no  no  yes yes  audited
    see_catalogue       no  yes yes yes  -
    see_costs           no  no  yes yes  -
    edit_catalogue      no  no  yes yes  audited
    change_catalogue_prices no no yes yes audited
    adjust_stock        no  no  yes yes  audited
    manage_promotions   no  no  yes yes  audited
    manage_taxes        no  no  yes yes  audited
    print_labels        no  yes yes yes  -
    manage_label_rules  no  no  yes yes  audited
    import_products     no  no  yes yes  -
    export_products     no  no  yes yes  -
    change_settings     no  no  no  yes  -
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
MATRIX = [
    (Action(name), role, answer == "yes")
    for name, *answers, _ in ROWS
    for role, answer in zip(ROLES, answers, strict=True)
]


def test_the_table_knows_every_action_and_every_role() -> None:
    assert [row[0] for row in ROWS] == [action.value for action in Action]
    assert tuple(StaffRole) == ROLES
    assert set(LOWEST_ROLE) == set(Action)


@pytest.mark.parametrize(("action", "role", "allowed"), MATRIX)
def test_action_by_role(action: Action, role: StaffRole, allowed: bool) -> None:
    assert is_allowed(action, role) is allowed


@pytest.mark.parametrize("action", Action)
def test_a_personal_grant_allows_that_action_only(action: Action) -> None:
    granted = {other for other in Action if is_allowed(other, StaffRole.CLERK, (action.value,))}
    by_role = {other for other in Action if is_allowed(other, StaffRole.CLERK)}
    assert granted == by_role | {action}


def test_what_is_audited() -> None:
    assert {action.value for action in AUDITED} == {row[0] for row in ROWS if row[-1] == "audited"}
