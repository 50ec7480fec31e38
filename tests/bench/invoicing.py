"""The row of invoices: how many pages a second are drawn."""

import asyncio
import io
import time
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from reportlab.pdfgen.canvas import Canvas

from b4mart_desktop.adapters.documents import invoice_pdf
from b4mart_desktop.adapters.documents.invoice_pdf import InvoicePdf
from b4mart_desktop.domain.receipt import Receipt
from tests.bench.figures import Figure, rate
from tests.bench.stand import Stand
from tests.bench.till import open_till

INVOICES = 60
LINES = 12

Call = tuple[str, tuple[Any, ...], dict[str, Any]]


def invoice(stand: Stand) -> list[Figure]:
    """Drawing the invoice of a sale of twelve lines.

    Bare: the same calls of reportlab's canvas, recorded beforehand; it makes the same file to the byte.
    """
    return asyncio.run(_invoice(stand))


async def _invoice(stand: Stand) -> list[Figure]:
    async with open_till(stand.folder, stand.replica) as till:
        receipt = (await till.sell(0, LINES)).receipt
    printer = InvoicePdf("en_US")
    recording = await _record(printer, receipt)
    if _replay(recording) != await printer.pdf(receipt):
        raise AssertionError("the recorded calls do not draw the same page")
    own: list[float] = []
    bare: list[float] = []
    for _ in range(INVOICES):
        began = time.perf_counter()
        await printer.pdf(receipt)
        own.append(time.perf_counter() - began)
        began = time.perf_counter()
        await asyncio.to_thread(_replay, recording)
        bare.append(time.perf_counter() - began)
    return [rate("invoice", "invoices/s", own, bare)]


async def _record(printer: InvoicePdf, receipt: Receipt) -> list[Call]:
    """Returns all calls of the canvas with their arguments, its making first."""
    recording: list[Call] = []

    def make(target: io.BytesIO, **options: Any) -> _RecordingCanvas:
        recording.append(("", (), options))
        return _RecordingCanvas(Canvas(target, **options), recording)

    with patch.object(invoice_pdf, "Canvas", make):
        await printer.pdf(receipt)
    return recording


class _RecordingCanvas:
    """Passes every call on to a real canvas and writes it down."""

    def __init__(self, canvas: Canvas, recording: list[Call]) -> None:
        self._canvas = canvas
        self._recording = recording

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method: Callable[..., Any] = getattr(self._canvas, name)

        def call(*arguments: Any, **options: Any) -> Any:
            self._recording.append((name, arguments, options))
            return method(*arguments, **options)

        return call


def _replay(recording: list[Call]) -> bytes:
    target = io.BytesIO()
    (_, _, options), *calls = recording
    canvas = Canvas(target, **options)
    for name, arguments, named in calls:
        getattr(canvas, name)(*arguments, **named)
    return target.getvalue()
