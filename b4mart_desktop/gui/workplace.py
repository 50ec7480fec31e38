"""The way through the screens: sign-in, till, selling, paying, orders. Screens are made when first opened.

Knows every screen and no rule; each screen gets only the use cases it needs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.gui.customers.customer_dialog import ask_customer
from b4mart_desktop.gui.main_window import Command, MainWindow, Place
from b4mart_desktop.gui.orders.orders_presenter import OrdersPresenter
from b4mart_desktop.gui.orders.orders_screen import OrdersScreen
from b4mart_desktop.gui.pay.pay_presenter import PayPresenter
from b4mart_desktop.gui.pay.pay_screen import PayScreen
from b4mart_desktop.gui.queue.queue_dialog import QueueDialog
from b4mart_desktop.gui.sell.prompts import SellPrompts
from b4mart_desktop.gui.sell.sell_presenter import Interaction, SellPresenter
from b4mart_desktop.gui.sell.sell_screen import SellScreen
from b4mart_desktop.gui.shared.approval import ApprovalDialogs, with_approval
from b4mart_desktop.gui.shared.dialogs import ask_text, open_dialog
from b4mart_desktop.gui.shared.sounds import Sounds
from b4mart_desktop.gui.shared.status import Connection, status_of
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.shift.shift_screen import ShiftScreen
from b4mart_desktop.gui.sign_in.sign_in_screen import SignInScreen
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.theme import Theme, ThemeChoice
from b4mart_desktop.services.bus import (
    ConnectionChanged,
    EntryJournalled,
    EntryPosted,
    Event,
    QueueChanged,
    ReplicaChanged,
)
from b4mart_desktop.services.checkout import Checkout
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.customers import Customers
from b4mart_desktop.services.holding import Holding
from b4mart_desktop.services.invoicing import Invoicing
from b4mart_desktop.services.orders import Orders
from b4mart_desktop.services.ports import CustomerHit
from b4mart_desktop.services.printing import Printing
from b4mart_desktop.services.selling import Selling
from b4mart_desktop.services.shifts import Shifts
from b4mart_desktop.services.signing_in import SigningIn

_STATUS_MS = 5_000
_STOCK_DELAY_MS = 150


@dataclass(frozen=True, slots=True)
class UseCases:
    """Everything a person can do at this counter."""

    counter: Counter
    signing_in: SigningIn
    shifts: Shifts
    selling: Selling
    holding: Holding
    checkout: Checkout
    customers: Customers
    orders: Orders
    invoicing: Invoicing
    printing: Printing


@dataclass(frozen=True, slots=True)
class Backstage:
    """What the screens may ask of the background: run something there, retry an entry set aside."""

    run: Callable[[Coroutine[Any, Any, Any]], Awaitable[Any]]
    retry: Callable[[int], None]


class Workplace(QObject):
    """Moves between the screens of one main window.

    Signals:
        quit_requested: The person wants to end the program.
    """

    quit_requested = Signal()

    def __init__(
        self,
        window: MainWindow,
        sign_in: SignInScreen,
        use: UseCases,
        backstage: Backstage,
        formats: Formats,
        theme: Theme,
    ) -> None:
        super().__init__()
        self._window = window
        self._sign_in = sign_in
        self._use = use
        self._backstage = backstage
        self._formats = formats
        self._theme = theme
        self._sounds = Sounds()
        self._connection = Connection()
        self.tasks = TaskOwner()
        self._status_timer = QTimer(self, interval=_STATUS_MS)
        self._stock_timer = QTimer(self, singleShot=True, interval=_STOCK_DELAY_MS)
        self._connect()

    def _connect(self) -> None:
        window = self._window
        window.place_chosen.connect(self._go)
        window.command_given.connect(self._obey)
        window.theme_chosen.connect(self._choose_theme)
        window.status_pressed.connect(self._show_queue)
        window.show_theme(self._theme.choice)
        self._sign_in.signed_in.connect(self.enter)
        self._status_timer.timeout.connect(self._show_status)
        self._stock_timer.timeout.connect(self._refresh_products)
        self._status_timer.start()
        self._show_status()

    # ------------------------------------------------------------ screens, made when first opened

    @cached_property
    def _sell(self) -> SellScreen:
        use, window = self._use, self._window

        async def customer() -> CustomerHit | None:
            return await ask_customer(use.customers, window)

        prompts = SellPrompts(window, self._formats, use.holding, customer)
        interaction = Interaction(prompts, self._approval, window.messages, self._sounds, self._take_badge)
        presenter = SellPresenter(use.selling, use.holding, use.counter.catalogue, interaction)
        screen = SellScreen(presenter, use.counter.catalogue, self._formats)
        screen.pay_requested.connect(lambda: self.tasks.spawn_latest("pay", self._pay()))
        screen.exact_cash_requested.connect(lambda: self.tasks.spawn(self._pay_exactly()))
        return screen

    @cached_property
    def _payment(self) -> PayPresenter:
        use = self._use
        return PayPresenter(use.checkout, use.printing, self._window.messages, self._sounds)

    @cached_property
    def _pay_screen(self) -> PayScreen:
        screen = PayScreen(self._payment, self._formats)
        screen.finished.connect(self._show_sell)
        return screen

    @cached_property
    def _orders_presenter(self) -> OrdersPresenter:
        use = self._use
        return OrdersPresenter(
            use.orders, use.invoicing, use.printing, self._backstage.run, self._window.messages
        )

    @cached_property
    def _orders(self) -> OrdersScreen:
        return OrdersScreen(self._orders_presenter, self._formats)

    @cached_property
    def _shift(self) -> ShiftScreen:
        screen = ShiftScreen(self._use.shifts, self._formats)
        screen.opened.connect(self._show_sell)
        screen.closed.connect(self.lock)
        screen.cancelled.connect(self._show_sell)
        return screen

    @cached_property
    def _approval(self) -> ApprovalDialogs:
        return ApprovalDialogs(self._window, self._use.signing_in)

    async def close(self) -> None:
        """Ends what the screens still do."""
        self._status_timer.stop()
        self._stock_timer.stop()
        owners = [self.tasks]
        if "_sell" in self.__dict__:
            owners.append(self._sell.tasks)
        if "_payment" in self.__dict__:
            owners.append(self._payment.tasks)
        if "_orders" in self.__dict__:
            owners.append(self._orders.tasks)
        if "_shift" in self.__dict__:
            owners.append(self._shift.tasks)
        for owner in owners:
            await owner.cancel_all()

    # ------------------------------------------------------------ going places

    def enter(self) -> None:
        """Goes on where whoever just signed in can: the till first, if it is closed."""
        use = self._use
        register = use.counter.register()
        user = use.counter.session.require_user()
        name = self.tr("Register {code}").format(code=register.code)
        self._window.show_identity(use.counter.store().name, name, user.name)
        if use.shifts.current() is None:
            self._window.show_screen(self._shift, Place.SELL)
            self._shift.show_opening()
        else:
            self._show_sell()

    def lock(self) -> None:
        """Leaves the counter to nobody; the open cart stays."""
        self._use.signing_in.lock()
        self._sign_in.show_people()
        self._window.show_screen(self._sign_in)

    def take_scan(self, code: str) -> None:
        """Takes a scan from anywhere: a badge where it signs in, else an article for the cart."""
        if self._window.shown() is self._sign_in:
            self._sign_in.take_badge(code)
        elif self._use.shifts.current() is not None and self._window.shown() is not self._pay_screen:
            self._show_sell()
            self._sell.take_scan(code)

    def _take_badge(self, badge: str) -> bool:
        """Hands the counter with its open cart to whoever carries that badge."""
        if self._use.signing_in.by_badge(badge) is None:
            return False
        user = self._use.signing_in.with_badge(badge)
        self._window.messages.info(self.tr("{name} is at the counter now").format(name=user.name))
        self.enter()
        return True

    def _go(self, place: Place) -> None:
        if place is Place.ORDERS:
            self._window.show_screen(self._orders, Place.ORDERS)
        else:
            self.enter()

    def _show_sell(self) -> None:
        self._window.show_screen(self._sell, Place.SELL)
        self._sell.refresh()
        self._sell.focus_scan()

    async def _pay(self) -> None:
        if await self._pay_screen.begin():
            self._window.show_screen(self._pay_screen, Place.SELL)

    async def _pay_exactly(self) -> None:
        screen = self._pay_screen
        if await self._payment.exact_cash():
            self._window.show_screen(screen, Place.SELL)

    # ------------------------------------------------------------ the menu

    def _obey(self, command: Command) -> None:
        if self._use.counter.session.user is None and command is not Command.QUIT:
            return
        if command is Command.LOCK:
            self.lock()
        elif command is Command.QUIT:
            self.quit_requested.emit()
        elif command is Command.REPRINT:
            self.tasks.spawn(self._orders_presenter.reprint_last())
        elif command is Command.NO_SALE:
            self.tasks.spawn(self._open_drawer())
        elif self._use.shifts.current() is not None:
            self.tasks.spawn(self._close_shift())

    async def _close_shift(self) -> None:
        await self._shift.show_closing()
        self._window.show_screen(self._shift, Place.SELL)

    async def _open_drawer(self) -> None:
        title, name = self.tr("Open the drawer without a sale"), self.tr("Reason")
        reason = await ask_text(self._window, title, name, self.tr("Open the drawer"))
        if reason is None:
            return
        try:
            await with_approval(self._approval, lambda who: self._use.checkout.no_sale(reason, who))
        except B4MartError as error:
            self._window.messages.error(error)
        else:
            self._window.messages.info(self.tr("The drawer is open; the reason is kept."))

    def _choose_theme(self, choice: ThemeChoice) -> None:
        self._theme.choose(choice)

    # ------------------------------------------------------------ what the background tells

    def on_event(self, event: Event) -> None:
        """Takes an event of the bus, in the GUI thread."""
        match event:
            case ConnectionChanged():
                self._connection = Connection(event.online, event.since, event.reason)
                self._show_status()
            case QueueChanged() | EntryJournalled():
                self._show_status()
            case EntryPosted() if "_orders" in self.__dict__:
                self._orders.reload_soon()
            case ReplicaChanged():
                self._stock_timer.start()

    def _refresh_products(self) -> None:
        if "_sell" in self.__dict__:
            self._sell.browser.reload_categories()
            self._sell.browser.refresh()

    def _show_status(self) -> None:
        state = self._use.counter.journal.state()
        status = status_of(self._connection, state, self._formats, dt.datetime.now(dt.UTC))
        self._window.show_status(status.text, status.tone, status.picture, status.details)

    def _show_queue(self) -> None:
        dialog = QueueDialog(self._use.counter.journal, self._backstage.retry, self._formats, self._window)
        self.tasks.spawn(open_dialog(dialog))
