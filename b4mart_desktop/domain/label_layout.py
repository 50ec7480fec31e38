"""Where everything on a label stands: texts, bars and lines in millimetres from its upper left corner.

One layout for paper, label printers and the screen. Measuring is the typesetter's, drawing the adapters'.
"""

import enum
from collections.abc import Sequence
from typing import Protocol

import msgspec

from b4mart_desktop.domain.symbols import QUIET_ZONES, Symbology, modules, symbology_of


class Weight(enum.StrEnum):
    """How heavy a text is."""

    REGULAR = "regular"
    SEMIBOLD = "semibold"
    BOLD = "bold"


Curve = tuple[float, ...]
"""A point (x, y), or the two handles and the end (x, y) of a Bézier curve; see ``Outline``."""


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """A text as a shape, for scripts that the documents' typeface has not.

    Attributes:
        width: Of the text, in sizes of the font.
        contours: Closed lines from the base line's beginning, down is positive: each begins with a point
            (x, y), then comes the next point (x, y) of a straight line or both handles and the end of a
            curve. Where an odd number of them lie around a point it is inked.
    """

    width: float
    contours: tuple[tuple[Curve, ...], ...]


class TextMark(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A line of text.

    Attributes:
        x: Where it begins at the left.
        baseline: On what it stands.
        size: Of the font.
        width: How wide it is.
        struck: Whether a line goes through it.
        trailing: Whether it is its end at the right that must stay in place.
        outline: Its shape, where it has to be drawn as one.
    """

    x: float
    baseline: float
    size: float
    width: float
    text: str
    weight: Weight = Weight.REGULAR
    struck: bool = False
    trailing: bool = False
    outline: Outline | None = None


class BarcodeMark(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A linear barcode; ``x`` is where its first bar begins, behind the quiet zone."""

    x: float
    y: float
    module: float
    height: float
    code: str
    symbology: Symbology


class MatrixMark(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A QR code: rows of modules, ``1`` where it is dark."""

    x: float
    y: float
    module: float
    rows: tuple[str, ...]
    data: str


Mark = TextMark | BarcodeMark | MatrixMark


class LayoutProblem(enum.StrEnum):
    """What a label should say and cannot."""

    NO_BARCODE = "no_barcode"
    BARCODE_TOO_WIDE = "barcode_too_wide"
    NAME_CUT = "name_cut"
    PRICE_MISSING = "price_missing"


class LabelLayout(msgspec.Struct, frozen=True, kw_only=True):
    """A label ready to be drawn."""

    marks: tuple[Mark, ...]
    problems: tuple[LayoutProblem, ...] = ()


class LabelTexts(msgspec.Struct, frozen=True, kw_only=True):
    """What a label says, in words; empty where it says nothing of the kind.

    Attributes:
        notes: The small line below, in order.
        code: What the barcode says; None where the template has no barcode.
        address: What the QR code says.
    """

    name: str = ""
    price: str = ""
    was: str = ""
    unit_price: str = ""
    notes: tuple[str, ...] = ()
    code: str | None = None
    address: str | None = None
    wants_barcode: bool = False
    wants_price: bool = False


class Typesetter(Protocol):
    """Measures texts and makes QR codes."""

    def width(self, text: str, weight: Weight, size: float) -> float:
        """Returns how wide a line is, in the unit of ``size``."""

    def matrix(self, text: str) -> tuple[str, ...]:
        """Returns the rows of a QR code, without its quiet zone."""


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """A label's size, and the dots of the printer that bars must fall on.

    Attributes:
        dot: Edge of a dot; 0 where the printer is fine enough for any width.
    """

    width: float
    height: float
    dot: float = 0.0


class _Box(msgspec.Struct, frozen=True):
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


class _Look(msgspec.Struct, frozen=True):
    weight: Weight
    trailing: bool = False
    struck: bool = False


_NOMINAL = 0.33  # the X-dimension of EAN/UPC at 100 %: GS1 General Specifications 5.2.6.6
_WIDEST = 0.5
_NARROWEST = {Symbology.CODE_128: 0.19, Symbology.ITF_14: 0.25}
_NARROWEST_RETAIL = 0.25  # two dots at 203 dpi; 80 % of nominal are 0.264
_LOWEST_BARS, _HIGHEST_BARS = 5.0, 16.0
_DIGITS = 2.3
_SMALLEST_TEXT = 1.5
_SHRINK = 0.93
_LINE = 1.18
_DESCENT = 0.24
_QUIET_MATRIX = 4  # modules of white around a QR code: ISO/IEC 18004
_LARGEST_MATRIX = 0.75
_ELLIPSIS = "…"
_BESIDE = 0.44  # of a wide label's body that the price takes, the barcode beside it


def lay_out(texts: LabelTexts, grid: Grid, typesetter: Typesetter) -> LabelLayout:
    """Places everything a label says.

    The name stands above, what is small below; between them the price, and the barcode beside it where both
    fit, else below it. Texts get smaller where they would not fit, the name in two lines at most.
    """
    return _Composer(texts, grid, typesetter).compose()


class _Composer:
    """Places one label."""

    def __init__(self, texts: LabelTexts, grid: Grid, typesetter: Typesetter) -> None:
        self._texts, self._grid, self._set = texts, grid, typesetter
        self._marks: list[Mark] = []
        self._problems: list[LayoutProblem] = []

    def compose(self) -> LabelLayout:
        edge = min(3.0, max(1.2, 0.05 * min(self._grid.width, self._grid.height)))
        inside = _Box(edge, edge, self._grid.width - 2 * edge, self._grid.height - 2 * edge)
        body = self._notes(self._name(inside))
        self._body(self._matrix(body))
        return LabelLayout(marks=tuple(self._marks), problems=tuple(self._problems))

    # ------------------------------------------------------------ above and below

    def _name(self, box: _Box) -> _Box:
        name = self._texts.name
        if not name:
            return box
        size = min(6.5, max(2.1, 0.13 * box.height))
        smallest = max(_SMALLEST_TEXT, 0.62 * size)
        lines = self._wrapped(name, size, box.width)
        while len(lines) > 2 and size > smallest:
            size *= _SHRINK
            lines = self._wrapped(name, size, box.width)
        if len(lines) > 2:
            self._problems.append(LayoutProblem.NAME_CUT)
            lines = [*lines[:1], self._cut(" ".join(lines[1:]), Weight.SEMIBOLD, size, box.width)]
        for number, line in enumerate(line for line in lines if line):
            baseline = box.y + (number + 1) * size * _LINE - size * _DESCENT
            self._write(line, Weight.SEMIBOLD, size, box.x, baseline)
        used = len(lines) * size * _LINE + 0.3
        return _Box(box.x, box.y + used, box.width, box.height - used)

    def _notes(self, box: _Box) -> _Box:
        notes = "  ·  ".join(note for note in self._texts.notes if note)
        if not notes:
            return box
        size = min(2.6, max(_SMALLEST_TEXT, 0.075 * box.height))
        text = self._cut(notes, Weight.REGULAR, size, box.width)
        self._write(text, Weight.REGULAR, size, box.x, box.bottom - size * _DESCENT)
        return _Box(box.x, box.y, box.width, box.height - size * _LINE - 0.4)

    def _matrix(self, box: _Box) -> _Box:
        address = self._texts.address
        if address is None:
            return box
        rows = self._set.matrix(address)
        across = len(rows) + 2 * _QUIET_MATRIX
        module = self._on_dots(min(_LARGEST_MATRIX, min(box.height, 0.4 * box.width) / across))
        edge = across * module
        quiet = _QUIET_MATRIX * module
        x, y = box.right - edge + quiet, box.bottom - edge + quiet
        self._marks.append(MatrixMark(x=x, y=y, module=module, rows=rows, data=address))
        return _Box(box.x, box.y, box.width - edge, box.height)

    # ------------------------------------------------------------ the body

    def _body(self, box: _Box) -> None:
        texts = self._texts
        if texts.wants_price and not texts.price:
            self._problems.append(LayoutProblem.PRICE_MISSING)
        symbology = None if texts.code is None else symbology_of(texts.code)
        if texts.wants_barcode and symbology is None:
            self._problems.append(LayoutProblem.NO_BARCODE)
        if symbology is None or texts.code is None:
            self._price(box)
        elif not texts.price:
            self._barcode_or_problem(texts.code, symbology, box)
        else:
            self._both(texts.code, symbology, box)

    def _both(self, code: str, symbology: Symbology, box: _Box) -> None:
        price_width = _BESIDE * box.width
        left = _Box(box.x, box.y, box.width - price_width, box.height)
        right = _Box(box.x + left.width, box.y, price_width, box.height)
        if self._barcode(code, symbology, left):
            self._price(right, trailing=True)
            return
        share = 0.5 * box.height
        if box.height - share < _LOWEST_BARS + _DIGITS:
            share = max(0.0, box.height - _LOWEST_BARS - _DIGITS * _LINE)
        below = _Box(box.x, box.y + share, box.width, box.height - share)
        self._price(_Box(box.x, box.y, box.width, share))
        self._barcode_or_problem(code, symbology, below)

    def _barcode_or_problem(self, code: str, symbology: Symbology, box: _Box) -> None:
        if not self._barcode(code, symbology, box):
            self._problems.append(LayoutProblem.BARCODE_TOO_WIDE)

    def _barcode(self, code: str, symbology: Symbology, box: _Box) -> bool:
        """Draws the barcode at the lower left, as large as there is room for; False where there is not."""
        bars = len(modules(code, symbology))
        before, behind = QUIET_ZONES[symbology]
        module = self._on_dots(min(_WIDEST, box.width / (bars + before + behind)))
        if module < _NARROWEST.get(symbology, _NARROWEST_RETAIL):
            return False
        module = self._on_dots(min(module, 1.2 * _NOMINAL))
        height = min(_HIGHEST_BARS, box.height - _DIGITS * _LINE)
        if height < _LOWEST_BARS:
            return False
        y = box.bottom - _DIGITS * _LINE - height
        x = self._on_dots(box.x + before * module) or box.x + before * module
        mark = BarcodeMark(x=x, y=y, module=module, height=height, code=code, symbology=symbology)
        self._marks.append(mark)
        self._digits(code, mark, bars * module)
        return True

    def _digits(self, code: str, mark: BarcodeMark, width: float) -> None:
        size = min(_DIGITS, _DIGITS * width / max(self._wide(code, Weight.REGULAR, _DIGITS), 0.01))
        x = mark.x + (width - self._wide(code, Weight.REGULAR, size)) / 2
        self._write(code, Weight.REGULAR, size, x, mark.y + mark.height + _DIGITS * 0.95)

    def _price(self, box: _Box, *, trailing: bool = False) -> None:
        texts = self._texts
        if not texts.price or box.height < _SMALLEST_TEXT:
            return
        small = min(3.6, max(_SMALLEST_TEXT, 0.16 * box.height))
        rest = box.height - small * _LINE * (bool(texts.was) + bool(texts.unit_price))
        size = self._fitted(texts.price, Weight.BOLD, min(0.9 * rest, 24.0), box.width)
        plain, bottom = _Look(Weight.REGULAR, trailing), box.bottom
        if texts.unit_price:
            self._aligned(texts.unit_price, small, bottom - small * _DESCENT, box, plain)
            bottom -= small * _LINE
        self._aligned(texts.price, size, bottom - size * 0.12, box, _Look(Weight.BOLD, trailing))
        if texts.was:
            baseline = bottom - size * 0.98
            self._aligned(texts.was, small * 1.1, baseline, box, _Look(Weight.REGULAR, trailing, True))

    # ------------------------------------------------------------ texts

    def _aligned(self, text: str, size: float, baseline: float, box: _Box, look: _Look) -> None:
        size = self._fitted(text, look.weight, size, box.width)
        width = self._wide(text, look.weight, size)
        mark = TextMark(
            x=box.right - width if look.trailing else box.x,
            baseline=baseline,
            size=size,
            width=width,
            text=text,
            weight=look.weight,
            struck=look.struck,
            trailing=look.trailing,
        )
        self._marks.append(mark)

    def _write(self, text: str, weight: Weight, size: float, x: float, baseline: float) -> None:
        width = self._wide(text, weight, size)
        self._marks.append(TextMark(x=x, baseline=baseline, size=size, width=width, text=text, weight=weight))

    def _wide(self, text: str, weight: Weight, size: float) -> float:
        return self._set.width(text, weight, size)

    def _fitted(self, text: str, weight: Weight, size: float, width: float) -> float:
        wide = self._wide(text, weight, size)
        return size if wide <= width else size * width / wide

    def _wrapped(self, text: str, size: float, width: float) -> list[str]:
        """Lines broken at spaces, and inside words that are wider than a line."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if self._wide(longer, Weight.SEMIBOLD, size) <= width:
                lines[-1] = longer
                continue
            if lines[-1]:
                lines.append("")
            for char in word:
                if lines[-1] and self._wide(lines[-1] + char, Weight.SEMIBOLD, size) > width:
                    lines.append("")
                lines[-1] += char
        return lines

    def _cut(self, text: str, weight: Weight, size: float, width: float) -> str:
        if self._wide(text, weight, size) <= width:
            return text
        while text and self._wide(text + _ELLIPSIS, weight, size) > width:
            text = text[:-1].rstrip()
        return text + _ELLIPSIS

    def _on_dots(self, length: float) -> float:
        """The longest run of whole dots that is not longer."""
        dot = self._grid.dot
        return int(length / dot + 1e-6) * dot if dot else length


def bars_of(mark: BarcodeMark) -> Sequence[tuple[float, float]]:
    """Returns left edge and width of each bar."""
    found: list[tuple[float, float]] = []
    pattern = modules(mark.code, mark.symbology)
    place = 0
    while (start := pattern.find("1", place)) >= 0:
        end = pattern.find("0", start)
        place = len(pattern) if end < 0 else end
        found.append((mark.x + start * mark.module, (place - start) * mark.module))
    return found
