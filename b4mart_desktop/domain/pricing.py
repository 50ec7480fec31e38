"""The one price engine: cart + rules → amounts, for till, receipt, invoice and report alike.

Order of steps, each to the minor unit: price of a piece (shelf price or price list) × quantity; promotions
on pieces; staff's line discount; the promotion on the order; staff's order discount, both split over the
lines by largest remainder; tax per class on the sum of its lines, split the same way. Cash rounding belongs
to ``settlement``.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.allocation import Lot, Taken, allocate
from b4mart_desktop.domain.cart import Cart, CartLine, Discount, DiscountKind
from b4mart_desktop.domain.catalog import STANDARD_TAX
from b4mart_desktop.domain.conditions import Situation, WhyNot, promotion_barred
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.money import HUNDRED, ZERO, quantise, split
from b4mart_desktop.domain.offers import Goods, not_reached
from b4mart_desktop.domain.piece_prices import ListPrices, PiecePrice
from b4mart_desktop.domain.price_lists import PriceList
from b4mart_desktop.domain.priced_cart import LinePromotion, PricedCart, PricedLine, TaxTotal
from b4mart_desktop.domain.promotions import ORDER_KINDS, Channel, Offer, Promotion, PromotionKind, Tax
from b4mart_desktop.domain.record import Record


class PriceRules(Record, frozen=True, kw_only=True):
    """What applies to every cart of this counter at a time.

    Attributes:
        zone: The store's, for happy hours and the days of tax rates.
        channel: Where the cart is sold.
        register: At which register.
    """

    currency: str
    taxes: tuple[Tax, ...] = ()
    prices_include_tax: bool = False
    promotions: tuple[Promotion, ...] = ()
    price_lists: tuple[PriceList, ...] = ()
    cash_step: Decimal = ZERO
    zone: dt.tzinfo = dt.UTC
    channel: Channel = Channel.COUNTER
    register: Id | None = None


def price(cart: Cart, rules: PriceRules, moment: dt.datetime) -> PricedCart:
    """Returns the amounts of ``cart`` at ``moment`` (UTC)."""
    return Reckoning(cart, rules, moment).priced


class Reckoning:
    """One run of the engine, with what it found on its way: ``explaining`` tells of that very run.

    Attributes:
        situation: Who buys where and when.
        lists: The price lists.
        goods: Which promotion is about which line.
        pieces: What a piece of each line costs.
        lots: The lines as promotions on pieces see them.
        offers: The promotions on pieces that run and whose goods reach what they ask for.
        taken: What those take off each line.
        order_offers: The promotions on the order that run, with what each would take off.
        order_offer: The one that was chosen.
        priced: The result.
    """

    def __init__(self, cart: Cart, rules: PriceRules, moment: dt.datetime) -> None:
        self.rules = rules
        self.situation = Situation(
            moment, rules.zone, rules.channel, rules.register, cart.customer_group, frozenset(cart.coupons)
        )
        self.lists = ListPrices(rules.price_lists, cart.lines, self.situation, rules.currency)
        self.pieces = [self.lists.of(line) for line in cart.lines]
        self.lots = [lot_of(line, piece) for line, piece in zip(cart.lines, self.pieces, strict=True)]
        self.goods = Goods(cart.lines)
        running = [
            self.goods.offer(promotion, self.situation)
            for promotion in rules.promotions
            if promotion_barred(promotion, self.situation) is None
        ]
        self.offers = [
            offer
            for offer in running
            if offer.kind not in ORDER_KINDS and offer.lines and self.not_reached(offer) is None
        ]
        self.taken = allocate(self.offers, self.lots, rules.currency)
        lines = [self._line(index, line) for index, line in enumerate(cart.lines)]
        self._shown = [line.shown for line in lines]
        self.order_offers = [
            msgspec.structs.replace(offer, amount=order_off(offer, self._shown, rules.currency))
            for offer in running
            if offer.kind in ORDER_KINDS and self.order_not_reached(offer) is None
        ]
        self.order_offer = best_on_order(self.order_offers)
        lines = discount_order(lines, self._shown, self.order_offer, cart.discount, rules.currency)
        lines, taxes = _tax_lines(lines, rules, moment)
        self.priced = _total(lines, taxes, self._applied(), self.order_offer, rules)

    def not_reached(self, offer: Offer) -> WhyNot | None:
        """Returns what a promotion on pieces asks for and does not get; None where it does."""
        return not_reached(offer, lambda index: self.lots[index].gross, self._count)

    def order_not_reached(self, offer: Offer) -> WhyNot | None:
        """Returns what a promotion on the order asks for and does not get; None where it does."""
        return not_reached(offer, lambda index: self._shown[index], self._count)

    def _count(self, index: int) -> Decimal:
        return self.lots[index].pieces

    def _line(self, index: int, line: CartLine) -> PricedLine:
        unit, each, prices = self.pieces[index]
        gross = each * line.quantity
        taken = self.taken[index]
        off = sum((part.amount for part in taken), ZERO) if taken else ZERO
        return PricedLine(
            line=line,
            unit_price=unit,
            piece_price=each,
            gross=gross,
            price_list=None if prices is None else prices.name,
            breaks=self.lists.breaks(line),
            promotions=tuple(self._promotion(part) for part in taken if part.amount > ZERO),
            staff_discount=discount_amount(line.discount, gross - off, self.rules.currency),
        )

    def _promotion(self, part: Taken) -> LinePromotion:
        offer = self.offers[part.offer]
        return LinePromotion(
            promotion=offer.promotion, name=offer.name, pieces=part.pieces, amount=part.amount
        )

    def _applied(self) -> tuple[Offer, ...]:
        """Every offer with what it took, that on the order last."""
        amounts = [ZERO for _ in self.offers]
        for parts in self.taken:
            for part in parts:
                amounts[part.offer] += part.amount
        on_lines = [
            msgspec.structs.replace(offer, amount=amount)
            for offer, amount in zip(self.offers, amounts, strict=True)
        ]
        on_order = [
            offer if offer is self.order_offer else msgspec.structs.replace(offer, amount=ZERO)
            for offer in self.order_offers
        ]
        return (*on_lines, *on_order)


def lot_of(line: CartLine, piece: PiecePrice) -> Lot:
    """Returns a line as promotions see it."""
    product = line.product
    return Lot(
        piece.each,
        line.quantity,
        line.units,
        pieces=line.quantity * product.pieces,
        identity=f"{product.id}{product.variant or ''}",
    )


def discount_amount(discount: Discount | None, base: Decimal, currency: str) -> Decimal:
    """Returns what ``discount`` takes off ``base``: never more than all of it."""
    if discount is None:
        return ZERO
    if discount.kind is DiscountKind.PERCENT:
        return quantise(base * discount.value / HUNDRED, currency)
    return min(quantise(discount.value, currency), base)


def order_off(offer: Offer, shown: Sequence[Decimal], currency: str) -> Decimal:
    """Returns what a promotion on the order takes off lines that come to ``shown``."""
    base = sum((shown[index] for index in offer.lines), ZERO)
    by_percent = offer.kind is PromotionKind.ORDER_PERCENT_OFF
    return min(quantise(base * offer.value / HUNDRED if by_percent else offer.value, currency), base)


def best_on_order(offers: Sequence[Offer]) -> Offer | None:
    """Returns the one that is applied: by rank, then the one that takes most, the first of equals."""
    taking = [offer for offer in offers if offer.amount > ZERO]
    return max(taking, key=lambda offer: (offer.rank, offer.amount), default=None)


def discount_order(
    lines: Sequence[PricedLine],
    shown: Sequence[Decimal],
    offer: Offer | None,
    discount: Discount | None,
    currency: str,
) -> list[PricedLine]:
    """Returns the lines, each ``shown`` at so much, with their shares of both discounts on the order."""
    replace = msgspec.structs.replace
    discounted = list(lines)
    if offer is not None:
        shares = split(offer.amount, [shown[index] for index in offer.lines], currency)
        for index, share in zip(offer.lines, shares, strict=True):
            discounted[index] = replace(lines[index], order_promotion_discount=share)
    if discount is None:
        return discounted
    nets = [line.net for line in discounted]
    off = discount_amount(discount, sum(nets, ZERO), currency)
    return [
        replace(line, order_staff_discount=share)
        for line, share in zip(discounted, split(off, nets, currency), strict=True)
    ]


def _tax_lines(
    lines: list[PricedLine], rules: PriceRules, moment: dt.datetime
) -> tuple[list[PricedLine], tuple[TaxTotal, ...]]:
    """Taxes each class on the sum of its lines, so that lines and receipt agree to the minor unit."""
    by_code = {tax.code: tax for tax in rules.taxes}
    groups: dict[str, list[int]] = {}
    for index, priced in enumerate(lines):
        code = priced.line.product.tax_class
        groups.setdefault(code if code in by_code else STANDARD_TAX, []).append(index)
    taxed = list(lines)
    totals = []
    for code, members in groups.items():
        nets = [lines[index].net for index in members]
        total = _tax_total(code, by_code.get(code), sum(nets, ZERO), rules, moment)
        totals.append(total)
        for index, share in zip(members, split(total.tax, nets, rules.currency), strict=True):
            taxed[index] = msgspec.structs.replace(lines[index], tax_rate=total.rate, tax=share)
    return taxed, tuple(totals)


def _tax_total(code: str, tax: Tax | None, base: Decimal, rules: PriceRules, moment: dt.datetime) -> TaxTotal:
    if tax is None:
        return TaxTotal(code=code, name=code, rate=ZERO, base=base, tax=ZERO)
    dated = tax.dated_rate(moment, rules.zone)
    rate = tax.rate if dated is None else dated.rate
    return TaxTotal(
        code=code,
        name=tax.name,
        rate=rate,
        base=base,
        tax=tax_of(base, rate, rules.currency, included=rules.prices_include_tax),
        since=None if dated is None else dated.since,
    )


def tax_of(base: Decimal, rate: Decimal, currency: str, *, included: bool) -> Decimal:
    """Returns the tax on ``base``, or the tax within it where prices include it."""
    return quantise(base * rate / (HUNDRED + rate if included else HUNDRED), currency)


def _total(
    lines: list[PricedLine],
    taxes: tuple[TaxTotal, ...],
    offers: tuple[Offer, ...],
    order_offer: Offer | None,
    rules: PriceRules,
) -> PricedCart:
    subtotal = sum((line.gross for line in lines), ZERO)
    discount = subtotal - sum((total.base for total in taxes), ZERO)
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
        order_promotion=None if order_offer is None else order_offer.name,
        offers=offers,
    )
