"""A promotion on goods never makes a cart dearer by keeping it below a promotion on the order."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from b4mart_desktop.domain.conditions import WhyNot
from b4mart_desktop.domain.explaining import explain
from b4mart_desktop.domain.orders import Order
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.domain.pricing import price
from b4mart_desktop.domain.promotions import ORDER_KINDS, Promotion, PromotionKind
from b4mart_desktop.domain.refunds import refund_of
from b4mart_desktop.domain.sale import make_sale
from b4mart_desktop.domain.settlement import settle
from tests.unit.domain.carts import (
    DRINKS,
    FOOD,
    NOW,
    SELLER,
    STORE,
    D,
    amounts,
    cart_of,
    priced,
    product,
    promotion,
    rules,
    tax,
)

PERCENT, ORDER = PromotionKind.PERCENT_OFF, PromotionKind.ORDER_PERCENT_OFF
COLA, BREAD = product("6.00", categories=(DRINKS,)), product("5.00", categories=(FOOD,))
FROM_TEN = promotion(ORDER, "A fifth from ten", value=D(20), threshold=D("10.50"))
CHEAP_COLA = promotion(PERCENT, "Cheap cola", value=D(5), categories=(DRINKS,))
CHEAP_BREAD = promotion(PERCENT, "Cheap bread", value=D(10), categories=(FOOD,))
CART = cart_of((COLA, 1), (BREAD, 1))


def test_what_takes_least_is_given_up_as_far_as_it_takes() -> None:
    """11.00 less 0.30 and 0.50 is 10.20; with the cola at its price 10.50 are reached, and 2.10 come off."""
    found = priced(CART, CHEAP_COLA, CHEAP_BREAD, FROM_TEN)
    assert (found.total, found.order_promotion) == (D("8.40"), "A fifth from ten")
    assert [line.promotion for line in found.lines] == [None, "Cheap bread"]


def test_nothing_is_given_up_for_less() -> None:
    found = priced(CART, CHEAP_COLA, CHEAP_BREAD, promotion(ORDER, value=D(1), threshold=D("10.50")))
    assert (found.total, found.order_promotion) == (D("10.20"), None)


def test_one_that_overrides_is_never_given_up() -> None:
    first = promotion(PERCENT, "First", value=D(10), categories=(DRINKS,), overrides=True)
    found = priced(CART, first, promotion(ORDER, value=D(50), threshold=D("10.50")))
    assert (found.total, found.order_promotion) == (D("10.40"), None)


def test_why_it_was_given_up_is_told() -> None:
    explained = explain(CART, rules(CHEAP_COLA, CHEAP_BREAD, FROM_TEN), NOW)
    told = {each.name: each.why_not for line in explained.lines for each in line.promotions}
    assert told == {"Cheap cola": WhyNot.GIVEN_UP, "Cheap bread": None}
    assert [each.why_not for each in explained.promotions] == [None]


def test_what_is_kept_of_it_gets_its_own_promotion_again() -> None:
    """Without the bread a fifth is out of reach; the cola that is kept is cheap by its own promotion then."""
    found = priced(CART, CHEAP_COLA, CHEAP_BREAD, FROM_TEN)
    paid = settle(found.total, [Tender(kind=TenderKind.CARD, tendered=found.total)], Decimal(0))
    order: Order = make_sale(CART, found, paid, STORE, SELLER, NOW).order
    assert refund_of(order, {1: 1}) == {1: D("2.70")}  # 8.40 less 5.70


@st.composite
def _promotions(draw: st.DrawFn) -> list[Promotion]:
    kinds = st.sampled_from([kind for kind in PromotionKind if kind is not PromotionKind.BUNDLE])
    return [
        promotion(
            draw(kinds),
            name=str(number),
            value=D(draw(st.integers(1, 50))),
            buy=draw(st.integers(1, 2)),
            get=1,
            threshold=draw(st.sampled_from((D(0), D(10), D(30), D(60)))),
            categories=draw(st.sampled_from(((), (DRINKS,), (FOOD,)))),
        )
        for number in range(draw(st.integers(1, 5)))
    ]


@pytest.mark.parametrize("rate", ["0", "19"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_single_choice_is_cheaper(rate: str, data: st.DataObject) -> None:
    """Neither only those on the order, nor only those on goods; but for rounding, a minor unit a line."""
    lines = data.draw(
        st.lists(st.tuples(amounts("USD", 2_500, 1), st.integers(1, 3)), min_size=1, max_size=5)
    )
    categories = st.sampled_from((DRINKS, FOOD))
    cart = cart_of(*((product(each, categories=(data.draw(categories),)), count) for each, count in lines))
    offers = data.draw(_promotions())
    taxes = (tax("standard", rate),)
    best = price(cart, rules(*offers, taxes=taxes), NOW).total
    for on_order in (True, False):
        some = [offer for offer in offers if (offer.kind in ORDER_KINDS) is on_order]
        assert best <= price(cart, rules(*some, taxes=taxes), NOW).total + D("0.01") * len(lines)
