"""What the orders screen does: reads a day, shows receipts and invoices, prints copies. No widgets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.domain.receipt import Receipt
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.services.invoicing import Invoicing, file_name
from b4mart_desktop.services.orders import OrderDay, OrderRow, Orders
from b4mart_desktop.services.printing import Printing

Result = TypeVar("Result")
OnBackstage = Callable[[Coroutine[Any, Any, Any]], Awaitable[Any]]


class OrdersPresenter(QObject):
    """The orders screen's commands.

    Args:
        orders: The use case.
        invoicing: Where invoices are.
        printing: Copies and documents.
        backstage: Runs a coroutine in the background thread.
        messages: Where errors are told.

    Signals:
        loading: A day is being read (``date``).
        loaded: The day and its orders (``date``, ``OrderDay``).
        refused: The day cannot be read (``B4MartError``).
        receipt_ready: The receipt of the chosen order (``Receipt``).
        found: The order that was asked for by its receipt number (``Order``); its day is read next.
    """

    loading = Signal(object)
    loaded = Signal(object, object)
    refused = Signal(object)
    receipt_ready = Signal(object)
    found = Signal(object)

    def __init__(
        self,
        orders: Orders,
        invoicing: Invoicing,
        printing: Printing,
        backstage: OnBackstage,
        messages: Messages,
    ) -> None:
        super().__init__()
        self._orders = orders
        self._invoicing = invoicing
        self._printing = printing
        self._backstage = backstage
        self._messages = messages
        self.day = orders.today()

    def is_today(self) -> bool:
        """Whether the day shown is the store's present one."""
        return self.day >= self._orders.today()

    async def show_day(self, day: dt.date) -> None:
        """Reads the orders of ``day``."""
        self.day = min(day, self._orders.today())
        self.loading.emit(self.day)
        try:
            orders: OrderDay = await self._backstage(self._orders.of_day(self.day))
        except B4MartError as error:
            self.refused.emit(error)
        else:
            self.loaded.emit(self.day, orders)

    async def find(self, number: str) -> None:
        """Reads the day of the order with that receipt number."""
        try:
            day, order = await self._backstage(self._orders.with_receipt(number))
        except B4MartError as error:
            self._messages.error(error)
            await self.show_day(self.day)
        else:
            self.found.emit(order)
            await self.show_day(day)

    async def show_receipt(self, row: OrderRow) -> None:
        """Reads the receipt of an order."""
        try:
            receipt: Receipt = await self._backstage(self._orders.receipt(row))
        except B4MartError as error:
            self._messages.error(error)
        else:
            self.receipt_ready.emit(receipt)

    async def reprint(self, receipt: Receipt) -> None:
        """Prints a copy of the receipt shown."""
        try:
            await self._printing.reprint(receipt)
        except B4MartError as error:
            self._messages.error(error)

    async def reprint_last(self) -> None:
        """Prints a copy of this counter's last receipt."""
        try:
            receipt = self._orders.last_receipt()
        except B4MartError as error:
            self._messages.error(error)
        else:
            await self.reprint(receipt)

    async def open_invoice(self, row: OrderRow) -> None:
        """Shows an order's invoice, made now where the background has not done it yet."""
        try:
            content = await self._backstage(self._invoicing.invoice_of(row.order))
            await self._printing.show_document(file_name(row.order), content)
        except B4MartError as error:
            self._messages.error(error)
