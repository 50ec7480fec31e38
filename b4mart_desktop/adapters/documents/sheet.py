"""The A4 sheet of invoices: its measures, inks and what is drawn on every page. No content of its own."""

from dataclasses import dataclass
from typing import Protocol

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from b4mart_desktop.adapters.documents.fonts import REGULAR, fitting_size, width_of

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT = 18 * mm
RIGHT = PAGE_WIDTH - 18 * mm
WIDTH = RIGHT - LEFT
TOP = PAGE_HEIGHT - 16 * mm
BOTTOM = 24 * mm
FOOT_LINE = 16 * mm

INK = HexColor("#11151c")
MUTED = HexColor("#535c6a")
ACCENT = HexColor("#2755e0")
BAND = HexColor("#edeff3")
HAIRLINE = HexColor("#dfe3e9")
PAPER = HexColor("#ffffff")


@dataclass(frozen=True, slots=True)
class Pen:
    """Weight, size and ink of a text."""

    font: str = REGULAR
    size: float = 8.5
    ink: Color = INK


class Block(Protocol):
    """A part of a page as wide as the text area."""

    @property
    def height(self) -> float:
        """Points of the page it takes."""

    def draw(self, canvas: Canvas, top: float) -> None:
        """Draws it below ``top``."""


def write(canvas: Canvas, pen: Pen, x: float, y: float, text: str, width: float = WIDTH) -> None:
    """Writes ``text`` from ``x`` to the right; smaller where it would be wider than ``width``."""
    canvas.setFillColor(pen.ink)
    canvas.setFont(pen.font, fitting_size(text, pen.font, pen.size, width))
    canvas.drawString(x, y, text)


def write_right(canvas: Canvas, pen: Pen, x: float, y: float, text: str, width: float = WIDTH) -> None:
    """Writes ``text`` so that it ends at ``x``; smaller where it would be wider than ``width``."""
    wide = width_of(text, pen.font, pen.size)
    scale = min(1.0, width / wide) if wide else 1.0
    canvas.setFillColor(pen.ink)
    canvas.setFont(pen.font, pen.size * scale)
    canvas.drawString(x - wide * scale, y, text)


def rule(canvas: Canvas, y: float, ink: Color = HAIRLINE, left: float = LEFT, right: float = RIGHT) -> None:
    """Draws a thin line."""
    canvas.setStrokeColor(ink)
    canvas.setLineWidth(0.6)
    canvas.line(left, y, right, y)
