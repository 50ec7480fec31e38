"""The receipt a customer takes home: 80 mm paper, just as long as the sale.

Says every amount as the ``Receipt`` record has it. Black only: thermal printers have no grey.
"""

import asyncio
from collections.abc import Iterator
from decimal import Decimal

from b4mart_desktop.adapters.documents.fonts import (
    BOLD,
    MEDIUM,
    REGULAR,
    SEMIBOLD,
    drawing,
    load_fonts,
    printable,
    width_of,
    wrap,
)
from b4mart_desktop.adapters.documents.formats import Formats
from b4mart_desktop.adapters.documents.sellers import seller_lines
from b4mart_desktop.adapters.documents.strip import (
    PRINT_WIDTH,
    Banner,
    Barcode,
    Centred,
    Gap,
    Pair,
    Row,
    Rule,
    Style,
    draw_strip,
)
from b4mart_desktop.adapters.documents.wording import Wording
from b4mart_desktop.domain.money import ZERO
from b4mart_desktop.domain.receipt import Receipt, ReceiptLine

_STORE = Style(BOLD, 16, 20)
_SMALL = Style(REGULAR, 8, 11)
_SMALL_STRONG = Style(SEMIBOLD, 8, 11)
_NAME = Style(MEDIUM, 9, 12.5)
_BODY = Style(REGULAR, 9, 12.5)
_STRONG = Style(SEMIBOLD, 9, 12.5)
_TOTAL = Style(BOLD, 15, 22)
_TOTAL_AMOUNT = Style(BOLD, 18, 22)
_CHANGE = Style(BOLD, 11, 16)
_BANNER = Style(BOLD, 11, 17)
_INDENT = 8.0
_MARK_WIDTH = 12.0
_SPACE = 10.0  # at least this much between a name and its amount


class ReceiptPdf:
    """Draws receipts.

    Args:
        language: How numbers and dates are written.
        wording: The texts around the sale.
    """

    def __init__(self, language: str = "en", wording: Wording | None = None) -> None:
        self._language = language
        self._wording = wording or Wording()

    async def pdf(self, receipt: Receipt, copy: bool) -> bytes:
        """Returns the receipt as a PDF 80 mm wide; ``copy`` marks a reprint.

        Raises:
            AdapterError: DOCUMENT_FAILED where the fonts cannot be read.
        """
        return await asyncio.to_thread(self._draw, receipt, copy)

    def _draw(self, receipt: Receipt, copy: bool) -> bytes:
        with drawing:
            load_fonts()
            formats = Formats(self._language, receipt.currency, receipt.store.time_zone)
            rows = list(_Rows(receipt, formats, self._wording).all(copy=copy))
            return draw_strip(rows, f"{self._wording.receipt} {receipt.receipt_number}")


class _Rows:
    """The rows of one receipt, from the store's name to the barcode."""

    def __init__(self, receipt: Receipt, formats: Formats, wording: Wording) -> None:
        self._receipt = receipt
        self._formats = formats
        self._wording = wording
        several = len(receipt.taxes) > 1
        self._marks = {tax.rate: chr(ord("A") + n) for n, tax in enumerate(receipt.taxes) if several}
        self._mark_width = _MARK_WIDTH if several else 0.0

    def all(self, *, copy: bool) -> Iterator[Row]:
        yield from self._head()
        if copy:
            yield Banner(self._wording.copy, _BANNER)
        yield Rule()
        yield from self._meta()
        yield Rule()
        for line in self._receipt.lines:
            yield from self._line(line)
        yield Rule()
        yield from self._amounts()
        yield from self._tenders()
        yield Rule()
        yield from self._foot()

    def _head(self) -> Iterator[Row]:
        store = self._receipt.store
        yield from _centred(store.name, _STORE)
        yield Gap(2)
        for text in seller_lines(store, self._wording):
            yield from _centred(text, _SMALL)
        yield Gap(2)

    def _meta(self) -> Iterator[Row]:
        receipt, wording = self._receipt, self._wording
        yield Pair(printable(receipt.receipt_number), self._formats.moment(receipt.sold_at), _SMALL_STRONG)
        cashier = f"{wording.cashier} {receipt.cashier}" if receipt.cashier else ""
        register = f"{wording.register} {receipt.register}" if receipt.register else ""
        if cashier or register:
            yield Pair(printable(cashier), printable(register), _SMALL)
        if receipt.customer:
            yield Pair(wording.customer, printable(receipt.customer), _SMALL)

    def _line(self, line: ReceiptLine) -> Iterator[Row]:
        amount = self._formats.amount(line.total)
        room = PRINT_WIDTH - self._mark_width - width_of(amount, _NAME.font, _NAME.size) - _SPACE
        first, *rest = wrap(printable(line.name), _NAME.font, _NAME.size, room)
        mark = self._marks.get(line.tax_rate, "")
        yield Pair(first, amount, _NAME, mark=mark, mark_width=self._mark_width)
        for text in rest:
            yield Pair(text, "", _NAME)
        if line.measure is not None or line.quantity != 1:
            yield Pair(printable(self._quantity(line)), "", _SMALL, _INDENT)
        if line.discount != ZERO:
            yield self._sum(self._discount(line), -line.discount, _SMALL, _INDENT)
        if line.note:
            for text in wrap(printable(line.note), _SMALL.font, _SMALL.size, PRINT_WIDTH - _INDENT):
                yield Pair(text, "", _SMALL, _INDENT)
        yield Gap(2.5)

    def _quantity(self, line: ReceiptLine) -> str:
        quantity, price = self._formats.count(line.quantity), self._formats.unit_price(line.unit_price)
        if line.measure is None:
            return self._wording.each.format(quantity=quantity, price=price)
        text = self._wording.weighed if line.quantity == 1 else self._wording.weighed_pieces
        measure = self._formats.measure(line.measure)
        return text.format(quantity=quantity, measure=measure, price=price, unit=line.measure.unit)

    def _discount(self, line: ReceiptLine) -> str:
        if line.promotion is None:
            return self._wording.discount
        return printable(self._wording.promotion.format(name=line.promotion))

    def _amounts(self) -> Iterator[Row]:
        receipt, wording = self._receipt, self._wording
        yield self._sum(wording.subtotal, receipt.subtotal, _BODY)
        if receipt.line_discount != ZERO:
            yield self._sum(wording.discounts, -receipt.line_discount, _BODY)
        if receipt.order_discount != ZERO:
            yield from self._order_discount()
        if receipt.shipping != ZERO:
            yield self._sum(wording.shipping, receipt.shipping, _BODY)
        if not receipt.tax_included:
            yield from self._taxes(wording.tax, _BODY)
        if receipt.rounding != ZERO:
            yield self._sum(wording.rounding, receipt.rounding, _BODY)
        yield Rule(solid=True)
        yield self._money(wording.total.upper(), receipt.total, _TOTAL, _TOTAL_AMOUNT)
        yield Rule(solid=True)
        if receipt.tax_included:
            yield from self._taxes(wording.included_tax, _SMALL)
            yield Gap(4)

    def _order_discount(self) -> Iterator[Row]:
        """Once for all lines; a promotion's name may take several lines of text."""
        amount = self._formats.amount(-self._receipt.order_discount)
        room = PRINT_WIDTH - self._mark_width - width_of(amount, _BODY.font, _BODY.size) - _SPACE
        name = printable(self._receipt.order_promotion or self._wording.order_discount)
        first, *rest = wrap(name, _BODY.font, _BODY.size, room)
        yield Pair(first, amount, _BODY, mark_width=self._mark_width)
        for text in rest:
            yield Pair(text, "", _BODY)

    def _taxes(self, text: str, style: Style) -> Iterator[Row]:
        for tax in self._receipt.taxes:
            label = text.format(rate=self._formats.rate(tax.rate), base=self._formats.amount(tax.base))
            yield self._sum(label, tax.tax, style, mark=self._marks.get(tax.rate, ""))

    def _tenders(self) -> Iterator[Row]:
        for tender in self._receipt.tenders:
            yield self._sum(self._wording.tenders[tender.kind], tender.tendered, _STRONG)
        if self._receipt.change != ZERO:
            yield self._money(self._wording.change, self._receipt.change, _CHANGE, _CHANGE)

    def _sum(self, label: str, value: Decimal, style: Style, indent: float = 0.0, mark: str = "") -> Row:
        amount = self._formats.amount(value)
        return Pair(label, amount, style, indent, mark=mark, mark_width=self._mark_width)

    def _money(self, label: str, value: Decimal, style: Style, amount_style: Style) -> Row:
        amount = self._formats.money(value)
        return Pair(label, amount, style, right_style=amount_style, mark_width=self._mark_width)

    def _foot(self) -> Iterator[Row]:
        receipt, wording = self._receipt, self._wording
        pieces = self._formats.count(sum(line.quantity for line in receipt.lines))
        yield Centred(f"{wording.items} {pieces}", _SMALL)
        yield Gap(4)
        first, *rest = (receipt.store.receipt_footer or wording.thanks).splitlines()
        yield from _centred(first, _STRONG)
        for text in rest:
            yield from _centred(text, _SMALL)
        yield Gap(8)
        if receipt.receipt_number.isascii():
            yield Barcode(receipt.receipt_number)
            yield Gap(3)
        yield from _centred(receipt.receipt_number, _SMALL_STRONG)
        if receipt.order_number != receipt.receipt_number:
            yield from _centred(f"{wording.order} {receipt.order_number}", _SMALL)


def _centred(text: str, style: Style) -> Iterator[Row]:
    for line in wrap(printable(text), style.font, style.size, PRINT_WIDTH):
        yield Centred(line, style)
