"""The A4 invoice of a sale: head, table over as many pages as it needs, totals.

Says every amount as the ``Receipt`` record has it. Drawn straight on a canvas: reportlab's own page layout
takes three times as long.
"""

import asyncio
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from b4mart_desktop.adapters.documents.fonts import (
    BOLD,
    MEDIUM,
    REGULAR,
    SEMIBOLD,
    drawing,
    load_fonts,
    printable,
)
from b4mart_desktop.adapters.documents.formats import Formats
from b4mart_desktop.adapters.documents.invoice_closing import Closing
from b4mart_desktop.adapters.documents.invoice_table import table_head, table_lines
from b4mart_desktop.adapters.documents.sellers import address_lines, seller_lines
from b4mart_desktop.adapters.documents.sheet import (
    ACCENT,
    BOTTOM,
    FOOT_LINE,
    HAIRLINE,
    LEFT,
    MUTED,
    RIGHT,
    TOP,
    Block,
    Pen,
    rule,
    write,
    write_right,
)
from b4mart_desktop.adapters.documents.wording import Wording
from b4mart_desktop.domain.receipt import Receipt

_STORE = Pen(BOLD, 20, ACCENT)
_TITLE = Pen(BOLD, 20)
_SMALL = Pen(size=8.5, ink=MUTED)
_META_VALUE = Pen(MEDIUM)
_CAPTION = Pen(SEMIBOLD, 7.5, MUTED)
_CUSTOMER = Pen(SEMIBOLD, 10.5)
_RUNNING = Pen(SEMIBOLD, 8.5)
_FOOT = Pen(size=7.5, ink=MUTED)
_LEADING = 12.5
_META_LEFT = RIGHT - 74 * mm
_SELLER_WIDTH = _META_LEFT - LEFT - 6 * mm
_TITLE_HEIGHT = 40.0


class InvoicePdf:
    """Draws invoices.

    Args:
        language: How numbers and dates are written.
        wording: The texts around the sale.
    """

    def __init__(self, language: str = "en", wording: Wording | None = None) -> None:
        self._language = language
        self._wording = wording or Wording()

    async def pdf(self, receipt: Receipt) -> bytes:
        """Returns the invoice as a PDF of A4 pages; the same sale always gives the same bytes.

        Raises:
            AdapterError: DOCUMENT_FAILED where the fonts cannot be read.
        """
        return await asyncio.to_thread(self._draw, receipt)

    def _draw(self, receipt: Receipt) -> bytes:
        with drawing:
            load_fonts()
            formats = Formats(self._language, receipt.currency, receipt.store.time_zone)
            return _Invoice(receipt, formats, self._wording).draw()


@dataclass(frozen=True, slots=True)
class _FirstHead:
    """Who sells on the left, what this is on the right, who buys below."""

    seller: Sequence[str]
    title: str
    meta: Sequence[tuple[str, str]]
    caption: str
    buyer: Sequence[str]

    @property
    def height(self) -> float:
        """All texts and the gaps between them."""
        upper = _TITLE_HEIGHT + max(len(self.seller) - 1, len(self.meta)) * _LEADING
        return upper + 22 + _LEADING * (len(self.buyer) + 1) + 16

    def draw(self, canvas: Canvas, top: float) -> None:
        """Draws the three parts."""
        name, *lines = self.seller
        write(canvas, _STORE, LEFT, top - 18, name, _SELLER_WIDTH)
        write_right(canvas, _TITLE, RIGHT, top - 18, self.title)
        for number, text in enumerate(lines):
            write(canvas, _SMALL, LEFT, top - _TITLE_HEIGHT - number * _LEADING, text, _SELLER_WIDTH)
        for number, (label, value) in enumerate(self.meta):
            y = top - _TITLE_HEIGHT - number * _LEADING
            write(canvas, _SMALL, _META_LEFT, y, label)
            write_right(canvas, _META_VALUE, RIGHT, y, value, 52 * mm)
        self._draw_buyer(canvas, top - self.height + 16 + _LEADING * (len(self.buyer) + 1))

    def _draw_buyer(self, canvas: Canvas, top: float) -> None:
        rule(canvas, top + 10, HAIRLINE)
        name, *lines = self.buyer
        write(canvas, _CAPTION, LEFT, top - 7, self.caption)
        write(canvas, _CUSTOMER, LEFT, top - 8 - _LEADING, name)
        for number, text in enumerate(lines, start=2):
            write(canvas, _SMALL, LEFT, top - 8 - number * _LEADING, text)


@dataclass(frozen=True, slots=True)
class _RunningHead:
    """The head of all pages but the first."""

    store: str
    number: str
    height: float = 26.0

    def draw(self, canvas: Canvas, top: float) -> None:
        """Draws the store's name and the invoice's number."""
        write(canvas, _RUNNING, LEFT, top - 10, self.store)
        write_right(canvas, _SMALL, RIGHT, top - 10, self.number)


class _Invoice:
    """One invoice: first distributed over pages, then drawn, because each page says how many there are."""

    def __init__(self, receipt: Receipt, formats: Formats, wording: Wording) -> None:
        self._receipt = receipt
        self._formats = formats
        self._wording = wording

    def draw(self) -> bytes:
        receipt, wording = self._receipt, self._wording
        target = io.BytesIO()
        canvas = Canvas(target, pagesize=A4, invariant=1, initialFontName=REGULAR)
        canvas.setTitle(f"{wording.invoice} {receipt.receipt_number}")
        canvas.setAuthor(receipt.store.legal_name)
        pages = list(self._pages())
        for number, blocks in enumerate(pages, start=1):
            top = TOP
            for block in blocks:
                block.draw(canvas, top)
                top -= block.height
            self._draw_foot(canvas, number, len(pages))
            canvas.showPage()
        canvas.save()
        return target.getvalue()

    def _pages(self) -> Iterator[list[Block]]:
        head = table_head(self._wording)
        later = _RunningHead(printable(self._receipt.store.name), printable(self._numbered()))
        page: list[Block] = [self._first_head(), head]
        room = TOP - BOTTOM - sum(block.height for block in page)
        for line in table_lines(self._receipt, self._formats, self._wording):
            if line.height > room:
                yield page
                page = [later, head]
                room = TOP - BOTTOM - later.height - head.height
            page.append(line)
            room -= line.height
        closing = Closing(self._receipt, self._formats, self._wording)
        if closing.height > room:
            last = page.pop()  # totals alone on a page would leave open what they are the totals of
            yield page
            page = [later, head, last]
        yield [*page, closing]

    def _first_head(self) -> _FirstHead:
        receipt, wording = self._receipt, self._wording
        buyer = [receipt.customer or wording.walk_in]
        if receipt.address is not None:
            buyer.extend(address_lines(receipt.address))
        seller = [receipt.store.name, *seller_lines(receipt.store, wording)]
        return _FirstHead(
            seller=[printable(text) for text in seller],
            title=wording.invoice,
            meta=[(label, printable(value)) for label, value in self._meta()],
            caption=wording.bill_to,
            buyer=[printable(text) for text in buyer],
        )

    def _meta(self) -> Iterator[tuple[str, str]]:
        receipt, wording = self._receipt, self._wording
        yield wording.invoice_number, receipt.receipt_number
        if receipt.order_number != receipt.receipt_number:
            yield wording.order, receipt.order_number
        yield wording.sold_on, self._formats.moment(receipt.sold_at)
        if receipt.register:
            yield wording.register, receipt.register
        if receipt.cashier:
            yield wording.cashier, receipt.cashier

    def _numbered(self) -> str:
        return f"{self._wording.invoice_number} {self._receipt.receipt_number}"

    def _draw_foot(self, canvas: Canvas, page: int, pages: int) -> None:
        store, wording = self._receipt.store, self._wording
        rule(canvas, FOOT_LINE)
        parts = [store.legal_name]
        if store.tax_number:
            parts.append(wording.tax_number.format(number=store.tax_number))
        write(canvas, _FOOT, LEFT, FOOT_LINE - 12, printable(" · ".join(parts)))
        write_right(canvas, _FOOT, RIGHT, FOOT_LINE - 12, wording.page.format(page=page, pages=pages))
