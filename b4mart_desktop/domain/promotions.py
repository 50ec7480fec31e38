"""Promotions and taxes as documents. Applying them belongs to ``pricing``."""

import datetime as dt
import enum
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import NotNegative, Record, Text


class PromotionKind(enum.StrEnum):
    """How a promotion takes something off."""

    PERCENT_OFF = "percent_off"
    AMOUNT_OFF = "amount_off"
    BUY_X_GET_Y = "buy_x_get_y"
    ORDER_PERCENT_OFF = "order_percent_off"


class Promotion(Record, frozen=True, kw_only=True):
    """A document of ``promotions``.

    A line takes part if its product is in ``products`` or one of its categories (its own or one above)
    is in ``categories``; with both empty every line does.

    Attributes:
        value: Percent, or amount per piece for ``AMOUNT_OFF``.
        buy: Pieces paid for ``BUY_X_GET_Y``.
        get: Pieces free after ``buy``.
        threshold: Smallest amount of the order for ``ORDER_PERCENT_OFF``, after other promotions.
    """

    id: Id = msgspec.field(name="_id")
    name: Text
    kind: PromotionKind
    value: NotNegative = Decimal(0)
    buy: int = 0
    get: int = 0
    threshold: NotNegative = Decimal(0)
    products: tuple[Id, ...] = ()
    categories: tuple[Id, ...] = ()
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    is_active: bool = True
    created_at: dt.datetime
    updated_at: dt.datetime

    def runs_at(self, moment: dt.datetime) -> bool:
        """Whether the promotion is on at ``moment``."""
        started = self.starts_at is None or self.starts_at <= moment
        ended = self.ends_at is not None and self.ends_at <= moment
        return self.is_active and started and not ended


class Tax(Record, frozen=True, kw_only=True):
    """A document of ``taxes``: the rate of one class of goods.

    Attributes:
        code: The class products name in ``taxClass``.
        rate: In percent.
    """

    id: Id = msgspec.field(name="_id")
    code: Text
    name: Text
    rate: NotNegative
    created_at: dt.datetime
    updated_at: dt.datetime
