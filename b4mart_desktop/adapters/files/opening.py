"""Opens a file as the table it is, by its first bytes rather than by its name."""

from pathlib import Path

from b4mart_desktop.adapters.files.csv_table import CsvTable
from b4mart_desktop.adapters.files.xlsx_table import XlsxTable
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.services.ports.files import ReadAs

_ZIP = b"PK"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def open_table(path: Path, read_as: ReadAs | None = None) -> CsvTable | XlsxTable:
    """Returns the open table; to be used in a ``with`` statement.

    Raises:
        AdapterError: FILE_UNREADABLE with ``path`` and ``reason``.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise AdapterError(
            ErrorCode.FILE_UNREADABLE, path=str(path), reason=error.strerror or str(error)
        ) from error
    if head.startswith(_ZIP) or head == _OLD_EXCEL:
        return XlsxTable(path, read_as)
    return CsvTable(path, read_as)
