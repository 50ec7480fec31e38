"""The way through the screens: sign-in, till, selling, paying, orders. No rules and no making of screens.

Where somebody may go depends on who is signed in, whether the till is open, and what services refuse.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from b4mart_desktop.domain.errors import B4MartError, DomainError, ErrorCode
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.gui.main_window import Command, MainWindow, Place
from b4mart_desktop.gui.screens import Screens, UseCases
from b4mart_desktop.gui.shared.approval import with_approval
from b4mart_desktop.gui.shared.backstage import Backstage
from b4mart_desktop.gui.shared.dialogs import ask_text, open_dialog, show_error
from b4mart_desktop.gui.shared.key_help import KeyHelp
from b4mart_desktop.gui.shared.palette import CommandPalette, deeds_of
from b4mart_desktop.gui.shared.status import status_of
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.shared.throttle import Throttle
from b4mart_desktop.gui.sign_in.sign_in_screen import SignInScreen
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.theme import Theme
from b4mart_desktop.services.bus import (
    ConnectionChanged,
    EntriesPosted,
    Event,
    HeldCartDoubled,
    HeldCartsChanged,
    JobFinished,
    LastOneSold,
    ReplicaChanged,
    ReplicaLoading,
)

_STATUS_MS = 5_000
_STOCK_MS = 150
_FOR_ANYONE = (Command.QUIT, Command.HELP)


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
        self._formats = formats
        self._theme = theme
        self._screens = Screens(window, use, backstage, formats, self._take_badge)
        self._status = self._screens.status
        self._untold: list[B4MartError] = []
        self.tasks = TaskOwner()
        self._status_timer = QTimer(self, interval=_STATUS_MS)
        self._following = Throttle(self._refresh_products, _STOCK_MS)
        self._connect()

    def _connect(self) -> None:
        window = self._window
        window.place_chosen.connect(self._go)
        window.command_given.connect(self._obey)
        window.theme_chosen.connect(self._theme.choose)
        window.status_pressed.connect(self._open_status)
        window.show_theme(self._theme.choice)
        self._sign_in.signed_in.connect(self.enter)
        screens = self._screens
        screens.pay_requested.connect(lambda: self.tasks.spawn_once("pay", self._pay))
        screens.exact_cash_requested.connect(lambda: self.tasks.spawn_once("pay", self._pay_exactly))
        screens.sell_requested.connect(self._show_sell)
        screens.receipt_wanted.connect(lambda _: self._go(Place.ORDERS))
        screens.receipt_wanted.connect(lambda number: screens.orders.find_receipt(number))
        screens.leave_requested.connect(self.lock)
        self._status.changed.connect(self._show_status)
        self._status_timer.timeout.connect(self._status.refresh)
        self._status_timer.timeout.connect(self._show_status)
        self._status_timer.timeout.connect(self._reprice)
        QShortcut(QKeySequence("Ctrl+K"), window).activated.connect(self._show_palette)
        self._status_timer.start()
        self._status.refresh()
        self._show_status()

    async def close(self) -> None:
        """Ends what the screens still do."""
        self._status_timer.stop()
        self._following.stop()
        await self.tasks.cancel_all()
        await self._screens.close()

    # ------------------------------------------------------------ going places

    def tell(self, incidents: Sequence[B4MartError]) -> None:
        """Has whoever is here, or else signs in first, read what happened before going on."""
        if self._use.counter.session.user is None:
            self._untold.extend(incidents)
        else:
            self.tasks.spawn(_tell(self._window, incidents))

    def enter(self) -> None:
        """Goes on where whoever just signed in can: the till first, if it is closed."""
        untold, self._untold = self._untold, []
        self.tasks.spawn(_tell(self._window, untold))
        use = self._use
        register = use.counter.register()
        user = use.counter.session.require_user()
        name = self.tr("Register {code}").format(code=register.code)
        self._window.show_identity(use.counter.store().name, name, user.name)
        self._screens.renew_office()
        self._window.offer_office(use.office is not None and use.counter.may(Action.SEE_CATALOGUE))
        if use.shifts.current() is None:
            self._show(self._screens.shift, Place.SELL)
            self._screens.shift.show_opening()
        else:
            self._show_sell()

    def lock(self) -> None:
        """Leaves the counter to nobody; the open cart stays."""
        if self._screens.is_made("office"):
            self._screens.office.pause()
        self._use.signing_in.lock()
        self._sign_in.show_people()
        self._show(self._sign_in)

    def take_scan(self, code: str) -> None:
        """Takes a scan from anywhere: a badge where it signs in, else an article for the cart."""
        if self._window.shown() is self._sign_in:
            self._sign_in.take_badge(code)
        elif self._screens.is_office(self._window.shown()):
            if QApplication.activeModalWidget() is None:  # a dialog over a room hides what the scan would do
                self._screens.office.take_scan(code)
        elif self._use.shifts.current() is not None and not self._takes_payment():
            self._show_sell()
            self._screens.sell.take_scan(code)

    def _take_badge(self, badge: str) -> bool:
        """Hands the counter with its open cart to whoever carries that badge."""
        if self._use.signing_in.by_badge(badge) is None:
            return False
        user = self._use.signing_in.with_badge(badge)
        self._window.messages.info(self.tr("{name} is at the counter now").format(name=user.name))
        self.enter()
        return True

    def _takes_payment(self) -> bool:
        """While it does, no scan may change the cart; on the finished receipt the next customer's may."""
        return self._window.shown() is self._screens.pay and not self._screens.pay.is_paid

    def _go(self, place: Place) -> None:
        if place is Place.ORDERS:
            self._show(self._screens.orders, Place.ORDERS)
        elif place is Place.REGISTERS:
            self._show(self._screens.counters, Place.REGISTERS)
        elif place is Place.OFFICE:
            self._show(self._screens.office, Place.OFFICE)
        else:
            self.enter()

    def _show(self, screen: QWidget, place: Place | None = None) -> None:
        """Shows a screen; leaving the pay screen lets the cart be changed again."""
        if not (self._screens.is_made("pay") and screen is self._screens.pay):
            self._use.checkout.release()
        self._window.show_screen(screen, place)

    def _show_sell(self) -> None:
        self._show(self._screens.sell, Place.SELL)
        self._screens.sell.refresh()
        self._screens.sell.focus_scan()

    async def _pay(self) -> None:
        selling = self._screens.selling
        if await selling.coupons.still_hold() and await self._screens.pay.begin(selling.shown):
            self._show(self._screens.pay, Place.SELL)

    async def _pay_exactly(self) -> None:
        screen, selling = self._screens.pay, self._screens.selling
        if await selling.coupons.still_hold() and await self._screens.payment.exact_cash(selling.shown):
            self._show(screen, Place.SELL)

    # ------------------------------------------------------------ the menu

    def _obey(self, command: Command) -> None:
        if self._use.counter.session.user is None and command not in _FOR_ANYONE:
            return
        in_office = self._screens.is_office(self._window.shown())
        deeds: dict[Command, Callable[[], object]] = {
            Command.LOCK: self.lock,
            Command.HELP: lambda: self.tasks.spawn_latest(
                "help", open_dialog(KeyHelp(self._window, catalogue=in_office))
            ),
            Command.QUIT: self.quit_requested.emit,
            Command.REPRINT: lambda: self.tasks.spawn(self._reprint()),
            Command.NO_SALE: lambda: self.tasks.spawn(self._open_drawer()),
            Command.REGISTERS: lambda: self._go(Place.REGISTERS),
            Command.CLOSE_SHIFT: lambda: self.tasks.spawn(self._close_shift()),
        }
        deeds[command]()

    async def _reprint(self) -> None:
        """While the receipt just made is shown, it is opened itself; else a copy of the last one is made."""
        screens = self._screens
        if self._window.shown() is screens.pay and screens.pay.is_paid:
            await screens.payment.open_receipt()
        else:
            await screens.ordering.reprint_last()

    async def _close_shift(self) -> None:
        if self._use.shifts.current() is None:
            return
        await self._screens.shift.show_closing()
        self._show(self._screens.shift, Place.SELL)

    async def _open_drawer(self) -> None:
        title, name = self.tr("Open the drawer without a sale"), self.tr("Reason")
        reason = await ask_text(self._window, title, name, self.tr("Open the drawer"))
        if reason is None:
            return
        try:
            await with_approval(self._screens.approval, lambda who: self._use.checkout.no_sale(reason, who))
        except B4MartError as error:
            self._window.messages.error(error)
        else:
            self._window.messages.info(self.tr("The drawer is open; the reason is kept."))

    def _show_palette(self) -> None:
        if self._use.counter.session.user is not None:
            self.tasks.spawn_latest("palette", self._run_palette())

    async def _run_palette(self) -> None:
        palette = CommandPalette(self._window, deeds_of(self._window))
        if await open_dialog(palette) and palette.chosen is not None:
            palette.chosen.do()

    # ------------------------------------------------------------ what the background tells

    def on_event(self, event: Event) -> None:
        """Takes an event of the bus, in the GUI thread."""
        self._status.on_event(event)
        self._screens.on_event(event)
        match event:
            case EntriesPosted() | JobFinished() if self._screens.is_made("orders"):
                self._screens.orders.reload_soon()
            case HeldCartDoubled():
                self.tell([_doubled_error(event, self._formats)])
            case HeldCartsChanged() | ConnectionChanged() | ReplicaChanged(collection="heldcarts"):
                if self._screens.is_made("selling"):
                    self._screens.selling.held.note_change()
            case LastOneSold() if self._window.shown() is not None and self._screens.is_made("sell"):
                self._screens.sell.tell_last_one(event)
            case ReplicaLoading(done, total):
                if self._screens.is_made("sell"):
                    self._screens.sell.browser.note_loading(done, total)
            case ReplicaChanged():
                self._following.request()

    def _reprice(self) -> None:
        """A promotion may end while a cart is open: the counter must not ask for what nobody saw."""
        if self._screens.is_made("sell") and self._window.shown() is self._screens.sell:
            self._screens.selling.reprice()

    def _refresh_products(self) -> None:
        self._reprice()
        if self._screens.is_made("sell"):
            self._screens.sell.follow_replica()

    def _show_status(self) -> None:
        status = status_of(self._status.standing, self._formats, dt.datetime.now(dt.UTC))
        self._window.show_status(status.text, status.tone, status.picture, status.details)

    def _open_status(self) -> None:
        if self._use.counter.session.user is not None:
            self.tasks.spawn_once("status", self._screens.show_status)


async def _tell(window: MainWindow, incidents: Sequence[B4MartError]) -> None:
    for incident in incidents:
        await show_error(window, incident)


def _doubled_error(doubled: HeldCartDoubled, formats: Formats) -> DomainError:
    """Two customers may be about to pay for one sale: somebody has to know."""
    return DomainError(
        ErrorCode.HELD_CART_DOUBLED,
        label=doubled.label,
        total=formats.money(doubled.total),
        register=doubled.register_code,
        time=formats.time(doubled.at),
    )
