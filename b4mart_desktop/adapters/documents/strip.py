"""A strip of paper: rows that know their height and draw themselves below one another.

Knows paper and ink only; what a receipt says belongs to ``receipt_pdf``.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from b4mart_desktop.adapters.documents.fonts import REGULAR, fitting_size, width_of

PAPER_WIDTH = 80 * mm
PRINT_WIDTH = 72 * mm
_LEFT = (PAPER_WIDTH - PRINT_WIDTH) / 2
_RIGHT = PAPER_WIDTH - _LEFT
_MIDDLE = PAPER_WIDTH / 2
_EDGE = 4 * mm
_LONGEST = 14_400.0  # points: larger pages are beyond what a PDF reader must accept (ISO 32000-1, annex C)
_BASELINE = 0.74  # of the line's height, which puts the text optically into its middle
_DOT = mm / 8  # thermal heads print 203 dots an inch: bars of whole dots stay sharp


@dataclass(frozen=True, slots=True)
class Style:
    """Weight, size and line height of a text, in points."""

    font: str
    size: float
    leading: float


class Row(Protocol):
    """Something that is printed across the strip."""

    @property
    def height(self) -> float:
        """Points of paper it takes."""

    def draw(self, canvas: Canvas, top: float) -> None:
        """Draws it below ``top``."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty paper."""

    height: float

    def draw(self, canvas: Canvas, top: float) -> None:
        """Draws nothing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across, dashed between parts and solid around the total."""

    solid: bool = False
    height: float = 9.0

    def draw(self, canvas: Canvas, top: float) -> None:
        """Draws the line in the middle of its height."""
        y = top - self.height / 2
        canvas.setLineWidth(1.0 if self.solid else 0.5)
        canvas.setDash([] if self.solid else [2, 2])
        canvas.line(_LEFT, y, _RIGHT, y)


@dataclass(frozen=True, slots=True)
class Centred:
    """One line in the middle."""

    text: str
    style: Style

    @property
    def height(self) -> float:
        """The line's height."""
        return self.style.leading

    def draw(self, canvas: Canvas, top: float) -> None:
        """Draws the text."""
        canvas.setFont(self.style.font, self.style.size)
        canvas.drawCentredString(_MIDDLE, top - self.style.leading * _BASELINE, self.text)


@dataclass(frozen=True, slots=True)
class Pair:
    """A text on the left, usually with an amount on the right; the left one shrinks where both are too wide.

    Attributes:
        indent: Points from the left edge.
        mark: A letter right of the amount.
        mark_width: Points kept free for marks, so that amounts with and without one line up.
    """

    left: str
    right: str
    style: Style
    indent: float = 0.0
    right_style: Style | None = None
    mark: str = ""
    mark_width: float = 0.0

    @property
    def height(self) -> float:
        """The line's height."""
        return self.style.leading

    def draw(self, canvas: Canvas, top: float) -> None:
        """Draws both texts on one line."""
        y = top - self.style.leading * _BASELINE
        right = self.right_style or self.style
        size = fitting_size(self.right, right.font, right.size, PRINT_WIDTH * 0.7)
        canvas.setFont(right.font, size)
        canvas.drawRightString(_RIGHT - self.mark_width, y, self.right)
        taken = width_of(self.right, right.font, size) + (6 if self.right else 0)
        room = PRINT_WIDTH - self.mark_width - self.indent - taken
        canvas.setFont(self.style.font, fitting_size(self.left, self.style.font, self.style.size, room))
        canvas.drawString(_LEFT + self.indent, y, self.left)
        if self.mark:
            canvas.setFont(self.style.font, self.style.size)
            canvas.drawRightString(_RIGHT, y, self.mark)


@dataclass(frozen=True, slots=True)
class Banner:
    """White text on a black bar."""

    text: str
    style: Style

    @property
    def height(self) -> float:
        """The bar and the paper around it."""
        return self.style.leading + 8

    def draw(self, canvas: Canvas, top: float) -> None:
        """Draws the bar and the text."""
        canvas.rect(_LEFT, top - 4 - self.style.leading, PRINT_WIDTH, self.style.leading, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.setFont(self.style.font, self.style.size)
        canvas.drawCentredString(_MIDDLE, top - 4 - self.style.leading * _BASELINE, self.text)
        canvas.setFillGray(0)


@dataclass(frozen=True, slots=True)
class Barcode:
    """A Code 128 symbol in the widest bars of whole printer dots that fit."""

    value: str
    height: float = 11 * mm

    def draw(self, canvas: Canvas, top: float) -> None:
        """Draws the symbol; a value too long for one is left out, it stands in letters below anyway."""
        for dots in (3, 2, 1):
            symbol = Code128(
                self.value, barWidth=dots * _DOT, barHeight=self.height, quiet=False, humanReadable=False
            )
            if symbol.width <= PRINT_WIDTH:
                symbol.drawOn(canvas, _MIDDLE - symbol.width / 2, top - self.height)
                return


def draw_strip(rows: Sequence[Row], title: str) -> bytes:
    """Returns a PDF of ``rows`` on one page just as long as they are; hundreds of lines go on to the next.

    The same rows always give the same bytes.
    """
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1, initialFontName=REGULAR)
    canvas.setTitle(title)
    for page in _pages(rows):
        length = sum(row.height for row in page) + 2 * _EDGE
        canvas.setPageSize((PAPER_WIDTH, length))
        top = length - _EDGE
        for row in page:
            row.draw(canvas, top)
            top -= row.height
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _pages(rows: Sequence[Row]) -> Iterator[list[Row]]:
    page: list[Row] = []
    length = 2 * _EDGE
    for row in rows:
        if page and length + row.height > _LONGEST:
            yield page
            page, length = [], 2 * _EDGE
        page.append(row)
        length += row.height
    yield page
