"""What stands below the invoice's table: totals on the right, taxes by rate and payments on the left."""

from collections.abc import Iterator
from decimal import Decimal

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from b4mart_desktop.adapters.documents.fonts import BOLD, MEDIUM, SEMIBOLD, printable, wrap
from b4mart_desktop.adapters.documents.formats import Formats
from b4mart_desktop.adapters.documents.sheet import (
    ACCENT,
    LEFT,
    MUTED,
    PAPER,
    RIGHT,
    Pen,
    rule,
    write,
    write_right,
)
from b4mart_desktop.adapters.documents.wording import Wording
from b4mart_desktop.domain.money import ZERO
from b4mart_desktop.domain.receipt import Receipt, ReceiptTender

_LABEL = Pen(ink=MUTED)
_VALUE = Pen(MEDIUM)
_CAPTION = Pen(SEMIBOLD, 7.5, MUTED)
_TOTAL = Pen(BOLD, 12, PAPER)
_NOTE = Pen(size=7.5, ink=MUTED)
_PAYMENT = Pen(MEDIUM)
_LEADING = 15.0
_GAP = 14.0
_BAND_HEIGHT = 26.0
_TOTALS_LEFT = RIGHT - 74 * mm
_LABEL_WIDTH = 46 * mm
_TAX_EDGES = (LEFT + 20 * mm, LEFT + 48 * mm, LEFT + 76 * mm)
_TAX_WIDTH = 26 * mm


class Closing:
    """The block below the table."""

    def __init__(self, receipt: Receipt, formats: Formats, wording: Wording) -> None:
        self._receipt = receipt
        self._formats = formats
        self._wording = wording
        self._totals = list(self._amounts())
        self._payments = list(self._payment_lines())

    @property
    def height(self) -> float:
        """The taller of both sides."""
        included = _LEADING if self._receipt.tax_included else 0
        right = len(self._totals) * _LEADING + _BAND_HEIGHT + included
        left = (len(self._receipt.taxes) + 2 + len(self._payments)) * _LEADING + _GAP
        return _GAP + max(left, right) + _GAP

    def draw(self, canvas: Canvas, top: float) -> None:
        """Draws both sides."""
        self._draw_totals(canvas, top - _GAP)
        below = self._draw_taxes(canvas, top - _GAP)
        for text, amount in self._payments:
            write(canvas, _PAYMENT, LEFT + 3, below - 10, text)
            write_right(canvas, _PAYMENT, _TAX_EDGES[-1], below - 10, amount)
            below -= _LEADING

    def _draw_totals(self, canvas: Canvas, top: float) -> None:
        y = top
        for label, amount in self._totals:
            write(canvas, _LABEL, _TOTALS_LEFT + 8, y - 10, label)
            write_right(canvas, _VALUE, RIGHT - 8, y - 10, amount)
            y -= _LEADING
        canvas.setFillColor(ACCENT)
        canvas.roundRect(_TOTALS_LEFT, y - _BAND_HEIGHT, RIGHT - _TOTALS_LEFT, 23, 4, stroke=0, fill=1)
        write(canvas, _TOTAL, _TOTALS_LEFT + 8, y - 18.5, self._wording.total)
        total = self._formats.money(self._receipt.total)
        write_right(canvas, _TOTAL, RIGHT - 8, y - 18.5, total, 48 * mm)
        if self._receipt.tax_included:
            y -= _BAND_HEIGHT + 12
            write(canvas, _NOTE, _TOTALS_LEFT + 8, y, self._wording.all_included_tax)
            write_right(canvas, _NOTE, RIGHT - 8, y, self._formats.amount(self._receipt.tax))

    def _draw_taxes(self, canvas: Canvas, top: float) -> float:
        """Draws the table of taxes and returns where it ends."""
        wording, included = self._wording, self._receipt.tax_included
        base = wording.taxed_gross if included else wording.taxed_amount
        self._draw_tax_line(canvas, _CAPTION, top - 10, (wording.tax_summary, base, wording.tax_rate))
        rule(canvas, top - _LEADING, right=_TAX_EDGES[-1])
        y = top - _LEADING - 2
        for tax in self._receipt.taxes:
            amounts = (self._formats.amount(tax.base), self._formats.amount(tax.tax))
            self._draw_tax_line(canvas, _VALUE, y - 10, (self._formats.rate(tax.rate), *amounts))
            y -= _LEADING
        note = wording.tax_included_note if included else wording.tax_excluded_note
        write(canvas, _NOTE, LEFT + 3, y - 10, note)
        return y - _LEADING - _GAP + 2

    def _draw_tax_line(self, canvas: Canvas, pen: Pen, y: float, texts: tuple[str, str, str]) -> None:
        write(canvas, pen, LEFT + 3, y, texts[0])
        for text, edge in zip(texts[1:], _TAX_EDGES[1:], strict=True):
            write_right(canvas, pen, edge, y, text, _TAX_WIDTH)

    def _amounts(self) -> Iterator[tuple[str, str]]:
        receipt, wording = self._receipt, self._wording
        yield self._labelled(wording.subtotal, receipt.subtotal)
        if receipt.line_discount != ZERO:
            yield self._labelled(wording.discounts, -receipt.line_discount)
        if receipt.order_discount != ZERO:
            yield from self._order_discount()
        if receipt.shipping != ZERO:
            yield self._labelled(wording.shipping, receipt.shipping)
        if not receipt.tax_included:
            yield self._labelled(wording.all_tax, receipt.tax)
        if receipt.rounding != ZERO:
            yield self._labelled(wording.rounding, receipt.rounding)

    def _order_discount(self) -> Iterator[tuple[str, str]]:
        """Once for all lines; a promotion's name may take several lines of text."""
        name = printable(self._receipt.order_promotion or self._wording.order_discount)
        first, *rest = wrap(name, _LABEL.font, _LABEL.size, _LABEL_WIDTH)
        yield self._labelled(first, -self._receipt.order_discount)
        yield from ((text, "") for text in rest)

    def _labelled(self, label: str, value: Decimal) -> tuple[str, str]:
        return label, self._formats.amount(value)

    def _payment_lines(self) -> Iterator[tuple[str, str]]:
        if not self._receipt.tenders:
            yield self._wording.unpaid, ""
        for tender in self._receipt.tenders:
            yield self._payment(tender)

    def _payment(self, tender: ReceiptTender) -> tuple[str, str]:
        date = self._formats.day(self._receipt.sold_at)
        text = self._wording.payments[tender.kind].format(date=date)
        return text, self._formats.amount(tender.tendered - tender.change)
