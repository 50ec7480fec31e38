"""Draws labels on the pages of a PDF: what ``domain.label_layout`` placed, nothing of its own."""

import asyncio
import io
from collections.abc import Callable, Iterator, Sequence

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import FILL_EVEN_ODD, Canvas

from b4mart_desktop.adapters.documents.fonts import drawing, load_fonts, printable
from b4mart_desktop.adapters.documents.label_typesetter import FONTS
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.label_layout import (
    BarcodeMark,
    Curve,
    LabelLayout,
    Mark,
    MatrixMark,
    Outline,
    TextMark,
    bars_of,
)
from b4mart_desktop.domain.labels import LabelOrder

_STROKE = 0.055  # of the size: the line through a price
_STRIKE_HEIGHT = 0.3
_POINT = 2

Send = Callable[[int], None]


async def draw_labels(send: Send, order: LabelOrder, layouts: Sequence[LabelLayout]) -> bytes:
    """Returns the PDF; ``send`` is told after each page how many labels are drawn.

    For a process or thread of its own; it yields between pages, so that cancelling it ends it.

    Args:
        send: Called with the number of labels drawn.
        order: Whose labels these are.
        layouts: Of each item of the order.

    Raises:
        AdapterError: DOCUMENT_FAILED.
    """
    sheet = LabelSheet(order)
    page_of_last = 0
    for done, (page, cell, item) in enumerate(order.cells()):
        if page != page_of_last:
            sheet.end_page()
            send(done)
            await asyncio.sleep(0)
            page_of_last = page
        sheet.draw(cell, layouts[item])
    content = sheet.finish()
    send(order.count)
    return content


class LabelSheet:
    """The pages, one after the other."""

    def __init__(self, order: LabelOrder) -> None:
        self._stock = order.template.stock
        self._buffer = io.BytesIO()
        size = (self._stock.page_width * mm, self._stock.page_height * mm)
        self._canvas = Canvas(self._buffer, pagesize=size, pageCompression=1)
        self._canvas.setTitle(order.template.name)
        with drawing:
            load_fonts()

    def draw(self, cell: int, layout: LabelLayout) -> None:
        """Draws a label into a cell of this page."""
        left, top = self._stock.place(cell)
        with drawing:  # a page of receipts is drawn between two labels, not between two documents
            self._canvas.saveState()
            self._canvas.setFillColor(black)
            self._canvas.setStrokeColor(black)
            self._canvas.translate(left * mm, (self._stock.page_height - top) * mm)
            for mark in layout.marks:
                _draw(self._canvas, mark)
            self._canvas.restoreState()

    def end_page(self) -> None:
        """Goes on with the next page."""
        with drawing:
            self._canvas.showPage()

    def finish(self) -> bytes:
        """Returns the PDF.

        Raises:
            AdapterError: DOCUMENT_FAILED.
        """
        try:
            with drawing:
                self._canvas.save()
        except (OSError, ValueError) as error:
            raise AdapterError(ErrorCode.DOCUMENT_FAILED, reason=str(error)) from error
        return self._buffer.getvalue()


def _draw(canvas: Canvas, mark: Mark) -> None:
    match mark:
        case TextMark():
            _draw_text(canvas, mark)
        case BarcodeMark():
            for x, width in bars_of(mark):
                canvas.rect(
                    x * mm, -(mark.y + mark.height) * mm, width * mm, mark.height * mm, stroke=0, fill=1
                )
        case MatrixMark():
            _draw_matrix(canvas, mark)


def _draw_text(canvas: Canvas, mark: TextMark) -> None:
    if mark.outline is not None:
        _draw_outline(canvas, mark, mark.outline)
    else:
        canvas.setFont(FONTS[mark.weight], mark.size * mm)
        canvas.drawString(mark.x * mm, -mark.baseline * mm, printable(mark.text))
    if mark.struck:
        y = -(mark.baseline - _STRIKE_HEIGHT * mark.size) * mm
        canvas.setLineWidth(_STROKE * mark.size * mm)
        canvas.line(mark.x * mm, y, (mark.x + mark.width) * mm, y)


def _draw_outline(canvas: Canvas, mark: TextMark, outline: Outline) -> None:
    def placed(curve: Curve) -> Iterator[float]:
        for x, y in zip(curve[::2], curve[1::2], strict=True):
            yield (mark.x + x * mark.size) * mm
            yield -(mark.baseline + y * mark.size) * mm

    path = canvas.beginPath()
    for first, *rest in outline.contours:
        path.moveTo(*placed(first))
        for curve in rest:
            (path.lineTo if len(curve) == _POINT else path.curveTo)(*placed(curve))
        path.close()
    canvas.drawPath(path, stroke=0, fill=1, fillMode=FILL_EVEN_ODD)


def _draw_matrix(canvas: Canvas, mark: MatrixMark) -> None:
    """Runs of dark modules as one rectangle each: hairlines between single ones would show."""
    for number, row in enumerate(mark.rows):
        y = -(mark.y + (number + 1) * mark.module) * mm
        start = row.find("1")
        while start >= 0:
            end = row.find("0", start)
            end = len(row) if end < 0 else end
            x, width = mark.x + start * mark.module, (end - start) * mark.module
            canvas.rect(x * mm, y, width * mm, mark.module * mm, stroke=0, fill=1)
            start = row.find("1", end)
