"""What merged cells mean for a table: down they count for each row, across for the first column."""

from collections.abc import Sequence

from b4mart_desktop.adapters.files.xlsx_cells import Merged, SheetRow
from b4mart_desktop.services.column_names import column_named

_MOST_OF_IT = 0.5


class MergedCells:
    """Gives merged values to the rows they cover. Rows have to come in order.

    Args:
        merged: The sheet's merged ranges.

    Attributes:
        spread: How many cells got the value of one above them.
    """

    def __init__(self, merged: Sequence[Merged]) -> None:
        self._coming = sorted(merged, reverse=True)
        self._open: list[tuple[Merged, str, bool]] = []
        self._across: dict[int, Merged] = {}
        self.spread = 0

    def spread_to(self, row: SheetRow, *, counts: bool = True) -> None:
        """Fills the cells of ``row`` that a range above covers, and notes the ranges that begin in it."""
        self._open = [each for each in self._open if each[0].last_line >= row.line]
        for merged, text, is_number in self._open:
            if merged.first_column not in row.cells:
                row.cells[merged.first_column] = text
                self.spread += counts
                if is_number:
                    row.numbers.add(merged.first_column)
        self._across.clear()
        while self._coming and self._coming[-1].first_line <= row.line:
            self._begin(self._coming.pop(), row)

    def _begin(self, merged: Merged, row: SheetRow) -> None:
        column = merged.first_column
        if merged.first_line == row.line and column in row.cells:
            if merged.last_line > row.line:
                self._open.append((merged, row.cells[column], column in row.numbers))
            else:
                self._across[column] = merged

    def is_title(self, row: SheetRow, width: int) -> bool:
        """Whether ``row`` is one text across most of the sheet."""
        if len(row.cells) != 1 or row.faults:
            return False
        merged = self._across.get(next(iter(row.cells)))
        return merged is not None and merged.last_column - merged.first_column + 1 > width * _MOST_OF_IT


def header_bottom(rows: Sequence[SheetRow], place: int, merged: Sequence[Merged]) -> int:
    """Returns which of ``rows`` is the last one of the header, whose names may be merged over several lines.

    A line with numbers is none of it: there a picture may be merged down beside the products.
    """
    lines = {row.line: number for number, row in enumerate(rows)}
    line = rows[place].line
    last = max((each.last_line for each in merged if each.first_line == line), default=line)
    bottom = place
    for number in range(line + 1, last + 1):
        if number in lines and rows[lines[number]].numbers:
            return place
        bottom = lines.get(number, bottom)
    return bottom


def merged_names(
    texts: Sequence[Sequence[str]], lines: Sequence[int], bottom: int, merged: Sequence[Merged]
) -> list[str]:
    """Returns the names in a header, where a merged one is the name of all its columns and lines.

    What stands below a name that is merged across says it closer: ``Price (net)``.

    Args:
        texts: The first lines' cells.
        lines: Their numbers.
        bottom: Which of them is the header's last.
        merged: The sheet's merged ranges.
    """
    down = [each for each in merged if each.first_line <= lines[bottom] <= each.last_line]
    first = min((each.first_line for each in down if each.first_line in lines), default=lines[bottom])
    names = [""] * len(texts[bottom])
    for number in range(lines.index(first), bottom + 1):
        for column, text in enumerate(_spread(texts[number], lines[number], merged)):
            names[column] = _closer(names[column], text)
    return names


def _spread(texts: Sequence[str], line: int, merged: Sequence[Merged]) -> list[str]:
    """Returns a line's texts, a merged one for each of its columns."""
    spread = list(texts)
    for each in merged:
        if each.first_line == line and each.first_column < len(spread):
            for column in range(each.first_column + 1, min(each.last_column + 1, len(spread))):
                spread[column] = spread[column] or spread[each.first_column]
    return spread


def _closer(name: str, below: str) -> str:
    if not below or below == name:
        return name
    return below if not name or column_named(below) is not None else f"{name} ({below})"
