"""From the quote to the last tender: what was shown is charged, what was taken is not lost."""

import asyncio
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.errors import AdapterError, B4MartError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.money import MAX_TOTAL
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.promotions import Promotion, PromotionKind
from b4mart_desktop.services.selling import Asked
from tests.unit.fakes import DISK_FULL
from tests.unit.services.shop import (
    BREAD_CODE,
    CLERK,
    MILK_CODE,
    NOON,
    STORE,
    SUPERVISOR,
    D,
    Shop,
    card,
    cash,
    goods,
    open_shop,
)

HALF_PRICE = Promotion(
    id=new_id(),
    name="Half price until one",
    kind=PromotionKind.PERCENT_OFF,
    value=D(50),
    ends_at=NOON + dt.timedelta(hours=1),
    created_at=NOON,
    updated_at=NOON,
)


def refused(deed: Callable[[], object], code: ErrorCode) -> None:
    """Does what must be refused."""
    with pytest.raises(B4MartError) as caught:
        deed()
    assert caught.value.code is code


# ------------------------------------------------------------ nothing half done


@pytest.mark.parametrize("begun", [True, False])
async def test_a_payment_cancelled_while_it_is_written_is_complete_all_the_same(
    open_till: Shop, begun: bool
) -> None:
    shop = open_till
    shop.scan(MILK_CODE)
    sold = shop.selling.cart
    if begun:
        await shop.checkout.begin()
    shop.journal.gate.clear()
    paying = asyncio.create_task(shop.checkout.pay([cash("5.00")]))
    await asyncio.sleep(0.01)
    paying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await paying
    refused(lambda: shop.scan(BREAD_CODE), ErrorCode.CART_BEING_PAID)
    shop.journal.gate.set()
    async with shop.counter.till:  # the payment gives it back in the end
        shop.scan(BREAD_CODE)
    next_sale = (await shop.checkout.pay([cash("5.00")])).sale
    assert [sale.order.id for sale in shop.journal.recent_sales()] == [next_sale.order.id, sold.id]
    assert [item.name for item in next_sale.order.items] == ["Bread"]


async def test_a_cart_changed_after_it_was_paid_is_not_told_to_be_paid_again(open_till: Shop) -> None:
    shop = open_till
    shop.scan(MILK_CODE)
    sold = shop.selling.cart
    first = await shop.checkout.pay([cash("5.00")])
    shop.selling.resume(sold)
    shop.scan(BREAD_CODE)
    with pytest.raises(AdapterError) as caught:
        await shop.checkout.pay([cash("10.00")])
    assert caught.value.code is ErrorCode.PAID_DIFFERENTLY
    assert caught.value.data == {"number": "R1-000001"}
    assert shop.lines() == [("Milk", 1), ("Bread", 1)]
    assert shop.journal.recent_sales() == [first.sale]


# ------------------------------------------------------------ the quote


async def test_what_was_shown_is_charged_though_a_promotion_ended_meanwhile(tmp_path: Path) -> None:
    with open_shop(tmp_path, HALF_PRICE) as shop:
        await shop.open()
        shop.scan(BREAD_CODE)  # 1.25 and 0.10 tax
        shown = shop.selling.quote()
        shop.clock.advance(hours=2)
        assert shop.selling.priced().total == D("2.71")
        quote = await shop.checkout.begin(shown)
        assert quote.priced.total == shop.checkout.due((), in_cash=False) == D("1.35")
        assert shop.checkout.quick_cash()[0] == D("1.35")
        paid = await shop.checkout.pay([cash("1.35")])
        assert (paid.sale.order.pricing.total, paid.change) == (D("1.35"), D(0))


async def test_taxes_that_change_while_the_pay_screen_is_up_do_not_change_what_it_says(
    open_till: Shop,
) -> None:
    shop = open_till
    shop.scan(BREAD_CODE)
    await shop.checkout.begin()
    store = msgspec.structs.replace(STORE, prices_include_tax=True, cash_step=D(1))
    shop.replica.load(settings=[to_document(store)], users=[to_document(CLERK)])
    assert shop.selling.priced().total == D("2.50")  # there is no tax any more
    assert shop.checkout.due((), in_cash=True) == D("2.70")
    paid = await shop.checkout.pay([cash("2.70")])
    assert (paid.sale.order.pricing.total, paid.change) == (D("2.70"), D(0))


async def test_a_quote_of_another_cart_does_not_count(open_till: Shop) -> None:
    shop = open_till
    shop.scan(MILK_CODE)
    old = shop.selling.quote()
    shop.scan(BREAD_CODE)
    assert (await shop.checkout.begin(old)).priced.total == D("4.03")


async def test_a_begun_payment_keeps_the_cart_until_it_is_released(open_till: Shop) -> None:
    shop = open_till
    key = shop.scan(MILK_CODE)
    await shop.checkout.begin()
    refused(shop.selling.undo, ErrorCode.CART_BEING_PAID)
    refused(lambda: shop.selling.set_quantity(key, 2), ErrorCode.CART_BEING_PAID)
    refused(shop.holding.hold, ErrorCode.CART_BEING_PAID)
    await shop.checkout.begin()  # begun anew, not twice
    shop.checkout.release()
    shop.selling.set_quantity(key, 2)


async def test_a_payment_that_cannot_begin_leaves_the_cart_free(open_till: Shop) -> None:
    shop = open_till
    shop.scan(MILK_CODE)
    shop.journal.full = True
    with pytest.raises(AdapterError):
        await shop.checkout.begin()
    shop.scan(BREAD_CODE)


async def test_a_payment_refused_goes_on_and_one_left_meanwhile_frees_the_cart(open_till: Shop) -> None:
    shop = open_till
    shop.scan(MILK_CODE)
    await shop.checkout.begin()
    with pytest.raises(DomainError):
        await shop.checkout.pay([cash("0.50")])
    refused(lambda: shop.scan(BREAD_CODE), ErrorCode.CART_BEING_PAID)
    shop.journal.full = True
    shop.journal.gate.clear()
    paying = asyncio.create_task(shop.checkout.pay([cash("5.00")]))
    await asyncio.sleep(0.01)
    shop.checkout.release()
    refused(lambda: shop.scan(BREAD_CODE), ErrorCode.CART_BEING_PAID)
    shop.journal.gate.set()
    with pytest.raises(AdapterError):
        await paying
    shop.scan(BREAD_CODE)


async def test_a_payment_released_before_it_began_does_not_begin(open_till: Shop) -> None:
    shop = open_till
    shop.scan(MILK_CODE)
    shop.journal.gate.clear()
    beginning = asyncio.create_task(shop.checkout.begin())
    await asyncio.sleep(0.01)
    shop.checkout.release()
    shop.journal.gate.set()
    with pytest.raises(DomainError) as caught:
        await beginning
    assert caught.value.code is ErrorCode.CANCELLED
    shop.scan(BREAD_CODE)


# ------------------------------------------------------------ parts of a payment


async def test_what_was_taken_stays_with_the_cart_through_back_and_crash(open_till: Shop) -> None:
    shop = open_till
    shop.scan(MILK_CODE, BREAD_CODE)  # 4.03
    await shop.checkout.begin()
    shop.checkout.take(card("2.00"))
    assert shop.desk.synced == shop.selling.cart, "a power failure must not forget a card that was charged"
    shop.checkout.release()
    shop.scan(MILK_CODE)
    shop.selling.undo()
    shop.restart()
    await shop.checkout.begin()
    assert shop.checkout.tenders == (card("2.00"),)
    paid = await shop.checkout.pay([*shop.checkout.tenders, cash("2.05")])
    assert [payment.amount for payment in paid.sale.payments] == [D("2.00"), D("2.05")]
    assert not shop.checkout.tenders


async def test_a_card_part_is_taken_back_with_leave_only_and_that_is_on_record(open_till: Shop) -> None:
    shop = open_till
    shop.scan(MILK_CODE, BREAD_CODE)
    await shop.checkout.begin()
    shop.checkout.take(cash("1.00"))
    shop.checkout.take(card("2.00"))
    shop.checkout.take_back(0)  # cash is seen to go back
    refused(lambda: shop.checkout.take_back(0), ErrorCode.NOT_ALLOWED)
    assert shop.checkout.tenders == (card("2.00"),)
    shop.checkout.take_back(0, SUPERVISOR)
    paid = await shop.checkout.pay([cash("5.00")])
    [entry] = paid.sale.audit
    assert (entry.action, entry.user, entry.approver) == (Action.TAKE_BACK_TENDER, CLERK.id, SUPERVISOR.id)
    assert entry.details == {"tender": "card", "amount": "2.00"}


async def test_a_sale_partly_paid_is_put_aside_with_what_was_paid(open_till: Shop) -> None:
    shop = open_till
    shop.scan(MILK_CODE)
    await shop.checkout.begin()
    shop.checkout.take(card("1.00"))
    shop.checkout.release()
    held = shop.holding.hold()
    assert not shop.checkout.tenders
    await shop.holding.recall(held.cart.id)
    assert (shop.lines(), shop.checkout.tenders) == ([("Milk", 1)], (card("1.00"),))


async def test_a_sale_partly_paid_is_not_voided_or_emptied(open_till: Shop) -> None:
    shop = open_till
    key = shop.scan(BREAD_CODE)
    await shop.checkout.begin()
    shop.checkout.take(card("1.00"))
    shop.checkout.release()
    refused(lambda: shop.selling.remove(key), ErrorCode.PARTLY_PAID)
    with pytest.raises(DomainError) as caught:
        await shop.selling.void("?")
    assert caught.value.code is ErrorCode.PARTLY_PAID
    assert (shop.lines(), shop.checkout.tenders) == ([("Bread", 1)], (card("1.00"),))


async def test_parts_change_neither_on_a_full_disk_nor_while_the_rest_is_written(open_till: Shop) -> None:
    shop = open_till
    shop.scan(BREAD_CODE)
    await shop.checkout.begin()
    shop.checkout.take(card("1.00"))
    shop.desk.full = True
    refused(lambda: shop.checkout.take(card("0.50")), DISK_FULL.code)
    shop.desk.full = False
    shop.journal.gate.clear()
    paying = asyncio.create_task(shop.checkout.pay([*shop.checkout.tenders, cash("2.00")]))
    await asyncio.sleep(0.01)
    refused(lambda: shop.checkout.take_back(0, SUPERVISOR), ErrorCode.CART_BEING_PAID)
    refused(lambda: shop.checkout.take(card("0.50")), ErrorCode.CART_BEING_PAID)
    shop.journal.gate.set()
    assert len((await paying).sale.payments) == 2


async def test_no_part_of_a_cent_is_taken(open_till: Shop) -> None:
    shop = open_till
    shop.scan(MILK_CODE)
    await shop.checkout.begin()
    refused(lambda: shop.checkout.take(card("0.505")), ErrorCode.AMOUNT_OUT_OF_RANGE)
    with pytest.raises(DomainError) as caught:
        await shop.checkout.pay([cash("5.001")])
    assert caught.value.code is ErrorCode.AMOUNT_OUT_OF_RANGE


# ------------------------------------------------------------ what may be in a cart at all


async def test_dear_goods_in_dong_are_sold(tmp_path: Path) -> None:
    store = msgspec.structs.replace(STORE, currency="VND", cash_step=D(500))
    phone = goods("Phone", "32990000", "9520000000077")
    with open_shop(tmp_path, store=store) as shop:
        shop.replica.load(
            settings=[to_document(store)], products=[to_document(phone)], users=[to_document(CLERK)]
        )
        await shop.open("25000000")
        shop.scan("9520000000077")
        key = shop.selling.cart.lines[0].key
        shop.selling.set_quantity(key, 40)
        paid = await shop.checkout.pay([cash("1400000000")])
        assert (paid.sale.order.pricing.total, paid.change) == (D(1_319_600_000), D(80_400_000))


def test_a_cart_that_could_not_be_paid_is_not_kept(shop: Shop) -> None:
    shop.sign_in(SUPERVISOR)
    key = shop.scan(MILK_CODE)
    shop.selling.set_price(key, D(10) ** 9)
    before = shop.selling.cart
    with pytest.raises(DomainError) as caught:
        shop.selling.set_quantity(key, 1_001)
    assert (caught.value.code, caught.value.data["most"]) == (ErrorCode.AMOUNT_OUT_OF_RANGE, MAX_TOTAL)
    assert shop.selling.cart == shop.desk.cart() == before


def test_a_product_whose_price_is_missing_asks_for_it(shop: Shop) -> None:
    gift = goods("Gift", "0", "9520000000084")
    shop.replica.load(settings=[to_document(STORE)], products=[to_document(gift)], users=[to_document(CLERK)])
    asked = shop.selling.enter("9520000000084")
    assert isinstance(asked, Asked)
    assert asked.price
    refused(lambda: shop.selling.complete(asked), ErrorCode.PRICE_MISSING)
    shop.selling.complete(asked, price=D("3.00"))
    assert shop.selling.priced().subtotal == D("3.00")
