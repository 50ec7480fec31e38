"""The documents' typeface: Inter from the shipped files, figures of equal width, embedded as subsets.

Also what depends on the typeface: measuring, wrapping and cleaning texts. No layout.
"""

import threading
import unicodedata

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from b4mart_desktop.adapters.documents.figures import use_tabular_figures
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.paths import resource

REGULAR = "B4Mart-Regular"
MEDIUM = "B4Mart-Medium"
SEMIBOLD = "B4Mart-SemiBold"
BOLD = "B4Mart-Bold"
_FILES = {
    REGULAR: "Inter-Regular.ttf",
    MEDIUM: "Inter-Medium.ttf",
    SEMIBOLD: "Inter-SemiBold.ttf",
    BOLD: "Inter-Bold.ttf",
}
_MISSING_GLYPH = "□"
_WIDEST_ASCII = 1.1  # of the size; the widest of all weights is Bold's "W" with 1.04
_INVISIBLE = ("Cc", "Cf")

drawing = threading.Lock()
"""Held while a document is drawn: reportlab's fonts are shared by the process and keep a read position."""


def load_fonts() -> None:
    """Makes the four weights known to reportlab, once for the process; call it holding ``drawing``.

    Raises:
        AdapterError: DOCUMENT_FAILED where a font file is missing or damaged.
    """
    known = pdfmetrics.getRegisteredFontNames()
    for name, file in _FILES.items():
        if name not in known:
            pdfmetrics.registerFont(_load(name, file))


def width_of(text: str, font: str, size: float) -> float:
    """Returns the width of ``text`` in points."""
    return float(stringWidth(text, font, size))


def printable(text: str) -> str:
    """Returns ``text`` on one line, with what the typeface does not have replaced by an empty box.

    Inter has Latin, Greek and Cyrillic. Accents are composed first, because marks are not positioned.
    """
    if text.isascii() and text.isprintable():
        return text
    known = pdfmetrics.getFont(REGULAR).face.charToGlyph
    joined = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(_drawn(character, known) for character in joined)


def wrap(text: str, font: str, size: float, width: float) -> list[str]:
    """Splits ``text`` into lines of at most ``width`` points: at spaces, else inside words."""
    if _surely_fits(text, size, width) or width_of(text, font, size) <= width:
        return [text]
    lines: list[str] = []
    current = ""
    for word in text.split(" "):
        candidate = f"{current} {word}" if current else word
        if width_of(candidate, font, size) <= width:
            current = candidate
            continue
        if current:
            lines.append(current)
        *full, current = _break_word(word, font, size, width)
        lines.extend(full)
    return [*lines, current]


def fitting_size(text: str, font: str, size: float, width: float) -> float:
    """Returns ``size``, or the smaller one at which ``text`` is no wider than ``width``."""
    if _surely_fits(text, size, width):
        return size
    wide = width_of(text, font, size)
    return size if wide <= width else size * width / wide


def _surely_fits(text: str, size: float, width: float) -> bool:
    """Whether short plain text need not be measured: measuring is what drawing documents spends time on."""
    return len(text) * size * _WIDEST_ASCII <= width and text.isascii()


def _load(name: str, file: str) -> TTFont:
    try:
        font = TTFont(name, str(resource("fonts", file)), asciiReadable=False)
        use_tabular_figures(font.face)
    except (OSError, TTFError) as error:
        raise AdapterError(ErrorCode.DOCUMENT_FAILED, file=file, reason=str(error)) from error
    return font


def _drawn(character: str, known: dict[int, int]) -> str:
    category = unicodedata.category(character)
    if category in _INVISIBLE:
        return ""
    if ord(character) in known:
        return character
    return " " if category == "Zs" else _MISSING_GLYPH


def _break_word(word: str, font: str, size: float, width: float) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and width_of(pieces[-1] + character, font, size) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
