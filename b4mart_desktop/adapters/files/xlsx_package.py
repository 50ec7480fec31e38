"""The parts of an XLSX workbook but for its cells: sheets, shared texts, styles. Guards against bombs.

Read with the standard library's expat as a stream, because what a price list needs no library keeps: which
formulas have no value, merged and hidden cells, and a memory that does not grow with the sheet. Document
types, and with them entities, are refused. Source: ECMA-376, Part 1, sections 12 and 18.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NamedTuple
from xml.parsers import expat

from b4mart_desktop.domain.errors import AdapterError, ErrorCode

MOST_BYTES = 4 << 30
"""No part of a workbook that anybody could want to import is larger, unpacked."""

MOST_RATIO = 250
"""Spreadsheets pack about 10 to 1, sheets of equal rows 200 to 1; bombs 1,000 to 1."""

HARMLESS_BYTES = 64 << 20
"""Up to here nobody asks how well a part is packed."""

MOST_SHARED_TEXTS = 20_000_000

_CHUNK = 1 << 16
_DAMAGED = (OSError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error)
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_QUOTED_IN_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class Sheet(NamedTuple):
    """A sheet and the part of the package that holds its cells."""

    name: str
    part: str


class NumberStyle(NamedTuple):
    """How a cell's number is meant: as a date, or with leading zeros up to ``digits``."""

    is_date: bool = False
    digits: int = 0


PLAIN = NumberStyle()


class Workbook:
    """An open workbook.

    Attributes:
        sheets: Those with cells, in order.
        texts: Those that cells share.
        styles: By number, as cells name them.
        since_1904: Whether its days are counted from 1904.

    Raises:
        AdapterError: FILE_UNREADABLE with ``path`` and ``reason``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.sheets: list[Sheet] = []
        self.texts: list[str] = []
        self.styles: list[NumberStyle] = []
        self.since_1904 = False
        self._done = 0
        try:
            self._zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile) as error:
            raise self.unreadable(_why(path, error)) from error
        try:
            self._read_parts()
        except BaseException:
            self._zip.close()
            raise

    def close(self) -> None:
        """Closes the file."""
        self._zip.close()

    def unreadable(self, reason: str) -> AdapterError:
        """Returns the error that says so."""
        return AdapterError(ErrorCode.FILE_UNREADABLE, path=str(self._path), reason=reason)

    def share_read(self, part: str) -> float:
        """Returns how much of a part was read, from 0 to 1."""
        size = self._zip.getinfo(part).file_size
        return min(1.0, self._done / size) if size else 1.0

    def chunks(self, part: str) -> Iterator[bytes]:
        """Yields a part's bytes.

        Raises:
            AdapterError: FILE_UNREADABLE, also where it unpacks to more than anybody's sheet.
        """
        info = self._zip.getinfo(part)
        if info.file_size > min(MOST_BYTES, max(info.compress_size * MOST_RATIO, HARMLESS_BYTES)):
            raise self.unreadable(f"{part} unpacks to more than any sheet holds")
        done = 0
        try:
            with self._zip.open(info) as file:
                while chunk := _read(file):
                    done += len(chunk)
                    self._done = done
                    yield chunk
        except _DAMAGED as error:
            raise self.unreadable(f"{part}: {error}") from error

    def parse(self, part: str, handlers: "Handlers") -> Iterator[None]:
        """Parses a part, calling ``handlers``; yields after each chunk.

        Raises:
            AdapterError: FILE_UNREADABLE.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, found: handlers.start(_local(name), found)
        parser.EndElementHandler = lambda name: handlers.end(_local(name))
        parser.CharacterDataHandler = handlers.text
        parser.StartDoctypeDeclHandler = self._refuse_document_type
        try:
            for chunk in self.chunks(part):
                parser.Parse(chunk, False)
                yield
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise self.unreadable(f"{part}: {error}") from error
        yield

    def _refuse_document_type(self, *_: object) -> None:
        raise self.unreadable("a workbook has no document type")

    # ------------------------------------------------------------ parts

    def _read_parts(self) -> None:
        names = set(self._zip.namelist())
        if "mimetype" in names:
            raise self.unreadable("an OpenDocument file: save it as .xlsx or .csv")
        main = self._target("", "officeDocument") or "xl/workbook.xml"
        if main not in names:
            raise self.unreadable("no workbook: save it as .xlsx or .csv")
        self._read_sheets(main, names)
        for kind, read in (("sharedStrings", self._read_texts), ("styles", self._read_styles)):
            part = self._target(main, kind)
            if part in names:
                read(part)
        if not self.sheets:
            raise self.unreadable("the workbook has no sheet with cells")

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Returns the kind and target of each relation of ``part``, by id."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}

        def take(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship":
                target = attributes.get("Target", "")
                target = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = (kind, posixpath.normpath(target))

        if relations in self._zip.namelist():
            _exhaust(self.parse(relations, Handlers(take)))
        return found

    def _target(self, part: str, kind: str) -> str:
        return next((target for found, target in self._relations(part).values() if found == kind), "")

    def _read_sheets(self, main: str, names: set[str]) -> None:
        relations = self._relations(main)

        def take(name: str, attributes: dict[str, str]) -> None:
            if name == "workbookPr":
                self.since_1904 = attributes.get("date1904") in ("1", "true")
            elif name == "sheet":
                identity = next((value for key, value in attributes.items() if key.endswith(" id")), "")
                kind, part = relations.get(identity, ("", ""))
                if kind == "worksheet" and part in names:
                    self.sheets.append(Sheet(attributes.get("name", ""), part))

        _exhaust(self.parse(main, Handlers(take)))

    def _read_texts(self, part: str) -> None:
        reading = _SharedTexts(self.texts)
        for _ in self.parse(part, Handlers(reading.start, reading.end, reading.text)):
            if len(self.texts) > MOST_SHARED_TEXTS:
                raise self.unreadable("more texts than any sheet holds")

    def _read_styles(self, part: str) -> None:
        reading = _Styles()
        _exhaust(self.parse(part, Handlers(reading.start, reading.end)))
        self.styles = [reading.style(number) for number in reading.numbers]


class Handlers(NamedTuple):
    """What to do with the elements of a part; names come without their namespace."""

    start: Callable[[str, dict[str, str]], None]
    end: Callable[[str], None] = lambda name: None
    text: Callable[[str], None] = lambda text: None


class _SharedTexts:
    """Takes the texts of cells together from their runs; what only says how to pronounce them is no part."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._parts: list[str] = []
        self._in_text = self._in_phonetic = False

    def start(self, name: str, _: dict[str, str]) -> None:
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._in_phonetic = True
        elif name == "t":
            self._in_text = not self._in_phonetic

    def end(self, name: str) -> None:
        if name == "si":
            self._texts.append(unescaped("".join(self._parts)))
        elif name == "rPh":
            self._in_phonetic = False
        elif name == "t":
            self._in_text = False

    def text(self, text: str) -> None:
        if self._in_text:
            self._parts.append(text)


class _Styles:
    """Takes the number formats of cell styles."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self._formats: dict[int, str] = {}
        self._in_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._formats[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            self.numbers.append(int(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False

    def style(self, number: int) -> NumberStyle:
        """Returns what a number format makes of numbers (ECMA-376, 18.8.30)."""
        form = self._formats.get(number, "")
        if set(form) == {"0"}:
            return NumberStyle(digits=len(form))
        letters = _QUOTED_IN_FORMAT.sub("", form.partition(";")[0].lower())
        has_dates = "general" not in letters and any(letter in letters for letter in "ymdh")
        return NumberStyle(is_date=has_dates if form else number in _BUILT_IN_DATES)


def unescaped(text: str) -> str:
    """Returns ``text`` with the characters that XML cannot hold (``_x0007_``; ECMA-376, 22.4.2.4)."""
    return _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


def _exhaust(steps: Iterator[None]) -> None:
    for _ in steps:
        pass


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _read(file: IO[bytes]) -> bytes:
    return file.read(_CHUNK)


def _why(path: Path, error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    with path.open("rb") as file:
        if file.read(4) == _OLD_EXCEL:
            return "locked by a password, or of an old Excel: save it as .xlsx without a password, or as .csv"
    return str(error)
