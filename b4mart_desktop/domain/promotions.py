"""Promotions, their coupons, and taxes as documents. What a cart gets of them belongs to ``pricing``."""

import datetime as dt
import enum
from decimal import Decimal
from typing import Annotated, NamedTuple

import msgspec

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import NotNegative, Record, Text

DAYS_OF_WEEK = 7
Weekday = Annotated[int, msgspec.Meta(ge=1, le=DAYS_OF_WEEK)]
"""ISO 8601: 1 is Monday, 7 is Sunday."""


class PromotionKind(enum.StrEnum):
    """How a promotion takes something off: pieces of goods first, the order afterwards."""

    PERCENT_OFF = "percent_off"
    AMOUNT_OFF = "amount_off"
    FIXED_PRICE = "fixed_price"
    BUY_X_GET_Y = "buy_x_get_y"
    MIX_AND_MATCH = "mix_and_match"
    BUNDLE = "bundle"
    ORDER_PERCENT_OFF = "order_percent_off"
    ORDER_AMOUNT_OFF = "order_amount_off"


ORDER_KINDS = frozenset({PromotionKind.ORDER_PERCENT_OFF, PromotionKind.ORDER_AMOUNT_OFF})
"""Those on the whole order, after those on its lines."""


class Channel(enum.StrEnum):
    """Where a sale is made."""

    COUNTER = "pos"
    WEB = "web"


class HappyHours(Record, frozen=True, kw_only=True):
    """Hours of the week by the clock on the store's wall.

    Hours that end at or before they start go on into the next day: Friday 22:00 to 02:00 ends on Saturday,
    and 00:00 to 00:00 is the whole day. Where clocks are put back an hour counts both times, as it does for
    everybody who reads them.

    Attributes:
        days: On which they start; every day where none is named.
    """

    days: tuple[Weekday, ...] = ()
    start: dt.time
    end: dt.time

    def include(self, local: dt.datetime) -> bool:
        """Whether that moment, in the store's zone, is within the hours."""
        day, clock = local.isoweekday(), local.time()
        if self.start < self.end:
            return self._on(day) and self.start <= clock < self.end
        day_before = day - 1 or DAYS_OF_WEEK
        return (self._on(day) and clock >= self.start) or (self._on(day_before) and clock < self.end)

    def _on(self, day: int) -> bool:
        return not self.days or day in self.days


class BundlePart(Record, frozen=True, kw_only=True):
    """One part of a bundle: ``quantity`` pieces of any of these goods."""

    quantity: Annotated[int, msgspec.Meta(ge=1)] = 1
    products: tuple[Id, ...] = ()
    categories: tuple[Id, ...] = ()


class CouponLimits(Record, frozen=True, kw_only=True):
    """How many sales may use a promotion's coupons; None: any number.

    Attributes:
        total: With all its codes together.
        per_code: With each code, such as 1 for vouchers that are handed out singly.
        per_customer: With any code by one customer; a walk-in cannot use such a coupon.
    """

    total: int | None = None
    per_code: int | None = None
    per_customer: int | None = None

    @property
    def any(self) -> bool:
        """Whether there is a limit at all, so that uses have to be counted."""
        return not (self.total is None and self.per_code is None and self.per_customer is None)

    def reached(self, count: "CouponCount") -> tuple[int, int] | None:
        """Returns how many sales used it and how many may, of the first limit that is reached; else None."""
        for limit, used in zip((self.total, self.per_code, self.per_customer), count, strict=True):
            if limit is not None and used >= limit:
                return used, limit
        return None


class CouponCount(NamedTuple):
    """How many sales used a promotion's coupons, or are about to.

    Attributes:
        total: Any of its codes.
        of_code: The one asked for.
        of_customer: Any of its codes, by the customer asked for.
    """

    total: int = 0
    of_code: int = 0
    of_customer: int = 0


class Promotion(Record, frozen=True, kw_only=True):
    """A document of ``promotions``.

    A line takes part if its product is in ``products`` or one of its categories (its own or one above) is in
    ``categories``, and the product not in ``excluded``; with both empty every line does, but for a bundle,
    whose ``parts`` say it. A line whose price staff entered takes part in none, and a piece in one at most.
    Weighed goods and packs take part where the kind says so.

    Of all combinations of promotions on lines the customer gets the best; in a cart too large to try them
    all, the best that ``set_search`` finds within its bound. A promotion that ``overrides`` gets its pieces
    before the others whatever they would take off; among several such the higher ``priority`` comes first. Of
    those on the order one is applied, in the same way, to what the lines come to after their own promotions.

    Attributes:
        value: ``PERCENT_OFF`` and ``ORDER_PERCENT_OFF``: percent. ``AMOUNT_OFF``: amount per piece.
            ``FIXED_PRICE``: price per piece. Of weighed goods both are per unit of measure, of a pack per
            piece in it. ``MIX_AND_MATCH``: price of ``buy`` pieces. ``BUNDLE``: price of the whole bundle.
            ``ORDER_AMOUNT_OFF``: amount.
        buy: ``BUY_X_GET_Y``: pieces paid in full. ``MIX_AND_MATCH``: pieces in a set. Neither weighed goods
            nor packs take part in sets, nor in bundles.
        get: ``BUY_X_GET_Y``: pieces got after ``buy``.
        get_percent: ``BUY_X_GET_Y``: how much the got pieces are off; 100: free.
        across: ``BUY_X_GET_Y``: whether pieces of different products make a set together; the cheapest of
            the set are the got ones. Else all of a set are of one line.
        parts: ``BUNDLE``: what makes it up.
        threshold: Least amount of what takes part, after promotions on lines (order) or before (others).
        min_quantity: Least number of pieces of what takes part in the whole cart.
        excluded: Products that never take part.
        hours: When it runs within its dates; always where none are named.
        customer_groups: Who gets it, by ``User.customer_group``; everybody where none is named.
        channels: Where; everywhere where none is named.
        registers: At which registers; at all where none is named.
        codes: Coupon codes, in upper case; it then only runs in a cart that has one of them.
        limits: Of its coupons.
        overrides: Whether it wins over better ones.
        priority: Which comes first of several that override; the higher one.
    """

    id: Id = msgspec.field(name="_id")
    name: Text
    kind: PromotionKind
    value: NotNegative = Decimal(0)
    buy: int = 0
    get: int = 0
    get_percent: NotNegative = Decimal(100)
    across: bool = False
    parts: tuple[BundlePart, ...] = ()
    threshold: NotNegative = Decimal(0)
    min_quantity: int = 0
    products: tuple[Id, ...] = ()
    categories: tuple[Id, ...] = ()
    excluded: tuple[Id, ...] = ()
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    hours: tuple[HappyHours, ...] = ()
    customer_groups: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    registers: tuple[Id, ...] = ()
    codes: tuple[str, ...] = ()
    limits: CouponLimits = CouponLimits()
    overrides: bool = False
    priority: int = 0
    is_active: bool = True
    created_at: dt.datetime
    updated_at: dt.datetime

    def runs_at(self, moment: dt.datetime) -> bool:
        """Whether the promotion is on at ``moment``, by its dates; ``in_hours`` tells the rest."""
        started = self.starts_at is None or self.starts_at <= moment
        ended = self.ends_at is not None and self.ends_at <= moment
        return self.is_active and started and not ended

    def in_hours(self, moment: dt.datetime, zone: dt.tzinfo) -> bool:
        """Whether ``moment`` is within the promotion's hours in the store's zone."""
        if not self.hours:
            return True
        local = moment.astimezone(zone)
        return any(hours.include(local) for hours in self.hours)


class OfferPart(Record, frozen=True, kw_only=True):
    """So many pieces of any of these lines, given by their positions."""

    quantity: Annotated[int, msgspec.Meta(ge=1)]
    lines: tuple[int, ...]


class Offer(Record, frozen=True, kw_only=True):
    """A promotion's terms, as in ``Promotion``, with the lines of one cart that take part.

    A sale keeps its offers, so that what is kept after a return can be priced by the terms of that day.

    Attributes:
        code: The coupon by which it runs, None where it needs none.
        lines: Positions of the lines that take part; for a bundle those of any part.
        amount: What it took off the cart.
    """

    promotion: Id
    name: Text
    kind: PromotionKind
    value: NotNegative = Decimal(0)
    buy: int = 0
    get: int = 0
    get_percent: NotNegative = Decimal(100)
    across: bool = False
    parts: tuple[OfferPart, ...] = ()
    threshold: NotNegative = Decimal(0)
    min_quantity: int = 0
    overrides: bool = False
    priority: int = 0
    code: str | None = None
    lines: tuple[int, ...] = ()
    amount: NotNegative = Decimal(0)

    @property
    def rank(self) -> tuple[bool, int]:
        """Who comes first: the higher one, however little it takes."""
        return self.overrides, self.priority if self.overrides else 0


class CouponUse(Record, frozen=True, kw_only=True):
    """A document of ``couponuses``: one sale took a coupon. Only ever added, together with the sale.

    Attributes:
        code: As in ``Promotion.codes``.
        claim: ``Cart.claim`` of the sale, by which its use had been claimed; the use takes the claim's place.
        amount: What it took off.
        customer: Whose it was; None for a walk-in.
    """

    id: Id = msgspec.field(name="_id")
    promotion: Id
    code: Text
    order: Id
    claim: Id | None = None
    amount: NotNegative
    customer: Id | None = None
    register: Id | None = None
    at: dt.datetime


class CouponClaim(Record, frozen=True, kw_only=True):
    """One open cart is about to use a coupon.

    Attributes:
        cart: ``Cart.claim`` of it.
        customer: Whose it is; None for a walk-in.
        until: From then on it counts no more, whatever became of the register.
    """

    cart: Id
    code: Text
    customer: Id | None = None
    register: Id | None = None
    until: dt.datetime


class CouponClaims(Record, frozen=True, kw_only=True):
    """A document of ``couponclaims``: who is about to use the coupons of a promotion with limits.

    Attributes:
        id: The promotion's.
        version: Counts the changes, so that of two at the same moment one has to look again.
    """

    id: Id = msgspec.field(name="_id")
    version: int = 0
    claims: tuple[CouponClaim, ...] = ()


def coupon_code(text: str) -> str:
    """Returns a coupon's code as it is stored, however it was typed: upper case, without spaces."""
    return "".join(text.split()).upper()


class DatedRate(Record, frozen=True, kw_only=True):
    """The rate from the beginning of a day in the store's zone.

    Attributes:
        rate: In percent.
    """

    since: dt.date
    rate: NotNegative


class Tax(Record, frozen=True, kw_only=True):
    """A document of ``taxes``: the rate of one class of goods.

    Attributes:
        code: The class products name in ``taxClass``.
        rate: In percent, before the first of ``rates``; the only one where there are none.
        rates: Later rates, in any order; the last that has begun holds.
    """

    id: Id = msgspec.field(name="_id")
    code: Text
    name: Text
    rate: NotNegative
    rates: tuple[DatedRate, ...] = ()
    created_at: dt.datetime
    updated_at: dt.datetime

    def dated_rate(self, moment: dt.datetime, zone: dt.tzinfo) -> DatedRate | None:
        """Returns the dated rate that holds at ``moment`` in that zone; None where ``rate`` does."""
        today = moment.astimezone(zone).date()
        begun = (rate for rate in self.rates if rate.since <= today)
        return max(begun, key=lambda rate: rate.since, default=None)

    def rate_at(self, moment: dt.datetime, zone: dt.tzinfo) -> Decimal:
        """Returns the rate in percent that holds at ``moment`` in that zone."""
        dated = self.dated_rate(moment, zone)
        return self.rate if dated is None else dated.rate
