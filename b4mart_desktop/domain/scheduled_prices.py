"""Prices that are to change at a moment, as documents. Doing it belongs to a keeper in the background."""

import datetime as dt
import enum

import msgspec

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
