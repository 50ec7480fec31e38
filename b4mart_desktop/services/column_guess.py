"""Guessing what a table's columns say: from their names, and from what stands in their cells."""

from collections.abc import Iterator, Mapping, Sequence

from b4mart_desktop.domain import gtin
from b4mart_desktop.services.column_names import CODES, SEVERAL, Column, cleaned, column_named, plain_name
from b4mart_desktop.services.ports.files import Row
from b4mart_desktop.services.product_cells import CellError, Reader

SAMPLE = 100
"""So many rows are looked at."""

_CERTAIN = frozenset({*CODES, Column.NAME, Column.PRICE, Column.SALE_PRICE, Column.COST})
_BY_LAW = frozenset({"unitqty", "qtyinpackage", "bisweighted"})
"""By these names one knows the price lists that chains in Israel have to publish."""

_OF_CONTENT = frozenset({Column.QUANTITY, Column.UNIT})
"""Not stock, in those: 'Quantity' 500 and 'UnitQty' grams are a package's content. Their 'ItemCode' is a
barcode, or else a number of the chain's own."""

_MOSTLY = 0.8
_OFTEN = 0.3
_AS_OFTEN_AS_NOT = 0.5


def guess_columns(
    header: Sequence[str], sample: Sequence[Row], readers: Mapping[Column, Reader]
) -> tuple[Column | None, ...]:
    """Returns what each column of ``header`` most likely says; None where that is not known.

    A column is passed over whose name we know but of whose cells most cannot be read: somebody else's
    'quantity' may be '500 g'. Codes, names and prices count all the same, so that their faults are seen. A
    column full of barcode numbers is one of barcodes, whatever it is called; one of item numbers that are
    often barcodes is both.
    """
    by_law = not _BY_LAW.isdisjoint(map(plain_name, header))
    columns = list(_by_name(header, by_law=by_law))
    for place, column in enumerate(columns):
        if column is not None and column not in _CERTAIN and not _is_readable(sample, place, readers[column]):
            columns[place] = None
    if not {Column.GTIN, Column.BARCODE} & set(columns):
        for place, column in enumerate(columns):
            if column is Column.SKU and (by_law or _has_barcodes(sample, place, _OFTEN)):
                columns[place] = Column.CODE
                break
            if column is None and _has_barcodes(sample, place, _MOSTLY):
                columns[place] = Column.BARCODE
                break
    return tuple(columns)


def _by_name(header: Sequence[str], *, by_law: bool) -> Iterator[Column | None]:
    taken: set[Column] = set()
    for name in header:
        column = column_named(name)
        yield None if column in taken or (by_law and column in _OF_CONTENT) else column
        if column is not None and column not in SEVERAL:
            taken.add(column)


def _is_readable(sample: Sequence[Row], place: int, read: Reader) -> bool:
    """Whether at least half of the cells with any text can be read; also where there is none."""
    good = filled = 0
    for row in sample:
        cell = cleaned(row.cells[place])
        if cell:
            filled += 1
            good += _can_read(read, cell, place in row.numbers)
    return good >= filled * _AS_OFTEN_AS_NOT


def _can_read(read: Reader, cell: str, is_number: bool) -> bool:
    try:
        read(cell, is_number)
    except CellError:
        return False
    return True


def _has_barcodes(sample: Sequence[Row], place: int, share: float) -> bool:
    cells = [cell for row in sample if (cell := cleaned(row.cells[place]))]
    found = sum(gtin.as_printed(cell) is not None for cell in cells)
    return bool(cells) and found >= len(cells) * share
