"""Reading one row: what its cells mean, and what is wrong with them and where."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.imports import DecimalSign, ImportRules, RowsTaken
from b4mart_desktop.services.column_names import SYNONYMS, Column, column_named, plain_name
from b4mart_desktop.services.ports.files import BadRow, Row, RowFault
from b4mart_desktop.services.product_cells import CellError, ShopNames, parse_number
from b4mart_desktop.services.product_rows import ProductRow, RowReader

EAN = "6291041500213"
VENDOR = new_id()
NAMES = ShopNames("USD", frozenset(), {})


def read(cells: Mapping[str, str], currency: str = "USD") -> ProductRow | BadRow:
    names = ShopNames(currency, frozenset({"standard", "Reduced"}), {"anna@example.org": VENDOR})
    reader = RowReader(list(cells), [column_named(name) for name in cells], names, ImportRules())
    return reader.read(Row(7, list(cells.values())))


def good(**cells: str) -> ProductRow:
    row = read({"sku": "T1", "name": "Tea", **cells})
    assert isinstance(row, ProductRow), row
    return row


def bad(**cells: str) -> BadRow:
    row = read({"sku": "T1", "name": "Tea", **cells})
    if isinstance(row, BadRow):
        return row
    (fault,) = row.faults.values()
    return fault


def test_headers_are_known_by_many_names() -> None:
    row = read(
        {"Product Name": "Tea", "EAN-13": EAN, "List_Price (USD)": "3.49", "On hand": "12", "Brand": "x"}
    )
    assert isinstance(row, ProductRow)
    assert (row.line, row.sku, row.is_sku_given, row.barcodes, row.name) == (7, EAN, False, (EAN,), "Tea")
    assert row.values == {Column.PRICE: Decimal("3.49"), Column.QUANTITY: Decimal(12)}
    assert row.faults == {}


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("ברקוד|שם פריט|מחיר לצרכן|מק״ט", ["barcode", "name", "price", "sku"]),
        ("קוד|שם|מחיר", ["sku", "name", "price"]),
        ("Artikel-Nr.|Bezeichnung|Verkaufspreis|Warengruppe", ["sku", "name", "price", "category"]),
        ("Référence|Désignation|Prix TTC|Code-barres", ["sku", "name", "price", "barcode"]),
        ("Código de barras|Descripción|Precio|Existencias", ["barcode", "description", "price", "quantity"]),
        ("Código|Nome do produto|Preço de custo|Estoque", ["sku", "name", "cost", "quantity"]),
        ("Штрихкод|Название|Цена|Остаток", ["barcode", "name", "price", "quantity"]),
        ("商品名|价格|条形码|库存", ["name", "price", "barcode", "quantity"]),
    ],
)
def test_headers_are_known_in_many_languages(header: str, columns: list[str]) -> None:
    assert [column_named(name) for name in header.split("|")] == columns


def test_no_header_means_two_things() -> None:
    names = [plain_name(name) for synonyms in SYNONYMS.values() for name in synonyms.split()]
    assert len(names) == len(set(names))
    assert set(SYNONYMS) == set(Column)
    assert [column_named(column) for column in Column] == list(Column)


def test_unknown_columns_are_told() -> None:
    reader = RowReader(["sku", "name", "Brand"], [Column.SKU, Column.NAME, None], NAMES, ImportRules())
    assert reader.ignored == ("Brand",)


@pytest.mark.parametrize(("header", "field"), [(["sku", "price"], "name"), (["name", "price"], "sku")])
def test_a_table_without_names_or_codes_is_refused(header: list[str], field: str) -> None:
    with pytest.raises(DomainError) as caught:
        RowReader(header, [column_named(name) for name in header], NAMES, ImportRules())
    assert caught.value.code is ErrorCode.FIELD_REQUIRED
    assert caught.value.data == {"field": field, "columns": tuple(header)}


def test_a_table_of_known_products_needs_no_names() -> None:
    rules = ImportRules(rows=RowsTaken.KNOWN)
    reader = RowReader(["sku", "price"], [Column.SKU, Column.PRICE], NAMES, rules)
    row = reader.read(Row(2, ["T1", "3"]))
    assert isinstance(row, ProductRow)
    assert row.name == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", "3"),
        ("3.49", "3.49"),
        ("3,49", "3.49"),
        ("0,450", "0.45"),
        ("$ 3.49", "3.49"),
        ("3,49 €", "3.49"),
        ("₪12.90", "12.9"),
        ("\u200f12.90 ש״ח\u200e", "12.9"),
        ("USD 3.49", "3.49"),
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1'234.50", "1234.5"),
        ("1 234,50", "1234.5"),
        ("1,234,567.5", "1234567.5"),
        (".5", "0.5"),
        (",5", "0.5"),
    ],
)
def test_numbers_as_people_write_them(text: str, number: str) -> None:
    assert good(quantity=text).values == {Column.QUANTITY: Decimal(number)}


@given(st.decimals(0, 999_999, places=2))
def test_every_price_is_read_in_both_notations(price: Decimal) -> None:
    pointed = f"{price:,.2f}"
    comma = pointed.replace(",", "_").replace(".", ",").replace("_", ".")
    for text in (f"{price:f}", pointed, comma):
        assert good(price=text).values[Column.PRICE] == price


@pytest.mark.parametrize(
    ("column", "text", "fault"),
    [
        ("price", "free", RowFault.NOT_A_NUMBER),
        ("price", "1.2.3", RowFault.NOT_A_NUMBER),
        ("price", "٣", RowFault.NOT_A_NUMBER),
        ("price", "1e3", RowFault.NOT_A_NUMBER),
        ("price", "-", RowFault.NOT_A_NUMBER),
        ("price", "nan", RowFault.NOT_A_NUMBER),
        ("price", "1,234", RowFault.AMBIGUOUS_NUMBER),
        ("price", "-1", RowFault.OUT_OF_RANGE),
        ("price", "1000000001", RowFault.OUT_OF_RANGE),
        ("price", "1.005", RowFault.TOO_PRECISE),
        ("quantity", "1.0005", RowFault.TOO_PRECISE),
        ("age", "18.5", RowFault.TOO_PRECISE),
        ("ean", "6291041500214", RowFault.CHECK_DIGIT),
        ("ean", "629104150021", RowFault.CHECK_DIGIT),
        ("ean", "62910415002", RowFault.GTIN_LENGTH),
        ("ean", "6.29104E+12", RowFault.GTIN_NOT_DIGITS),
        ("barcode", "6291041500214", RowFault.CHECK_DIGIT),
        ("barcode", "ÄÖÜß", RowFault.BARCODE),
        ("plu", "40", RowFault.PLU),
        ("name", "Te\x07a", RowFault.CONTROL_CHARACTER),
        ("name", "T\ufffda", RowFault.DAMAGED_TEXT),
        ("name", "T" * 201, RowFault.TOO_LONG),
        ("sku", "S" * 65, RowFault.TOO_LONG),
        ("description", "D" * 10_001, RowFault.TOO_LONG),
        ("status", "sold", RowFault.NOT_A_CHOICE),
        ("tax class", "luxury", RowFault.NOT_A_CHOICE),
        ("weighed", "maybe", RowFault.NOT_A_CHOICE),
    ],
)
def test_a_bad_cell_is_reported_with_line_column_and_value(column: str, text: str, fault: RowFault) -> None:
    row = bad(**{column: text})
    assert (row.line, row.column, row.fault) == (7, column, fault)
    assert row.value == text.strip()[:80]


def test_details_say_what_was_expected_or_where() -> None:
    assert bad(ean="6291041500214").detail == "the last digit should be 3"
    assert bad(ean="123").detail == "3 digits instead of 8, 12, 13 or 14"
    assert bad(name="B\x9cuf").detail == "U+009C at character 2"
    assert bad(status="sold").detail == "one of active, inactive, draft, archived"


@pytest.mark.parametrize(
    ("column", "text", "barcode"),
    [
        ("upc", "036000291452", "0036000291452"),
        ("ean", "0036000291452", "0036000291452"),
        ("gtin", "00036000291452", "0036000291452"),
        ("upc", "04252614", "0042100005264"),
        ("ean", "96385074", "96385074"),
        ("ean", "6291 0415-00213", EAN),
        ("barcode", "SHELF-12", "SHELF-12"),
    ],
)
def test_barcodes_become_their_normal_form(column: str, text: str, barcode: str) -> None:
    assert good(**{column: text}).barcodes == (barcode,)


def test_two_barcode_columns_are_two_barcodes() -> None:
    assert good(ean=EAN, barcode="SHELF-12").barcodes == (EAN, "SHELF-12")
    assert good(ean=EAN, barcode=EAN).barcodes == (EAN,)


def test_codes_hold_every_form_of_a_barcode() -> None:
    row = good(upc="036000291452")
    assert set(row.codes) == {"T1", "0036000291452", "036000291452", "00036000291452"}


def test_sku_comes_from_barcode_or_plu_where_it_is_missing() -> None:
    assert good(sku="", ean=EAN).sku == EAN
    assert good(sku="", plu="4011").sku == "PLU-4011"
    assert bad(sku="").fault is RowFault.NO_CODE


def test_texts_lose_html_and_stray_space() -> None:
    row = good(name="  Moutarde \n &quot;forte&quot;&nbsp; &amp; douce ", description="one\ntwo &#40;2&#41;")
    assert row.name == 'Moutarde "forte" & douce'
    assert row.values[Column.DESCRIPTION] == "one\ntwo (2)"
    assert good(name="AT&T; & Co &copy").name == "AT&T; & Co &copy"


def test_control_characters_do_not_come_in_as_html() -> None:
    assert good(name="Te&#7;a").name == "Tea"
    assert good(name="&nbsp;").name == ""


def test_choices_are_read_in_any_case() -> None:
    row = good(status="Draft", weighed="YES", **{"tax class": "REDUCED"})
    assert row.values == {
        Column.STATUS: ProductStatus.DRAFT,
        Column.WEIGHED: True,
        Column.TAX_CLASS: "Reduced",
    }


def test_a_price_has_the_currencys_decimals() -> None:
    yen = read({"sku": "T1", "name": "Tea", "price": "3.5"}, currency="JPY")
    assert isinstance(yen, ProductRow)
    assert yen.faults[Column.PRICE].fault is RowFault.TOO_PRECISE
    dinar = read({"sku": "T1", "name": "Tea", "price": "3.125"}, currency="KWD")
    assert isinstance(dinar, ProductRow)


@pytest.mark.parametrize(
    ("text", "sign", "number"),
    [
        ("1,234", DecimalSign.POINT, "1234"),
        ("1,234", DecimalSign.COMMA, "1.234"),
        ("1.234", DecimalSign.COMMA, "1234"),
    ],
)
def test_a_person_may_say_what_the_sign_of_decimals_is(text: str, sign: DecimalSign, number: str) -> None:
    assert parse_number(text, sign) == Decimal(number)
    with pytest.raises(CellError):
        parse_number("1,2,3" if sign is DecimalSign.POINT else "1.2.3", sign)


def number(column: Column, cell: str) -> ProductRow:
    header = [Column.SKU, Column.NAME, column]
    row = RowReader(header, header, NAMES, ImportRules()).read(Row(2, ["T1", "Tea", cell], frozenset({2})))
    assert isinstance(row, ProductRow)
    return row


def test_barcodes_get_back_the_zeros_a_spreadsheet_took() -> None:
    assert number(Column.BARCODE, "36000291452").barcodes == ("0036000291452",)
    assert number(Column.GTIN, "12345670").barcodes == ("12345670",)
    assert number(Column.GTIN, "1885").barcodes == ("00001885",)
    assert good(upc="36000291452").barcodes == ("0036000291452",)
    assert number(Column.BARCODE, "36000291453").faults[Column.BARCODE].fault is RowFault.GTIN_LENGTH


def test_calculated_prices_are_rounded_as_the_spreadsheet_shows_them() -> None:
    assert number(Column.PRICE, "3.4983").values[Column.PRICE] == Decimal("3.50")
    assert number(Column.QUANTITY, "1.00005").faults[Column.QUANTITY].fault is RowFault.TOO_PRECISE


def test_several_barcodes_in_a_cell() -> None:
    assert good(barcode=f"{EAN}; 96385074").barcodes == (EAN, "96385074")
    assert good(barcode=f"{EAN} 96385074").barcodes == (EAN, "96385074")
    assert good(barcode="9 520000 306953").barcodes == ("9520000306953",)


def test_marks_of_direction_are_no_part_of_anything() -> None:
    row = good(barcode=f"\u200f{EAN}\u200e", name="\u200fחלב תנובה\u200f")
    assert (row.barcodes, row.name) == ((EAN,), "חלב תנובה")


def test_lists_and_paths() -> None:
    row = good(
        category="Food > Tea",
        tags="green; bio | new",
        images="https://a.example/1.jpg, https://a.example/w_3,h_3/2.jpg",
        specifications="Weight: 5 g; Origin: Japan",
        vendor="Anna@example.org",
    )
    assert row.values[Column.CATEGORY] == ("Food", "Tea")
    assert row.values[Column.TAGS] == ("green", "bio", "new")
    assert row.values[Column.VENDOR] == VENDOR
    images = row.values[Column.IMAGES]
    assert isinstance(images, tuple)
    assert [image.url for image in images] == ["https://a.example/1.jpg", "https://a.example/w_3,h_3/2.jpg"]
    assert [image.is_primary for image in images] == [True, False]


@pytest.mark.parametrize("cell", ["NaN", "Infinity", "-inf", "abc"])
def test_what_a_spreadsheet_could_not_calculate_is_no_number(cell: str) -> None:
    reader = RowReader(
        ["sku", "name", "price"], [Column.SKU, Column.NAME, Column.PRICE], NAMES, ImportRules()
    )
    row = reader.read(Row(2, ["T1", "Tea", cell], frozenset({2})))
    assert isinstance(row, ProductRow)
    assert row.faults[Column.PRICE].fault is RowFault.NOT_A_NUMBER


@pytest.mark.parametrize("column", ["sku", "name"])
def test_codes_and_names_that_nobody_sees_are_none(column: str) -> None:
    assert bad(barcode=EAN, **{column: "\u200b\u2060"}).fault is RowFault.EMPTY
    assert good(name="می\u200cخواهم").name == "می\u200cخواهم"


@pytest.mark.parametrize("cell", [r'["\ud83d"]', "[" * 5_000 + "]"])
def test_lists_that_no_file_should_hold_are_refused(cell: str) -> None:
    assert bad(tags=cell).fault is RowFault.NOT_A_LIST
