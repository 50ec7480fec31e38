"""For which products labels are wanted: those chosen, scanned, changed since, of a promotion. No printing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from b4mart_desktop.domain.catalog import Pack, Product, ProductStatus
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.labels import LabelKey
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.promotions import Promotion
from b4mart_desktop.services.bulk_edit import Chosen
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.label_prices import goods_of, pack_of, promotions_of, running_offers
from b4mart_desktop.services.ports.labels import LabelNeeds, LabelState

MOST_PRODUCTS = 2_000
"""Of one batch: a pile of paper that one person can put up."""

_FOUND = 20


@dataclass(frozen=True, slots=True)
class LabelWish:
    """A product, or a pack of it, and how many labels of it are wanted.

    Attributes:
        at: When the price is to hold; None: now.
    """

    product: Product
    copies: int = 1
    pack: Pack | None = None
    at: dt.datetime | None = None

    @property
    def key(self) -> LabelKey:
        """Whose label it is."""
        return self.product.id, None if self.pack is None else self.pack.barcode


class LabelSources:
    """Finds products that need labels."""

    def __init__(self, counter: Counter, state: LabelState) -> None:
        self._counter = counter
        self._state = state

    def needs(self) -> LabelNeeds:
        """Returns how many products need a label; takes a moment.

        Raises:
            DomainError: NOT_ALLOWED or NOT_SIGNED_IN.
        """
        self._counter.permit(Action.PRINT_LABELS)
        return self._state.needs(running_offers(self._counter))

    def changed(self) -> Sequence[LabelWish]:
        """Returns products and packs whose price is another one than on their label; takes a moment."""
        self._counter.permit(Action.PRINT_LABELS)
        state = self._state
        products = state.changed(running_offers(self._counter), MOST_PRODUCTS)
        packs = state.changed_packs(MOST_PRODUCTS - len(products))
        return [*self.wishes(products), *self.of_keys(packs)]

    def promotions(self) -> Sequence[Promotion]:
        """Returns the promotions that run or are to come."""
        self._counter.permit(Action.PRINT_LABELS)
        return promotions_of(self._counter)

    def of_promotion(self, promotion: Promotion) -> Sequence[LabelWish]:
        """Returns one label for each of the first products of a promotion; takes a moment.

        Where it is still to come, with the prices as they will be then.
        """
        starts = promotion.starts_at
        at = starts if starts is not None and starts > self._counter.clock() else None
        products = self._state.goods(goods_of(promotion), MOST_PRODUCTS)
        return [replace(wish, at=at) for wish in self.wishes(products)]

    def packs(self, wishes: Sequence[LabelWish]) -> Sequence[LabelWish]:
        """Returns one label for each pack that the products of ``wishes`` are sold in by a barcode."""
        products = {wish.product.id: wish for wish in wishes}
        return [
            LabelWish(wish.product, pack=pack, at=wish.at)
            for wish in products.values()
            for pack in wish.product.inventory.packs
            if pack.barcode
        ]

    def missing(self) -> Sequence[LabelWish]:
        """Returns products for which no label was printed yet; takes a moment."""
        return self.wishes(self._state.missing(MOST_PRODUCTS))

    def wishes(self, products: Sequence[Id]) -> Sequence[LabelWish]:
        """Returns one label for each of the first of those products; archived ones are left out.

        Raises:
            DomainError: NOT_ALLOWED or NOT_SIGNED_IN.
        """
        self._counter.permit(Action.PRINT_LABELS)
        found = (self._counter.catalogue.product(product) for product in products[:MOST_PRODUCTS])
        return [LabelWish(p) for p in found if p is not None and p.status is not ProductStatus.ARCHIVED]

    def of_keys(self, keys: Sequence[LabelKey]) -> Sequence[LabelWish]:
        """Returns one label for each product or pack that is still there."""
        products = {wish.product.id: wish for wish in self.wishes([product for product, _ in keys])}
        wishes = [
            replace(products[product], pack=pack_of(products[product].product, barcode))
            for product, barcode in keys
            if product in products
        ]
        wanted = frozenset(keys)
        return [wish for wish in wishes if wish.key in wanted]

    def chosen(self, chosen: Chosen) -> Sequence[LabelWish]:
        """Returns one label for each of the first products that were chosen in a list; takes a moment."""
        if chosen.selection is None:
            return self.wishes(chosen.ids)
        first = chosen.selection.ids(0, MOST_PRODUCTS + len(chosen.without))
        return self.wishes([product for product in first if product not in chosen.without])

    def find(self, text: str) -> Sequence[LabelWish]:
        """Returns labels by what was scanned or typed: a product's or pack's code, else words."""
        self._counter.permit(Action.PRINT_LABELS)
        by_code = [product for _, product in self._counter.catalogue.find_code(text)]
        if by_code:
            return [LabelWish(product, pack=pack_of(product, text)) for product in by_code]
        hits = self._counter.catalogue.search(text, _FOUND).hits
        found = (self._counter.catalogue.product(hit.id) for hit in hits)
        return [LabelWish(product) for product in found if product is not None]
