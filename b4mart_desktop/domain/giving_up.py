"""Promotions on goods that a customer is better off without: they keep the cart below one on the order.

Which way is the cheapest is told by pricing each (``charging``); the ways are found here.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from b4mart_desktop.domain.allocation import Taken
from b4mart_desktop.domain.money import ZERO
from b4mart_desktop.domain.promotions import Offer

Allocation = Sequence[Sequence[Taken]]
"""What offers take off each line."""

MOST_TRIED = 256
"""Combinations that are tried for one promotion on the order: all of eight promotions on goods."""

MOST_WORK = 16_384
"""Bound on combinations times lines times promotions on goods, so that a long cart is priced in time."""


class Way(NamedTuple):
    """A choice of promotions on pieces.

    Attributes:
        given_up: The numbers of the offers that it does without.
        taken: What the others take off each line.
    """

    given_up: frozenset[int]
    taken: Allocation


class Engine(NamedTuple):
    """How the caller prices pieces.

    Attributes:
        allocate: Returns the best for the lines without some offers.
        shown: Returns what each line comes to with what is taken off it.
    """

    allocate: Callable[[frozenset[int]], Allocation]
    shown: Callable[[Allocation], Sequence[Decimal]]


def ways(best: Allocation, offers: Sequence[Offer], on_order: Sequence[Offer], engine: Engine) -> list[Way]:
    """Returns ways with less than ``best`` that bring a promotion on the order into reach, the least first.

    Usually there are none: only where a least amount is between what the lines come to with the offers and
    without them. Pieces of an offer that is given up go to the next best. One that overrides is never given
    up, nor one more than it takes. With up to eight offers on pieces in up to eight lines the cheapest way is
    among them; beyond that as many combinations as ``MOST_TRIED`` and ``MOST_WORK`` allow are tried, small
    ones first, and where those are not all, the offers that take least are given up as far as each is needed.

    Args:
        best: The best for the lines by themselves.
        offers: Those on pieces, which ``best`` is of.
        on_order: Those that run.
        engine: How pieces are priced.
    """
    every = frozenset(_amounts(best, offers, range(len(best))))
    if not every or not any(offer.threshold for offer in on_order):
        return []
    shown, bare = engine.shown(best), engine.shown(_drop(best, every))
    found: dict[frozenset[int], Allocation] = {}
    for goal in on_order:
        if not _reaches(goal, shown) and _reaches(goal, bare):
            found.update(_Search(goal, best, offers, engine).ways())
    return [Way(given_up, taken) for given_up, taken in found.items()]


class _Search:
    """Looks for what to give up for one promotion on the order."""

    def __init__(self, goal: Offer, best: Allocation, offers: Sequence[Offer], engine: Engine) -> None:
        self._goal, self._best, self._offers, self._engine = goal, best, offers, engine
        self._most = min(MOST_TRIED, max(MOST_WORK // (len(best) * len(offers)), 1))

    def ways(self) -> Iterator[Way]:
        """Yields those of the fewest offers first; where not all could be tried a good one at last."""
        level, seen, reaching = [Way(frozenset(), self._best)], {frozenset[int]()}, list[frozenset[int]]()
        while level:
            below = level
            level = []
            for given_up in self._more(below):
                if given_up in seen or any(each <= given_up for each in reaching):
                    continue
                if len(seen) >= self._most:
                    yield self._least_first()
                    return
                seen.add(given_up)
                way = Way(given_up, self._engine.allocate(given_up))
                if self._is_reached(way.taken):
                    reaching.append(given_up)
                    yield way
                else:
                    level.append(way)

    def _more(self, ways: Sequence[Way]) -> Iterator[frozenset[int]]:
        """Yields each of ``ways`` with one more of those given up that it has on the goal's lines."""
        for way in ways:
            for number in self._helping(way.taken):
                yield way.given_up | {number}

    def _least_first(self) -> Way:
        """Gives up those that take least until it is reached, then keeps each that is not needed."""
        order = self._helping(self._best)
        count = next(
            count
            for count in range(1, len(order) + 1)
            if self._is_reached(_drop(self._best, frozenset(order[:count])))
        )
        given_up = frozenset(order[:count])
        for number in reversed(order[:count]):
            if self._is_reached(_drop(self._best, given_up - {number})):
                given_up -= {number}
        return Way(given_up, _drop(self._best, given_up))

    def _helping(self, taken: Allocation) -> list[int]:
        """Returns what may be given up for it, by what it takes off the whole cart."""
        on_lines = _amounts(taken, self._offers, self._goal.lines)
        amounts = _amounts(taken, self._offers, range(len(taken)))
        return sorted(on_lines, key=lambda number: (amounts[number], number))

    def _is_reached(self, taken: Allocation) -> bool:
        return _reaches(self._goal, self._engine.shown(taken))


def _drop(taken: Allocation, given_up: frozenset[int]) -> Allocation:
    return [[part for part in parts if part.offer not in given_up] for parts in taken]


def _amounts(taken: Allocation, offers: Sequence[Offer], lines: Sequence[int]) -> dict[int, Decimal]:
    """Returns what each offer that may be given up takes off ``lines``."""
    amounts: dict[int, Decimal] = {}
    for part in (part for line in lines for part in taken[line] if not offers[part.offer].overrides):
        amounts[part.offer] = amounts.get(part.offer, ZERO) + part.amount
    return amounts


def _reaches(goal: Offer, shown: Sequence[Decimal]) -> bool:
    return sum((shown[line] for line in goal.lines), ZERO) >= goal.threshold
