"""Records and sales of a small shop, for tests that need something real to write."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import TypedDict

import msgspec

from b4mart_desktop.domain import cart as carts
from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.cart import CartProduct, Discount, DiscountKind
from b4mart_desktop.domain.catalog import (
    Category,
    CounterFields,
    Dimensions,
    Inventory,
    Product,
    ProductImage,
    ProductPricing,
    ProductShipping,
    ProductStatus,
    Seo,
    Specification,
    Variant,
    VariantStock,
)
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.jobs import Job, JobKind
from b4mart_desktop.domain.orders import (
    BillingAddress,
    Measure,
    Order,
    OrderItem,
    OrderPayment,
    OrderPaymentMethod,
    OrderPricing,
    OrderShipping,
    ShippingAddress,
    StatusChange,
)
from b4mart_desktop.domain.payments import (
    CardDetails,
    Payment,
    PaymentMethod,
    PaymentType,
    Tender,
    TenderKind,
)
from b4mart_desktop.domain.people import Address, Profile, StaffFields, StaffRole, User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.pricing import PriceRules, price
from b4mart_desktop.domain.promotions import Tax
from b4mart_desktop.domain.record import Record
from b4mart_desktop.domain.sale import Sale, Seller, make_sale, with_receipt_number
from b4mart_desktop.domain.settlement import settle
from b4mart_desktop.domain.stock import MovementReason, StockMovement
from b4mart_desktop.domain.store import Store, StoreAddress
from b4mart_desktop.domain.tills import CashMovement, CashMovementKind, Register, Shift
from tests.adapters.mongo.office_samples import office_records
from tests.adapters.mongo.price_samples import price_records
from tests.adapters.mongo.shared_samples import shared_records

NOW = dt.datetime(2026, 3, 4, 10, 30, 15, 250_000, tzinfo=dt.UTC)
CASH_STEP = Decimal("0.05")


class Stamps(TypedDict):
    """When a document was made and last changed."""

    created_at: dt.datetime
    updated_at: dt.datetime


STAMPS = Stamps(created_at=NOW, updated_at=NOW)


def make_product(
    quantity: str = "10", base_price: str = "1.99", weighed: bool = False, name: str = "Banana"
) -> Product:
    """A product as the desktop makes it, with fresh identity, SKU and slug."""
    identity = new_id()
    return Product(
        id=identity,
        name=name,
        slug=f"{name.lower()}-{identity}",
        description=name,
        pricing=ProductPricing(base_price=Decimal(base_price)),
        inventory=Inventory(
            sku=f"SKU-{identity}", quantity=Decimal(quantity), unit="kg" if weighed else "pcs"
        ),
        category=new_id(),
        status=ProductStatus.ACTIVE,
        pos=CounterFields(weighed=weighed),
        **STAMPS,
    )


def make_customer(email: str | None = None) -> User:
    """A customer as the counter adds them."""
    identity = new_id()
    return User(
        id=identity,
        email=email or f"{identity}@example.org",
        password="!no-password",
        profile=Profile(first_name="Ada", last_name="Byron", phone="+1 555 0100"),
        **STAMPS,
    )


def make_store() -> Store:
    """A store that rounds cash to 0.05 and adds tax."""
    return Store(
        id=new_id(),
        name="B4Mart Harbour",
        legal_name="B4Mart Harbour Ltd.",
        address=StoreAddress(street="1 Quay", city="Porto", country="PT"),
        currency="EUR",
        time_zone="Europe/Lisbon",
        cash_step=CASH_STEP,
        walk_in_customer=new_id(),
        **STAMPS,
    )


RULES = PriceRules(
    currency="EUR",
    taxes=(Tax(id=new_id(), code="standard", name="VAT", rate=Decimal("8.25"), **STAMPS),),
    cash_step=CASH_STEP,
)


class Line(msgspec.Struct, frozen=True):
    """What a clerk puts into a cart."""

    product: Product
    quantity: int = 1
    weight: str | None = None
    discount: str | None = None


def make_sale_of(
    lines: Sequence[Line],
    *,
    card: str | None = None,
    customer: User | None = None,
    order_discount: str | None = None,
    number: int = 1,
) -> Sale:
    """A completed sale of ``lines``: ``card`` is paid by card, the rest in cash."""
    cart = carts.new_cart()
    for line in lines:
        measure = None if line.weight is None else Measure(value=Decimal(line.weight), unit="kg")
        cart, key = carts.add(cart, as_cart_product(line.product), line.quantity, measure)
        if line.discount is not None:
            cart = carts.discount_line(cart, key, _percent(line.discount))
    if customer is not None:
        cart = carts.set_customer(cart, customer.id, customer.name)
    if order_discount is not None:
        cart = carts.discount_order(cart, _percent(order_discount))
    priced = price(cart, RULES, NOW)
    tenders = []
    if card is not None:
        tenders.append(Tender(kind=TenderKind.CARD, tendered=Decimal(card), reference=f"T-{cart.id}"))
    tenders.append(Tender(kind=TenderKind.CASH, tendered=priced.total + 5))
    seller = Seller(register=new_id(), shift=new_id(), cashier=new_id(), cashier_name="Cleo Clerk")
    sale = make_sale(cart, priced, settle(priced.total, tenders, CASH_STEP), make_store(), seller, NOW)
    return with_receipt_number(sale, "1", number)


def as_cart_product(product: Product) -> CartProduct:
    return CartProduct(
        id=product.id,
        name=product.name,
        sku=product.inventory.sku,
        price=product.shelf_price,
        tax_class=product.tax_class,
        unit=product.inventory.unit,
        weighed=product.pos.weighed,
        track_quantity=product.inventory.track_quantity,
    )


def make_movement(product: Id, delta: str, reason: MovementReason = MovementReason.OPENING) -> StockMovement:
    """A movement of ``product``."""
    return StockMovement(id=new_id(), product=product, delta=Decimal(delta), reason=reason, at=NOW)


def make_shift() -> Shift:
    """An open shift with a float of 100."""
    return Shift(
        id=new_id(),
        register=new_id(),
        opened_by=new_id(),
        opened_at=NOW,
        opening_float=Decimal(100),
        currency="EUR",
        **STAMPS,
    )


def make_cash_movement(shift: Shift, kind: CashMovementKind, amount: str) -> CashMovement:
    """Cash that went in or out in ``shift``."""
    return CashMovement(
        id=new_id(),
        register=shift.register,
        shift=shift.id,
        kind=kind,
        amount=Decimal(amount),
        reason="change from the bank",
        user=shift.opened_by,
        at=NOW,
    )


def make_audit_entry() -> AuditEntry:
    """An entry with every field."""
    return AuditEntry(
        id=new_id(),
        action=Action.NO_SALE,
        user=new_id(),
        user_name="Sue Supervisor",
        approver=new_id(),
        register=new_id(),
        shift=new_id(),
        ref=new_id(),
        details={"reason": "change for a customer"},
        at=NOW,
    )


def make_job() -> Job:
    """A waiting invoice."""
    ref = new_id()
    return Job(id=new_id(), kind=JobKind.INVOICE, dedupe=f"invoice:{ref}", ref=ref, due_at=NOW, **STAMPS)


def full_records() -> dict[str, Record]:
    """One record of every collection with every optional field set."""
    own = _counter_records() | _store_records() | price_records()
    return _seed_records() | own | shared_records() | office_records()


def _seed_records() -> dict[str, Record]:
    return {
        "users": _full_user(),
        "products": _full_product(),
        "categories": Category(
            id=new_id(), name="Fruit", slug="f", parent=new_id(), path=(new_id(),), image="f.png", **STAMPS
        ),
        "orders": _full_order(),
        "payments": _full_payment(),
    }


def _counter_records() -> dict[str, Record]:
    shift = make_shift()
    return {
        "stockmovements": msgspec.structs.replace(
            make_movement(new_id(), "-0.45", MovementReason.SALE),
            ref=new_id(),
            register=new_id(),
            user=new_id(),
            quantity_after=Decimal("-1.25"),
        ),
        "shifts": msgspec.structs.replace(
            shift, closed_by=new_id(), closed_at=NOW, expected_cash=Decimal(90), difference=Decimal(-10)
        ),
        "cashmovements": make_cash_movement(shift, CashMovementKind.PAID_OUT, "-12.50"),
        "registers": Register(id=new_id(), code="1", name="Front", device="till-1", retired_at=NOW, **STAMPS),
        "jobs": msgspec.structs.replace(make_job(), lease_until=NOW, lease_by="w", error="boom"),
        "auditlog": make_audit_entry(),
    }


def _store_records() -> dict[str, Record]:
    return {
        "settings": msgspec.structs.replace(
            make_store(), tax_number="PT1", email="a@b.pt", label_region="PT", receipt_footer="Bye"
        ),
    }


def _percent(value: str) -> Discount:
    return Discount(kind=DiscountKind.PERCENT, value=Decimal(value))


def _full_user() -> User:
    return msgspec.structs.replace(
        make_customer(),
        addresses=(Address(street="1 Quay", city="Porto", state="-", zip_code="4000", country="PT"),),
        last_login_at=NOW,
        staff=StaffFields(role=StaffRole.CLERK, pin_hash="$2b$", badge="B1", permissions=("discount",)),
    )


def _full_product() -> Product:
    product = make_product("0")
    variant = VariantStock(options={"size": "L"}, sku="S-L", barcode="952", price_delta=Decimal("-0.5"))
    return msgspec.structs.replace(
        product,
        short_description="Ripe",
        pricing=ProductPricing(
            base_price=Decimal("2.50"), sale_price=Decimal("1.99"), cost_price=Decimal("0.80")
        ),
        inventory=msgspec.structs.replace(
            product.inventory, barcodes=("9520000000008",), shortage=Decimal("0.3"), variant_stock=(variant,)
        ),
        images=(ProductImage(url="u", alt="a", is_primary=True), ProductImage(url="v")),
        specifications=(Specification(name="Origin", value="PT", unit="-"),),
        variants=(Variant(name="Size", options=("S", "L"), required=True),),
        seo=Seo(meta_title="t", meta_description="d", keywords=("k",)),
        shipping=ProductShipping(
            weight=Decimal("1.5"),
            dimensions=Dimensions(length=Decimal(1), width=Decimal(2), height=Decimal("3.5")),
            shipping_class="s",
        ),
        vendor=new_id(),
        tags=("fruit", "yellow"),
        pos=CounterFields(plu="4011", weighed=True, age_restricted=18, color="#ffcc00", favourite=True),
    )


def _full_item() -> OrderItem:
    return OrderItem(
        product=new_id(),
        quantity=1,
        price_at_time=Decimal("1.80"),
        selected_variants={"color": "red"},
        total_price=Decimal("1.80"),
        name="Banana",
        sku="S",
        barcode="2",
        unit_price=Decimal("3.99"),
        measure=Measure(value=Decimal("0.45"), unit="kg"),
        tax_class="standard",
        promotion="Week",
        note="ripe",
    )


def _full_order() -> Order:
    where = {"first_name": "Ada", "last_name": "Byron", "street": "1 Quay", "city": "Porto", "phone": "1"}
    return Order(
        id=new_id(),
        order_number=f"ORD-1-{new_id()}",
        customer=new_id(),
        items=(_full_item(),),
        pricing=OrderPricing(subtotal=Decimal("1.80"), rounding=Decimal("-0.02"), total=Decimal("1.78")),
        shipping_address=ShippingAddress(**where, state="-", zip_code="-", country="PT"),
        billing_address=BillingAddress(first_name="Ada", street="1 Quay", city="Porto", phone="1"),
        payment=OrderPayment(method=OrderPaymentMethod.CASH_ON_DELIVERY, transaction_id="t", paid_at=NOW),
        shipping=OrderShipping(method="m", carrier="c", tracking_number="n", shipped_at=NOW),
        notes="n",
        internal_notes="i",
        status_history=(StatusChange(status="pending", timestamp=NOW, note="n"),),
        channel="pos",
        register=new_id(),
        shift=new_id(),
        cashier=new_id(),
        cashier_name="Cleo",
        receipt_number="1-000001",
        tender="cash",
        **STAMPS,
    )


def _full_payment() -> Payment:
    return Payment(
        id=new_id(),
        order=new_id(),
        amount=Decimal("1.78"),
        payment_method=PaymentMethod(
            type=PaymentType.CARD,
            provider="terminal",
            details=CardDetails(last4="4242", brand="visa", expiry_month=1, expiry_year=2030),
        ),
        transaction_id="t",
        processed_at=NOW,
        tender=TenderKind.CARD,
        tendered=Decimal("1.78"),
        register=new_id(),
        shift=new_id(),
        **STAMPS,
    )
