"""Outlines of texts, and QR codes, as the dots of a label printer. What is on the label is not known here."""

from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw

from b4mart_desktop.domain.label_layout import Curve, Outline

_STEPS = 6  # straight pieces of a curve: more than the dots of a letter could show
_POINT = 2


class Dots(NamedTuple):
    """A picture in black and white.

    Attributes:
        x: Of its left edge from the text's beginning.
        y: Of its upper edge from the base line.
        width: In dots.
        rows: Each row's dots as bytes, the first dot in the highest bit.
    """

    x: int
    y: int
    width: int
    rows: tuple[bytes, ...]


def rasterised(outline: Outline, size: float) -> Dots:
    """Returns the outline as dots; ``size`` is that of the font, in dots."""
    contours = [_points(contour, size) for contour in outline.contours]
    places = [place for contour in contours for place in contour]
    if not places:
        return Dots(0, 0, 0, ())
    left, top = int(min(x for x, _ in places)) - 1, int(min(y for _, y in places)) - 1
    right, bottom = int(max(x for x, _ in places)) + 2, int(max(y for _, y in places)) + 2
    area = (right - left, bottom - top)
    picture = Image.new("1", area)
    for contour in contours:
        piece = Image.new("1", area)
        ImageDraw.Draw(piece).polygon([(x - left, y - top) for x, y in contour], fill=1)
        picture = ImageChops.logical_xor(picture, piece)
    stride = (area[0] + 7) // 8
    data = picture.tobytes()
    return Dots(left, top, area[0], tuple(data[n : n + stride] for n in range(0, len(data), stride)))


def magnified(rows: tuple[str, ...], module: int) -> Dots:
    """Returns rows of modules, ``1`` where it is dark, as dots: ``module`` (at least 1) each way."""
    edge = max(module, 1)
    width = len(rows[0]) * edge
    stride = (width + 7) // 8
    lines: list[bytes] = []
    for row in rows:
        bits = "".join(each * edge for each in row).ljust(stride * 8, "0")
        lines += [int(bits, 2).to_bytes(stride, "big")] * edge
    return Dots(0, 0, width, tuple(lines))


def _points(contour: tuple[Curve, ...], size: float) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for curve in contour:
        if len(curve) == _POINT:
            found.append((curve[0] * size, curve[1] * size))
        else:
            x, y = found[-1]
            x1, y1, x2, y2, x3, y3 = (value * size for value in curve)
            for step in range(1, _STEPS + 1):
                t = step / _STEPS
                a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
                found.append((a * x + b * x1 + c * x2 + d * x3, a * y + b * y1 + c * y2 + d * y3))
    return found
