"""What lines come to once promotions on their pieces are known: discounts on the order, tax, the total."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from b4mart_desktop.domain.allocation import Lot, Taken
from b4mart_desktop.domain.cart import Cart, Discount, DiscountKind
from b4mart_desktop.domain.money import HUNDRED, ZERO, quantise, split
from b4mart_desktop.domain.offers import not_reached
from b4mart_desktop.domain.priced_cart import TaxTotal
from b4mart_desktop.domain.promotions import Offer, PromotionKind

TaxGroups = Mapping[str, Sequence[int]]
"""Positions of lines by the class they are taxed in."""


class Basis(NamedTuple):
    """What does not depend on which promotions the pieces get.

    Attributes:
        lots: The cart's lines as promotions see them.
        on_order: The promotions on the order that run.
        groups: What is taxed together.
        rates: Of each of those, without amounts.
        tax_included: Whether prices include tax.
    """

    cart: Cart
    lots: Sequence[Lot]
    on_order: Sequence[Offer]
    groups: TaxGroups
    rates: Mapping[str, TaxTotal]
    currency: str
    tax_included: bool


class Charge:
    """What a cart comes to with what promotions take off its pieces.

    Attributes:
        taken: What they take off each line.
        gross: What each line costs before discounts.
        staff: What staff's discount takes off each line after them.
        shown: What each line comes to by then.
        order_offers: The promotions on the order that are reached, with what each would take off.
        order_offer: The one that is applied.
        order_shares: What that takes off each line.
        staff_shares: What staff's discount on the order takes off each line after it.
        nets: What each line comes to after all discounts.
        taxes: The tax of each class.
    """

    def __init__(self, basis: Basis, taken: Sequence[Sequence[Taken]]) -> None:
        cart, lots, currency = basis.cart, basis.lots, basis.currency
        self.taken = taken
        self.gross = [lot.gross for lot in lots]
        left = _left(self.gross, taken)
        self.staff = _staff(cart, left, currency)
        self.shown = [amount - off for amount, off in zip(left, self.staff, strict=True)]
        self.order_offers = on_order(basis.on_order, self.shown, lots, currency)
        self.order_offer = best_on_order(self.order_offers)
        self.order_shares = order_shares(self.order_offer, self.shown, currency)
        left = [amount - off for amount, off in zip(self.shown, self.order_shares, strict=True)]
        off = discount_amount(cart.discount, sum(left, ZERO), currency)
        self.staff_shares = split(off, left, currency) if off else (ZERO,) * len(left)
        self.nets = (
            [amount - off for amount, off in zip(left, self.staff_shares, strict=True)] if off else left
        )
        self.taxes = [self._tax(basis, code, members) for code, members in basis.groups.items()]
        self._tax_included = basis.tax_included

    @property
    def total(self) -> Decimal:
        """What the customer pays, before cash rounding."""
        tax = ZERO if self._tax_included else sum((tax.tax for tax in self.taxes), ZERO)
        return sum(self.nets, ZERO) + tax

    def _tax(self, basis: Basis, code: str, members: Sequence[int]) -> TaxTotal:
        """Taxes a class on the sum of its lines, so that lines and receipt agree to the minor unit."""
        base, rate = sum((self.nets[index] for index in members), ZERO), basis.rates[code]
        tax = tax_of(base, rate.rate, basis.currency, included=basis.tax_included)
        return msgspec.structs.replace(rate, base=base, tax=tax)


def shown_of(basis: Basis, taken: Sequence[Sequence[Taken]]) -> list[Decimal]:
    """Returns what each line comes to after promotions and staff's discount on it, as ``Charge.shown``."""
    left = _left([lot.gross for lot in basis.lots], taken)
    staff = _staff(basis.cart, left, basis.currency)
    return [amount - off for amount, off in zip(left, staff, strict=True)]


def off_of(parts: Sequence[Taken]) -> Decimal:
    """Returns what promotions take off a line together."""
    return sum((part.amount for part in parts), ZERO)


def discount_amount(discount: Discount | None, base: Decimal, currency: str) -> Decimal:
    """Returns what ``discount`` takes off ``base``: never more than all of it."""
    if discount is None:
        return ZERO
    if discount.kind is DiscountKind.PERCENT:
        return quantise(base * discount.value / HUNDRED, currency)
    return min(quantise(discount.value, currency), base)


def on_order(
    offers: Sequence[Offer], shown: Sequence[Decimal], lots: Sequence[Lot], currency: str
) -> list[Offer]:
    """Returns those on the order that lines ``shown`` at so much reach, with what each takes off."""
    return [
        msgspec.structs.replace(offer, amount=_order_off(offer, shown, currency))
        for offer in offers
        if not_reached(offer, shown.__getitem__, lambda index: lots[index].pieces) is None
    ]


def best_on_order(offers: Sequence[Offer]) -> Offer | None:
    """Returns the one that is applied: by rank, then the one that takes most, the first of equals."""
    taking = [offer for offer in offers if offer.amount > ZERO]
    return max(taking, key=lambda offer: (offer.rank, offer.amount), default=None)


def order_shares(offer: Offer | None, shown: Sequence[Decimal], currency: str) -> Sequence[Decimal]:
    """Returns what a promotion on the order takes off each line."""
    if offer is None:
        return (ZERO,) * len(shown)
    parts = split(offer.amount, [shown[index] for index in offer.lines], currency)
    if len(parts) == len(shown):
        return parts
    shares = dict(zip(offer.lines, parts, strict=True))
    return [shares.get(index, ZERO) for index in range(len(shown))]


def tax_of(base: Decimal, rate: Decimal, currency: str, *, included: bool) -> Decimal:
    """Returns the tax on ``base``, or the tax within it where prices include it."""
    return quantise(base * rate / (HUNDRED + rate if included else HUNDRED), currency)


def _left(gross: Sequence[Decimal], taken: Sequence[Sequence[Taken]]) -> list[Decimal]:
    return [amount - off_of(parts) if parts else amount for amount, parts in zip(gross, taken, strict=True)]


def _staff(cart: Cart, left: Sequence[Decimal], currency: str) -> list[Decimal]:
    return [
        ZERO if line.discount is None else discount_amount(line.discount, amount, currency)
        for line, amount in zip(cart.lines, left, strict=True)
    ]


def _order_off(offer: Offer, shown: Sequence[Decimal], currency: str) -> Decimal:
    base = sum((shown[index] for index in offer.lines), ZERO)
    by_percent = offer.kind is PromotionKind.ORDER_PERCENT_OFF
    return min(quantise(base * offer.value / HUNDRED if by_percent else offer.value, currency), base)
