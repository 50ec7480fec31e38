"""The invoice's table: columns, one block a line of the sale, the head that every page repeats."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from b4mart_desktop.adapters.documents.fonts import MEDIUM, SEMIBOLD, printable, wrap
from b4mart_desktop.adapters.documents.formats import Formats
from b4mart_desktop.adapters.documents.sheet import (
    BAND,
    LEFT,
    MUTED,
    RIGHT,
    WIDTH,
    Pen,
    rule,
    write,
    write_right,
)
from b4mart_desktop.adapters.documents.wording import Wording
from b4mart_desktop.domain.money import ZERO
from b4mart_desktop.domain.receipt import Receipt, ReceiptLine

_HEAD_PEN = Pen(SEMIBOLD, 7.5, MUTED)
_CODE_PEN = Pen(size=7.5, ink=MUTED)
_NAME_PEN = Pen(MEDIUM)
_NUMBER_PEN = Pen()
_DETAIL_PEN = Pen(size=7.5, ink=MUTED)
_HEAD_HEIGHT = 20.0
_LEADING = 11.5
_PADDING = 5.0
_PAD = 3.0  # between a cell's text and its column's edge

_SKU_WIDTH = 26 * mm
_ITEM_WIDTH = 59 * mm
_SKU_LEFT = LEFT + _PAD
_ITEM_LEFT = LEFT + _SKU_WIDTH + _PAD
_NUMBER_WIDTHS = (19 * mm, 20 * mm, 20 * mm, 17 * mm, 13 * mm)


def _right_edges() -> Iterator[float]:
    edge = LEFT + _SKU_WIDTH + _ITEM_WIDTH
    for width in _NUMBER_WIDTHS:
        edge += width
        yield edge - _PAD


_NUMBER_EDGES = tuple(_right_edges())


@dataclass(frozen=True, slots=True)
class TableHead:
    """The names of the columns on a band."""

    titles: tuple[str, ...]
    height: float = _HEAD_HEIGHT

    def draw(self, canvas: Canvas, top: float) -> None:
        """Draws the band and the names."""
        canvas.setFillColor(BAND)
        canvas.rect(LEFT, top - _HEAD_HEIGHT + 3, WIDTH, _HEAD_HEIGHT - 3, stroke=0, fill=1)
        y = top - 11
        sku, item, *numbers = self.titles
        write(canvas, _HEAD_PEN, _SKU_LEFT, y, sku)
        write(canvas, _HEAD_PEN, _ITEM_LEFT, y, item)
        _write_numbers(canvas, _HEAD_PEN, y, numbers)


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line of the sale: codes and names may take several lines of text, details stand below in small."""

    sku: list[str]
    name: list[str]
    numbers: list[str]
    details: list[str]

    @property
    def height(self) -> float:
        """Its texts and the room around them."""
        return max(len(self.sku), len(self.name) + len(self.details)) * _LEADING + 2 * _PADDING - 3

    def draw(self, canvas: Canvas, top: float) -> None:
        """Draws the texts and the line below."""
        y = top - _PADDING - 7
        _write_numbers(canvas, _NUMBER_PEN, y, self.numbers)
        for number, text in enumerate(self.sku):
            write(canvas, _CODE_PEN, _SKU_LEFT, y - number * _LEADING, text)
        for text in self.name:
            write(canvas, _NAME_PEN, _ITEM_LEFT, y, text)
            y -= _LEADING
        for text in self.details:
            write(canvas, _DETAIL_PEN, _ITEM_LEFT, y, text)
            y -= _LEADING
        rule(canvas, top - self.height, right=RIGHT)


def table_head(wording: Wording) -> TableHead:
    """Returns the head: the amount stands before the discount, because that is the order they add up in."""
    return TableHead(
        (
            wording.sku,
            wording.item,
            wording.quantity,
            wording.unit_price,
            wording.amount,
            wording.discount,
            wording.tax_rate,
        )
    )


def table_lines(receipt: Receipt, formats: Formats, wording: Wording) -> Iterator[TableLine]:
    """Yields a block for each line of the sale."""
    for line in receipt.lines:
        yield TableLine(
            sku=_wrapped(line.sku or "", _CODE_PEN, _SKU_WIDTH),
            name=_wrapped(line.name, _NAME_PEN, _ITEM_WIDTH),
            numbers=_numbers(line, formats),
            details=[
                text
                for detail in _details(line, wording)
                for text in _wrapped(detail, _DETAIL_PEN, _ITEM_WIDTH)
            ],
        )


def _numbers(line: ReceiptLine, formats: Formats) -> list[str]:
    quantity, price = formats.count(line.quantity), formats.unit_price(line.unit_price)
    if line.measure is not None:
        measure = formats.measure(line.measure)
        quantity = measure if line.quantity == 1 else f"{quantity} × {measure}"
        price = f"{price}/{line.measure.unit}"
    return [
        printable(quantity),
        printable(price),
        formats.amount(line.total),
        formats.amount(-line.discount) if line.discount != ZERO else "",
        formats.rate(line.tax_rate),
    ]


def _details(line: ReceiptLine, wording: Wording) -> Iterator[str]:
    if line.promotion and line.discount != ZERO:
        yield wording.promotion.format(name=line.promotion)
    if line.note:
        yield line.note


def _wrapped(text: str, pen: Pen, width: float) -> list[str]:
    return wrap(printable(text), pen.font, pen.size, width - 2 * _PAD)


def _write_numbers(canvas: Canvas, pen: Pen, y: float, texts: list[str]) -> None:
    for text, edge, width in zip(texts, _NUMBER_EDGES, _NUMBER_WIDTHS, strict=True):
        write_right(canvas, pen, edge, y, text, width - _PAD)
