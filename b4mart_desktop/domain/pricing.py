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
from b4mart_desktop.domain.cart import Cart, CartLine
from b4mart_desktop.domain.catalog import STANDARD_TAX
from b4mart_desktop.domain.charging import Basis, Charge, shown_of
from b4mart_desktop.domain.conditions import Situation, WhyNot, promotion_barred
from b4mart_desktop.domain.giving_up import Engine, Way, ways
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.money import ZERO, split
from b4mart_desktop.domain.offers import Goods, not_reached
from b4mart_desktop.domain.piece_prices import ListPrices, PiecePrice
from b4mart_desktop.domain.price_lists import PriceList
from b4mart_desktop.domain.priced_cart import LinePromotion, PricedCart, PricedLine, TaxTotal
from b4mart_desktop.domain.promotions import ORDER_KINDS, Channel, Offer, Promotion, Tax
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
        charge: What promotions take off each line and the order, and what is left.
        given_up: Promotions on pieces that the customer is better off without, for one on the order.
        priced: The result.
    """

    def __init__(self, cart: Cart, rules: PriceRules, moment: dt.datetime) -> None:
        self.cart, self.rules = cart, rules
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
        self._groups: dict[str, list[int]] = {}
        way, self.charge = self._cheapest(running)
        self.given_up = frozenset(self.offers[number].promotion for number in way.given_up)
        self.priced = self._total()

    def _cheapest(self, running: Sequence[Offer]) -> tuple[Way, Charge]:
        """Charges the best for each line, unless less of it makes the whole cart cheaper."""
        basis = self._basis([offer for offer in running if offer.kind in ORDER_KINDS])
        engine = Engine(self._allocate, lambda taken: shown_of(basis, taken))
        first = Way(frozenset(), self._allocate(frozenset()))
        tried = (first, *ways(first.taken, self.offers, basis.on_order, engine))
        charged = ((way, Charge(basis, way.taken)) for way in tried)
        return min(charged, key=lambda each: each[1].total)

    def _allocate(self, without: frozenset[int]) -> list[list[Taken]]:
        return allocate(self.offers, self.lots, self.rules.currency, without)

    def _basis(self, on_order: Sequence[Offer]) -> Basis:
        rules, by_code = self.rules, {tax.code: tax for tax in self.rules.taxes}
        for index, line in enumerate(self.cart.lines):
            code = line.product.tax_class
            self._groups.setdefault(code if code in by_code else STANDARD_TAX, []).append(index)
        rates = {code: _rate(code, by_code.get(code), rules, self.situation.moment) for code in self._groups}
        return Basis(
            self.cart, self.lots, on_order, self._groups, rates, rules.currency, rules.prices_include_tax
        )

    def not_reached(self, offer: Offer) -> WhyNot | None:
        """Returns what a promotion on pieces asks for and does not get; None where it does."""
        return not_reached(offer, lambda index: self.lots[index].gross, self._count)

    def order_not_reached(self, offer: Offer) -> WhyNot | None:
        """Returns what a promotion on the order asks for and does not get; None where it does."""
        return not_reached(offer, lambda index: self.charge.shown[index], self._count)

    def _count(self, index: int) -> Decimal:
        return self.lots[index].pieces

    def _lines(self) -> tuple[PricedLine, ...]:
        charge, rated = self.charge, self._taxed()
        return tuple(
            PricedLine(
                line=line,
                unit_price=piece.unit,
                piece_price=piece.each,
                gross=gross,
                price_list=None if piece.chosen is None else piece.chosen.name,
                breaks=self.lists.breaks(line),
                promotions=self._promotions(taken) if taken else (),
                staff_discount=staff,
                order_promotion_discount=order_share,
                order_staff_discount=staff_share,
                tax_rate=rate,
                tax=tax,
            )
            for line, piece, gross, taken, staff, order_share, staff_share, (rate, tax) in zip(
                self.cart.lines,
                self.pieces,
                charge.gross,
                charge.taken,
                charge.staff,
                charge.order_shares,
                charge.staff_shares,
                rated,
                strict=True,
            )
        )

    def _taxed(self) -> list[tuple[Decimal, Decimal]]:
        """The rate and tax of each line; a class is taxed as a whole, and its tax split over its lines."""
        charge = self.charge
        taxed = [(ZERO, ZERO)] * len(charge.nets)
        for total in charge.taxes:
            members = self._groups[total.code]
            shares = split(total.tax, [charge.nets[index] for index in members], self.rules.currency)
            for index, share in zip(members, shares, strict=True):
                taxed[index] = total.rate, share
        return taxed

    def _promotions(self, taken: Sequence[Taken]) -> tuple[LinePromotion, ...]:
        return tuple(self._promotion(part) for part in taken if part.amount > ZERO)

    def _promotion(self, part: Taken) -> LinePromotion:
        offer = self.offers[part.offer]
        return LinePromotion(
            promotion=offer.promotion, name=offer.name, pieces=part.pieces, amount=part.amount
        )

    def _applied(self) -> tuple[Offer, ...]:
        """Every offer with what it took, that on the order last."""
        amounts = [ZERO for _ in self.offers]
        for parts in self.charge.taken:
            for part in parts:
                amounts[part.offer] += part.amount
        on_lines = [
            msgspec.structs.replace(offer, amount=amount)
            for offer, amount in zip(self.offers, amounts, strict=True)
        ]
        chosen = self.charge.order_offer
        on_order = [
            offer if offer is chosen else msgspec.structs.replace(offer, amount=ZERO)
            for offer in self.charge.order_offers
        ]
        return (*on_lines, *on_order)

    def _total(self) -> PricedCart:
        charge = self.charge
        subtotal = sum(charge.gross, ZERO)
        return PricedCart(
            lines=self._lines(),
            currency=self.rules.currency,
            tax_included=self.rules.prices_include_tax,
            taxes=tuple(charge.taxes),
            subtotal=subtotal,
            discount=subtotal - sum(charge.nets, ZERO),
            tax=sum((total.tax for total in charge.taxes), ZERO),
            total=charge.total,
            order_promotion=None if charge.order_offer is None else charge.order_offer.name,
            offers=self._applied(),
        )


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


def _rate(code: str, tax: Tax | None, rules: PriceRules, moment: dt.datetime) -> TaxTotal:
    """Returns the rate of a class at ``moment``, without amounts."""
    if tax is None:
        return TaxTotal(code=code, name=code, rate=ZERO, base=ZERO, tax=ZERO)
    dated = tax.dated_rate(moment, rules.zone)
    rate = tax.rate if dated is None else dated.rate
    since = None if dated is None else dated.since
    return TaxTotal(code=code, name=tax.name, rate=rate, base=ZERO, tax=ZERO, since=since)
