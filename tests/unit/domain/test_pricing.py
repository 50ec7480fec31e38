"""The price engine: whatever is in the cart, its amounts add up; and each rule does what a shop expects."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from b4mart_desktop.domain import cart as carts
from b4mart_desktop.domain.cart import Cart
from b4mart_desktop.domain.money import minor_unit
from b4mart_desktop.domain.orders import Measure
from b4mart_desktop.domain.priced_cart import PricedCart
from b4mart_desktop.domain.pricing import PriceRules, price
from b4mart_desktop.domain.promotions import Promotion, PromotionKind
from tests.unit.domain.carts import (
    DAY,
    DRINKS,
    FOOD,
    GROCERIES,
    NOW,
    D,
    amount,
    any_carts,
    any_rules,
    cart_of,
    is_money,
    percent,
    priced,
    product,
    promotion,
    tax,
)

ZERO = Decimal(0)
THOROUGH = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def any_priced(draw: st.DrawFn) -> tuple[PricedCart, PriceRules]:
    rules = draw(any_rules())
    return price(draw(any_carts(rules.currency)), rules, NOW), rules


@THOROUGH
@given(any_priced())
def test_lines_discounts_and_taxes_add_up_to_the_total(drawn: tuple[PricedCart, PriceRules]) -> None:
    cart, rules = drawn
    assert cart.subtotal == sum((line.gross for line in cart.lines), ZERO)
    assert cart.discount == sum((line.discount for line in cart.lines), ZERO)
    assert cart.tax == sum((line.tax for line in cart.lines), ZERO)
    assert cart.tax == sum((total.tax for total in cart.taxes), ZERO)
    added = ZERO if rules.prices_include_tax else cart.tax
    assert cart.total == cart.subtotal - cart.discount + added
    assert cart.order_discount == cart.discount - sum((line.gross - line.shown for line in cart.lines), ZERO)
    assert cart.pieces == sum(line.line.quantity for line in cart.lines)


@THOROUGH
@given(any_priced())
def test_every_amount_is_money_and_none_is_below_zero(drawn: tuple[PricedCart, PriceRules]) -> None:
    cart, rules = drawn
    of_cart = (cart.subtotal, cart.discount, cart.tax, cart.total)
    of_lines = (
        value
        for line in cart.lines
        for value in (line.piece_price, line.gross, line.promotion_discount, line.staff_discount,
                      line.order_discount, line.tax, line.net, line.shown)
    )  # fmt: skip
    for value in (*of_cart, *of_lines):
        assert value >= 0
        assert is_money(value, rules.currency)
    for line in cart.lines:
        assert line.gross == line.piece_price * line.line.quantity
        assert line.net + line.discount == line.gross


@THOROUGH
@given(any_priced())
def test_each_class_is_taxed_once_on_the_sum_of_its_lines(drawn: tuple[PricedCart, PriceRules]) -> None:
    cart, rules = drawn
    unit, rates = minor_unit(rules.currency), {tax.code: tax.rate for tax in rules.taxes}
    for total in cart.taxes:
        members = [line for line in cart.lines if (line.line.product.tax_class == total.code)
                   or (total.code == "standard" and line.line.product.tax_class not in rates)]  # fmt: skip
        assert total.base == sum((line.net for line in members), ZERO)
        assert total.tax == sum((line.tax for line in members), ZERO)
        assert total.rate == rates[total.code]
        part = total.base * total.rate / (100 + total.rate if rules.prices_include_tax else 100)
        assert abs(total.tax - part) * 2 <= unit + Decimal("1e-12")
        for line in members:
            assert line.tax_rate == total.rate
            share = total.tax * line.net / total.base if total.base else ZERO
            assert abs(line.tax - share) < unit + Decimal("1e-12")
    assert sum((total.base for total in cart.taxes), ZERO) == sum((line.net for line in cart.lines), ZERO)


@THOROUGH
@given(any_rules(), st.data())
def test_a_discount_of_all_leaves_nothing_to_pay(rules: PriceRules, data: st.DataObject) -> None:
    cart = carts.discount_order(data.draw(any_carts(rules.currency)), percent("100"))
    assert price(cart, rules, NOW).total == 0


@THOROUGH
@given(any_rules(), st.data())
def test_a_discount_on_the_order_never_makes_it_dearer(rules: PriceRules, data: st.DataObject) -> None:
    cart: Cart = data.draw(any_carts(rules.currency))
    plain = price(carts.discount_order(cart, None), rules, NOW)
    assert price(cart, rules, NOW).total <= plain.total


def test_an_empty_cart_costs_nothing() -> None:
    empty = priced(cart_of(), taxes=(tax("standard", "19"),))
    assert (empty.lines, empty.taxes, empty.pieces) == ((), (), 0)
    assert empty.subtotal == empty.discount == empty.tax == empty.total == 0


# ------------------------------------------------------------ pieces


def test_a_weighed_piece_costs_its_measure_times_the_price_rounded_half_up() -> None:
    cart, _ = carts.add(cart_of(), product("2.99"), 2, Measure(value=D("0.450"), unit="kg"))
    [line] = priced(cart).lines
    assert (line.piece_price, line.gross) == (D("1.35"), D("2.70"))  # 1.3455 a piece


def test_a_label_says_what_its_piece_costs_whatever_it_weighs() -> None:
    cart, _ = carts.add(cart_of(), product("2.99"), 1, Measure(value=D("0.450"), unit="kg"), D("1.34"))
    assert priced(cart).total == D("1.34")


def test_prices_finer_than_the_currency_are_rounded_once_a_piece() -> None:
    assert priced(cart_of((product("0.125"), 3))).total == D("0.39")
    assert priced(cart_of((product("10.5"), 3)), currency="JPY").total == 33


# ------------------------------------------------------------ promotions

PERCENT = promotion(PromotionKind.PERCENT_OFF, "Ten", value=D(10))
BUNDLE = promotion(PromotionKind.BUY_X_GET_Y, "Three for two", buy=2, get=1)


@pytest.mark.parametrize(
    ("offer", "quantity", "off"),
    [
        (PERCENT, 3, "0.75"),
        (promotion(PromotionKind.PERCENT_OFF, value=D(150)), 1, "2.50"),
        (promotion(PromotionKind.AMOUNT_OFF, value=D("0.80")), 3, "2.40"),
        (promotion(PromotionKind.AMOUNT_OFF, value=D("9.99")), 2, "5.00"),
        (BUNDLE, 2, "0"),
        (BUNDLE, 3, "2.50"),
        (BUNDLE, 5, "2.50"),
        (BUNDLE, 6, "5.00"),
        (promotion(PromotionKind.BUY_X_GET_Y, buy=1, get=0), 3, "0"),
        (promotion(PromotionKind.BUY_X_GET_Y, buy=0, get=1), 3, "0"),
        (promotion(PromotionKind.BUY_X_GET_Y, buy=-1, get=1), 3, "0"),
        (promotion(PromotionKind.ORDER_PERCENT_OFF, value=D(20), threshold=D("5.00")), 2, "1.00"),
        (promotion(PromotionKind.ORDER_PERCENT_OFF, value=D(20), threshold=D("5.01")), 2, "0"),
        (promotion(PromotionKind.ORDER_PERCENT_OFF, value=D(120)), 1, "2.50"),
        (promotion(PromotionKind.PERCENT_OFF, value=D(-10)), 1, "0"),
    ],
)
def test_what_a_promotion_takes_off(offer: Promotion, quantity: int, off: str) -> None:
    assert priced(cart_of((product("2.50"), quantity)), offer).discount == D(off)


def test_the_promotion_that_takes_most_wins_and_is_named() -> None:
    six = priced(cart_of((product("2.50"), 6)), PERCENT, BUNDLE).lines[0]
    one = priced(cart_of((product("2.50"), 1)), PERCENT, BUNDLE).lines[0]
    assert (six.promotion, six.promotion_discount) == ("Three for two", D("5.00"))
    assert (one.promotion, one.promotion_discount) == ("Ten", D("0.25"))


def test_the_best_order_promotion_counts_what_lines_took_off_already() -> None:
    offers = (
        promotion(PromotionKind.PERCENT_OFF, value=D(10), overrides=True),
        promotion(PromotionKind.ORDER_PERCENT_OFF, "Big", value=D(5), threshold=D("9.00")),
        promotion(PromotionKind.ORDER_PERCENT_OFF, "Bigger", value=D(50), threshold=D("9.01")),
    )
    cart = priced(cart_of((product("10.00"), 1)), *offers)
    assert (cart.order_promotion, cart.order_discount, cart.total) == ("Big", D("0.45"), D("8.55"))


@pytest.mark.parametrize(
    ("fields", "takes_part"),
    [
        ({}, True),
        ({"categories": (DRINKS,)}, True),
        ({"categories": (GROCERIES,)}, True),
        ({"categories": (FOOD,)}, False),
        ({"categories": (FOOD, DRINKS)}, True),
        ({"products": (FOOD,)}, False),
    ],
)
def test_who_takes_part(fields: dict[str, Any], takes_part: bool) -> None:
    cola = product("1.00", categories=(DRINKS, GROCERIES))
    offer = promotion(PromotionKind.PERCENT_OFF, value=D(10), **fields)
    assert (priced(cart_of((cola, 1)), offer).discount > 0) is takes_part


def test_a_product_takes_part_by_name_whatever_its_category() -> None:
    cola = product("1.00")
    offer = promotion(PromotionKind.PERCENT_OFF, value=D(10), products=(cola.id,), categories=(FOOD,))
    assert priced(cart_of((cola, 1), (product("1.00"), 1)), offer).discount == D("0.10")


@pytest.mark.parametrize(
    ("starts", "ends", "active", "runs"),
    [
        (None, None, True, True),
        (None, None, False, False),
        (NOW, NOW + DAY, True, True),  # from its start on
        (NOW - DAY, NOW, True, False),  # until its end, exclusive
        (NOW + DAY, None, True, False),
        (None, NOW - DAY, True, False),
    ],
)
def test_when_a_promotion_runs(
    starts: dt.datetime | None, ends: dt.datetime | None, active: bool, runs: bool
) -> None:
    offer = promotion(
        PromotionKind.PERCENT_OFF, value=D(10), starts_at=starts, ends_at=ends, is_active=active
    )
    assert offer.runs_at(NOW) is runs
    assert (priced(cart_of((product(), 1)), offer).discount > 0) is runs


def test_a_price_entered_by_staff_takes_part_in_no_line_promotion() -> None:
    cart = carts.set_price(cart_of((product("2.50"), 6)), 1, D("2.00"))
    assert priced(cart, PERCENT, BUNDLE).discount == 0


def test_weighed_pieces_are_not_bundled() -> None:
    cart, _ = carts.add(cart_of(), product("2.00"), 3, Measure(value=D(1), unit="kg"))
    assert priced(cart, BUNDLE).discount == 0


# ------------------------------------------------------------ staff's discounts


def test_steps_follow_each_other() -> None:
    """10.00 − 10 % promotion − 1.00 on the line − 5 % order promotion − 2.00 on the order."""
    offers = (PERCENT, promotion(PromotionKind.ORDER_PERCENT_OFF, value=D(5)))
    cart = carts.discount_line(cart_of((product("10.00"), 1)), 1, amount("1.00"))
    [line] = priced(carts.discount_order(cart, amount("2.00")), *offers).lines
    assert (line.promotion_discount, line.staff_discount, line.order_discount) == (D(1), D(1), D("2.40"))
    assert (line.shown, line.net) == (D("8.00"), D("5.60"))


@pytest.mark.parametrize(
    ("discount", "off"), [("33.33", "1.00"), ("100", "2.99"), ("0.01", "0.00"), ("0.17", "0.01")]
)
def test_percent_of_a_line_is_rounded_half_up(discount: str, off: str) -> None:
    cart = carts.discount_line(cart_of((product("2.99"), 1)), 1, percent(discount))
    assert priced(cart).discount == D(off)


def test_an_amount_takes_no_more_than_there_is() -> None:
    cart = carts.discount_line(cart_of((product("2.99"), 1), (product("1.00"), 1)), 1, amount("50"))
    assert priced(cart).total == D("1.00")
    assert priced(carts.discount_order(cart, amount("50"))).total == 0


def test_an_order_discount_is_split_by_largest_remainder() -> None:
    cart = cart_of((product("1.00"), 1), (product("1.00"), 1), (product("1.00"), 1))
    lines = priced(carts.discount_order(cart, amount("1.00"))).lines
    assert [line.order_discount for line in lines] == [D("0.34"), D("0.33"), D("0.33")]


# ------------------------------------------------------------ taxes


def test_tax_is_added_to_net_prices_and_found_in_gross_ones() -> None:
    cart = cart_of((product("10.00"), 1))
    added = priced(cart, taxes=(tax("standard", "19"),))
    within = priced(cart, taxes=(tax("standard", "19"),), prices_include_tax=True)
    assert (added.tax, added.total) == (D("1.90"), D("11.90"))
    assert (within.tax, within.total) == (D("1.60"), D("10.00"))


def test_several_rates_and_a_class_nobody_knows() -> None:
    taxes = (tax("standard", "19"), tax("reduced", "7"))
    goods = (product("1.00"), 1), (product("1.00", "reduced"), 1), (product("1.00", "unheard of"), 1)
    cart = priced(cart_of(*goods), taxes=taxes)
    assert [(total.code, total.base, total.tax) for total in cart.taxes] == [
        ("standard", D("2.00"), D("0.38")),
        ("reduced", D("1.00"), D("0.07")),
    ]
    assert cart.total == D("3.45")


def test_without_any_tax_there_is_none() -> None:
    cart = priced(cart_of((product("1.00"), 1)))
    assert [(total.rate, total.tax, total.name) for total in cart.taxes] == [(ZERO, ZERO, "standard")]


def test_tax_of_a_class_is_rounded_once_not_per_line() -> None:
    """Three lines of 0.0825 tax: 0.2475, so 0.25 and not three times 0.08."""
    cart = cart_of(*((product("1.00"), 1) for _ in range(3)))
    taxed = priced(cart, taxes=(tax("standard", "8.25"),))
    assert taxed.tax == D("0.25")
    assert sorted(line.tax for line in taxed.lines) == [D("0.08"), D("0.08"), D("0.09")]
