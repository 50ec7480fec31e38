"""Changing the cart: leave and audit for what needs trust, undo, void, full disks and crashes."""

import asyncio
from collections.abc import Callable
from decimal import Decimal

import pytest

from b4mart_desktop.domain.cart import Discount, DiscountKind
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.services.open_cart import UNDO_STEPS
from b4mart_desktop.services.selling import Added
from tests.unit.services.shop import (
    BREAD,
    BREAD_CODE,
    CLERK,
    CUSTOMER,
    MILK,
    MILK_CODE,
    OTHER_CLERK,
    REGISTER,
    SUPERVISOR,
    D,
    Shop,
)

TENTH = Discount(kind=DiscountKind.PERCENT, value=D(10))
Deed = Callable[[Shop], object]


def refused(deed: Callable[[], object], code: ErrorCode) -> DomainError:
    with pytest.raises(DomainError) as caught:
        deed()
    assert caught.value.code is code
    return caught.value


# ------------------------------------------------------------ without any leave


def test_quantity_goes_up_freely(shop: Shop) -> None:
    key = shop.scan(MILK_CODE)
    shop.selling.set_quantity(key, 5)
    assert (shop.lines(), shop.trail()) == ([("Milk", 5)], [])


def test_notes_and_customers_are_set_freely(shop: Shop) -> None:
    key = shop.scan(MILK_CODE)
    shop.selling.set_note(key, "  cold  ")
    shop.selling.set_customer(CUSTOMER.id, CUSTOMER.name)
    cart = shop.selling.cart
    assert (cart.line(key).note, cart.customer, cart.customer_name) == ("cold", CUSTOMER.id, "Ada Lovelace")
    shop.selling.set_note(key, " ")
    shop.selling.set_customer(None)
    assert (shop.selling.cart.line(key).note, shop.selling.cart.customer) == (None, None)
    assert shop.trail() == []


# ------------------------------------------------------------ with leave


def test_fewer_pieces_are_audited_as_goods_removed(shop: Shop) -> None:
    key = shop.scan(f"5*{MILK_CODE}")
    shop.selling.set_quantity(key, 2)
    [entry] = shop.trail()
    assert (entry.action, entry.user, entry.approver) == (Action.REMOVE_LINE, CLERK.id, None)
    assert entry.details == {"line": "Milk", "taken": "3"}


def test_a_removed_line_is_gone_and_audited(shop: Shop) -> None:
    key = shop.scan(f"5*{MILK_CODE}")
    shop.selling.remove(key)
    assert shop.lines() == []
    [entry] = shop.trail()
    assert (entry.action, entry.details) == (Action.REMOVE_LINE, {"line": "Milk", "taken": "5"})
    assert (entry.user_name, entry.ref) == (CLERK.name, shop.selling.cart.id)
    assert (entry.register, entry.at) == (REGISTER.id, shop.clock.now)


TRUSTED: list[tuple[Action, Callable[[Shop, object], object], dict[str, str]]] = [
    (
        Action.CHANGE_PRICE,
        lambda shop, who: shop.selling.set_price(1, D("0.99"), who),  # type: ignore[arg-type]
        {"line": "Milk", "old_price": "1.29", "new_price": "0.99"},
    ),
    (
        Action.DISCOUNT,
        lambda shop, who: shop.selling.discount_line(1, TENTH, who),  # type: ignore[arg-type]
        {"line": "Milk", "discount": "10", "kind": "percent"},
    ),
    (
        Action.DISCOUNT,
        lambda shop, who: shop.selling.discount_order(TENTH, who),  # type: ignore[arg-type]
        {"discount": "10", "kind": "percent"},
    ),
]


@pytest.mark.parametrize(("action", "deed", "details"), TRUSTED, ids=["price", "line", "order"])
def test_a_clerk_needs_leave_for_prices_and_discounts(
    shop: Shop, action: Action, deed: Callable[[Shop, object], object], details: dict[str, str]
) -> None:
    shop.scan(MILK_CODE)
    before = shop.selling.cart
    for nobody_who_may in (None, OTHER_CLERK):
        error = refused(lambda who=nobody_who_may: deed(shop, who), ErrorCode.NOT_ALLOWED)  # type: ignore[misc]
        assert (error.data["action"], error.data["role"]) == (action, "supervisor")
    assert shop.selling.cart == before
    deed(shop, SUPERVISOR)
    [entry] = shop.trail()
    assert (entry.action, entry.user, entry.approver) == (action, CLERK.id, SUPERVISOR.id)
    assert entry.details == details


@pytest.mark.parametrize(("action", "deed", "details"), TRUSTED, ids=["price", "line", "order"])
def test_a_supervisor_needs_nobodys(
    shop: Shop, action: Action, deed: Callable[[Shop, object], object], details: dict[str, str]
) -> None:
    shop.sign_in(SUPERVISOR)
    shop.scan(MILK_CODE)
    deed(shop, None)
    [entry] = shop.trail()
    assert (entry.action, entry.user, entry.approver) == (action, SUPERVISOR.id, None)


def test_taking_a_discount_away_is_audited_too(shop: Shop) -> None:
    shop.sign_in(SUPERVISOR)
    key = shop.scan(MILK_CODE)
    shop.selling.discount_line(key, TENTH)
    shop.selling.discount_line(key, None)
    shop.selling.discount_order(TENTH)
    shop.selling.discount_order(None)
    assert [entry.details["discount"] for entry in shop.trail()] == ["10", "none", "10", "none"]
    assert shop.selling.priced().discount == 0


@pytest.mark.parametrize(
    "deed",
    [
        lambda s: s.selling.enter(MILK_CODE),
        lambda s: s.selling.add(BREAD.id),
        lambda s: s.selling.set_quantity(1, 3),
        lambda s: s.selling.set_quantity(1, 1),
        lambda s: s.selling.set_note(1, "note"),
        lambda s: s.selling.set_customer(None),
        lambda s: s.selling.remove(1),
        lambda s: s.selling.set_price(1, D(1)),
        lambda s: s.selling.discount_order(TENTH),
        lambda s: s.selling.undo(),
        lambda s: s.holding.hold(),
        lambda s: s.customers.search("ada"),
    ],
)
def test_nobody_at_the_counter_changes_nothing(shop: Shop, deed: Deed) -> None:
    shop.scan(f"2*{MILK_CODE}")
    before = shop.selling.cart
    shop.session.end()
    refused(lambda: deed(shop), ErrorCode.NOT_SIGNED_IN)
    assert shop.selling.cart == shop.desk.cart() == before


# ------------------------------------------------------------ undo


def test_steps_are_taken_back_one_by_one(shop: Shop) -> None:
    shop.scan(MILK_CODE, BREAD_CODE)
    shop.selling.set_quantity(1, 4)
    for expected in ([("Milk", 1), ("Bread", 1)], [("Milk", 1)], []):
        shop.selling.undo()
        assert shop.lines() == expected
    assert not shop.selling.can_undo
    refused(shop.selling.undo, ErrorCode.NOTHING_TO_UNDO)


def test_a_removed_line_comes_back_and_its_audit_stays(shop: Shop) -> None:
    shop.selling.remove(shop.scan(MILK_CODE))
    shop.selling.undo()
    assert shop.lines() == [("Milk", 1)]
    assert [entry.action for entry in shop.trail()] == [Action.REMOVE_LINE]


def test_undo_is_no_way_around_the_audit_of_removed_goods(shop: Shop) -> None:
    shop.scan(f"3*{MILK_CODE}")
    shop.scan(f"2*{MILK_CODE}")
    shop.selling.undo()
    shop.selling.undo()
    assert shop.lines() == []
    assert [(entry.action, entry.details["taken"]) for entry in shop.trail()] == [
        (Action.REMOVE_LINE, "2"),
        (Action.REMOVE_LINE, "3"),
    ]


def test_undoing_a_discount_leaves_what_was_allowed_on_the_trail(shop: Shop) -> None:
    shop.scan(MILK_CODE)
    shop.selling.discount_order(TENTH, SUPERVISOR)
    shop.selling.undo(SUPERVISOR)
    assert shop.selling.cart.discount is None
    assert [entry.action for entry in shop.trail()] == [Action.DISCOUNT] * 2


def test_undo_brings_no_discount_back_without_leave(shop: Shop) -> None:
    shop.scan(MILK_CODE)
    shop.selling.discount_order(TENTH, SUPERVISOR)
    shop.selling.discount_order(None, SUPERVISOR)
    before = shop.selling.cart
    refused(shop.selling.undo, ErrorCode.NOT_ALLOWED)
    assert shop.selling.cart == before
    shop.selling.undo(SUPERVISOR)
    assert shop.selling.cart.discount == TENTH
    last = shop.trail()[-1]
    assert (last.action, last.approver, last.details) == (Action.DISCOUNT, SUPERVISOR.id, {"undone": "True"})


def test_a_line_added_after_an_undo_has_a_key_of_its_own(shop: Shop) -> None:
    first = shop.scan(MILK_CODE)
    shop.selling.undo()
    assert shop.scan(BREAD_CODE) != first


def test_undo_goes_back_so_far_and_not_into_the_last_cart(shop: Shop) -> None:
    for _ in range(UNDO_STEPS + 5):
        shop.scan(MILK_CODE)
    for _ in range(UNDO_STEPS):
        shop.selling.undo()
    assert shop.lines() == [("Milk", 5)]
    assert not shop.selling.can_undo
    shop.scan(MILK_CODE)
    shop.selling.start_new()
    assert not shop.selling.can_undo


# ------------------------------------------------------------ void


async def test_a_voided_cart_is_gone_and_its_whole_trail_on_disk(shop: Shop) -> None:
    shop.selling.remove(shop.scan(BREAD_CODE))
    shop.scan(f"2*{MILK_CODE}")
    voided = shop.selling.cart.id
    await shop.selling.void("changed her mind")
    assert shop.lines() == []
    assert shop.selling.cart.id != voided
    removed, void = shop.in_journal()
    assert (removed.action, void.action, void.ref) == (Action.REMOVE_LINE, Action.VOID_SALE, voided)
    assert void.details == {"reason": "changed her mind", "total": "2.63", "pieces": "2"}


async def test_a_voided_cart_does_not_come_back_after_a_power_failure(shop: Shop) -> None:
    shop.scan(MILK_CODE)
    voided = shop.selling.cart
    await shop.selling.void("changed her mind")
    shop.desk.set_cart(voided)  # the desk's last change was not on disk yet
    shop.restart()
    assert shop.lines() == []


async def test_an_emptied_cart_still_has_its_trail_to_tell(shop: Shop) -> None:
    shop.selling.remove(shop.scan(BREAD_CODE))
    await shop.selling.void("nothing left")
    assert [entry.action for entry in shop.in_journal()] == [Action.REMOVE_LINE, Action.VOID_SALE]


async def test_there_is_nothing_to_void_in_an_untouched_cart(shop: Shop) -> None:
    shop.selling.set_customer(CUSTOMER.id, CUSTOMER.name)
    await shop.selling.void("?")
    assert shop.selling.cart.customer is None
    assert shop.in_journal() == []


async def test_a_full_disk_keeps_the_cart_from_being_voided(shop: Shop) -> None:
    shop.scan(MILK_CODE)
    before, shop.journal.full = shop.selling.cart, True
    with pytest.raises(AdapterError) as caught:
        await shop.selling.void("?")
    assert caught.value.code is ErrorCode.DISK_WRITE_FAILED
    assert shop.selling.cart == before
    shop.scan(MILK_CODE)  # and it can go on


async def test_a_cart_being_voided_cannot_be_changed_paid_or_held(open_till: Shop) -> None:
    shop = open_till
    shop.scan(MILK_CODE)
    shop.journal.gate.clear()
    voiding = asyncio.create_task(shop.selling.void("?"))
    await asyncio.sleep(0)
    for deed in (lambda: shop.selling.enter(MILK_CODE), shop.holding.hold, shop.selling.undo):
        refused(deed, ErrorCode.CART_BEING_PAID)
    with pytest.raises(DomainError):
        await shop.checkout.pay([])
    shop.journal.gate.set()
    await voiding
    assert isinstance(shop.selling.enter(MILK_CODE), Added)
    assert shop.journal.recent_sales() == []


# ------------------------------------------------------------ disk and crash


def test_a_change_the_desk_cannot_keep_did_not_happen(shop: Shop) -> None:
    shop.scan(MILK_CODE)
    before, shop.desk.full = shop.selling.cart, True
    for deed in (lambda: shop.selling.enter(BREAD_CODE), shop.selling.undo):
        with pytest.raises(AdapterError):
            deed()
        assert shop.selling.cart == before
    shop.desk.full = False
    shop.selling.undo()
    assert (shop.lines(), shop.selling.can_undo) == ([], False)


def test_an_open_cart_survives_a_crash_with_its_trail(shop: Shop) -> None:
    key = shop.scan(MILK_CODE, BREAD_CODE)
    shop.selling.remove(key)
    before = shop.selling.cart
    shop.restart()
    assert shop.selling.cart == before
    assert not shop.selling.can_undo
    assert shop.scan(BREAD_CODE) > key


def test_an_empty_cart_begins_under_a_new_identity_and_tells_what_was_noted(shop: Shop) -> None:
    shop.selling.remove(shop.scan(BREAD_CODE))
    before = shop.selling.cart
    shop.restart()  # the folder may be a backup's: what it has was another customer's since
    after = shop.selling.cart
    assert after.id != before.id
    assert [(entry.id, entry.ref) for entry in after.trail] == [(before.trail[0].id, after.id)]


def test_prices_are_decimals_all_the_way(shop: Shop) -> None:
    shop.scan(MILK_CODE)
    shop.restart()
    assert isinstance(shop.selling.cart.lines[0].product.price, Decimal)
    assert shop.selling.cart.lines[0].product.price == MILK.shelf_price
