"""The whole program but its sign-in: database connection, background tasks, main window, sell screen."""

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from b4mart_desktop.app.shop import Shop
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.gui.shared.backstage import Backstage
from b4mart_desktop.gui.shared.bridge import BusBridge
from b4mart_desktop.services.bus import Bus
from b4mart_desktop.settings import Settings
from tests.bench.catalogue import is_plain
from tests.bench.sell_window import SellWindow

LINES = 3
WORD = "organic"
PRODUCTS = 200
_POLL_SECONDS = 0.05
_PATIENCE_SECONDS = 1_800.0


class OpenShop:
    """A shop that is open.

    Attributes:
        bridge: Tells what happens in the background.
        sell_window: The main window with the sell screen.
    """

    def __init__(self, bridge: BusBridge, sell: SellWindow) -> None:
        self.bridge = bridge
        self.sell_window = sell

    async def loaded(self) -> float:
        """Waits for the end of the first replication; returns the seconds it still took."""
        return await until(self.sell_window.use.counter.catalogue.is_loaded)

    async def sell(self, *, scanning: bool = False) -> None:
        """Sells a few products for cash; scanning each into the screen, or else behind it."""
        use = self.sell_window.use
        for _ in range(LINES):
            product = next(self._products)
            if scanning:
                await self.sell_window.scan(product.inventory.barcodes[0])
            else:
                use.selling.add(product.id)
        await use.checkout.pay([Tender(kind=TenderKind.CASH, tendered=use.checkout.due((), in_cash=True))])
        if scanning:
            self.sell_window.new_cart()

    @cached_property
    def _products(self) -> Iterator[Product]:
        catalogue = self.sell_window.use.counter.catalogue
        found = [catalogue.product(hit.id) for hit in catalogue.search(WORD, PRODUCTS).hits]
        return itertools.cycle([product for product in found if product is not None and is_plain(product)])


@contextlib.asynccontextmanager
async def open_shop(folder: Path, uri: str) -> AsyncGenerator[OpenShop]:
    """Opens a shop on the database of ``uri`` with new local files, which replication is filling then."""
    bus = Bus()
    bridge, shop = BusBridge(bus), Shop(Settings(mongodb_uri=uri), folder, bus)
    try:
        use = await shop.open(demo=False, report=lambda step, done, total: None)
        use.counter.session.begin(use.signing_in.staff()[0])
        await use.shifts.open(Decimal(100))
        sell = SellWindow(use, Backstage(run=shop.backstage.call, retry=shop.retry, drain=shop.drain))
        bridge.received.connect(sell.workplace.on_event)
        try:
            yield OpenShop(bridge, sell)
        finally:
            await sell.close()
    finally:
        bridge.close()
        await shop.close()


async def until(condition: Callable[[], object]) -> float:
    """Waits until ``condition`` is true; returns the seconds it took, give or take a twentieth.

    Raises:
        TimeoutError: It never was.
    """
    began = time.perf_counter()
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while not condition():  # noqa: ASYNC110 - what is waited for is anything, most of it in other threads
            await asyncio.sleep(_POLL_SECONDS)
    return time.perf_counter() - began
