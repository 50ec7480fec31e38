"""Doubles for what a real local adapter cannot do on command: fail, wait, or be the far-away database."""

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from typing_extensions import override

from b4mart_desktop.adapters.local.desk import SqliteDesk
from b4mart_desktop.adapters.local.journal.journal import SqliteJournal
from b4mart_desktop.domain.cart import Cart, HeldCart
from b4mart_desktop.domain.counters import DeskCart
from b4mart_desktop.domain.entries import Entry
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.jobs import Job, JobKind
from b4mart_desktop.domain.orders import Order
from b4mart_desktop.domain.payments import Payment
from b4mart_desktop.domain.receipt import Receipt
from b4mart_desktop.domain.sale import Sale
from tests.seals import SEAL

DISK_FULL = AdapterError(ErrorCode.DISK_WRITE_FAILED, path="here", reason="no space left on device")
UNREACHABLE = AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="connection refused")


class BrittleJournal(SqliteJournal):
    """The real journal, whose disk can be made full or slow.

    Attributes:
        full: Whether writing fails.
        gate: Writing waits for it.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, SEAL)
        self.full = False
        self.gate = asyncio.Event()
        self.gate.set()

    @override
    async def append(self, entry: Entry) -> None:
        await self._disk()
        await super().append(entry)

    @override
    async def append_sale(self, sale: Sale, register_code: str) -> Sale:
        await self._disk()
        return await super().append_sale(sale, register_code)

    @override
    async def check_writable(self) -> None:
        await self._disk()
        await super().check_writable()

    async def _disk(self) -> None:
        await self.gate.wait()
        if self.full:
            raise DISK_FULL


class BrittleDesk(SqliteDesk):
    """The real desk, whose disk can be made full.

    Attributes:
        full: Whether writing fails.
        synced: The open cart as it was when it last waited for the disk.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, SEAL)
        self.full = False
        self.synced: Cart | None = None

    @override
    def set_cart(self, cart: Cart | None, *, synced: bool = False) -> None:
        self._disk()
        super().set_cart(cart, synced=synced)
        if synced:
            self.synced = cart

    @override
    def hold(self, held: HeldCart) -> None:
        self._disk()
        super().hold(held)

    @override
    def swap(self, taken: DeskCart, cart: Cart, aside: HeldCart | None) -> bool:
        self._disk()
        return super().swap(taken, cart, aside)

    @override
    def drop(self, cart: Id) -> None:
        self._disk()
        super().drop(cart)

    def _disk(self) -> None:
        if self.full:
            self.refuse()

    def refuse(self) -> None:
        raise DISK_FULL


class FarDatabase:
    """Orders and jobs of the shared database; ``down`` where it cannot be reached.

    Attributes:
        asked: The bounds and the cashier of each question for a day's orders.
    """

    def __init__(self) -> None:
        self.sales: dict[Id, Sale] = {}
        self.jobs: dict[Id, Job] = {}
        self.asked: list[tuple[dt.datetime, dt.datetime, Id | None]] = []
        self.down = False

    def post(self, sale: Sale) -> None:
        self.sales[sale.order.id] = sale
        self.jobs[sale.order.id] = sale.jobs[0]

    async def between(self, start: dt.datetime, end: dt.datetime, cashier: Id | None) -> Sequence[Order]:
        self._reach()
        self.asked.append((start, end, cashier))
        orders = [sale.order for sale in self.sales.values()]
        wanted = [o for o in orders if start <= o.created_at < end and cashier in (None, o.cashier)]
        return sorted(wanted, key=lambda order: order.created_at, reverse=True)

    async def order(self, order: Id) -> Order | None:
        self._reach()
        return self.sales[order].order if order in self.sales else None

    async def by_receipt(self, number: str) -> Order | None:
        self._reach()
        found = (sale.order for sale in self.sales.values())
        return next((order for order in found if order.receipt_number == number), None)

    async def payments(self, order: Id) -> Sequence[Payment]:
        self._reach()
        return self.sales[order].payments

    async def for_refs(self, refs: Sequence[Id]) -> Mapping[Id, Job]:
        self._reach()
        return {ref: self.jobs[ref] for ref in refs if ref in self.jobs}

    async def claim(self, kinds: Sequence[JobKind], worker: str, lease: dt.timedelta) -> Job | None:
        raise NotImplementedError

    async def done(self, job: Job) -> None:
        raise NotImplementedError

    async def retry(self, job: Job, error: str, due_at: dt.datetime) -> None:
        raise NotImplementedError

    async def bury(self, job: Job, error: str) -> None:
        raise NotImplementedError

    def _reach(self) -> None:
        if self.down:
            raise UNREACHABLE


class Paper:
    """Printer and output in one: what was drawn, written and shown, in order."""

    def __init__(self) -> None:
        self.events: list[tuple[str, object]] = []
        self.broken = False

    async def pdf(self, receipt: Receipt, copy: bool) -> bytes:
        if self.broken:
            raise AdapterError(ErrorCode.DOCUMENT_FAILED, reason="no ink")
        self.events.append(("drawn", copy))
        return receipt.receipt_number.encode()

    async def save(self, name: str, content: bytes) -> Path:
        self.events.append(("saved", (name, content)))
        return Path("documents") / name

    async def open(self, path: Path) -> None:
        self.events.append(("shown", path.name))
