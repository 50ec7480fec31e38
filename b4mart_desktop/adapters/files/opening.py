"""Opens a file as the table it is, by its first bytes rather than by its name."""

from pathlib import Path

from b4mart_desktop.adapters.files.csv_table import CsvTable
from b4mart_desktop.adapters.files.source import ZIP, Source
from b4mart_desktop.adapters.files.xlsx_package import OLD_EXCEL
from b4mart_desktop.adapters.files.xlsx_table import XlsxTable
from b4mart_desktop.adapters.files.xml_table import XmlTable
from b4mart_desktop.adapters.files.xml_text import is_xml
from b4mart_desktop.services.ports.files import ReadAs

_HEAD = 512


def open_table(path: Path, read_as: ReadAs | None = None) -> CsvTable | XlsxTable | XmlTable:
    """Returns the open table, packed or not; to be used in a ``with`` statement.

    Raises:
        AdapterError: FILE_UNREADABLE with ``path`` and ``reason``.
    """
    source = Source(path)
    head = source.head(_HEAD)
    if head.startswith((ZIP, OLD_EXCEL)):
        return XlsxTable(source, read_as)
    if is_xml(head):
        return XmlTable(source, read_as)
    return CsvTable(source, read_as)
