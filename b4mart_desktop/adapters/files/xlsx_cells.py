"""The cells of one sheet of a workbook, row by row: values as text, and what is wrong with others."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from b4mart_desktop.adapters.files.xlsx_package import PLAIN, Handlers, NumberStyle, Workbook, unescaped
from b4mart_desktop.services.ports.files import CellFault, RowFault

MOST_COLUMNS = 16_384
MOST_MERGED = 200_000

_CARRIED = 400  # longer than any tag that is looked for, so that none is missed between two chunks
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\bhidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col\s[^>]*?\bhidden="(?:1|true)"')
_LAST_DAY = 2_958_465  # 31 December 9999
_EXACT_DIGITS = 15
_FIRST_INEXACT = 1e15
_SHOWN = 20
_NUMBER = re.compile("[0-9]{1,9}")
_SECONDS = 86_400


class SheetRow(NamedTuple):
    """A row's cells by column from 0, those with a value; which of them are numbers; what is wrong."""

    line: int
    cells: dict[int, str]
    numbers: set[int]
    faults: dict[int, CellFault]


class Merged(NamedTuple):
    """A range of cells shown as one: lines from 1 and columns from 0, both ends included."""

    first_line: int
    last_line: int
    first_column: int
    last_column: int


class Layout(NamedTuple):
    """What a sheet looks like beyond its cells."""

    merged: tuple[Merged, ...]
    hidden_rows: int
    hidden_columns: int


def layout(book: Workbook, part: str) -> Layout:
    """Returns a sheet's layout. It stands behind the cells, so bytes are searched without parsing them."""
    merged: list[Merged] = []
    hidden_rows = hidden_columns = 0
    tail = b""
    for chunk in book.chunks(part):
        data = tail + chunk
        cut = max(data.rfind(b">") + 1, len(data) - _CARRIED)
        whole, tail = data[:cut], data[cut:]
        hidden_rows += len(_HIDDEN_ROW.findall(whole))
        hidden_columns += len(_HIDDEN_COLUMN.findall(whole))
        merged += [_range(found) for found in _MERGED.findall(whole)]
        if len(merged) > MOST_MERGED:
            raise book.unreadable("more merged cells than can be read")
    return Layout(tuple(merged), hidden_rows, hidden_columns)


def sheet_rows(book: Workbook, part: str) -> Iterator[SheetRow]:
    """Yields the rows of a sheet that have any value.

    Raises:
        AdapterError: FILE_UNREADABLE.
    """
    cells = _Cells(book)
    for _ in book.parse(part, Handlers(cells.start, cells.end, cells.text)):
        yield from cells.taken()


class _Cells:
    """Makes rows of a sheet's elements (ECMA-376, 18.3.1)."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._rows: list[SheetRow] = []
        self._row = SheetRow(0, {}, set(), {})
        self._column = -1
        self._kind = "n"
        self._style = PLAIN
        self._has_formula = self._in_value = self._in_phonetic = False
        self._text: list[str] = []

    def taken(self) -> list[SheetRow]:
        """Returns the rows that are complete, once."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self._in_value = not self._in_phonetic
        elif name == "f":
            self._has_formula = True
        elif name == "rPh":
            self._in_phonetic = True
        elif name == "row":
            self._row = SheetRow(self._line(attributes.get("r")), {}, set(), {})
            self._column = -1

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._in_value = False
        elif name == "c":
            self._end_cell()
        elif name == "rPh":
            self._in_phonetic = False
        elif name == "row" and (self._row.cells or self._row.faults):
            self._rows.append(self._row)

    def text(self, text: str) -> None:
        if self._in_value:
            self._text.append(text)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        self._column = self._column + 1 if place is None else column_number(place)
        if self._column < 0:
            raise self._book.unreadable(f"a cell of row {self._row.line} is called {place}")
        self._kind = attributes.get("t", "n")
        self._style = self._styled(attributes.get("s", "0"))
        self._has_formula = False
        self._text = []

    def _styled(self, style: str) -> NumberStyle:
        number = self._number(style, "style")
        return self._book.styles[number] if number < len(self._book.styles) else PLAIN

    def _line(self, number: str | None) -> int:
        before = self._row.line
        if number is None:
            return before + 1
        if _NUMBER.fullmatch(number) is None:
            raise self._book.unreadable(f"the row after {before} has the number {number[:_SHOWN]!r}")
        return int(number)

    def _number(self, text: str, what: str) -> int:
        if _NUMBER.fullmatch(text) is None:
            raise self._book.unreadable(f"the {what} of {self._name()} has the number {text[:_SHOWN]!r}")
        return int(text)

    def _name(self) -> str:
        return cell_name(self._column, self._row.line)

    def _end_cell(self) -> None:
        raw = "".join(self._text)
        row, column = self._row, self._column
        if column >= MOST_COLUMNS:
            return
        if not raw and self._has_formula and self._kind != "str":
            row.faults[column] = CellFault(RowFault.FORMULA, f"{self._name()} has no value")
        elif self._kind == "e":
            row.faults[column] = CellFault(RowFault.CELL_ERROR, f"{raw} in {self._name()}")
        elif raw:
            value = self._value(raw)
            if value:
                row.cells[column] = value

    def _value(self, raw: str) -> str:
        match self._kind:
            case "s":
                return self._book.text(self._number(raw, "text"))
            case "n":
                if not self._style.is_date:
                    self._row.numbers.add(self._column)
                    if has_lost_digits(raw):
                        fault = f"{self._name()} had over {_EXACT_DIGITS} digits, store it as text"
                        self._row.faults[self._column] = CellFault(RowFault.CELL_ERROR, fault)
                return number_text(raw, self._style, since_1904=self._book.since_1904)
            case "b":
                return "yes" if raw == "1" else "no"
            case _:
                return unescaped(raw)


def has_lost_digits(raw: str) -> bool:
    """Whether a cell's number has digits that spreadsheets do not keep, such as one of a long code."""
    if "e" not in raw.lower():
        return False
    try:
        return float(raw) >= _FIRST_INEXACT
    except ValueError:
        return False


def number_text(raw: str, style: NumberStyle, *, since_1904: bool = False) -> str:
    """Returns a cell's number as text, without exponent; dates as ISO 8601.

    Fractions are exact to 15 digits. A longer whole number without an exponent was written by no spreadsheet
    but by a program that means every digit.
    """
    if style.is_date:
        return _date(raw, since_1904=since_1904)
    if not (raw.isascii() and raw.isdigit()):
        try:
            raw = f"{Decimal(f'{float(raw):.{_EXACT_DIGITS}g}'):f}"
        except (ValueError, ArithmeticError):
            return raw
    return raw.zfill(style.digits) if style.digits and raw.isdigit() else raw


def _date(raw: str, *, since_1904: bool) -> str:
    try:
        days = float(raw)
    except ValueError:
        return raw
    if not 0 <= days <= _LAST_DAY:
        return raw
    # Day 60 of the other epoch is 29 February 1900, which never was: later days count from one before.
    epoch = dt.datetime(1904, 1, 1) if since_1904 else dt.datetime(1899, 12, 30 if days >= 61 else 31)  # noqa: DTZ001
    moment = epoch + dt.timedelta(seconds=round(days * _SECONDS))
    return moment.isoformat(" ") if days % 1 else moment.date().isoformat()


def column_number(place: str) -> int:
    """Returns the column of a cell's name, from 0: 2 for C7."""
    number = 0
    for letter in place:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell_name(column: int, line: int) -> str:
    """Returns a cell's name: C7 for column 2 of line 7."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{line}"


def _range(found: tuple[bytes, bytes, bytes, bytes]) -> Merged:
    first, top, last, bottom = (part.decode() for part in found)
    return Merged(int(top), int(bottom), column_number(first), column_number(last))
