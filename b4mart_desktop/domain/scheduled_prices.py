"""Prices that are to change at a moment: documents, and what is to be done of one that is due."""

import datetime as dt
import enum
from typing import NamedTuple

import msgspec

from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import NotNegative, Record, Text


class ScheduleState(enum.StrEnum):
    """How far a scheduled price is."""

    WAITING = "waiting"
    APPLIED = "applied"
    DONE = "done"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


class SkipReason(enum.StrEnum):
    """Why a scheduled price, or its going back, was not done."""

    PRODUCT_GONE = "product_gone"
    PRICE_CHANGED = "price_changed"
    REFUSED = "refused"


class PricePair(Record, frozen=True, kw_only=True):
    """List and sale price of a product; None: it has no sale price."""

    base_price: NotNegative
    sale_price: NotNegative | None = None


class ScheduledPrice(Record, frozen=True, kw_only=True):
    """A document of ``scheduledprices``: prices a product gets at ``at`` and keeps, or has until ``until``.

    ``APPLIED`` waits for ``until``; ``DONE`` has nothing more to do. What was missed while no counter ran is
    done late. Going back is skipped where somebody has given the product another price meanwhile.

    Attributes:
        product_name: When it was scheduled, for lists.
        base_price: The new list price; None leaves it.
        sale_price: The new sale price; None leaves it.
        ends_sale: Whether the sale price is taken away instead.
        until: When the prices go back to what they were; None: never.
        due_at: When the next thing is to be done; None where nothing is.
        before: The prices ``until`` goes back to.
        reason: Why it was skipped.
        batch: What was scheduled together.
    """

    id: Id = msgspec.field(name="_id")
    product: Id
    product_name: Text
    base_price: NotNegative | None = None
    sale_price: NotNegative | None = None
    ends_sale: bool = False
    at: dt.datetime
    until: dt.datetime | None = None
    state: ScheduleState = ScheduleState.WAITING
    due_at: dt.datetime | None = None
    before: PricePair | None = None
    applied_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    reason: SkipReason | None = None
    note: str | None = None
    batch: Id | None = None
    user: Id | None = None
    user_name: str | None = None
    register: Id | None = None
    created_at: dt.datetime
    updated_at: dt.datetime


def prices_of(product: Product) -> PricePair:
    """Returns the prices a product has."""
    return PricePair(base_price=product.pricing.base_price, sale_price=product.pricing.sale_price)


def with_prices(product: Product, prices: PricePair) -> Product:
    """Returns the product at those prices."""
    pricing = msgspec.structs.replace(
        product.pricing, base_price=prices.base_price, sale_price=prices.sale_price
    )
    return msgspec.structs.replace(product, pricing=pricing)


def planned_prices(planned: ScheduledPrice, now: PricePair) -> PricePair:
    """Returns the prices that are planned for a product that has ``now``."""
    sale = now.sale_price if planned.sale_price is None else planned.sale_price
    return PricePair(
        base_price=now.base_price if planned.base_price is None else planned.base_price,
        sale_price=None if planned.ends_sale else sale,
    )


class Step(NamedTuple):
    """What is to be done now.

    Attributes:
        planned: The plan after it.
        product: The product after it; None where that stays as it is.
    """

    planned: ScheduledPrice
    product: Product | None


def next_step(planned: ScheduledPrice, product: Product | None, moment: dt.datetime) -> Step:
    """Returns what is to be done of a plan that is due, for the product as it is; None: it is gone.

    A plan that is so late that it would have gone back already changes nothing.
    """
    if product is None or product.status is ProductStatus.ARCHIVED:
        return Step(_skipped(planned, SkipReason.PRODUCT_GONE, moment), None)
    if planned.state is ScheduleState.APPLIED:
        return _back(planned, product, moment)
    if planned.until is not None and planned.until <= moment:
        return Step(_ended(planned, ScheduleState.DONE, moment), None)
    before = prices_of(product)
    state = ScheduleState.DONE if planned.until is None else ScheduleState.APPLIED
    applied = msgspec.structs.replace(
        planned, state=state, due_at=planned.until, before=before, applied_at=moment, updated_at=moment
    )
    if planned.until is None:
        applied = msgspec.structs.replace(applied, ended_at=moment)
    return Step(applied, with_prices(product, planned_prices(planned, before)))


def _back(planned: ScheduledPrice, product: Product, moment: dt.datetime) -> Step:
    before = planned.before
    if before is None or prices_of(product) != planned_prices(planned, before):
        return Step(_skipped(planned, SkipReason.PRICE_CHANGED, moment), None)
    return Step(_ended(planned, ScheduleState.DONE, moment), with_prices(product, before))


def handed_on(ending: ScheduledPrice, other: ScheduledPrice) -> ScheduledPrice | None:
    """Returns what becomes of a plan in force where an overlapping one ends first; None: it is not concerned.

    A plan that began on top of another one's prices would go back to them, after their time. It goes back to
    what that one would have gone back to.
    """
    before = ending.before
    if before is None or other.state is not ScheduleState.APPLIED or other.id == ending.id:
        return None
    if other.before != planned_prices(ending, before):
        return None
    return msgspec.structs.replace(other, before=before)


def _skipped(planned: ScheduledPrice, reason: SkipReason, moment: dt.datetime) -> ScheduledPrice:
    return msgspec.structs.replace(_ended(planned, ScheduleState.SKIPPED, moment), reason=reason)


def _ended(planned: ScheduledPrice, state: ScheduleState, moment: dt.datetime) -> ScheduledPrice:
    return msgspec.structs.replace(planned, state=state, due_at=None, ended_at=moment, updated_at=moment)


def cancelled(planned: ScheduledPrice, moment: dt.datetime) -> ScheduledPrice:
    """Returns the plan called off: what was not done is not, what was stays as it is."""
    return _ended(planned, ScheduleState.CANCELLED, moment)


def refused(planned: ScheduledPrice, moment: dt.datetime) -> ScheduledPrice:
    """Returns the plan given up because the product cannot be read or written."""
    return _skipped(planned, SkipReason.REFUSED, moment)
