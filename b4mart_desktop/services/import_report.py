"""What came of an import: counted, kept by line, and put into words for the command line."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from b4mart_desktop.services.ports.files import BadRow, RowFault, TableNote

MOST_REPORTED = 10_000
"""A wrong file has a fault in every row; so many are kept by line, the others only counted."""

MOST_CHANGES_SHOWN = 2_000
"""So many changed products are kept of a dry run."""

_NAMED = 10

WORDS = {
    RowFault.ENCODING: "bytes that do not fit the encoding",
    RowFault.QUOTING: "broken quotation marks",
    RowFault.CELL_COUNT: "wrong number of cells",
    RowFault.CELL_ERROR: "the spreadsheet has an error here",
    RowFault.FORMULA: "a formula that was never calculated, open and save it in a spreadsheet program",
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
    RowFault.NOT_A_LIST: "not a list that can be read",
    RowFault.NOT_AN_ADDRESS: "not an address",
    RowFault.COLOR: "not a colour",
    RowFault.NO_CODE: "neither SKU nor barcode nor PLU",
    RowFault.DUPLICATE_IN_FILE: "the same code stands in the file before",
    RowFault.CODES_DISAGREE: "its codes belong to different products",
    RowFault.TAKEN: "already taken by a product that was not found by its codes",
    RowFault.CHANGED_MEANWHILE: "changed by somebody else at the same moment, import it again",
    RowFault.REFUSED: "refused by the database",
}
"""What to say about a fault, in English; the windows have their own table."""

NOTES = {
    TableNote.ENCODING_GUESSED: "The file does not show its encoding; read as {encoding}.",
    TableNote.HIDDEN_SHEETS: "{count} hidden sheets of the workbook were passed over.",
    TableNote.HIDDEN_ROWS: "{count} hidden rows were read like others.",
    TableNote.HIDDEN_COLUMNS: "{count} hidden columns were read like others.",
    TableNote.MERGED_DOWN: "{count} cells got the value of the merged cell they are part of.",
    TableNote.LATE_COLUMNS: "{count} values were passed over that no product has at the file's beginning.",
    TableNote.TITLES_SKIPPED: "{count} titles across the sheet were passed over.",
}
"""What to say about a table, in English."""


class FieldText(NamedTuple):
    """One column of a product before and after."""

    column: str
    before: str
    after: str


class RowChange(NamedTuple):
    """What a row does to its product; a new one has nothing before."""

    line: int
    sku: str
    name: str
    is_new: bool
    fields: tuple[FieldText, ...]


@dataclass(slots=True)
class ImportReport:
    """What came of an import.

    Attributes:
        passed_over: Rows of new products where only known ones are taken, or the other way round.
        stock_kept: Known products whose different quantity in the file was passed over.
        stock_set: Known products whose stock was corrected to the file's.
        skus_kept: Known products, found by their barcode, whose own SKU stayed.
        sales_not_below: Products whose price or sale price is new, and whose sale price is no reduction.
        categories: Paths of categories that were added.
        bad_rows: What is wrong with which row; the first ``MOST_REPORTED``.
        faults: How many rows have which fault, all of them.
        changes: What was added and changed, the first of them, where that was asked for.
        header: The table's columns, and in ``columns`` what they were taken for ("" where not used).
        line: Up to which line everything is done.
        dry_run: Whether nothing was written.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    passed_over: int = 0
    stock_kept: int = 0
    stock_set: int = 0
    skus_kept: int = 0
    sales_not_below: int = 0
    categories: list[str] = field(default_factory=list)
    bad_rows: list[BadRow] = field(default_factory=list)
    faults: Counter[RowFault] = field(default_factory=Counter)
    changes: list[RowChange] = field(default_factory=list)
    header: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    notes: Mapping[TableNote, int] = field(default_factory=dict)
    encoding: str = ""
    line: int = 0
    dry_run: bool = False

    @property
    def rows(self) -> int:
        """How many rows came to an end, good and bad."""
        return self.added + self.changed + self.unchanged + self.passed_over + self.refused

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
    if report.dry_run:
        yield "Nothing was written: this was a dry run."
    for note, count in report.notes.items():
        yield NOTES[note].format(count=f"{count:,}", encoding=report.encoding)
    if report.ignored:
        yield f"Columns passed over: {', '.join(report.ignored)}"
    if report.passed_over:
        yield f"{report.passed_over:,} rows were passed over, as asked."
    if report.categories:
        yield f"Categories added: {_some(report.categories)}"
    yield from _remarks(report)
    yield from _changes(report)
    for row in sorted(report.bad_rows, key=lambda row: row.line):
        yield _line(row)
    left_out = report.refused - len(report.bad_rows)
    if left_out > 0:
        yield f"... and {left_out:,} more refused rows"


def _remarks(report: ImportReport) -> Iterator[str]:
    if report.stock_set:
        yield f"Stock of {report.stock_set:,} known products was corrected."
    if report.stock_kept:
        yield f"Stock of {report.stock_kept:,} known products differs from the file and was left as it is."
    if report.skus_kept:
        yield f"{report.skus_kept:,} known products, found by their barcode, keep their own SKU."
    if report.sales_not_below:
        yield f"{report.sales_not_below:,} products have a sale price that is not below their price."


def _some(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _changes(report: ImportReport) -> Iterator[str]:
    for change in report.changes:
        for text in change.fields if not change.is_new else ():
            yield f"line {change.line}, {change.sku}: {text.column} {text.before!r} -> {text.after!r}"


def _line(row: BadRow) -> str:
    place = f"line {row.line}" if row.column is None else f"line {row.line}, {row.column}"
    detail = f" ({row.detail})" if row.detail else ""
    return f"{place}: {WORDS[row.fault]}{detail}: {row.value!r}"
