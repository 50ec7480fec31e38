"""Records that prices are made by, with every optional field set."""

import datetime as dt
from decimal import Decimal

from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.price_lists import ListPrice, ListRule, PriceList, PriceRounding, PriceTier
from b4mart_desktop.domain.promotions import (
    BundlePart,
    Channel,
    CouponClaim,
    CouponClaims,
    CouponLimits,
    CouponUse,
    DatedRate,
    HappyHours,
    Promotion,
    PromotionKind,
    Tax,
)
from b4mart_desktop.domain.record import Record, utc_now
from b4mart_desktop.domain.scheduled_prices import PricePair, ScheduledPrice, ScheduleState, SkipReason


def price_records() -> dict[str, Record]:
    """One record of each collection that prices are made by."""
    now = utc_now()
    return {
        "promotions": _promotion(),
        "taxes": Tax(
            id=new_id(),
            code="reduced",
            name="Reduced",
            rate=Decimal("2.5"),
            rates=(DatedRate(since=dt.date(2026, 7, 1), rate=Decimal(3)),),
            created_at=now,
            updated_at=now,
        ),
        "pricelists": _price_list(),
        "prices": ListPrice(
            id=new_id(),
            list=new_id(),
            product=new_id(),
            tiers=(
                PriceTier(price=Decimal("1.99")),
                PriceTier(quantity=Decimal(6), price=Decimal("1.79")),
            ),
            created_at=now,
            updated_at=now,
        ),
        "scheduledprices": _scheduled_price(),
        "couponuses": CouponUse(
            id=new_id(),
            promotion=new_id(),
            code="SUMMER",
            order=new_id(),
            claim=new_id(),
            amount=Decimal("2.5"),
            customer=new_id(),
            register=new_id(),
            at=now,
        ),
        "couponclaims": _claims(),
    }


def _claims() -> CouponClaims:
    claim = CouponClaim(cart=new_id(), code="SUMMER", customer=new_id(), register=new_id(), until=utc_now())
    return CouponClaims(id=new_id(), version=3, claims=(claim,))


def _promotion() -> Promotion:
    now = utc_now()
    return Promotion(
        id=new_id(),
        name="Two plus one",
        kind=PromotionKind.BUY_X_GET_Y,
        value=Decimal("0.5"),
        buy=2,
        get=1,
        get_percent=Decimal(50),
        across=True,
        parts=(BundlePart(quantity=2, products=(new_id(),), categories=(new_id(),)),),
        threshold=Decimal(10),
        min_quantity=3,
        products=(new_id(),),
        categories=(new_id(),),
        excluded=(new_id(),),
        starts_at=now,
        ends_at=now + dt.timedelta(days=1),
        hours=(HappyHours(days=(1, 5), start=dt.time(22), end=dt.time(2, 30)),),
        customer_groups=("wholesale",),
        channels=(Channel.COUNTER,),
        registers=(new_id(),),
        codes=("SUMMER",),
        limits=CouponLimits(total=100, per_code=1, per_customer=1),
        overrides=True,
        priority=2,
        created_at=now,
        updated_at=now,
    )


def _price_list() -> PriceList:
    now = utc_now()
    return PriceList(
        id=new_id(),
        name="Wholesale",
        rule=ListRule(
            percent=Decimal(-15), rounding=PriceRounding(step=Decimal("0.1"), less=Decimal("0.01"))
        ),
        customer_groups=("wholesale",),
        channels=(Channel.WEB,),
        registers=(new_id(),),
        starts_at=now,
        ends_at=now + dt.timedelta(days=1),
        overrides=True,
        priority=1,
        created_at=now,
        updated_at=now,
    )


def _scheduled_price() -> ScheduledPrice:
    now = utc_now()
    return ScheduledPrice(
        id=new_id(),
        product=new_id(),
        product_name="Banana",
        base_price=Decimal("1.99"),
        sale_price=Decimal("1.49"),
        ends_sale=True,
        at=now,
        until=now + dt.timedelta(days=7),
        state=ScheduleState.SKIPPED,
        due_at=now,
        before=PricePair(base_price=Decimal("2.19"), sale_price=Decimal("1.89")),
        applied_at=now,
        ended_at=now,
        reason=SkipReason.PRICE_CHANGED,
        note="Week 30",
        batch=new_id(),
        user=new_id(),
        user_name="Marcus",
        register=new_id(),
        created_at=now,
        updated_at=now,
    )
