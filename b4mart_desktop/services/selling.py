"""Filling the cart: scanning, typing, tapping, changing, undoing. Paying belongs to ``checkout``.

Everything here reads the local replica and answers at once; only what must be on disk as a fact is async.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from b4mart_desktop.domain import cart as carts
from b4mart_desktop.domain.cart import MAX_QUANTITY, Cart, CartLine, CartProduct, Discount
from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.entries import Audited
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.money import MAX_TOTAL, ZERO
from b4mart_desktop.domain.orders import Measure
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.portions import Portion, portion_of
from b4mart_desktop.domain.priced_cart import PricedCart
from b4mart_desktop.domain.pricing import price
from b4mart_desktop.domain.promotions import coupon_code
from b4mart_desktop.services.bus import SaleVoided
from b4mart_desktop.services.cart_products import MEASURE_STEP, NO_LABEL, Label, cart_product, label_of
from b4mart_desktop.services.choices import Choosing, Found, choice_step, must_choose
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.gate import Permit
from b4mart_desktop.services.open_cart import OpenCart
from b4mart_desktop.services.ports import CodeReader
from b4mart_desktop.services.quoting import coupon_promotion, rules_of, without_personal_coupons

SHORTEST_CODE = 3
_MULTIPLIER = re.compile(r"(\d{1,4})\s*[*×]\s*(.*)", re.DOTALL)  # some keypads send ×


@dataclass(frozen=True, slots=True)
class Added:
    """A product went into line ``key``."""

    key: int
    product: Product
    quantity: int


@dataclass(frozen=True, slots=True)
class Multiplied:
    """The next product is taken ``quantity`` times."""

    quantity: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A product needs an answer before it can be added; ``complete`` takes it.

    Attributes:
        sold: What goes into the cart.
        price: Whether the clerk must enter the price.
        measure: Whether the clerk must enter the weight or measure.
        age: The least age of the buyer to confirm, in years.
        label: What the scanned label said already.
    """

    product: Product
    sold: CartProduct
    quantity: int
    price: bool = False
    measure: bool = False
    age: int | None = None
    label: Label = NO_LABEL


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several products carry the code; the clerk picks one and ``add`` takes it."""

    code: str
    products: tuple[Product, ...]
    quantity: int


@dataclass(frozen=True, slots=True)
class CouponFound:
    """What was scanned is no product's code but a coupon's; ``Coupons.enter`` takes it."""

    code: str


Outcome = Added | Multiplied | Asked | Choosing | Ambiguous | CouponFound


@dataclass(frozen=True, slots=True)
class Quote:
    """What ``cart`` costs at a moment: whoever was shown it is charged that, whatever changed since."""

    cart: Cart
    priced: PricedCart
    cash_step: Decimal


class Selling:
    """The open cart of this counter and everything a clerk does to it."""

    def __init__(self, counter: Counter, reader: CodeReader) -> None:
        self._counter = counter
        self._reader = reader
        self._open = OpenCart(counter)
        self._multiplier = 1
        self._age_confirmed = 0

    # ------------------------------------------------------------ reading

    @property
    def cart(self) -> Cart:
        """The open cart."""
        return self._open.cart

    @property
    def multiplier(self) -> int:
        """How often the next product is taken."""
        return self._multiplier

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._open.can_undo

    @property
    def open_cart(self) -> OpenCart:
        """The open cart to whoever ends it: pays it, holds it."""
        return self._open

    def quote(self, cart: Cart | None = None) -> Quote:
        """Returns what ``cart`` costs now, by the rules the replica has; the open cart for None."""
        cart, rules = cart or self.cart, rules_of(self._counter)
        return Quote(cart, price(cart, rules, self._counter.clock()), rules.cash_step)

    def priced(self) -> PricedCart:
        """Returns the open cart with its amounts now."""
        return self.quote().priced

    # ------------------------------------------------------------ adding

    def enter(self, text: str) -> Outcome:
        """Takes what was scanned or typed: a code, ``3*`` before the next one, or ``3*`` and a code.

        Raises:
            DomainError: UNKNOWN_CODE or CODE_TOO_SHORT with ``code``; CATALOGUE_LOADING;
                QUANTITY_OUT_OF_RANGE; PRODUCT_NOT_FOR_SALE with ``name``. Nothing changes then.
        """
        code = text.strip()
        times = _MULTIPLIER.fullmatch(code)
        if times is None:
            return self._enter_code(code, self._multiplier)
        quantity = carts.check_quantity(int(times[1]))
        if not times[2]:
            self._multiplier = quantity
            return Multiplied(quantity)
        return self._enter_code(times[2].strip(), quantity)

    def add(self, product_id: Id, quantity: int | None = None, code: str | None = None) -> Outcome:
        """Takes a product that was tapped or picked from a list; of one sold in several ways it asks which.

        Args:
            product_id: Which.
            quantity: How often; None takes what was multiplied.
            code: What was scanned, if that led here; what a label says holds here, too, and a pack's or a
                variant's own code needs no question.

        Raises:
            DomainError: NOT_FOUND, PRODUCT_NOT_FOR_SALE with ``name``, QUANTITY_OUT_OF_RANGE.
        """
        product = self._counter.catalogue.product(product_id)
        if product is None:
            raise DomainError(ErrorCode.NOT_FOUND, what="product", id=product_id)
        times = self._multiplier if quantity is None else quantity
        if code is None:
            return self._take(Found(product, times), None, asks=True)
        decoded = self._reader.read(code)
        found = Found(product, times * (decoded.pieces or 1), code, label_of(product, decoded))
        portion = portion_of(product, decoded.lookups)
        asks = portion is None and bool(product.inventory.variant_stock)
        return self._take(found, portion, asks=asks)

    def choose(self, choosing: Choosing, portion: Portion) -> Outcome:
        """Takes what was chosen of a product; raises as ``add``."""
        return self._take(choosing.found, portion)

    def complete(self, asked: Asked, price: Decimal | None = None, measure: Decimal | None = None) -> Added:
        """Adds a product that needed an answer; where an age was asked, calling this confirms it.

        Args:
            asked: What was asked.
            price: The price entered, if asked for.
            measure: The weight or measure entered in the product's unit, if asked for.

        Raises:
            DomainError: PRICE_MISSING with ``name``, FIELD_REQUIRED, AMOUNT_OUT_OF_RANGE or
                QUANTITY_OUT_OF_RANGE.
        """
        label, entered = asked.label, price if asked.price else None
        if asked.price and entered is None:
            raise DomainError(ErrorCode.PRICE_MISSING, name=asked.product.name)
        if asked.measure:
            label = Label(Measure(value=_check_measure(measure), unit=asked.product.inventory.unit))
        after, key = carts.add(self.cart, asked.sold, asked.quantity, label.measure, label.price, entered)
        self._change(after)
        self._multiplier = 1
        self._age_confirmed = max(self._age_confirmed, asked.age or 0)
        return Added(key, asked.product, asked.quantity)

    # ------------------------------------------------------------ changing

    def set_quantity(self, key: int, quantity: int) -> None:
        """Changes the number of pieces of a line.

        Fewer pieces need the same leave as removing a line, and are audited the same way.
        """
        line = self.cart.line(key)
        if quantity < line.quantity:
            permit = self._counter.permit(Action.REMOVE_LINE)
            after = carts.set_quantity(self.cart, key, quantity)
            self._change(after, permit, line, taken=line.quantity - quantity)
        else:
            self._change(carts.set_quantity(self.cart, key, quantity))

    def set_price(self, key: int, amount: Decimal | None, approver: User | None = None) -> None:
        """Changes the price of a line; None returns to the shelf price."""
        permit = self._counter.permit(Action.CHANGE_PRICE, approver)
        line = self.cart.line(key)
        after = carts.set_price(self.cart, key, amount)
        self._change(after, permit, line, old_price=line.unit_price, new_price=amount)

    def discount_line(self, key: int, discount: Discount | None, approver: User | None = None) -> None:
        """Takes something off a line; None takes the discount away."""
        permit = self._counter.permit(Action.DISCOUNT, approver)
        line = self.cart.line(key)
        self._change(carts.discount_line(self.cart, key, discount), permit, line, **_discount(discount))

    def discount_order(self, discount: Discount | None, approver: User | None = None) -> None:
        """Takes something off the whole order; None takes the discount away."""
        permit = self._counter.permit(Action.DISCOUNT, approver)
        self._change(carts.discount_order(self.cart, discount), permit, None, **_discount(discount))

    def remove(self, key: int, approver: User | None = None) -> None:
        """Removes a line."""
        permit = self._counter.permit(Action.REMOVE_LINE, approver)
        line = self.cart.line(key)
        self._change(carts.remove(self.cart, key), permit, line, taken=line.quantity)

    def set_note(self, key: int, note: str) -> None:
        """Puts a note on a line; it is printed on the receipt."""
        self._open.change(carts.set_note(self.cart, key, note.strip()))

    def set_customer(self, customer: Id | None, name: str | None = None) -> None:
        """Sells to that customer at the prices of their group; None sells to a walk-in.

        Coupons that each customer may use so often are given back when another one comes.
        """
        found = None if customer is None else self._counter.catalogue.customer(customer)
        after = carts.set_customer(self.cart, customer, name, None if found is None else found.customer_group)
        if customer != self.cart.customer:
            after = without_personal_coupons(after, self._counter.catalogue.promotions())
        self._open.change(after)

    def undo(self, approver: User | None = None) -> None:
        """Takes the last step back; what needed trust stays on the trail, and needs it to be undone.

        Raises:
            DomainError: NOTHING_TO_UNDO or NOT_ALLOWED.
        """
        self._open.undo(approver)

    async def void(self, reason: str, approver: User | None = None) -> None:
        """Gives the whole cart up, with the reason in the audit log.

        Raises:
            DomainError: NOT_ALLOWED, or PARTLY_PAID where money was taken for it.
            AdapterError: DISK_WRITE_FAILED; then the cart is still there.
        """
        permit = self._counter.permit(Action.VOID_SALE, approver)
        with self._open.claimed() as cart:
            if cart.lines or cart.trail:
                amounts = self.priced()
                entry = self._counter.audit(
                    permit, cart.id, reason=reason, total=amounts.total, pieces=amounts.pieces
                )
                await self._counter.record(Audited(id=cart.id, audit=(*cart.trail, entry)))
        self.start_new()
        self._counter.bus.publish(SaleVoided(cart))

    def start_new(self) -> None:
        """Starts an empty cart for the next customer."""
        self.resume(carts.new_cart())

    def resume(self, cart: Cart) -> None:
        """Goes on with ``cart``, such as one that was held; steps before are not undone."""
        self._multiplier = 1
        self._age_confirmed = 0
        self._open.replace(cart)

    # ------------------------------------------------------------ inside

    def _enter_code(self, code: str, quantity: int) -> Outcome:
        decoded = self._reader.read(code)
        for lookup in decoded.lookups:
            found = self._counter.catalogue.find_code(lookup)
            if len(found) == 1:
                product = found[0][1]
                pieces = quantity * (decoded.pieces or 1)
                scanned = Found(product, pieces, code, label_of(product, decoded))
                portion = portion_of(product, decoded.lookups)
                asks = portion is None and must_choose(product)
                return self._take(scanned, portion, asks=asks)
            if found:
                return Ambiguous(code, tuple(product for _, product in found), quantity)
        if coupon_promotion(coupon_code(code), self._counter.catalogue.promotions()) is not None:
            return CouponFound(coupon_code(code))
        if not self._counter.catalogue.is_loaded():
            raise DomainError(
                ErrorCode.CATALOGUE_LOADING
            )  # the code may be of a product that is still to come
        short = len(code) < SHORTEST_CODE
        raise DomainError(ErrorCode.CODE_TOO_SHORT if short else ErrorCode.UNKNOWN_CODE, code=code)

    def _take(self, found: Found, portion: Portion, *, asks: bool = False) -> Outcome:
        """Puts what was found into the cart, unless somebody has to answer something first.

        Args:
            found: What.
            portion: Which pack or variant of it.
            asks: Whether that is to be asked, where there is something to choose.
        """
        _check_sold(found)
        step = choice_step(found.product) if asks else None
        if step is not None:
            self._multiplier = 1
            return Choosing(found, step)
        sold = cart_product(found.product, found.code, portion, self._counter.catalogue)
        asked = _questions(found, sold, self._age_confirmed)
        if asked.price or asked.measure or asked.age is not None:
            self._multiplier = 1
            return asked
        return self.complete(asked)

    def _change(
        self, after: Cart, permit: Permit | None = None, line: CartLine | None = None, **details: object
    ) -> None:
        """Keeps only a cart that can be priced and paid; any other would block the counter."""
        total = self.quote(after).priced.total
        if total > MAX_TOTAL:
            raise DomainError(ErrorCode.AMOUNT_OUT_OF_RANGE, amount=total, least=ZERO, most=MAX_TOTAL)
        self._open.change(after, permit, line, **details)


def _check_sold(found: Found) -> None:
    product = found.product
    if product.status is not ProductStatus.ACTIVE:
        raise DomainError(ErrorCode.PRODUCT_NOT_FOR_SALE, name=product.name, status=product.status)
    carts.check_quantity(found.quantity)


def _questions(found: Found, sold: CartProduct, confirmed: int) -> Asked:
    """Returns what has to be known before it can go into the cart; maybe nothing.

    Args:
        found: What is sold.
        sold: The same as the cart remembers it.
        confirmed: The age that the buyer is known to have reached.
    """
    product, label, age = found.product, found.label, found.product.pos.age_restricted
    return Asked(
        product,
        sold,
        found.quantity,
        price=(product.pos.open_price or sold.price == ZERO) and label.price is None,
        measure=sold.weighed and label.measure is None and label.price is None,
        age=age if age is not None and age > confirmed else None,
        label=label,
    )


def _check_measure(measure: Decimal | None) -> Decimal:
    if measure is None or measure == 0:
        raise DomainError(ErrorCode.FIELD_REQUIRED, field="measure")
    if not (measure.is_finite() and 0 < measure <= MAX_QUANTITY):
        raise DomainError(
            ErrorCode.QUANTITY_OUT_OF_RANGE, quantity=measure, least=MEASURE_STEP, most=MAX_QUANTITY
        )
    return measure


def _discount(discount: Discount | None) -> dict[str, object]:
    if discount is None:
        return {"discount": "none"}
    return {"discount": discount.value, "kind": discount.kind}
