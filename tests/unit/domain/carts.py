"""Carts and the rules they are priced by: plain builders, and strategies that draw any of them."""

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from b4mart_desktop.domain import cart as carts
from b4mart_desktop.domain.cart import Cart, CartProduct, Discount, DiscountKind, new_cart
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.money import minor_digits, quantise
from b4mart_desktop.domain.orders import Measure
from b4mart_desktop.domain.priced_cart import PricedCart
from b4mart_desktop.domain.pricing import PriceRules, price
from b4mart_desktop.domain.promotions import Promotion, PromotionKind, Tax
from b4mart_desktop.domain.sale import Seller
from b4mart_desktop.domain.store import Store, StoreAddress

NOW = dt.datetime(2026, 11, 23, 21, 5, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
DRINKS, FOOD, GROCERIES = new_id(), new_id(), new_id()
CURRENCIES = ("USD", "JPY", "KWD")  # two, no and three digits
COINS = {"USD": ("0", "0.05", "0.10"), "JPY": ("0", "5", "10"), "KWD": ("0", "0.005", "0.025")}
RATES = ("0", "2", "5.5", "7", "8.25", "19", "25", "100")
SELLER = Seller(register=new_id(), shift=new_id(), cashier=new_id(), cashier_name="Kim Doe")
STORE = Store(
    id=new_id(),
    name="Corner Market",
    legal_name="Corner Market LLC",
    address=StoreAddress(street="1 Main Street", city="Oakland", country="US"),
    currency="USD",
    time_zone="America/Los_Angeles",
    walk_in_customer=new_id(),
    created_at=NOW,
    updated_at=NOW,
)


def D(text: str | int) -> Decimal:  # so many amounts are written out here
    return Decimal(text)


def product(price: str | Decimal = "1.00", tax_class: str = "standard", **fields: object) -> CartProduct:
    plain: dict[str, object] = {"id": new_id(), "name": "Milk", "sku": "SKU-1", "price": Decimal(price)}
    return CartProduct(tax_class=tax_class, **{**plain, **fields})  # type: ignore[arg-type]


def cart_of(*lines: tuple[CartProduct, int]) -> Cart:
    """A cart with that many plain pieces of each product."""
    cart = new_cart()
    for what, quantity in lines:
        cart, _ = carts.add(cart, what, quantity)
    return cart


def percent(value: str | Decimal) -> Discount:
    return Discount(kind=DiscountKind.PERCENT, value=Decimal(value))


def amount(value: str | Decimal) -> Discount:
    return Discount(kind=DiscountKind.AMOUNT, value=Decimal(value))


def tax(code: str, rate: str) -> Tax:
    return Tax(id=new_id(), code=code, name=f"{code} tax", rate=Decimal(rate), created_at=NOW, updated_at=NOW)


def promotion(kind: PromotionKind, name: str = "Offer", **fields: Any) -> Promotion:
    plain = {"id": new_id(), "name": name, "created_at": NOW, "updated_at": NOW}
    return Promotion(kind=kind, **{**plain, **fields})


def rules(*promotions: Promotion, **fields: object) -> PriceRules:
    """US rules without any tax, unless ``fields`` say otherwise."""
    return PriceRules(**{"currency": "USD", "promotions": promotions, **fields})  # type: ignore[arg-type]


def priced(cart: Cart, *promotions: Promotion, **fields: object) -> PricedCart:
    return price(cart, rules(*promotions, **fields), NOW)


# ------------------------------------------------------------ strategies


def amounts(currency: str, most: int = 250_000, least: int = 0) -> st.SearchStrategy[Decimal]:
    """Multiples of the currency's minor unit."""
    digits = minor_digits(currency)
    return st.integers(least, most).map(lambda units: Decimal(units).scaleb(-digits))


def discounts(currency: str) -> st.SearchStrategy[Discount | None]:
    whole = st.just(percent("100"))
    parts = st.decimals(min_value=D("0.01"), max_value=100, places=2).map(percent)
    return st.none() | whole | parts | amounts(currency, 5_000, 1).map(amount)


@st.composite
def any_rules(draw: st.DrawFn) -> PriceRules:
    currency = draw(st.sampled_from(CURRENCIES))
    rates = st.sampled_from(RATES)
    return PriceRules(
        currency=currency,
        taxes=tuple(tax(code, draw(rates)) for code in ("standard", "reduced", "luxury")),
        prices_include_tax=draw(st.booleans()),
        promotions=tuple(draw(st.lists(any_promotions(currency), max_size=5))),
        cash_step=Decimal(draw(st.sampled_from(COINS[currency]))),
    )


@st.composite
def any_promotions(draw: st.DrawFn, currency: str) -> Promotion:
    kind = draw(st.sampled_from(PromotionKind))
    in_percent = kind in (PromotionKind.PERCENT_OFF, PromotionKind.ORDER_PERCENT_OFF)
    return promotion(
        kind,
        name=f"{kind} {draw(st.integers(1, 99))}",
        value=draw(st.integers(0, 120).map(Decimal) if in_percent else amounts(currency, 3_000)),
        buy=draw(st.integers(0, 4)),
        get=draw(st.integers(0, 3)),
        threshold=draw(amounts(currency, 20_000)),
        categories=draw(st.sampled_from(((), (DRINKS,), (GROCERIES,)))),
        starts_at=draw(st.sampled_from((None, NOW - DAY, NOW + DAY))),
        is_active=draw(st.sampled_from((True, True, False))),
    )


@st.composite
def any_carts(draw: st.DrawFn, currency: str, least: int = 0) -> Cart:
    cart = new_cart()
    for number in range(draw(st.integers(least, 8))):
        goods = product(
            draw(amounts(currency)),
            draw(st.sampled_from(("standard", "reduced", "luxury", "unheard of"))),
            name=f"Product {number}",
            categories=draw(st.sampled_from(((), (DRINKS, GROCERIES), (FOOD, GROCERIES)))),
        )
        cart, key = carts.add(cart, goods, draw(st.integers(1, 40)), *draw(_pieces(currency)))
        cart = carts.discount_line(cart, key, draw(discounts(currency)))
    return carts.discount_order(cart, draw(discounts(currency)))


def _pieces(
    currency: str,
) -> st.SearchStrategy[tuple[Measure | None, Decimal | None, Decimal | None]]:
    """Measure, label price and entered price of a line: mostly none, one, or two of them."""
    grams = st.integers(1, 9_999).map(lambda g: Measure(value=Decimal(g) / 1000, unit="kg"))
    label = amounts(currency, 9_999)
    plain = st.just((None, None, None))
    weighed = st.tuples(grams, st.none() | label, st.none())
    return plain | weighed | st.tuples(st.none(), label, st.none()) | st.tuples(st.none(), st.none(), label)


def is_money(value: Decimal, currency: str) -> bool:
    return value == quantise(value, currency)


CUSTOMER = Id("6561f0c2a1b2c3d4e5f60718")
