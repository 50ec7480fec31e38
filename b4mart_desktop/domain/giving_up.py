"""Promotions on goods that a customer is better off without: they keep the cart below one on the order.

Which way is the cheapest is told by pricing each (``charging``); the ways are found here.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from b4mart_desktop.domain.allocation import Taken
from b4mart_desktop.domain.money import ZERO
from b4mart_desktop.domain.promotions import Offer

Allocation = Sequence[Sequence[Taken]]
"""What offers take off each line."""


def ways(
    taken: Allocation, offers: Sequence[Offer], on_order: Sequence[Offer], shown: Sequence[Decimal]
) -> Iterator[Allocation]:
    """Yields ``taken`` with less of it, where that may bring a promotion on the order into reach.

    Those offers are given up first that take least, and for each promotion on the order as few as it takes;
    at last all of them. One that overrides is never given up. Usually there is nothing to yield: only where
    a least amount is between what the lines come to with the offers and without them.

    Args:
        taken: The best for the lines by themselves.
        offers: Those on pieces, which ``taken`` is of.
        on_order: Those that run.
        shown: What each line comes to with ``taken``.
    """
    missed = [offer for offer in on_order if _shortfall(offer, shown) > ZERO]
    if not missed:
        return
    amounts: dict[int, Decimal] = {}
    for part in (part for parts in taken for part in parts if not offers[part.offer].overrides):
        amounts[part.offer] = amounts.get(part.offer, ZERO) + part.amount
    cheapest_first = sorted(amounts, key=lambda number: (amounts[number], number))
    fewest = (_fewest(offer, cheapest_first, taken, _shortfall(offer, shown)) for offer in missed)
    counts = {count for count in fewest if count is not None}
    for count in sorted(counts | {len(cheapest_first)}) if counts else ():
        given_up = frozenset(cheapest_first[:count])
        yield [[part for part in parts if part.offer not in given_up] for parts in taken]


def given_up(best: Allocation, kept: Allocation) -> frozenset[int]:
    """Returns the offers of ``best`` that ``kept`` is without."""
    return _numbers(best) - _numbers(kept)


def _numbers(taken: Allocation) -> frozenset[int]:
    return frozenset(part.offer for parts in taken for part in parts)


def _shortfall(offer: Offer, shown: Sequence[Decimal]) -> Decimal:
    return offer.threshold - sum((shown[index] for index in offer.lines), ZERO) if offer.threshold else ZERO


def _fewest(offer: Offer, order: Sequence[int], taken: Allocation, shortfall: Decimal) -> int | None:
    """Returns how many of ``order`` have to be given up to reach ``offer``; None where all are too few."""
    for count, number in enumerate(order, 1):
        shortfall -= sum(
            (part.amount for index in offer.lines for part in taken[index] if part.offer == number), ZERO
        )
        if shortfall <= ZERO:
            return count
    return None
