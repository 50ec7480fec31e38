"""What labels say things cost, and which offers they promise, by this counter's rules."""

import datetime as dt
from collections.abc import Sequence

from b4mart_desktop.domain.catalog import Pack, Product
from b4mart_desktop.domain.price_lists import PriceList
from b4mart_desktop.domain.promotions import ORDER_KINDS, Promotion
from b4mart_desktop.domain.shelf_prices import ShelfPrice, is_for_all, shelf_price, shelf_rules
from b4mart_desktop.services.cart_products import cart_product
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.ports.labels import OfferGoods, RunningOffers
from b4mart_desktop.services.quoting import rules_of

_ALWAYS = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class LabelPrices:
    """Prices for labels of one batch; the rules are read once.

    Raises:
        DomainError: CATALOGUE_LOADING before a load of the replica has brought the store.
    """

    def __init__(self, counter: Counter) -> None:
        self._catalogue = counter.catalogue
        self._rules = shelf_rules(rules_of(counter))
        self._now = counter.clock()

    def of(self, product: Product, pack: Pack | None, at: dt.datetime | None = None) -> ShelfPrice:
        """Returns what one piece, or a pack, costs whoever comes in; ``at``: then, not now.

        Raises:
            DomainError: AMOUNT_OUT_OF_RANGE where nothing can have such a price.
        """
        code = None if pack is None else pack.barcode
        goods = cart_product(product, code, pack, self._catalogue)
        return shelf_price(goods, self._rules, at or self._now)


def running_offers(counter: Counter) -> RunningOffers:
    """Returns what runs now, and what labels may still promise: that which is to come, too."""
    now = counter.clock()
    offers: list[Promotion | PriceList] = [*counter.catalogue.promotions(), *counter.catalogue.price_lists()]
    promised = [each for each in offers if is_for_all(each)]
    return RunningOffers(
        running=[goods_of(each) for each in promised if each.runs_at(now)],
        promised=[each.id for each in promised if each.ends_at is None or each.ends_at > now],
    )


def goods_of(offer: Promotion | PriceList) -> OfferGoods:
    """Returns what a promotion or price list is for."""
    since = offer.starts_at or _ALWAYS
    if isinstance(offer, PriceList):
        everything = offer.rule is not None
        return OfferGoods(id=offer.id, since=since, changed=offer.updated_at, everything=everything)
    products = [*offer.products, *(product for part in offer.parts for product in part.products)]
    categories = [*offer.categories, *(category for part in offer.parts for category in part.categories)]
    return OfferGoods(
        id=offer.id,
        since=since,
        changed=offer.updated_at,
        products=tuple(products),
        categories=tuple(categories),
        excluded=offer.excluded,
        everything=not products and not categories,
    )


def promotions_of(counter: Counter) -> Sequence[Promotion]:
    """Returns the promotions on goods that run or are to come, those that begin first before others."""
    now = counter.clock()
    of_goods = [each for each in counter.catalogue.promotions() if each.kind not in ORDER_KINDS]
    found = [each for each in of_goods if each.ends_at is None or each.ends_at > now]
    return sorted(found, key=lambda each: (each.starts_at or _ALWAYS, each.name.casefold()))


def pack_of(product: Product, barcode: str | None) -> Pack | None:
    """Returns the product's pack with that barcode."""
    packs = product.inventory.packs
    return next((pack for pack in packs if barcode is not None and pack.barcode == barcode), None)
