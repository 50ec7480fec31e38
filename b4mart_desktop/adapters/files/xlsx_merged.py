"""What merged cells mean for a table: down they count for each row, across for the first column."""

from collections.abc import Sequence

from b4mart_desktop.adapters.files.xlsx_cells import Merged, SheetRow

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

    def spread_to(self, row: SheetRow) -> None:
        """Fills the cells of ``row`` that a range above covers, and notes the ranges that begin in it."""
        self._open = [each for each in self._open if each[0].last_line >= row.line]
        for merged, text, is_number in self._open:
            if merged.first_column not in row.cells:
                row.cells[merged.first_column] = text
                self.spread += 1
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


def merged_names(
    texts: Sequence[Sequence[str]], lines: Sequence[int], place: int, merged: Sequence[Merged]
) -> list[str]:
    """Returns the names in the header, where a merged one is the name of all its columns.

    Args:
        texts: The first lines' cells.
        lines: Their numbers.
        place: Which of them is the header.
        merged: The sheet's merged ranges.
    """
    names = list(texts[place])
    for each in merged:
        if each.first_line in lines and each.first_line <= lines[place] <= each.last_line:
            above = texts[lines.index(each.first_line)]
            name = above[each.first_column] if each.first_column < len(above) else ""
            for column in range(each.first_column, min(each.last_column + 1, len(names))):
                names[column] = names[column] or name
    return names
