"""Rows of the catalogue's lists: selecting among all products, paging through them, what there is to mend."""

import contextlib
import random
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from b4mart_desktop.adapters.local.replica.file import ReplicaFile, open_replica
from b4mart_desktop.adapters.local.replica.listing import LocalProductListing, LocalProductSelection
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.product_lists import Flaw, ProductFilter, ProductSort, SortKey
from tests.bench.catalogue import IDENTITY
from tests.bench.figures import Figure, percentile, spread
from tests.bench.stand import Stand

REPEATED = 5
PAGES = 150
BARE_PAGES = 15  # each reads all rows before it
ROWS = 100
_MILLISECONDS = 1_000
_BARE_SELECT = "SELECT row FROM listing WHERE status <> 3 ORDER BY {}"
_BARE_PAGE = """
SELECT doc FROM (SELECT row FROM listing WHERE status <> 3 ORDER BY name, row LIMIT ? OFFSET ?)
CROSS JOIN products USING (row)"""


def product_list(stand: Stand) -> list[Figure]:
    """Lists of all products: selecting by filter or in an order, pages anywhere and one by one, flaws.

    Bare, for selecting in an order: the same statement, its rows fetched and dropped. Bare, for pages: the
    documents of the same places by `LIMIT … OFFSET …`, not decoded.
    """
    with contextlib.closing(open_replica(stand.replica, IDENTITY)) as file:
        listing = LocalProductListing(file)
        figures = [*_filtering(file, listing), *_sorting(file, listing)]
        selection = listing.select(ProductFilter(), ProductSort())
        figures += _paging(file, selection)
        selection.close()
        figures.append(_typical("product_list.flaws", _repeated(listing.flaws)))
    return figures


def _filtering(file: ReplicaFile, listing: LocalProductListing) -> list[Figure]:
    ((category,),) = file.rows(
        "SELECT category FROM products GROUP BY category ORDER BY count(*) DESC LIMIT 1"
    )
    wanted = {
        "words": ProductFilter(text="milk choc"),
        "letter": ProductFilter(text="a"),
        "price": ProductFilter(price_from=Decimal(2), price_to=Decimal(3)),
        "category": ProductFilter(category=Id(category)),
        "low_stock": ProductFilter(low_stock=True),
        "no_picture": ProductFilter(flaws=(Flaw.NO_PICTURE,)),
        "shared_barcode": ProductFilter(flaws=(Flaw.DUPLICATE_BARCODE,)),
    }
    return [
        _typical(f"product_list.filter.{name}", _repeated(partial(_select, listing, by, ProductSort())))
        for name, by in wanted.items()
    ]


def _sorting(file: ReplicaFile, listing: LocalProductListing) -> list[Figure]:
    figures: list[Figure] = []
    for key, order in ((SortKey.NAME, "name, row"), (SortKey.PRICE, "price, name, row")):
        seconds = _repeated(partial(_select, listing, ProductFilter(), ProductSort(key=key)))
        bare = _repeated(partial(file.rows, _BARE_SELECT.format(order)))
        figures.append(_typical(f"product_list.sort.{key}", seconds, bare))
    return figures


def _paging(file: ReplicaFile, selection: LocalProductSelection) -> list[Figure]:
    places = random.Random(4)
    last = max(1, selection.count - ROWS)
    anywhere = [places.randrange(last) for _ in range(PAGES)]
    bare = [_seconds(partial(file.rows, _BARE_PAGE, (ROWS, at))) for at in anywhere[:BARE_PAGES]]
    pages = [_seconds(partial(selection.rows, at, ROWS)) for at in anywhere]
    scrolled = [_seconds(partial(selection.rows, at * ROWS, ROWS)) for at in range(PAGES)]
    return [
        *spread("product_list.page", pages, (50, 95), bare),
        *spread("product_list.scroll", scrolled, (50, 95)),
    ]


def _select(listing: LocalProductListing, wanted: ProductFilter, sort: ProductSort) -> None:
    listing.select(wanted, sort).close()


def _typical(name: str, seconds: list[float], bare: list[float] | None = None) -> Figure:
    value = percentile(seconds, 50)
    return Figure(name, value * _MILLISECONDS, "ms", value / percentile(bare, 50) if bare else None)


def _repeated(work: Callable[[], object]) -> list[float]:
    return [_seconds(work) for _ in range(REPEATED)]


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
