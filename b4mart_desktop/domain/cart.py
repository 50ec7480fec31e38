"""The cart a clerk fills: what is in it and the pure operations on it. Amounts belong to ``pricing``.

A cart's ``id`` becomes the order's ``_id``: whatever happens between Pay and posting, one cart can only
ever become one order. Every operation returns a new cart, so undo is keeping the old one.
"""

import datetime as dt
import enum
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.money import HUNDRED
from b4mart_desktop.domain.orders import Measure, SoldPack
from b4mart_desktop.domain.payments import Tender
from b4mart_desktop.domain.price_lists import PriceTier
from b4mart_desktop.domain.record import Record, utc_now

MAX_QUANTITY = 9_999
ONE = Decimal(1)
MAX_PRICE = Decimal(1_000_000_000)
"""Dear goods in rupiah or dong stay below it; a barcode typed as a price does not."""


class DiscountKind(enum.StrEnum):
    """Whether a discount's value is in percent or an amount of money."""

    PERCENT = "percent"
    AMOUNT = "amount"


class Discount(Record, frozen=True, kw_only=True):
    """What a member of staff takes off a line or the whole order."""

    kind: DiscountKind
    value: Decimal


class ProductTiers(Record, frozen=True, kw_only=True):
    """A product's own prices in one price list, per piece or unit of measure."""

    list: Id
    tiers: tuple[PriceTier, ...]


class CartProduct(Record, frozen=True, kw_only=True):
    """What the cart remembers of a product, so that a sale in progress survives any change elsewhere.

    Attributes:
        name: With the pack's name, or the options of the variant.
        code: What was scanned or typed, if anything.
        price: Shelf price per piece, per ``unit`` where weighed, or of the whole pack.
        base_price: List price of the same; None: as ``price``.
        categories: The product's category and all above it.
        list_prices: The product's own prices in price lists.
        pack: The pack that is sold, None for single pieces.
        options: The combination of variant options that is sold.
        variant: SKU of that combination, whose own stock goes down, too.
        single_price: List price of the product as it is, where a pack or a variant of it is sold.
    """

    id: Id
    name: str
    sku: str
    code: str | None = None
    price: Decimal
    tax_class: str
    categories: tuple[Id, ...] = ()
    unit: str = "pcs"
    weighed: bool = False
    track_quantity: bool = True
    base_price: Decimal | None = None
    list_prices: tuple[ProductTiers, ...] = ()
    pack: SoldPack | None = None
    options: dict[str, str] | None = None
    variant: str | None = None
    single_price: Decimal | None = None

    @property
    def list_price(self) -> Decimal:
        """The price before sale prices and price lists."""
        return self.price if self.base_price is None else self.base_price

    @property
    def pieces(self) -> Decimal:
        """How much of the product one piece on a line is: what is in the pack, else one."""
        return ONE if self.pack is None else self.pack.quantity

    @property
    def as_singles(self) -> Decimal | None:
        """What the product as it is would cost instead of the pack or variant; None where neither is sold."""
        return None if self.single_price is None else self.single_price * self.pieces

    def tiers_in(self, prices: Id) -> tuple[PriceTier, ...]:
        """Returns the product's own prices in that list; none where it has none there."""
        return next((own.tiers for own in self.list_prices if own.list == prices), ())

    def is_same(self, other: "CartProduct") -> bool:
        """Whether both are the same goods at the same price, so that one line can count them."""
        return (
            self.id == other.id
            and self.price == other.price
            and self.pack == other.pack
            and self.variant == other.variant
        )


class CartLine(Record, frozen=True, kw_only=True):
    """One line.

    Attributes:
        key: Identity of the line within its cart; never reused.
        measure: Weighed amount; then ``quantity`` counts pieces of that measure.
        piece_price: Price of the piece read from its label, instead of measure × price.
        price: Price entered by staff, per piece or unit of measure.
    """

    key: int
    product: CartProduct
    quantity: int = 1
    measure: Measure | None = None
    piece_price: Decimal | None = None
    price: Decimal | None = None
    discount: Discount | None = None
    note: str | None = None

    @property
    def unit_price(self) -> Decimal:
        """Shelf price of one piece, or one unit of measure, or what staff entered: before price lists."""
        return self.product.price if self.price is None else self.price

    @property
    def units(self) -> Decimal:
        """How much of the product one piece is, in its unit."""
        return self.product.pieces if self.measure is None else self.measure.value

    @property
    def is_plain(self) -> bool:
        """Whether another piece of the same product may simply be counted onto this line."""
        return all(
            value is None for value in (self.measure, self.piece_price, self.price, self.discount, self.note)
        )


class Cart(Record, frozen=True, kw_only=True):
    """A sale in progress.

    Attributes:
        customer_group: Of the customer, for price lists and promotions.
        coupons: Codes that were entered and may be used.
        origin: Identity it began under, where it goes on under another one.
        tenders: What was taken towards it already, such as an approved card, until it is paid in full.
        trail: What needed trust so far; undo does not shorten it, and it travels with a held cart.
    """

    id: Id
    started_at: dt.datetime
    lines: tuple[CartLine, ...] = ()
    next_key: int = 1
    customer: Id | None = None
    customer_name: str | None = None
    customer_group: str | None = None
    coupons: tuple[str, ...] = ()
    origin: Id | None = None
    discount: Discount | None = None
    note: str | None = None
    tenders: tuple[Tender, ...] = ()
    trail: tuple[AuditEntry, ...] = ()

    @property
    def claim(self) -> Id:
        """By what it claims coupons: the same wherever it goes on after it was held."""
        return self.id if self.origin is None else self.origin

    def line(self, key: int) -> CartLine:
        """Returns the line with ``key``.

        Raises:
            DomainError: LINE_NOT_FOUND.
        """
        for line in self.lines:
            if line.key == key:
                return line
        raise DomainError(ErrorCode.LINE_NOT_FOUND, key=key)


class HeldCart(Record, frozen=True, kw_only=True):
    """A cart put aside, to be picked up again by one counter only."""

    cart: Cart
    held_at: dt.datetime
    held_by: str
    label: str
    total: Decimal


def new_cart() -> Cart:
    """Returns an empty cart with a fresh identity."""
    return Cart(id=new_id(), started_at=utc_now())


def under(cart: Cart, identity: Id) -> Cart:
    """Returns the cart under another identity; what was noted of it comes along."""
    trail = tuple(msgspec.structs.replace(entry, ref=identity) for entry in cart.trail)
    return msgspec.structs.replace(cart, id=identity, origin=cart.claim, trail=trail)


def add(
    cart: Cart,
    product: CartProduct,
    quantity: int = 1,
    measure: Measure | None = None,
    piece_price: Decimal | None = None,
    price: Decimal | None = None,
) -> tuple[Cart, int]:
    """Returns the cart with the product added, and the key of the line that took it.

    Plain pieces of a product that already has a plain line are counted onto that line.

    Raises:
        DomainError: QUANTITY_OUT_OF_RANGE or AMOUNT_OUT_OF_RANGE.
    """
    check_price(price)
    line = CartLine(
        key=cart.next_key,
        product=product,
        quantity=check_quantity(quantity),
        measure=measure,
        piece_price=piece_price,
        price=price,
    )
    same = _plain_line_of(cart, product) if line.is_plain else None
    if same is not None:
        return set_quantity(cart, same.key, same.quantity + quantity), same.key
    added = msgspec.structs.replace(cart, lines=(*cart.lines, line), next_key=cart.next_key + 1)
    return added, line.key


def set_quantity(cart: Cart, key: int, quantity: int) -> Cart:
    """Returns the cart with the line's number of pieces changed.

    Raises:
        DomainError: QUANTITY_OUT_OF_RANGE or LINE_NOT_FOUND.
    """
    return _replace_line(cart, key, quantity=check_quantity(quantity))


def set_price(cart: Cart, key: int, price: Decimal | None) -> Cart:
    """Returns the cart with the line's price entered by staff; None returns to the shelf price.

    Raises:
        DomainError: AMOUNT_OUT_OF_RANGE or LINE_NOT_FOUND.
    """
    check_price(price)
    return _replace_line(cart, key, price=price, piece_price=None)


def set_note(cart: Cart, key: int, note: str | None) -> Cart:
    """Returns the cart with a note on the line; it is printed on the receipt."""
    return _replace_line(cart, key, note=note or None)


def discount_line(cart: Cart, key: int, discount: Discount | None) -> Cart:
    """Returns the cart with a discount on the line; None takes it away.

    Raises:
        DomainError: AMOUNT_OUT_OF_RANGE or LINE_NOT_FOUND.
    """
    check_discount(discount)
    return _replace_line(cart, key, discount=discount)


def discount_order(cart: Cart, discount: Discount | None) -> Cart:
    """Returns the cart with a discount on the whole order; None takes it away.

    Raises:
        DomainError: AMOUNT_OUT_OF_RANGE.
    """
    check_discount(discount)
    return msgspec.structs.replace(cart, discount=discount)


def remove(cart: Cart, key: int) -> Cart:
    """Returns the cart without the line.

    Raises:
        DomainError: LINE_NOT_FOUND.
    """
    cart.line(key)
    return msgspec.structs.replace(cart, lines=tuple(line for line in cart.lines if line.key != key))


def set_customer(cart: Cart, customer: Id | None, name: str | None, group: str | None = None) -> Cart:
    """Returns the cart for that customer of that group; None for a walk-in."""
    return msgspec.structs.replace(cart, customer=customer, customer_name=name, customer_group=group)


def add_coupon(cart: Cart, code: str) -> Cart:
    """Returns the cart with a coupon that may be used; once is enough."""
    return msgspec.structs.replace(cart, coupons=tuple(dict.fromkeys((*cart.coupons, code))))


def remove_coupon(cart: Cart, code: str) -> Cart:
    """Returns the cart without a coupon."""
    return msgspec.structs.replace(cart, coupons=tuple(each for each in cart.coupons if each != code))


def check_quantity(quantity: int) -> int:
    """Returns ``quantity`` if a line may have it.

    Raises:
        DomainError: QUANTITY_OUT_OF_RANGE.
    """
    if not 1 <= quantity <= MAX_QUANTITY:
        raise DomainError(ErrorCode.QUANTITY_OUT_OF_RANGE, quantity=quantity, least=1, most=MAX_QUANTITY)
    return quantity


def check_price(price: Decimal | None) -> None:
    """Refuses a price no line may have.

    Raises:
        DomainError: AMOUNT_OUT_OF_RANGE.
    """
    if price is not None and not (price.is_finite() and 0 <= price <= MAX_PRICE):
        raise DomainError(ErrorCode.AMOUNT_OUT_OF_RANGE, amount=price, least=Decimal(0), most=MAX_PRICE)


def check_discount(discount: Discount | None) -> None:
    """Refuses a discount below zero or above everything.

    Raises:
        DomainError: AMOUNT_OUT_OF_RANGE.
    """
    if discount is None:
        return
    most = HUNDRED if discount.kind is DiscountKind.PERCENT else MAX_PRICE
    if not (discount.value.is_finite() and 0 < discount.value <= most):
        raise DomainError(ErrorCode.AMOUNT_OUT_OF_RANGE, amount=discount.value, least=Decimal(0), most=most)


def _plain_line_of(cart: Cart, product: CartProduct) -> CartLine | None:
    for line in cart.lines:
        if line.product.is_same(product) and line.is_plain:
            return line
    return None


def _replace_line(cart: Cart, key: int, **changes: object) -> Cart:
    cart.line(key)
    lines = tuple(
        msgspec.structs.replace(line, **changes) if line.key == key else line for line in cart.lines
    )
    return msgspec.structs.replace(cart, lines=lines)
