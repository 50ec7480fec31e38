"""Payments: one document a tender line. How much is due belongs to ``settlement``, gateways to adapters."""

import datetime as dt
import enum
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import NotNegative, Record

MIXED_TENDER = "mixed"


class TenderKind(enum.StrEnum):
    """What the customer pays with, as the counter sees it."""

    CASH = "cash"
    CARD = "card"
    PAYPAL = "paypal"
    BANK_TRANSFER = "bank_transfer"
    GIFT_CARD = "gift_card"
    STORE_CREDIT = "store_credit"
    ON_ACCOUNT = "on_account"


class PaymentType(enum.StrEnum):
    """The seed's types of payment."""

    CARD = "card"
    PAYPAL = "paypal"
    STRIPE = "stripe"
    BANK_TRANSFER = "bank_transfer"
    WALLET = "wallet"


class PaymentStatus(enum.StrEnum):
    """The seed's states of a payment."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class CardDetails(Record, frozen=True, kw_only=True):
    """What may be kept of a card."""

    last4: str | None = None
    brand: str | None = None
    expiry_month: int | None = None
    expiry_year: int | None = None


class PaymentMethod(Record, frozen=True, kw_only=True):
    """The seed's description of how it was paid."""

    type: PaymentType
    provider: str | None = None
    details: CardDetails | None = None


class Payment(Record, frozen=True, kw_only=True):
    """A document of ``payments``.

    Attributes:
        amount: What counts towards the order: ``tendered`` − ``change``.
        tendered: What the customer handed over.
        change: What went back.
    """

    id: Id = msgspec.field(name="_id")
    order: Id
    amount: NotNegative
    currency: str = "USD"
    payment_method: PaymentMethod
    status: PaymentStatus = PaymentStatus.PENDING
    transaction_id: str | None = None
    processed_at: dt.datetime | None = None
    tender: TenderKind | None = None
    tendered: NotNegative | None = None
    change: NotNegative = Decimal(0)
    register: Id | None = None
    shift: Id | None = None
    created_at: dt.datetime
    updated_at: dt.datetime


class Tender(Record, frozen=True, kw_only=True):
    """One way of paying, as entered on the pay screen: ``tendered`` of ``kind``."""

    kind: TenderKind
    tendered: NotNegative
    reference: str | None = None
