"""The shop's products as lists, for who may see them; what is wrong with products, for who mends it.

Reading lists belongs to the listing of this counter's replica; saved views to ``saved_views``.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.product_lists import Flaw, ProductFilter, ProductSort, SortKey
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.ports import SkippedDocument
from b4mart_desktop.services.ports.listing import ListedProduct, ProductListing, ProductSelection

FLAWS_OF_COST = frozenset({Flaw.NO_COST, Flaw.BELOW_COST})
_SORTED_BY_COST = (SortKey.COST, SortKey.MARGIN)


@dataclass(frozen=True, slots=True)
class Quality:
    """What there is to mend.

    Attributes:
        flaws: How many products that are not archived have each; without costs for who may not see them.
        unreadable: How many documents cannot be read, without those that are hidden.
    """

    flaws: Mapping[Flaw, int]
    unreadable: int


@dataclass(frozen=True, slots=True)
class SharedBarcode:
    """A barcode that several products have."""

    code: str
    products: Sequence[Product]


class ProductList:
    """Lists of all products. The async methods are for any event loop, and do not block it."""

    def __init__(self, counter: Counter, listing: ProductListing) -> None:
        self._counter = counter
        self._listing = listing

    @property
    def shows_costs(self) -> bool:
        """Whether who is signed in may see costs and margins."""
        return self._counter.may(Action.SEE_COSTS)

    async def open(
        self, wanted: ProductFilter, sort: ProductSort, most: int | None = None
    ) -> ProductSelection:
        """Returns the products that ``wanted`` describes, in that order; close them in the end.

        With ``most`` no more than the first so many, much sooner where there are hundreds of thousands.
        Cancelling the task ends the search at once, as when another list is wanted meanwhile.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED, also to sort or filter by costs who may not see them.
            AdapterError: CATALOGUE_LOADING; FILE_UNREADABLE, REPLICA_RENEWED.
        """
        self._permit(wanted, sort)
        selecting = self._listing.selecting(wanted, sort, most)
        running = asyncio.ensure_future(asyncio.to_thread(selecting.run))
        try:
            selection = await asyncio.shield(running)
        except asyncio.CancelledError:
            selecting.stop()
            running.add_done_callback(_close)  # a thread cannot be cancelled; nobody wants what it may bring
            raise
        return selection if self.shows_costs else _WithoutCosts(selection)

    async def quality(self) -> Quality:
        """Returns what there is to mend.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
        """
        self._counter.permit(Action.SEE_CATALOGUE)
        found = await asyncio.to_thread(self._listing.flaws)
        hidden = frozenset() if self.shows_costs else FLAWS_OF_COST
        return Quality(
            flaws={flaw: count for flaw, count in found.items() if flaw not in hidden},
            unreadable=sum(not document.hidden for document in self._counter.catalogue.skipped()),
        )

    async def shared_barcodes(self, limit: int = 200) -> Sequence[SharedBarcode]:
        """Returns barcodes that several products have that are not archived, with those products.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
        """
        self._counter.permit(Action.SEE_CATALOGUE)
        return await asyncio.to_thread(self._shared, limit)

    def unreadable(self) -> Sequence[SkippedDocument]:
        """Returns the documents that cannot be read, by collection and age.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
        """
        self._counter.permit(Action.SEE_CATALOGUE)
        return self._counter.catalogue.skipped()

    async def tags(self, prefix: str = "", limit: int = 50) -> Sequence[str]:
        """Returns tags in use that begin with ``prefix``, the most used first.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
        """
        self._counter.permit(Action.SEE_CATALOGUE)
        return await asyncio.to_thread(self._listing.tags, prefix, limit)

    async def vendors(self) -> Sequence[tuple[Id, int]]:
        """Returns the vendors of products and how many each has, most first.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
        """
        self._counter.permit(Action.SEE_CATALOGUE)
        return await asyncio.to_thread(self._listing.vendors)

    # ------------------------------------------------------------ inside

    def _permit(self, wanted: ProductFilter, sort: ProductSort) -> None:
        self._counter.permit(Action.SEE_CATALOGUE)
        if sort.key in _SORTED_BY_COST or FLAWS_OF_COST.intersection(wanted.flaws):
            self._counter.permit(Action.SEE_COSTS)

    def _shared(self, limit: int) -> Sequence[SharedBarcode]:
        costs = self.shows_costs
        return [
            SharedBarcode(code, [_shown(product, costs=costs) for product in self._listing.products(ids)])
            for code, ids in self._listing.shared_barcodes(limit)
        ]


class _WithoutCosts:
    """A selection whose products have no cost."""

    def __init__(self, selection: ProductSelection) -> None:
        self._selection = selection
        self.ids = selection.ids
        self.all_ids = selection.all_ids
        self.place = selection.place
        self.first_from = selection.first_from
        self.close = selection.close

    @property
    def count(self) -> int:
        return self._selection.count

    def rows(self, start: int, count: int) -> Sequence[ListedProduct | None]:
        return [None if row is None else _without_cost(row) for row in self._selection.rows(start, count)]

    def products(self, start: int, count: int) -> Sequence[Product]:
        return [_shown(product, costs=False) for product in self._selection.products(start, count)]


def _without_cost(row: ListedProduct) -> ListedProduct:
    return msgspec.structs.replace(row, cost=None, flaws=row.flaws - FLAWS_OF_COST)


def _shown(product: Product, *, costs: bool) -> Product:
    if costs:
        return product
    return msgspec.structs.replace(product, pricing=msgspec.structs.replace(product.pricing, cost_price=None))


def _close(selecting: "asyncio.Future[ProductSelection]") -> None:
    if not selecting.cancelled() and selecting.exception() is None:
        selecting.result().close()
