"""What one piece of a line costs before any discount: shelf price or price list, and why the others lost."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from b4mart_desktop.domain.cart import CartLine
from b4mart_desktop.domain.conditions import Situation, WhyNot, list_barred
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.money import quantise
from b4mart_desktop.domain.price_lists import PriceList, PriceTier, price_at
from b4mart_desktop.domain.record import Record

_LEAST = Decimal("0.001")
"""Below every quantity that a price list may begin at, and never none at all."""


class ListChoice(Record, frozen=True, kw_only=True):
    """A price list beside the others for one line.

    Attributes:
        price: What it makes of one piece, pack or unit of measure; None where it makes nothing of it.
        by_rule: Whether by the list's general rule, not a price of the product's own.
        why_not: None for the list that was chosen.
    """

    list: Id
    name: str
    price: Decimal | None = None
    by_rule: bool = False
    why_not: WhyNot | None = None


class PiecePrice(NamedTuple):
    """The price of a line's pieces.

    Attributes:
        unit: Of one piece, pack or unit of measure.
        each: Of one piece; of the whole piece where it was weighed. To the minor unit.
        chosen: The price list it is of; None: the shelf price, or one that was entered or on a label.
    """

    unit: Decimal
    each: Decimal
    chosen: PriceList | None


class ListPrices:
    """The price lists of a cart, and how much of each product is in it."""

    def __init__(
        self, lists: Sequence[PriceList], lines: Sequence[CartLine], situation: Situation, currency: str
    ) -> None:
        self._barred = [(prices, list_barred(prices, situation)) for prices in lists]
        self._running = [prices for prices, why in self._barred if why is None]
        self._quantities = quantities_of(lines) if self._running else {}
        self._currency = currency

    def of(self, line: CartLine, quantity: Decimal | None = None) -> PiecePrice:
        """Returns what a piece of ``line`` costs.

        Args:
            line: Which.
            quantity: How much of the product to reckon with; None: what is in the cart.
        """
        unit, chosen = line.unit_price, None
        if self._running and not is_priced_by_hand(line):
            unit, chosen = self._best(line, quantity)
        return PiecePrice(unit, _each(line, unit, self._currency), chosen)

    def breaks(self, line: CartLine) -> tuple[PriceTier, ...]:
        """Returns the line's unit price from each quantity on, up to what is in the cart.

        None where it is the same for any quantity.
        """
        if not self._running or not line.product.list_prices or is_priced_by_hand(line):
            return ()
        all_of_it = self._quantities[line.product.id]
        starts = {tier.quantity for prices in self._running for tier in line.product.tiers_in(prices.id)} | {
            _LEAST
        }
        steps = [
            PriceTier(quantity=start, price=self._best(line, start)[0])
            for start in sorted(starts)
            if start <= all_of_it
        ]
        return tuple(steps) if len({step.price for step in steps}) > 1 else ()

    def considered(self, line: CartLine) -> tuple[ListChoice, ...]:
        """Returns every price list with what it makes of the line, in the order of the lists."""
        _, winner = self._best(line, None) if not is_priced_by_hand(line) else (None, None)
        return tuple(self._choice(line, prices, why, winner) for prices, why in self._barred)

    def _best(self, line: CartLine, quantity: Decimal | None) -> tuple[Decimal, PriceList | None]:
        best: Decimal = line.product.price
        chosen: PriceList | None = None
        for prices in self._running:
            price = self._price(line, prices, quantity)
            if price is not None and _wins(prices, price, chosen, best):
                best, chosen = price, prices
        return best, chosen

    def _price(self, line: CartLine, prices: PriceList, quantity: Decimal | None = None) -> Decimal | None:
        """What ``prices`` makes of one piece, pack or unit of measure; None where it makes nothing of it."""
        product = line.product
        tiers = product.tiers_in(prices.id)
        if tiers:
            price = price_at(tiers, self._quantities[product.id] if quantity is None else quantity)
            return None if price is None else quantise(price * product.pieces, self._currency)
        if prices.rule is None:
            return None
        return quantise(prices.rule.of(product.list_price), self._currency)

    def _choice(
        self, line: CartLine, prices: PriceList, why: WhyNot | None, winner: PriceList | None
    ) -> ListChoice:
        own = bool(line.product.tiers_in(prices.id))
        price = None if why else self._price(line, prices)
        if why is None and prices is not winner:
            why = _why_lost(line, prices, price, winner, own=own)
        by_rule = price is not None and not own
        return ListChoice(list=prices.id, name=prices.name, price=price, by_rule=by_rule, why_not=why)


def quantities_of(lines: Sequence[CartLine]) -> Mapping[Id, Decimal]:
    """Returns how much of each product there is, in pieces or units of measure, whatever line it is on."""
    found: dict[Id, Decimal] = {}
    for line in lines:
        found[line.product.id] = found.get(line.product.id, Decimal(0)) + line.quantity * line.units
    return found


def is_priced_by_hand(line: CartLine) -> bool:
    """Whether staff entered the price, or the piece's label says it: no list changes that."""
    return line.price is not None or line.piece_price is not None


def _wins(prices: PriceList, price: Decimal, over: PriceList | None, best: Decimal) -> bool:
    rank = (prices.overrides, prices.priority if prices.overrides else 0)
    against = (False, 0) if over is None else (over.overrides, over.priority if over.overrides else 0)
    return price < best if rank == against else rank > against


def _why_lost(
    line: CartLine, prices: PriceList, price: Decimal | None, winner: PriceList | None, *, own: bool
) -> WhyNot:
    if is_priced_by_hand(line):
        return WhyNot.PRICE_ENTERED
    if price is None:
        return WhyNot.QUANTITY_TOO_SMALL if own else WhyNot.NOT_IN_LIST
    if winner is None:
        return WhyNot.NOT_CHEAPER
    outranked = winner.overrides and not (prices.overrides and prices.priority == winner.priority)
    return WhyNot.OVERRIDDEN if outranked else WhyNot.ANOTHER_IS_BETTER


def _each(line: CartLine, unit: Decimal, currency: str) -> Decimal:
    if line.piece_price is not None:
        return quantise(line.piece_price, currency)
    return quantise(unit if line.measure is None else unit * line.measure.value, currency)
