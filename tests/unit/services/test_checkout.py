"""Paying: on disk exactly once with a number, or nothing happened; whatever is pressed meanwhile."""

import asyncio
from collections.abc import Callable

import pytest

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.cart import Discount, DiscountKind
from b4mart_desktop.domain.entries import SaleCompleted
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.payments import Tender
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.tills import CashMovementKind
from b4mart_desktop.services.bus import EntryJournalled
from tests.unit.services.shop import (
    BREAD_CODE,
    CLERK,
    CUSTOMER,
    MILK_CODE,
    OTHER_CLERK,
    REGISTER,
    STORE,
    SUPERVISOR,
    D,
    Shop,
    card,
    cash,
)


async def refused(shop: Shop, tenders: list[Tender], code: ErrorCode) -> None:
    """Pays, which must be refused and change nothing."""
    before = (shop.selling.cart, shop.desk.cart(), shop.journal.recent_sales(), len(shop.events))
    with pytest.raises((DomainError, AdapterError)) as caught:
        await shop.checkout.pay(tenders)
    assert caught.value.code is code
    assert (shop.selling.cart, shop.desk.cart(), shop.journal.recent_sales(), len(shop.events)) == before


# ------------------------------------------------------------ paying


async def test_a_sale_is_on_disk_with_number_receipt_and_change(open_till: Shop) -> None:
    shop = open_till
    shop.scan(f"2*{MILK_CODE}", BREAD_CODE)  # 5.08 and 0.26 tax
    cart = shop.selling.cart
    paid = await shop.checkout.pay([cash("10.00")])
    order = paid.sale.order
    assert (order.id, order.receipt_number, paid.change) == (cart.id, "R1-000001", D("4.65"))
    assert (order.pricing.total, order.pricing.rounding) == (D("5.35"), D("0.01"))
    assert (order.register, order.cashier, order.customer) == (REGISTER.id, CLERK.id, STORE.walk_in_customer)
    assert (paid.receipt.total, paid.receipt.receipt_number) == (D("5.35"), "R1-000001")
    assert shop.journal.recent_sales() == [paid.sale]
    [entry] = [queued.entry for queued in shop.journal.queue() if isinstance(queued.entry, SaleCompleted)]
    assert entry.sale == paid.sale
    assert shop.events[-1] == EntryJournalled(order.id)


async def test_the_next_customer_gets_a_new_cart_and_the_next_number(open_till: Shop) -> None:
    shop = open_till
    numbers = []
    for _ in range(3):
        shop.scan(MILK_CODE)
        numbers.append((await shop.checkout.pay([card("1.32")])).sale.order.receipt_number)
        assert (shop.lines(), shop.selling.can_undo) == ([], False)
    assert numbers == ["R1-000001", "R1-000002", "R1-000003"]
    assert len({sale.order.id for sale in shop.journal.recent_sales()}) == 3


async def test_a_split_payment(open_till: Shop) -> None:
    open_till.scan(MILK_CODE, BREAD_CODE)  # 4.03
    paid = await open_till.checkout.pay([card("2.00"), cash("2.05")])
    assert [(payment.tender, payment.amount) for payment in paid.sale.payments] == [
        ("card", D("2.00")),
        ("cash", D("2.05")),
    ]
    assert (paid.sale.order.tender, paid.sale.order.pricing.rounding) == ("mixed", D("0.02"))


async def test_customer_and_trail_go_with_the_sale(open_till: Shop) -> None:
    shop = open_till
    shop.selling.remove(shop.scan(BREAD_CODE))
    shop.scan(MILK_CODE)
    shop.selling.set_customer(CUSTOMER.id, CUSTOMER.name)
    paid = await shop.checkout.pay([card("1.32")])
    assert (paid.sale.order.customer, paid.receipt.customer) == (CUSTOMER.id, CUSTOMER.name)
    assert [(entry.action, entry.ref) for entry in paid.sale.audit] == [
        (Action.REMOVE_LINE, paid.sale.order.id)
    ]
    assert shop.trail() == []


async def test_a_discount_of_all_is_settled_with_nothing(open_till: Shop) -> None:
    shop = open_till
    shop.sign_in(SUPERVISOR)
    shop.scan(MILK_CODE)
    shop.selling.discount_order(Discount(kind=DiscountKind.PERCENT, value=D(100)))
    paid = await shop.checkout.pay([])
    assert (paid.sale.order.pricing.discount, paid.sale.order.pricing.total) == (D("1.29"), D(0))
    assert [payment.amount for payment in paid.sale.payments] == [D(0)]


def test_what_is_due_and_offered(shop: Shop) -> None:
    shop.scan(MILK_CODE, BREAD_CODE)  # 4.03
    checkout = shop.checkout
    assert checkout.due([], in_cash=False) == D("4.03")
    assert checkout.due([], in_cash=True) == D("4.05")
    assert checkout.due([card("4.00")], in_cash=True) == D("0.05")
    assert checkout.quick_cash() == (D("4.05"), D(5), D(10), D(20))
    assert checkout.quick_cash([card("3.00")])[0] == D("1.05")


# ------------------------------------------------------------ refusing


async def test_what_does_not_pay_changes_nothing(open_till: Shop) -> None:
    open_till.scan(MILK_CODE)
    await refused(open_till, [], ErrorCode.NOT_ENOUGH_TENDERED)
    await refused(open_till, [cash("1.00")], ErrorCode.NOT_ENOUGH_TENDERED)
    await refused(open_till, [card("1.33")], ErrorCode.TENDER_TOO_LARGE)


async def test_an_empty_cart_is_not_paid(open_till: Shop) -> None:
    await refused(open_till, [cash("5.00")], ErrorCode.CART_EMPTY)


async def test_without_a_shift_nothing_is_paid(shop: Shop) -> None:
    shop.scan(MILK_CODE)
    await refused(shop, [cash("5.00")], ErrorCode.NO_OPEN_SHIFT)


async def test_nobody_at_the_counter_takes_no_money(open_till: Shop) -> None:
    open_till.scan(MILK_CODE)
    open_till.session.end()
    await refused(open_till, [cash("5.00")], ErrorCode.NOT_SIGNED_IN)


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda s: s.session.end(), ErrorCode.NOT_SIGNED_IN),
        (lambda s: setattr(s.journal, "open_shift", lambda: None), ErrorCode.NO_OPEN_SHIFT),
        (lambda s: s.selling.start_new(), ErrorCode.CART_EMPTY),
        (lambda s: setattr(s.journal, "full", True), ErrorCode.DISK_WRITE_FAILED),
    ],
)
async def test_what_would_fail_is_said_before_money_is_taken(
    open_till: Shop, prepare: Callable[[Shop], object], code: ErrorCode
) -> None:
    open_till.scan(MILK_CODE)
    await open_till.checkout.begin()
    open_till.checkout.release()
    prepare(open_till)
    with pytest.raises((DomainError, AdapterError)) as caught:
        await open_till.checkout.begin()
    assert caught.value.code is code


async def test_a_full_disk_leaves_everything_as_it_was_and_no_number_used(open_till: Shop) -> None:
    shop = open_till
    shop.scan(MILK_CODE)
    shop.journal.full = True
    await refused(shop, [cash("5.00")], ErrorCode.DISK_WRITE_FAILED)
    shop.scan(MILK_CODE)  # the cart can be changed again
    shop.journal.full = False
    paid = await shop.checkout.pay([cash("5.00")])
    assert paid.sale.order.receipt_number == "R1-000001"


async def test_a_sale_on_disk_stands_even_if_the_desk_fails_then(open_till: Shop) -> None:
    """The customer has paid: an error now would make the clerk take the money again."""
    shop = open_till
    shop.scan(MILK_CODE)
    shop.desk.full = True
    paid = await shop.checkout.pay([cash("5.00")])
    assert shop.journal.recent_sales() == [paid.sale]
    assert shop.lines() == []
    shop.desk.full = False
    shop.restart()
    assert shop.lines() == []


# ------------------------------------------------------------ twice, meanwhile, and after a crash


async def test_pay_pressed_twice_is_one_sale(open_till: Shop) -> None:
    shop = open_till
    shop.scan(MILK_CODE)
    results = await asyncio.gather(
        *(shop.checkout.pay([cash("5.00")]) for _ in range(3)), return_exceptions=True
    )
    errors = [result.code for result in results if isinstance(result, DomainError)]
    assert errors == [ErrorCode.CART_EMPTY] * 2
    assert len(shop.journal.recent_sales()) == 1


async def test_a_cart_being_paid_cannot_be_changed_held_or_voided(open_till: Shop) -> None:
    shop = open_till
    shop.scan(MILK_CODE)
    other = shop.holding.hold()
    key = shop.scan(BREAD_CODE)
    shop.journal.gate.clear()
    paying = asyncio.create_task(shop.checkout.pay([cash("5.00")]))
    await asyncio.sleep(0.01)
    deeds: tuple[Callable[[], object], ...] = (
        lambda: shop.selling.enter(MILK_CODE),
        lambda: shop.selling.set_quantity(key, 9),
        lambda: shop.selling.remove(key),
        lambda: shop.selling.set_customer(None),
        shop.selling.undo,
        shop.holding.hold,
    )
    for deed in deeds:
        with pytest.raises(DomainError) as caught:
            deed()
        assert caught.value.code is ErrorCode.CART_BEING_PAID
    for ending in (shop.selling.void("?"), shop.holding.recall(other.cart.id)):
        with pytest.raises(DomainError) as caught:
            await ending
        assert caught.value.code is ErrorCode.CART_BEING_PAID
    shop.journal.gate.set()
    paid = await paying
    assert [item.name for item in paid.sale.order.items] == ["Bread"]
    assert [held.cart.id for held in shop.holding.held()] == [other.cart.id]
    assert shop.in_journal() == []


async def test_a_crash_before_the_next_customer_does_not_bring_the_cart_back(
    open_till: Shop,
) -> None:
    shop = open_till
    shop.scan(MILK_CODE)
    sold = shop.selling.cart
    await shop.checkout.pay([cash("5.00")])
    shop.desk.set_cart(sold)  # as if the new cart had not reached the disk any more
    shop.restart()
    assert shop.lines() == []
    assert shop.selling.cart.id != sold.id


async def test_a_cart_is_one_order_whatever_happens(open_till: Shop) -> None:
    shop = open_till
    shop.scan(MILK_CODE)
    sold = shop.selling.cart
    first = await shop.checkout.pay([cash("5.00")])
    shop.selling.resume(sold)
    again = await shop.checkout.pay([cash("5.00")])
    assert again.sale == first.sale
    assert len(shop.journal.recent_sales()) == 1


async def test_receipt_numbers_go_on_after_a_crash(open_till: Shop) -> None:
    shop = open_till
    shop.scan(MILK_CODE)
    await shop.checkout.pay([cash("5.00")])
    shop.restart()
    shop.scan(MILK_CODE)
    assert (await shop.checkout.pay([cash("5.00")])).sale.order.receipt_number == "R1-000002"


async def test_no_sale_slips_past_the_close_of_its_shift(open_till: Shop) -> None:
    shop = open_till
    shop.scan(MILK_CODE)
    shop.journal.gate.clear()
    paying = asyncio.create_task(shop.checkout.pay([cash("1.30")]))
    await asyncio.sleep(0)
    closing = asyncio.create_task(shop.shifts.close(D("101.30")))
    await asyncio.sleep(0)
    shop.journal.gate.set()
    await paying
    closed = await closing
    assert (closed.sales_count, closed.expected_cash, closed.difference) == (1, D("101.30"), D(0))


# ------------------------------------------------------------ no sale


async def test_opening_the_drawer_needs_leave_and_leaves_its_reason(open_till: Shop) -> None:
    shop = open_till
    for nobody_who_may in (None, OTHER_CLERK):
        with pytest.raises(DomainError) as caught:
            await shop.checkout.no_sale("change", nobody_who_may)
        assert caught.value.code is ErrorCode.NOT_ALLOWED
    await shop.checkout.no_sale("change for a fifty", SUPERVISOR)
    [entry] = shop.in_journal()
    assert (entry.action, entry.user, entry.approver) == (Action.NO_SALE, CLERK.id, SUPERVISOR.id)
    assert entry.details == {"reason": "change for a fifty"}
    movement = shop.journal.queue()[-1].entry.movement  # type: ignore[union-attr]
    assert (movement.kind, movement.amount) == (CashMovementKind.NO_SALE, 0)


async def test_there_is_no_drawer_to_open_without_a_shift(shop: Shop) -> None:
    shop.sign_in(SUPERVISOR)
    with pytest.raises(DomainError) as caught:
        await shop.checkout.no_sale("?")
    assert caught.value.code is ErrorCode.NO_OPEN_SHIFT


async def test_a_device_that_is_no_register_yet_sells_nothing(
    open_till: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_till.scan(MILK_CODE)
    monkeypatch.setattr(open_till.desk, "register", lambda: None)
    await refused(open_till, [cash("5.00")], ErrorCode.NOT_FOUND)


async def test_before_the_first_load_there_is_no_shop_to_sell_in(open_till: Shop) -> None:
    open_till.scan(MILK_CODE)
    open_till.replica.load(users=[to_document(CLERK)])
    await refused(open_till, [cash("5.00")], ErrorCode.CATALOGUE_LOADING)
