"""Sales to draw: a store, receipts built by hand, and random paid carts through the real domain."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from hypothesis import strategies as st

from b4mart_desktop.domain import cart as carts
from b4mart_desktop.domain.cart import Cart, CartProduct, Discount, DiscountKind, new_cart
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.orders import Measure
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.domain.pricing import PriceRules, price
from b4mart_desktop.domain.promotions import Promotion, PromotionKind, Tax
from b4mart_desktop.domain.receipt import Receipt, ReceiptLine, ReceiptTax, ReceiptTender, make_receipt
from b4mart_desktop.domain.sale import Seller, make_sale, with_receipt_number
from b4mart_desktop.domain.settlement import settle
from b4mart_desktop.domain.store import Store, StoreAddress

MOMENT = dt.datetime(2026, 11, 23, 21, 5, tzinfo=dt.UTC)
STORE = Store(
    id=new_id(),
    name="Corner Market",
    legal_name="Corner Market LLC",
    tax_number="94-1234567",
    address=StoreAddress(street="1 Main Street", city="Oakland", state="CA", zip_code="94607", country="US"),
    currency="USD",
    time_zone="America/Los_Angeles",
    cash_step=Decimal("0.05"),
    walk_in_customer=new_id(),
    created_at=MOMENT,
    updated_at=MOMENT,
)
SELLER = Seller(register=new_id(), shift=new_id(), cashier=new_id(), cashier_name="Maria Lopez")


def line(name: str = "Milk", **fields: object) -> ReceiptLine:
    """A line of one piece at 1.00, unless ``fields`` say otherwise."""
    plain: dict[str, object] = {
        "name": name,
        "quantity": 1,
        "measure": None,
        "unit_price": Decimal("1.00"),
        "total": Decimal("1.00"),
        "discount": Decimal(0),
    }
    return ReceiptLine(**{**plain, **fields})  # type: ignore[arg-type]


def receipt(lines: Sequence[ReceiptLine], **fields: object) -> Receipt:
    """A receipt of ``lines`` without tax, paid in cash, unless ``fields`` say otherwise."""
    subtotal = sum((each.total for each in lines), Decimal(0))
    discount = sum((each.discount for each in lines), Decimal(0))
    total = subtotal - discount
    plain: dict[str, object] = {
        "store": STORE,
        "receipt_number": "R1-000123",
        "order_number": "ORD-1795467900123-k3j9x0a2z",
        "order": "6561f0c2a1b2c3d4e5f60718",
        "sold_at": MOMENT,
        "cashier": "Maria Lopez",
        "register": "R1",
        "customer": None,
        "lines": tuple(lines),
        "subtotal": subtotal,
        "discount": discount,
        "taxes": (ReceiptTax(rate=Decimal(0), base=total, tax=Decimal(0)),),
        "tax": Decimal(0),
        "tax_included": False,
        "rounding": Decimal(0),
        "total": total,
        "currency": "USD",
        "tenders": (ReceiptTender(kind=TenderKind.CASH, tendered=total, change=Decimal(0)),),
    }
    return Receipt(**{**plain, **fields})  # type: ignore[arg-type]


def _cents(most: int, least: int = 1) -> st.SearchStrategy[Decimal]:
    return st.integers(least, most).map(lambda cents: Decimal(cents) / 100)


_DISCOUNTS = st.none() | st.builds(
    Discount,
    kind=st.sampled_from(DiscountKind),
    value=st.decimals(min_value=Decimal("0.01"), max_value=90, places=2),
)


@st.composite
def receipts(draw: st.DrawFn) -> Receipt:
    """A random cart, priced, paid and turned into a receipt by the domain's own functions."""
    rules = PriceRules(
        currency="USD",
        taxes=tuple(
            _tax(code, draw(st.sampled_from(("0", "2", "7", "8.25", "19"))))
            for code in ("standard", "reduced")
        ),
        prices_include_tax=draw(st.booleans()),
        promotions=_PROMOTIONS if draw(st.booleans()) else (),
        cash_step=draw(st.sampled_from((Decimal(0), Decimal("0.05")))),
    )
    cart = carts.discount_order(draw(_filled_carts()), draw(_DISCOUNTS))
    priced = price(cart, rules, MOMENT)
    card = draw(_cents(int(priced.total * 100), least=0))
    tenders = [Tender(kind=TenderKind.CARD, tendered=card)] if card else []
    tenders.append(Tender(kind=TenderKind.CASH, tendered=priced.total - card + draw(_cents(5000, least=5))))
    settlement = settle(priced.total, tenders, rules.cash_step)
    sale = with_receipt_number(make_sale(cart, priced, settlement, STORE, SELLER, MOMENT), "R1", 123)
    return make_receipt(sale.order, sale.payments, STORE)


@st.composite
def _filled_carts(draw: st.DrawFn) -> Cart:
    cart = new_cart()
    for number in range(draw(st.integers(1, 30))):
        product = CartProduct(
            id=new_id(),
            name=f"Product {number}",
            sku=f"SKU-{number:04d}",
            price=draw(_cents(250_000)),
            tax_class=draw(st.sampled_from(("standard", "reduced"))),
        )
        grams = draw(st.none() | st.integers(1, 9_999))
        measure = None if grams is None else Measure(value=Decimal(grams) / 1000, unit="kg")
        label = draw(st.none() | _cents(9_999))
        cart, key = carts.add(cart, product, draw(st.integers(1, 99)), measure, label)
        cart = carts.discount_line(cart, key, draw(_DISCOUNTS))
    return cart


def _tax(code: str, rate: str) -> Tax:
    return Tax(id=new_id(), code=code, name=code, rate=Decimal(rate), created_at=MOMENT, updated_at=MOMENT)


def _promotion(name: str, kind: PromotionKind, **fields: object) -> Promotion:
    plain = {"id": new_id(), "name": name, "kind": kind, "created_at": MOMENT, "updated_at": MOMENT}
    return Promotion(**{**plain, **fields})  # type: ignore[arg-type]


_PROMOTIONS = (
    _promotion("Ten off", PromotionKind.PERCENT_OFF, value=Decimal(10)),
    _promotion("Three for two", PromotionKind.BUY_X_GET_Y, buy=2, get=1),
    _promotion("Big shop", PromotionKind.ORDER_PERCENT_OFF, value=Decimal(5), threshold=Decimal(100)),
)
