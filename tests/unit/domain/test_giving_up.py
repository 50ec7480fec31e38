"""A promotion on goods never makes a cart dearer by keeping it below a promotion on the order."""

import itertools
import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from b4mart_desktop.domain import giving_up
from b4mart_desktop.domain.cart import Cart, discount_line
from b4mart_desktop.domain.conditions import WhyNot
from b4mart_desktop.domain.explaining import explain
from b4mart_desktop.domain.money import quantise
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
    percent,
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


def test_what_takes_most_is_given_up_where_that_alone_takes_it() -> None:
    """52.00 less 6.50: the 5.00 alone bring 50.00 into reach, and the others stay: 50.50 less 10.00."""
    goods = [product(price) for price in ("10.00", "12.00", "30.00")]
    cheap = [
        promotion(PromotionKind.AMOUNT_OFF, off, value=D(off), products=(each.id,))
        for each, off in zip(goods, ("0.50", "1.00", "5.00"), strict=True)
    ]
    ten_off = promotion(PromotionKind.ORDER_AMOUNT_OFF, "Ten off", value=D(10), threshold=D(50))
    found = priced(cart_of(*((each, 1) for each in goods)), *cheap, ten_off)
    assert (found.total, [line.promotion for line in found.lines]) == (D("40.50"), ["0.50", "1.00", None])


def test_only_what_counts_towards_it_is_given_up() -> None:
    drinks_off = promotion(
        PromotionKind.ORDER_AMOUNT_OFF, value=D(2), threshold=D("6.00"), categories=(DRINKS,)
    )
    little = promotion(PromotionKind.AMOUNT_OFF, "Little", value=D("0.10"), categories=(FOOD,))
    found = priced(CART, CHEAP_COLA, little, drinks_off)
    assert (found.total, [line.promotion for line in found.lines]) == (D("8.90"), [None, "Little"])


def test_pieces_of_one_that_is_given_up_go_to_the_next_best() -> None:
    """With the tenth 9.90; with the five percent 10.45, from which the fifth of the order comes off."""
    tenth, less = promotion(PERCENT, "Tenth", value=D(10)), promotion(PERCENT, "Less", value=D(5))
    found = priced(CART, tenth, less, promotion(ORDER, value=D(20), threshold=D("10.45")))
    assert (found.total, [line.promotion for line in found.lines]) == (D("8.36"), ["Less", "Less"])


def test_what_staff_take_off_lessens_what_giving_up_brings() -> None:
    """The cola's 0.30 are worth 0.15 at half price: they do not do, the bread's 0.50 do."""
    cart = discount_line(CART, CART.lines[0].key, percent("50"))  # 2.85 and 4.50
    found = priced(cart, CHEAP_COLA, CHEAP_BREAD, promotion(ORDER, value=D(20), threshold=D("7.60")))
    assert (found.total, [line.promotion for line in found.lines]) == (D("6.28"), ["Cheap cola", None])


def test_beyond_the_bound_each_that_is_given_up_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The 0.10 of each of nine are not enough; the 5.00 of the tenth are, so that the nine are kept."""
    monkeypatch.setattr(giving_up, "MOST_TRIED", 1)
    goods = [product("10.00") for _ in range(10)]
    cheap = [
        promotion(PromotionKind.AMOUNT_OFF, value=D("0.10") if number < 9 else D(5), products=(each.id,))
        for number, each in enumerate(goods)
    ]
    order = promotion(PromotionKind.ORDER_AMOUNT_OFF, value=D(20), threshold=D(99))
    found = priced(cart_of(*((each, 1) for each in goods)), *cheap, order)
    assert (found.total, sum(line.promotion is None for line in found.lines)) == (D("79.10"), 1)


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


def _near_a_threshold(chance: random.Random) -> tuple[Cart, list[Promotion], Promotion]:
    """A cart, promotions on its goods, and one on the order whose least amount they may keep it below."""
    goods = [
        product(D(chance.randint(100, 4_000)) / 100, categories=(chance.choice((DRINKS, FOOD)),))
        for _ in range(chance.randint(2, 5))
    ]
    cart = cart_of(*((each, chance.randint(1, 3)) for each in goods))
    if chance.random() < 0.5:
        cart = discount_line(cart, cart.lines[0].key, percent("30"))
    some: list[dict[str, Any]] = [
        {"products": (each.id,)}
        if chance.random() < 0.6
        else {"categories": (chance.choice((DRINKS, FOOD)),)}
        for each in chance.choices(goods, k=chance.randint(2, 5))
    ]
    cheap = [
        promotion(PromotionKind.AMOUNT_OFF, value=D(chance.randint(10, 300)) / 100, **goods_of)
        if chance.random() < 0.5
        else promotion(PERCENT, value=D(chance.randint(1, 40)), **goods_of)
        for goods_of in some
    ]
    gross = priced(cart).total
    least = quantise(gross * chance.randint(75, 100) / 100, "USD")
    kind = chance.choice((PromotionKind.ORDER_AMOUNT_OFF, ORDER))
    return cart, cheap, promotion(kind, value=D(chance.randint(2, 20)), threshold=least)


def test_no_choice_of_promotions_is_cheaper() -> None:
    """Tried are all of them, by the engine itself; but for rounding, a minor unit a line."""
    for seed in range(250):
        cart, cheap, on_order = _near_a_threshold(random.Random(seed))
        choices = itertools.chain.from_iterable(
            itertools.combinations(cheap, count) for count in range(len(cheap) + 1)
        )
        cheapest = min(priced(cart, *some, on_order).total for some in choices)
        assert priced(cart, *cheap, on_order).total <= cheapest + D("0.01") * len(cart.lines), seed


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
