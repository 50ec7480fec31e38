"""Figures of equal width for reportlab, which knows nothing of OpenType features.

Reads the single substitutions of the feature ``tnum`` in a font's table GSUB and maps the digits to them.
Source: OpenType specification 1.9, chapters "GSUB" and "OpenType Layout Common Table Formats".
"""

import string
import struct
from collections.abc import Iterator

from reportlab.pdfbase.ttfonts import TTFontFace

_SINGLE, _EXTENSION = 1, 7
_TABULAR = b"tnum"
_PDF_UNITS = 1000  # a PDF's widths are in thousandths of the font size


def use_tabular_figures(face: TTFontFace) -> None:
    """Maps the digits of ``face`` to their tabular forms; a font without any stays as it is.

    Digits only: the feature also widens the hyphen, which stands in receipt numbers.
    """
    if "GSUB" not in face.table:
        return
    tabular = dict(_substitutions(face.get_table("GSUB")))
    for code in map(ord, string.digits):
        glyph = tabular.get(face.charToGlyph.get(code))
        if glyph is not None:
            face.charToGlyph[code] = glyph
            face.charWidths[code] = face.hmetrics[glyph][0] * _PDF_UNITS / face.unitsPerEm


def _substitutions(table: bytes) -> Iterator[tuple[int, int]]:
    """Yields glyph and tabular glyph."""
    feature_list, lookup_list = struct.unpack_from(">HH", table, 6)
    for index in sorted(set(_tabular_lookups(table, feature_list))):
        lookup = lookup_list + _short(table, lookup_list + 2 + 2 * index)
        kind, _, count = struct.unpack_from(">HHH", table, lookup)
        for offset in struct.unpack_from(f">{count}H", table, lookup + 6):
            yield from _single(table, *_resolve(table, kind, lookup + offset))


def _tabular_lookups(table: bytes, feature_list: int) -> Iterator[int]:
    for number in range(_short(table, feature_list)):
        tag, offset = struct.unpack_from(">4sH", table, feature_list + 2 + 6 * number)
        if tag == _TABULAR:
            feature = feature_list + offset
            count = _short(table, feature + 2)
            yield from struct.unpack_from(f">{count}H", table, feature + 4)


def _resolve(table: bytes, kind: int, subtable: int) -> tuple[int, int]:
    """Follows an extension to the kind and place of what it stands for."""
    if kind != _EXTENSION:
        return kind, subtable
    real, offset = struct.unpack_from(">HI", table, subtable + 2)
    return real, subtable + offset


def _single(table: bytes, kind: int, subtable: int) -> Iterator[tuple[int, int]]:
    if kind != _SINGLE:
        return
    form, coverage = struct.unpack_from(">HH", table, subtable)
    glyphs = list(_covered(table, subtable + coverage))
    if form == 1:
        (delta,) = struct.unpack_from(">h", table, subtable + 4)
        yield from ((glyph, (glyph + delta) & 0xFFFF) for glyph in glyphs)
    else:
        yield from zip(glyphs, struct.unpack_from(f">{len(glyphs)}H", table, subtable + 6), strict=True)


def _covered(table: bytes, coverage: int) -> Iterator[int]:
    form, count = struct.unpack_from(">HH", table, coverage)
    if form == 1:
        yield from struct.unpack_from(f">{count}H", table, coverage + 4)
        return
    for number in range(count):
        first, last = struct.unpack_from(">HH", table, coverage + 4 + 6 * number)
        yield from range(first, last + 1)


def _short(table: bytes, offset: int) -> int:
    (value,) = struct.unpack_from(">H", table, offset)
    return int(value)
