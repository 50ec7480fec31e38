"""Invoices: the background job that draws each sale's invoice once, and getting it for the orders screen.

Drawing belongs to the ``InvoicePrinter``, retrying to the worker. Whether someone may see an order is
asked by who shows orders.
"""

from collections.abc import Callable

from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.jobs import Job, JobKind
from b4mart_desktop.domain.orders import Order
from b4mart_desktop.domain.receipt import make_receipt
from b4mart_desktop.domain.store import Store
from b4mart_desktop.services.ports import FileStore, InvoicePrinter, OrderArchive


class Invoicing:
    """Makes and keeps invoices. Runs where the database connections live, the background thread.

    Args:
        orders: Where orders and payments are read.
        files: Where invoices are kept.
        printer: Draws them.
        store: Returns the store's settings, None before the first load of the replica; it is called in
            the background thread.
    """

    def __init__(
        self,
        orders: OrderArchive,
        files: FileStore,
        printer: InvoicePrinter,
        store: Callable[[], Store | None],
    ) -> None:
        self._orders = orders
        self._files = files
        self._printer = printer
        self._store = store

    async def handle(self, job: Job) -> None:
        """Makes the invoice that ``job`` asks for; one that is there already stays as it is.

        Raises:
            DomainError: NOT_FOUND where the order does not exist: trying again cannot help.
            AdapterError: DATABASE_UNREACHABLE where the database or the store's settings are not there yet.
        """
        order = await self._orders.order(job.ref)
        if order is None:
            raise DomainError(ErrorCode.NOT_FOUND, what="order", id=job.ref)
        await self.invoice_of(order)

    async def invoice_of(self, order: Order) -> bytes:
        """Returns the invoice of ``order`` as PDF: the one kept, else a new one that is then kept.

        Raises:
            AdapterError: DATABASE_UNREACHABLE where the database or the store's settings are not there yet,
                DOCUMENT_FAILED where the invoice cannot be drawn.
        """
        name = kept_name(order)
        kept = await self._files.get(name)
        if kept is not None:
            return kept
        store = self._store()
        if store is None:
            raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="the store's settings are not loaded")
        payments = await self._orders.payments(order.id)
        content = await self._printer.pdf(make_receipt(order, payments, store))
        await self._files.put(name, content, order.id, JobKind.INVOICE.value)
        return content


def kept_name(order: Order) -> str:
    """Returns the name in the database: by the order's identity, which no other order has."""
    return f"{JobKind.INVOICE.value}-{order.id}.pdf"


def file_name(order: Order) -> str:
    """Returns the name a person sees on disk: by the number that is printed on it."""
    return f"{JobKind.INVOICE.value}-{order.receipt_number or order.order_number}.pdf"
