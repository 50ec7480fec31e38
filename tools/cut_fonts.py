"""Cuts Inter's variable font into the four static weights the program ships; run by hand, never imported.

Qt offers only "Regular" of a variable font, so QSS weights 500 and 600 would have no effect.
Run it after `pip install fonttools fontpkg-inter`: `python tools/cut_fonts.py`.
"""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

TARGET = Path(__file__).parent.parent / "resources" / "fonts"
WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}
TEXT_OPTICAL_SIZE = 14
RANGES = (
    (0x0020, 0x024F),  # Latin, Latin-1, Latin Extended A and B
    (0x0259, 0x02DD),  # IPA letters used in names, spacing modifiers
    (0x0300, 0x036F),  # combining marks
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x052F),  # Cyrillic
    (0x1E00, 0x1EFF),  # Latin Extended Additional (Vietnamese)
    (0x2000, 0x206F),  # punctuation and spaces
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20C0),  # currency signs
    (0x2100, 0x218F),  # letter-like symbols, fractions
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics
    (0x2300, 0x23FF),  # key symbols
    (0x25A0, 0x25FF),  # shapes
)
DIGITS = frozenset(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
FEATURES = [
    "calt",
    "case",
    "ccmp",
    "frac",
    "kern",
    "locl",
    "mark",
    "mkmk",
    "ordn",
    "pnum",
    "sups",
    "tnum",
    "zero",
]


def source() -> Path:
    """The variable font of the package fontpkg-inter."""
    files = metadata.files("fontpkg-inter") or []
    return Path(str(next(f for f in files if f.name == "Inter[opsz,wght].ttf").locate()))


def keep_text_proportional(font: TTFont) -> None:
    """Limits the feature `tnum` to digits: Inter also widens spaces and hyphens, which tears words apart."""
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for substitution in table.LookupList.Lookup[index].SubTable:
                    mapping = substitution.mapping
                    substitution.mapping = {glyph: mapping[glyph] for glyph in mapping if glyph in DIGITS}


def cut(name: str, weight: int) -> Path:
    """Writes one static weight, reduced to the scripts above, and returns its path."""
    font = instancer.instantiateVariableFont(
        TTFont(source()), {"wght": weight, "opsz": TEXT_OPTICAL_SIZE}, updateFontNames=True
    )
    options = subset.Options(layout_features=FEATURES, name_IDs=["*"], hinting=False, notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for low, high in RANGES for code in range(low, high + 1)])
    cutter.subset(font)
    keep_text_proportional(font)
    target = TARGET / f"Inter-{name}.ttf"
    font.save(target)
    return target


if __name__ == "__main__":
    for style, value in WEIGHTS.items():
        path = cut(style, value)
        print(f"{path.name} {path.stat().st_size // 1024} kB")
