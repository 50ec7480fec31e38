"""Looking at orders: today's, their receipts and invoices. Changing orders does not belong here yet.

Reads MongoDB, and this counter's journal for sales that are not there yet.
"""

import asyncio
import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from b4mart_desktop.domain.entries import SaleCompleted
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.jobs import Job
from b4mart_desktop.domain.orders import Order
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.receipt import Receipt, make_receipt
from b4mart_desktop.domain.sale import Sale
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.gate import may
from b4mart_desktop.services.ports import JobStore, OrderArchive

OWN_SALES = 500
"""How many of this counter's own sales are looked through where the database cannot be asked."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order as the list shows it.

    Attributes:
        posted: Whether it is in MongoDB; otherwise it is known from this counter's journal.
        invoice: The job that makes its invoice, where known.
    """

    order: Order
    posted: bool
    invoice: Job | None = None


@dataclass(frozen=True, slots=True)
class OrderDay:
    """A day's orders, newest first. ``offline`` where only this counter's own could be read."""

    rows: tuple[OrderRow, ...]
    offline: AdapterError | None = None


class Orders:
    """Orders as a manager (all) or a clerk (own) may see them."""

    def __init__(self, counter: Counter, archive: OrderArchive, jobs: JobStore) -> None:
        self._counter = counter
        self._archive = archive
        self._jobs = jobs

    def today(self) -> dt.date:
        """Returns the store's present day."""
        return self._counter.clock().astimezone(self._counter.store().zone).date()

    async def of_day(self, day: dt.date) -> OrderDay:
        """Returns the orders of the store's ``day``.

        Raises:
            DomainError: NOT_ALLOWED or NOT_SIGNED_IN.
        """
        user = self._counter.permit(Action.SEE_OWN_ORDERS).user
        cashier = None if may(user, Action.SEE_ALL_ORDERS) else user.id
        start, end = _bounds(day, self._counter.store().zone)
        # Read first: a sale that is posted meanwhile is then in both lists, never in none.
        waiting = await self._waiting_sales()
        try:
            orders = await self._archive.between(start, end, cashier)
            jobs = await self._jobs.for_refs([order.id for order in orders])
        except AdapterError as error:
            sales = await asyncio.to_thread(self._counter.journal.recent_sales, OWN_SALES)
            unposted = {sale.order.id for sale in waiting}
            return OrderDay(_rows_of(sales, unposted, start, end, cashier), offline=error)
        posted = [OrderRow(order, posted=True, invoice=jobs.get(order.id)) for order in orders]
        known = {row.order.id for row in posted}
        missing = [sale for sale in waiting if sale.order.id not in known]
        rows = [*posted, *_rows_of(missing, {sale.order.id for sale in missing}, start, end, cashier)]
        return OrderDay(tuple(sorted(rows, key=lambda row: row.order.created_at, reverse=True)))

    async def with_receipt(self, number: str) -> tuple[dt.date, Order]:
        """Returns the order with that receipt number, and the store's day it was made on.

        Raises:
            DomainError: NOT_FOUND; NOT_ALLOWED or NOT_SIGNED_IN.
            AdapterError: DATABASE_UNREACHABLE where this counter did not make it lately.
        """
        user = self._counter.permit(Action.SEE_OWN_ORDERS).user
        sales = await asyncio.to_thread(self._counter.journal.recent_sales, OWN_SALES)
        own = next((sale.order for sale in sales if sale.order.receipt_number == number), None)
        order = own or await self._archive.by_receipt(number)
        if order is None:
            raise DomainError(ErrorCode.NOT_FOUND, what="order", id=number)
        if order.cashier != user.id:
            self._counter.permit(Action.SEE_ALL_ORDERS)
        return order.created_at.astimezone(self._counter.store().zone).date(), order

    async def receipt(self, row: OrderRow) -> Receipt:
        """Returns the receipt of an order in the list.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE for a sale that this counter did not make.
        """
        user = self._counter.session.require_user()
        self._counter.permit(Action.SEE_OWN_ORDERS if row.order.cashier == user.id else Action.SEE_ALL_ORDERS)
        own = await asyncio.to_thread(self._counter.journal.sale, row.order.id)
        payments = await self._archive.payments(row.order.id) if own is None else own.payments
        return make_receipt(row.order, payments, self._counter.store())

    async def _waiting_sales(self) -> list[Sale]:
        queue = await asyncio.to_thread(self._counter.journal.queue)
        return [queued.entry.sale for queued in queue if isinstance(queued.entry, SaleCompleted)]

    def last_receipt(self) -> Receipt:
        """Returns the receipt of this counter's last sale, for a reprint.

        Raises:
            DomainError: NO_RECEIPT_YET or NOT_ALLOWED.
        """
        self._counter.permit(Action.REPRINT)
        sales = self._counter.journal.recent_sales(1)
        if not sales:
            raise DomainError(ErrorCode.NO_RECEIPT_YET)
        return make_receipt(sales[0].order, sales[0].payments, self._counter.store())


def _rows_of(
    sales: Sequence[Sale],
    unposted: Collection[Id],
    start: dt.datetime,
    end: dt.datetime,
    cashier: Id | None,
) -> tuple[OrderRow, ...]:
    return tuple(
        OrderRow(sale.order, posted=sale.order.id not in unposted)
        for sale in sales
        if start <= sale.order.created_at < end and cashier in (None, sale.order.cashier)
    )


def _bounds(day: dt.date, zone: dt.tzinfo) -> tuple[dt.datetime, dt.datetime]:
    """Midnight to midnight in the store's zone, in UTC: 23 or 25 hours where clocks change."""
    midnights = (dt.datetime.combine(day + dt.timedelta(days=n), dt.time(), zone) for n in (0, 1))
    start, end = (midnight.astimezone(dt.UTC) for midnight in midnights)
    return start, end
