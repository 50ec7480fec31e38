"""The commands without a window, on real databases: what they do, print and return."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.embedded.folder import FOLDER_NAME
from b4mart_desktop.adapters.mongo.embedded.lock import FolderLock
from b4mart_desktop.app.commands import doctor
from b4mart_desktop.app.exchange_commands import ImportOptions, export_products, import_products
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.imports import ImportProfile
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.export_choice import ExportChoice
from b4mart_desktop.settings import Settings

NOBODY_LISTENS = "mongodb://127.0.0.1:9/shop?serverSelectionTimeoutMS=200"
GOODS = """\
barcode,name,price
4006381333931,Pencil,1.20
96385074,Chewing gum,0.99
4006381333932,Pen with a wrong check digit,2.00
"""


@pytest.fixture
def goods(tmp_path: Path) -> Path:
    file = tmp_path / "goods.csv"
    file.write_text(GOODS, encoding="utf-8")
    return file


@pytest.fixture
def other_program(tmp_path: Path) -> Iterator[Path]:
    """A data folder that another program uses."""
    folder = tmp_path / "shop"
    folder.mkdir()
    lock = FolderLock(folder)
    lock.acquire()
    yield folder
    lock.release()


def test_the_doctor_finds_nothing_wrong_on_this_machine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert doctor(Settings(), tmp_path) == 0

    report = capsys.readouterr().out
    assert re.search(r"^MongoDB +ok +version ", report, re.MULTILINE)
    assert re.search(r"^Folder lock +ok +not made yet$", report, re.MULTILINE)


def test_the_doctor_returns_1_where_the_program_cannot_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert doctor(Settings(mongod=tmp_path / "missing"), tmp_path) == 1

    report = capsys.readouterr().out
    assert re.search(r"^mongod +failed ", report, re.MULTILINE)
    assert report.rstrip().endswith("checks failed: the program cannot work like this.")


def test_the_doctor_says_who_uses_the_data_folder(
    other_program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    doctor(Settings(mongod=other_program / "missing"), other_program)

    report = capsys.readouterr().out
    assert re.search(r"^Folder lock +warning +in use by process ", report, re.MULTILINE)


def test_an_import_twice_changes_nothing(
    tmp_path: Path, goods: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data_dir = tmp_path / "shop"

    assert import_products(Settings(), data_dir, ImportOptions(goods)) == 1
    sums, categories, bad_row = capsys.readouterr().out.splitlines()
    assert sums == "3 rows: 2 added, 0 changed, 0 unchanged, 1 refused"
    assert categories == "Categories added: Imported"
    assert bad_row.startswith("line 4, barcode: ")

    assert import_products(Settings(), data_dir, ImportOptions(goods)) == 1
    assert capsys.readouterr().out.startswith("3 rows: 0 added, 0 changed, 2 unchanged, 1 refused")


def test_an_import_without_bad_rows_returns_0(
    mongo_uri: str, database: str, tmp_path: Path, goods: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    goods.write_text("\n".join(GOODS.splitlines()[:3]), encoding="utf-8")
    settings = Settings(mongodb_uri=mongo_uri.replace("/?", f"/{database}?"))

    assert import_products(settings, tmp_path, ImportOptions(goods)) == 0
    assert capsys.readouterr().out.startswith("2 rows: 2 added, 0 changed, 0 unchanged, 0 refused\n")
    assert import_products(settings, tmp_path, ImportOptions(goods, dry_run=True)) == 0
    assert "Nothing was written" in capsys.readouterr().out
    workbook = tmp_path / "goods.xlsx"
    assert export_products(settings, tmp_path, workbook) == 0
    assert capsys.readouterr().out == f"2 products in {workbook}\n"
    few = tmp_path / "few.csv"
    assert export_products(settings, tmp_path, few, ExportChoice("imported", text="chew")) == 0
    assert capsys.readouterr().out == f"1 products in {few}\n"
    assert export_products(settings, tmp_path, few, ExportChoice("Nowhere")) == 2
    assert "Nowhere" in capsys.readouterr().err
    assert import_products(settings, tmp_path, ImportOptions(workbook)) == 0
    assert capsys.readouterr().out == "2 rows: 0 added, 0 changed, 2 unchanged, 0 refused\n"


def test_refused_rows_go_to_a_file_with_their_reasons(tmp_path: Path, goods: Path) -> None:
    errors = tmp_path / "errors.csv"
    assert import_products(Settings(), tmp_path / "shop", ImportOptions(goods, errors=errors)) == 1
    header, refused = errors.read_text(encoding="utf-8-sig").splitlines()
    assert header == "!line,!problem,barcode,name,price"
    assert refused.startswith("4,barcode: wrong check digit (the last digit should be 1),4006381333932,")


@pytest.mark.parametrize(
    ("file", "said"),
    [("missing.csv", "The file cannot be read: "), ("goods.csv", "No connection to the database: ")],
)
def test_an_import_that_cannot_be_done_says_why_in_words(
    tmp_path: Path, goods: Path, capsys: pytest.CaptureFixture[str], file: str, said: str
) -> None:
    assert (
        import_products(Settings(mongodb_uri=NOBODY_LISTENS), tmp_path, ImportOptions(goods.with_name(file)))
        == 2
    )

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(said)


def test_an_import_does_not_use_the_server_of_a_running_program(
    tmp_path: Path, goods: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server_folder = tmp_path / "shop" / FOLDER_NAME
    server_folder.mkdir(parents=True)
    running = FolderLock(server_folder)
    running.acquire()
    try:
        assert import_products(Settings(), tmp_path / "shop", ImportOptions(goods)) == 2
    finally:
        running.release()
    assert capsys.readouterr().err.startswith("Already running: Another B4Mart (process ")


def test_a_profile_says_what_columns_are_by_their_names(
    mongo_uri: str, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    goods, now = tmp_path / "goods.csv", utc_now()
    settings = Settings(mongodb_uri=mongo_uri.replace("/?", f"/{database}?"))
    header = ("number", "thing", "worth", "dear")
    columns = ("sku", "name", "price", "cost")
    profile = ImportProfile(
        id=new_id(), name="ACME", header=header, columns=columns, created_at=now, updated_at=now
    )
    with MongoClient[dict[str, Any]](mongo_uri) as client:
        client[database].importprofiles.insert_one(to_document(profile))
        goods.write_text("number,thing,dear,worth\nC1,Tea,1,2.50\n", encoding="utf-8")
        assert import_products(settings, tmp_path, ImportOptions(goods, "acme")) == 0
        (tea,) = client[database].products.find({})
    assert (tea["pricing"]["basePrice"], tea["pricing"]["costPrice"]) == (2.5, 1)
    goods.write_text("thing,worth\nTea,2\n", encoding="utf-8")
    capsys.readouterr()
    assert import_products(settings, tmp_path, ImportOptions(goods, "acme")) == 2
    assert "sku" in capsys.readouterr().err.lower()
