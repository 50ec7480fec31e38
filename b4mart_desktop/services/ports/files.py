"""Tables in files, such as a supplier's price list, as the services see them."""

import enum
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, Protocol


class RowFault(enum.StrEnum):
    """What may be wrong with a row."""

    # The table's own
    ENCODING = "encoding"
    QUOTING = "quoting"
    CELL_COUNT = "cell_count"
    CELL_ERROR = "cell_error"
    FORMULA = "formula"

    # A cell's
    EMPTY = "empty"
    TOO_LONG = "too_long"
    CONTROL_CHARACTER = "control_character"
    DAMAGED_TEXT = "damaged_text"
    GTIN_NOT_DIGITS = "gtin_not_digits"
    GTIN_LENGTH = "gtin_length"
    CHECK_DIGIT = "check_digit"
    BARCODE = "barcode"
    PLU = "plu"
    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS_NUMBER = "ambiguous_number"
    OUT_OF_RANGE = "out_of_range"
    TOO_PRECISE = "too_precise"
    NOT_A_CHOICE = "not_a_choice"
    NOT_A_LIST = "not_a_list"
    NOT_AN_ADDRESS = "not_an_address"
    COLOR = "color"

    # The row's among others
    NO_CODE = "no_code"
    DUPLICATE_IN_FILE = "duplicate_in_file"
    CODES_DISAGREE = "codes_disagree"
    TAKEN = "taken"
    CHANGED_MEANWHILE = "changed_meanwhile"
    REFUSED = "refused"


class CellFault(NamedTuple):
    """What is wrong with one cell; it matters where the cell's column is used."""

    fault: RowFault
    detail: str = ""


NO_FAULTS: Mapping[int, CellFault] = MappingProxyType({})


class Row(NamedTuple):
    """A row that could be read, with as many cells as the header.

    Attributes:
        line: Its first in the file, from 1.
        numbers: Places of cells that the file holds as numbers: with a point, and without leading zeros.
        faults: What is wrong with single cells, by place.
    """

    line: int
    cells: Sequence[str]
    numbers: frozenset[int] = frozenset()
    faults: Mapping[int, CellFault] = NO_FAULTS


class BadRow(NamedTuple):
    """A row that was left out.

    Attributes:
        line: Its first line in the file, from 1.
        column: The header's name of the column, None where it is about the whole row.
        value: The cell's text, or the line's.
        fault: What is wrong.
        detail: The place or what was expected, such as the right check digit.
        cells: The row's cells as they are in the file, where it could be read.
    """

    line: int
    column: str | None
    value: str
    fault: RowFault
    detail: str = ""
    cells: Sequence[str] = ()


class TableNote(enum.StrEnum):
    """What whoever looks at a table might not expect of its reading."""

    ENCODING_GUESSED = "encoding_guessed"
    HIDDEN_SHEETS = "hidden_sheets"
    HIDDEN_ROWS = "hidden_rows"
    HIDDEN_COLUMNS = "hidden_columns"
    MERGED_DOWN = "merged_down"
    TITLES_SKIPPED = "titles_skipped"
    LATE_COLUMNS = "late_columns"


class ReadAs(NamedTuple):
    """How a file is to be read; None wherever that is to be found out, or there is no such thing.

    Attributes:
        sheet: Name of the sheet of a workbook, or of a list of records in XML.
        header_line: The line that holds the columns' names, from 1.
        encoding: Of a text file.
        delimiter: What stands between the cells of a text file.
    """

    sheet: str | None = None
    header_line: int | None = None
    encoding: str | None = None
    delimiter: str | None = None


ENCODINGS = (
    "utf-8",
    "utf-16",
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "iso-8859-1",
    "iso-8859-8",
    "cp437",
    "cp850",
    "cp862",
    "cp866",
    "shift_jis",
    "gb18030",
    "big5",
    "euc_kr",
)
"""What a person may choose where the guess is wrong."""


class Table(Protocol):
    """An open table. Reading blocks, so not on the GUI thread."""

    @property
    def header(self) -> Sequence[str]:
        """The columns' names; empty where a column has none."""

    @property
    def sheets(self) -> Sequence[str]:
        """The names of the sheets or lists in the file; empty where it is one table."""

    @property
    def read_as(self) -> ReadAs:
        """How it is read, everything found out."""

    @property
    def notes(self) -> Mapping[TableNote, int]:
        """What is worth knowing of the reading, and how often it was met so far."""

    @property
    def share_read(self) -> float:
        """How much of the file was read, from 0 to 1."""

    def rows(self) -> Iterator[Row | BadRow]:
        """Yields the rows below the header in order, once; those that cannot be read as bad ones."""

    def digest(self) -> str:
        """Returns the SHA-256 of the whole file.

        Raises:
            AdapterError: FILE_UNREADABLE.
        """

    def close(self) -> None:
        """Closes the file."""
