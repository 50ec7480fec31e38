"""Begins a table file of the kind that its name says."""

from collections.abc import Sequence
from pathlib import Path

from b4mart_desktop.adapters.files.csv_writer import CsvWriter
from b4mart_desktop.adapters.files.xlsx_writer import XlsxWriter
from b4mart_desktop.services.column_names import Column
from b4mart_desktop.services.product_texts import NUMBERS


def make_writer(file: str, columns: Sequence[Column]) -> CsvWriter | XlsxWriter:
    """Returns a workbook's writer where the name ends in ``.xlsx``, else that of a CSV file.

    Raises:
        AdapterError: DISK_WRITE_FAILED.
    """
    path = Path(file)
    header = [column.value for column in columns]
    if path.suffix.lower() == ".xlsx":
        numbers = frozenset(place for place, column in enumerate(columns) if column in NUMBERS)
        return XlsxWriter(path, header, numbers)
    return CsvWriter(path, header)
