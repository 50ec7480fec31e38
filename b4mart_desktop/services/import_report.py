"""What came of an import: counted, kept by line, and put into words for the command line."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from b4mart_desktop.services.ports.files import BadRow, RowFault

MOST_REPORTED = 10_000
"""A wrong file has a fault in every row; so many are kept by line, the others only counted."""

WORDS = {
    RowFault.ENCODING: "bytes that do not fit the encoding",
    RowFault.QUOTING: "broken quotation marks",
    RowFault.CELL_COUNT: "wrong number of cells",
    RowFault.EMPTY: "empty, but required",
    RowFault.TOO_LONG: "too long",
    RowFault.CONTROL_CHARACTER: "control character",
    RowFault.DAMAGED_TEXT: "damaged text (replacement character)",
    RowFault.GTIN_NOT_DIGITS: "not only digits",
    RowFault.GTIN_LENGTH: "no barcode number has this length",
    RowFault.CHECK_DIGIT: "wrong check digit",
    RowFault.BARCODE: "no barcode can hold this",
    RowFault.PLU: "a PLU has 4 or 5 digits",
    RowFault.NOT_A_NUMBER: "not a number",
    RowFault.AMBIGUOUS_NUMBER: "number that can be read in two ways",
    RowFault.OUT_OF_RANGE: "out of range",
    RowFault.TOO_PRECISE: "too many decimals",
    RowFault.NOT_A_CHOICE: "unknown value",
    RowFault.NO_CODE: "neither SKU nor barcode nor PLU",
    RowFault.DUPLICATE_IN_FILE: "the same code stands in the file before",
    RowFault.CODES_DISAGREE: "its codes belong to different products",
    RowFault.TAKEN: "already taken by a product that was not found by its codes",
    RowFault.CHANGED_MEANWHILE: "changed by somebody else at the same moment, import it again",
}
"""What to say about a fault, in English; the windows have their own table."""


@dataclass(slots=True)
class ImportReport:
    """What came of an import.

    Attributes:
        stock_kept: Known products whose different quantity in the file was passed over.
        bad_rows: What is wrong with which row; the first ``MOST_REPORTED``.
        faults: How many rows have which fault, all of them.
        ignored: Columns whose meaning is unknown.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    stock_kept: int = 0
    bad_rows: list[BadRow] = field(default_factory=list)
    faults: Counter[RowFault] = field(default_factory=Counter)
    ignored: tuple[str, ...] = ()
    encoding: str = ""
    is_encoding_guessed: bool = False

    @property
    def rows(self) -> int:
        """How many rows came to an end, good and bad."""
        return self.added + self.changed + self.unchanged + self.refused

    @property
    def refused(self) -> int:
        """How many rows were bad."""
        return self.faults.total()

    def refuse(self, row: BadRow) -> None:
        """Counts a bad row and keeps what is wrong with it."""
        self.faults[row.fault] += 1
        if len(self.bad_rows) < MOST_REPORTED:
            self.bad_rows.append(row)


def format_report(report: ImportReport) -> str:
    """Returns the report in plain words: the sums, what was passed over, each bad row in a line."""
    return "\n".join(_lines(report))


def _lines(report: ImportReport) -> Iterator[str]:
    yield (
        f"{report.rows:,} rows: {report.added:,} added, {report.changed:,} changed,"
        f" {report.unchanged:,} unchanged, {report.refused:,} refused"
    )
    if report.is_encoding_guessed:
        yield f"The file does not show its encoding; read as {report.encoding}."
    if report.ignored:
        yield f"Columns passed over: {', '.join(report.ignored)}"
    if report.stock_kept:
        yield f"Stock of {report.stock_kept:,} known products differs from the file and was left as it is."
    for row in sorted(report.bad_rows, key=lambda row: row.line):
        yield _line(row)
    left_out = report.refused - len(report.bad_rows)
    if left_out > 0:
        yield f"... and {left_out:,} more refused rows"


def _line(row: BadRow) -> str:
    place = f"line {row.line}" if row.column is None else f"line {row.line}, {row.column}"
    detail = f" ({row.detail})" if row.detail else ""
    return f"{place}: {WORDS[row.fault]}{detail}: {row.value!r}"
