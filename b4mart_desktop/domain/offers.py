"""A promotion as one cart meets it: its terms, the lines it is about. Who gets what is ``allocation``'s."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal

from b4mart_desktop.domain.cart import CartLine
from b4mart_desktop.domain.conditions import Situation, WhyNot, coupon_of
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.money import ZERO
from b4mart_desktop.domain.promotions import ORDER_KINDS, Offer, OfferPart, Promotion, PromotionKind

SET_KINDS = frozenset({PromotionKind.BUY_X_GET_Y, PromotionKind.MIX_AND_MATCH, PromotionKind.BUNDLE})
"""Those that put several pieces together."""


class Goods:
    """A cart's lines by product and category."""

    def __init__(self, lines: Sequence[CartLine]) -> None:
        self._lines = lines
        self._by_product: dict[Id, list[int]] = defaultdict(list)
        self._by_category: dict[Id, list[int]] = defaultdict(list)
        for position, line in enumerate(lines):
            self._by_product[line.product.id].append(position)
            for category in line.product.categories:
                self._by_category[category].append(position)
        self._odd = [position for position, line in enumerate(lines) if not _is_of_pieces(line)]
        self._unfit: dict[PromotionKind, frozenset[int]] = {}

    def offer(self, promotion: Promotion, situation: Situation) -> Offer:
        """Returns the promotion's terms for the lines that may take part in it."""
        parts = self._parts(promotion)
        lines = tuple(sorted({line for part in parts for line in part.lines}))
        if promotion.kind is not PromotionKind.BUNDLE:
            lines = self._taking_part(promotion, promotion.products, promotion.categories)
        return Offer(
            promotion=promotion.id,
            name=promotion.name,
            kind=promotion.kind,
            value=promotion.value,
            buy=promotion.buy,
            get=promotion.get,
            get_percent=promotion.get_percent,
            across=promotion.across,
            parts=parts,
            threshold=promotion.threshold,
            min_quantity=promotion.min_quantity,
            overrides=promotion.overrides,
            priority=promotion.priority,
            code=coupon_of(promotion, situation),
            lines=lines,
        )

    def about(self, promotion: Promotion) -> frozenset[int]:
        """Returns the lines a promotion is about, whether or not they may take part as they are."""
        ranges = promotion.parts if promotion.kind is PromotionKind.BUNDLE else (promotion,)
        return frozenset(
            position
            for goods in ranges
            for position in self._matching(goods.products, goods.categories, promotion.excluded)
        )

    def _parts(self, promotion: Promotion) -> tuple[OfferPart, ...]:
        if promotion.kind is not PromotionKind.BUNDLE:
            return ()
        return tuple(
            OfferPart(
                quantity=part.quantity, lines=self._taking_part(promotion, part.products, part.categories)
            )
            for part in promotion.parts
        )

    def _taking_part(
        self, promotion: Promotion, products: Sequence[Id], categories: Sequence[Id]
    ) -> tuple[int, ...]:
        matching = self._matching(products, categories, promotion.excluded)
        unfit = self._unfit_for(promotion.kind)
        return tuple(position for position in matching if position not in unfit) if unfit else tuple(matching)

    def _unfit_for(self, kind: PromotionKind) -> frozenset[int]:
        """The lines that no promotion of that kind is for; asked once a kind, whatever their number."""
        if kind not in self._unfit:
            self._unfit[kind] = frozenset(
                position for position in self._odd if not_for_line(kind, self._lines[position]) is not None
            )
        return self._unfit[kind]

    def _matching(
        self, products: Sequence[Id], categories: Sequence[Id], excluded: Sequence[Id]
    ) -> Sequence[int]:
        if not products and not categories:
            found: Sequence[int] = range(len(self._lines))
        else:
            found = sorted(
                {position for product in products for position in self._by_product.get(product, ())}
                | {position for category in categories for position in self._by_category.get(category, ())}
            )
        barred = {position for product in excluded for position in self._by_product.get(product, ())}
        return [position for position in found if position not in barred] if barred else found


def _is_of_pieces(line: CartLine) -> bool:
    """Whether it is single pieces at the price on the shelf, for which every kind of promotion is."""
    return (
        line.price is None and line.piece_price is None and line.measure is None and line.product.pack is None
    )


def not_for_line(kind: PromotionKind, line: CartLine) -> WhyNot | None:
    """Returns why a promotion of that kind is not for a line as it is sold; None where it is."""
    if kind in ORDER_KINDS:
        return None
    if line.price is not None:
        return WhyNot.PRICE_ENTERED
    if kind in SET_KINDS and line.measure is not None:
        return WhyNot.NOT_FOR_WEIGHED
    if kind in SET_KINDS and line.product.pack is not None:
        return WhyNot.NOT_FOR_PACKS
    if kind is PromotionKind.FIXED_PRICE and line.piece_price is not None and line.measure is None:
        return WhyNot.NOT_FOR_WEIGHED
    return None


def not_reached(
    offer: Offer, amount: Callable[[int], Decimal], pieces: Callable[[int], Decimal]
) -> WhyNot | None:
    """Returns which least quantity or amount of its goods a cart does not reach; None where it does.

    Args:
        offer: Which.
        amount: Returns what the line at a position comes to.
        pieces: Returns how many pieces it counts.
    """
    if offer.min_quantity > 0 and sum((pieces(line) for line in offer.lines), ZERO) < offer.min_quantity:
        return WhyNot.QUANTITY_TOO_SMALL
    if offer.threshold > ZERO and sum((amount(line) for line in offer.lines), ZERO) < offer.threshold:
        return WhyNot.BELOW_THRESHOLD
    return None
