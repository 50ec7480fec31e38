"""Reading one row: what its cells mean, and what is wrong with them and where."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.services.ports.files import BadRow, Row, RowFault
from b4mart_desktop.services.product_rows import SYNONYMS, Column, ProductRow, RowReader

EAN = "6291041500213"


def read(cells: Mapping[str, str], currency: str = "USD") -> ProductRow | BadRow:
    reader = RowReader(list(cells), currency, frozenset({"standard", "Reduced"}))
    return reader.read(Row(7, list(cells.values())))


def good(**cells: str) -> ProductRow:
    row = read({"sku": "T1", "name": "Tea", **cells})
    assert isinstance(row, ProductRow), row
    return row


def bad(**cells: str) -> BadRow:
    row = read({"sku": "T1", "name": "Tea", **cells})
    assert isinstance(row, BadRow), row
    return row


def test_headers_are_known_by_many_names() -> None:
    row = read(
        {"Product Name": "Tea", "EAN-13": EAN, "List_Price": "3.49", "On hand": "12", "Colour": "green"}
    )
    assert row == ProductRow(
        line=7,
        sku=EAN,
        is_sku_given=False,
        barcodes=(EAN,),
        name="Tea",
        values={Column.PRICE: Decimal("3.49"), Column.QUANTITY: Decimal(12)},
    )


def test_no_header_means_two_things() -> None:
    names = [name for synonyms in SYNONYMS.values() for name in synonyms.split()]
    assert len(names) == len(set(names))
    assert set(SYNONYMS) == set(Column)


def test_unknown_columns_are_told() -> None:
    assert RowReader(["sku", "name", "Colour"], "USD", frozenset()).ignored == ("Colour",)


@pytest.mark.parametrize(("header", "field"), [(["sku", "price"], "name"), (["name", "price"], "sku")])
def test_a_table_without_names_or_codes_is_refused(header: list[str], field: str) -> None:
    with pytest.raises(DomainError) as caught:
        RowReader(header, "USD", frozenset())
    assert caught.value.code is ErrorCode.FIELD_REQUIRED
    assert caught.value.data == {"field": field, "columns": tuple(header)}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", "3"),
        ("3.49", "3.49"),
        ("3,49", "3.49"),
        ("0,450", "0.45"),
        ("$ 3.49", "3.49"),
        ("3,49 €", "3.49"),
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
        ("name", " ", RowFault.EMPTY),
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
    assert bad(name="&nbsp;").fault is RowFault.EMPTY


def test_choices_are_read_in_any_case() -> None:
    row = good(status="Draft", weighed="YES", **{"tax class": "REDUCED"})
    assert row.values == {
        Column.STATUS: ProductStatus.DRAFT,
        Column.WEIGHED: True,
        Column.TAX_CLASS: "Reduced",
    }


def test_a_price_has_the_currencys_decimals() -> None:
    yen = read({"sku": "T1", "name": "Tea", "price": "3.5"}, currency="JPY")
    assert isinstance(yen, BadRow)
    assert yen.fault is RowFault.TOO_PRECISE
    dinar = read({"sku": "T1", "name": "Tea", "price": "3.125"}, currency="KWD")
    assert isinstance(dinar, ProductRow)
