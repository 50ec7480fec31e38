"""Rows of the sell screen: from a scan to the painted line, from a key to the painted results."""

import contextlib
import shutil
import time
from collections.abc import Sequence

from b4mart_desktop.adapters.local.replica.file import open_replica
from b4mart_desktop.adapters.local.replica.words_write import WordIndexer
from b4mart_desktop.domain.priced_cart import PricedLine
from b4mart_desktop.gui.models.cart_lines import CartLineDelegate, CartLinesModel
from b4mart_desktop.gui.models.product_delegates import ProductRowDelegate
from b4mart_desktop.gui.models.product_hits import ProductHitsModel
from b4mart_desktop.gui.sell.product_browser import MAX_RESULTS
from b4mart_desktop.services.ports import SearchResults
from tests.bench.catalogue import IDENTITY
from tests.bench.figures import Figure, spread
from tests.bench.sell_window import SellWindow, sell_window
from tests.bench.stand import Stand
from tests.bench.till import Till, open_till
from tests.bench.windows import BareWindow, bare_view, calm_collector, run_in_qt, seconds_until_painted

SCANS = 150
LINES_A_CART = 20
WORDS = 25
LETTERS_A_WORD = 8
LEAST_FORGIVEN = 6


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
    """From each key typed into the search until the rows found are painted.

    Typed are beginnings of names, `words` two words of a name the wrong way round, `typo` a word with two
    letters swapped. Bare: showing the same rows, found already, in the same model, view and delegate, until
    painted. `index` is the look-up alone.
    """
    return run_in_qt(lambda: _search_keystroke(stand))


async def _search_keystroke(stand: Stand) -> list[Figure]:
    figures: list[Figure] = []
    async with open_till(stand.folder, stand.replica) as till, sell_window(till, stand.folder) as sell:
        await sell.type_letter("a")  # before, the results have no size
        sell.clear_search()
        bare = _BareResults(sell)
        calm_collector()
        names = [product.name.lower() for product in till.products if product.name[:1].isalpha()]
        for name, typed in (("", _beginnings(names)), (".words", _turned(names)), (".typo", _swapped(names))):
            keys, index, shows = await _type(till, sell, bare, typed)
            figures += spread(f"search_keystroke{name}", keys, (50, 95, 99), shows)
            figures += spread(f"search_keystroke{name}.index", index, (50, 95, 99))
        bare.window.close()
    return figures


async def _type(
    till: Till, sell: SellWindow, bare: "_BareResults", texts: Sequence[str]
) -> tuple[list[float], list[float], list[float]]:
    """Types texts letter by letter; returns the seconds of keys, of look-ups alone, of showing alone."""
    keys: list[float] = []
    index: list[float] = []
    shows: list[float] = []
    for text in texts:
        for end in range(1, len(text) + 1):
            keys.append(await sell.type_letter(text[end - 1]))
            began = time.perf_counter()
            found = till.counter.catalogue.search(text[:end], MAX_RESULTS)
            index.append(time.perf_counter() - began)
            if found.hits:  # an empty list paints nothing
                shows.append(await bare.show(found))
        sell.clear_search()
    return keys, index, shows


def _beginnings(names: Sequence[str]) -> list[str]:
    """As somebody types who reads a name from the pack."""
    return [name[:LETTERS_A_WORD].strip() for name in names][:WORDS]


def _turned(names: Sequence[str]) -> list[str]:
    words = ([word for word in name.split() if word.isalpha()] for name in names)
    return [f"{found[1][:LETTERS_A_WORD]} {found[0]}" for found in words if len(found) > 1][:WORDS]


def _swapped(names: Sequence[str]) -> list[str]:
    """With the second and the third letter swapped, in words that a typo is forgiven."""
    words = (name.split()[0] for name in names)
    swapped = (
        f"{word[0]}{word[2]}{word[1]}{word[3:]}"
        for word in words
        if len(word) >= LEAST_FORGIVEN and word.isalpha()
    )
    return [*swapped][:WORDS]


class _BareResults:
    """The results' view without its screen."""

    def __init__(self, sell: SellWindow) -> None:
        self._model = ProductHitsModel()
        self._view = bare_view(sell.results)
        self._view.setModel(self._model)
        self._delegate = ProductRowDelegate(sell.formats)
        self._view.setItemDelegate(self._delegate)
        self.window = BareWindow(self._view)

    async def show(self, found: SearchResults) -> float:
        return await seconds_until_painted(self.window, lambda: self._model.show_results(found))


def index_words(stand: Stand) -> list[Figure]:
    """Making the word index of all products from the replica, as where it is lost."""
    copy = stand.folder / stand.replica.name
    shutil.copy(stand.replica, copy)
    with contextlib.closing(open_replica(copy, IDENTITY)) as file:
        began = time.perf_counter()
        WordIndexer(file).drain()
        seconds = time.perf_counter() - began
    return [
        Figure("index_words", stand.products / seconds, "products/s"),
        Figure("index_words.all", seconds, "s"),
    ]
