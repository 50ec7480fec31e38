"""The screens of one counter, each made when it is first opened. Where one leads belongs to ``workplace``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.counters.counters_presenter import CountersPresenter
from b4mart_desktop.gui.counters.counters_screen import CountersScreen
from b4mart_desktop.gui.customers.customer_dialog import ask_customer
from b4mart_desktop.gui.main_window import MainWindow, Place
from b4mart_desktop.gui.office import Office
from b4mart_desktop.gui.office_rooms import OfficeRooms, OfficeUseCases
from b4mart_desktop.gui.orders.orders_presenter import OrdersPresenter
from b4mart_desktop.gui.orders.orders_screen import OrdersScreen
from b4mart_desktop.gui.pay.pay_presenter import PayPresenter
from b4mart_desktop.gui.pay.pay_screen import PayScreen
from b4mart_desktop.gui.sell.interaction import Interaction
from b4mart_desktop.gui.sell.prompts import SellPrompts
from b4mart_desktop.gui.sell.sell_presenter import SellPresenter
from b4mart_desktop.gui.sell.sell_screen import SellScreen
from b4mart_desktop.gui.sell.stock_words import StockWords
from b4mart_desktop.gui.shared.approval import ApprovalDialogs
from b4mart_desktop.gui.shared.backstage import Backstage
from b4mart_desktop.gui.shared.dialogs import open_dialog
from b4mart_desktop.gui.shared.pictures import PictureLoader
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.gui.shared.sounds import Sounds
from b4mart_desktop.gui.shared.status import ShopStatus
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.shift.shift_screen import ShiftScreen
from b4mart_desktop.gui.status.entry_texts import EntryTexts
from b4mart_desktop.gui.status.status_dialog import StatusDialog
from b4mart_desktop.gui.status.status_presenter import StatusPresenter
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.services.bus import ConnectionChanged, CountersChanged, Event
from b4mart_desktop.services.checkout import Checkout
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.counters import Counters
from b4mart_desktop.services.coupons import Coupons
from b4mart_desktop.services.customers import Customers
from b4mart_desktop.services.holding import Holding
from b4mart_desktop.services.invoicing import Invoicing
from b4mart_desktop.services.last_ones import LastOnes
from b4mart_desktop.services.orders import Orders
from b4mart_desktop.services.ports import CustomerHit
from b4mart_desktop.services.price_preview import PricePreview
from b4mart_desktop.services.printing import Printing
from b4mart_desktop.services.selling import Selling
from b4mart_desktop.services.shifts import Shifts
from b4mart_desktop.services.signing_in import SigningIn
from b4mart_desktop.services.unposted import Unposted

_ABOUT_REGISTERS = (CountersChanged, ConnectionChanged)


@dataclass(frozen=True, slots=True)
class UseCases:
    """Everything a person can do at this counter.

    Attributes:
        office: What managers do, None at a counter that has no office.
    """

    counter: Counter
    signing_in: SigningIn
    shifts: Shifts
    selling: Selling
    coupons: Coupons
    holding: Holding
    checkout: Checkout
    customers: Customers
    orders: Orders
    invoicing: Invoicing
    printing: Printing
    counters: Counters
    office: OfficeUseCases | None = None


class Screens(QObject):
    """Makes each screen with the use cases it needs, and no others.

    Signals:
        pay_requested: The clerk wants to take payment for the cart.
        exact_cash_requested: The customer pays exactly what is due, in cash.
        receipt_wanted: The order with that receipt number is to be shown (str).
        sell_requested: A screen is done, the counter goes on selling.
        leave_requested: The till is closed; nobody is at the counter now.
    """

    pay_requested = Signal()
    exact_cash_requested = Signal()
    receipt_wanted = Signal(str)
    sell_requested = Signal()
    leave_requested = Signal()

    def __init__(
        self,
        window: MainWindow,
        use: UseCases,
        backstage: Backstage,
        formats: Formats,
        take_badge: Callable[[str], bool],
    ) -> None:
        super().__init__()
        self._window = window
        self._use = use
        self._backstage = backstage
        self._formats = formats
        self._take_badge = take_badge
        self._sounds = Sounds()
        self._tasks = TaskOwner()
        self._owners = [self._tasks]
        self._office_user: Id | None = None

    @cached_property
    def selling(self) -> SellPresenter:
        """What the sell screen does."""
        use, window = self._use, self._window

        async def customer() -> CustomerHit | None:
            return await ask_customer(use.customers, window)

        prompts = SellPrompts(window, self._formats, use.holding, customer)
        stock = StockWords(LastOnes(use.counter.bus), use.counter.catalogue, self._formats)
        interaction = Interaction(
            prompts,
            self.approval,
            window.messages,
            self._sounds,
            self._take_badge,
            stock,
            PricePreview(use.counter),
        )
        presenter = SellPresenter(use.selling, use.coupons, use.holding, use.counter.catalogue, interaction)
        presenter.receipt_wanted.connect(self.receipt_wanted)
        self._owners.append(presenter.tasks)
        return presenter

    @cached_property
    def sell(self) -> SellScreen:
        """The sell screen."""
        screen = SellScreen(self.selling, self._use.counter.catalogue, self._formats)
        if self.pictures is not None:
            screen.browser.show_pictures(self.pictures)
        screen.pay_requested.connect(self.pay_requested)
        screen.exact_cash_requested.connect(self.exact_cash_requested)
        self._owners.append(screen.tasks)
        return screen

    @cached_property
    def payment(self) -> PayPresenter:
        """What the pay screen and the exact cash key do."""
        use = self._use
        presenter = PayPresenter(
            use.checkout, use.printing, self.approval, self._window.messages, self._sounds
        )
        self._owners.append(presenter.tasks)
        return presenter

    @cached_property
    def pay(self) -> PayScreen:
        """The pay screen."""
        screen = PayScreen(self.payment, self._formats)
        screen.finished.connect(self.sell_requested)
        return screen

    @cached_property
    def ordering(self) -> OrdersPresenter:
        """What the orders screen and the reprint key do."""
        use = self._use
        run, messages = self._backstage.run, self._window.messages
        return OrdersPresenter(use.orders, use.invoicing, use.printing, run, messages)

    @cached_property
    def orders(self) -> OrdersScreen:
        """The orders screen."""
        screen = OrdersScreen(self.ordering, self._formats)
        self._owners.append(screen.tasks)
        return screen

    @cached_property
    def counters(self) -> CountersScreen:
        """The registers screen."""
        use = self._use
        presenter = CountersPresenter(use.counters, self._backstage.run, self.approval, self._window.messages)
        screen = CountersScreen(presenter, self._formats)
        screen.finished.connect(lambda: self._window.place_chosen.emit(Place.SELL))
        self._owners.append(screen.tasks)
        return screen

    @cached_property
    def office(self) -> Office:
        """The manager's rooms."""
        assert self._use.office is not None
        assert self.pictures is not None
        window, run = self._window, self._backstage.run
        tools = RoomTools(window, window.messages, run, self._formats, self.approval, self.pictures)
        return Office(OfficeRooms(self._use.counter, self._use.office, tools))

    def renew_office(self) -> None:
        """Has the office made anew when somebody else signs in: rooms show what its person may see and do."""
        user = self._use.counter.session.require_user().id
        if user != self._office_user and self.is_made("office"):
            office: Office = self.__dict__.pop("office")
            self._window.drop_screen(office)
            self._tasks.spawn(_close(office))
        self._office_user = user

    @cached_property
    def pictures(self) -> PictureLoader | None:
        """Small pictures of products, one loader for all screens."""
        office = self._use.office
        return None if office is None else PictureLoader(office.thumbnails, self._backstage.run, self)

    @cached_property
    def shift(self) -> ShiftScreen:
        """Opening and closing the till."""
        screen = ShiftScreen(self._use.shifts, self._backstage.drain, self._formats)
        screen.opened.connect(self.sell_requested)
        screen.cancelled.connect(self.sell_requested)
        screen.closed.connect(self.leave_requested)
        self._owners.append(screen.tasks)
        return screen

    @cached_property
    def approval(self) -> ApprovalDialogs:
        """Asks for somebody's leave."""
        return ApprovalDialogs(self._window, self._use.signing_in)

    @cached_property
    def status(self) -> ShopStatus:
        """How the shop stands."""
        status = ShopStatus(self._use.counter.journal.state)
        self._owners.append(status.tasks)
        return status

    async def show_status(self) -> None:
        """Shows how the shop stands and what waits, until the person has seen enough."""
        self.status.refresh()
        unposted = Unposted(self._use.counter, self._retry)
        texts, messages = EntryTexts(self._formats), self._window.messages
        skipped = self._use.counter.catalogue.skipped
        presenter = StatusPresenter(unposted, skipped, self.status, texts, self.approval, messages)
        dialog = StatusDialog(presenter, self.status, self._formats, self._window)
        try:
            await open_dialog(dialog)
        finally:
            await dialog.tasks.cancel_all()

    def _retry(self, number: int) -> None:
        self._backstage.retry(number)
        self.status.refresh()  # before the database was reached once nobody else tells

    def is_made(self, name: str) -> bool:
        """Whether the screen of that name was opened before; one that was not has nothing to refresh."""
        return name in self.__dict__

    def is_office(self, screen: QWidget | None) -> bool:
        """Whether that is the office, which is not made to find out."""
        return self.is_made("office") and screen is self.office

    def on_event(self, event: Event) -> None:
        """Hands an event of the bus to those screens that read what changed by themselves."""
        if isinstance(event, _ABOUT_REGISTERS) and self.is_made("counters"):
            self.counters.reload_soon()
        if self.is_made("office"):
            self.office.on_event(event)

    async def close(self) -> None:
        """Ends what the screens still do."""
        if self.is_made("office"):
            await self.office.close_rooms()
        if self.is_made("pictures") and self.pictures is not None:
            await self.pictures.close()
        for owner in self._owners:
            await owner.cancel_all()


async def _close(office: Office) -> None:
    await office.close_rooms()
    office.deleteLater()
