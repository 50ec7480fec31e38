"""Reading a taxonomy out of a text: one category a line, as paths, indented, or in columns. No files.

Understood are Google's product taxonomy ("2271 - Food > Drinks > Cola", with or without numbers), lines
indented by tabs or spaces, and tables with one level a column or the path in one of them.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from b4mart_desktop.domain.category_tree import LONGEST_NAME

MOST_CATEGORIES = 50_000
MOST_LEVELS = 12

_NUMBERED = re.compile(r"\s*\d+\s*-\s+")
_ARROW = re.compile(r"\s*[>›»→]\s*")
_DELIMITERS = "\t;,|"


class TaxonomyFault(NamedTuple):
    """A line that was left out."""

    line: int
    text: str
    reason: str


class Taxonomy(NamedTuple):
    """What a text lists: paths of names from the root down, and the lines that could not be read."""

    paths: tuple[tuple[str, ...], ...]
    faults: tuple[TaxonomyFault, ...]


def read_taxonomy(text: str) -> Taxonomy:
    """Returns the categories that ``text`` lists, each path once, in their order."""
    lines = [
        (number, line)
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    paths: dict[tuple[str, ...], None] = {}
    faults: list[TaxonomyFault] = []
    for number, line, path in _paths(lines):
        fault = _fault(path, len(paths))
        if fault:
            faults.append(TaxonomyFault(number, line.strip()[:LONGEST_NAME], fault))
        else:
            paths[tuple(path)] = None
    return Taxonomy(tuple(paths), tuple(faults))


def _paths(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str, list[str]]]:
    if any(_ARROW.search(line) for _, line in lines):
        for number, line in lines:
            yield number, line, _ARROW.split(_path_cell(line).strip())
    elif any(line[0].isspace() for _, line in lines):
        yield from _indented(lines)
    else:
        yield from _in_columns(lines)


def _path_cell(line: str) -> str:
    """The path without the number before it, or out of the cells of a table."""
    cells = next(csv.reader([line], delimiter=_delimiter([line])), [line])
    with_arrow = [cell for cell in cells if _ARROW.search(cell)]
    bare = with_arrow[0] if len(cells) > 1 and len(with_arrow) == 1 and '"' in line else line
    return _NUMBERED.sub("", bare, count=1)


def _indented(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str, list[str]]]:
    above: list[tuple[int, str]] = []
    for number, line in lines:
        plain = line.expandtabs(4)
        depth = len(plain) - len(plain.lstrip())
        while above and above[-1][0] >= depth:
            above.pop()
        above.append((depth, _NUMBERED.sub("", plain.strip(), count=1)))
        yield number, line, [name for _, name in above]


def _in_columns(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str, list[str]]]:
    delimiter = _delimiter([line for _, line in lines])
    before: list[str] = []
    for number, line in lines:
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
        if cells and cells[0].isdecimal():
            cells = cells[1:]
        while cells and not cells[-1]:
            cells.pop()
        before = [cell or (before[n] if n < len(before) else "") for n, cell in enumerate(cells)]
        yield number, line, list(before)


def _delimiter(lines: Sequence[str]) -> str:
    """The sign that stands in most lines; one that no line has leaves them whole."""
    most = max(_DELIMITERS, key=lambda sign: sum(sign in line for line in lines))
    return most if any(most in line for line in lines) else "\0"


def _fault(path: Sequence[str], known: int) -> str:
    if not path or not all(name.strip() for name in path):
        return "a name is missing"
    if len(path) > MOST_LEVELS:
        return f"more than {MOST_LEVELS} levels"
    if any(len(name) > LONGEST_NAME for name in path):
        return f"a name is longer than {LONGEST_NAME} characters"
    return f"more than {MOST_CATEGORIES} categories" if known >= MOST_CATEGORIES else ""
