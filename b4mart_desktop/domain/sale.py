"""A completed sale: the documents that a paid cart becomes. Pure; storing them does not belong here."""

import datetime as dt
import random
import string
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.cart import Cart
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.jobs import Job, JobKind
from b4mart_desktop.domain.orders import (
    POS_CHANNEL,
    Order,
    OrderItem,
    OrderPayment,
    OrderPaymentMethod,
    OrderPaymentStatus,
    OrderPricing,
    OrderStatus,
    ShippingAddress,
    StatusChange,
)
from b4mart_desktop.domain.payments import (
    MIXED_TENDER,
    Payment,
    PaymentMethod,
    PaymentStatus,
    PaymentType,
    TenderKind,
)
from b4mart_desktop.domain.priced_cart import PricedCart, PricedLine
from b4mart_desktop.domain.promotions import CouponUse, Offer
from b4mart_desktop.domain.record import Record
from b4mart_desktop.domain.settlement import SettledTender, Settlement
from b4mart_desktop.domain.stock import MovementReason, StockMovement
from b4mart_desktop.domain.store import Store

_RECEIPT_DIGITS = 6

_ORDER_METHODS = {
    TenderKind.CASH: OrderPaymentMethod.CASH_ON_DELIVERY,
    TenderKind.CARD: OrderPaymentMethod.CARD,
    TenderKind.PAYPAL: OrderPaymentMethod.PAYPAL,
    TenderKind.BANK_TRANSFER: OrderPaymentMethod.BANK_TRANSFER,
    TenderKind.GIFT_CARD: OrderPaymentMethod.CASH_ON_DELIVERY,
    TenderKind.STORE_CREDIT: OrderPaymentMethod.CASH_ON_DELIVERY,
    TenderKind.ON_ACCOUNT: OrderPaymentMethod.BANK_TRANSFER,
}
_PAYMENT_TYPES = {
    TenderKind.CARD: PaymentType.CARD,
    TenderKind.PAYPAL: PaymentType.PAYPAL,
    TenderKind.BANK_TRANSFER: PaymentType.BANK_TRANSFER,
}
_SALE_STATUSES = (OrderStatus.PENDING, OrderStatus.CONFIRMED, OrderStatus.PROCESSING, OrderStatus.DELIVERED)
WALK_IN_NAME = ("Walk-in", "Customer")
NO_TRACKING_NOTE = "sold at the counter"


class Seller(Record, frozen=True, kw_only=True):
    """Who sells, where and in which shift."""

    register: Id
    shift: Id
    cashier: Id
    cashier_name: str


class Sale(Record, frozen=True, kw_only=True):
    """Everything one posting writes, in one transaction."""

    order: Order
    payments: tuple[Payment, ...]
    movements: tuple[StockMovement, ...]
    jobs: tuple[Job, ...]
    audit: tuple[AuditEntry, ...] = ()
    coupon_uses: tuple[CouponUse, ...] = ()


def make_sale(
    cart: Cart,
    priced: PricedCart,
    settlement: Settlement,
    store: Store,
    seller: Seller,
    moment: dt.datetime,
) -> Sale:
    """Returns the documents of the paid ``cart``, without receipt number and audit entries.

    Args:
        cart: What was sold; its id becomes the order's.
        priced: Its amounts.
        settlement: How it was paid.
        store: Whose address, currency and walk-in customer are used.
        seller: Who sold it where.
        moment: When, in UTC.
    """
    order = _make_order(cart, priced, settlement, store, seller, moment)
    payments = tuple(_make_payment(order, tender, seller, moment) for tender in settlement.tenders)
    movements = tuple(
        _make_movement(line, order.id, seller, moment)
        for line in priced.lines
        if line.line.product.track_quantity
    )
    invoice = Job(
        id=new_id(),
        kind=JobKind.INVOICE,
        dedupe=f"{JobKind.INVOICE}:{order.id}",
        ref=order.id,
        due_at=moment,
        created_at=moment,
        updated_at=moment,
    )
    uses = tuple(_make_use(offer, cart, seller, moment) for offer in priced.used_coupons)
    return Sale(order=order, payments=payments, movements=movements, jobs=(invoice,), coupon_uses=uses)


def register_of(receipt_number: str) -> str | None:
    """Returns the code of the register that made a receipt; None where the text is no number of one."""
    code, _, counter = receipt_number.rpartition("-")
    return code if code and len(counter) >= _RECEIPT_DIGITS and counter.isdecimal() else None


def with_receipt_number(sale: Sale, register_code: str, counter: int) -> Sale:
    """Returns the sale with its receipt number: register code and gapless counter."""
    number = f"{register_code}-{counter:0{_RECEIPT_DIGITS}d}"
    return msgspec.structs.replace(sale, order=msgspec.structs.replace(sale.order, receipt_number=number))


def order_number(moment: dt.datetime) -> str:
    """Returns a number as the web store makes them: ``ORD-<ms>-<nine base-36 characters>``."""
    alphabet = string.digits + string.ascii_lowercase
    tail = "".join(random.SystemRandom().choices(alphabet, k=9))
    return f"ORD-{int(moment.timestamp() * 1000)}-{tail}"


def _make_order(
    cart: Cart,
    priced: PricedCart,
    settlement: Settlement,
    store: Store,
    seller: Seller,
    moment: dt.datetime,
) -> Order:
    kinds = {tender.kind for tender in settlement.tenders}
    largest = max(settlement.tenders, key=lambda tender: tender.amount)
    return Order(
        id=cart.id,
        order_number=order_number(moment),
        customer=cart.customer or store.walk_in_customer,
        items=tuple(_make_item(line) for line in priced.lines),
        pricing=_order_pricing(priced, settlement.rounding),
        shipping_address=_address(cart, store),
        status=OrderStatus.DELIVERED,
        payment=OrderPayment(
            status=OrderPaymentStatus.COMPLETED, method=_ORDER_METHODS[largest.kind], paid_at=moment
        ),
        notes=cart.note,
        status_history=tuple(
            StatusChange(status=status, timestamp=moment, note=NO_TRACKING_NOTE) for status in _SALE_STATUSES
        ),
        channel=POS_CHANNEL,
        register=seller.register,
        shift=seller.shift,
        cashier=seller.cashier,
        cashier_name=seller.cashier_name,
        tender=largest.kind.value if len(kinds) == 1 else MIXED_TENDER,
        order_promotion=priced.order_promotion,
        applied_promotions=priced.offers,
        created_at=moment,
        updated_at=moment,
    )


def _order_pricing(priced: PricedCart, rounding: Decimal) -> OrderPricing:
    return OrderPricing(
        subtotal=priced.subtotal,
        tax=priced.tax,
        discount=priced.discount,
        rounding=rounding,
        total=priced.total + rounding,
        currency=priced.currency,
        tax_included=priced.tax_included,
    )


def _make_item(priced: PricedLine) -> OrderItem:
    line = priced.line
    return OrderItem(
        product=line.product.id,
        quantity=line.quantity,
        price_at_time=priced.piece_price,
        total_price=priced.gross,
        name=line.product.name,
        sku=line.product.sku,
        barcode=line.product.code,
        unit_price=priced.unit_price,
        measure=line.measure,
        discount=priced.discount,
        order_discount=priced.order_discount,
        tax=priced.tax,
        tax_rate=priced.tax_rate,
        tax_class=line.product.tax_class,
        promotion=priced.promotion,
        promotion_discount=priced.promotion_discount,
        order_promotion_discount=priced.order_promotion_discount,
        price_list=priced.price_list,
        breaks=priced.breaks,
        selected_variants=line.product.options,
        pack=line.product.pack,
        variant=line.product.variant,
        note=line.note,
    )


def _address(cart: Cart, store: Store) -> ShippingAddress:
    first, last = WALK_IN_NAME
    if words := (cart.customer_name or "").split(maxsplit=1):
        first, last = words[0], words[-1]
    where = store.address
    return ShippingAddress(
        first_name=first,
        last_name=last,
        street=where.street,
        city=where.city,
        state=where.state,
        zip_code=where.zip_code,
        country=where.country,
        phone=where.phone,
    )


def _make_payment(order: Order, tender: SettledTender, seller: Seller, moment: dt.datetime) -> Payment:
    kind = tender.kind
    return Payment(
        id=new_id(),
        order=order.id,
        amount=tender.amount,
        currency=order.pricing.currency,
        payment_method=PaymentMethod(
            type=_PAYMENT_TYPES.get(kind, PaymentType.WALLET),
            provider="terminal" if kind is TenderKind.CARD else kind.value,
        ),
        status=PaymentStatus.COMPLETED,
        transaction_id=tender.reference,
        processed_at=moment,
        tender=kind,
        tendered=tender.tendered,
        change=tender.change,
        register=seller.register,
        shift=seller.shift,
        created_at=moment,
        updated_at=moment,
    )


def _make_use(offer: Offer, cart: Cart, seller: Seller, moment: dt.datetime) -> CouponUse:
    assert offer.code is not None
    return CouponUse(
        id=new_id(),
        promotion=offer.promotion,
        code=offer.code,
        order=cart.id,
        claim=cart.claim,
        amount=offer.amount,
        customer=cart.customer,
        register=seller.register,
        at=moment,
    )


def _make_movement(priced: PricedLine, order: Id, seller: Seller, moment: dt.datetime) -> StockMovement:
    line = priced.line
    return StockMovement(
        id=new_id(),
        product=line.product.id,
        delta=-line.units * line.quantity,
        reason=MovementReason.SALE,
        ref=order,
        register=seller.register,
        user=seller.cashier,
        at=moment,
        variant=line.product.variant,
    )
