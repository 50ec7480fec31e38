"""Labels as ZPL II, the language of Zebra's and many other label printers. Sending it is a device's matter.

Source: Zebra, "ZPL II Programming Guide": ^CI28 (UTF-8), ^FT (a field's base line), ^A0 (the scalable font),
^BE ^B8 ^BU ^B2 ^BC (EAN-13, EAN-8, UPC-A, interleaved 2 of 5, Code 128), ^BQ (QR code), ^GFA
(picture), ^PQ (copies).
"""

from collections.abc import Iterator, Sequence

from b4mart_desktop.adapters.documents.label_raster import Dots, rasterised
from b4mart_desktop.domain.label_layout import BarcodeMark, LabelLayout, Mark, MatrixMark, TextMark
from b4mart_desktop.domain.labels import LabelOrder
from b4mart_desktop.domain.symbols import Symbology

RESOLUTIONS = (203, 300, 600)
"""Dots per inch that label printers have."""

_INCH = 25.4
_SPECIAL = "_^~\\"  # hexadecimal where they stand in data: they would begin a command
_QR_CORRECTION = "M"
# Command of each symbology, and how many digits the printer adds by itself.
_BARCODES = {
    Symbology.EAN_13: ("^BEN,{height},N,N", 1),
    Symbology.EAN_8: ("^B8N,{height},N,N", 1),
    Symbology.UPC_A: ("^BUN,{height},N,N,N", 1),
    Symbology.ITF_14: ("^B2N,{height},N,N,N", 0),
    Symbology.CODE_128: ("^BCN,{height},N,N,N,A", 0),
}


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
                return self._barcode(mark)
            case MatrixMark():
                # ^BQ puts ten dots of white above a code that begins at the field's origin.
                place = f"^FO{self.dots(mark.x)},{max(self.dots(mark.y) - 10, 0)}"
                size = min(max(self.dots(mark.module), 1), 10)
                data = _escaped(mark.data)
                return f"{place}^BQN,2,{size}^FH^FD{_QR_CORRECTION}A,{data}^FS"

    def _text(self, mark: TextMark) -> Iterator[str]:
        """The printer's font is narrower than ours, so what fits on paper fits there."""
        x, baseline, size = self.dots(mark.x), self.dots(mark.baseline), self.dots(mark.size)
        width = self.dots(mark.width) + 1
        if mark.outline is not None:
            yield _picture(rasterised(mark.outline, size), x, baseline)
        else:
            yield f"^FT{x},{baseline}^A0N,{size},{size}"
            yield f"^FB{width},1,0,R" if mark.trailing else ""
            yield f"^FH^FD{_escaped(mark.text)}^FS"
        if mark.struck:
            y = baseline - self.dots(0.3 * mark.size)
            yield f"^FO{x},{y}^GB{width},{max(1, size // 16)},{max(1, size // 16)}^FS"

    def _barcode(self, mark: BarcodeMark) -> str:
        command, added = _BARCODES[mark.symbology]
        data = mark.code[: len(mark.code) - added]
        if mark.symbology is Symbology.CODE_128:
            data = data.replace(">", ">0")
        bars = command.format(height=self.dots(mark.height))
        place = f"^FO{self.dots(mark.x)},{self.dots(mark.y)}"
        return f"{place}^BY{max(1, self.dots(mark.module))},3{bars}^FH^FD{_escaped(data)}^FS"


def _picture(dots: Dots, x: int, baseline: int) -> str:
    """A text in a script that printers seldom have, as a picture."""
    count = sum(map(len, dots.rows))
    if not count:
        return ""
    place = f"^FO{max(x + dots.x, 0)},{max(baseline + dots.y, 0)}"
    data = "".join(row.hex().upper() for row in dots.rows)
    return f"{place}^GFA,{count},{count},{len(dots.rows[0])},{data}^FS"


def _escaped(text: str) -> str:
    return "".join(f"_{ord(char):02X}" if char in _SPECIAL else char for char in text)
