"""The file of refused rows: their cells as they were, and why. Mended, it can be imported itself."""

from pathlib import Path

from b4mart_desktop.adapters.files.csv_writer import CsvWriter
from b4mart_desktop.services.import_report import WORDS, ImportReport

REASON = "!problem"
LINE = "!line"
"""Names of the two columns; no column of products is called so."""


def write_errors(path: Path, report: ImportReport) -> None:
    """Writes the refused rows of ``report`` as CSV.

    Raises:
        AdapterError: DISK_WRITE_FAILED.
    """
    width = len(report.header)
    writer = CsvWriter(path, [LINE, REASON, *report.header])
    try:
        for row in sorted(report.bad_rows, key=lambda row: row.line):
            place = f"{row.column}: " if row.column else ""
            detail = f" ({row.detail})" if row.detail else ""
            cells = list(row.cells or [row.value])
            cells += [""] * (width - len(cells))
            writer.write([[str(row.line), f"{place}{WORDS[row.fault]}{detail}", *cells]])
    except BaseException:
        writer.abandon()
        raise
    writer.finish()
