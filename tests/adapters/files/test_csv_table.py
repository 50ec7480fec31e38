"""CSV as it comes: delimiters, encodings, quotation marks; what is broken costs only its own row."""

import codecs
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from b4mart_desktop.adapters.files.csv_table import MOST_LINES
from b4mart_desktop.adapters.files.opening import open_table
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.services.ports.files import BadRow, CellFault, ReadAs, Row, RowFault, TableNote

ENCODING = RowFault.ENCODING


def read(path: Path, content: str | bytes, encoding: str = "utf-8") -> list[Row | BadRow]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    with open_table(path) as table:
        return list(table.rows())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_ends_are_found(path: Path, delimiter: str, newline: str) -> None:
    lines = [delimiter.join(cells) for cells in (("sku", "name"), ("1", "Tea"), ("", ""), ("2", "Coffee"))]
    assert read(path, newline.join(lines)) == [
        Row(2, ["1", "Tea"]),
        Row(4, ["2", "Coffee"]),
    ]


def test_spreadsheet_hint_names_the_delimiter(path: Path) -> None:
    assert read(path, "sep=;\nsku;name, long\n1;Tea, green\n") == [Row(3, ["1", "Tea, green"])]


@pytest.mark.parametrize(
    ("encoding", "mark", "name", "guessed"),
    [
        ("utf-8", b"", "utf-8", False),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig", False),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16", False),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16", False),
        ("utf-16-le", b"", "utf-16-le", True),
        ("utf-16-be", b"", "utf-16-be", True),
        ("cp1252", b"", "cp1252", True),
    ],
)
def test_encoding_is_found(path: Path, encoding: str, mark: bytes, name: str, guessed: bool) -> None:
    path.write_bytes(mark + "sku,name\n1,Crème brûlée €\n".encode(encoding))
    with open_table(path) as table:
        assert list(table.rows()) == [Row(2, ["1", "Crème brûlée €"])]
        assert table.header == ["sku", "name"]
        assert (table.read_as.encoding, TableNote.ENCODING_GUESSED in table.notes) == (name, guessed)


def test_single_wrong_bytes_in_utf8_are_named_and_the_rest_is_kept(path: Path) -> None:
    rows = read(path, "sku,name\n1,Thé\n2,C@ur\n3,Café\n".encode().replace(b"@", b"\x9c"))
    assert rows == [
        Row(2, ["1", "Thé"]),
        Row(3, ["2", r"C\x9cur"], faults={1: CellFault(ENCODING, "byte 0x9c at character 2 is no utf-8")}),
        Row(4, ["3", "Café"]),
    ]


def test_a_byte_windows_does_not_know_is_named(path: Path) -> None:
    _, bad = read(path, b"sku,name\n1,Th\xe9\n2,\x81\n")
    assert isinstance(bad, Row)
    assert bad.line == 3
    assert bad.faults[1].fault is ENCODING


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('1,"Tea, green"', ["1", "Tea, green"]),
        ('1,"6"" pizza"', ["1", '6" pizza']),
        ('1,6" pizza', ["1", '6" pizza']),
        ('1,"two\nlines"', ["1", "two\nlines"]),
        ("1,Tea,,", ["1", "Tea"]),
    ],
)
def test_quotation_marks_as_rfc_4180_has_them(path: Path, text: str, cells: list[str]) -> None:
    rows = read(path, f"sku,name\n{text}\n9,last\n")
    assert rows[0] == Row(2, cells)
    last = rows[-1]
    assert isinstance(last, Row)
    assert last.cells == ["9", "last"]


@pytest.mark.parametrize("broken", ['2,"Tea', '2,"Tea" x', '2,"Tea""', '2,"""'])
def test_broken_quotation_marks_cost_one_row(path: Path, broken: str) -> None:
    others = "".join(f'{number},"Tea ""{number}"""\n' for number in range(4, 200))
    rows = read(path, f"sku,name\n1,Tea\n{broken}\n{others}")
    assert rows[0] == Row(2, ["1", "Tea"])
    assert rows[1] == BadRow(3, None, broken, RowFault.QUOTING)
    assert [row.line for row in rows[2:]] == list(range(4, 200))
    assert all(isinstance(row, Row) for row in rows[2:])


def test_a_row_ends_after_many_lines_at_most(path: Path) -> None:
    inside = "\n".join(["line"] * MOST_LINES)
    assert read(path, f'sku,name\n1,"{inside}"\n') == [Row(2, ["1", inside])]
    rows = read(path, f'sku,name\n1,"{inside}\nline\n"\n')
    assert isinstance(rows[0], BadRow)
    assert rows[0].fault is RowFault.QUOTING


def test_a_cell_that_is_too_long_is_told_as_that(path: Path) -> None:
    for long in ("x" * 140_000, "\n".join(["line" * 100] * 390)):
        first, second = read(path, f'sku,name\n1,"{long}"\n2,Tea\n')
        assert isinstance(first, Row)
        assert (first.faults[1].fault, first.cells[0]) == (RowFault.TOO_LONG, "1")
        assert second.cells == ["2", "Tea"]


@pytest.mark.parametrize("name", ['"Bio', '"Bio" tea', 'a "Bio" 12"', '"A\tB"'])
def test_a_dump_with_tabs_quotes_nothing(path: Path, name: str) -> None:
    others = "".join(f"{number}\tTea\t\n" for number in range(3, 9))
    first, *rest = read(path, f"sku\tname\tbrand\n2\t{name}\t{'x' if '	' not in name else ''}\n{others}")
    assert first.cells[:2] == (["2", "A	B"] if "	" in name else ["2", name])
    assert [row.line for row in rest] == list(range(3, 9))


def test_a_table_with_tabs_may_quote_cells_of_several_lines(path: Path) -> None:
    assert read(path, 'sku\tname\n1\t"Tea\nand ""more"""\n2\tx\n') == [
        Row(2, ["1", 'Tea\nand "more"']),
        Row(4, ["2", "x"]),
    ]


def test_bytes_of_the_header_that_do_not_fit_are_shown_as_damaged(path: Path) -> None:
    path.write_bytes("sku,Größe,name\n1,Straße,Käse\n".encode() + b"2,x,y\n")
    path.write_bytes(path.read_bytes().replace("ö".encode(), b"\xf6", 1))
    with open_table(path) as table:
        assert table.header == ["sku", "Gr\ufffdße", "name"]


@pytest.mark.parametrize(("text", "detail"), [("1", "1 instead of 2"), ("1,Tea,x", "3 instead of 2")])
def test_wrong_number_of_cells_is_reported(path: Path, text: str, detail: str) -> None:
    assert read(path, f"sku,name\n{text}\n2,Tea\n") == [
        BadRow(2, None, text, RowFault.CELL_COUNT, detail),
        Row(3, ["2", "Tea"]),
    ]


@pytest.mark.parametrize(
    ("encoding", "name"), [("cp1255", "cp1255"), ("iso-8859-8", "cp1255"), ("cp862", "cp862")]
)
def test_hebrew_is_told_from_western_letters(path: Path, encoding: str, name: str) -> None:
    path.write_bytes("ברקוד,שם\n1,חלב תנובה 3%\n".encode(encoding))
    with open_table(path) as table:
        assert table.read_as.encoding == name
        assert list(table.rows()) == [Row(2, ["1", "חלב תנובה 3%"])]


def test_cyrillic_is_told_from_western_letters(path: Path) -> None:
    assert read(path, "Артикул;Название\n1;Чай зелёный\n", "cp1251") == [Row(2, ["1", "Чай зелёный"])]


def test_a_person_may_say_how_it_is_read(path: Path) -> None:
    path.write_bytes("Liste\nsku:name\n1:Đorđe\n".encode("cp1250"))
    with open_table(path, ReadAs(None, 2, "cp1250", ":")) as table:
        assert (table.header, list(table.rows())) == (["sku", "name"], [Row(3, ["1", "Đorđe"])])


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("Price list 2026\n\nsku;name;price\n1;Tea;3,49\n", 3),
        ("Northwind Ltd;;\nsku;name;price\n1;Tea;3,49\n", 2),
        ("Preisliste;gültig ab;1.1.\nArtikelnummer;Bezeichnung;Verkaufspreis\n1;Tee;3,49\n", 2),
        ("a;b;c\n1;Tea;3,49\n", 1),
    ],
)
def test_the_header_is_found_below_titles(path: Path, content: str, line: int) -> None:
    path.write_text(content, encoding="utf-8")
    with open_table(path) as table:
        assert table.read_as.header_line == line
        (row,) = table.rows()
        assert isinstance(row, Row)
        assert row.cells[2] == "3,49"


def test_names_in_the_header_may_have_line_breaks(path: Path) -> None:
    path.write_text('sku,"product\nname",price\n1,Tea,3\n', encoding="utf-8")
    with open_table(path) as table:
        assert table.header == ["sku", "product\nname", "price"]
        assert list(table.rows()) == [Row(3, ["1", "Tea", "3"])]


def test_commas_in_texts_are_no_delimiter_where_tabs_are(path: Path) -> None:
    assert read(path, "code\tname\turl, long\n1\tTea, green, loose, 5 g\tx\n") == [
        Row(2, ["1", "Tea, green, loose, 5 g", "x"])
    ]


@pytest.mark.parametrize("content", ["", "\n\n", "  \n"])
def test_empty_file_is_an_error(path: Path, content: str) -> None:
    with pytest.raises(AdapterError) as caught:
        read(path, content)
    assert caught.value.code is ErrorCode.FILE_UNREADABLE


def test_missing_file_is_an_error_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(AdapterError) as caught:
        open_table(tmp_path / "none.csv")
    assert caught.value.data["path"] == str(tmp_path / "none.csv")


def test_share_read_grows_to_one(path: Path) -> None:
    path.write_text("sku,name\n" + "1,Tea\n" * 10_000)
    with open_table(path) as table:
        shares = [table.share_read for _ in table.rows()]
    assert shares == sorted(shares)
    assert shares[0] < 0.2
    assert shares[-1] == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_become_rows_or_an_error(path: Path, content: bytes) -> None:
    path.write_bytes(b"sku,name\n" + content)
    with open_table(path) as table:
        for row in table.rows():
            assert isinstance(row, BadRow) or len(row.cells) == 2
