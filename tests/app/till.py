"""A clerk at an open till, without a window: the shop as the program opens it, and what is done with it."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable
from decimal import Decimal
from pathlib import Path

from b4mart_desktop.app.shop import Shop
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.domain.sale import Sale
from b4mart_desktop.gui.screens import UseCases
from b4mart_desktop.services.bus import Bus
from b4mart_desktop.services.selling import Added
from b4mart_desktop.settings import Settings

PATIENCE_SECONDS = 30.0
_POLL_SECONDS = 0.02


@contextlib.asynccontextmanager
async def open_till(folder: Path, settings: Settings, bus: Bus) -> AsyncGenerator[tuple[UseCases, Shop]]:
    """Opens the shop with its whole catalogue, signs its owner in and opens the till where it is closed."""
    shop = Shop(settings, folder, bus)
    try:
        use = await shop.open(demo=False, report=lambda *_: None)
        await until(use.counter.catalogue.is_loaded, "the catalogue is copied")
        use.counter.session.begin(use.signing_in.staff()[0])
        if use.shifts.current() is None:
            await use.shifts.open(Decimal(100))
        yield use, shop
    finally:
        await shop.close()


async def sell(use: UseCases) -> Sale:
    """Sells one piece for cash and returns the sale as it was recorded."""
    add_piece(use)
    return await pay(use)


def add_piece(use: UseCases) -> None:
    """Puts a product that asks for nothing into the open cart."""
    assert any(isinstance(use.selling.add(hit.id), Added) for hit in use.counter.catalogue.tiles(None))


async def pay(use: UseCases) -> Sale:
    """Takes the exact cash for the open cart and returns the sale as it was recorded."""
    paid = await use.checkout.pay([Tender(kind=TenderKind.CASH, tendered=use.checkout.due((), in_cash=True))])
    return paid.sale


async def until(condition: Callable[[], object], what: str) -> None:
    """Waits until ``condition`` holds.

    Raises:
        TimeoutError: It did not in time; says what was waited for.
    """
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {PATIENCE_SECONDS:.0f} s for: {what}")
        await asyncio.sleep(_POLL_SECONDS)
