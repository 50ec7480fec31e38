"""A whole counter in the test's process: window, screens and use cases over this counter's real files.

Only the shared database is played, by `Archive`: it can be filled, and it can be away.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Coroutine, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget
from typing_extensions import override

from b4mart_desktop.adapters.devices.codes import BarcodeReader
from b4mart_desktop.adapters.devices.output import DesktopOutput
from b4mart_desktop.adapters.documents.receipt_pdf import ReceiptPdf
from b4mart_desktop.adapters.local.desk import SqliteDesk
from b4mart_desktop.adapters.local.guesses import GuessFile
from b4mart_desktop.adapters.local.journal.journal import SqliteJournal
from b4mart_desktop.adapters.local.replica.read import LocalCatalogue
from b4mart_desktop.adapters.security.bcrypt_hasher import BcryptHasher
from b4mart_desktop.domain.entries import QueueState, SaleCompleted
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.jobs import Job, JobKind
from b4mart_desktop.domain.orders import Order
from b4mart_desktop.domain.payments import Payment
from b4mart_desktop.domain.promotions import CouponCount
from b4mart_desktop.domain.receipt import Receipt
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.sale import Sale
from b4mart_desktop.domain.tills import Register
from b4mart_desktop.gui.main_window import MainWindow
from b4mart_desktop.gui.screens import UseCases
from b4mart_desktop.gui.shared.backstage import Backstage
from b4mart_desktop.gui.sign_in.sign_in_screen import SignInScreen
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.theme import Theme
from b4mart_desktop.gui.workplace import Workplace
from b4mart_desktop.services.bus import Bus
from b4mart_desktop.services.checkout import Checkout
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.counters import Counters
from b4mart_desktop.services.coupons import Coupons
from b4mart_desktop.services.customers import Customers
from b4mart_desktop.services.guessing import Guessing
from b4mart_desktop.services.holding import Holding
from b4mart_desktop.services.invoicing import Invoicing
from b4mart_desktop.services.orders import Orders
from b4mart_desktop.services.ports.coupons import WantedCoupon
from b4mart_desktop.services.printing import Printing
from b4mart_desktop.services.selling import Selling
from b4mart_desktop.services.session import Session
from b4mart_desktop.services.shifts import Shifts
from b4mart_desktop.services.signing_in import SigningIn
from tests.counters import Board, Book, NobodyElse
from tests.gui.asynchronous import until, visible_dialog
from tests.seals import SEAL

W = TypeVar("W", bound=QWidget)
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
PATIENCE = 10.0


class Archive:
    """The shared database as orders and invoices need it.

    Attributes:
        away: Whether it cannot be reached.
        sales: What was posted.
        files: Documents kept, by name.
    """

    def __init__(self) -> None:
        self.away = False
        self.sales: list[Sale] = []
        self.files: dict[str, bytes] = {}

    async def between(self, start: dt.datetime, end: dt.datetime, cashier: Id | None) -> Sequence[Order]:
        """Returns the orders of that time."""
        return [order for order in self._orders() if start <= order.created_at < end]

    async def order(self, order: Id) -> Order | None:
        """Returns one order."""
        return next((each for each in self._orders() if each.id == order), None)

    async def by_receipt(self, number: str) -> Order | None:
        """Returns the order with that receipt number."""
        return next((each for each in self._orders() if each.receipt_number == number), None)

    async def payments(self, order: Id) -> Sequence[Payment]:
        """Returns an order's payments."""
        return next((sale.payments for sale in self.sales if sale.order.id == order), ())

    async def for_refs(self, refs: Sequence[Id]) -> Mapping[Id, Job]:
        """Returns the jobs about those orders."""
        return {job.ref: job for sale in self.sales for job in sale.jobs if job.ref in refs}

    async def claim(self, kinds: Sequence[JobKind], worker: str, lease: dt.timedelta) -> Job | None:
        """Has no work."""
        return None

    async def done(self, job: Job) -> None:
        """Never called: nothing was claimed."""

    async def retry(self, job: Job, error: str, due_at: dt.datetime) -> None:
        """Never called: nothing was claimed."""

    async def bury(self, job: Job, error: str) -> None:
        """Never called: nothing was claimed."""

    async def put(self, name: str, content: bytes, ref: Id, kind: str) -> None:
        """Keeps a document."""
        self.files[name] = content

    async def get(self, name: str) -> bytes | None:
        """Returns a document."""
        return self.files.get(name)

    def _orders(self) -> list[Order]:
        if self.away:
            raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="pulled the plug")
        return [sale.order for sale in reversed(self.sales)]


class Ledger:
    """Uses of coupons at all registers; ``away`` while the database is."""

    def __init__(self) -> None:
        self.count, self.away = CouponCount(), False

    async def claim(self, wanted: WantedCoupon) -> CouponCount:
        """Returns how often they were used."""
        if self.away:
            raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="pulled the plug")
        return self.count

    def give_back(self, promotion: Id, code: str, cart: Id) -> None:
        """Takes no note."""


class Paper(DesktopOutput):
    """Saves documents as the program does, and notes which were shown instead of showing them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.shown: list[str] = []

    @override
    async def open(self, path: Path) -> None:
        """Notes the name."""
        self.shown.append(path.name)


class PlainInvoice:
    """Draws invoices without drawing."""

    async def pdf(self, receipt: Receipt) -> bytes:
        """Returns something that begins as a PDF does."""
        return b"%PDF of " + receipt.receipt_number.encode()


class Till:
    """The window with everything behind it, and hands to work it with."""

    def __init__(self, folder: Path, catalogue: LocalCatalogue, theme: Theme) -> None:
        self._folder = folder
        self.journal = SqliteJournal(folder / "journal.sqlite", SEAL)
        self.desk = SqliteDesk(folder / "desk.sqlite", SEAL)
        now = utc_now()
        self.desk.set_register(
            Register(id=new_id(), code="R1", name="Till 1", device="test", created_at=now, updated_at=now)
        )
        self.archive, self.paper = Archive(), Paper(folder / "documents")
        self._guessing = Guessing(GuessFile(folder / "guesses.json"))
        self.book, self.board = Book(), Board()
        self.ledger = Ledger()
        counter = Counter(catalogue, self.journal, self.desk, Session(), Bus())
        self.use = self._use_cases(counter)
        self.window, self.sign_in = MainWindow(), SignInScreen()
        self.formats = Formats("en_US", counter.store().currency, ZoneInfo("UTC"))
        backstage = Backstage(_here, self.journal.retry, self._drain)
        self.workplace = Workplace(self.window, self.sign_in, self.use, backstage, self.formats, theme)

    async def _drain(self) -> QueueState:
        """Posts nothing: the database is away."""
        return self.journal.state()

    def _use_cases(self, counter: Counter) -> UseCases:
        selling = Selling(counter, BarcodeReader(None))
        return UseCases(
            counter=counter,
            signing_in=SigningIn(counter.catalogue, BcryptHasher(), counter.session, self._guessing),
            shifts=Shifts(counter),
            selling=selling,
            coupons=Coupons(counter, selling, self.ledger),
            holding=Holding(counter, selling, NobodyElse()),
            checkout=Checkout(counter, selling),
            customers=Customers(counter),
            orders=Orders(counter, self.archive, self.archive),
            invoicing=Invoicing(self.archive, self.archive, PlainInvoice(), counter.store),
            printing=Printing(counter, ReceiptPdf("en_US"), self.paper),
            counters=Counters(counter, self.book, self.board),
        )

    async def show(self) -> None:
        """Shows the window with the sign-in screen, as the program starts."""
        self.sign_in.show_shop(self.use.signing_in, self.use.counter.store(), "R1", "")
        self.window.show_screen(self.sign_in)
        self.window.show()
        self.window.activateWindow()
        await until(self.window.isActiveWindow, PATIENCE)

    async def close(self) -> None:
        """Ends everything."""
        await self.workplace.close()
        await self.sign_in.tasks.cancel_all()
        self.window.close_for_good()
        self.window.deleteLater()
        self.desk.close()
        self.journal.close()

    # ------------------------------------------------------------ the short way to a place

    def enter_as(self, first_name: str) -> None:
        """Puts that member of staff at the counter without asking for a PIN."""
        staff = self.use.signing_in.staff()
        self.use.counter.session.begin(next(u for u in staff if u.profile.first_name == first_name))
        self.workplace.enter()

    async def open_as(self, first_name: str) -> None:
        """The same with an open till: the sell screen."""
        self.enter_as(first_name)
        await self.use.shifts.open(Decimal(100))
        self.workplace.enter()

    def post_all(self) -> None:
        """Brings what waits in the journal into the archive."""
        for queued in self.journal.queue():
            if isinstance(queued.entry, SaleCompleted):
                self.archive.sales.append(queued.entry.sale)
            self.journal.mark_posted([queued.number])

    # ------------------------------------------------------------ hands

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key where the focus is."""
        QTest.keyClick(self._focus(), key, modifier)

    def write(self, text: str, end: Qt.Key | None = None) -> None:
        """Types where the focus is, and then a last key."""
        QTest.keyClicks(self._focus(), text)
        if end is not None:
            self.press(end)

    async def quiet(self) -> None:
        """Waits until nothing is under way: what a test leaves would go on without a loop, and fail."""
        await until(lambda: len(asyncio.all_tasks()) == 1, PATIENCE)

    async def sold(self, count: int = 1) -> Sale:
        """Waits until there are so many sales and the receipt is out; returns the last sale."""
        await until(lambda: len(self.journal.recent_sales()) == count, PATIENCE)
        await self.quiet()
        return self.journal.recent_sales(1)[0]

    async def scan(self, code: str) -> None:
        """Scans into the scan field what is for sale without a question; returns when it is in the cart."""
        before = self.use.selling.cart
        self.write(code, Key.Key_Return)
        await until(lambda: self.use.selling.cart is not before, PATIENCE)

    def click(self, name: str) -> None:
        """Clicks the visible button of that object name, or text."""
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def click_at(self, widget: QWidget, place: QPoint) -> None:
        """Clicks at a place of a widget."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or QApplication.activeWindow() or self.window

    # ------------------------------------------------------------ eyes

    @property
    def screen(self) -> QWidget:
        """The screen that is shown."""
        shown = self.window.shown()
        assert shown is not None
        return shown

    def is_on(self, screen: type[QWidget]) -> bool:
        """Whether that kind of screen is shown."""
        return isinstance(self.window.shown(), screen)

    def button(self, name: str) -> QAbstractButton:
        """Returns the visible button of that object name, text or accessible name."""
        top = QApplication.activeModalWidget() or self.window
        found = [b for b in top.findChildren(QAbstractButton) if b.isVisible() and _is_called(b, name)]
        assert found, f"no visible button “{name}”"
        return found[0]

    def part(self, kind: type[W], name: str) -> W:
        """Returns the part of the screen with that object name."""
        found = self.screen.findChild(kind, name)
        assert found is not None, name
        return found

    async def dialog(self, title: str = "") -> QDialog:
        """Waits for a dialog to be open and to have the keys."""

        def opened() -> QDialog | None:
            shown = visible_dialog()
            ready = shown is not None and title in shown.windowTitle() and shown.isActiveWindow()
            return shown if ready else None

        return await until(opened, PATIENCE)

    async def no_dialog(self) -> None:
        """Waits until none is open and the window has the keys again."""
        await until(lambda: visible_dialog() is None and self.window.isActiveWindow(), PATIENCE)

    def paper_files(self, pattern: str) -> list[Path]:
        """Returns the documents saved under such a name."""
        return sorted(self._folder.glob(f"documents/{pattern}"))

    def lines(self) -> list[tuple[str, int]]:
        """Returns names and quantities in the cart."""
        return [(line.product.name, line.quantity) for line in self.use.selling.cart.lines]


def _is_called(button: QAbstractButton, name: str) -> bool:
    return name in (button.objectName(), button.text().strip(), button.accessibleName())


def _here(coroutine: Coroutine[Any, Any, Any]) -> Awaitable[Any]:
    """There is no background thread: what would run there runs here."""
    return coroutine
