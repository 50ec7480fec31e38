"""What this counter prices carts by, as its replica has it: rules, situation, coupons. No arithmetic here."""

from collections.abc import Iterable

import msgspec

from b4mart_desktop.domain.cart import Cart
from b4mart_desktop.domain.conditions import Situation
from b4mart_desktop.domain.pricing import PriceRules
from b4mart_desktop.domain.promotions import Promotion
from b4mart_desktop.services.counter import Counter


def rules_of(counter: Counter) -> PriceRules:
    """Returns what every cart is priced by at this counter.

    Raises:
        DomainError: CATALOGUE_LOADING before a load of the replica has brought the store.
    """
    store, catalogue, register = counter.store(), counter.catalogue, counter.desk.register()
    return PriceRules(
        currency=store.currency,
        taxes=tuple(catalogue.taxes()),
        prices_include_tax=store.prices_include_tax,
        promotions=tuple(catalogue.promotions()),
        price_lists=tuple(catalogue.price_lists()),
        cash_step=store.cash_step,
        zone=store.zone,
        register=None if register is None else register.id,
    )


def situation_of(counter: Counter, cart: Cart, coupon: str) -> Situation:
    """Returns who buys where and when, with one more coupon in the cart."""
    rules = rules_of(counter)
    codes = frozenset((*cart.coupons, coupon))
    return Situation(counter.clock(), rules.zone, rules.channel, rules.register, cart.customer_group, codes)


def coupon_promotion(code: str, promotions: Iterable[Promotion]) -> Promotion | None:
    """Returns whose coupon a code is; None where it is none."""
    return next((promotion for promotion in promotions if code in promotion.codes), None)


def without_personal_coupons(cart: Cart, promotions: Iterable[Promotion]) -> Cart:
    """Returns the cart without coupons that each customer may use so often."""
    if not cart.coupons:
        return cart
    personal = {
        code
        for promotion in promotions
        if promotion.limits.per_customer is not None
        for code in promotion.codes
    }
    return msgspec.structs.replace(cart, coupons=tuple(code for code in cart.coupons if code not in personal))
