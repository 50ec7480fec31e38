"""An XML file's list of records as a table, such as the price lists that chains in Israel publish by law.

A file may hold several lists; they are its "sheets". Sources of that format: the Food Act (price
transparency) regulations of 2014, and files as chains publish them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from typing_extensions import override

from b4mart_desktop.adapters.files.cells import too_long
from b4mart_desktop.adapters.files.encodings import chosen_encoding
from b4mart_desktop.adapters.files.source import Source, reason
from b4mart_desktop.adapters.files.table_file import TableFile
from b4mart_desktop.adapters.files.xml_lists import (
    ListFinder,
    Record,
    RecordList,
    RecordTaker,
    TooOddError,
)
from b4mart_desktop.adapters.files.xml_text import XmlText, xml_encoding
from b4mart_desktop.services.ports.files import NO_FAULTS, BadRow, ReadAs, Row, TableNote

LOOKED_AT = 8 << 20
"""In so many characters all columns of a list are met: some 10,000 products."""


class XmlTable(TableFile):
    """An open list of records; implements the port ``Table``. Use it in a ``with`` statement.

    Args:
        source: The file.
        read_as: What a person decided about its reading: which list it is, and the encoding.

    Raises:
        AdapterError: FILE_UNREADABLE with ``path`` and ``reason``.
    """

    def __init__(self, source: Source, read_as: ReadAs | None = None) -> None:
        super().__init__(source)
        wanted = read_as or ReadAs()
        with self._opening():
            self._choose_encoding(wanted.encoding)
            self._lists = self._find_lists()
            self._list = self._chosen(wanted.sheet)
            self._taker = RecordTaker(self._list)
            self._file = self._open()

    @property
    def header(self) -> Sequence[str]:
        """The columns' names: of elements and attributes."""
        return self._list.names

    @property
    @override
    def sheets(self) -> Sequence[str]:
        """The lists in the file, the likeliest first."""
        return [found.name for found in self._lists]

    @property
    def read_as(self) -> ReadAs:
        """How it is read."""
        return ReadAs(self._list.name, None, self._encoding.name)

    @property
    def notes(self) -> Mapping[TableNote, int]:
        """What is worth knowing of the reading."""
        counts = {
            TableNote.ENCODING_GUESSED: int(self._encoding.is_guessed),
            TableNote.LATE_COLUMNS: self._taker.unknown,
        }
        return {note: count for note, count in counts.items() if count}

    @property
    def share_read(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return self._file.buffer.tell() / self._size if self._size else 1.0

    def rows(self) -> Iterator[Row | BadRow]:
        """Yields the records; those without any text are passed over.

        Raises:
            AdapterError: FILE_UNREADABLE with the line where it is no XML.
        """
        taker = self._taker
        try:
            for _ in XmlText(self._source, self._file, taker.start, taker.end, taker.text).steps():
                yield from (self._row(record) for record in taker.taken() if record.cells)
        except TooOddError as error:
            raise self._no_list() from error

    def _row(self, record: Record) -> Row:
        cells = [record.cells.get(place, "") for place in range(len(self._list.names))]
        return Row(record.line, cells, faults=too_long(cells) or NO_FAULTS)

    # ------------------------------------------------------------ opening

    def _choose_encoding(self, wanted: str | None) -> None:
        try:
            self._encoding = chosen_encoding(wanted) if wanted else xml_encoding(self._source)
            self._size = self._source.plain.stat().st_size
        except (OSError, LookupError) as error:
            raise self._source.unreadable(reason(error)) from error

    def _open(self) -> TextIO:
        try:
            opened = self._source.plain.open(encoding=self._encoding.name, errors="replace", newline="")
        except OSError as error:
            raise self._source.unreadable(reason(error)) from error
        return self._owned.enter_context(opened)

    def _find_lists(self) -> Sequence[RecordList]:
        finder = ListFinder()
        try:
            for read in XmlText(self._source, self._open(), finder.start, finder.end, finder.text).steps():
                if read >= LOOKED_AT:
                    break
        except TooOddError as error:
            raise self._no_list() from error
        lists = finder.lists()
        if not lists:
            raise self._no_list()
        return lists

    def _chosen(self, wanted: str | None) -> RecordList:
        found = next((each for each in self._lists if each.name == wanted), None)
        if wanted is not None and found is None:
            raise self._source.unreadable(f"there is no list {wanted}")
        return found or self._lists[0]

    def _no_list(self) -> Exception:
        return self._source.unreadable("there is no list of products in it")
