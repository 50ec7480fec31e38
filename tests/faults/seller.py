"""A counter that sells as fast as it can, in a process that others may kill. Runs in the child only.

It is put together by the program's own `app.shop`; only the window and the person are left out. What it
sends through its pipe: how many entries waited on disk when it stood still (int), then each receipt (str)
after `pay` returned it.
"""

import asyncio
import random
from decimal import Decimal
from multiprocessing.connection import Connection
from pathlib import Path

from b4mart_desktop.app import use_cases  # noqa: F401  # loaded before the process is forked off
from b4mart_desktop.app.shop import Shop
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.gui.screens import UseCases
from b4mart_desktop.services.bus import Bus
from b4mart_desktop.services.ports import ProductHit
from b4mart_desktop.services.selling import Asked
from b4mart_desktop.settings import Settings

_POLL_SECONDS = 0.005


def run(pipe: "Connection[int | str, None]", data_dir: Path, uri: str, seed: int) -> None:
    """Drains, waits for a word, sells until the next word, and so on until it is killed."""
    asyncio.run(_run(pipe, data_dir, uri, random.Random(seed)))


async def _run(pipe: "Connection[int | str, None]", data_dir: Path, uri: str, chance: random.Random) -> None:
    shop = Shop(Settings(mongodb_uri=uri, register="K"), data_dir, Bus())
    use = await shop.open(demo=False, report=lambda *_: None)
    left = use.counter.journal.state().waiting
    use.counter.session.begin(use.signing_in.staff()[0])
    while not use.counter.catalogue.is_loaded():  # noqa: ASYNC110  # told on a bus, in another thread
        await asyncio.sleep(_POLL_SECONDS)
    products = [hit for hit in use.counter.catalogue.tiles(None) if not hit.weighed]
    while True:
        while use.counter.journal.state().waiting:  # noqa: ASYNC110  # as above
            await asyncio.sleep(_POLL_SECONDS)
        pipe.send(left)
        await asyncio.to_thread(pipe.recv)
        if use.shifts.current() is None:
            await use.shifts.open(Decimal(100))
        while not pipe.poll():
            pipe.send(await _sell(use, products, chance))
        pipe.recv()
        left = use.counter.journal.state().waiting


async def _sell(use: UseCases, products: list[ProductHit], chance: random.Random) -> str:
    for hit in chance.choices(products, k=chance.randint(1, 4)):
        outcome = use.selling.add(hit.id, chance.randint(1, 3))
        if isinstance(outcome, Asked):
            use.selling.complete(outcome)
    due = use.checkout.due((), in_cash=True)
    paid = await use.checkout.pay([Tender(kind=TenderKind.CASH, tendered=due)])
    return paid.receipt.receipt_number
