"""Which pieces get which promotion: the best for the customer, each piece in one at most.

Offers of a higher rank come first, whatever they take; those of one rank are chosen together. A piece
either takes the best of the promotions on single pieces or is part of a set (``set_search``).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from b4mart_desktop.domain import set_search
from b4mart_desktop.domain.money import HUNDRED, ZERO, minor_digits, quantise, split
from b4mart_desktop.domain.offers import SET_KINDS
from b4mart_desktop.domain.promotions import Offer, PromotionKind
from b4mart_desktop.domain.set_search import Budget, Pool

_SINGLE_KINDS = (PromotionKind.PERCENT_OFF, PromotionKind.AMOUNT_OFF, PromotionKind.FIXED_PRICE)

_FINER = 4
"""Digits below the minor unit in which promotions are compared; amounts are rounded once, at the end."""


class Lot(NamedTuple):
    """A line as promotions see it.

    Attributes:
        each: Price of one piece, to the minor unit.
        quantity: Pieces.
        units: How much of the product one piece is, in its unit.
        pieces: How many it counts towards a least quantity; those in packs each by itself.
        identity: What tells equal goods apart whatever their place in the cart.
    """

    each: Decimal
    quantity: int
    units: Decimal = Decimal(1)
    pieces: Decimal = Decimal(0)
    identity: str = ""

    @property
    def gross(self) -> Decimal:
        """What all pieces cost before discounts."""
        return self.each * self.quantity


class Taken(NamedTuple):
    """What an offer takes off some pieces of a line."""

    offer: int
    pieces: int
    amount: Decimal


def allocate(
    offers: Sequence[Offer], lots: Sequence[Lot], currency: str, without: frozenset[int] = frozenset()
) -> list[list[Taken]]:
    """Returns for each lot what the offers take off it.

    Deterministic, and the same for the same goods in whatever order. Exact while the pieces that may be in
    sets, times the states of open sets, stay below ``set_search.MOST_STEPS`` in the whole cart; beyond that
    a good one.

    Args:
        offers: Those that apply, with positions in ``lots``; none on the order.
        lots: The cart's lines.
        currency: ISO 4217 code.
        without: Positions in ``offers`` of those that are given up.
    """
    taken: list[list[Taken]] = [[] for _ in lots]
    if not offers:
        return taken
    left, budget = [lot.quantity for lot in lots], Budget()
    for rank in sorted({offer.rank for offer in offers}, reverse=True):
        members = [
            number for number, offer in enumerate(offers) if offer.rank == rank and number not in without
        ]
        for position, part in _Round(offers, members, lots, left, currency).run(budget):
            taken[position].append(part)
            left[position] -= part.pieces
    return taken


def single_off(offer: Offer, lot: Lot, currency: str) -> Decimal:
    """Returns what a promotion on single pieces takes off each piece, not yet rounded; zero for others."""
    match offer.kind:
        case PromotionKind.PERCENT_OFF:
            return min(lot.each * offer.value / HUNDRED, lot.each)
        case PromotionKind.AMOUNT_OFF:
            return min(offer.value * lot.units, lot.each)
        case PromotionKind.FIXED_PRICE:
            return max(lot.each - quantise(offer.value * lot.units, currency), ZERO)
        case _:
            return ZERO


class _Round:
    """Offers of one rank and the pieces that are left for them."""

    def __init__(
        self,
        offers: Sequence[Offer],
        members: Sequence[int],
        lots: Sequence[Lot],
        left: Sequence[int],
        currency: str,
    ) -> None:
        self._offers = offers
        self._members = members
        self._lots = lots
        self._left = list(left)
        self._currency = currency
        self._digits = minor_digits(currency) + _FINER
        self._worths: dict[int, int] = {}

    def run(self, budget: Budget) -> list[tuple[int, Taken]]:
        """Returns positions of lots with what an offer takes off them."""
        single = self._best_single()
        taken = self._sets({position: off for position, (_, off) in single.items()}, budget)
        for position, part in taken:
            self._left[position] -= part.pieces
        for position, (number, off) in single.items():
            pieces = self._left[position]
            amount = min(quantise(off * pieces, self._currency), self._lots[position].each * pieces)
            if amount > ZERO:
                taken.append((position, Taken(number, pieces, amount)))
        return taken

    def _best_single(self) -> dict[int, tuple[int, Decimal]]:
        best: dict[int, tuple[int, Decimal]] = {}
        for kind in _SINGLE_KINDS:
            for position, number in self._strongest(kind).items():
                off = single_off(self._offers[number], self._lots[position], self._currency)
                if off > ZERO and (position not in best or off > best[position][1]):
                    best[position] = number, off
        return best

    def _strongest(self, kind: PromotionKind) -> dict[int, int]:
        """Returns for each lot the offer of that kind that takes most off any price: no other can win."""
        offers = [number for number in self._members if self._offers[number].kind is kind]
        offers.sort(
            key=lambda number: self._offers[number].value, reverse=kind is not PromotionKind.FIXED_PRICE
        )
        strongest: dict[int, int] = {}
        for number in offers:
            for position in self._offers[number].lines:
                strongest.setdefault(position, number)
        return strongest

    # ------------------------------------------------------------ sets

    def _sets(self, single: Mapping[int, Decimal], budget: Budget) -> list[tuple[int, Taken]]:
        """Searches those lots together that share a promotion, where there is least to search first."""
        members = [number for number in self._members if self._offers[number].kind in SET_KINDS]
        lots = {lot for number in members for lot in self._offers[number].lines}
        self._worths = {lot: self._worth(self._lots[lot].each) for lot in lots}
        pools = {
            number: pool
            for number in members
            if (pool := self._pool(self._offers[number])) is not None and self._may_gain(pool)
        }
        groups = sorted(
            ({number: pools[number] for number in group} for group in _connected(pools)), key=self._extent
        )
        taken: list[tuple[int, Taken]] = []
        for before, group in enumerate(groups):
            taken += self._sets_of(group, single, budget, len(groups) - before)
        return taken

    def _extent(self, pools: Mapping[int, Pool]) -> int:
        lots = frozenset[int]().union(*(part for pool in pools.values() for part in pool.lots))
        return sum(self._left[lot] for lot in lots) * len(pools)

    def _may_gain(self, pool: Pool) -> bool:
        """Whether the dearest pieces cost more than a set of them."""
        if pool.price is None:
            return pool.share > 0
        dearest = sum(
            max(self._worths[lot] for lot in part) * size
            for size, part in zip(pool.sizes, pool.lots, strict=True)
        )
        return dearest > pool.price

    def _sets_of(
        self, pools: Mapping[int, Pool], single: Mapping[int, Decimal], budget: Budget, groups: int
    ) -> list[tuple[int, Taken]]:
        positions = sorted(
            {lot for pool in pools.values() for part in pool.lots for lot in part}, key=self._by_goods
        )
        place = {position: index for index, position in enumerate(positions)}
        lots = [
            set_search.Lot(
                self._worths[position],
                self._worth(single[position]) if position in single else 0,
                self._left[position],
            )
            for position in positions
        ]
        numbers = list(pools)
        placed = [
            pool._replace(lots=tuple(frozenset(place[lot] for lot in part) for part in pool.lots))
            for pool in pools.values()
        ]
        found = set_search.best_sets(lots, placed, budget, groups)
        taken: list[tuple[int, Taken]] = []
        for index, number in enumerate(numbers):
            pieces = [(positions[each.lot], each.pieces, each.got) for each in found if each.pool == index]
            taken += self._amounts(number, pieces, pools[number].size)
        return taken

    def _amounts(
        self, number: int, pieces: Sequence[tuple[int, int, int]], size: int
    ) -> list[tuple[int, Taken]]:
        """Splits what the sets of an offer take off by what their pieces cost; got pieces bear their own."""
        offer = self._offers[number]
        worth = [self._lots[position].each * count for position, count, _ in pieces]
        if offer.kind is PromotionKind.BUY_X_GET_Y:
            shares: Sequence[Decimal] = [
                min(
                    quantise(self._lots[position].each * got * offer.get_percent / HUNDRED, self._currency),
                    most,
                )
                for (position, _, got), most in zip(pieces, worth, strict=True)
            ]
        else:
            sets = sum(count for _, count, _ in pieces) // size
            off = sum(worth, ZERO) - quantise(offer.value, self._currency) * sets
            shares = split(off, worth, self._currency)
        return [
            (position, Taken(number, count, amount))
            for (position, count, _), amount in zip(pieces, shares, strict=True)
        ]

    def _pool(self, offer: Offer) -> Pool | None:
        """Returns how an offer makes sets of what is left; None where it cannot."""
        price = self._worth(quantise(offer.value, self._currency))
        fitting = frozenset(position for position in offer.lines if self._left[position])
        match offer.kind:
            case PromotionKind.BUY_X_GET_Y if offer.buy > 0 and offer.get > 0:
                share = int(min(offer.get_percent, HUNDRED) * HUNDRED)
                pool = Pool(
                    (offer.buy + offer.get,), (fitting,), None, offer.get, share, within=not offer.across
                )
            case PromotionKind.MIX_AND_MATCH if offer.buy > 0:
                pool = Pool((offer.buy,), (fitting,), price)
            case PromotionKind.BUNDLE if offer.parts:
                lots = tuple(fitting.intersection(part.lines) for part in offer.parts)
                pool = Pool(tuple(part.quantity for part in offer.parts), lots, price)
            case _:
                return None
        counts = (sum(self._left[lot] for lot in part) for part in pool.lots)
        return pool if all(count >= size for count, size in zip(counts, pool.sizes, strict=True)) else None

    def _by_goods(self, position: int) -> tuple[str, Decimal, int]:
        lot = self._lots[position]
        return lot.identity, lot.each, self._left[position]

    def _worth(self, amount: Decimal) -> int:
        return int(amount.scaleb(self._digits))


def _connected(pools: Mapping[int, Pool]) -> list[list[int]]:
    """Groups pools that share lots, so that each group is searched by itself."""
    groups: list[tuple[list[int], set[int]]] = []
    for number, pool in pools.items():
        lots = {lot for part in pool.lots for lot in part}
        touching = [group for group in groups if group[1] & lots]
        groups = [group for group in groups if group not in touching]
        members = sorted([number, *(member for group in touching for member in group[0])])
        groups.append((members, lots.union(*(group[1] for group in touching))))
    return [members for members, _ in groups]
