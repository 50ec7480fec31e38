"""A price explained: the steps are those of the run that priced the cart, and losers say why they lost."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from b4mart_desktop.domain import cart as carts
from b4mart_desktop.domain.cart import ProductTiers
from b4mart_desktop.domain.conditions import WhyNot
from b4mart_desktop.domain.explaining import explain
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.price_lists import ListRule, PriceList, PriceRounding, PriceTier
from b4mart_desktop.domain.pricing import PriceRules, price
from b4mart_desktop.domain.promotions import Channel, DatedRate, HappyHours, PromotionKind, Tax
from tests.unit.domain.carts import DAY, NOW, D, any_carts, any_rules, cart_of, product, promotion, rules

ZERO = Decimal(0)
NEW_YORK = dt.timezone(dt.timedelta(hours=-5))


def price_list(name: str, **fields: Any) -> PriceList:
    return PriceList(id=new_id(), name=name, created_at=NOW, updated_at=NOW, **fields)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_rules(), st.data())
def test_the_steps_add_up_to_the_priced_cart(by: PriceRules, data: st.DataObject) -> None:
    cart = data.draw(any_carts(by.currency))
    explained = explain(cart, by, NOW)
    assert explained.priced == price(cart, by, NOW)
    for line in explained.lines:
        priced = line.priced
        off = sum((each.amount for each in line.promotions), ZERO)
        shares = priced.order_promotion_discount + priced.order_staff_discount
        assert priced.gross - off - priced.staff_discount == priced.shown
        assert priced.shown - shares == priced.net
        assert all((each.why_not is None) == (each.amount > 0) for each in line.promotions)
        assert sum(each.why_not is None for each in line.lists) <= 1
        assert priced.tax_rate == line.tax_class.rate
    on_order = sum((each.amount for each in explained.promotions), ZERO)
    assert on_order + explained.order_staff_discount == explained.priced.order_discount
    assert sum(each.why_not is None for each in explained.promotions) <= 1


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, None),
        ({"starts_at": NOW + DAY}, WhyNot.NOT_YET),
        ({"ends_at": NOW}, WhyNot.ENDED),
        ({"is_active": False}, WhyNot.SWITCHED_OFF),
        ({"customer_groups": ("wholesale",)}, WhyNot.OTHER_GROUP),
        ({"channels": (Channel.WEB,)}, WhyNot.OTHER_CHANNEL),
        ({"registers": (new_id(),)}, WhyNot.OTHER_REGISTER),
        ({"codes": ("SUMMER",)}, WhyNot.COUPON_MISSING),
        ({"min_quantity": 2}, WhyNot.QUANTITY_TOO_SMALL),
        ({"threshold": D(3)}, WhyNot.BELOW_THRESHOLD),
        ({"value": D(1)}, WhyNot.ANOTHER_IS_BETTER),
        ({"value": D(0)}, WhyNot.NOT_CHEAPER),
        ({"hours": (HappyHours(start=dt.time(17), end=dt.time(18)),)}, WhyNot.OUT_OF_HOURS),
    ],
)
def test_why_a_promotion_lost(fields: dict[str, Any], why: WhyNot | None) -> None:
    tried = promotion(PromotionKind.PERCENT_OFF, "Tried", **{"value": D(10), **fields})
    other = promotion(PromotionKind.PERCENT_OFF, "Other", value=D(5))
    [line] = explain(cart_of((product("2.00"), 1)), rules(tried, other), NOW).lines
    assert line.promotions[0].why_not is why


def test_a_coupon_in_the_cart_makes_its_promotion_run() -> None:
    tried = promotion(PromotionKind.PERCENT_OFF, value=D(10), codes=("SUMMER",))
    cart = carts.add_coupon(cart_of((product("2.00"), 1)), "SUMMER")
    explained = explain(cart, rules(tried), NOW)
    assert [offer.code for offer in explained.priced.used_coupons] == ["SUMMER"]
    assert explained.lines[0].promotions[0].code == "SUMMER"


@pytest.mark.parametrize(
    ("local", "inside"),
    [
        ("2026-11-27T22:00", True),  # Friday
        ("2026-11-28T01:59", True),
        ("2026-11-28T02:00", False),
        ("2026-11-28T22:00", False),  # Saturday
        ("2026-11-27T01:00", False),
    ],
)
def test_happy_hours_over_midnight_by_the_clock_of_the_store(local: str, inside: bool) -> None:
    hours = HappyHours(days=(5,), start=dt.time(22), end=dt.time(2))
    offer = promotion(PromotionKind.PERCENT_OFF, value=D(10), hours=(hours,))
    moment = dt.datetime.fromisoformat(local).replace(tzinfo=NEW_YORK)
    assert offer.in_hours(moment.astimezone(dt.UTC), NEW_YORK) is inside


@pytest.mark.parametrize(("day", "rate", "since"), [(30, "19", None), (31, "16", dt.date(2026, 7, 31))])
def test_a_tax_rate_begins_with_its_day_in_the_store(day: int, rate: str, since: dt.date | None) -> None:
    later = (
        DatedRate(since=dt.date(2026, 7, 31), rate=D(16)),
        DatedRate(since=dt.date(2027, 1, 1), rate=D(20)),
    )
    standard = Tax(
        id=new_id(), code="standard", name="VAT", rate=D(19), rates=later, created_at=NOW, updated_at=NOW
    )
    by = rules(taxes=(standard,), zone=NEW_YORK)
    moment = dt.datetime(2026, 7, day, 23, 30, tzinfo=NEW_YORK)
    [total] = price(cart_of((product("100"), 1)), by, moment).taxes
    assert (total.rate, total.since) == (D(rate), since)


# ------------------------------------------------------------ price lists


def test_the_best_price_list_wins_unless_one_overrides() -> None:
    cheap = price_list("Cheap", rule=ListRule(percent=D(-20)))
    cheaper = price_list("Cheaper", rule=ListRule(percent=D(-30)))
    dear = price_list("Dear", rule=ListRule(percent=D(10)), overrides=True)
    cart = cart_of((product("10.00", base_price=D("10.00")), 1))
    [line] = explain(cart, rules(price_lists=(cheap, cheaper)), NOW).lines
    assert (line.priced.unit_price, line.priced.price_list) == (D("7.00"), "Cheaper")
    assert [each.why_not for each in line.lists] == [WhyNot.ANOTHER_IS_BETTER, None]
    [line] = explain(cart, rules(price_lists=(cheap, dear)), NOW).lines
    assert (line.priced.unit_price, line.lists[0].why_not) == (D("11.00"), WhyNot.OVERRIDDEN)


def test_a_sale_price_that_is_lower_wins_over_a_list_of_the_list_price() -> None:
    ten = price_list("Ten", rule=ListRule(percent=D(-10)))
    [line] = explain(
        cart_of((product("5.00", base_price=D("10.00")), 1)), rules(price_lists=(ten,)), NOW
    ).lines
    assert (line.list_price, line.sale_price, line.priced.unit_price) == (D("10.00"), D("5.00"), D("5.00"))
    assert [(each.price, each.why_not) for each in line.lists] == [(D("9.00"), WhyNot.NOT_CHEAPER)]


def test_a_price_from_six_pieces_on_counts_all_lines_of_the_product() -> None:
    six = price_list("Six")
    tiers = ProductTiers(list=six.id, tiers=(PriceTier(quantity=D(6), price=D("1.79")),))
    cola = product("2.00", list_prices=(tiers,))
    five = cart_of((cola, 5))
    assert (
        explain(five, rules(price_lists=(six,)), NOW).lines[0].lists[0].why_not is WhyNot.QUANTITY_TOO_SMALL
    )
    noted, _ = carts.add(carts.set_note(five, 1, "cold"), cola, 1)
    assert price(noted, rules(price_lists=(six,)), NOW).total == D("10.74")


def test_a_list_is_for_its_group_and_changes_no_price_that_was_entered() -> None:
    group = price_list("Wholesale", rule=ListRule(percent=D(-50)), customer_groups=("wholesale",))
    cart = cart_of((product("2.00"), 1))
    assert price(cart, rules(price_lists=(group,)), NOW).total == 2
    known = carts.set_customer(cart, new_id(), "Ada", "wholesale")
    assert price(known, rules(price_lists=(group,)), NOW).total == 1
    [line] = explain(carts.set_price(known, 1, D("1.90")), rules(price_lists=(group,)), NOW).lines
    assert (line.priced.net, line.lists[0].why_not, line.by_hand) == (D("1.90"), WhyNot.PRICE_ENTERED, True)


@pytest.mark.parametrize(("exact", "written"), [("2.374", "2.39"), ("2.33", "2.29"), ("0.01", "0.01")])
def test_prices_are_written_as_the_list_rounds(exact: str, written: str) -> None:
    assert PriceRounding(step=D("0.10"), less=D("0.01")).of(D(exact)) == D(written)
