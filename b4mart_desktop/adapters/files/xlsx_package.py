"""The parts of an XLSX workbook but for its cells: sheets, shared texts, styles. Guards against bombs.

Read with the standard library's expat as a stream, because what a price list needs no library keeps: which
formulas have no value, merged and hidden cells, and a memory that does not grow with the sheet. Document
types, and with them entities, are refused. Source: ECMA-376, Part 1, sections 12 and 18.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from typing import IO, NamedTuple
from xml.parsers import expat

from b4mart_desktop.adapters.files.source import Source, reason, unpacked_limit
from b4mart_desktop.domain.errors import AdapterError

MOST_BYTES = 4 << 30
"""No part of a workbook that anybody could want to import is larger, unpacked."""

MOST_SHARED_TEXTS = 20_000_000

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
"""How files begin that Excel made before 2007, and those that it locked by a password."""

_CHUNK = 1 << 16
_DAMAGED = (OSError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error)
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile("[0-9]{1,9}")
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_QUOTED_IN_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class Sheet(NamedTuple):
    """A sheet and the part of the package that holds its cells."""

    name: str
    part: str
    is_hidden: bool = False


class NumberStyle(NamedTuple):
    """How a cell's number is meant: as a date, or with leading zeros up to ``digits``."""

    is_date: bool = False
    digits: int = 0


PLAIN = NumberStyle()


class Workbook:
    """An open workbook.

    Attributes:
        sheets: Those with cells, in order.
        active: Name of the sheet that was shown last; empty where the workbook does not say.
        styles: By number, as cells name them.
        since_1904: Whether its days are counted from 1904.

    Raises:
        AdapterError: FILE_UNREADABLE with ``path`` and ``reason``.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self.sheets: list[Sheet] = []
        self.active = ""
        self.styles: list[NumberStyle] = []
        self.since_1904 = False
        self._done: dict[str, int] = {}
        self._texts: list[str] = []
        self._more_texts: Generator[None] = _nothing()
        try:
            self._zip = zipfile.ZipFile(source.plain)
            self._files = {_plain_part(name): name for name in self._zip.namelist()}
        except (OSError, zipfile.BadZipFile) as error:
            raise self.unreadable(_why(source, error)) from error
        try:
            self._read_parts()
        except BaseException:
            self._zip.close()
            raise

    def close(self) -> None:
        """Closes the file."""
        self._more_texts.close()
        self._zip.close()

    def unreadable(self, reason: str) -> AdapterError:
        """Returns the error that says so."""
        return self._source.unreadable(reason)

    def share_read(self, part: str) -> float:
        """Returns how much of a part was read, from 0 to 1."""
        size = self._zip.getinfo(self._files[_plain_part(part)]).file_size
        return min(1.0, self._done.get(part, 0) / size) if size else 1.0

    def text(self, number: int) -> str:
        """Returns one of the texts that cells share, empty where there is none; reads as far as that one.

        Programs number them as they meet them, so the first rows need no more than the first texts.

        Raises:
            AdapterError: FILE_UNREADABLE.
        """
        while number >= len(self._texts) and next(self._more_texts, self) is None:
            pass
        return self._texts[number] if number < len(self._texts) else ""

    def chunks(self, part: str) -> Iterator[bytes]:
        """Yields a part's bytes.

        Raises:
            AdapterError: FILE_UNREADABLE, also where it unpacks to more than anybody's sheet.
        """
        info = self._zip.getinfo(self._files[_plain_part(part)])
        if info.file_size > unpacked_limit(info.compress_size, MOST_BYTES):
            raise self.unreadable(f"{part} unpacks to more than any sheet holds")
        done = 0
        try:
            with self._zip.open(info) as file:
                while chunk := _read(file):
                    done += len(chunk)
                    self._done[part] = done
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
        if "mimetype" in self._files:
            raise self.unreadable("an OpenDocument file: save it as .xlsx or .csv")
        main = self._target("", "officeDocument") or "xl/workbook.xml"
        if not self._has(main):
            raise self.unreadable("no workbook: save it as .xlsx or .csv")
        self._read_sheets(main)
        texts, styles = self._target(main, "sharedStrings"), self._target(main, "styles")
        if self._has(texts):
            self._more_texts = self._read_texts(texts)
        if self._has(styles):
            self._read_styles(styles)
        if not self.sheets:
            raise self.unreadable("the workbook has no sheet with cells")

    def _has(self, part: str) -> bool:
        return _plain_part(part) in self._files

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

        if self._has(relations):
            _exhaust(self.parse(relations, Handlers(take)))
        return found

    def _target(self, part: str, kind: str) -> str:
        return next((target for found, target in self._relations(part).values() if found == kind), "")

    def _read_sheets(self, main: str) -> None:
        relations = self._relations(main)
        all_names: list[str] = []
        shown = 0

        def take(name: str, attributes: dict[str, str]) -> None:
            nonlocal shown
            if name == "workbookPr":
                self.since_1904 = attributes.get("date1904") in ("1", "true")
            elif name == "workbookView":
                shown = _whole(attributes.get("activeTab", "0"))
            elif name == "sheet":
                all_names.append(attributes.get("name", ""))
                identity = next((value for key, value in attributes.items() if key.endswith(" id")), "")
                kind, part = relations.get(identity, ("", ""))
                if kind == "worksheet" and self._has(part):
                    is_hidden = attributes.get("state", "visible") != "visible"
                    self.sheets.append(Sheet(all_names[-1], part, is_hidden))

        _exhaust(self.parse(main, Handlers(take)))
        self.active = all_names[shown] if shown < len(all_names) else ""

    def _read_texts(self, part: str) -> Generator[None]:
        reading = _SharedTexts(self._texts)
        for _ in self.parse(part, Handlers(reading.start, reading.end, reading.text)):
            if len(self._texts) > MOST_SHARED_TEXTS:
                raise self.unreadable("more texts than any sheet holds")
            yield

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
            number = _whole(attributes.get("numFmtId", ""))
            self._formats[number] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            self.numbers.append(_whole(attributes.get("numFmtId", "")))

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
    """Returns ``text`` with the characters that XML cannot hold (``_x0007_``; ECMA-376, 22.4.2.4).

    They are UTF-16: two may be one character, and one without its other half is damaged (U+FFFD).
    """
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _whole(text: str) -> int:
    """Returns a number of a style or sheet; 0, the usual one, where it is none."""
    return int(text) if _NUMBER.fullmatch(text) else 0


def _nothing() -> Generator[None]:
    yield from ()


def _exhaust(steps: Iterator[None]) -> None:
    for _ in steps:
        pass


def _plain_part(name: str) -> str:
    """Returns a part's name to compare it by (ECMA-376, Part 2, 6.2.2.3); some programs write backslashes."""
    return name.replace("\\", "/").casefold()


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _read(file: IO[bytes]) -> bytes:
    return file.read(_CHUNK)


def _why(source: Source, error: Exception) -> str:
    if isinstance(error, zipfile.BadZipFile) and source.head() == OLD_EXCEL:
        return "locked by a password, or of an old Excel: save it as .xlsx without a password, or as .csv"
    return reason(error)
