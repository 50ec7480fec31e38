"""XML price lists: which element is the row, encodings, what is no XML, bombs; and packed files."""

import gzip
import io
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from b4mart_desktop.adapters.files import source
from b4mart_desktop.adapters.files.opening import open_table
from b4mart_desktop.adapters.files.xml_table import XmlTable
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.services.ports.files import BadRow, ReadAs, Row, RowFault, TableNote

DATA = Path(__file__).parents[2] / "data" / "israeli_prices"

ITEM = "<Item><ItemCode>{}</ItemCode><ItemName>{}</ItemName></Item>"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "prices"  # no name that says what it is


def read(path: Path, content: str | bytes, read_as: ReadAs | None = None) -> list[Row | BadRow]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with open_table(path, read_as) as table:
        assert isinstance(table, XmlTable)
        return list(table.rows())


def items(*names: str) -> str:
    found = "\n".join(ITEM.format(number, name) for number, name in enumerate(names, 1))
    return f"<Root>\n<StoreID>001</StoreID><Items>\n{found}\n</Items></Root>"


def cells(rows: list[Row | BadRow]) -> list[list[str]]:
    return [list(row.cells) for row in rows]


def refusal(path: Path, content: str | bytes) -> str:
    with pytest.raises(AdapterError) as raised:
        read(path, content)
    assert raised.value.code is ErrorCode.FILE_UNREADABLE
    assert raised.value.data["path"] == str(path)
    return str(raised.value.data["reason"])


@pytest.mark.parametrize(
    ("name", "lines", "code"),
    [("shufersal_pricefull.xml", [7, 26, 45], "10900302814"), ("goodpharm_pricefull.xml", [7, 25, 43], "1")],
)
def test_published_price_lists(name: str, lines: list[int], code: str) -> None:
    with open_table(DATA / name) as table:
        rows = list(table.rows())
        assert table.sheets == ["Root/Items/Item"]
        assert table.notes == {}
        assert table.share_read == 1
    assert [row.line for row in rows] == lines
    first = dict(zip(table.header, rows[0].cells, strict=True))
    assert (first["ItemCode"], first["bIsWeighted"]) == (code, "0")
    assert "StoreID" not in first


def test_attributes_and_elements_in_elements_are_columns(path: Path) -> None:
    rows = read(
        path,
        """<feed xmlns:g="http://base.google.com/ns/1.0"><item id="1"><g:title>Tea</g:title>
        <price><amount cur="USD">3.49</amount></price><barcode>4006381333931</barcode>
        <barcode>96385074</barcode></item><item id="2"><title>Coffee</title><late/></item></feed>""",
    )
    assert cells(rows) == [
        ["1", "Tea", "USD", "3.49", "4006381333931; 96385074", ""],
        ["2", "Coffee", "", "", "", ""],
    ]
    with open_table(path) as table:
        assert list(table.header) == ["id", "title", "cur", "amount", "barcode", "late"]


def test_products_of_one_line_are_told_apart_by_number(path: Path) -> None:
    rows = read(path, items("Tea", "Coffee", "Milk").replace("\n", ""))
    assert [row.line for row in rows] == [1, 2, 3]


def test_a_file_of_one_product(path: Path) -> None:
    assert cells(read(path, items("Tea"))) == [["1", "Tea"]]


def test_another_list_of_the_file_can_be_chosen(path: Path) -> None:
    shops = "<Shops><Shop><City>Haifa</City></Shop><Shop><City>Eilat</City></Shop></Shops></Root>"
    content = items("Tea", "Coffee").replace("</Root>", shops)
    assert cells(read(path, content)) == [["1", "Tea"], ["2", "Coffee"]]
    with open_table(path) as table:
        assert table.sheets == ["Root/Items/Item", "Root/Shops/Shop"]
    assert cells(read(path, content, ReadAs("Root/Shops/Shop"))) == [["Haifa"], ["Eilat"]]
    with pytest.raises(AdapterError):
        read(path, content, ReadAs("Root/Nothing"))


HEBREW = "שוקולד חלב"


@pytest.mark.parametrize(
    ("declared", "encoding", "read_with"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8", "utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16", "utf-16"),
        ("utf-16", "utf-16-le", "utf-16-le"),
        ("windows-1255", "cp1255", "cp1255"),
        ("ISO-8859-8-i", "iso8859_8", "iso8859-8"),
        ("utf-8", "cp1255", "cp1255"),  # it lies
        ("windows-1255", "utf-8", "utf-8"),  # so does this
        ("no-such-thing", "cp1255", "cp1255"),
    ],
)
def test_the_encoding_is_found(path: Path, declared: str, encoding: str, read_with: str) -> None:
    content = f'<?xml version="1.0" encoding="{declared}"?>' + items(HEBREW, HEBREW)
    assert cells(read(path, content.encode(encoding))) == [["1", HEBREW], ["2", HEBREW]]
    with open_table(path) as table:
        assert table.read_as == ReadAs("Root/Items/Item", None, read_with)


def test_a_person_may_say_the_encoding(path: Path) -> None:
    content = items("Preis 5 €", "x").encode("cp1252")
    assert cells(read(path, content, ReadAs(encoding="cp1252")))[0] == ["1", "Preis 5 €"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("M&M", "M&M"),
        ("M&amp;M &lt; &#1513;&#x20AC;", "M&M < ש€"),
        ("Cr&egrave;me&nbsp;br&ucirc;l&eacute;e", "Crème\xa0brûlée"),
        ("&nosuch; & Co", "&nosuch; & Co"),
        ("<![CDATA[M&M <b>]]>", "M&M <b>"),
        ("Tea\x08&#8;&#xD800;", "Tea\ufffd\ufffd\ufffd"),
    ],
)
def test_what_programs_write_that_is_no_xml(path: Path, written: str, meant: str) -> None:
    names = [written] + ["x"] * 2_000 + [written]  # the parser gets it in pieces
    rows = read(path, items(*names))
    assert [rows[0].cells[1], rows[-1].cells[1]] == [meant, meant]
    assert rows[-1].line == 2_000 + 4


@pytest.mark.parametrize("cut", range(65_500, 65_560, 7))
def test_no_reference_is_lost_where_the_text_is_cut(path: Path, cut: int) -> None:
    long = "x" * (cut - len(items("")))
    rows = read(path, items(long, "M&M &eacute; <![CDATA[&é]]>"))
    assert rows[1].cells[1] == "M&M é &é"


def test_a_cell_that_is_too_long_costs_its_row(path: Path) -> None:
    first, second = read(path, items("x" * 140_000, "Tea"))
    assert isinstance(first, Row)
    assert first.faults[1].fault is RowFault.TOO_LONG
    assert second == Row(4, ["2", "Tea"])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<Root><Items>", "line 1: no element found"),
        (items("Tea").replace("</Item>", "</Itm>"), "line 3: mismatched tag"),
        ("<Root/>", "no list of products"),
        ("<a>" * 200, "no list of products"),
        ('<!DOCTYPE r [<!ENTITY a "b">]><r><i><n>&a;</n></i></r>', "document type"),
        ('<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>', "document type"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(path: Path, content: str, said: str) -> None:
    assert said in refusal(path, content)


def test_values_that_only_late_products_have_are_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("b4mart_desktop.adapters.files.xml_table.LOOKED_AT", 1)
    content = items(*["Tea"] * 4_000).replace("</Items>", "<Item><New>1</New></Item></Items>")
    path.write_text(content)
    with open_table(path) as table:
        assert len(list(table.rows())) == 4_000
        assert table.notes == {TableNote.LATE_COLUMNS: 1}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_are_rows_or_an_error(path: Path, content: bytes) -> None:
    path.write_bytes(b"<r><i><sku>1</sku></i>" + content + b"<i><sku>2</sku></i></r>")
    with suppress(AdapterError), open_table(path) as table:
        list(table.rows())


# ---------------------------------------------------------------- packed


def zipped(*files: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


def one(content: bytes) -> bytes:
    return zipped(("PriceFull7290027600007.xml", content))


@pytest.fixture
def unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "unpacked"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize("pack", [gzip.compress, one, lambda plain: gzip.compress(one(plain))])
@pytest.mark.parametrize("content", [items("Tea", "Coffee"), "sku,name\n1,Tea\n2,Coffee\n"])
def test_packed_files_are_read_by_what_is_in_them(
    path: Path, unpacked: Path, pack: Callable[[bytes], bytes], content: str
) -> None:
    path.write_bytes(pack(content.encode()))
    with open_table(path) as table:
        assert cells(list(table.rows())) == [["1", "Tea"], ["2", "Coffee"]]
        assert len(list(unpacked.iterdir())) == 1
    assert list(unpacked.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (gzip.compress(items("Tea").encode())[:-20], "end-of-stream"),
        (b"\x1f\x8b\x07no gzip", "compression method"),
        (zipped(("a.csv", b"sku"), ("b.csv", b"sku")), "archive of 2 files"),
        (gzip.compress(b"<Root/>"), "no list of products"),
    ],
    ids=["cut", "another packing", "two files", "no products"],  # what gzip packs has the time in it
)
def test_packed_files_that_cannot_be_read(path: Path, unpacked: Path, content: bytes, said: str) -> None:
    assert said in refusal(path, content).lower()
    assert list(unpacked.iterdir()) == []


def test_a_bomb_is_refused_and_leaves_nothing(
    path: Path, unpacked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "HARMLESS_BYTES", 1 << 20)
    assert "unpacks to more" in refusal(path, gzip.compress(b"0" * (8 << 20)))
    assert list(unpacked.iterdir()) == []
