"""Prices changed by a rule: what comes out to the cent, what is refused, what must always hold."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from b4mart_desktop.domain.cart import MAX_PRICE
from b4mart_desktop.domain.catalog import ProductPricing
from b4mart_desktop.domain.money import minor_unit
from b4mart_desktop.domain.price_changes import (
    PREVENTING,
    PriceMethod,
    PriceNote,
    PriceRule,
    PriceTarget,
    change_price,
)
from b4mart_desktop.domain.price_lists import PriceRounding

NINES = PriceRounding(step=Decimal("0.10"), less=Decimal("0.01"))
NINETY_FIVES = PriceRounding(step=Decimal(1), less=Decimal("0.05"))


def prices(base: str, sale: str | None = None, cost: str | None = None) -> ProductPricing:
    return ProductPricing(
        base_price=Decimal(base),
        sale_price=None if sale is None else Decimal(sale),
        cost_price=None if cost is None else Decimal(cost),
    )


def rule(method: PriceMethod, value: str = "0", **fields: object) -> PriceRule:
    return msgspec.structs.replace(PriceRule(method=method, value=Decimal(value)), **fields)


@pytest.mark.parametrize(
    ("made", "before", "after"),
    [
        (rule(PriceMethod.SET, "3.5"), prices("2.00"), "3.50"),
        (rule(PriceMethod.PERCENT, "10"), prices("1.95"), "2.15"),
        (rule(PriceMethod.PERCENT, "-5"), prices("1.10"), "1.05"),
        (rule(PriceMethod.AMOUNT, "-0.20"), prices("1.99"), "1.79"),
        (rule(PriceMethod.MARGIN, "40"), prices("1.00", cost="3.00"), "5.00"),
        (rule(PriceMethod.MARKUP, "40"), prices("1.00", cost="3.00"), "4.20"),
        (rule(PriceMethod.PERCENT, "10", rounding=NINES), prices("1.95"), "2.19"),
        (rule(PriceMethod.PERCENT, "10", rounding=NINETY_FIVES), prices("1.95"), "1.95"),
        (rule(PriceMethod.PERCENT, "10", rounding=PriceRounding(step=Decimal("0.25"))), prices("2"), "2.25"),
    ],
)
def test_a_list_price_is_changed_and_rounded(made: PriceRule, before: ProductPricing, after: str) -> None:
    changed = change_price(made, before)
    assert str(changed.pricing.base_price) == after
    assert changed.pricing == msgspec.structs.replace(before, base_price=Decimal(after))
    assert not changed.notes & PREVENTING


@pytest.mark.parametrize(
    ("made", "before", "after"),
    [
        (rule(PriceMethod.FROM_BASE, "-20"), prices("2.00"), "1.60"),
        (rule(PriceMethod.FROM_BASE, "-20"), prices("2.00", "1.00"), "1.60"),
        (rule(PriceMethod.PERCENT, "-50"), prices("2.00", "1.00"), "0.50"),
        (rule(PriceMethod.SET, "1.49"), prices("2.00"), "1.49"),
        (rule(PriceMethod.REMOVE), prices("2.00", "1.00"), None),
    ],
)
def test_a_sale_price_leaves_the_list_price_alone(
    made: PriceRule, before: ProductPricing, after: str | None
) -> None:
    changed = change_price(msgspec.structs.replace(made, target=PriceTarget.SALE), before)
    expected = None if after is None else Decimal(after)
    assert changed.pricing == msgspec.structs.replace(before, sale_price=expected)


@pytest.mark.parametrize(
    ("made", "before", "note"),
    [
        (rule(PriceMethod.MARGIN, "40"), prices("1.00"), PriceNote.NO_COST),
        (rule(PriceMethod.MARKUP, "40"), prices("1.00"), PriceNote.NO_COST),
        (rule(PriceMethod.PERCENT, "40"), prices("0"), PriceNote.NO_PRICE),
        (rule(PriceMethod.PERCENT, "1", target=PriceTarget.SALE), prices("1"), PriceNote.NO_SALE_PRICE),
        (rule(PriceMethod.AMOUNT, "1", target=PriceTarget.SALE), prices("1"), PriceNote.NO_SALE_PRICE),
        (rule(PriceMethod.AMOUNT, str(MAX_PRICE)), prices("1"), PriceNote.TOO_HIGH),
    ],
)
def test_what_cannot_be_priced_keeps_its_price(
    made: PriceRule, before: ProductPricing, note: PriceNote
) -> None:
    changed = change_price(made, before)
    assert (changed.pricing, changed.notes) == (before, frozenset([note]))


def test_what_to_think_about_is_said() -> None:
    below = change_price(rule(PriceMethod.SET, "0.90"), prices("2", cost="1"))
    assert below.notes == {PriceNote.BELOW_COST}
    sale = change_price(rule(PriceMethod.SET, "2", target=PriceTarget.SALE), prices("2"))
    assert sale.notes == {PriceNote.SALE_NOT_BELOW}
    cut = change_price(rule(PriceMethod.AMOUNT, "-3"), prices("2"))
    assert (cut.pricing.base_price, cut.notes) == (Decimal(0), frozenset([PriceNote.CUT_TO_ZERO]))


def test_a_price_that_would_be_below_cost_becomes_the_next_one_the_shop_writes() -> None:
    made = rule(PriceMethod.PERCENT, "-50", rounding=NINES, not_below_cost=True)
    changed = change_price(made, prices("2.99", cost="2.02"))
    assert (changed.pricing.base_price, changed.notes) == (
        Decimal("2.09"),
        frozenset([PriceNote.RAISED_TO_COST]),
    )


def test_rules_that_make_no_sense_are_told_apart() -> None:
    assert not rule(PriceMethod.MARGIN, "100").is_possible
    assert not rule(PriceMethod.PERCENT, "-101").is_possible
    assert not rule(PriceMethod.SET, "-1").is_possible
    assert not rule(PriceMethod.SET, "NaN").is_possible
    assert not rule(PriceMethod.FROM_BASE, "-10").is_possible
    assert not rule(PriceMethod.REMOVE).is_possible
    assert rule(PriceMethod.REMOVE, target=PriceTarget.SALE).is_possible
    assert all(rule(method, "10", target=PriceTarget.SALE).is_possible for method in PriceMethod)


amounts = st.decimals(0, 5000, places=2)
rules = st.builds(
    PriceRule,
    target=st.sampled_from(PriceTarget),
    method=st.sampled_from(PriceMethod),
    value=st.decimals(-200, 200, places=2),
    rounding=st.none() | st.sampled_from([NINES, NINETY_FIVES, PriceRounding(step=Decimal("0.05"))]),
    not_below_cost=st.booleans(),
).filter(lambda made: made.is_possible)
pricings = st.builds(
    ProductPricing,
    base_price=amounts,
    sale_price=st.none() | amounts,
    cost_price=st.none() | st.decimals(0, 5000, places=4),
    currency=st.sampled_from(["USD", "JPY", "KWD"]),
)


@given(made=rules, before=pricings)
def test_whatever_the_rule_prices_are_amounts_of_money_and_costs_are_kept(
    made: PriceRule, before: ProductPricing
) -> None:
    changed = change_price(made, before)
    after = changed.pricing
    assert (after.cost_price, after.currency) == (before.cost_price, before.currency)
    kept, price = (
        (after.sale_price == before.sale_price, after.base_price)
        if made.target is PriceTarget.BASE
        else (after.base_price == before.base_price, after.sale_price)
    )
    assert kept
    if price is None or changed.notes & PREVENTING:
        return
    assert 0 <= price <= MAX_PRICE
    assert price % minor_unit(after.currency) == 0
    if made.not_below_cost and before.cost_price is not None:
        assert price >= before.cost_price
        assert PriceNote.BELOW_COST not in changed.notes


@given(made=rules, before=pricings)
def test_a_price_prevented_is_the_price_before(made: PriceRule, before: ProductPricing) -> None:
    changed = change_price(made, before)
    if changed.notes & PREVENTING:
        assert changed.pricing == before


@given(before=pricings, percent=st.decimals(-90, 90, places=1))
def test_a_dearer_product_never_becomes_the_cheaper_one(before: ProductPricing, percent: Decimal) -> None:
    made = PriceRule(method=PriceMethod.PERCENT, value=percent, rounding=NINES)
    dearer = msgspec.structs.replace(before, base_price=before.base_price + 1)
    if before.base_price:
        cheap, dear = (change_price(made, each).pricing.base_price for each in (before, dearer))
        assert cheap <= dear
