"""Writes tables as CSV (RFC 4180): commas, UTF-8 with a mark so that spreadsheets know it."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from b4mart_desktop.adapters.files.new_file import NewFile


class CsvWriter:
    """A CSV file that is being written; implements ``TableWriter``.

    Args:
        path: Where the file belongs.
        header: The columns' names.

    Raises:
        AdapterError: DISK_WRITE_FAILED.
    """

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._new = NewFile(path)
        self._file = io.TextIOWrapper(
            self._new.file, encoding="utf-8-sig", errors="surrogatepass", newline=""
        )
        self._writer = csv.writer(self._file)
        self.write([header])

    def write(self, rows: Sequence[Sequence[str]]) -> None:
        """Writes rows.

        Raises:
            AdapterError: DISK_WRITE_FAILED.
        """
        try:
            self._writer.writerows(rows)
        except OSError as error:
            raise self._new.failed(error) from error

    def finish(self) -> None:
        """Puts the file in its place.

        Raises:
            AdapterError: DISK_WRITE_FAILED.
        """
        try:
            self._file.flush()
        except OSError as error:
            self.abandon()
            raise self._new.failed(error) from error
        self._new.finish()

    def abandon(self) -> None:
        """Leaves nothing behind."""
        self._new.abandon()
