"""Reading single cells: from text to a value, or to what is wrong with it. Rows are ``product_rows``."""

import contextlib
import html
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from b4mart_desktop.domain import gtin
from b4mart_desktop.domain.cart import MAX_PRICE
from b4mart_desktop.domain.catalog import (
    Pack,
    ProductImage,
    ProductStatus,
    Specification,
    Variant,
    VariantStock,
)
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.imports import DecimalSign
from b4mart_desktop.domain.money import minor_unit
from b4mart_desktop.services.cell_lists import is_json_list, split_items, split_path, split_words
from b4mart_desktop.services.column_names import Column, cleaned, without_marks
from b4mart_desktop.services.ports.files import RowFault

MOST_STOCK = Decimal(10_000_000)
MOST_MEASURE = Decimal(1_000_000)
OLDEST_AGE = 99

_ENTITY = re.compile(r"&(?:[A-Za-z]+|#\d+|#x[0-9A-Fa-f]+);")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"\s+")
_MONEY_SIGNS = re.compile(r"[\s$€£¥₹₪₺₽]|\b[A-Z]{3}\b|\b(?:zł|kr|Kč|ש\"ח|ש״ח)")
_AMBIGUOUS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_WITH_POINT = re.compile(r"[+-]?([0-9]+|[1-9][0-9]{0,2}([,'’][0-9]{3})+|(?=\.))(\.[0-9]+)?")
_WITH_COMMA = re.compile(r"[+-]?([0-9]+|[1-9][0-9]{0,2}([.'’][0-9]{3})+|(?=,))(,[0-9]+)?")
_IN_HOUSE_CODE = re.compile(r"[!-~]{4,48}")
_PLU = re.compile(r"\d{4,5}")
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ADDRESS = re.compile(r"(?:https?|gridfs)://\S+|/\S+")
_PAIR = re.compile(r"(.+?)\s*:\s*(.+)", re.DOTALL)
_REPLACEMENT = "\ufffd"
_LOST_ZEROS = range(9, 12)
_LOST_ONE_ZERO = 11  # the most usual: shorter numbers are as likely the shop's own
_YES = ("yes", "y", "true", "1", "x", "ja", "oui", "si", "sí", "sim", "да", "כן", "نعم", "はい", "是")
_NO = ("no", "n", "false", "0", "nein", "non", "não", "nao", "нет", "לא", "لا", "いいえ", "否")
YES_NO = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}
_GTIN_FAULTS = {
    gtin.GtinFault.NOT_DIGITS: RowFault.GTIN_NOT_DIGITS,
    gtin.GtinFault.WRONG_LENGTH: RowFault.GTIN_LENGTH,
    gtin.GtinFault.CHECK_DIGIT: RowFault.CHECK_DIGIT,
}


class CellError(Exception):
    """What is wrong with a cell, and what was expected."""

    def __init__(self, fault: RowFault, detail: str = "") -> None:
        super().__init__(fault)
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True, slots=True)
class ShopNames:
    """What cells name that has to be there.

    Attributes:
        currency: Of prices, ISO 4217.
        tax_classes: Their codes.
        vendors: By e-mail or name in lower case.
    """

    currency: str
    tax_classes: frozenset[str]
    vendors: Mapping[str, Id]


Reader = Callable[[str, bool], object]
"""Reads a cell's text; also told whether the file holds it as a number."""


def readers(names: ShopNames, decimals: DecimalSign) -> Mapping[Column, Reader]:
    """Returns how the cells of each column are read; they raise ``CellError``."""
    price = _amount(MAX_PRICE, minor_unit(names.currency), decimals, rounds=True)
    stock = _amount(MOST_STOCK, Decimal("0.001"), decimals)
    measure = _amount(MOST_MEASURE, Decimal("0.000001"), decimals)
    yes_no = _plain(_choice(YES_NO, "yes, no"))
    return {
        Column.GTIN: _barcodes(_read_gtin),
        Column.BARCODE: _barcodes(_read_barcode),
        Column.CODE: _read_code,
        Column.SKU: _plain(_visible(_line_of(64))),
        Column.NAME: _plain(_visible(_line_of(200))),
        Column.SLUG: _plain(_read_slug),
        **dict.fromkeys((Column.PRICE, Column.SALE_PRICE, Column.COST), price),
        Column.CURRENCY: _plain(_choice({names.currency.lower(): names.currency})),
        Column.CATEGORY: _plain(_read_category),
        **dict.fromkeys((Column.QUANTITY, Column.LOW_STOCK), stock),
        **dict.fromkeys((Column.TRACKED, Column.BACKORDERS, Column.WEIGHED, Column.OPEN_PRICE), yes_no),
        **dict.fromkeys((Column.FAVOURITE, Column.FEATURED), yes_no),
        Column.TAX_CLASS: _plain(_choice({name.lower(): name for name in names.tax_classes})),
        Column.DESCRIPTION: _plain(_text_of(10_000)),
        Column.SHORT_DESCRIPTION: _plain(_text_of(1_000)),
        Column.UNIT: _plain(_line_of(16)),
        Column.PLU: _plain(_read_plu),
        Column.STATUS: _plain(_choice({status.value: status for status in ProductStatus})),
        Column.AGE: _read_age,
        Column.COLOR: _plain(_read_color),
        Column.VENDOR: _plain(_choice(names.vendors, "no vendor of that e-mail or name")),
        **dict.fromkeys((Column.TAGS, Column.SEO_KEYWORDS), _plain(_read_words)),
        Column.IMAGES: _plain(_read_images),
        Column.SPECIFICATIONS: _plain(_read_specifications),
        Column.VARIANTS: _plain(_read_variants),
        Column.VARIANT_STOCK: _plain(lambda cell: _structs(cell, VariantStock)),
        Column.PACKS: _plain(lambda cell: _structs(cell, Pack)),
        **dict.fromkeys((Column.WEIGHT, Column.LENGTH, Column.WIDTH, Column.HEIGHT), measure),
        Column.SHIPPING_CLASS: _plain(_line_of(64)),
        Column.SEO_TITLE: _plain(_line_of(200)),
        Column.SEO_DESCRIPTION: _plain(_text_of(1_000)),
    }


def _plain(read: Callable[[str], object]) -> Reader:
    return lambda cell, _: read(cell)


# ---------------------------------------------------------------- texts


def _text_of(most: int) -> Callable[[str], str]:
    """Returns a reader of texts of several lines and up to ``most`` characters."""

    def read(cell: str) -> str:
        text = _ENTITY.sub(lambda found: html.unescape(found.group()), cell) if "&" in cell else cell
        found = _CONTROL.search(text)
        if found is not None:
            detail = f"U+{ord(found.group()):04X} at character {found.start() + 1}"
            raise CellError(RowFault.CONTROL_CHARACTER, detail)
        if _REPLACEMENT in text:
            place = text.index(_REPLACEMENT) + 1
            raise CellError(RowFault.DAMAGED_TEXT, f"U+FFFD at character {place}")
        if len(text) > most:
            raise CellError(RowFault.TOO_LONG, f"{len(text)} characters, at most {most}")
        return text

    return read


def _line_of(most: int) -> Callable[[str], str]:
    """Returns a reader of texts of one line: runs of spaces and line breaks become one space."""
    read = _text_of(most)
    return lambda cell: cleaned(_SPACES.sub(" ", read(cell)))


def _visible(read: Callable[[str], str]) -> Callable[[str], str]:
    """Returns a reader of texts of which something is seen: not of joiners and spaces without width only."""

    def read_visible(cell: str) -> str:
        text = read(cell)
        if text and all(unicodedata.category(sign)[0] in "CZ" for sign in text):
            raise CellError(RowFault.EMPTY, "only signs that nobody sees")
        return text

    return read_visible


def _choice(choices: Mapping[str, object], expected: str = "") -> Callable[[str], object]:
    def read(cell: str) -> object:
        key = without_marks(cell).strip().lower()
        if key not in choices:
            raise CellError(RowFault.NOT_A_CHOICE, expected or "one of " + ", ".join(choices))
        return choices[key]

    return read


def _read_color(cell: str) -> str:
    if _COLOR.fullmatch(cell) is None:
        raise CellError(RowFault.COLOR, "such as #ff8800")
    return cell.lower()


def _read_slug(cell: str) -> str:
    if _SLUG.fullmatch(cell) is None:
        raise CellError(RowFault.NOT_AN_ADDRESS, "small letters, digits and hyphens")
    return cell


# ---------------------------------------------------------------- codes


def _barcodes(read: Callable[[str, bool], str]) -> Reader:
    """Returns a reader of one or several barcodes in a cell."""

    def read_all(cell: str, is_number: bool) -> tuple[str, ...]:
        text = without_marks(cell)
        parts = [str(part) for part in _json(text)] if is_json_list(text) else list(split_words(text))
        if len(parts) == 1 and gtin.as_printed(parts[0]) is None and " " in parts[0]:
            words = parts[0].split()
            parts = words if all(gtin.as_printed(word) for word in words) else parts
        return tuple(dict.fromkeys(read(part, is_number) for part in parts))

    return read_all


def _read_gtin(cell: str, is_number: bool = False) -> str:
    code = gtin.as_printed(cell) or cell.replace(" ", "").replace("-", "")
    fault = gtin.fault(code)
    if fault is None:
        return gtin.normal_form(code)
    restored = _with_lost_zeros(code, is_number) or gtin.expand_upc_e(code)
    if restored is not None:
        return gtin.normal_form(restored)
    detail = ""
    if fault is gtin.GtinFault.WRONG_LENGTH:
        detail = f"{len(code)} digits instead of 8, 12, 13 or 14"
    elif fault is gtin.GtinFault.CHECK_DIGIT:
        detail = f"the last digit should be {gtin.check_digit(code[:-1])}"
    raise CellError(_GTIN_FAULTS[fault], detail)


def _with_lost_zeros(code: str, is_number: bool) -> str | None:
    """Returns the GTIN whose leading zeros a spreadsheet took for those of a number.

    Zeros in front change no check digit, so a right one shows that only they are missing. Shorter texts are
    rather numbers of the shop's own.
    """
    lengths = range(1, 12) if is_number else _LOST_ZEROS
    if len(code) not in lengths or not (code.isascii() and code.isdigit()):
        return None
    full = code.zfill(8 if len(code) <= 8 else 12)
    return full if gtin.fault(full) is None else None


def _read_barcode(cell: str, is_number: bool = False) -> str:
    """Reads a GTIN or, where there is any letter or sign, a code of the shop's own."""
    if cell.isdigit() or gtin.as_printed(cell):
        return _read_gtin(cell, is_number)
    if _IN_HOUSE_CODE.fullmatch(cell) is None:
        raise CellError(RowFault.BARCODE)
    return cell


def _read_code(cell: str, is_number: bool) -> tuple[str, ...]:
    """Reads what is a GTIN or else the SKU, as in lists where goods without a barcode have a short number."""
    text = without_marks(cell)
    if gtin.as_printed(text) is not None or len(text) == _LOST_ONE_ZERO:
        with contextlib.suppress(CellError):
            return (_read_gtin(text, is_number),)
    return (_visible(_line_of(64))(cell),)


def _read_plu(cell: str) -> str:
    if _PLU.fullmatch(cell) is None:
        raise CellError(RowFault.PLU)
    return cell


# ---------------------------------------------------------------- numbers


def _amount(most: Decimal, step: Decimal, decimals: DecimalSign, *, rounds: bool = False) -> Reader:
    """Returns a reader of numbers from 0 to ``most`` in whole ``step``s.

    Args:
        most: The largest.
        step: What they are multiples of.
        decimals: How texts are read; what the file holds as a number needs no reading.
        rounds: Whether numbers of a spreadsheet, which shows its calculated prices rounded, are rounded.
    """

    def read(cell: str, is_number: bool) -> Decimal:
        number = _number_of(cell) if is_number else parse_number(cell, decimals)
        if not 0 <= number <= most:
            raise CellError(RowFault.OUT_OF_RANGE, f"0 to {most}")
        if is_number and rounds:
            number = number.quantize(step, "ROUND_HALF_UP")
        if number % step:
            raise CellError(RowFault.TOO_PRECISE, f"in steps of {step}")
        return number

    return read


def _number_of(cell: str) -> Decimal:
    """Returns what the file holds as a number; programs write what they could not calculate so, too."""
    try:
        number = Decimal(cell)
    except InvalidOperation as error:
        raise CellError(RowFault.NOT_A_NUMBER) from error
    if not number.is_finite():
        raise CellError(RowFault.NOT_A_NUMBER)
    return number


def _read_age(cell: str, is_number: bool) -> int | None:
    years = _amount(Decimal(OLDEST_AGE), Decimal(1), DecimalSign.GUESSED)(cell.rstrip("+"), is_number)
    assert isinstance(years, Decimal)
    return int(years) or None


def parse_number(cell: str, decimals: DecimalSign = DecimalSign.GUESSED) -> Decimal:
    """Returns the number in ``cell``: with a point or a comma, grouped or not, with a currency's sign.

    Where the sign of decimals is to be guessed, a single comma before exactly three digits ('1,234') may be
    a decimal comma or one between thousands and is refused, unless a zero stands before it.

    Raises:
        CellError: NOT_A_NUMBER, AMBIGUOUS_NUMBER.
    """
    text = _MONEY_SIGNS.sub("", without_marks(cell))
    if decimals is DecimalSign.GUESSED and _AMBIGUOUS.fullmatch(text):
        raise CellError(RowFault.AMBIGUOUS_NUMBER, "decimal comma or comma between thousands?")
    if decimals is not DecimalSign.COMMA and _WITH_POINT.fullmatch(text):
        plain = text.replace(",", "")
    elif decimals is not DecimalSign.POINT and _WITH_COMMA.fullmatch(text):
        plain = text.replace(".", "").replace(",", ".")
    else:
        raise CellError(RowFault.NOT_A_NUMBER)
    return Decimal(plain.replace("'", "").replace("’", ""))


# ---------------------------------------------------------------- lists


def _json(cell: str) -> list[Any]:
    try:
        found = json.loads(cell)
        json.dumps(found, ensure_ascii=False).encode()  # an escape may be half a character
    except (ValueError, RecursionError) as error:
        raise CellError(RowFault.NOT_A_LIST, str(error)) from error
    return found if isinstance(found, list) else []


def _read_category(cell: str) -> tuple[str, ...]:
    read = _line_of(100)
    names = tuple(str(name) for name in _json(cell)) if is_json_list(cell) else split_path(cell)
    return tuple(name for name in map(read, names) if name)


def _read_words(cell: str) -> tuple[str, ...]:
    if is_json_list(cell):
        return tuple(str(word) for word in _json(cell))
    return split_words(_text_of(10_000)(cell))


def _read_images(cell: str) -> tuple[ProductImage, ...]:
    if is_json_list(cell):
        images: tuple[ProductImage, ...] = _structs(cell, ProductImage)
    else:
        found = [url for part in split_items(cell) for url in re.split(r"\s*,\s*(?=https?://)|\s+", part)]
        images = tuple(ProductImage(url=url, is_primary=not place) for place, url in enumerate(found))
    for image in images:
        if image.url is not None and _ADDRESS.fullmatch(image.url) is None:
            raise CellError(RowFault.NOT_AN_ADDRESS, image.url[:80])
    return images


def _read_specifications(cell: str) -> tuple[Specification, ...]:
    if is_json_list(cell):
        return _structs(cell, Specification)
    return tuple(Specification(name=name, value=value) for name, value in _pairs(cell))


def _read_variants(cell: str) -> tuple[Variant, ...]:
    if is_json_list(cell):
        return _structs(cell, Variant)
    return tuple(
        Variant(name=name, options=tuple(part for part in re.split(r"\s*,\s*", options) if part))
        for name, options in _pairs(cell)
    )


def _pairs(cell: str) -> list[tuple[str, str]]:
    """Returns the pairs of ``Size: M; Colour: red``."""
    pairs: list[tuple[str, str]] = []
    for item in split_items(cell):
        found = _PAIR.fullmatch(item)
        if found is None:
            raise CellError(RowFault.NOT_A_LIST, "such as Name: value; Name: value")
        pairs.append((found.group(1), found.group(2)))
    return pairs


def _structs(cell: str, kind: type[Any]) -> tuple[Any, ...]:
    several: Any = tuple[kind, ...]  # type: ignore[valid-type]
    try:
        found: tuple[Any, ...] = msgspec.json.decode(cell, type=several, strict=False)
    except msgspec.DecodeError as error:
        raise CellError(RowFault.NOT_A_LIST, str(error)) from error
    return found
