"""The one price engine: cart + rules → amounts, for till, receipt, invoice and report alike.

Order of steps, each to the minor unit: piece price × quantity; the best promotion of the line; staff's
line discount; order promotion; staff's order discount, both split over the lines by largest remainder;
tax per rate on the sum of its lines, split the same way. Cash rounding belongs to ``settlement``.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.cart import Cart, CartLine, Discount, DiscountKind
from b4mart_desktop.domain.catalog import STANDARD_TAX
from b4mart_desktop.domain.money import HUNDRED, ZERO, quantise, split
from b4mart_desktop.domain.promotions import Promotion, PromotionKind, Tax
from b4mart_desktop.domain.record import Record


class PriceRules(Record, frozen=True, kw_only=True):
    """What applies to every cart of the store at a time."""

    currency: str
    taxes: tuple[Tax, ...] = ()
    prices_include_tax: bool = False
    promotions: tuple[Promotion, ...] = ()
    cash_step: Decimal = ZERO


class PricedLine(Record, frozen=True, kw_only=True):
    """A line with its amounts.

    Attributes:
        piece_price: Price of one piece; of the whole piece where it was weighed.
        gross: ``piece_price`` × quantity.
        promotion: Name of the promotion that won, if one did.
        promotion_discount: What it takes off.
        staff_discount: What staff's line discount takes off.
        order_discount: The line's share of discounts on the order.
        tax_rate: In percent.
    """

    line: CartLine
    piece_price: Decimal
    gross: Decimal
    promotion: str | None = None
    promotion_discount: Decimal = ZERO
    staff_discount: Decimal = ZERO
    order_discount: Decimal = ZERO
    tax_rate: Decimal = ZERO
    tax: Decimal = ZERO

    @property
    def discount(self) -> Decimal:
        """Everything taken off."""
        return self.promotion_discount + self.staff_discount + self.order_discount

    @property
    def net(self) -> Decimal:
        """What is left after discounts; gross of tax where prices include it."""
        return self.gross - self.discount

    @property
    def shown(self) -> Decimal:
        """What the line shows: after its own discounts, before those on the order."""
        return self.gross - self.promotion_discount - self.staff_discount


class TaxTotal(Record, frozen=True, kw_only=True):
    """The tax of one class: ``base`` is what it is computed on, after discounts."""

    code: str
    name: str
    rate: Decimal
    base: Decimal
    tax: Decimal


class PricedCart(Record, frozen=True, kw_only=True):
    """A cart with its amounts. ``total`` is before cash rounding."""

    lines: tuple[PricedLine, ...]
    currency: str
    tax_included: bool
    taxes: tuple[TaxTotal, ...]
    subtotal: Decimal
    discount: Decimal
    tax: Decimal
    total: Decimal
    order_promotion: str | None = None

    @property
    def order_discount(self) -> Decimal:
        """What discounts on the order take off, promotion and staff together."""
        return sum((line.order_discount for line in self.lines), ZERO)

    @property
    def pieces(self) -> int:
        """Number of pieces in the cart."""
        return sum(line.line.quantity for line in self.lines)


def price(cart: Cart, rules: PriceRules, moment: dt.datetime) -> PricedCart:
    """Returns the amounts of ``cart`` at ``moment`` (UTC)."""
    running = [promotion for promotion in rules.promotions if promotion.runs_at(moment)]
    lines = [_price_line(line, running, rules.currency) for line in cart.lines]
    lines, order_promotion = _discount_order(lines, cart.discount, running, rules.currency)
    lines, taxes = _tax_lines(lines, rules)
    return _total(lines, taxes, order_promotion, rules)


def piece_price(line: CartLine, currency: str) -> Decimal:
    """Returns the price of one piece of ``line`` before discounts."""
    if line.piece_price is not None:
        return quantise(line.piece_price, currency)
    if line.measure is not None:
        return quantise(line.unit_price * line.measure.value, currency)
    return quantise(line.unit_price, currency)


def discount_amount(discount: Discount | None, base: Decimal, currency: str) -> Decimal:
    """Returns what ``discount`` takes off ``base``: never more than all of it."""
    if discount is None:
        return ZERO
    if discount.kind is DiscountKind.PERCENT:
        return quantise(base * discount.value / HUNDRED, currency)
    return min(quantise(discount.value, currency), base)


def _price_line(line: CartLine, running: Sequence[Promotion], currency: str) -> PricedLine:
    each = piece_price(line, currency)
    gross = each * line.quantity
    promotion, off = _best_promotion(line, each, running, currency)
    return PricedLine(
        line=line,
        piece_price=each,
        gross=gross,
        promotion=None if promotion is None else promotion.name,
        promotion_discount=off,
        staff_discount=discount_amount(line.discount, gross - off, currency),
    )


def _best_promotion(
    line: CartLine, each: Decimal, running: Sequence[Promotion], currency: str
) -> tuple[Promotion | None, Decimal]:
    """The promotion that takes most off the line; a price entered by staff takes part in none."""
    best: Promotion | None = None
    most = ZERO
    if line.price is not None:
        return best, most
    for promotion in running:
        off = _promotion_amount(promotion, line, each, currency) if _takes_part(line, promotion) else ZERO
        if off > most:
            best, most = promotion, off
    return best, most


def _takes_part(line: CartLine, promotion: Promotion) -> bool:
    if not promotion.products and not promotion.categories:
        return True
    in_category = any(category in promotion.categories for category in line.product.categories)
    return line.product.id in promotion.products or in_category


def _promotion_amount(promotion: Promotion, line: CartLine, each: Decimal, currency: str) -> Decimal:
    gross = each * line.quantity
    if promotion.kind is PromotionKind.PERCENT_OFF:
        return min(quantise(gross * promotion.value / HUNDRED, currency), gross)
    if promotion.kind is PromotionKind.AMOUNT_OFF:
        return min(quantise(promotion.value * line.quantity, currency), gross)
    is_bundle = promotion.kind is PromotionKind.BUY_X_GET_Y and promotion.buy > 0 and promotion.get > 0
    if is_bundle and line.measure is None:
        return each * (line.quantity // (promotion.buy + promotion.get) * promotion.get)
    return ZERO


def _discount_order(
    lines: list[PricedLine], discount: Discount | None, running: Sequence[Promotion], currency: str
) -> tuple[list[PricedLine], str | None]:
    base = sum((line.net for line in lines), ZERO)
    name, off = _best_order_promotion(base, running, currency)
    off += discount_amount(discount, base - off, currency)
    shares = split(off, [line.net for line in lines], currency)
    return [
        msgspec.structs.replace(line, order_discount=share) for line, share in zip(lines, shares, strict=True)
    ], name


def _best_order_promotion(
    base: Decimal, running: Sequence[Promotion], currency: str
) -> tuple[str | None, Decimal]:
    name: str | None = None
    most = ZERO
    for promotion in running:
        if promotion.kind is PromotionKind.ORDER_PERCENT_OFF and base >= promotion.threshold:
            off = min(quantise(base * promotion.value / HUNDRED, currency), base)
            if off > most:
                name, most = promotion.name, off
    return name, most


def _tax_lines(lines: list[PricedLine], rules: PriceRules) -> tuple[list[PricedLine], tuple[TaxTotal, ...]]:
    """Taxes each class on the sum of its lines, so that lines and receipt agree to the minor unit."""
    by_code = {tax.code: tax for tax in rules.taxes}
    groups: dict[str, list[int]] = {}
    for index, priced in enumerate(lines):
        code = priced.line.product.tax_class
        groups.setdefault(code if code in by_code else STANDARD_TAX, []).append(index)
    taxed = list(lines)
    totals = []
    for code, members in groups.items():
        tax = by_code.get(code)
        rate = ZERO if tax is None else tax.rate
        nets = [lines[index].net for index in members]
        total = _tax_of(sum(nets, ZERO), rate, rules)
        for index, share in zip(members, split(total, nets, rules.currency), strict=True):
            taxed[index] = msgspec.structs.replace(lines[index], tax_rate=rate, tax=share)
        name = code if tax is None else tax.name
        totals.append(TaxTotal(code=code, name=name, rate=rate, base=sum(nets, ZERO), tax=total))
    return taxed, tuple(totals)


def _tax_of(base: Decimal, rate: Decimal, rules: PriceRules) -> Decimal:
    divisor = HUNDRED + rate if rules.prices_include_tax else HUNDRED
    return quantise(base * rate / divisor, rules.currency)


def _total(
    lines: list[PricedLine], taxes: tuple[TaxTotal, ...], order_promotion: str | None, rules: PriceRules
) -> PricedCart:
    subtotal = sum((line.gross for line in lines), ZERO)
    discount = sum((line.discount for line in lines), ZERO)
    tax = sum((total.tax for total in taxes), ZERO)
    total = subtotal - discount + (ZERO if rules.prices_include_tax else tax)
    return PricedCart(
        lines=tuple(lines),
        currency=rules.currency,
        tax_included=rules.prices_include_tax,
        taxes=taxes,
        subtotal=subtotal,
        discount=discount,
        tax=tax,
        total=total,
        order_promotion=order_promotion,
    )
