"""Writes tables as XLSX workbooks of one sheet, as a stream: memory does not grow with the rows.

Texts stand in their cells, not in a shared table, which a stream could not know yet. Numbers are numbers only
in columns that are for calculating; codes stay texts and keep their zeros. Source: ECMA-376, Part 1, 18.3.
"""

import errno
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from b4mart_desktop.adapters.files.new_file import NewFile

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,10})?")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|\r|_(?=x[0-9A-Fa-f]{4}_)")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="Products" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    # Styles: 0 plain, 1 bold for the header, 2 text (@), so that what is typed over a code stays one.
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/>'
    '<name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill'
    ' patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/>'
    '<xf numFmtId="49" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
_SHEET_BEGIN = (
    f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
    ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultColWidth="16"'
    ' defaultRowHeight="15"/><sheetData>'
)
_SHEET_END = "</sheetData></worksheet>"


class XlsxWriter:
    """A workbook that is being written; implements ``TableWriter``.

    Args:
        path: Where the file belongs.
        header: The columns' names.
        numbers: Places of columns to calculate with.

    Raises:
        AdapterError: DISK_WRITE_FAILED.
    """

    def __init__(self, path: Path, header: Sequence[str], numbers: frozenset[int]) -> None:
        self._new = NewFile(path)
        self._numbers = numbers
        self._rows = 0
        self._zip = zipfile.ZipFile(self._new.file, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        for name, text in _PARTS.items():
            self._zip.writestr(name, _HEAD + text)
        self._sheet = self._zip.open("xl/worksheets/sheet1.xml", "w", force_zip64=True)
        self._sheet.write((_HEAD + _SHEET_BEGIN).encode())
        self._put([f"<row>{''.join(_text_cell(name, 1) for name in header)}</row>"])

    def write(self, rows: Sequence[Sequence[str]]) -> None:
        """Writes rows.

        Raises:
            AdapterError: DISK_WRITE_FAILED.
        """
        self._put([f"<row>{''.join(map(self._cell, range(len(cells)), cells))}</row>" for cells in rows])

    def finish(self) -> None:
        """Puts the file in its place.

        Raises:
            AdapterError: DISK_WRITE_FAILED.
        """
        try:
            self._sheet.write(_SHEET_END.encode())
            self._sheet.close()
            self._zip.close()
        except OSError as error:
            self.abandon()
            raise self._new.failed(error) from error
        self._new.finish()

    def abandon(self) -> None:
        """Leaves nothing behind."""
        self._sheet.close()
        self._zip.close()
        self._new.abandon()

    def _put(self, rows: Sequence[str]) -> None:
        self._rows += len(rows)
        try:
            if self._rows > MOST_ROWS:
                raise OSError(errno.EFBIG, "a sheet holds 1,048,576 rows at most: export as CSV")
            self._sheet.write("".join(rows).encode())
        except OSError as error:
            raise self._new.failed(error) from error

    def _cell(self, place: int, text: str) -> str:
        if not text:
            return "<c/>"
        if place in self._numbers and _NUMBER.fullmatch(text):
            return f"<c><v>{text}</v></c>"
        return _text_cell(text, 2)


def _text_cell(text: str, style: int) -> str:
    kept = _NOT_XML.sub(lambda found: f"_x{ord(found.group()):04X}_", text)
    if len(kept) > MOST_CHARACTERS:
        return "<c/>"  # a part of it would come back as a change, nothing leaves what is there
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(kept)}</t></is></c>'
