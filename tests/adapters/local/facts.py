"""Facts as a counter makes them, for tests of what keeps them."""

import datetime as dt
from decimal import Decimal

from b4mart_desktop.domain.cart import Cart, CartProduct, add, new_cart
from b4mart_desktop.domain.counters import DeskCart
from b4mart_desktop.domain.entries import Audited, CashMoved, ShiftOpened
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.domain.pricing import PriceRules, price
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.sale import Sale, Seller, make_sale
from b4mart_desktop.domain.settlement import settle
from b4mart_desktop.domain.store import Store, StoreAddress
from b4mart_desktop.domain.tills import CashMovement, CashMovementKind, Shift

NOON = dt.datetime(2026, 3, 14, 12, 0, tzinfo=dt.UTC)
STORE = Store(
    id=new_id(),
    name="Corner Shop",
    legal_name="Corner Shop Ltd",
    address=StoreAddress(street="1 High Street", city="Springfield", country="US"),
    currency="USD",
    time_zone="UTC",
    walk_in_customer=new_id(),
    created_at=NOON,
    updated_at=NOON,
)


def filled_cart(pieces: int, name: str = "Oat milk 1 l") -> Cart:
    """A cart with that many lines of one piece."""
    cart = new_cart()
    for index in range(pieces):
        product = CartProduct(
            id=new_id(),
            name=f"{name} {index}",
            sku=f"SKU{index}",
            price=Decimal("2.50"),
            tax_class="standard",
        )
        cart, _ = add(cart, product)
    return cart


def held_cart(label: str, held_at: dt.datetime = NOON) -> DeskCart:
    """A cart put aside."""
    return DeskCart(
        cart=filled_cart(2), held_at=held_at, held_by="Kim Doe", label=label, total=Decimal("5.00")
    )


def paid_sale(shift: Id | None = None, lines: int = 3, name: str = "Oat milk 1 l") -> Sale:
    """A sale paid in cash, without its receipt number."""
    cart = filled_cart(lines, name)
    priced = price(cart, PriceRules(currency="USD"), utc_now())
    seller = Seller(register=new_id(), shift=shift or new_id(), cashier=new_id(), cashier_name="Kim Doe")
    settlement = settle(priced.total, [Tender(kind=TenderKind.CASH, tendered=priced.total)], Decimal(0))
    return make_sale(cart, priced, settlement, STORE, seller, utc_now())


def shift_opened(opening_float: Decimal = Decimal("100.00")) -> ShiftOpened:
    """A till opened with a float."""
    now = utc_now()
    shift = Shift(
        id=new_id(),
        register=new_id(),
        opened_by=new_id(),
        opened_at=now,
        opening_float=opening_float,
        currency="USD",
        created_at=now,
        updated_at=now,
    )
    return ShiftOpened(
        shift=shift, float_movement=cash_moved(shift.id, opening_float, CashMovementKind.FLOAT).movement
    )


def cash_moved(shift: Id, amount: Decimal, kind: CashMovementKind = CashMovementKind.PAID_OUT) -> CashMoved:
    """Cash that went in or out of the till."""
    movement = CashMovement(
        id=new_id(), register=new_id(), shift=shift, kind=kind, amount=amount, user=new_id(), at=utc_now()
    )
    return CashMoved(movement=movement)


def audited() -> Audited:
    """The smallest fact there is."""
    return Audited(id=new_id(), audit=())
