"""Carts put aside come back whole, once, and take nothing with them that is not theirs."""

import pytest

from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.permissions import Action
from tests.unit.fakes import BrittleDesk
from tests.unit.services.shop import BREAD_CODE, CLERK, CUSTOMER, MILK_CODE, SUPERVISOR, WINE, D, Shop, cash


async def test_a_held_cart_leaves_room_for_the_next_and_comes_back(shop: Shop) -> None:
    shop.scan(f"2*{MILK_CODE}")
    held = shop.holding.hold("the man with the dog ")
    assert (held.label, held.held_by, held.held_at) == ("the man with the dog", CLERK.name, shop.clock.now)
    assert held.total == D("2.63")
    assert shop.lines() == []
    assert shop.selling.cart.id != held.cart.id
    await shop.holding.recall(held.cart.id)
    assert shop.selling.cart == held.cart
    assert shop.holding.held() == []


@pytest.mark.parametrize(("customer", "label"), [(CUSTOMER.name, "Ada Lovelace"), (None, "Milk")])
def test_a_cart_without_a_label_is_called_by_its_customer_or_first_line(
    shop: Shop, customer: str | None, label: str
) -> None:
    shop.scan(MILK_CODE, BREAD_CODE)
    shop.selling.set_customer(CUSTOMER.id if customer else None, customer)
    assert shop.holding.hold("  ").label == label


async def test_recalling_holds_what_is_open(shop: Shop) -> None:
    shop.scan(MILK_CODE)
    first = shop.holding.hold("first")
    shop.scan(BREAD_CODE)
    shop.clock.advance(minutes=1)
    await shop.holding.recall(first.cart.id)
    assert shop.lines() == [("Milk", 1)]
    assert [held.label for held in shop.holding.held()] == ["Bread"]


def test_newest_first(shop: Shop) -> None:
    for label in ("one", "two", "three"):
        shop.scan(MILK_CODE)
        shop.holding.hold(label)
        shop.clock.advance(seconds=1)
    assert [held.label for held in shop.holding.held()] == ["three", "two", "one"]


async def test_a_cart_is_recalled_once_only(shop: Shop) -> None:
    shop.scan(MILK_CODE)
    held = shop.holding.hold()
    await shop.holding.recall(held.cart.id)
    before = shop.selling.cart
    for gone in (held.cart.id, new_id()):
        with pytest.raises(DomainError) as caught:
            await shop.holding.recall(gone)
        assert caught.value.code is ErrorCode.HELD_CART_GONE
        assert shop.selling.cart == before


def test_an_empty_cart_is_not_held(shop: Shop) -> None:
    with pytest.raises(DomainError) as caught:
        shop.holding.hold()
    assert caught.value.code is ErrorCode.CART_EMPTY


async def test_the_trail_goes_with_the_cart(shop: Shop) -> None:
    shop.scan(MILK_CODE)
    shop.selling.discount_order(None, SUPERVISOR)
    held = shop.holding.hold()
    assert shop.trail() == []
    await shop.holding.recall(held.cart.id)
    assert [(entry.action, entry.approver) for entry in shop.trail()] == [(Action.DISCOUNT, SUPERVISOR.id)]


async def test_what_was_removed_from_an_emptied_cart_is_not_forgotten_by_a_recall(shop: Shop) -> None:
    shop.scan(MILK_CODE)
    held = shop.holding.hold()
    shop.selling.remove(shop.scan(BREAD_CODE))
    await shop.holding.recall(held.cart.id)
    assert [entry.details["line"] for entry in shop.trail()] == ["Bread"]


async def test_steps_multiplier_and_confirmed_age_end_with_the_cart(shop: Shop) -> None:
    question = shop.selling.add(WINE.id)
    shop.selling.complete(question)  # type: ignore[arg-type]
    held = shop.holding.hold()
    shop.selling.enter("7*")
    await shop.holding.recall(held.cart.id)
    assert (shop.selling.multiplier, shop.selling.can_undo) == (1, False)
    assert not hasattr(shop.selling.add(WINE.id), "key")  # asked again


async def test_nobody_at_the_counter_recalls_nothing_and_the_cart_stays(shop: Shop) -> None:
    shop.scan(MILK_CODE)
    held = shop.holding.hold()
    shop.session.end()
    with pytest.raises(DomainError) as caught:
        await shop.holding.recall(held.cart.id)
    assert caught.value.code is ErrorCode.NOT_SIGNED_IN
    assert [each.cart.id for each in shop.holding.held()] == [held.cart.id]


def test_a_full_disk_leaves_the_cart_open(shop: Shop) -> None:
    shop.scan(MILK_CODE)
    before, shop.desk.full = shop.selling.cart, True
    with pytest.raises(AdapterError):
        shop.holding.hold()
    assert shop.selling.cart == before
    assert shop.holding.held() == []


@pytest.mark.parametrize("filled", [True, False])
async def test_a_full_disk_leaves_both_carts_where_they_were(shop: Shop, filled: bool) -> None:
    shop.scan(MILK_CODE)
    held = shop.holding.hold()
    if filled:
        shop.scan(BREAD_CODE)
    before, shop.desk.full = shop.selling.cart, True
    with pytest.raises(AdapterError):
        await shop.holding.recall(held.cart.id)
    assert (shop.selling.cart, shop.holding.held()) == (before, [held])
    shop.restart()
    assert (shop.lines(), shop.holding.held()) == ([("Bread", 1)] if filled else [], [held])


@pytest.mark.parametrize("filled", [True, False])
async def test_a_crash_while_recalling_loses_no_cart(
    shop: Shop, filled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.scan(MILK_CODE)
    held = shop.holding.hold()
    if filled:
        shop.scan(BREAD_CODE)
    with monkeypatch.context() as patched:  # killed when the desk is done, before anything else is
        patched.setattr(shop.selling, "resume", lambda cart: None)
        await shop.holding.recall(held.cart.id)
    shop.restart()
    assert shop.selling.cart == held.cart
    assert [each.label for each in shop.holding.held()] == (["Bread"] if filled else [])


async def test_carts_that_were_paid_are_gone_after_a_power_failure(open_till: Shop) -> None:
    shop = open_till
    shop.scan(MILK_CODE)
    held = shop.holding.hold()
    shop.scan(BREAD_CODE)
    left_open = shop.selling.cart
    await shop.checkout.pay([cash("5.00")])
    await shop.holding.recall(held.cart.id)
    await shop.checkout.pay([cash("5.00")])
    shop.scan(MILK_CODE)
    await shop.checkout.pay([cash("5.00")])
    shop.desk.hold(held)  # the desk is as it was before all of this
    shop.desk.set_cart(left_open)
    shop.restart()
    assert (shop.lines(), shop.holding.held(), shop.desk.held()) == ([], [], [])


async def test_a_full_disk_does_not_keep_the_shop_from_opening(
    open_till: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = open_till
    shop.scan(MILK_CODE)
    held = shop.holding.hold()
    await shop.holding.recall(held.cart.id)
    await shop.checkout.pay([cash("5.00")])
    shop.desk.hold(held)
    monkeypatch.setattr(BrittleDesk, "_disk", BrittleDesk.refuse)
    shop.restart()
    assert shop.lines() == []


def test_held_carts_survive_a_crash(shop: Shop) -> None:
    shop.scan(MILK_CODE)
    held = shop.holding.hold()
    shop.restart()
    assert [each.cart for each in shop.holding.held()] == [held.cart]


def test_a_crash_right_after_holding_leaves_the_cart_in_one_place(shop: Shop) -> None:
    shop.scan(MILK_CODE)
    open_cart = shop.selling.cart
    held = shop.holding.hold()
    shop.desk.set_cart(open_cart)  # as if the new cart had not reached the disk any more
    shop.restart()
    assert shop.selling.cart.id != held.cart.id
    assert shop.lines() == []


async def test_a_recalled_cart_is_paid_once(open_till: Shop) -> None:
    shop = open_till
    shop.scan(MILK_CODE)
    held = shop.holding.hold()
    await shop.holding.recall(held.cart.id)
    paid = await shop.checkout.pay([cash("5.00")])
    assert paid.sale.order.id == held.cart.id
    assert len(shop.journal.recent_sales()) == 1
