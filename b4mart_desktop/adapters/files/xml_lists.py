"""Finds the lists of records in an XML file, and takes their records. A record is an element that repeats.

Its columns are what stands in it: attributes, and elements with nothing but text, named by their own tag
where that is clear, else by the way to them. What stands outside of records, such as the shop's number, is
no cell.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from b4mart_desktop.adapters.files.cells import LONGEST_CELL
from b4mart_desktop.adapters.files.header_line import known_names

Path = tuple[str, ...]

MOST_DEPTH = 100
MOST_PATHS = 4_000
"""No list of products has so many different elements."""

_MOST_PIECES = 1_024  # of a text, each some thousand characters

BETWEEN = "; "
"""What is put between the texts of an element that stands in a record several times."""


class RecordList(NamedTuple):
    """A list that was found.

    Attributes:
        path: The tags down to a record.
        columns: Where its values are, below a record; an attribute's name is the last step.
        names: What the columns are called.
        met: How many records there are at least.
    """

    path: Path
    columns: tuple[Path, ...]
    names: tuple[str, ...]
    met: int

    @property
    def name(self) -> str:
        """What people choose it by."""
        return "/".join(self.path)


class TooOddError(Exception):
    """It is no list of anything: elements in elements without end."""


class _Element:
    """An element that is open."""

    __slots__ = ("has_elements", "has_text", "path")

    def __init__(self, path: Path) -> None:
        self.path = path
        self.has_elements = self.has_text = False


class ListFinder:
    """Meets elements and tells which of them are records. The handlers of ``xml_text.XmlText``."""

    def __init__(self) -> None:
        self._open: list[_Element] = []
        self._count: Counter[Path] = Counter()
        self._values: dict[Path, None] = {}
        self._elders: set[Path] = set()

    def start(self, name: str, attributes: dict[str, str], _: int) -> None:
        """Takes an element's beginning."""
        path = (*self._open[-1].path, name) if self._open else (name,)
        if len(path) > MOST_DEPTH or len(self._count) + len(self._values) > MOST_PATHS:
            raise TooOddError
        if self._open:
            self._open[-1].has_elements = True
            self._elders.add(self._open[-1].path)
        self._count[path] += 1
        self._values.update(dict.fromkeys((*path, key) for key in attributes))
        self._open.append(_Element(path))

    def text(self, text: str) -> None:
        """Takes a text."""
        if self._open and not text.isspace():
            self._open[-1].has_text = True

    def end(self, _: str) -> None:
        """Takes an element's end."""
        element = self._open.pop()
        if element.has_text or not element.has_elements:
            self._values[element.path] = None

    def lists(self) -> list[RecordList]:
        """Returns the lists, the likeliest first: whose names we know most of, the longest, the innermost."""
        found = [self._list(path) for path in self._elders]
        found = [each for each in found if _is_more_than_a_wrapping(each.columns)]
        several = [each for each in found if each.met > 1]
        return sorted(several or found, key=_likeliness, reverse=True)

    def _list(self, path: Path) -> RecordList:
        depth = len(path)
        columns = tuple(
            value[depth:] for value in self._values if value[:depth] == path and len(value) > depth
        )
        return RecordList(path, columns, _names(columns), self._count[path])


def _is_more_than_a_wrapping(columns: Sequence[Path]) -> bool:
    """Whether something stands in such elements besides one kind of others."""
    return any(len(column) == 1 for column in columns) or len({column[0] for column in columns}) > 1


def _likeliness(found: RecordList) -> tuple[int, int, int]:
    return known_names(found.names), found.met, len(found.path)


def _names(columns: Sequence[Path]) -> tuple[str, ...]:
    shared = Counter(column[-1] for column in columns)
    return tuple(column[-1] if shared[column[-1]] == 1 else "/".join(column) for column in columns)


class Record(NamedTuple):
    """A record's line and its texts by place of the column."""

    line: int
    cells: dict[int, str]


class RecordTaker:
    """Takes the records of one list. The handlers of ``xml_text.XmlText``.

    Attributes:
        unknown: How many values were met that no column is for.
    """

    def __init__(self, wanted: RecordList) -> None:
        self._wanted = wanted
        self._places = {path: place for place, path in enumerate(wanted.columns)}
        self._path: list[str] = []
        self._texts: list[list[str]] = []
        self._record: Record | None = None
        self._taken: list[Record] = []
        self._line = 0
        self.unknown = 0

    def taken(self) -> Iterator[Record]:
        """Returns the records that are complete, once."""
        taken, self._taken = self._taken, []
        return iter(taken)

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Takes an element's beginning."""
        self._path.append(name)
        if len(self._path) > MOST_DEPTH:
            raise TooOddError
        if self._record is None and tuple(self._path) == self._wanted.path:
            # Several records may stand in one line, but a row is known by its line.
            self._line = max(line, self._line + 1)
            self._record = Record(self._line, {})
        if self._record is not None:
            self._texts.append([])
            for key, value in attributes.items():
                self._put(self._record, (*self._below(), key), value)

    def text(self, text: str) -> None:
        """Takes a text."""
        if self._texts and len(self._texts[-1]) < _MOST_PIECES:
            self._texts[-1].append(text)

    def end(self, _: str) -> None:
        """Takes an element's end."""
        if self._record is not None:
            text = "".join(self._texts.pop()).strip()
            if len(self._path) == len(self._wanted.path):
                self._taken.append(self._record)
                self._record = None
            elif text:
                self._put(self._record, self._below(), text)
        self._path.pop()

    def _below(self) -> Path:
        return tuple(self._path[len(self._wanted.path) :])

    def _put(self, record: Record, path: Path, text: str) -> None:
        place = self._places.get(path)
        if place is None:
            self.unknown += bool(text.strip())
            return
        before = record.cells.get(place)
        if before is None:
            record.cells[place] = text
        elif len(before) <= LONGEST_CELL:
            record.cells[place] = f"{before}{BETWEEN}{text}"
