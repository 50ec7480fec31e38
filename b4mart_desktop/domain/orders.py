"""Orders: the seed's document plus the counter's snapshot. How amounts come about belongs to ``pricing``.

The amounts of an order obey, to the minor unit::

    subtotal = Σ item.totalPrice                      (item.totalPrice = quantity × priceAtTime)
    discount = Σ item.discount                        (promotions, line and order discounts)
    tax      = Σ item.tax                             (on item.totalPrice − item.discount)
    total    = subtotal − discount + shipping + rounding (+ tax unless ``taxIncluded``)
"""

import datetime as dt
import enum
from decimal import Decimal
from typing import Annotated

import msgspec

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.price_lists import PriceTier
from b4mart_desktop.domain.promotions import Offer
from b4mart_desktop.domain.record import NotNegative, Positive, Record, Text

POS_CHANNEL = "pos"


class OrderStatus(enum.StrEnum):
    """The seed's states of an order."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    PROCESSING = "processing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class OrderPaymentStatus(enum.StrEnum):
    """The seed's states of an order's payment."""

    PENDING = "pending"
    COMPLETED = "completed"
    FAILED = "failed"
    REFUNDED = "refunded"


class OrderPaymentMethod(enum.StrEnum):
    """The seed's methods; the counter's own tender kinds are in ``tender``."""

    CARD = "card"
    PAYPAL = "paypal"
    BANK_TRANSFER = "bank_transfer"
    CASH_ON_DELIVERY = "cod"


class Measure(Record, frozen=True, kw_only=True):
    """A weighed or measured amount, such as 0.450 kg."""

    value: Positive
    unit: Text


class SoldPack(Record, frozen=True, kw_only=True):
    """The pack a line sells instead of single pieces.

    Attributes:
        quantity: How much of the product is in it, in the product's unit.
    """

    name: str
    quantity: Positive


class OrderItem(Record, frozen=True, kw_only=True):
    """One line, with a snapshot of the product as it was sold.

    Attributes:
        price_at_time: Price of one piece; of the whole piece where it was weighed.
        total_price: ``quantity`` × ``price_at_time``, before discounts.
        unit_price: Price of one piece, or of one unit of measure where it was weighed.
        discount: Everything taken off this line, its share of order discounts included.
        order_discount: That share: the part of ``discount`` that comes from discounts on the order.
        tax: Tax on the line after discounts.
        tax_rate: In percent.
        promotion: Names of the promotions on the line.
        promotion_discount: The part of ``discount`` that comes from them.
        order_promotion_discount: The part of ``order_discount`` that comes from the promotion on the order.
        price_list: Name of the price list ``unit_price`` is of.
        breaks: What ``unit_price`` would be for less of the product, where a price list has quantity breaks.
        pack: The pack that was sold, of which ``quantity`` counts.
        variant: SKU of the combination of options that was sold.
    """

    product: Id
    quantity: Annotated[int, msgspec.Meta(ge=1)]
    price_at_time: NotNegative
    selected_variants: dict[str, str] | None = None
    total_price: NotNegative
    name: str | None = None
    sku: str | None = None
    barcode: str | None = None
    unit_price: NotNegative | None = None
    measure: Measure | None = None
    discount: NotNegative = Decimal(0)
    order_discount: NotNegative = Decimal(0)
    tax: NotNegative = Decimal(0)
    tax_rate: NotNegative = Decimal(0)
    tax_class: str | None = None
    promotion: str | None = None
    promotion_discount: NotNegative = Decimal(0)
    order_promotion_discount: NotNegative = Decimal(0)
    price_list: str | None = None
    breaks: tuple[PriceTier, ...] = ()
    pack: SoldPack | None = None
    variant: str | None = None
    note: str | None = None


class OrderPricing(Record, frozen=True, kw_only=True):
    """The amounts of an order; see the module's head for what adds up to what."""

    subtotal: NotNegative
    shipping: NotNegative = Decimal(0)
    tax: NotNegative = Decimal(0)
    discount: NotNegative = Decimal(0)
    rounding: Decimal = Decimal(0)
    total: NotNegative
    currency: str = "USD"
    tax_included: bool = False


class ShippingAddress(Record, frozen=True, kw_only=True):
    """Where the goods went; at the counter the store's own address with the customer's name."""

    first_name: Text
    last_name: Text
    street: Text
    city: Text
    state: Text
    zip_code: Text
    country: Text
    phone: str | None = None


class BillingAddress(Record, frozen=True, kw_only=True):
    """Where the invoice goes, if elsewhere."""

    first_name: str | None = None
    last_name: str | None = None
    street: str | None = None
    city: str | None = None
    state: str | None = None
    zip_code: str | None = None
    country: str | None = None
    phone: str | None = None
    same_as_shipping: bool = True


class OrderPayment(Record, frozen=True, kw_only=True):
    """How an order is paid, in the seed's terms."""

    status: OrderPaymentStatus = OrderPaymentStatus.PENDING
    method: OrderPaymentMethod
    transaction_id: str | None = None
    paid_at: dt.datetime | None = None


class OrderShipping(Record, frozen=True, kw_only=True):
    """How an order travels (web orders)."""

    method: str | None = None
    carrier: str | None = None
    tracking_number: str | None = None
    estimated_delivery: dt.datetime | None = None
    shipped_at: dt.datetime | None = None
    delivered_at: dt.datetime | None = None


class StatusChange(Record, frozen=True, kw_only=True):
    """One entry of an order's history."""

    status: str
    timestamp: dt.datetime
    note: str | None = None


class Order(Record, frozen=True, kw_only=True):
    """A document of ``orders``.

    Attributes:
        channel: ``POS_CHANNEL`` at the counter, absent for the web.
        tender: Kind of the only tender, ``mixed`` where there were several.
        receipt_number: Register code and gapless counter.
        order_promotion: Name of the promotion on the whole order, if one applied.
        applied_promotions: The promotions that applied, with their terms on that day.
    """

    id: Id = msgspec.field(name="_id")
    order_number: Text
    customer: Id
    items: tuple[OrderItem, ...]
    pricing: OrderPricing
    shipping_address: ShippingAddress
    billing_address: BillingAddress | None = None
    status: OrderStatus = OrderStatus.PENDING
    payment: OrderPayment
    shipping: OrderShipping | None = None
    notes: str | None = None
    internal_notes: str | None = None
    status_history: tuple[StatusChange, ...] = ()
    channel: str | None = None
    register: Id | None = None
    shift: Id | None = None
    cashier: Id | None = None
    cashier_name: str | None = None
    receipt_number: str | None = None
    tender: str | None = None
    order_promotion: str | None = None
    applied_promotions: tuple[Offer, ...] = ()
    created_at: dt.datetime
    updated_at: dt.datetime
