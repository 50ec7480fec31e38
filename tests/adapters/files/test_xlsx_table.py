"""XLSX as another program writes it: numbers and texts, formulas, errors, merged and hidden cells, bombs."""

import datetime as dt
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from b4mart_desktop.adapters.files.opening import open_table
from b4mart_desktop.adapters.files.xlsx_cells import cell_name, column_number
from b4mart_desktop.adapters.files.xlsx_table import XlsxTable
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.services.ports.files import CellFault, ReadAs, Row, RowFault, TableNote

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "prices.xlsx"


def save(
    path: Path, rows: Sequence[Sequence[object]], dress: Callable[[Worksheet], object] | None = None
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    if dress is not None:
        dress(sheet)
    book.save(path)


def read(path: Path, read_as: ReadAs | None = None) -> tuple[XlsxTable, list[Row]]:
    with open_table(path, read_as) as table:
        assert isinstance(table, XlsxTable)
        return table, [row for row in table.rows() if isinstance(row, Row)]


def rewrite(path: Path, change: Callable[[str], str], part: str = SHEET) -> None:
    """Changes a part of a workbook, as programs write it that openpyxl is not."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts.get(part, b"").decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)


def share_texts(path: Path) -> None:
    """Lets the cells of a workbook share their texts, as spreadsheet programs do."""
    texts: list[str] = []

    def shared(cell: re.Match[str]) -> str:
        texts.append(f"<si>{cell.group(1)}</si>")
        return f't="s"><v>{len(texts) - 1}</v></c>'

    rewrite(path, lambda xml: re.sub('t="inlineStr"><is>(.*?)</is></c>', shared, xml))
    begin = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    rewrite(path, lambda _: f"{begin}{''.join(texts)}</sst>", "xl/sharedStrings.xml")
    relation = '<Relationship Id="s" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>'
    rewrite(path, lambda xml: xml.replace("</Relationships>", relation), "xl/_rels/workbook.xml.rels")


def test_texts_numbers_dates_and_yes_no(path: Path) -> None:
    day = dt.datetime(2026, 11, 1)  # noqa: DTZ001
    save(
        path,
        [["sku", "name", "price", "date", "weighed"], ["007", "Tea & <Co>", 3.4900000000000002, day, True]],
    )
    table, rows = read(path)
    assert table.header == ["sku", "name", "price", "date", "weighed"]
    assert rows == [Row(2, ["007", "Tea & <Co>", "3.49", "2026-11-01", "yes"], frozenset({2}))]
    assert (table.read_as, table.sheets) == (ReadAs("Sheet", 1), ["Sheet"])


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (36000291452, "General", "36000291452"),
        (36000291452, "000000000000", "036000291452"),
        (6291041500213.0, "General", "6291041500213"),
        (1e15, "General", "1000000000000000"),
        (0.1 + 0.2, "General", "0.3"),
        (-2.5, "0.00", "-2.5"),
        (1.5, "yyyy-mm-dd hh:mm", "1900-01-01 12:00:00"),
        (61, "dd/mm/yyyy", "1900-03-01"),
        (12.5, '0.00 "day"', "12.5"),
    ],
)
def test_numbers_as_the_spreadsheet_means_them(path: Path, number: float, form: str, text: str) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet["A2"].number_format = form

    save(path, [["price", "name"], [number, "Tea"]], dress)
    _, (row,) = read(path)
    assert row.cells[0] == text


def test_formulas_have_their_last_result_and_those_without_are_named(path: Path) -> None:
    save(path, [["sku", "price", "cost"], ["T1", "=1+2", "=A1"], ["T2", 4, 5]])
    rewrite(
        path,
        lambda xml: xml.replace("<f>1+2</f><v />", "<f>1+2</f><v>3</v>"),
    )
    _, rows = read(path)
    assert rows[0].cells == ["T1", "3", ""]
    assert rows[0].faults == {2: CellFault(RowFault.FORMULA, "C2 has no value")}
    assert rows[1].faults == {}


def test_errors_of_the_spreadsheet_are_named_by_cell(path: Path) -> None:
    save(path, [["sku", "price"], ["T1", "#N/A"], ["T2", "#REF!"]])
    _, rows = read(path)
    assert [row.faults[1] for row in rows] == [
        CellFault(RowFault.CELL_ERROR, "#N/A in B2"),
        CellFault(RowFault.CELL_ERROR, "#REF! in B3"),
    ]


def test_a_merged_value_counts_for_each_row_and_a_title_for_none(path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A3:C3")
        sheet.merge_cells("C4:C6")

    rows: list[list[object]] = [
        ["Price list 2026"],
        ["sku", "name", "category"],
        ["Drinks"],
        ["T1", "Tea", "Hot"],
        ["T2", "Coffee"],
        ["T3", "Cocoa"],
        ["T4", "Milk"],
    ]
    save(path, rows, dress)
    table, found = read(path)
    assert table.read_as.header_line == 2
    assert [row.cells for row in found] == [
        ["T1", "Tea", "Hot"],
        ["T2", "Coffee", "Hot"],
        ["T3", "Cocoa", "Hot"],
        ["T4", "Milk", ""],
    ]
    assert table.notes == {TableNote.MERGED_DOWN: 2, TableNote.TITLES_SKIPPED: 1}


def test_a_merged_name_is_the_name_of_all_its_columns(path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet.merge_cells("B1:C1")
        sheet.merge_cells("A1:A2")

    save(path, [["sku", "barcode", None, "name"], [None, None, None, "name"], ["1", "2", "3", "Tea"]], dress)
    table, _ = read(path, ReadAs(header_line=1))
    assert table.header == ["sku", "barcode", "barcode", "name"]


def test_a_header_of_two_lines(path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        for cells in ("A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2"):
            sheet.merge_cells(cells)

    names = ["SKU", "Name", "Price", "", "Food", ""], ["", "", "net", "gross", "Cost", "Colour"]
    save(path, [["Prices of 2026"], *names, ["A1", "Tea", 1, 2, 3, "red"]], merge)
    table, rows = read(path)
    assert table.header == ["SKU", "Name", "Price (net)", "Price (gross)", "Cost", "Food (Colour)"]
    assert [(row.line, row.cells) for row in rows] == [(4, ["A1", "Tea", "1", "2", "3", "red"])]
    assert table.notes == {}
    again, rows = read(path, table.read_as)
    assert (again.header, len(rows)) == (table.header, 1)


def test_a_picture_beside_the_products_is_no_header(path: Path) -> None:
    rows: list[list[object]] = [["Logo", "sku", "name", "price"], ["", "A", "Tea", 1], ["", "B", "Coffee", 2]]
    save(path, rows, lambda sheet: sheet.merge_cells("A1:A3"))
    table, found = read(path)
    assert (table.header[1:], [row.cells[1] for row in found]) == (["sku", "name", "price"], ["A", "B"])


def test_long_codes_that_lost_their_last_digits_are_named(path: Path) -> None:
    save(path, [["sku", "name"], [1, "Tea"], [2, "Coffee"]])
    rewrite(path, lambda xml: xml.replace("<v>1</v>", "<v>1.2345678901234E+17</v>"))
    rewrite(path, lambda xml: xml.replace("<v>2</v>", "<v>123456789012345678</v>"))
    _, (lost, whole) = read(path)
    assert lost.faults == {0: CellFault(RowFault.CELL_ERROR, "A2 had over 15 digits, store it as text")}
    assert whole.cells[0] == "123456789012345678"


@pytest.mark.parametrize("spelling", [str.upper, lambda name: name.replace("/", "\\")])
def test_parts_are_found_however_they_are_spelled(path: Path, spelling: Callable[[str], str]) -> None:
    save(path, [["sku", "name"], ["1", "Tea"]])
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(spelling(name), content)
    assert read(path)[1][0].cells == ["1", "Tea"]


def test_hidden_rows_and_columns_count_and_are_told(path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True

    save(path, [["sku", "name"], ["1", "Tea"], ["2", "Coffee"]], dress)
    table, rows = read(path)
    assert [row.cells[1] for row in rows] == ["Tea", "Coffee"]
    assert table.notes == {TableNote.HIDDEN_ROWS: 1, TableNote.HIDDEN_COLUMNS: 1}


def test_the_sheet_can_be_chosen_and_an_empty_one_is_passed_over(path: Path) -> None:
    book = openpyxl.Workbook()
    for name, tea in (("Prices", "Tea"), ("Old", "Old tea")):
        sheet = book.create_sheet(name)
        sheet.append(["sku", "name"])
        sheet.append(["1", tea])
    book.save(path)
    assert read(path)[0].read_as.sheet == "Prices"
    table, rows = read(path, ReadAs("Old"))
    assert (table.sheets, rows[0].cells[1]) == (["Sheet", "Prices", "Old"], "Old tea")
    with pytest.raises(AdapterError, match="no sheet None such"):
        read(path, ReadAs("None such"))


def test_the_sheet_that_was_shown_last_goes_before_others_and_hidden_ones_are_told(path: Path) -> None:
    book = openpyxl.Workbook()
    for name, state in (("Old", "hidden"), ("Notes", "visible"), ("Prices", "visible")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        sheet.append(["sku", "name"])
        sheet.append([name, "Tea"])
    book.remove(book.worksheets[0])
    for shown, name in ((2, "Prices"), (1, "Notes")):
        book.active = shown
        book.save(path)
        table, rows = read(path)
        assert (table.read_as.sheet, rows[0].cells[0]) == (name, name)
        assert table.notes == {TableNote.HIDDEN_SHEETS: 1}
    table, rows = read(path, ReadAs("Old"))
    assert (rows[0].cells[0], table.notes) == ("Old", {})


def test_characters_of_two_halves_are_whole_and_a_half_one_is_damaged(path: Path) -> None:
    save(path, [["sku", "name", "tags"], ["T1", "Tea", "x"]])
    rewrite(
        path,
        lambda xml: xml.replace("Tea", "Tea _xD83D__xDE00_").replace("<t>x</t>", "<t>_xD83D_a_xDE00_</t>"),
    )
    _, (row,) = read(path)
    assert row.cells == ["T1", "Tea \U0001f600", "\ufffda\ufffd"]


@pytest.mark.parametrize(
    ("there", "wrong", "said"),
    [
        ('<row r="2"', '<row r="two"', "the row after 1 has the number 'two'"),
        ('<c r="A2" ', '<c r="A2" s="x" ', "the style of A2 has the number 'x'"),
        ('<c r="A2" t="s"><v>2', '<c r="A2" t="s"><v>-1', "the text of A2 has the number '-1'"),
        ('<c r="A2" ', '<c r="2" ', "a cell of row 2 is called 2"),
    ],
)
def test_numbers_of_rows_and_styles_that_are_none_are_named(
    path: Path, there: str, wrong: str, said: str
) -> None:
    save(path, [["sku", "name"], ["T1", "Tea"]])
    share_texts(path)
    rewrite(path, lambda xml: xml.replace(there, wrong))
    with pytest.raises(AdapterError) as caught:
        read(path)
    assert (caught.value.code, caught.value.data["reason"]) == (ErrorCode.FILE_UNREADABLE, said)


def test_texts_are_read_no_further_than_the_rows_need(path: Path) -> None:
    save(path, [["sku", "name"], *([f"T{number}", f"Tea {number}"] for number in range(5_000))])
    share_texts(path)
    with open_table(path) as table:
        assert isinstance(table, XlsxTable)
        rows = table.rows()
        assert next(rows) == Row(2, ["T0", "Tea 0"])
        assert 0 < len(table._book._texts) < 5_000
        assert [row.cells for row in rows if isinstance(row, Row)][-1] == ["T4999", "Tea 4999"]
        assert table.share_read == 1


def test_three_hundred_columns(path: Path) -> None:
    save(path, [[f"column {number}" for number in range(299)] + ["name"], ["x"] * 300])
    table, rows = read(path)
    assert (len(table.header), table.header[-1], len(rows[0].cells)) == (300, "name", 300)


def test_shared_texts_of_several_runs_without_their_pronunciation(path: Path) -> None:
    save(path, [["sku", "name"], ["1", "Tea"]])
    runs = "<si><r><t>Gre</t></r><r><t>en_x0041_</t></r><rPh><t>no</t></rPh></si>"
    texts = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si/>{runs}</sst>'
    relation = '<Relationship Id="s" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>'
    rewrite(path, lambda _: texts, "xl/sharedStrings.xml")
    rewrite(path, lambda xml: xml.replace("</Relationships>", relation), "xl/_rels/workbook.xml.rels")
    rewrite(path, lambda xml: xml.replace('t="inlineStr"><is><t>Tea</t></is>', 't="s"><v>1</v>'))
    assert read(path)[1][0].cells == ["1", "GreenA"]


def test_cells_without_names_stand_beside_each_other(path: Path) -> None:
    save(path, [["sku", "name"], ["1", "Tea"]])
    rewrite(path, lambda xml: xml.replace(' r="A2"', "").replace(' r="B2"', "").replace(' r="2"', ""))
    assert read(path)[1] == [Row(2, ["1", "Tea"])]


@pytest.mark.parametrize(("place", "number"), [("A", 0), ("Z", 25), ("AA", 26), ("XFD", 16_383)])
def test_names_of_cells(place: str, number: int) -> None:
    assert column_number(f"{place}7") == number
    assert cell_name(number, 7) == f"{place}7"


def test_a_document_type_is_refused(path: Path) -> None:
    save(path, [["sku", "name"], ["1", "Tea"]])
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    rewrite(path, lambda xml: xml.replace("<worksheet", f"{bomb}<worksheet", 1))
    with pytest.raises(AdapterError, match="document type"):
        read(path)


def test_a_zip_bomb_is_refused(path: Path) -> None:
    save(path, [["sku", "name"], ["1", "Tea"]])
    rewrite(path, lambda xml: xml.replace("<sheetData>", "<sheetData>" + " " * 80_000_000))
    with pytest.raises(AdapterError, match="unpacks to more"):
        read(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04nothing", "not a zip file"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Excel"),
    ],
)
def test_what_is_no_workbook_is_told(path: Path, content: bytes, said: str) -> None:
    path.write_bytes(content)
    with pytest.raises(AdapterError, match=said) as caught:
        read(path)
    assert caught.value.code is ErrorCode.FILE_UNREADABLE


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_cut_off_workbook_is_told(path: Path, cut: float) -> None:
    save(path, [["sku", "name"], *[[str(number), "Tea"] for number in range(500)]])
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * cut)])
    with pytest.raises(AdapterError):
        read(path)
