"""A priced cart as data: lines, promotions, taxes and totals. How they come about belongs to ``pricing``."""

import datetime as dt
from decimal import Decimal

from b4mart_desktop.domain.cart import CartLine
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.money import ZERO
from b4mart_desktop.domain.price_lists import PriceTier
from b4mart_desktop.domain.promotions import Offer
from b4mart_desktop.domain.record import Record


class LinePromotion(Record, frozen=True, kw_only=True):
    """What a promotion takes off some pieces of a line."""

    promotion: Id
    name: str
    pieces: int
    amount: Decimal


class PricedLine(Record, frozen=True, kw_only=True):
    """A line with its amounts.

    Attributes:
        unit_price: Of one piece, pack or unit of measure, by the price list where one applies.
        piece_price: Price of one piece; of the whole piece where it was weighed.
        gross: ``piece_price`` × quantity.
        price_list: Name of the price list the price is of; None: shelf price, entered or on a label.
        breaks: What ``unit_price`` is for less of the product, where price lists have quantity breaks.
        promotions: Those that take something off, in the order of the rules.
        staff_discount: What staff's line discount takes off.
        order_promotion_discount: The line's share of the promotion on the order.
        order_staff_discount: The line's share of staff's discount on the order.
        tax_rate: In percent.
    """

    line: CartLine
    unit_price: Decimal
    piece_price: Decimal
    gross: Decimal
    price_list: str | None = None
    breaks: tuple[PriceTier, ...] = ()
    promotions: tuple[LinePromotion, ...] = ()
    staff_discount: Decimal = ZERO
    order_promotion_discount: Decimal = ZERO
    order_staff_discount: Decimal = ZERO
    tax_rate: Decimal = ZERO
    tax: Decimal = ZERO

    @property
    def promotion(self) -> str | None:
        """Names of the promotions on the line, None without any."""
        return ", ".join(dict.fromkeys(each.name for each in self.promotions)) or None

    @property
    def promotion_discount(self) -> Decimal:
        """What promotions on the line take off."""
        return sum((each.amount for each in self.promotions), ZERO) if self.promotions else ZERO

    @property
    def order_discount(self) -> Decimal:
        """The line's share of discounts on the order."""
        return self.order_promotion_discount + self.order_staff_discount

    @property
    def discount(self) -> Decimal:
        """Everything taken off."""
        return self.gross - self.net

    @property
    def net(self) -> Decimal:
        """What is left after discounts; gross of tax where prices include it."""
        return self.shown - self.order_promotion_discount - self.order_staff_discount

    @property
    def shown(self) -> Decimal:
        """What the line shows: after its own discounts, before those on the order."""
        return self.gross - self.promotion_discount - self.staff_discount


class TaxTotal(Record, frozen=True, kw_only=True):
    """The tax of one class: ``base`` is what it is computed on, after discounts.

    Attributes:
        since: From when the rate holds, where it is a dated one.
    """

    code: str
    name: str
    rate: Decimal
    base: Decimal
    tax: Decimal
    since: dt.date | None = None


class PricedCart(Record, frozen=True, kw_only=True):
    """A cart with its amounts. ``total`` is before cash rounding.

    Attributes:
        offers: The promotions that applied, with what each took off, the one on the order included.
    """

    lines: tuple[PricedLine, ...]
    currency: str
    tax_included: bool
    taxes: tuple[TaxTotal, ...]
    subtotal: Decimal
    discount: Decimal
    tax: Decimal
    total: Decimal
    order_promotion: str | None = None
    offers: tuple[Offer, ...] = ()

    @property
    def order_discount(self) -> Decimal:
        """What discounts on the order take off, promotion and staff together."""
        return sum((line.order_discount for line in self.lines), ZERO)

    @property
    def pieces(self) -> int:
        """Number of pieces in the cart."""
        return sum(line.line.quantity for line in self.lines)

    @property
    def used_coupons(self) -> tuple[Offer, ...]:
        """The offers that took something off by a coupon's code."""
        return tuple(offer for offer in self.offers if offer.code is not None and offer.amount > ZERO)
