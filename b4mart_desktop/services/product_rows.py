"""From a row of text to the values of a product, or to what is wrong with the row and where.

Belongs here: which cells make a row's product. Does not belong here: reading single cells
(``product_cells``), finding and writing products (``importing``), files (``adapters.files``).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from b4mart_desktop.domain import gtin
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.imports import ImportRules, RowsTaken
from b4mart_desktop.services.column_names import CODES, SEVERAL, Column, cleaned
from b4mart_desktop.services.ports.files import BadRow, CellFault, Row, RowFault
from b4mart_desktop.services.product_cells import CellError, ShopNames, readers
from b4mart_desktop.services.product_texts import unguarded

SHOWN = 80

Columns = Sequence[Column | None]
"""What each column of a table says, in the header's order; None where it is not used."""


class ProductRow(NamedTuple):
    """What a row says about one product.

    Attributes:
        sku: As given, else made from barcode or PLU.
        is_sku_given: Whether the file says the SKU itself.
        barcodes: GTINs in their normal form, or codes of the shop's own.
        name: Empty where the row has none.
        values: What else is said; a column that is missing or a cell that is empty says nothing.
        texts: The cells themselves, by column, empty ones, too.
        faults: What is wrong with cells; it does not matter where the product says the very same.
        cells: All cells of the row, as in the file.
        sku_as_written: With the spaces around it.
    """

    line: int
    sku: str
    is_sku_given: bool
    barcodes: tuple[str, ...]
    name: str
    values: Mapping[Column, object]
    texts: Mapping[Column, str]
    faults: Mapping[Column, BadRow]
    cells: Sequence[str]
    sku_as_written: str = ""

    @property
    def skus(self) -> tuple[str, ...]:
        """Returns the SKU as it is written and as it was tidied from that: others may have stored it so."""
        written = self.sku_as_written or self.sku
        return tuple(dict.fromkeys((written, self.texts.get(Column.SKU) or self.sku, self.sku)))

    @property
    def barcode_forms(self) -> tuple[str, ...]:
        """Returns every form in which one of the barcodes may be stored."""
        return tuple(form for barcode in self.barcodes for form in barcode_forms(barcode))

    @property
    def codes(self) -> tuple[str, ...]:
        """Returns every code under which the product may be known already."""
        return (*self.skus, *self.barcode_forms)

    def refused(self, fault: RowFault, detail: str = "") -> BadRow:
        """Returns the row as one that was left out as a whole."""
        return BadRow(self.line, None, f"{self.sku} {self.name}"[:SHOWN], fault, detail, self.cells)


class RowReader:
    """Reads rows of one table.

    Args:
        header: The table's columns.
        columns: What they say.
        names: What cells may name.
        rules: How the rows are meant.

    Raises:
        DomainError: FIELD_REQUIRED with ``field`` and the ``columns`` found, where no column has codes, or
            none has names though products may be added.
    """

    def __init__(self, header: Sequence[str], columns: Columns, names: ShopNames, rules: ImportRules) -> None:
        used = [(place, column) for place, column in enumerate(columns) if column is not None]
        self.ignored = tuple(
            name for name, column in zip(header, columns, strict=True) if column is None and name
        )
        self._places = used
        self._sku_place = next((place for place, column in used if column is Column.SKU), None)
        self._header = header
        self._readers = readers(names, rules.decimals)
        said = {column for _, column in used}
        if Column.NAME not in said and rules.rows is not RowsTaken.KNOWN:
            raise DomainError(ErrorCode.FIELD_REQUIRED, field=Column.NAME.value, columns=tuple(header))
        if not said & CODES:
            raise DomainError(ErrorCode.FIELD_REQUIRED, field=Column.SKU.value, columns=tuple(header))

    def read(self, row: Row) -> ProductRow | BadRow:
        """Returns what ``row`` says, or what is wrong with it where nothing can be made of it."""
        values: dict[Column, object] = {}
        texts: dict[Column, str] = {}
        faults: dict[Column, BadRow] = {}
        for place, column in self._places:
            cell = unguarded(cleaned(row.cells[place]))
            if not cell and place not in row.faults:
                texts.setdefault(column, "")
                continue
            texts[column] = f"{texts[column]}; {cell}" if texts.get(column) else cell
            try:
                if place in row.faults:
                    raise CellError(*row.faults[place])
                value = self._readers[column](cell, place in row.numbers)
            except CellError as error:
                faults.setdefault(column, self._bad(row, place, CellFault(error.fault, error.detail)))
            else:
                _put(values, column, value)
        return self._product_row(row, values, texts, faults)

    def _bad(self, row: Row, place: int, fault: CellFault) -> BadRow:
        name = self._header[place] or f"#{place + 1}"
        return BadRow(row.line, name, cleaned(row.cells[place])[:SHOWN], fault.fault, fault.detail, row.cells)

    def _product_row(
        self,
        row: Row,
        values: dict[Column, object],
        texts: Mapping[Column, str],
        faults: Mapping[Column, BadRow],
    ) -> ProductRow | BadRow:
        name = str(values.pop(Column.NAME, ""))
        either = tuple(_codes(values, Column.CODE))
        said = (*_codes(values, Column.GTIN), *_codes(values, Column.BARCODE))
        barcodes = tuple(dict.fromkeys((*said, *(code for code in either if gtin.fault(code) is None))))
        sku = values.pop(Column.SKU, None) or next((code for code in either if gtin.fault(code)), None)
        plu = values.get(Column.PLU)
        known_by = sku or next(iter(barcodes), None) or (f"PLU-{plu}" if plu else None)
        if known_by is None:
            wrong = next((faults[column] for column in CODES if column in faults), None)
            return wrong or BadRow(row.line, None, name[:SHOWN], RowFault.NO_CODE, cells=row.cells)
        written = "" if sku is None or self._sku_place is None else unguarded(row.cells[self._sku_place])
        return ProductRow(
            row.line,
            str(known_by),
            sku is not None,
            barcodes,
            name,
            values,
            texts,
            faults,
            row.cells,
            written,
        )

    def name_missing(self, row: ProductRow) -> BadRow:
        """Returns what is wrong with a row that would add a product without a name."""
        place = next((place for place, column in self._places if column is Column.NAME), None)
        header = None if place is None else self._header[place]
        return BadRow(row.line, header, "", RowFault.EMPTY, cells=row.cells)


def barcode_forms(barcode: str) -> tuple[str, ...]:
    """Returns every text that is the same barcode: the forms of a GTIN, or the code itself."""
    return (barcode,) if gtin.fault(barcode) else gtin.forms(barcode)


def _put(values: dict[Column, object], column: Column, value: object) -> None:
    """Takes a cell's value; of several columns that may say the same, all count, of others the first."""
    if value == "":  # there was nothing but HTML for a space
        return
    known = values.get(column)
    if known is None:
        values[column] = value
    elif column in SEVERAL and isinstance(known, tuple) and isinstance(value, tuple):
        values[column] = tuple(dict.fromkeys((*known, *value)))


def _codes(values: dict[Column, object], column: Column) -> Iterator[str]:
    found = values.pop(column, ())
    if isinstance(found, tuple):
        yield from map(str, found)
