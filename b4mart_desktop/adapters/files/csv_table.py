"""Reads CSV as people's programs write it: any usual delimiter and encoding; a broken row costs only itself.

Python's reader alone would take an unclosed quotation mark to the end of the file. So rows are read one
by one, and where one cannot be read the next begins on the following line.
"""

import csv
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from b4mart_desktop.adapters.files.cells import too_long
from b4mart_desktop.adapters.files.encodings import UNDECODED, chosen_encoding, find_encoding
from b4mart_desktop.adapters.files.header_line import LOOKED_AT, header_place, known_names
from b4mart_desktop.adapters.files.source import Source, reason
from b4mart_desktop.adapters.files.table_file import TableFile
from b4mart_desktop.services.column_names import cleaned
from b4mart_desktop.services.ports.files import NO_FAULTS, BadRow, CellFault, ReadAs, Row, RowFault, TableNote

DELIMITERS = (",", ";", "\t", "|")
MOST_LINES = 400
"""A row goes over no more lines than this: more, and a quotation mark was left open."""

_LONGEST_PARSED = 1 << 24  # a longer cell counts as one whose quotation mark was left open

_SHOWN = 80
_HEADER_LINES = 5  # the names of columns may have line breaks in quotation marks


class CsvTable(TableFile):
    """An open CSV file; implements the port ``Table``. Use it in a ``with`` statement.

    Args:
        source: The file.
        read_as: What a person decided about its reading.

    Raises:
        AdapterError: FILE_UNREADABLE with ``path`` and ``reason``.
    """

    def __init__(self, source: Source, read_as: ReadAs | None = None) -> None:
        super().__init__(source)
        wanted = read_as or ReadAs()
        self._waiting: deque[tuple[int, str]] = deque()
        self._line = 0
        csv.field_size_limit(_LONGEST_PARSED)
        with self._opening():
            self._file = self._open(wanted.encoding)
            self._begin(wanted)

    def _open(self, encoding: str | None) -> TextIO:
        plain = self._source.plain
        try:
            self._size = plain.stat().st_size
            self._encoding = chosen_encoding(encoding) if encoding else find_encoding(plain)
            opened = plain.open(encoding=self._encoding.name, errors=self._encoding.errors)
        except (OSError, LookupError) as error:
            raise self._source.unreadable(reason(error)) from error
        return self._owned.enter_context(opened)

    @property
    def header(self) -> Sequence[str]:
        """The columns' names."""
        return self._header

    @property
    def read_as(self) -> ReadAs:
        """How it is read."""
        return ReadAs(None, self._header_line, self._encoding.name, self._delimiter)

    @property
    def notes(self) -> Mapping[TableNote, int]:
        """What is worth knowing of the reading."""
        return {TableNote.ENCODING_GUESSED: 1} if self._encoding.is_guessed else {}

    @property
    def share_read(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return self._file.buffer.tell() / self._size if self._size else 1.0

    def rows(self) -> Iterator[Row | BadRow]:
        """Yields the rows below the header; those without any text are passed over."""
        while (numbered := self._next_line()) is not None:
            line, text = numbered
            if text.strip(self._delimiter + " \t"):
                yield self._row(line, text)

    def _next_line(self) -> tuple[int, str] | None:
        if self._waiting:
            return self._waiting.popleft()
        try:
            text = self._file.readline()
        except OSError as error:
            raise self._source.unreadable(reason(error)) from error
        if not text:
            return None
        self._line += 1
        return self._line, text.removesuffix("\n")

    def _begin(self, wanted: ReadAs) -> None:
        """Finds delimiter and header in the first lines; the rows go on below the header."""
        lines = self._first_lines()
        if lines and _is_hint(lines[0][1]):  # "sep=;", for spreadsheets only
            wanted = wanted._replace(delimiter=wanted.delimiter or lines.pop(0)[1][-1])
        if not lines:
            raise self._source.unreadable("the file is empty")
        delimiters = (wanted.delimiter,) if wanted.delimiter else DELIMITERS
        found = {mark: self._logical(lines, mark) for mark in delimiters}
        self._delimiter = max(found, key=lambda mark: _fit(found[mark]))
        top = found[self._delimiter]
        place = header_place([cells for _, cells in top])
        if wanted.header_line is not None:
            place = next((n for n, (line, _) in enumerate(top) if line >= wanted.header_line), place)
        self._header_line, names = top[place]
        self._header = [cleaned(UNDECODED.sub("\ufffd", name)) for name in names]
        below = top[place + 1][0] if place + 1 < len(top) else lines[-1][0] + 1
        self._waiting.extend(numbered for numbered in lines if numbered[0] >= below)

    def _first_lines(self) -> list[tuple[int, str]]:
        lines: list[tuple[int, str]] = []
        filled = 0
        while filled < LOOKED_AT and (numbered := self._next_line()) is not None:
            is_filled = bool(numbered[1].strip())
            filled += is_filled
            if is_filled or lines:
                lines.append(numbered)
        return lines

    def _logical(self, lines: Sequence[tuple[int, str]], mark: str) -> list[tuple[int, list[str]]]:
        """Returns the cells of ``lines``, those brought together that quotation marks hold together."""
        rows: list[tuple[int, list[str]]] = []
        place = 0
        while place < len(lines):
            if not lines[place][1].strip():
                place += 1
                continue
            joined = 1
            cells = _parsed(lines[place][1], mark)[0]
            while cells is None and joined < _HEADER_LINES and place + joined < len(lines):
                joined += 1
                cells = _parsed("\n".join(text for _, text in lines[place : place + joined]), mark)[0]
            rows.append((lines[place][0], cells if cells is not None else lines[place][1].split(mark)))
            place += joined if cells is not None else 1
        return rows

    def _row(self, line: int, text: str) -> Row | BadRow:
        cells = text.split(self._delimiter) if '"' not in text else self._quoted_cells(text)
        if cells is None:
            return BadRow(line, None, text[:_SHOWN], RowFault.QUOTING)
        while len(cells) > len(self._header) and not cells[-1]:
            cells.pop()
        if len(cells) != len(self._header):
            detail = f"{len(cells)} instead of {len(self._header)}"
            return BadRow(line, None, text[:_SHOWN], RowFault.CELL_COUNT, detail)
        faults = too_long(cells)
        if not text.isascii() or faults:
            return Row(line, cells, faults=self._undecoded(cells) | faults or NO_FAULTS)
        return Row(line, cells)

    def _undecoded(self, cells: list[str]) -> dict[int, CellFault]:
        """Shows bytes that the encoding does not have by their numbers, and names them."""
        faults: dict[int, CellFault] = {}
        for place, cell in enumerate(cells):
            found = UNDECODED.search(cell)
            if found is not None:
                byte = ord(found.group()) & 0xFF
                where = f"byte 0x{byte:02x} at character {found.start() + 1}"
                faults[place] = CellFault(RowFault.ENCODING, f"{where} is no {self._encoding.name}")
                cells[place] = UNDECODED.sub(lambda byte: f"\\x{ord(byte.group()) & 0xFF:02x}", cell)
        return faults

    def _quoted_cells(self, text: str) -> list[str] | None:
        """Returns the cells of a row that may go on over the next lines; None where its quoting is broken.

        Dumps with tabs between the cells quote nothing: there a quotation mark that does not fit is a sign
        like others.
        """
        cells = self._joined(text)
        if cells is None or len(cells) != len(self._header):
            plain = text.split(self._delimiter)
            if self._delimiter == "\t" and len(plain) == len(self._header):
                return plain
        return cells

    def _joined(self, text: str) -> list[str] | None:
        """Returns the cells of a row with as many of the next lines as its quotation marks hold together."""
        cells, is_open = _parsed(text, self._delimiter)
        lines, taken = [text], list[tuple[int, str]]()
        while is_open and len(taken) < MOST_LINES and (following := self._next_line()) is not None:
            taken.append(following)
            lines.append(following[1])
            if '"' in following[1]:  # else it closes nothing
                cells, is_open = _parsed("\n".join(lines), self._delimiter)
        if taken and (cells is None or len(cells) != len(self._header)):
            self._waiting.extendleft(reversed(taken))
            return None
        return cells


def _parsed(text: str, delimiter: str) -> tuple[list[str] | None, bool]:
    """Returns the cells of ``text``, None where they cannot be told; and whether a quotation is open."""
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True)), False
    except csv.Error as error:
        return None, "end of data" in str(error)


def _is_hint(text: str) -> bool:
    return text.lower().startswith("sep=") and len(text) == len("sep=,")


def _fit(rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[int, int]:
    """How well a delimiter fits: the names known in its header, and how many columns there are."""
    header = rows[header_place([cells for _, cells in rows])][1]
    return known_names(header), len(header)
