"""Labels as ZPL II, the language of Zebra's and many other label printers. Sending it is a device's matter.

Barcodes go as the bars of the layout, as the preview and the PDF show them: printers' own commands differ, in
guard bars that reach into the digits, white above a QR code, and which codes there are.

Source: Zebra, "ZPL II Programming Guide": ^CI28 (UTF-8), ^FT (a field's base line), ^A0 (the scalable font),
^GB (box), ^GFA (picture), ^PQ (copies).
"""

from collections.abc import Iterator, Sequence

from b4mart_desktop.adapters.documents.label_raster import Dots, magnified, rasterised
from b4mart_desktop.domain.label_layout import (
    BarcodeMark,
    LabelLayout,
    Mark,
    MatrixMark,
    TextMark,
    bars_of,
)
from b4mart_desktop.domain.labels import LabelOrder

RESOLUTIONS = (203, 300, 600)
"""Dots per inch that label printers have."""

_INCH = 25.4
_SPECIAL = "_^~\\"  # hexadecimal where they stand in data: they would begin a command
_BROADER = 1.1  # the printer's font is a sixth narrower than ours; what is left is for those that differ


def dot_of(resolution: int) -> float:
    """Returns the edge of a printer's dot in millimetres."""
    return _INCH / resolution


def label_commands(order: LabelOrder, layouts: Sequence[LabelLayout], resolution: int) -> bytes:
    """Returns what prints all labels of ``order`` one after the other.

    Args:
        order: Whose labels these are; sheets are of no matter to a printer of rolls.
        layouts: Of each item, placed on dots of that resolution.
        resolution: Dots per inch.
    """
    stock = order.template.stock
    pen = _Pen(resolution)
    begin = f"^XA^CI28^PW{pen.dots(stock.width)}^LL{pen.dots(stock.height)}^LH0,0"
    lines: list[str] = []
    for (_, copies), layout in zip(order.items, layouts, strict=True):
        if copies:
            lines += [begin, *(pen.command(mark) for mark in layout.marks), f"^PQ{copies}", "^XZ"]
    return "\n".join([*lines, ""]).encode()


class _Pen:
    """Writes marks for one resolution."""

    def __init__(self, resolution: int) -> None:
        self._resolution = resolution

    def dots(self, length: float) -> int:
        return round(length * self._resolution / _INCH)

    def command(self, mark: Mark) -> str:
        match mark:
            case TextMark():
                return "".join(self._text(mark))
            case BarcodeMark():
                return "".join(self._bars(mark))
            case MatrixMark():
                return _picture(magnified(mark.rows, self.dots(mark.module)), *self._place(mark.x, mark.y))

    def _text(self, mark: TextMark) -> Iterator[str]:
        x, baseline, size = self.dots(mark.x), self.dots(mark.baseline), self.dots(mark.size)
        width = self.dots(mark.width) + 1
        if mark.outline is not None:
            yield _picture(rasterised(mark.outline, size), x, baseline)
        else:
            # A block breaks lines that are too wide: to the left there is room for one in another font.
            left = max(x - width, 0) if mark.trailing else x
            yield f"^FT{left},{baseline}^A0N,{size},{round(size * _BROADER)}"
            yield f"^FB{x + width - left},1,0,R" if mark.trailing else ""
            yield f"^FH^FD{_escaped(mark.text)}^FS"
        if mark.struck:
            y = baseline - self.dots(0.3 * mark.size)
            yield f"^FO{x},{y}^GB{width},{max(1, size // 16)},{max(1, size // 16)}^FS"

    def _bars(self, mark: BarcodeMark) -> Iterator[str]:
        module, height = max(self.dots(mark.module), 1), self.dots(mark.height)
        left, top = self._place(mark.x, mark.y)
        for x, width in bars_of(mark):
            place = left + round((x - mark.x) / mark.module) * module
            dots = round(width / mark.module) * module
            yield f"^FO{place},{top}^GB{dots},{height},{min(dots, height)}^FS"

    def _place(self, x: float, y: float) -> tuple[int, int]:
        return self.dots(x), self.dots(y)


def _picture(dots: Dots, x: int, y: int) -> str:
    """A text in a script that printers seldom have, or a QR code, as a picture."""
    count = sum(map(len, dots.rows))
    if not count:
        return ""
    place = f"^FO{max(x + dots.x, 0)},{max(y + dots.y, 0)}"
    data = "".join(row.hex().upper() for row in dots.rows)
    return f"{place}^GFA,{count},{count},{len(dots.rows[0])},{data}^FS"


def _escaped(text: str) -> str:
    return "".join(f"_{ord(char):02X}" if char in _SPECIAL else char for char in text)
