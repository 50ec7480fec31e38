"""Finds out how a text file is encoded, without a library: what spreadsheets write is few encodings."""

import codecs
import re
from pathlib import Path
from typing import NamedTuple

UNDECODED = re.compile("[\udc80-\udcff]")
"""What bytes become that do not fit the encoding (error handler "surrogateescape")."""

_CHUNK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_ASCII = re.compile("[^\x00-\x7f]")

# Scripts whose letters stand beside each other, by the bytes of their letters. In western texts an accented
# letter stands alone among plain ones.
_SCRIPTS = (
    ("cp1255", rb"[\xe0-\xfa]"),  # Hebrew; ISO 8859-8 has its letters at the same places
    ("cp862", rb"[\x80-\x9a]"),  # Hebrew of old tills
    ("cp1251", rb"[\xc0-\xff\xa8\xb8]"),  # Cyrillic
)
_MOSTLY = 0.8


class Encoding(NamedTuple):
    """A codec's name, the error handler to read with, and whether it is a guess."""

    name: str
    errors: str
    is_guessed: bool


def find_encoding(path: Path) -> Encoding:
    """Returns how ``path`` is encoded, from its byte order mark or from all of its bytes.

    Without a mark it is UTF-8 where that fits, or where it fits more often than not: then single bytes
    are damaged. Else it is a guess: Hebrew or Cyrillic where such letters stand in words, otherwise
    Windows-1252, what western spreadsheets write.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(4)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, "replace" if name == "utf-16" else "surrogateescape", is_guessed=False)
    if head[1:2] == b"\0" or head[:1] == b"\0":
        return Encoding("utf-16-le" if head[1:2] == b"\0" else "utf-16-be", "replace", is_guessed=True)
    good, bad = _count(path)
    if bad == 0:
        return Encoding("utf-8", "surrogateescape", is_guessed=False)
    return Encoding("utf-8" if good > bad else _code_page(path), "surrogateescape", is_guessed=True)


def chosen_encoding(name: str) -> Encoding:
    """Returns the encoding that a person chose.

    Raises:
        LookupError: There is no such codec.
    """
    found = codecs.lookup(name).name
    return Encoding(found, "replace" if found.startswith("utf-16") else "surrogateescape", is_guessed=False)


def _count(path: Path) -> tuple[int, int]:
    """Returns how many characters beyond ASCII are UTF-8, and how many bytes are not."""
    good = bad = 0
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            if not text.isascii():
                wrong = len(UNDECODED.findall(text))
                bad += wrong
                good += len(_NOT_ASCII.findall(text)) - wrong
    return good, bad + len(decoder.decode(b"", final=True))


def _code_page(path: Path) -> str:
    """Returns the first script whose letters mostly stand in words, else Windows-1252."""
    with path.open("rb") as file:
        sample = file.read(_CHUNK)
    high = len(re.findall(rb"[\x80-\xff]", sample))
    for name, letter in _SCRIPTS:
        in_words = sum(map(len, re.findall(letter + b"{2,}", sample)))
        if high and in_words / high >= _MOSTLY:
            return name
    return "cp1252"
