"""Reads CSV as people's programs write it: any usual delimiter and encoding; a broken row costs only itself.

Python's reader alone would take an unclosed quotation mark to the end of the file. So rows are read one
by one, and where one cannot be read the next begins on the following line.
"""

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from b4mart_desktop.adapters.files.encodings import UNDECODED, find_encoding
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.services.ports.files import BadRow, Row, RowFault

DELIMITERS = (",", ";", "\t", "|")
MOST_LINES = 50
"""A row goes over no more lines than this: more, and a quotation mark was left open."""

_SHOWN = 80


class CsvTable:
    """An open CSV file; implements the port ``Table``. Use it in a ``with`` statement.

    Args:
        path: The file.

    Raises:
        AdapterError: FILE_UNREADABLE with ``path`` and ``reason``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: deque[tuple[int, str]] = deque()
        self._line = 0
        try:
            self._size = path.stat().st_size
            self._encoding = find_encoding(path)
            self._file: TextIO = path.open(encoding=self._encoding.name, errors=self._encoding.errors)
        except OSError as error:
            raise self._unreadable(error.strerror or str(error)) from error
        try:
            self._delimiter, self._header = self._read_header()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    @property
    def header(self) -> Sequence[str]:
        """The columns' names."""
        return self._header

    @property
    def delimiter(self) -> str:
        """What stands between cells."""
        return self._delimiter

    @property
    def encoding(self) -> str:
        """The codec's name."""
        return self._encoding.name

    @property
    def is_encoding_guessed(self) -> bool:
        """Whether the file does not show its encoding."""
        return self._encoding.is_guessed

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
            raise self._unreadable(error.strerror or str(error)) from error
        if not text:
            return None
        self._line += 1
        return self._line, text.removesuffix("\n")

    def _read_header(self) -> tuple[str, Sequence[str]]:
        """Takes the delimiter that makes the most cells of the first line that has any text."""
        stated: list[str] = []
        while (numbered := self._next_line()) is not None:
            text = numbered[1]
            if text.lower().startswith("sep=") and len(text) == len("sep=,"):  # for spreadsheets only
                stated = [text[-1]]
            elif text.strip():
                found = {mark: self._cells(text, mark) or [] for mark in stated or DELIMITERS}
                delimiter = max(found, key=lambda mark: len(found[mark]))
                return delimiter, [name.strip() for name in found[delimiter]]
        raise self._unreadable("the file is empty")

    def _row(self, line: int, text: str) -> Row | BadRow:
        cells = text.split(self._delimiter) if '"' not in text else self._quoted_cells(text)
        if cells is None:
            return BadRow(line, None, text[:_SHOWN], RowFault.QUOTING)
        while len(cells) > len(self._header) and not cells[-1]:
            cells.pop()
        if len(cells) != len(self._header):
            detail = f"{len(cells)} instead of {len(self._header)}"
            return BadRow(line, None, text[:_SHOWN], RowFault.CELL_COUNT, detail)
        return self._wrong_bytes(line, cells) or Row(line, cells)

    def _wrong_bytes(self, line: int, cells: Sequence[str]) -> BadRow | None:
        """Returns what is wrong where the encoding had to be guessed and does not fit this row."""
        if not self._encoding.is_guessed:
            return None
        for name, cell in zip(self._header, cells, strict=True):
            found = UNDECODED.search(cell)
            if found is not None:
                shown = cell[:_SHOWN].encode("ascii", "backslashreplace").decode()
                byte = ord(found.group()) & 0xFF
                detail = f"byte 0x{byte:02x} at character {found.start() + 1} is no {self.encoding}"
                return BadRow(line, name, shown, RowFault.ENCODING, detail)
        return None

    def _quoted_cells(self, text: str) -> list[str] | None:
        """Returns the cells of a row that may go on over the next lines; None where its quoting is broken."""
        taken: list[tuple[int, str]] = []
        cells = self._cells(text, self._delimiter)
        while cells is None and len(taken) < MOST_LINES and (following := self._next_line()) is not None:
            taken.append(following)
            text += "\n" + following[1]
            cells = self._cells(text, self._delimiter)
        if taken and (cells is None or len(cells) != len(self._header)):
            self._waiting.extendleft(reversed(taken))
            return None
        return cells

    @staticmethod
    def _cells(text: str, delimiter: str) -> list[str] | None:
        try:
            return next(csv.reader([text], delimiter=delimiter, strict=True))
        except csv.Error:
            return None

    def _unreadable(self, reason: str) -> AdapterError:
        return AdapterError(ErrorCode.FILE_UNREADABLE, path=str(self._path), reason=reason)
