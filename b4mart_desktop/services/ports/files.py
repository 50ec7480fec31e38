"""Tables in files, such as a supplier's price list, as the services see them."""

import enum
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol


class RowFault(enum.StrEnum):
    """What may be wrong with a row."""

    # The table's own
    ENCODING = "encoding"
    QUOTING = "quoting"
    CELL_COUNT = "cell_count"

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

    # The row's among others
    NO_CODE = "no_code"
    DUPLICATE_IN_FILE = "duplicate_in_file"
    CODES_DISAGREE = "codes_disagree"
    TAKEN = "taken"
    CHANGED_MEANWHILE = "changed_meanwhile"


class Row(NamedTuple):
    """A row that could be read, with as many cells as the header; ``line`` is its first in the file."""

    line: int
    cells: Sequence[str]


class BadRow(NamedTuple):
    """A row that was left out.

    Attributes:
        line: Its first line in the file, from 1.
        column: The header's name of the column, None where it is about the whole row.
        value: The cell's text, or the line's.
        fault: What is wrong.
        detail: The place or what was expected, such as the right check digit.
    """

    line: int
    column: str | None
    value: str
    fault: RowFault
    detail: str = ""


class Table(Protocol):
    """An open table. Reading blocks, so not on the GUI thread."""

    @property
    def header(self) -> Sequence[str]:
        """The columns' names."""

    @property
    def encoding(self) -> str:
        """How the file's text is encoded."""

    @property
    def is_encoding_guessed(self) -> bool:
        """Whether the file does not show its encoding, so that it was guessed."""

    @property
    def share_read(self) -> float:
        """How much of the file was read, from 0 to 1."""

    def rows(self) -> Iterator[Row | BadRow]:
        """Yields the rows in order, once; those that cannot be read as bad ones."""
