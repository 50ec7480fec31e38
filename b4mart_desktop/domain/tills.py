"""Registers, shifts and cash movements: who sold where, and what should be in the till."""

import datetime as dt
import enum
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import NotNegative, Record, Text


class Register(Record, frozen=True, kw_only=True):
    """A document of ``registers``: one counter on one device.

    Attributes:
        code: Short unique code that begins each receipt number.
        name: What people call it; the computer's name at first.
        device: Identity of the data folder that sells as this register.
        retired_at: Since when it is out of use; its code stays its own for ever.
    """

    id: Id = msgspec.field(name="_id")
    code: Text
    name: Text
    device: str | None = None
    retired_at: dt.datetime | None = None
    created_at: dt.datetime
    updated_at: dt.datetime


class ShiftStatus(enum.StrEnum):
    """Whether the till is in use."""

    OPEN = "open"
    CLOSED = "closed"


class Shift(Record, frozen=True, kw_only=True):
    """A document of ``shifts``: from opening the till with a float to counting it.

    Attributes:
        opening_float: Cash in the till at the start.
        expected_cash: Float + cash sales + cash movements, at the close.
        counted_cash: What was counted at the close.
        difference: ``counted_cash`` − ``expected_cash``.
    """

    id: Id = msgspec.field(name="_id")
    register: Id
    opened_by: Id
    opened_at: dt.datetime
    opening_float: NotNegative
    currency: str
    status: ShiftStatus = ShiftStatus.OPEN
    closed_by: Id | None = None
    closed_at: dt.datetime | None = None
    sales_count: int = 0
    sales_total: Decimal = Decimal(0)
    expected_cash: Decimal | None = None
    counted_cash: NotNegative | None = None
    difference: Decimal | None = None
    created_at: dt.datetime
    updated_at: dt.datetime


class CashMovementKind(enum.StrEnum):
    """Why cash went in or out of the till other than by a sale."""

    FLOAT = "float"
    PAID_IN = "paid_in"
    PAID_OUT = "paid_out"
    DROP = "drop"
    NO_SALE = "no_sale"


class CashMovement(Record, frozen=True, kw_only=True):
    """A document of ``cashmovements``: signed amount, so that a till's cash is a sum."""

    id: Id = msgspec.field(name="_id")
    register: Id
    shift: Id
    kind: CashMovementKind
    amount: Decimal
    reason: str | None = None
    user: Id
    at: dt.datetime
