"""Labels to draw, and eyes for them: a PDF's own rectangles as pixels, read by an independent decoder."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pypdf
import zxingcpp
from PIL import Image, ImageDraw

from b4mart_desktop.domain.contents import UnitPrice
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.label_stocks import BUILT_IN
from b4mart_desktop.domain.labels import LabelFacts, LabelOrder, LabelTemplate

DAY = dt.date(2026, 11, 23)
_PIXELS_PER_POINT = 5


def template(code: str) -> LabelTemplate:
    """Returns a built-in template."""
    return next(found for found in BUILT_IN if found.code == code)


def facts(name: str = "Whole Milk 1 l", code: str | None = "4006381333931", **more: Any) -> LabelFacts:
    """A product on sale, as labels see it."""
    usual = {
        "price": Decimal("1.29"),
        "was": Decimal("1.49"),
        "unit_price": UnitPrice(amount=Decimal("1.29"), per=Decimal(1), unit="l"),
        "sku": "MILK-1",
        "store": "Corner Market",
        "day": DAY,
    }
    values: dict[str, Any] = usual | more
    return LabelFacts(product=new_id(), name=name, code=code, **values)


def order(code: str, *items: tuple[LabelFacts, int], start: int = 0) -> LabelOrder:
    """Returns an order of labels on a built-in template."""
    return LabelOrder(template=template(code), items=items, start=start)


def rectangles(content: bytes, page: int = 0) -> tuple[tuple[float, float], list[tuple[float, ...]]]:
    """Returns a page's size and its filled rectangles in points, from its upper left corner."""
    sheet = pypdf.PdfReader(io.BytesIO(content)).pages[page]
    width, height = float(sheet.mediabox.width), float(sheet.mediabox.height)
    found: list[tuple[float, ...]] = []

    def visit(operator: bytes, operands: list[Any], cm: list[float], tm: list[float]) -> None:
        if operator == b"re":
            x, y, wide, high = (float(operand) for operand in operands)
            left, top = cm[0] * x + cm[4], height - (cm[3] * (y + high) + cm[5])
            found.append((left, top, wide * cm[0], high * cm[3]))

    sheet.extract_text(visitor_operand_before=visit)
    return (width, height), found


def barcodes(content: bytes, page: int = 0) -> list[tuple[str, str]]:
    """Returns format and text of the barcodes that a page's rectangles show, in reading order."""
    _, found = rectangles(content, page)
    scale = _PIXELS_PER_POINT
    right, lower = max(r[0] + r[2] for r in found) + 40, max(r[1] + r[3] for r in found) + 40
    image = Image.new("L", (round(right * scale), round(lower * scale)), 255)
    pen = ImageDraw.Draw(image)
    for left, top, wide, high in found:
        # A pixel belongs to a bar where its middle does.
        x0, x1 = round(left * scale), round((left + wide) * scale) - 1
        y0, y1 = round(top * scale), round((top + high) * scale) - 1
        pen.rectangle((x0, y0, x1, y1), fill=0)
    seen = zxingcpp.read_barcodes(image)
    rows = sorted(seen, key=lambda code: (code.position.top_left.y // 40, code.position.top_left.x))
    return [(str(code.format).split(".")[-1], code.text) for code in rows]


def text(content: bytes, page: int = 0) -> str:
    """Returns the text of a page."""
    return pypdf.PdfReader(io.BytesIO(content)).pages[page].extract_text()


def pages(content: bytes) -> int:
    """Returns how many pages there are."""
    return len(pypdf.PdfReader(io.BytesIO(content)).pages)
