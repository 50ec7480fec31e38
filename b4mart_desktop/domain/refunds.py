"""What is paid back of a sale: what is kept is priced by the terms of that day. Makes no documents."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from b4mart_desktop.domain.allocation import Lot, allocate
from b4mart_desktop.domain.charging import best_on_order, off_of, on_order, order_shares
from b4mart_desktop.domain.giving_up import Allocation, Engine, ways
from b4mart_desktop.domain.money import HUNDRED, ZERO, quantise, split
from b4mart_desktop.domain.offers import not_reached
from b4mart_desktop.domain.orders import Order, OrderItem
from b4mart_desktop.domain.price_lists import price_at
from b4mart_desktop.domain.promotions import ORDER_KINDS, Offer

Pieces = Mapping[int, int]
"""Pieces by the position of their item in the order."""


def refund_of(
    order: Order, returned: Pieces, before: Pieces | None = None, paid_back: Decimal = ZERO
) -> dict[int, Decimal]:
    """Returns what is paid back for each item of which pieces come back, taxes included.

    It is what was paid, less what the kept pieces cost by the prices, quantity breaks and promotions as they
    were recorded with the sale, less what was paid back before. Never below zero: who keeps what costs more
    without a promotion than all cost with it gets nothing back, and owes nothing. Staff's discounts stay with
    the pieces they were given for. All returns of a sale together pay back what was paid.

    Args:
        order: As it was sold.
        returned: Pieces that come back now, at least one of each item named.
        before: Pieces that came back earlier, in one or more returns.
        paid_back: What was paid back for those.

    Raises:
        ValueError: More comes back than was sold.
    """
    earlier = dict(before or {})
    gone = {index: earlier.get(index, 0) + returned.get(index, 0) for index in {*earlier, *returned}}
    for index, pieces in gone.items():
        if not 0 <= pieces <= order.items[index].quantity:
            raise ValueError(f"{pieces} of {order.items[index].quantity} pieces of item {index} come back")
    amount = max(paid_for(order) - price_of_kept(order, gone) - paid_back, ZERO)
    indexes = sorted(index for index, pieces in returned.items() if pieces > 0)
    weights = [_paid(order, index) * returned[index] / order.items[index].quantity for index in indexes]
    return dict(zip(indexes, split(amount, weights, order.pricing.currency), strict=True))


def paid_for(order: Order) -> Decimal:
    """Returns what all items cost together, taxes included, before cash rounding."""
    return sum((_paid(order, index) for index in range(len(order.items))), ZERO)


def price_of_kept(order: Order, gone: Pieces) -> Decimal:
    """Returns what the pieces that are not ``gone`` cost, taxes included, by the terms of that day."""
    kept = [item.quantity - gone.get(index, 0) for index, item in enumerate(order.items)]
    if not any(kept):
        return ZERO
    if not any(gone.values()):
        return paid_for(order)
    return _Kept(order, kept).price


def _paid(order: Order, index: int) -> Decimal:
    item = order.items[index]
    return item.total_price - item.discount + (ZERO if order.pricing.tax_included else item.tax)


def _tax_on(order: Order, nets: Sequence[Decimal]) -> Decimal:
    """The tax that comes on top, rounded once for each class as it was when the goods were sold."""
    if order.pricing.tax_included:
        return ZERO
    bases: dict[tuple[str | None, Decimal], Decimal] = {}
    for item, net in zip(order.items, nets, strict=True):
        group = (item.tax_class, item.tax_rate)
        bases[group] = bases.get(group, ZERO) + net
    currency = order.pricing.currency
    return sum((quantise(base * rate / HUNDRED, currency) for (_, rate), base in bases.items()), ZERO)


# ------------------------------------------------------------ the kept pieces, priced again


class _Kept:
    """The pieces that are kept, with the promotions of that day.

    Attributes:
        price: What they cost, taxes included.
    """

    def __init__(self, order: Order, kept: Sequence[int]) -> None:
        self._order, self._kept, self._currency = order, kept, order.pricing.currency
        self._lots = [_lot(order, item, pieces, kept) for item, pieces in zip(order.items, kept, strict=True)]
        offers = [offer for offer in order.applied_promotions if offer.kind not in ORDER_KINDS]
        reached = [offer for offer in offers if self._reached(offer)]
        self._on_order = [offer for offer in order.applied_promotions if offer.kind in ORDER_KINDS]
        engine = Engine(lambda without: allocate(reached, self._lots, self._currency, without), self._shown)
        best = engine.allocate(frozenset())
        others = ways(best, reached, self._on_order, engine)
        self.price = min(self._price(taken) for taken in (best, *(way.taken for way in others)))

    def _reached(self, offer: Offer) -> bool:
        lots = self._lots
        return not_reached(offer, lambda index: lots[index].gross, lambda index: lots[index].pieces) is None

    def _shown(self, taken: Allocation) -> list[Decimal]:
        """What each item comes to after promotions and staff's discounts on it."""
        return [
            max(lot.gross - off_of(parts) - _staff(item, pieces, self._currency), ZERO)
            for lot, parts, item, pieces in zip(self._lots, taken, self._order.items, self._kept, strict=True)
        ]

    def _price(self, taken: Allocation) -> Decimal:
        """Takes off the best promotion on the order that is still reached, and what staff took off."""
        shown = self._shown(taken)
        best = best_on_order(on_order(self._on_order, shown, self._lots, self._currency))
        nets = [
            max(amount - off - _order_staff(item, pieces, self._currency), ZERO)
            for amount, off, item, pieces in zip(
                shown, order_shares(best, shown, self._currency), self._order.items, self._kept, strict=True
            )
        ]
        return sum(nets, ZERO) + _tax_on(self._order, nets)


def _lot(order: Order, item: OrderItem, pieces: int, kept: Sequence[int]) -> Lot:
    each = item.price_at_time
    if item.breaks:
        units = [
            _units(other) * count
            for other, count in zip(order.items, kept, strict=True)
            if other.product == item.product
        ]
        unit = price_at(item.breaks, sum(units, ZERO)) or item.unit_price or each
        measured = unit if item.measure is None else unit * item.measure.value
        each = quantise(measured, order.pricing.currency)
    in_pack = Decimal(1) if item.pack is None else item.pack.quantity
    return Lot(
        each=each,
        quantity=pieces,
        units=_units(item),
        pieces=pieces * in_pack,
        identity=f"{item.product}{item.variant or ''}",
    )


def _units(item: OrderItem) -> Decimal:
    if item.measure is not None:
        return item.measure.value
    return Decimal(1) if item.pack is None else item.pack.quantity


def _staff(item: OrderItem, pieces: int, currency: str) -> Decimal:
    """Staff's discount on the line, as far as it was for the kept pieces."""
    off = item.discount - item.order_discount - item.promotion_discount
    return quantise(off * pieces / item.quantity, currency)


def _order_staff(item: OrderItem, pieces: int, currency: str) -> Decimal:
    """The item's share of what staff took off the order, as far as it was for the kept pieces."""
    off = item.order_discount - item.order_promotion_discount
    return quantise(off * pieces / item.quantity, currency)
