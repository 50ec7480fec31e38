"""What is wrong with cells of any kind of table. Values are no matter of files."""

from b4mart_desktop.services.ports.files import CellFault, RowFault

LONGEST_CELL = 131_072
"""Nobody says more of a product. A longer cell costs nothing where its column is not used."""

TOO_LONG = CellFault(RowFault.TOO_LONG, f"a cell has {LONGEST_CELL:,} characters at most")


def too_long(cells: list[str]) -> dict[int, CellFault]:
    """Cuts the cells that are too long, and returns which those are."""
    faults: dict[int, CellFault] = {}
    for place, cell in enumerate(cells):
        if len(cell) > LONGEST_CELL:
            cells[place] = cell[:LONGEST_CELL]
            faults[place] = TOO_LONG
    return faults
