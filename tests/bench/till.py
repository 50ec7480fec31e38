"""A counter with its own real files, somebody signed in and the till open. No window, no database."""

import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from b4mart_desktop.adapters.devices.codes import BarcodeReader
from b4mart_desktop.adapters.local.desk import SqliteDesk
from b4mart_desktop.adapters.local.journal.journal import SqliteJournal
from b4mart_desktop.adapters.local.replica.file import open_replica
from b4mart_desktop.adapters.local.replica.read import LocalCatalogue
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.tills import Register
from b4mart_desktop.services.bus import Bus
from b4mart_desktop.services.checkout import Checkout, Paid
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.holding import Holding
from b4mart_desktop.services.selling import Selling
from b4mart_desktop.services.session import Session
from b4mart_desktop.services.shifts import Shifts
from tests.bench.catalogue import IDENTITY, plain_products
from tests.counters import NobodyElse
from tests.seals import SEAL

PRODUCTS_KEPT = 400


@dataclass(frozen=True, slots=True)
class Till:
    """The counter and what is done at it.

    Attributes:
        products: Some that are sold without any question, spread over the catalogue.
    """

    counter: Counter
    journal: SqliteJournal
    selling: Selling
    holding: Holding
    checkout: Checkout
    products: list[Product]

    def fill_cart(self, first: int, lines: int) -> None:
        """Puts ``lines`` of ``products`` into the cart, from the one with the number ``first`` on."""
        for number in range(first, first + lines):
            self.selling.add(self.products[number % len(self.products)].id)

    def exact_cash(self) -> list[Tender]:
        """Returns the tenders of a customer who pays exactly what is due, in cash."""
        return [Tender(kind=TenderKind.CASH, tendered=self.checkout.due((), in_cash=True))]

    async def sell(self, first: int, lines: int) -> Paid:
        """Sells a cart for cash."""
        self.fill_cart(first, lines)
        return await self.checkout.pay(self.exact_cash())


@contextlib.asynccontextmanager
async def open_till(folder: Path, replica: Path) -> AsyncGenerator[Till]:
    """Yields a counter with new files in ``folder``, whose name is its register's, on an existing replica."""
    with contextlib.ExitStack() as closing:
        file = closing.enter_context(contextlib.closing(open_replica(replica, IDENTITY)))
        journal = closing.enter_context(contextlib.closing(SqliteJournal(folder / "journal.sqlite", SEAL)))
        desk = closing.enter_context(contextlib.closing(SqliteDesk(folder / "desk.sqlite", SEAL)))
        desk.set_register(_register(folder.name))
        catalogue, session = LocalCatalogue(file), Session()
        session.begin(catalogue.staff()[0])
        counter = Counter(catalogue, journal, desk, session, Bus())
        await Shifts(counter).open(Decimal(100))
        selling = Selling(counter, BarcodeReader(counter.store().label_region))
        yield Till(
            counter=counter,
            journal=journal,
            selling=selling,
            holding=Holding(counter, selling, NobodyElse()),
            checkout=Checkout(counter, selling),
            products=plain_products(file, PRODUCTS_KEPT),
        )


def _register(code: str) -> Register:
    now = utc_now()
    return Register(id=new_id(), code=code, name=code, device="bench", created_at=now, updated_at=now)
