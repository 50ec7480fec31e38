"""Importing products into a real database: good rows arrive, bad ones are told, twice is once."""

import asyncio
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from bson import ObjectId

from b4mart_desktop.adapters.files.opening import open_table
from b4mart_desktop.adapters.mongo.codec import from_document, to_document
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.import_book import MongoImportBook
from b4mart_desktop.adapters.mongo.migrations import prepare_database
from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.domain.catalog import Product, ProductStatus, Seo
from b4mart_desktop.domain.edits import EditKind
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.imports import (
    EmptyCells,
    ImportRules,
    MatchBy,
    RowsTaken,
)
from b4mart_desktop.domain.stock import MovementReason, StockMovement
from b4mart_desktop.services.import_report import MOST_REPORTED, WORDS, FieldText, ImportReport, format_report
from b4mart_desktop.services.importing import ProductImport
from b4mart_desktop.services.ports.catalogue import Author
from b4mart_desktop.services.ports.exchange import ImportOrder
from b4mart_desktop.services.ports.files import BadRow, RowFault, TableNote
from tests.adapters.mongo.samples import make_product
from tests.adapters.mongo.shop import _shop_name, shop
from tests.unit.services.import_store import Shop, store

__all__ = ["_shop_name", "shop", "store"]

DATA = Path(__file__).parents[2] / "data"
OPEN_FOOD_FACTS = Path(__file__).parents[3].parent / "shared" / "data" / "open-food-facts.csv"
EAN = "6291041500213"


async def test_a_price_list_from_a_german_windows_spreadsheet(store: Shop) -> None:
    report = await store.load(DATA / "price_list_windows.csv")
    assert (report.added, report.refused) == (4, 0), report.bad_rows
    assert (report.encoding, report.notes) == ("cp1252", {TableNote.ENCODING_GUESSED: 1})
    tea, apples, coffee = [await store.product(sku) for sku in ("A-100", "A-101", "A-102")]
    assert (tea.name, tea.shelf_price, tea.inventory.on_hand) == ("Grüner Tee", Decimal("3.49"), Decimal(24))
    assert (tea.slug, tea.tax_class, tea.inventory.barcodes) == ("gruner-tee", "reduced", (EAN,))
    assert (apples.pos.weighed, apples.pos.plu, apples.inventory.unit) == (True, "4101", "kg")
    assert apples.inventory.on_hand == Decimal("18.5")
    assert (coffee.shelf_price, coffee.inventory.barcodes) == (Decimal("1234.5"), ("0036000291452",))
    names = {document["_id"]: document["name"] async for document in store.database.categories.find()}
    assert sorted(names.values()) == ["Getränke", "Imported", "Obst"]
    assert names[ObjectId(tea.category)] == "Getränke"


async def test_bad_rows_are_reported_by_place_and_the_good_ones_kept(store: Shop) -> None:
    report = await store.load(DATA / "mixed_rows.csv")
    assert [(row.line, row.column, row.fault) for row in sorted(report.bad_rows)] == [
        (3, "barcode", RowFault.CHECK_DIGIT),
        (4, "name", RowFault.EMPTY),
        (5, None, RowFault.QUOTING),
        (6, "price", RowFault.NOT_A_NUMBER),
        (7, "quantity", RowFault.OUT_OF_RANGE),
        (8, "price", RowFault.AMBIGUOUS_NUMBER),
        (9, None, RowFault.CELL_COUNT),
        (10, None, RowFault.DUPLICATE_IN_FILE),
        (11, None, RowFault.NO_CODE),
        (12, "status", RowFault.NOT_A_CHOICE),
    ]
    assert (report.added, report.rows) == (2, 12)
    assert (await store.product(EAN)).name == "Green Tea"
    assert (await store.product("4012345678901")).inventory.on_hand == 40
    assert (
        "line 3, barcode: wrong check digit (the last digit should be 3): '6291041500214'"
        in format_report(report)
    )


async def test_importing_twice_changes_nothing(store: Shop) -> None:
    await store.load(DATA / "price_list_windows.csv")
    before = await store.everything()
    report = await store.load(DATA / "price_list_windows.csv")
    assert (report.added, report.changed, report.unchanged) == (0, 0, 4)
    assert await store.everything() == before


async def test_stock_begins_with_a_movement_and_is_not_turned_back_later(store: Shop) -> None:
    table = "sku,name,price,stock\nT1,Tea,3.49,12\n"
    await store.load(table)
    tea = await store.product("T1")
    (movement,) = [from_document(raw, StockMovement) async for raw in store.database.stockmovements.find()]
    assert (movement.product, movement.delta, movement.reason) == (tea.id, Decimal(12), MovementReason.IMPORT)
    await store.database.products.update_one({"_id": ObjectId(tea.id)}, {"$inc": {"inventory.quantity": -5}})
    report = await store.load(table)
    assert (report.unchanged, report.stock_kept) == (1, 1)
    assert (await store.product("T1")).inventory.on_hand == 7
    assert await store.database.stockmovements.count_documents({}) == 1


async def test_only_what_the_file_says_is_changed(store: Shop) -> None:
    old = msgspec.structs.replace(make_product(name="Tea"), tags=("hot",))
    await store.keep(old)
    sku = old.inventory.sku
    report = await store.load(f"sku,name,price,cost,description\n{sku},Green Tea,3.99,,\n")
    assert report.changed == 1
    new = await store.product(sku)
    wanted = msgspec.structs.replace(
        old,
        name="Green Tea",
        pricing=msgspec.structs.replace(old.pricing, base_price=Decimal("3.99")),
        updated_at=new.updated_at,
    )
    assert new == wanted
    assert new.updated_at > old.updated_at


async def test_a_product_is_known_by_any_form_of_its_barcode(store: Shop) -> None:
    await store.load("sku,name,upc\nC1,Coffee,036000291452\n")
    report = await store.load("ean,name,price\n0036000291452,Coffee,4.99\n")
    assert (report.added, report.changed) == (0, 1)
    coffee = await store.product("C1")
    assert (coffee.shelf_price, coffee.inventory.barcodes) == (Decimal("4.99"), ("0036000291452",))


async def test_a_new_barcode_is_added_to_the_known_ones(store: Shop) -> None:
    await store.load(f"sku,name,ean\nT1,Tea,{EAN}\n")
    await store.load("sku,name,ean\nT1,Tea,96385074\n")
    assert (await store.product("T1")).inventory.barcodes == (EAN, "96385074")


async def test_codes_of_two_products_in_one_row_are_refused(store: Shop) -> None:
    await store.load(f"sku,name,ean\nT1,Tea,{EAN}\nC1,Coffee,96385074\n")
    report = await store.load("sku,name,ean\nT1,Tea,96385074\n")
    assert [row.fault for row in report.bad_rows] == [RowFault.CODES_DISAGREE]
    assert report.changed == 0


async def test_a_second_row_of_the_same_product_is_refused_by_whatever_code(store: Shop) -> None:
    await store.load(f"sku,barcode,name,price\nT1,{EAN},Tea,1\n")
    report = await store.load(f"sku,barcode,name,price\nT1,,Tea,2\n,{EAN},Tea,3\n")
    assert (report.changed, [(row.line, row.fault) for row in report.bad_rows]) == (
        1,
        [(3, RowFault.DUPLICATE_IN_FILE)],
    )
    assert (await store.product("T1")).shelf_price == 2


async def test_without_a_price_the_clerk_is_asked_and_the_web_store_sells_none(store: Shop) -> None:
    await store.load(f"ean,name\n{EAN},Tea\n")
    tea = await store.product(EAN)
    assert (tea.status, tea.pos.open_price, tea.shelf_price) == (ProductStatus.ACTIVE, True, Decimal(0))
    assert (tea.inventory.on_hand, tea.inventory.track_quantity) == (Decimal(0), True)
    await store.load(f"ean,name,price\n{EAN},Tea,3.49\n")
    tea = await store.product(EAN)
    assert (tea.pos.open_price, tea.shelf_price) == (False, Decimal("3.49"))


async def test_same_names_get_different_slugs(store: Shop) -> None:
    await store.keep(msgspec.structs.replace(make_product(), slug="tea"))
    report = await store.load("sku,name\nT1,Tea\nT2,Coffee\nT3,Coffee!\nT4,Чай\nT5,茶\n")
    assert report.added == 5
    slugs = [(await store.product(f"T{number}")).slug for number in range(1, 6)]
    assert slugs == ["tea-t1", "coffee", "coffee-t3", "item", "item-t5"]


async def test_a_code_taken_by_an_unreadable_document_costs_only_its_row(store: Shop) -> None:
    damaged = to_document(make_product(name="Damaged"))
    damaged["inventory"]["sku"] = "T1"
    damaged["pricing"] = "free"
    await store.database.command("collMod", "products", validationLevel="off")
    await store.database.products.insert_one(damaged)
    await store.database.command("collMod", "products", validationLevel="moderate")
    report = await store.load("sku,name\nT1,Tea\nT2,Coffee\n")
    assert (report.added, [row.fault for row in report.bad_rows]) == (1, [RowFault.TAKEN])


async def test_a_change_by_somebody_else_at_that_moment_costs_only_its_row(
    store: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.load("sku,name,price\nT1,Tea,1\nT2,Coffee,1\n")
    save_many = store.archive.save_many

    async def late(pairs: Sequence[tuple[Product, Product]], author: Author) -> object:
        old = pairs[0][0]
        theirs = msgspec.structs.replace(old.pricing, base_price=Decimal(9))
        somebody = msgspec.structs.replace(author, batch=new_id())
        await save_many([(old, msgspec.structs.replace(old, pricing=theirs))], somebody)
        return await save_many(pairs, author)

    monkeypatch.setattr(store.archive, "save_many", late)
    report = await store.load("sku,name,price\nT1,Tea,2\nT2,Coffee,2\n")
    assert (report.changed, [row.fault for row in report.bad_rows]) == (1, [RowFault.CHANGED_MEANWHILE])
    assert (await store.product("T1")).shelf_price == 9


async def test_other_failures_end_the_import(store: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    await store.load("sku,name,price\nT1,Tea,1\n")

    async def fail(pairs: object, author: Author) -> None:
        raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="gone")

    monkeypatch.setattr(store.archive, "save_many", fail)
    with pytest.raises(AdapterError) as caught:
        await store.load("sku,name,price\nT1,Tea,2\n")
    assert caught.value.code is ErrorCode.DATABASE_UNREACHABLE


async def test_a_cancelled_import_keeps_whole_batches_and_is_completed_later(
    store: Shop, tmp_path: Path
) -> None:
    path = tmp_path / "long.csv"
    path.write_text("sku,name,stock\n" + "".join(f"S{n},Product {n},1\n" for n in range(5_000)))
    reached = asyncio.Event()
    shares: list[float] = []

    def progress(report: ImportReport, share: float) -> None:
        shares.append(share)
        reached.set()

    order = ImportOrder(batch=new_id(), file=str(path))
    with open_table(path) as table:
        importing = ProductImport(store.archive, "USD", order, progress)
        task = asyncio.create_task(importing.run(table))
        await reached.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    count = await store.database.products.count_documents({})
    assert 0 < count < 5_000
    assert await store.database.stockmovements.count_documents({}) == count
    assert 0 < shares[0] < 1
    report = await store.load(path)
    assert (report.added + count, report.unchanged) == (5_000, count)


def test_a_report_of_a_wrong_file_stays_short() -> None:
    report = ImportReport(ignored=("Colour",), stock_kept=2)
    for line in range(MOST_REPORTED + 5):
        report.refuse(BadRow(line, None, "", RowFault.CELL_COUNT))
    text = format_report(report).splitlines()
    assert text[0] == "10,005 rows: 0 added, 0 changed, 0 unchanged, 10,005 refused"
    assert "Columns passed over: Colour" in text
    assert text[-1] == "... and 5 more refused rows"
    assert len(report.bad_rows) == MOST_REPORTED


def test_every_fault_has_words() -> None:
    assert set(WORDS) == set(RowFault)


@pytest.mark.slow
@pytest.mark.timeout(300)  # two times 41,780 rows
@pytest.mark.skipif(
    not OPEN_FOOD_FACTS.exists(), reason="the Open Food Facts sample is not beside the project"
)
async def test_real_barcodes_and_names(mongo_uri: str, database: str, tmp_path: Path) -> None:
    async with make_client(mongo_uri) as client:
        await prepare_database(client[database])
        await _load_real_data(Shop(client[database], tmp_path))


async def _load_real_data(store: Shop) -> None:
    report = await store.load(OPEN_FOOD_FACTS)
    assert (report.rows, report.added, report.refused) == (41_780, 41_760, 20)
    assert report.faults == {
        RowFault.CONTROL_CHARACTER: 12,
        RowFault.DAMAGED_TEXT: 7,
        RowFault.DUPLICATE_IN_FILE: 1,
    }
    granola = await store.product("00018555")
    assert granola.name == "Organic Blueberry Almond Granola"
    again = await store.load(OPEN_FOOD_FACTS)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 41_760)


async def test_products_are_known_by_what_was_asked(store: Shop) -> None:
    await store.load(f"sku,name,ean\nT1,Tea,{EAN}\n")
    by_sku = ImportRules(match=MatchBy.SKU)
    report = await store.load(f"sku,name,ean\nT2,Other tea,{EAN}\n", rules=by_sku)
    assert (report.added, report.changed) == (1, 0)
    known = ImportRules(rows=RowsTaken.KNOWN)
    report = await store.load("sku,price\nT1,3\nT9,4\n", rules=known)
    assert (report.changed, report.passed_over) == (1, 1)
    new = ImportRules(rows=RowsTaken.NEW, status=ProductStatus.DRAFT)
    report = await store.load("sku,name\nT1,Changed\nT9,Cocoa\n", rules=new)
    assert (report.added, report.changed, report.passed_over) == (1, 0, 1)
    assert (await store.product("T1")).name == "Tea"
    assert (await store.product("T9")).status is ProductStatus.DRAFT


async def test_empty_cells_clear_where_that_is_asked(store: Shop) -> None:
    await store.load("sku,name,price,cost,tags,seo_title\nT1,Tea,3,2,a; b,Best tea\n")
    await store.load(
        "sku,name,price,cost,tags,seo_title\nT1,,,,,\n", rules=ImportRules(empty=EmptyCells.CLEAR)
    )
    tea = await store.product("T1")
    assert (tea.name, tea.shelf_price) == ("Tea", Decimal(3))
    assert (tea.pricing.cost_price, tea.tags, tea.seo) == (None, (), Seo())


async def test_a_dry_run_says_all_and_writes_nothing(store: Shop) -> None:
    await store.load("sku,name,price,category\nT1,Tea,3,Food\n")
    before = await store.everything()
    table = "sku,name,price,category\nT1,Tea,4,Food > Hot\nT2,Coffee,x,\nT3,Cocoa,5,\n"
    report = await store.load(table, dry_run=True)
    assert (report.added, report.changed, report.refused) == (1, 1, 1)
    assert set(report.categories) == {"Food > Hot", "Imported"}
    tea = next(change for change in report.changes if not change.is_new)
    assert tea.fields == (FieldText("price", "3", "4"), FieldText("category", "Food", "Food > Hot"))
    assert await store.everything() == before
    assert [run.added for run in await MongoImportBook(store.database).runs(9)] == [1]


async def test_categories_are_made_below_each_other_once(store: Shop) -> None:
    await store.load(
        "sku,name,category\nT1,Tea,Food > Hot\nT2,Coffee,food > hot\nT3,Ice,Food > Cold\nT4,Tea,Hot\n"
    )
    names = [document["name"] async for document in store.database.categories.find().sort("_id")]
    assert names == ["Food", "Hot", "Cold"]
    assert (await store.product("T4")).category == (await store.product("T1")).category


async def test_the_history_of_an_import_is_one_batch(store: Shop) -> None:
    await store.load("sku,name,price\nT1,Tea,3\n")
    batch = new_id()
    await store.load("sku,name,price\nT1,Tea,4\nT2,Coffee,5\n", batch=batch)
    changes = [change async for change in MongoProductEdits(store.database).batch(batch)]
    said = {change.name: [field.field for field in change.fields] for change in changes}
    assert said == {"Tea": ["pricing.basePrice"], "Coffee": []}
    assert {change.kind for change in changes} == {EditKind.IMPORTED}


async def test_rows_of_a_dump_with_unusable_columns_come_in(store: Shop) -> None:
    """As in the Open Food Facts dump: tabs, stray quotes, a quantity that is a text, HTML."""
    header = "code\turl\tproduct_name\tquantity\tbrands\tlabels\tcategories"
    rows = [
        "3017620422003\thttp://x\tNutella\t400 g\tFerrero\ten:vegan\tSpreads, Sweet spreads",
        '5449000000996\thttp://y\tCoca "Cola" &amp; Co\t33 cl\t\t\tDrinks',
        "5449000000997\thttp://z\tWrong\t33 cl\t\t\tDrinks",
    ]
    report = await store.load("\n".join([header, *rows]) + "\n")
    assert (report.added, [row.fault for row in report.bad_rows]) == (2, [RowFault.CHECK_DIGIT])
    assert set(report.ignored) == {"url", "quantity", "brands", "categories"}
    assert (await store.product("5449000000996")).name == 'Coca "Cola" & Co'
