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


class Encoding(NamedTuple):
    """A codec's name, the error handler to read with, and whether it is a guess."""

    name: str
    errors: str
    is_guessed: bool


def find_encoding(path: Path) -> Encoding:
    """Returns how ``path`` is encoded, from its byte order mark or from all of its bytes.

    Without a mark it is UTF-8 where that fits, or where it fits more often than not: then single bytes
    are damaged. Else it is Windows-1252, what western spreadsheets write, as a guess.

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
    return Encoding("utf-8" if good > bad else "cp1252", "surrogateescape", is_guessed=True)


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
