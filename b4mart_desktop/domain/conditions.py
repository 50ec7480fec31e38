"""For whom, where and when a price list or promotion holds, and why not. Amounts do not belong here."""

import datetime as dt
import enum
from typing import NamedTuple

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.price_lists import PriceList
from b4mart_desktop.domain.promotions import Channel, Promotion


class WhyNot(enum.StrEnum):
    """Why a cart or a line does not get a price list or promotion."""

    SWITCHED_OFF = "switched_off"
    NOT_YET = "not_yet"
    ENDED = "ended"
    OUT_OF_HOURS = "out_of_hours"
    OTHER_GROUP = "other_group"
    OTHER_CHANNEL = "other_channel"
    OTHER_REGISTER = "other_register"
    COUPON_MISSING = "coupon_missing"
    NOT_IN_LIST = "not_in_list"
    QUANTITY_TOO_SMALL = "quantity_too_small"
    BELOW_THRESHOLD = "below_threshold"
    TOO_FEW_PIECES = "too_few_pieces"
    NOT_FOR_WEIGHED = "not_for_weighed"
    NOT_FOR_PACKS = "not_for_packs"
    PRICE_ENTERED = "price_entered"
    NOT_CHEAPER = "not_cheaper"
    ANOTHER_IS_BETTER = "another_is_better"
    OVERRIDDEN = "overridden"
    GIVEN_UP = "given_up"


class Situation(NamedTuple):
    """Who buys where and when.

    Attributes:
        moment: UTC.
        zone: The store's, whose clock happy hours and tax rates go by.
        group: The customer's group, None without one.
        codes: Coupon codes in the cart.
    """

    moment: dt.datetime
    zone: dt.tzinfo
    channel: Channel
    register: Id | None
    group: str | None
    codes: frozenset[str]


def list_barred(prices: PriceList, situation: Situation) -> WhyNot | None:
    """Returns why a price list does not hold there and then; None where it does."""
    if not prices.runs_at(situation.moment):
        return _why_not_running(prices, situation.moment)
    return _not_here(prices, situation)


def promotion_barred(promotion: Promotion, situation: Situation) -> WhyNot | None:
    """Returns why a promotion does not run there and then; None where it does."""
    if not promotion.runs_at(situation.moment):
        return _why_not_running(promotion, situation.moment)
    if not promotion.in_hours(situation.moment, situation.zone):
        return WhyNot.OUT_OF_HOURS
    elsewhere = _not_here(promotion, situation)
    if elsewhere is not None:
        return elsewhere
    return WhyNot.COUPON_MISSING if promotion.codes and coupon_of(promotion, situation) is None else None


def coupon_of(promotion: Promotion, situation: Situation) -> str | None:
    """Returns which of the cart's coupon codes is one of the promotion's; None without one."""
    if not situation.codes or not promotion.codes:
        return None
    return min((code for code in promotion.codes if code in situation.codes), default=None)


def _why_not_running(rule: PriceList | Promotion, moment: dt.datetime) -> WhyNot:
    if not rule.is_active:
        return WhyNot.SWITCHED_OFF
    waits = rule.starts_at is not None and rule.starts_at > moment
    return WhyNot.NOT_YET if waits else WhyNot.ENDED


def _not_here(rule: PriceList | Promotion, situation: Situation) -> WhyNot | None:
    if rule.customer_groups and situation.group not in rule.customer_groups:
        return WhyNot.OTHER_GROUP
    if rule.channels and situation.channel not in rule.channels:
        return WhyNot.OTHER_CHANNEL
    if rule.registers and situation.register not in rule.registers:
        return WhyNot.OTHER_REGISTER
    return None
