"""From a row of text to the values of a product, or to what is wrong with the row and where.

Belongs here: names of columns, reading of cells. Does not belong here: finding and writing products
(``importing``), files (``adapters.files``).
"""

import enum
import html
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from b4mart_desktop.domain import gtin
from b4mart_desktop.domain.cart import MAX_PRICE
from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.money import minor_unit
from b4mart_desktop.services.ports.files import BadRow, Row, RowFault

SHOWN = 80
MOST_STOCK = Decimal(10_000_000)
OLDEST_AGE = 99


class Column(enum.StrEnum):
    """What a column says about a product."""

    GTIN = "gtin"
    BARCODE = "barcode"
    SKU = "sku"
    NAME = "name"
    PRICE = "price"
    SALE_PRICE = "sale_price"
    COST = "cost"
    CATEGORY = "category"
    QUANTITY = "quantity"
    LOW_STOCK = "low_stock"
    TAX_CLASS = "tax_class"
    DESCRIPTION = "description"
    UNIT = "unit"
    PLU = "plu"
    WEIGHED = "weighed"
    STATUS = "status"
    AGE = "age"


SYNONYMS: Mapping[Column, str] = {
    Column.GTIN: "gtin ean upc ean13 ean8 upca gtin13 gtin14",
    Column.BARCODE: "barcode code scancode",
    Column.SKU: "sku itemnumber articlenumber productcode",
    Column.NAME: "name title productname product itemname",
    Column.PRICE: "price baseprice regularprice listprice unitprice retailprice",
    Column.SALE_PRICE: "saleprice specialprice discountprice",
    Column.COST: "cost costprice purchaseprice",
    Column.CATEGORY: "category department productcategory",
    Column.QUANTITY: "quantity stock qty onhand stockquantity",
    Column.LOW_STOCK: "lowstock lowstockthreshold reorderpoint",
    Column.TAX_CLASS: "taxclass tax taxcode",
    Column.DESCRIPTION: "description ingredients longdescription",
    Column.UNIT: "unit uom unitofmeasure",
    Column.PLU: "plu plucode",
    Column.WEIGHED: "weighed soldbyweight isweighed",
    Column.STATUS: "status",
    Column.AGE: "age minage agerestricted agerestriction",
}
"""By which headers a column is known, in lower case without spaces and signs; earlier columns win."""

_COLUMNS = {name: column for column, names in SYNONYMS.items() for name in names.split()}
_NOT_LETTER = re.compile(r"[\W_]+")
_ENTITY = re.compile(r"&(?:[A-Za-z]+|#\d+|#x[0-9A-Fa-f]+);")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"\s+")
_MONEY_SIGNS = re.compile(r"[\s$€£¥₹]|\b[A-Z]{3}\b")
_AMBIGUOUS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_WITH_POINT = re.compile(r"[+-]?([0-9]+|[1-9][0-9]{0,2}([,'][0-9]{3})+|(?=\.))(\.[0-9]+)?")
_WITH_COMMA = re.compile(r"[+-]?([0-9]+|[1-9][0-9]{0,2}([.'][0-9]{3})+|(?=,))(,[0-9]+)?")
_IN_HOUSE_CODE = re.compile(r"[!-~]{4,48}")
_PLU = re.compile(r"\d{4,5}")
_YES_NO = {
    "yes": True,
    "y": True,
    "true": True,
    "1": True,
    "no": False,
    "n": False,
    "false": False,
    "0": False,
}
_REPLACEMENT = "\ufffd"
_GTIN_FAULTS = {
    gtin.GtinFault.NOT_DIGITS: RowFault.GTIN_NOT_DIGITS,
    gtin.GtinFault.WRONG_LENGTH: RowFault.GTIN_LENGTH,
    gtin.GtinFault.CHECK_DIGIT: RowFault.CHECK_DIGIT,
}


class ProductRow(NamedTuple):
    """What a row says about one product.

    Attributes:
        sku: As given, else made from barcode or PLU.
        is_sku_given: Whether the file says the SKU itself.
        barcodes: GTINs in their normal form, or codes of the shop's own.
        values: What else is said; a column that is missing or a cell that is empty says nothing.
    """

    line: int
    sku: str
    is_sku_given: bool
    barcodes: tuple[str, ...]
    name: str
    values: Mapping[Column, object]

    @property
    def codes(self) -> tuple[str, ...]:
        """Returns every code under which the product may be known already."""
        return (self.sku, *(form for barcode in self.barcodes for form in barcode_forms(barcode)))


class RowReader:
    """Reads rows of one table.

    Args:
        header: The table's columns.
        currency: Of its prices, ISO 4217.
        tax_classes: Those that exist.

    Raises:
        DomainError: FIELD_REQUIRED with ``field`` and the ``columns`` found, where no column has names or
            none has codes.
    """

    def __init__(self, header: Sequence[str], currency: str, tax_classes: frozenset[str]) -> None:
        self.ignored = tuple(name for name in header if _column(name) is None)
        self._places = _places(header)
        self._header = header
        self._readers = _readers(currency, tax_classes)
        for wanted in ((Column.NAME,), (Column.SKU, Column.GTIN, Column.BARCODE, Column.PLU)):
            if not any(column in self._places for column in wanted):
                raise DomainError(ErrorCode.FIELD_REQUIRED, field=str(wanted[0]), columns=tuple(header))

    def read(self, row: Row) -> ProductRow | BadRow:
        """Returns what ``row`` says, or the first thing that is wrong with it."""
        values: dict[Column, object] = {}
        for column, place in self._places.items():
            cell = row.cells[place].strip()
            if not cell:
                continue
            try:
                value = self._readers[column](cell)
            except _CellError as error:
                return BadRow(row.line, self._header[place], cell[:SHOWN], error.fault, error.detail)
            if value != "":  # there was nothing but HTML for a space
                values[column] = value
        return self._product_row(row, values)

    def _product_row(self, row: Row, values: dict[Column, object]) -> ProductRow | BadRow:
        name = values.pop(Column.NAME, None)
        if name is None:
            return BadRow(row.line, self._header[self._places[Column.NAME]], "", RowFault.EMPTY)
        found = (values.pop(Column.GTIN, None), values.pop(Column.BARCODE, None))
        barcodes = tuple(dict.fromkeys(str(code) for code in found if code is not None))
        sku = values.pop(Column.SKU, None)
        plu = values.get(Column.PLU)
        known_by = sku or next(iter(barcodes), None) or (f"PLU-{plu}" if plu else None)
        if known_by is None:
            return BadRow(row.line, None, str(name)[:SHOWN], RowFault.NO_CODE)
        return ProductRow(row.line, str(known_by), sku is not None, barcodes, str(name), values)


def barcode_forms(barcode: str) -> tuple[str, ...]:
    """Returns every text that is the same barcode: the forms of a GTIN, or the code itself."""
    return (barcode,) if gtin.fault(barcode) else gtin.forms(barcode)


class _CellError(Exception):
    def __init__(self, fault: RowFault, detail: str = "") -> None:
        super().__init__(fault)
        self.fault = fault
        self.detail = detail


def _column(name: str) -> Column | None:
    return _COLUMNS.get(_NOT_LETTER.sub("", name.lower()))


def _places(header: Sequence[str]) -> dict[Column, int]:
    """Returns where each column is; of two columns of the same meaning the first counts."""
    places: dict[Column, int] = {}
    for place, name in enumerate(header):
        column = _column(name)
        if column is not None:
            places.setdefault(column, place)
    return places


def _readers(currency: str, tax_classes: frozenset[str]) -> Mapping[Column, Callable[[str], object]]:
    price = _amount(MAX_PRICE, minor_unit(currency))
    stock = _amount(MOST_STOCK, Decimal("0.001"))
    return {
        Column.GTIN: _read_gtin,
        Column.BARCODE: _read_barcode,
        Column.SKU: _line_of(64),
        Column.NAME: _line_of(200),
        Column.PRICE: price,
        Column.SALE_PRICE: price,
        Column.COST: price,
        Column.CATEGORY: _line_of(100),
        Column.QUANTITY: stock,
        Column.LOW_STOCK: stock,
        Column.TAX_CLASS: _choice({name.lower(): name for name in tax_classes}),
        Column.DESCRIPTION: _text_of(10_000),
        Column.UNIT: _line_of(16),
        Column.PLU: _read_plu,
        Column.WEIGHED: _choice(_YES_NO),
        Column.STATUS: _choice({status.value: status for status in ProductStatus}),
        Column.AGE: _amount(Decimal(OLDEST_AGE), Decimal(1)),
    }


def _text_of(most: int) -> Callable[[str], str]:
    """Returns a reader of texts of several lines and up to ``most`` characters."""

    def read(cell: str) -> str:
        text = _ENTITY.sub(lambda found: html.unescape(found.group()), cell) if "&" in cell else cell
        found = _CONTROL.search(text)
        if found is not None:
            detail = f"U+{ord(found.group()):04X} at character {found.start() + 1}"
            raise _CellError(RowFault.CONTROL_CHARACTER, detail)
        if _REPLACEMENT in text:
            place = text.index(_REPLACEMENT) + 1
            raise _CellError(RowFault.DAMAGED_TEXT, f"U+FFFD at character {place}")
        if len(text) > most:
            raise _CellError(RowFault.TOO_LONG, f"{len(text)} characters, at most {most}")
        return text

    return read


def _line_of(most: int) -> Callable[[str], str]:
    """Returns a reader of texts of one line: runs of spaces and line breaks become one space."""
    read = _text_of(most)
    return lambda cell: _SPACES.sub(" ", read(cell)).strip()


def _read_gtin(cell: str) -> str:
    code = cell.replace(" ", "").replace("-", "")
    fault = gtin.fault(code)
    if fault is None:
        return gtin.normal_form(code)
    expanded = gtin.expand_upc_e(code)
    if expanded is not None:
        return gtin.normal_form(expanded)
    detail = ""
    if fault is gtin.GtinFault.WRONG_LENGTH:
        detail = f"{len(code)} digits instead of 8, 12, 13 or 14"
    elif fault is gtin.GtinFault.CHECK_DIGIT:
        detail = f"the last digit should be {gtin.check_digit(code[:-1])}"
    raise _CellError(_GTIN_FAULTS[fault], detail)


def _read_barcode(cell: str) -> str:
    """Reads a GTIN or, where there is any letter or sign, a code of the shop's own."""
    if cell.isdigit():
        return _read_gtin(cell)
    if _IN_HOUSE_CODE.fullmatch(cell) is None:
        raise _CellError(RowFault.BARCODE)
    return cell


def _read_plu(cell: str) -> str:
    if _PLU.fullmatch(cell) is None:
        raise _CellError(RowFault.PLU)
    return cell


def _choice(choices: Mapping[str, object]) -> Callable[[str], object]:
    def read(cell: str) -> object:
        key = cell.lower()
        if key not in choices:
            raise _CellError(RowFault.NOT_A_CHOICE, "one of " + ", ".join(choices))
        return choices[key]

    return read


def _amount(most: Decimal, step: Decimal) -> Callable[[str], Decimal]:
    """Returns a reader of numbers from 0 to ``most`` in whole ``step``s."""

    def read(cell: str) -> Decimal:
        number = parse_number(cell)
        if not 0 <= number <= most:
            raise _CellError(RowFault.OUT_OF_RANGE, f"0 to {most}")
        if number % step:
            raise _CellError(RowFault.TOO_PRECISE, f"in steps of {step}")
        return number

    return read


def parse_number(cell: str) -> Decimal:
    """Returns the number in ``cell``: with a point or a comma, grouped or not, with a currency's sign.

    A single comma before exactly three digits ('1,234') may be a decimal comma or one between thousands
    and is refused, unless a zero stands before it.
    """
    text = _MONEY_SIGNS.sub("", cell)
    if _AMBIGUOUS.fullmatch(text):
        raise _CellError(RowFault.AMBIGUOUS_NUMBER, "decimal comma or comma between thousands?")
    if _WITH_POINT.fullmatch(text):
        plain = text.replace(",", "").replace("'", "")
    elif _WITH_COMMA.fullmatch(text):
        plain = text.replace(".", "").replace("'", "").replace(",", ".")
    else:
        raise _CellError(RowFault.NOT_A_NUMBER)
    return Decimal(plain)
