"""Rows of the sell screen: from a scan to the painted line, from a key to the painted results."""

import time
from collections.abc import Sequence

from b4mart_desktop.domain.pricing import PricedLine
from b4mart_desktop.gui.models.cart_lines import CartLineDelegate, CartLinesModel
from b4mart_desktop.gui.models.product_delegates import ProductRowDelegate
from b4mart_desktop.gui.models.product_hits import ProductHitsModel
from b4mart_desktop.gui.sell.product_browser import MAX_RESULTS
from b4mart_desktop.services.ports import ProductHit
from tests.bench.figures import Figure, spread
from tests.bench.sell_window import SellWindow, sell_window
from tests.bench.stand import Stand
from tests.bench.till import Till, open_till
from tests.bench.windows import BareWindow, bare_view, calm_collector, run_in_qt, seconds_until_painted

SCANS = 150
LINES_A_CART = 20
WORDS = 25
LETTERS_A_WORD = 8


def scan_to_line(stand: Stand) -> list[Figure]:
    """From the end of a scan until its line and the new total are painted, in carts of up to 20 lines.

    Bare: inserting a priced line into the same model, view and delegate, alone in a window, until painted.
    """
    return run_in_qt(lambda: _scan_to_line(stand))


async def _scan_to_line(stand: Stand) -> list[Figure]:
    async with open_till(stand.folder, stand.replica) as till, sell_window(till, stand.folder) as sell:
        bare = _BareCart(sell)
        calm_collector()
        scans: list[float] = []
        inserts: list[float] = []
        for number in range(SCANS):
            if number % LINES_A_CART == 0:
                sell.new_cart()
                bare.clear()
            product = till.products[number % len(till.products)]
            scans.append(await sell.scan(product.inventory.barcodes[0]))
            inserts.append(await bare.insert(sell.use.selling.priced().lines))
        bare.window.close()
    return list(spread("scan_to_line", scans, (50, 95, 99), inserts))


class _BareCart:
    """The cart's view without its screen."""

    def __init__(self, sell: SellWindow) -> None:
        self._model = CartLinesModel(sell.formats)
        self._view = bare_view(sell.lines)
        self._view.setModel(self._model)
        self._delegate = CartLineDelegate(sell.formats)
        self._view.setItemDelegate(self._delegate)
        self.window = BareWindow(self._view)

    def clear(self) -> None:
        self._model.show(())

    async def insert(self, lines: tuple[PricedLine, ...]) -> float:
        return await seconds_until_painted(self.window, lambda: self._show(lines))

    def _show(self, lines: tuple[PricedLine, ...]) -> None:
        self._model.show(lines)
        self._view.scrollToBottom()


def search_keystroke(stand: Stand) -> list[Figure]:
    """From each key of a word typed into the search until the rows found are painted.

    Bare: showing the same rows, found already, in the same model, view and delegate, until painted.
    `index` is the look-up alone.
    """
    return run_in_qt(lambda: _search_keystroke(stand))


async def _search_keystroke(stand: Stand) -> list[Figure]:
    keys: list[float] = []
    index: list[float] = []
    shows: list[float] = []
    async with open_till(stand.folder, stand.replica) as till, sell_window(till, stand.folder) as sell:
        bare = _BareResults(sell)
        calm_collector()
        for word in _words(till):
            for end in range(1, len(word) + 1):
                keys.append(await sell.type_letter(word[end - 1]))
                began = time.perf_counter()
                hits = till.counter.catalogue.search(word[:end], MAX_RESULTS).hits
                index.append(time.perf_counter() - began)
                shows.append(await bare.show(hits))
            sell.clear_search()
        bare.window.close()
    return [
        *spread("search_keystroke", keys, (50, 95, 99), shows),
        *spread("search_keystroke.index", index, (50, 95, 99)),
    ]


def _words(till: Till) -> list[str]:
    """Beginnings of products' names, as somebody types who reads them from the pack."""
    names = (product.name.lower()[:LETTERS_A_WORD].strip() for product in till.products)
    return [name for name in names if name[:1].isalpha()][:WORDS]


class _BareResults:
    """The results' view without its screen."""

    def __init__(self, sell: SellWindow) -> None:
        self._model = ProductHitsModel()
        self._view = bare_view(sell.results)
        self._view.setModel(self._model)
        self._delegate = ProductRowDelegate(sell.formats)
        self._view.setItemDelegate(self._delegate)
        self.window = BareWindow(self._view)

    async def show(self, hits: Sequence[ProductHit]) -> float:
        return await seconds_until_painted(
            self.window,
            lambda: self._model.show(lambda offset, limit: hits[offset : offset + limit], len(hits)),
        )
