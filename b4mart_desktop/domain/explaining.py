"""Explain a price: every step of one cart to the cent, as data. Wording it is the screen's matter."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from b4mart_desktop.domain.allocation import allocate
from b4mart_desktop.domain.cart import Cart
from b4mart_desktop.domain.catalog import STANDARD_TAX
from b4mart_desktop.domain.conditions import WhyNot, coupon_of, promotion_barred
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.money import ZERO, round_to_cash
from b4mart_desktop.domain.offers import SET_KINDS, not_for_line
from b4mart_desktop.domain.piece_prices import ListChoice, is_priced_by_hand
from b4mart_desktop.domain.priced_cart import PricedCart, PricedLine, TaxTotal
from b4mart_desktop.domain.pricing import PriceRules, Reckoning
from b4mart_desktop.domain.promotions import ORDER_KINDS, Offer, Promotion, PromotionKind
from b4mart_desktop.domain.record import Record


class PromotionChoice(Record, frozen=True, kw_only=True):
    """A promotion beside the others, for one line or for the order.

    Attributes:
        amount: What it takes off; zero where it lost.
        pieces: How many pieces of the line are in it.
        alone: What it would take off if it were the only one.
        code: The coupon by which it runs.
        why_not: None where it takes something off.
    """

    promotion: Id
    name: str
    kind: PromotionKind
    amount: Decimal = Decimal(0)
    pieces: int = 0
    alone: Decimal = Decimal(0)
    code: str | None = None
    why_not: WhyNot | None = None


class LineExplanation(Record, frozen=True, kw_only=True):
    """How a line came to its price, in the order of the fields.

    ``priced`` has the amounts: ``piece_price`` × quantity = ``gross``; − promotions − staff's discount =
    ``shown``; − shares of discounts on the order = ``net``; tax on that.

    Attributes:
        list_price: Of one piece, pack or unit of measure, before everything else.
        sale_price: The product's own lower (or other) price, None where it has none.
        lists: Price lists, each with why it lost; the chosen one has no ``why_not``.
        by_hand: Whether staff entered the price or a label said it, so that no list or sale price counts.
        promotions: All that are about this line.
        tax_class: What is taxed together with this line.
    """

    priced: PricedLine
    list_price: Decimal
    sale_price: Decimal | None = None
    lists: tuple[ListChoice, ...] = ()
    by_hand: bool = False
    promotions: tuple[PromotionChoice, ...] = ()
    tax_class: TaxTotal


class Explanation(Record, frozen=True, kw_only=True):
    """How a cart came to its total.

    Attributes:
        priced: The cart with its amounts, exactly as it is charged.
        promotions: Those on the order.
        order_staff_discount: What staff took off the order after them.
        cash_rounding: What is added (or taken off, negative) where all of it is paid in cash.
    """

    priced: PricedCart
    lines: tuple[LineExplanation, ...]
    promotions: tuple[PromotionChoice, ...] = ()
    order_staff_discount: Decimal = Decimal(0)
    cash_rounding: Decimal = Decimal(0)

    def line(self, key: int) -> LineExplanation | None:
        """Returns how the line with that key in the cart came to its price."""
        return next((each for each in self.lines if each.priced.line.key == key), None)


def explain(cart: Cart, rules: PriceRules, moment: dt.datetime) -> Explanation:
    """Returns how ``cart`` comes to its total at ``moment`` (UTC), by the run that prices it."""
    run = Reckoning(cart, rules, moment)
    on_lines = [
        _OnLines(run, promotion) for promotion in rules.promotions if promotion.kind not in ORDER_KINDS
    ]
    on_order = [promotion for promotion in rules.promotions if promotion.kind in ORDER_KINDS]
    staff = sum((line.order_staff_discount for line in run.priced.lines), ZERO)
    return Explanation(
        priced=run.priced,
        lines=tuple(_line(run, index, on_lines) for index in range(len(cart.lines))),
        promotions=tuple(_on_order(run, promotion) for promotion in on_order),
        order_staff_discount=staff,
        cash_rounding=round_to_cash(run.priced.total, rules.cash_step) - run.priced.total,
    )


def _line(run: Reckoning, index: int, promotions: Sequence["_OnLines"]) -> LineExplanation:
    priced = run.priced.lines[index]
    product = priced.line.product
    by_hand = is_priced_by_hand(priced.line)
    return LineExplanation(
        priced=priced,
        list_price=product.list_price,
        sale_price=None if by_hand or product.price == product.list_price else product.price,
        lists=run.lists.considered(priced.line),
        by_hand=by_hand,
        promotions=tuple(each.choice(index) for each in promotions if index in each.about),
        tax_class=_tax_of(run.priced, product.tax_class),
    )


def _tax_of(priced: PricedCart, code: str) -> TaxTotal:
    by_code = {total.code: total for total in priced.taxes}
    return by_code.get(code) or by_code[STANDARD_TAX]


class _OnLines:
    """A promotion on pieces, beside those that won them."""

    def __init__(self, run: Reckoning, promotion: Promotion) -> None:
        self._run = run
        self._promotion = promotion
        self._offer = run.goods.offer(promotion, run.situation)
        self._barred = promotion_barred(promotion, run.situation) or run.not_reached(self._offer)
        self._alone = [] if self._barred else allocate([self._offer], run.lots, run.rules.currency)
        self.about = run.goods.about(promotion)

    def choice(self, index: int) -> PromotionChoice:
        """Returns what became of it on the line at that position."""
        line = self._run.priced.lines[index]
        taken = [part for part in line.promotions if part.promotion == self._promotion.id]
        barred = not_for_line(self._promotion.kind, line.line) or self._barred
        alone = ZERO if barred else sum((part.amount for part in self._alone[index]), ZERO)
        return PromotionChoice(
            promotion=self._promotion.id,
            name=self._promotion.name,
            kind=self._promotion.kind,
            amount=sum((part.amount for part in taken), ZERO),
            pieces=sum(part.pieces for part in taken),
            alone=alone,
            code=self._offer.code,
            why_not=None if taken else barred or self._why_lost(index, alone),
        )

    def _why_lost(self, index: int, alone: Decimal) -> WhyNot:
        if alone == ZERO:
            return WhyNot.TOO_FEW_PIECES if self._offer.kind in SET_KINDS else WhyNot.NOT_CHEAPER
        if self._promotion.id in self._run.given_up:
            return WhyNot.GIVEN_UP
        winners = [self._run.offers[part.offer] for part in self._run.charge.taken[index]]
        outranked = any(winner.rank > self._offer.rank for winner in winners)
        return WhyNot.OVERRIDDEN if outranked else WhyNot.ANOTHER_IS_BETTER


def _on_order(run: Reckoning, promotion: Promotion) -> PromotionChoice:
    reached = next((offer for offer in run.charge.order_offers if offer.promotion == promotion.id), None)
    alone = ZERO if reached is None else reached.amount
    chosen = reached is not None and reached is run.charge.order_offer
    return PromotionChoice(
        promotion=promotion.id,
        name=promotion.name,
        kind=promotion.kind,
        amount=alone if chosen else ZERO,
        alone=alone,
        code=coupon_of(promotion, run.situation),
        why_not=None if chosen else _why_not_on_order(run, promotion, reached),
    )


def _why_not_on_order(run: Reckoning, promotion: Promotion, reached: Offer | None) -> WhyNot:
    barred = promotion_barred(promotion, run.situation)
    if barred is not None:
        return barred
    if reached is None:
        return run.order_not_reached(run.goods.offer(promotion, run.situation)) or WhyNot.BELOW_THRESHOLD
    winner = run.charge.order_offer
    if reached.amount == ZERO or winner is None:
        return WhyNot.NOT_CHEAPER
    return WhyNot.OVERRIDDEN if winner.rank > reached.rank else WhyNot.ANOTHER_IS_BETTER
