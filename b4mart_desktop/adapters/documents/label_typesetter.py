"""Measures a label's texts by the documents' typeface and makes QR codes (``reportlab``). Places nothing."""

import functools
import unicodedata

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from b4mart_desktop.adapters.documents.fonts import (
    BOLD,
    REGULAR,
    SEMIBOLD,
    drawing,
    load_fonts,
    printable,
    width_of,
)
from b4mart_desktop.domain.label_layout import Outline, Weight
from b4mart_desktop.services.ports.labels import TextShapes

FONTS = {Weight.REGULAR: REGULAR, Weight.SEMIBOLD: SEMIBOLD, Weight.BOLD: BOLD}


class LabelTypesetter:
    """Implements ``domain.label_layout.Typesetter``.

    Args:
        shapes: Makes shapes of texts that the typeface cannot set; without it they become empty boxes.
    """

    def __init__(self, shapes: TextShapes | None = None) -> None:
        self._shapes = shapes
        with drawing:
            load_fonts()

    def width(self, text: str, weight: Weight, size: float) -> float:
        """Returns how wide a line is, in the unit of ``size``."""
        outline = self.outline(text, weight)
        return (_width(text, weight) if outline is None else outline.width) * size

    def outline(self, text: str, weight: Weight) -> Outline | None:
        """Returns the shape of a text that the typeface cannot set."""
        if self._shapes is None or _settable(text):
            return None
        return self._shapes.outline(text, weight)

    def matrix(self, text: str) -> tuple[str, ...]:
        """Returns the rows of a QR code with medium error correction, without its quiet zone."""
        return _matrix(text)


@functools.lru_cache(maxsize=8192)
def _width(text: str, weight: Weight) -> float:
    with drawing:
        return width_of(text, FONTS[weight], 1.0)


@functools.lru_cache(maxsize=8192)
def _settable(text: str) -> bool:
    with drawing:
        return printable(text) == " ".join(unicodedata.normalize("NFC", text).split())


@functools.lru_cache(maxsize=256)
def _matrix(text: str) -> tuple[str, ...]:
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    across = range(code.getModuleCount())
    return tuple("".join("1" if code.isDark(row, column) else "0" for column in across) for row in across)
