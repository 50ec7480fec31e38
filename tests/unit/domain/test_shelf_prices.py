"""What a label may promise: the price of one piece for whoever comes in, and until when."""

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from b4mart_desktop.domain.cart import CartProduct, ProductTiers
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.price_lists import ListRule, PriceList, PriceTier
from b4mart_desktop.domain.pricing import PriceRules
from b4mart_desktop.domain.promotions import Channel, HappyHours, Promotion, PromotionKind
from b4mart_desktop.domain.shelf_prices import shelf_price, shelf_rules

NOW = dt.datetime(2026, 5, 4, 10, tzinfo=dt.UTC)
HOURS = HappyHours(days=(), start=dt.time(17), end=dt.time(19))
NEW_YORK = ZoneInfo("America/New_York")


def goods(**changes: Any) -> CartProduct:
    fields: dict[str, Any] = {"price": Decimal("2.00"), "base_price": Decimal("2.50"), **changes}
    return CartProduct(id=new_id(), name="Tea", sku="TEA", tax_class="standard", **fields)


def promotion(**changes: Any) -> Promotion:
    fields: dict[str, Any] = {"kind": PromotionKind.PERCENT_OFF, "value": Decimal(10), **changes}
    return Promotion(id=new_id(), name="Ten", created_at=NOW, updated_at=NOW, **fields)


def prices(**changes: Any) -> PriceList:
    return PriceList(id=new_id(), name="Week", created_at=NOW, updated_at=NOW, **changes)


def rules(*of: Promotion | PriceList) -> PriceRules:
    return shelf_rules(
        PriceRules(
            currency="USD",
            promotions=tuple(each for each in of if isinstance(each, Promotion)),
            price_lists=tuple(each for each in of if isinstance(each, PriceList)),
        )
    )


def test_without_offers_the_price_is_the_products_own() -> None:
    found = shelf_price(goods(), rules(), NOW)
    assert (found.price, found.was, found.own) == (Decimal("2.00"), Decimal("2.50"), Decimal("2.00"))
    assert (found.offers, found.ends_at) == ((), None)


def test_a_promotion_lowers_it_until_its_last_day_in_the_stores_zone() -> None:
    ends = dt.datetime(2026, 5, 10, 4, tzinfo=dt.UTC)  # midnight in New York
    ten = promotion(ends_at=ends)
    found = shelf_price(goods(), rules(ten), NOW)
    assert (found.price, found.was, found.offers) == (Decimal("1.80"), Decimal("2.50"), (ten.id,))
    assert found.last_day(NEW_YORK) == dt.date(2026, 5, 9)


def test_a_price_list_and_a_promotion_end_with_the_first_of_them() -> None:
    early, late = NOW + dt.timedelta(days=2), NOW + dt.timedelta(days=9)
    week, ten = prices(rule=ListRule(percent=Decimal(-40)), ends_at=early), promotion(ends_at=late)
    found = shelf_price(goods(), rules(week, ten), NOW)
    assert (found.price, found.offers, found.ends_at) == (Decimal("1.35"), (ten.id, week.id), early)


def test_quantity_breaks_of_a_list_are_not_for_one_piece() -> None:
    week = prices()
    tiers = (PriceTier(quantity=Decimal(6), price=Decimal("1.50")),)
    tea = goods(list_prices=(ProductTiers(list=week.id, tiers=tiers),))
    assert shelf_price(tea, rules(week), NOW).price == Decimal("2.00")


def test_weighed_goods_cost_so_much_a_unit() -> None:
    ham = goods(weighed=True, unit="kg")
    assert shelf_price(ham, rules(promotion()), NOW).price == Decimal("1.80")


@pytest.mark.parametrize(
    "changes",
    [
        {"codes": ("TEN",)},
        {"hours": (HOURS,)},
        {"customer_groups": ("staff",)},
        {"registers": (new_id(),)},
        {"channels": (Channel.WEB,)},
        {"min_quantity": 2},
        {"kind": PromotionKind.BUY_X_GET_Y, "buy": 1, "get": 1},
        {"kind": PromotionKind.ORDER_PERCENT_OFF},
        {"starts_at": NOW + dt.timedelta(hours=1)},
        {"ends_at": NOW},
        {"is_active": False},
    ],
)
def test_a_label_promises_nothing_that_only_some_get(changes: dict[str, Any]) -> None:
    assert shelf_price(goods(), rules(promotion(**changes)), NOW).price == Decimal("2.00")
