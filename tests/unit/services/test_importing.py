"""Importing products into a real database: good rows arrive, bad ones are told, twice is once."""

import asyncio
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from bson import ObjectId

from b4mart_desktop.adapters.files.opening import open_table
from b4mart_desktop.adapters.mongo.codec import from_document, to_document
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.import_book import MongoImportBook
from b4mart_desktop.adapters.mongo.migrations import Database, prepare_database
from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.adapters.mongo.products import MongoProducts
from b4mart_desktop.domain.catalog import Category, Product, ProductStatus, Seo
from b4mart_desktop.domain.edits import EditKind
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.imports import (
    EmptyCells,
    ImportRules,
    ImportState,
    MatchBy,
    RowsTaken,
    SkuOfKnown,
    StockOfKnown,
)
from b4mart_desktop.domain.stock import MovementReason, StockMovement
from b4mart_desktop.services.category_paths import CategoryPaths
from b4mart_desktop.services.import_report import MOST_REPORTED, WORDS, FieldText, ImportReport, format_report
from b4mart_desktop.services.importing import ProductImport
from b4mart_desktop.services.ports.catalogue import Author
from b4mart_desktop.services.ports.exchange import ImportOrder
from b4mart_desktop.services.ports.files import BadRow, RowFault, TableNote
from tests.adapters.mongo.samples import STAMPS, make_product
from tests.adapters.mongo.shop import _shop_name, shop

__all__ = ["_shop_name", "shop"]

DATA = Path(__file__).parents[2] / "data"
OPEN_FOOD_FACTS = Path(__file__).parents[3].parent / "shared" / "data" / "open-food-facts.csv"
EAN = "6291041500213"


class Shop:
    """A database to import into."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.archive = MongoProducts(database)
        self._folder = folder

    async def load(self, content: str | Path, **order: Any) -> ImportReport:
        path = content
        if isinstance(path, str):
            path = self._folder / "table.csv"
            path.write_text(str(content), encoding="utf-8")
        made = ImportOrder(**{"batch": new_id(), "file": str(path), **order})
        with open_table(path, made.read_as) as table:
            return await ProductImport(self.archive, "USD", made).run(table)

    async def keep(self, *products: Product) -> None:
        await self.archive.insert(products, Author(kind=EditKind.CREATED))

    async def product(self, sku: str) -> Product:
        document = await self.database.products.find_one({"inventory.sku": sku})
        assert document is not None, sku
        return from_document(document, Product)

    async def everything(self) -> list[dict[str, object]]:
        names = ("products", "categories", "stockmovements")
        return [document for name in names async for document in self.database[name].find().sort("_id")]


@pytest.fixture
async def store(shop: Database, tmp_path: Path) -> Shop:
    for code in ("standard", "reduced"):
        stamps = {"createdAt": STAMPS["created_at"], "updatedAt": STAMPS["updated_at"]}
        await shop.taxes.insert_one({"code": code, "name": code, "rate": 2, **stamps})
    return Shop(shop, tmp_path)


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


async def test_stock_is_set_once_for_a_product_that_stands_twice_in_the_file(store: Shop) -> None:
    await store.load(f"sku,barcode,name,price,quantity\nA,{EAN},Tea,2,5\n")
    setting = ImportRules(stock=StockOfKnown.SET)
    table = f"sku,barcode,name,price,quantity\nA,,Tea,3,10\n,{EAN},Tea,4,10\n"
    for dry_run in (True, False):
        report = await store.load(table, rules=setting, dry_run=dry_run)
        assert (report.changed, report.stock_set) == (1, 1)
        assert [(row.line, row.fault, row.detail) for row in report.bad_rows] == [
            (3, RowFault.DUPLICATE_IN_FILE, "A, first in line 2")
        ]
    tea = await store.product("A")
    assert (tea.inventory.on_hand, tea.shelf_price) == (Decimal(10), Decimal(3))


async def test_stock_of_refused_rows_is_not_set(store: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    await store.load("sku,name,price,quantity\nA,Tea,2,5\nB,Coffee,2,5\n")
    save_many = store.archive.save_many

    async def refuse_first(pairs: Sequence[tuple[Product, Product]], author: Author) -> object:
        return [AdapterError(ErrorCode.CHANGED_MEANWHILE), *(await save_many(pairs[1:], author))]

    monkeypatch.setattr(store.archive, "save_many", refuse_first)
    report = await store.load(
        "sku,name,price,quantity\nA,Tea,3,10\nB,Coffee,3,10\n", rules=ImportRules(stock=StockOfKnown.SET)
    )
    assert (report.changed, report.stock_set, report.refused) == (1, 1, 1)
    assert [(await store.product(sku)).inventory.on_hand for sku in "AB"] == [5, 10]


async def test_products_that_share_a_barcode_are_told_apart_by_their_sku(store: Shop) -> None:
    inventory = make_product().inventory
    shared = [
        msgspec.structs.replace(
            make_product(name=sku), inventory=msgspec.structs.replace(inventory, sku=sku, barcodes=(EAN,))
        )
        for sku in ("A", "B")
    ]
    await store.keep(*shared)
    report = await store.load(f"sku,name,barcode,price\nA,A,{EAN},7\nB,B,{EAN},8\n")
    assert (report.changed, report.bad_rows) == (2, [])
    assert [(await store.product(sku)).shelf_price for sku in "AB"] == [7, 8]
    report = await store.load("sku,name,barcode\nA,A,96385074\nB,B,96385074\n")
    assert [(row.line, row.fault) for row in report.bad_rows] == [(3, RowFault.DUPLICATE_IN_FILE)]


async def test_a_suppliers_sku_does_not_take_the_place_of_the_shops_own(store: Shop) -> None:
    await store.load(f"sku,barcode,name,price\nA,{EAN},Tea,2\n")
    table = f"sku,barcode,name,price\nACME-17,{EAN},Tea,3\n"
    report = await store.load(table)
    assert (report.changed, report.skus_kept) == (1, 1)
    assert "keep their own SKU" in format_report(report)
    assert (await store.product("A")).shelf_price == 3
    report = await store.load(table, rules=ImportRules(sku=SkuOfKnown.TAKE))
    assert (report.changed, report.skus_kept) == (1, 0)
    assert (await store.product("ACME-17")).inventory.barcodes == (EAN,)


async def test_a_sale_price_that_is_no_reduction_is_told(store: Shop) -> None:
    report = await store.load("sku,name,price,sale price\nA,Tea,2,3\nB,Coffee,2,2\nC,Cocoa,2,1\n")
    assert (report.added, report.sales_not_below) == (3, 2)
    assert "2 products have a sale price that is not below" in format_report(report)
    report = await store.load("sku,name,price,sale price\nA,Tea,2,3\nC,Cocoa,1,1\n")
    assert report.sales_not_below == 1


async def test_two_imports_may_add_the_same_categories_at_once(
    store: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = store.archive.add_categories

    async def late(categories: Sequence[Category]) -> None:
        monkeypatch.undo()
        await add(list(CategoryPaths(()).missing(("Food", "Tea"))))
        await add(categories)

    monkeypatch.setattr(store.archive, "add_categories", late)
    report = await store.load("sku,name,category\nA,Tea,Food > Tea\nB,Bean,Food > Coffee\n")
    assert (report.added, report.categories) == (2, ["Food > Tea", "Food > Coffee"])
    names = [document["name"] async for document in store.database.categories.find().sort("name")]
    assert names == ["Coffee", "Food", "Tea"]


async def test_an_import_that_ends_by_any_error_is_told_as_failed(
    store: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise ValueError("odd")

    monkeypatch.setattr(store.archive, "insert", fail)
    with pytest.raises(ValueError, match="odd"):
        await store.load("sku,name\nA,Tea\n")
    (run,) = await MongoImportBook(store.database).runs(2)
    assert run.state is ImportState.FAILED
