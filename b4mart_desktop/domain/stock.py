"""The stock ledger: append-only movements. On hand of a product is the sum of its movements."""

import datetime as dt
import enum
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import Record

MAIN_LOCATION = "main"
MAX_ON_HAND = Decimal(1_000_000_000)
"""No shop has more of anything, nor lacks more; what is beyond cannot be written on a tile either."""


class MovementReason(enum.StrEnum):
    """Why stock changed."""

    OPENING = "opening"
    SALE = "sale"
    RETURN = "return"
    IMPORT = "import"
    ADJUSTMENT = "adjustment"


class StockMovement(Record, frozen=True, kw_only=True):
    """A document of ``stockmovements``.

    Attributes:
        delta: What was added (or taken, negative), in the product's unit.
        ref: The document that caused it, such as the order.
        variant: SKU of the combination of options that was moved, which has stock of its own.
        quantity_after: On hand after it; set when it is posted.
    """

    id: Id = msgspec.field(name="_id")
    product: Id
    delta: Decimal
    reason: MovementReason
    ref: Id | None = None
    register: Id | None = None
    user: Id | None = None
    at: dt.datetime
    quantity_after: Decimal | None = None
    variant: str | None = None
    location: str = MAIN_LOCATION
