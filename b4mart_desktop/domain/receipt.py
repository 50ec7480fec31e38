"""What a receipt says, as data: the same content is drawn on screen, on 80 mm paper and later by printers.

Amounts and texts of the sale only; formatting and layout belong to whoever draws it. What is on a receipt
adds up as it is read, line by line, to the minor unit::

    subtotal = Σ line.total
    discount = Σ line.discount + order_discount
    total    = subtotal − discount + shipping + rounding (+ tax unless ``tax_included``)
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from b4mart_desktop.domain.money import ZERO, quantise
from b4mart_desktop.domain.orders import POS_CHANNEL, Measure, Order, OrderItem, ShippingAddress
from b4mart_desktop.domain.payments import Payment, PaymentType, TenderKind
from b4mart_desktop.domain.record import Record
from b4mart_desktop.domain.store import Store

_TENDERS = {
    PaymentType.CARD: TenderKind.CARD,
    PaymentType.STRIPE: TenderKind.CARD,
    PaymentType.PAYPAL: TenderKind.PAYPAL,
    PaymentType.BANK_TRANSFER: TenderKind.BANK_TRANSFER,
    PaymentType.WALLET: TenderKind.STORE_CREDIT,
}
"""How the web store's payments, which name no tender, were made."""


class ReceiptLine(Record, frozen=True, kw_only=True):
    """One line; ``total`` is before discounts.

    Attributes:
        unit_price: Price of one piece, or of one unit of measure where it was weighed.
        discount: What was taken off this line itself, its share of discounts on the order left out.
    """

    name: str
    sku: str | None = None
    quantity: int
    measure: Measure | None
    unit_price: Decimal
    total: Decimal
    discount: Decimal
    promotion: str | None = None
    note: str | None = None
    tax_rate: Decimal = ZERO


class ReceiptTax(Record, frozen=True, kw_only=True):
    """The tax of one rate on ``base``."""

    rate: Decimal
    base: Decimal
    tax: Decimal


class ReceiptTender(Record, frozen=True, kw_only=True):
    """One tender: what was handed over and what went back."""

    kind: TenderKind
    tendered: Decimal
    change: Decimal


class Receipt(Record, frozen=True, kw_only=True):
    """Everything a receipt or an invoice says about one sale.

    Attributes:
        register: Code of the register, None where it was not sold at a counter.
        address: Where the goods went, None where the customer took them at the counter.
        discount: Everything taken off.
        order_discount: The part of ``discount`` taken off the order as a whole.
        order_promotion: Name of the promotion on the whole order, if one applied.
        shipping: What bringing them cost; zero at the counter.
    """

    store: Store
    receipt_number: str
    order_number: str
    order: str
    sold_at: dt.datetime
    cashier: str
    register: str | None = None
    customer: str | None
    address: ShippingAddress | None = None
    lines: tuple[ReceiptLine, ...]
    subtotal: Decimal
    discount: Decimal
    order_discount: Decimal = ZERO
    order_promotion: str | None = None
    shipping: Decimal = ZERO
    taxes: tuple[ReceiptTax, ...]
    tax: Decimal
    tax_included: bool
    rounding: Decimal
    total: Decimal
    currency: str
    tenders: tuple[ReceiptTender, ...]

    @property
    def line_discount(self) -> Decimal:
        """What was taken off single lines in all."""
        return self.discount - self.order_discount

    @property
    def change(self) -> Decimal:
        """What went back to the customer in all."""
        return sum((tender.change for tender in self.tenders), ZERO)


def make_receipt(order: Order, payments: Sequence[Payment], store: Store) -> Receipt:
    """Returns the receipt of ``order``; a document from elsewhere lacks some of the counter's fields."""
    pricing = order.pricing
    named = order.customer != store.walk_in_customer
    address = order.shipping_address
    return Receipt(
        store=store,
        receipt_number=order.receipt_number or order.order_number,
        order_number=order.order_number,
        order=order.id,
        sold_at=order.created_at,
        cashier=order.cashier_name or "",
        register=_register_code(order),
        customer=f"{address.first_name} {address.last_name}" if named else None,
        address=None if order.channel == POS_CHANNEL else address,
        lines=tuple(_line(item, pricing.currency) for item in order.items),
        subtotal=pricing.subtotal,
        discount=pricing.discount,
        order_discount=sum((item.order_discount for item in order.items), ZERO),
        order_promotion=order.order_promotion,
        shipping=pricing.shipping,
        taxes=_taxes(order),
        tax=pricing.tax,
        tax_included=pricing.tax_included,
        rounding=pricing.rounding,
        total=pricing.total,
        currency=pricing.currency,
        tenders=tuple(
            ReceiptTender(
                kind=payment.tender or _TENDERS[payment.payment_method.type],
                tendered=payment.amount if payment.tendered is None else payment.tendered,
                change=payment.change,
            )
            for payment in payments
        ),
    )


def _line(item: OrderItem, currency: str) -> ReceiptLine:
    measure, unit_price = _piece(item, currency)
    return ReceiptLine(
        name=item.name or item.sku or str(item.product),
        sku=item.sku,
        quantity=item.quantity,
        measure=measure,
        unit_price=unit_price,
        total=item.total_price,
        discount=item.discount - item.order_discount,
        promotion=item.promotion,
        note=item.note,
        tax_rate=item.tax_rate,
    )


def _piece(item: OrderItem, currency: str) -> tuple[Measure | None, Decimal]:
    """What the quantity is multiplied with: a measure and its price, or else the price of the piece.

    A piece with a price label has that price even where its weight times a kilo's price is a cent off, and
    then only that is shown: what a receipt multiplies must come to what it says.
    """
    if item.measure is None or item.unit_price is None:
        return None, item.price_at_time
    if quantise(item.unit_price * item.measure.value, currency) != item.price_at_time:
        return None, item.price_at_time
    return item.measure, item.unit_price


def _register_code(order: Order) -> str | None:
    """The receipt number begins with it: see ``sale.with_receipt_number``."""
    return order.receipt_number.rpartition("-")[0] if order.receipt_number else None


def _taxes(order: Order) -> tuple[ReceiptTax, ...]:
    rates: dict[Decimal, tuple[Decimal, Decimal]] = {}
    for item in order.items:
        base, tax = rates.get(item.tax_rate, (ZERO, ZERO))
        rates[item.tax_rate] = (base + item.total_price - item.discount, tax + item.tax)
    return tuple(ReceiptTax(rate=rate, base=base, tax=tax) for rate, (base, tax) in sorted(rates.items()))
