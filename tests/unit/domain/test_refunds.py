"""Partial returns: what is kept is priced by the terms of the day of the sale."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from b4mart_desktop.domain.cart import Cart, ProductTiers
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.orders import Order
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.domain.price_lists import PriceList, PriceTier
from b4mart_desktop.domain.pricing import PriceRules, price
from b4mart_desktop.domain.promotions import Promotion, PromotionKind
from b4mart_desktop.domain.refunds import paid_for, refund_of
from b4mart_desktop.domain.sale import make_sale
from b4mart_desktop.domain.settlement import settle
from tests.unit.domain.carts import (
    NOW,
    SELLER,
    STORE,
    D,
    any_carts,
    any_rules,
    cart_of,
    product,
    promotion,
    rules,
    tax,
)

ZERO = Decimal(0)


def sold(cart: Cart, by: PriceRules) -> Order:
    priced = price(cart, by, NOW)
    settlement = settle(priced.total, [Tender(kind=TenderKind.CARD, tendered=priced.total)], ZERO)
    return make_sale(cart, priced, settlement, STORE, SELLER, NOW).order


@pytest.mark.parametrize(
    ("offer", "kept", "back"),
    [
        (promotion(PromotionKind.BUY_X_GET_Y, buy=2, get=1), 2, "0.00"),  # the free one comes back
        (promotion(PromotionKind.BUY_X_GET_Y, buy=2, get=1), 1, "2.00"),
        (promotion(PromotionKind.MIX_AND_MATCH, buy=3, value=D("5.00")), 2, "1.00"),
        (promotion(PromotionKind.PERCENT_OFF, value=D(10)), 2, "1.80"),
        (promotion(PromotionKind.PERCENT_OFF, value=D(10), min_quantity=3), 2, "1.40"),
        (promotion(PromotionKind.ORDER_PERCENT_OFF, value=D(10), threshold=D(6)), 2, "1.40"),
        (promotion(PromotionKind.ORDER_AMOUNT_OFF, value=D(3), threshold=D(6)), 2, "0"),  # keeps dearer ones
    ],
)
def test_what_is_kept_loses_what_it_no_longer_reaches(offer: Promotion, kept: int, back: str) -> None:
    order = sold(cart_of((product("2.00"), 3)), rules(offer))
    assert refund_of(order, {0: 3 - kept}) == {0: D(back)}


def test_quantity_breaks_of_that_day_hold() -> None:
    prices = PriceList(id=new_id(), name="Six", created_at=NOW, updated_at=NOW)
    tiers = (PriceTier(quantity=D(6), price=D("1.79")),)
    cola = product("2.00", list_prices=(ProductTiers(list=prices.id, tiers=tiers),))
    order = sold(cart_of((cola, 6)), rules(price_lists=(prices,)))
    assert order.pricing.total == D("10.74")
    assert refund_of(order, {0: 1}) == {0: D("0.74")}  # five at 2.00 are kept


def test_tax_comes_back_with_the_goods() -> None:
    order = sold(cart_of((product("10.00"), 2)), rules(taxes=(tax("standard", "19"),)))
    assert refund_of(order, {0: 1}) == {0: D("11.90")}


def test_more_than_was_sold_does_not_come_back() -> None:
    order = sold(cart_of((product("2.00"), 3)), rules())
    with pytest.raises(ValueError, match="4 of 3"):
        refund_of(order, {0: 2}, {0: 2})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_rules(), st.data())
def test_returns_are_never_more_than_paid_and_all_together_just_that(
    by: PriceRules, data: st.DataObject
) -> None:
    order = sold(data.draw(any_carts(by.currency, least=1)), by)
    paid, back = paid_for(order), ZERO
    before: dict[int, int] = {}
    while any(before.get(index, 0) < item.quantity for index, item in enumerate(order.items)):
        left = {index: item.quantity - before.get(index, 0) for index, item in enumerate(order.items)}
        index = data.draw(st.sampled_from([index for index, pieces in left.items() if pieces]))
        now = {index: data.draw(st.integers(max(1, left[index] // 2), left[index]))}
        amounts = refund_of(order, now, before, back)
        assert set(amounts) == set(now)
        assert all(amount >= 0 for amount in amounts.values())
        back += sum(amounts.values(), ZERO)
        before = {key: before.get(key, 0) + now.get(key, 0) for key in {*before, *now}}
    assert back == paid
