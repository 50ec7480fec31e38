"""Reads PDFs back: which texts stand side by side, and the picture of a symbol's bars."""

import io
from decimal import Decimal
from typing import Any, NamedTuple

from PIL import Image, ImageDraw
from pypdf import PdfReader


class Cell(NamedTuple):
    """A text where it begins, in points from the left."""

    x: float
    text: str


def rows_of(pdf: bytes) -> list[list[Cell]]:
    """Returns the texts of all pages, top to bottom, those on one base line together, left to right."""
    rows: list[list[Cell]] = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        lines: dict[float, list[Cell]] = {}

        def visit(
            text: str, _: Any, matrix: list[float], *__: Any, lines: dict[float, list[Cell]] = lines
        ) -> None:
            if text.strip():
                lines.setdefault(round(matrix[5], 1), []).append(Cell(matrix[4], text.strip()))

        page.extract_text(visitor_text=visit)
        rows.extend(sorted(cells) for _, cells in sorted(lines.items(), reverse=True))
    return rows


def texts_of(pdf: bytes) -> list[list[str]]:
    """Returns ``rows_of`` without the places."""
    return [[cell.text for cell in row] for row in rows_of(pdf)]


def amount_of(text: str) -> Decimal:
    """Returns the number that ``text`` shows in English: ``$1,234.50``, ``−0.05``."""
    return Decimal(text.replace("−", "-").replace(",", "").replace("$", ""))


def picture_of_bars(pdf: bytes, scale: int = 8) -> Image.Image:
    """Returns the filled rectangles of the first page as a picture, as a scanner would see them."""
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    width, height = (int(size * scale) for size in (page.mediabox.width, page.mediabox.height))
    picture = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(picture)

    def visit(operator: bytes, operands: list[Any], matrix: list[float], _: Any) -> None:
        if operator == b"re":
            left, bottom, wide, high = (float(operand) for operand in operands)
            x, y = left + matrix[4], bottom + matrix[5]
            top = height - (y + high) * scale
            draw.rectangle((x * scale, top, (x + wide) * scale - 1, top + high * scale), fill=0)

    page.extract_text(visitor_operand_before=visit)
    return picture
