"""A sheet of an XLSX workbook as a table: finds the header, gives merged cells' value to all of their rows.

What a shop meets: hidden rows and columns count like others (a filter hides, it does not delete), and are
told. A value merged over several rows counts for each of them; merged over several columns it counts for the
first, but in the header for all. A line of one cell merged across the sheet is a title and no product.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice

from typing_extensions import override

from b4mart_desktop.adapters.files.header_line import LOOKED_AT, header_place
from b4mart_desktop.adapters.files.source import Source
from b4mart_desktop.adapters.files.table_file import TableFile
from b4mart_desktop.adapters.files.xlsx_cells import SheetRow, layout, sheet_rows
from b4mart_desktop.adapters.files.xlsx_merged import MergedCells, header_bottom, merged_names
from b4mart_desktop.adapters.files.xlsx_package import Sheet, Workbook
from b4mart_desktop.services.column_names import cleaned
from b4mart_desktop.services.ports.files import NO_FAULTS, BadRow, ReadAs, Row, TableNote


class XlsxTable(TableFile):
    """An open sheet; implements the port ``Table``. Use it in a ``with`` statement.

    Args:
        source: The workbook.
        read_as: What a person decided about its reading. Where no sheet is named, the first with rows: that
            which was shown last, others that are visible, hidden ones.

    Raises:
        AdapterError: FILE_UNREADABLE with ``path`` and ``reason``.
    """

    def __init__(self, source: Source, read_as: ReadAs | None = None) -> None:
        super().__init__(source)
        self._titles = 0
        self._first: list[SheetRow] = []
        with self._opening():
            self._book = Workbook(source)
            self._owned.callback(self._book.close)
            self._open(read_as or ReadAs())

    @property
    def header(self) -> Sequence[str]:
        """The columns' names; empty where a column has none."""
        return self._header

    @property
    @override
    def sheets(self) -> Sequence[str]:
        """The names of the workbook's sheets."""
        return [sheet.name for sheet in self._book.sheets]

    @property
    def read_as(self) -> ReadAs:
        """How it is read."""
        return ReadAs(self._sheet.name, self._header_line)

    @property
    def notes(self) -> Mapping[TableNote, int]:
        """What is worth knowing of the reading."""
        return {
            note: count
            for note, count in (
                (TableNote.HIDDEN_SHEETS, self._hidden_sheets),
                (TableNote.HIDDEN_ROWS, self._layout.hidden_rows),
                (TableNote.HIDDEN_COLUMNS, self._layout.hidden_columns),
                (TableNote.MERGED_DOWN, self._merged.spread),
                (TableNote.TITLES_SKIPPED, self._titles),
            )
            if count
        }

    @property
    def share_read(self) -> float:
        """How much of the sheet was read, from 0 to 1."""
        return self._book.share_read(self._sheet.part)

    def rows(self) -> Iterator[Row | BadRow]:
        """Yields the rows below the header; those without any text are passed over."""
        width = len(self._header)
        for row in chain(self._first, self._rows):
            is_above = row.line <= self._header_line
            self._merged.spread_to(row, counts=not is_above)
            if is_above:
                continue
            if self._merged.is_title(row, width):
                self._titles += 1
                continue
            cells = [row.cells.get(place, "") for place in range(width)]
            faults = {place: fault for place, fault in row.faults.items() if place < width}
            if faults or any(cells):
                yield Row(row.line, cells, frozenset(row.numbers), faults or NO_FAULTS)

    # ------------------------------------------------------------ opening

    def _open(self, wanted: ReadAs) -> None:
        for sheet in self._candidates(wanted.sheet):
            self._sheet = sheet
            self._rows = sheet_rows(self._book, sheet.part)
            self._first = list(islice(self._rows, LOOKED_AT))
            if self._first:
                break
        else:
            raise self._book.unreadable("the sheet is empty")
        others = [sheet for sheet in self._book.sheets if sheet != self._sheet]
        self._hidden_sheets = sum(sheet.is_hidden for sheet in others)
        self._layout = layout(self._book, self._sheet.part)
        self._merged = MergedCells(self._layout.merged)
        self._choose_header(wanted.header_line)

    def _candidates(self, wanted: str | None) -> Sequence[Sheet]:
        if wanted is None:
            rank = {self._book.active: 0}
            return sorted(self._book.sheets, key=lambda sheet: (sheet.is_hidden, rank.get(sheet.name, 1)))
        named = [sheet for sheet in self._book.sheets if sheet.name == wanted]
        if not named:
            raise self._book.unreadable(f"there is no sheet {wanted}")
        return named

    def _choose_header(self, wanted: int | None) -> None:
        lines = [row.line for row in self._first]
        width = 1 + max(max((*row.cells, *row.faults)) for row in self._first)
        texts = [[cleaned(row.cells.get(place, "")) for place in range(width)] for row in self._first]
        place = header_place(texts)
        if wanted is not None:
            place = next((number for number, line in enumerate(lines) if line >= wanted), place)
        else:
            place = header_bottom(self._first, place, self._layout.merged)
        self._header_line = lines[place]
        self._header = merged_names(texts, lines, place, self._layout.merged)
