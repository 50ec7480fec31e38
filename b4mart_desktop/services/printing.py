"""Receipts on paper: issued once with the sale, copies on request. Drawing and opening belong to adapters."""

from pathlib import Path

from b4mart_desktop.domain.entries import Audited
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.receipt import Receipt
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.ports import Output, ReceiptPrinter


class Printing:
    """Makes receipts and shows them."""

    def __init__(self, counter: Counter, printer: ReceiptPrinter, output: Output) -> None:
        self._counter = counter
        self._printer = printer
        self._output = output

    async def issue(self, receipt: Receipt) -> Path:
        """Writes the receipt of a sale just completed and returns where it is.

        Raises:
            AdapterError: DOCUMENT_FAILED or DISK_WRITE_FAILED; the sale stands all the same.
        """
        content = await self._printer.pdf(receipt, copy=False)
        return await self._output.save(f"receipt-{receipt.receipt_number}.pdf", content)

    async def reprint(self, receipt: Receipt) -> Path:
        """Writes and shows a copy, marked as one; who asked for it goes to the audit log.

        Raises:
            DomainError: NOT_ALLOWED.
            AdapterError: DOCUMENT_FAILED, DISK_WRITE_FAILED or PRINTING_FAILED.
        """
        permit = self._counter.permit(Action.REPRINT)
        content = await self._printer.pdf(receipt, copy=True)
        path = await self._output.save(f"receipt-{receipt.receipt_number}-copy.pdf", content)
        entry = self._counter.audit(permit, Id(receipt.order), receipt=receipt.receipt_number)
        await self._counter.record(Audited(id=new_id(), audit=(entry,)))
        await self._output.open(path)
        return path

    async def show(self, path: Path) -> None:
        """Shows a document that was written before.

        Raises:
            AdapterError: PRINTING_FAILED.
        """
        await self._output.open(path)

    async def show_document(self, name: str, content: bytes) -> Path:
        """Writes and shows a document that is kept elsewhere, such as an invoice.

        Raises:
            AdapterError: DISK_WRITE_FAILED or PRINTING_FAILED.
        """
        path = await self._output.save(name, content)
        await self._output.open(path)
        return path
