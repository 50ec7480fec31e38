"""Finds the line with the columns' names: price lists begin with titles, dates and empty lines."""

from collections.abc import Sequence

from b4mart_desktop.services.column_names import column_named

LOOKED_AT = 40
"""The header is among so many first lines that have any text."""

_WIDE_ENOUGH = 0.5


def header_place(lines: Sequence[Sequence[str]]) -> int:
    """Returns which of ``lines`` is the header: the first that has most names we know.

    Where none has any, it is the first that is at least half as wide as the widest.
    """
    known = [known_names(cells) for cells in lines]
    if any(known):
        return known.index(max(known))
    filled = [sum(map(bool, cells)) for cells in lines]
    enough = max(filled, default=0) * _WIDE_ENOUGH
    return next((place for place, count in enumerate(filled) if count >= enough), 0)


def known_names(cells: Sequence[str]) -> int:
    """Returns how many different columns those names mean to us."""
    return len({column for cell in cells if (column := column_named(cell)) is not None})
