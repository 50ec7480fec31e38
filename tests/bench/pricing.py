"""The row of the price engine: a long cart with many promotions, and a usual one."""

import datetime as dt
import gc
import itertools
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal

from b4mart_desktop.domain import cart as carts
from b4mart_desktop.domain.cart import Cart, CartProduct
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.money import ZERO, quantise
from b4mart_desktop.domain.pricing import PriceRules, price
from b4mart_desktop.domain.promotions import BundlePart, Promotion, PromotionKind, Tax
from tests.bench.figures import Figure, spread
from tests.bench.stand import Stand

PROMOTIONS = 20
USUAL_LINES = 12
USUAL_PROMOTIONS = 5
DEPARTMENTS = 12
MOST_PIECES = 4
RUNS = 200
SEED = 7
NOW = dt.datetime(2026, 11, 23, 17, 0, tzinfo=dt.UTC)

_Draw = Callable[[], tuple[Id, ...]]
_KIND = PromotionKind


def price_cart(stand: Stand) -> list[Figure]:
    """Pricing a cart of 300 lines (`--products`) with 20 promotions of all kinds; `usual`: 12 lines with 5.

    Bare: the sum of price times quantity over the same lines, each rounded to the cent. Garbage is collected
    between two runs, as the program does: a walk over everything in this process is no part of the figure.
    """
    long = _measure("price_cart", stand.products, PROMOTIONS)
    return [*long, *_measure("price_cart.usual", USUAL_LINES, USUAL_PROMOTIONS)]


def _measure(name: str, lines: int, promotions: int) -> Iterator[Figure]:
    chance = random.Random(SEED)
    departments = [new_id() for _ in range(DEPARTMENTS)]
    cart = _cart(chance, departments, lines)
    rules = PriceRules(
        currency="USD",
        taxes=(
            Tax(id=new_id(), code="standard", name="Tax", rate=Decimal(19), created_at=NOW, updated_at=NOW),
        ),
        promotions=tuple(_promotions(chance, departments, promotions)),
    )
    own, bare = [], []
    for _ in range(RUNS):
        with _garbage_left():
            own.append(_seconds(lambda: price(cart, rules, NOW)))
            bare.append(_seconds(lambda: _sum(cart)))
    return spread(name, own, (50, 99), bare)


@contextmanager
def _garbage_left() -> Iterator[None]:
    """As in the window's thread (``gui.shared.garbage``): collected between two works, never during one."""
    gc.collect(0)
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _sum(cart: Cart) -> Decimal:
    return sum((quantise(line.unit_price * line.quantity, "USD") for line in cart.lines), ZERO)


def _cart(chance: random.Random, departments: Sequence[Id], lines: int) -> Cart:
    cart = carts.new_cart()
    for number in range(lines):
        product = CartProduct(
            id=new_id(),
            name=f"Product {number}",
            sku=f"SKU-{number}",
            price=Decimal(chance.randint(50, 2_000)) / 100,
            tax_class="standard",
            categories=(chance.choice(departments),),
        )
        cart, _ = carts.add(cart, product, chance.randint(1, MOST_PIECES))
    return cart


def _promotions(chance: random.Random, departments: Sequence[Id], count: int) -> Iterator[Promotion]:
    """Of every kind in turn, each on a department, or two for a bundle."""

    def department() -> tuple[Id, ...]:
        return (chance.choice(departments),)

    for number, terms in zip(range(count), itertools.cycle(_terms(department)), strict=False):
        yield Promotion(
            id=new_id(),
            name=f"Offer {number}",
            created_at=NOW,
            updated_at=NOW,
            **terms(),  # type: ignore[arg-type]
        )


def _terms(department: _Draw) -> Sequence[Callable[[], dict[str, object]]]:
    return (
        lambda: {"kind": _KIND.PERCENT_OFF, "value": Decimal(10), "categories": department()},
        lambda: {"kind": _KIND.BUY_X_GET_Y, "buy": 2, "get": 1, "categories": department()},
        lambda: {"kind": _KIND.MIX_AND_MATCH, "buy": 3, "value": Decimal(15), "categories": department()},
        lambda: {
            "kind": _KIND.BUNDLE,
            "value": Decimal(12),
            "parts": (BundlePart(categories=department()), BundlePart(quantity=2, categories=department())),
        },
        lambda: {"kind": _KIND.ORDER_PERCENT_OFF, "value": Decimal(5), "threshold": Decimal(50)},
        lambda: {"kind": _KIND.BUY_X_GET_Y, "buy": 3, "get": 1, "across": True, "categories": department()},
        lambda: {"kind": _KIND.FIXED_PRICE, "value": Decimal(3), "categories": department()},
        lambda: {"kind": _KIND.AMOUNT_OFF, "value": Decimal("0.30"), "categories": department()},
    )
