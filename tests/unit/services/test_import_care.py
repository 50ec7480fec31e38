"""What an import takes care of: stock set once, codes that products share, others who import, prices."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from typing_extensions import override

from b4mart_desktop.adapters.mongo.import_book import MongoImportBook
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.products import MongoProducts
from b4mart_desktop.domain.catalog import Category, Product
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.imports import (
    ImportRules,
    ImportState,
    SkuOfKnown,
    StockOfKnown,
)
from b4mart_desktop.domain.record import utc_after
from b4mart_desktop.services.category_paths import CategoryPaths
from b4mart_desktop.services.import_report import format_report
from b4mart_desktop.services.ports.catalogue import Author
from b4mart_desktop.services.ports.files import RowFault
from tests.adapters.mongo.samples import make_product
from tests.adapters.mongo.shop import _shop_name, shop
from tests.unit.services.import_store import Shop, store

__all__ = ["_shop_name", "shop", "store"]

DATA = Path(__file__).parents[2] / "data"
EAN = "6291041500213"


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


async def test_price_lists_that_chains_publish_by_law(store: Shop) -> None:
    published = DATA / "israeli_prices"
    report = await store.load(published / "shufersal_pricefull.xml")
    assert (report.added, report.refused) == (3, 0)
    report = await store.load(published / "goodpharm_pricefull.xml")
    assert (report.added, report.refused) == (3, 0)
    beans, bag = await store.product("0011182700954"), await store.product("1")
    assert (beans.name, beans.inventory.barcodes) == ("שעועית שחורה 439 גרם", ("0011182700954",))
    assert (beans.pricing.base_price, beans.inventory.quantity) == (Decimal("11.5"), Decimal(0))
    assert (bag.inventory.barcodes, bag.pricing.base_price) == ((), Decimal("2.5"))
    again = await store.load(published / "goodpharm_pricefull.xml")
    assert (again.added, again.unchanged) == (0, 3)


async def test_a_column_may_hold_barcodes_or_else_skus(store: Shop) -> None:
    content = f"barcode_or_sku,name,price\n{EAN},Tea,1\nT 7,Coffee,2\n4006381333932,Milk,3\n"
    report = await store.load(content)
    assert (report.added, report.refused) == (3, 0)
    assert (await store.product("T 7")).inventory.barcodes == ()
    assert (await store.product("4006381333932")).inventory.barcodes == ()
    tea = await store.product(EAN)
    assert tea.inventory.barcodes == (EAN,)
    report = await store.load(f"sku,ean,name,price\nOWN,{EAN},Tea,4\n")
    assert (report.changed, report.added) == (1, 0)


class Meddled(MongoProducts):
    """A database in which somebody begins to take an import back while its first rows are written."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.kept = MongoImportBook(database)

    @override
    async def insert(self, products: Sequence[Product], author: Author) -> None:
        await super().insert(products, author)
        (run,) = await self.kept.runs(1)
        begun = replace(run, state=ImportState.UNDOING, updated_at=utc_after(run.updated_at))
        await self.kept.keep_run(begun, run)


async def test_an_import_that_is_taken_back_meanwhile_ends_and_says_what_is_left(store: Shop) -> None:
    store.archive = meddled = Meddled(store.database)
    with pytest.raises(AdapterError) as caught:
        await store.load("sku,name\nA1,Tea\n")
    assert caught.value.code is ErrorCode.CHANGED_MEANWHILE
    (run,) = await meddled.kept.runs(1)
    assert (run.state, run.added) == (ImportState.PARTLY_UNDONE, 1)


async def test_an_import_that_was_taken_back_is_not_gone_on_with(store: Shop) -> None:
    book = MongoImportBook(store.database)
    await store.load("sku,name\nA1,Tea\n")
    (stopped,) = await book.runs(1)
    undone = replace(stopped, state=ImportState.UNDONE, updated_at=utc_after(stopped.updated_at))
    await book.keep_run(undone, stopped)
    with pytest.raises(AdapterError) as caught:
        await store.load("sku,name\nA1,Tea\n", batch=stopped.id, resumes=replace(stopped, line=1))
    assert caught.value.code is ErrorCode.CHANGED_MEANWHILE
    assert await book.runs(1) == [undone]
