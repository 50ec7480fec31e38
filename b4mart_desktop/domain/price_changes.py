"""Prices changed by a rule, one product at a time: what the new price is and what to think about it.

Prices are compared with costs as they are stored, taxes left aside. Saving belongs to ``services.bulk_edit``.
"""

import enum
from decimal import ROUND_CEILING, Decimal

import msgspec

from b4mart_desktop.domain.cart import MAX_PRICE
from b4mart_desktop.domain.catalog import ProductPricing
from b4mart_desktop.domain.money import HUNDRED, ZERO, minor_unit, quantise
from b4mart_desktop.domain.price_lists import PriceRounding
from b4mart_desktop.domain.record import Record


class PriceTarget(enum.StrEnum):
    """Which price a rule changes."""

    BASE = "base"
    SALE = "sale"


class PriceMethod(enum.StrEnum):
    """What a rule makes the price from."""

    SET = "set"
    """The value is the price."""
    PERCENT = "percent"
    """The value in percent is added to the price there is; below zero taken off."""
    AMOUNT = "amount"
    """The value is added to the price there is; below zero taken off."""
    MARGIN = "margin"
    """So that the value in percent of the price is left over the cost."""
    MARKUP = "markup"
    """The value in percent is added to the cost."""
    FROM_BASE = "from_base"
    """The value in percent is added to the list price; below zero taken off."""
    REMOVE = "remove"
    """The sale price goes away."""


class PriceNote(enum.StrEnum):
    """What is to be known of a product's new price, or why it gets none."""

    BELOW_COST = "below_cost"
    SALE_NOT_BELOW = "sale_not_below"
    """The sale price is not below the list price."""
    RAISED_TO_COST = "raised_to_cost"
    """The rule would have gone below the cost."""
    CUT_TO_ZERO = "cut_to_zero"

    # These keep a price as it is.
    NO_COST = "no_cost"
    NO_SALE_PRICE = "no_sale_price"
    NO_PRICE = "no_price"
    """A price of zero can be multiplied as often as one likes."""
    TOO_HIGH = "too_high"


PREVENTING = frozenset({PriceNote.NO_COST, PriceNote.NO_SALE_PRICE, PriceNote.NO_PRICE, PriceNote.TOO_HIGH})


class PriceRule(Record, frozen=True, kw_only=True):
    """How prices are changed.

    Attributes:
        value: A price, an amount or percents, as ``method`` says.
        rounding: Prices as the shop writes them; None: to the currency's minor unit.
        not_below_cost: Whether a price that would be below the cost becomes the next one that is not.
    """

    target: PriceTarget = PriceTarget.BASE
    method: PriceMethod
    value: Decimal = ZERO
    rounding: PriceRounding | None = None
    not_below_cost: bool = False

    @property
    def is_possible(self) -> bool:
        """Whether the rule makes sense by itself."""
        if not self.value.is_finite():
            return False
        match self.method:
            case PriceMethod.SET:
                return ZERO <= self.value <= MAX_PRICE
            case PriceMethod.MARGIN:
                return self.value < HUNDRED
            case PriceMethod.PERCENT | PriceMethod.MARKUP:
                return self.value >= -HUNDRED
            case PriceMethod.FROM_BASE:
                return self.value >= -HUNDRED and self.target is PriceTarget.SALE
            case PriceMethod.REMOVE:
                return self.target is PriceTarget.SALE
            case PriceMethod.AMOUNT:
                return True


class PriceChange(msgspec.Struct, frozen=True):
    """What a rule makes of a product's prices.

    Attributes:
        pricing: Afterwards; as before where ``notes`` prevent a change.
    """

    pricing: ProductPricing
    notes: frozenset[PriceNote] = frozenset()


def change_price(rule: PriceRule, pricing: ProductPricing) -> PriceChange:
    """Returns what ``rule`` makes of ``pricing``."""
    if rule.method is PriceMethod.REMOVE:
        return PriceChange(msgspec.structs.replace(pricing, sale_price=None))
    exact = _exact(rule, pricing)
    if isinstance(exact, PriceNote):
        return PriceChange(pricing, frozenset([exact]))
    price, notes = _rounded(rule, pricing, exact)
    if price > MAX_PRICE:
        return PriceChange(pricing, frozenset([PriceNote.TOO_HIGH]))
    name = "base_price" if rule.target is PriceTarget.BASE else "sale_price"
    fresh: ProductPricing = msgspec.structs.replace(pricing, **{name: price})
    return PriceChange(fresh, notes | _thoughts(fresh, price))


def _exact(rule: PriceRule, pricing: ProductPricing) -> Decimal | PriceNote:
    """Returns the price before rounding, or why there is none."""
    match rule.method:
        case PriceMethod.MARGIN | PriceMethod.MARKUP:
            return PriceNote.NO_COST if pricing.cost_price is None else _over_cost(rule, pricing.cost_price)
        case PriceMethod.SET:
            return rule.value
        case _:
            return _from_price(rule, pricing)


def _over_cost(rule: PriceRule, cost: Decimal) -> Decimal:
    if rule.method is PriceMethod.MARKUP:
        return cost * (HUNDRED + rule.value) / HUNDRED
    return cost * HUNDRED / (HUNDRED - rule.value)


def _from_price(rule: PriceRule, pricing: ProductPricing) -> Decimal | PriceNote:
    from_base = rule.method is PriceMethod.FROM_BASE or rule.target is PriceTarget.BASE
    before = pricing.base_price if from_base else pricing.sale_price
    if before is None:
        return PriceNote.NO_SALE_PRICE
    if rule.method is PriceMethod.AMOUNT:
        return before + rule.value
    return before * (HUNDRED + rule.value) / HUNDRED if before else PriceNote.NO_PRICE


def _rounded(
    rule: PriceRule, pricing: ProductPricing, exact: Decimal
) -> tuple[Decimal, frozenset[PriceNote]]:
    rounding = rule.rounding or PriceRounding(step=minor_unit(pricing.currency))
    price = quantise(rounding.of(max(exact, ZERO)), pricing.currency)
    cost = pricing.cost_price
    if rule.not_below_cost and cost is not None and price < cost:
        steps = ((cost + rounding.less) / rounding.step).to_integral_value(ROUND_CEILING)
        price = max(quantise(steps * rounding.step - rounding.less, pricing.currency), _up(cost, pricing))
        return price, frozenset([PriceNote.RAISED_TO_COST])
    return price, frozenset([PriceNote.CUT_TO_ZERO] if exact < ZERO else [])


def _up(cost: Decimal, pricing: ProductPricing) -> Decimal:
    return cost.quantize(minor_unit(pricing.currency), ROUND_CEILING)


def _thoughts(pricing: ProductPricing, price: Decimal) -> frozenset[PriceNote]:
    notes: set[PriceNote] = set()
    if pricing.cost_price is not None and price < pricing.cost_price:
        notes.add(PriceNote.BELOW_COST)
    if pricing.sale_price is not None and pricing.sale_price >= pricing.base_price:
        notes.add(PriceNote.SALE_NOT_BELOW)
    return frozenset(notes)
