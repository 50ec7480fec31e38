"""Importing and exporting on screen: a price list is checked, imported, taken back; a file goes out."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import openpyxl

from b4mart_desktop.adapters.mongo.import_book import MongoImportBook
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.imports import ImportRules, ImportState, StockOfKnown
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.product_lists import ProductFilter
from b4mart_desktop.domain.record import utc_after
from b4mart_desktop.gui.exchange.columns_table import MEANING
from b4mart_desktop.services.column_names import Column
from b4mart_desktop.services.exchanging import TakenBack
from b4mart_desktop.services.exporting import USUAL
from b4mart_desktop.services.ports.files import ReadAs
from tests.adapters.mongo.shop import _shop_name
from tests.gui.asynchronous import until, visible_dialog
from tests.gui.exchange_stage import DATA, Stand, stand
from tests.gui.till import PATIENCE, Till

__all__ = ["_shop_name", "stand"]


async def test_a_hebrew_price_list_is_checked_imported_and_taken_back(stand: Stand) -> None:
    room, products = stand.room, stand.database.products
    await stand.open(DATA / "price_list_hebrew.csv")
    meanings = stand.column(room.plan.columns.table, MEANING)
    assert meanings == ["Barcode", "Name", "SKU", "Price", "Cost", "Category"]
    assert room.plan.reading.encoding.currentText() == "cp1255"
    assert room.plan.reading.line.value() == 4
    await stand.check()
    assert room.outcome.title.text() == "Nothing is written yet"
    assert [part.number.text() for part in room.outcome.sums.values()] == ["5", "0", "0", "1"]
    assert products.count_documents({}) == 0
    room.outcome.go.click()
    await until(lambda: room.outcome.title.text() == "Imported", PATIENCE)
    assert stand.column(room.outcome._tables["problems"], 3) == [
        "Wrong check digit (the last digit should be 8)"
    ]
    wine = products.find_one({"inventory.sku": "1006"})
    assert wine is not None
    assert (wine["name"], wine["pricing"]["basePrice"]) == ("יין אדום", 1249)
    room.outcome.back_wanted.emit()
    await until(lambda: stand.column(room.home.table, 6) == ["Done"], PATIENCE)
    room.home.undo.click()
    await until(visible_dialog, PATIENCE)
    dialog = visible_dialog()
    assert dialog is not None
    dialog.accept()
    await until(lambda: stand.column(room.home.table, 6) == ["Undone"], PATIENCE)
    assert products.count_documents({"status": "archived"}) == 5


async def test_stock_that_an_import_corrected_goes_back_by_as_much(stand: Stand, tmp_path: Path) -> None:
    file, presenter, products = tmp_path / "goods.csv", stand.room.presenter, stand.database.products

    async def load(quantity: int, rules: ImportRules) -> None:
        file.write_text(f"sku,name,quantity\nA1,Tea,{quantity}\n", encoding="utf-8")
        await stand.open(file)
        presenter.set_rules(rules)
        await presenter.run(dry_run=False)

    async def take_back() -> tuple[int, object]:
        run = (await stand.backstage.call(stand.exchange.runs()))[0]
        outcome = await presenter.undo(run)
        found = products.find_one({"inventory.sku": "A1"})
        assert outcome is not None
        assert found is not None
        return outcome.stock, found["inventory"]["quantity"]

    await load(7, ImportRules())
    await load(12, ImportRules(stock=StockOfKnown.SET))
    products.update_one(
        {"inventory.sku": "A1", "inventory.quantity": 12}, {"$inc": {"inventory.quantity": -2}}
    )
    assert await take_back() == (1, 5)
    assert await take_back() == (0, 5)
    entries = stand.database.auditlog.find({"action": Action.ADJUST_STOCK.value}).to_list()
    assert [entry["details"]["products"] for entry in entries] == ["1", "1"]


async def test_two_managers_take_the_same_import_back_once(stand: Stand, tmp_path: Path) -> None:
    file, products = tmp_path / "goods.csv", stand.database.products
    for quantity in (7, 12):
        goods = "".join(f"A{number},Tea,{quantity}\n" for number in range(30))
        file.write_text(f"sku,name,quantity\n{goods}", encoding="utf-8")
        await stand.open(file)
        stand.room.presenter.set_rules(ImportRules(stock=StockOfKnown.SET))
        await stand.room.presenter.run(dry_run=False)
    run = (await stand.backstage.call(stand.exchange.runs()))[0]
    editing = stand.room.presenter._editing

    async def both() -> list[object]:
        undoing = [stand.exchange.undo(editing, run) for _ in range(2)]
        return list(await asyncio.gather(*undoing, return_exceptions=True))

    outcomes = await stand.backstage.call(both())
    assert [outcome.stock for outcome in outcomes if isinstance(outcome, TakenBack)] == [30]
    refused = [error.code for error in outcomes if isinstance(error, AdapterError)]
    assert refused == [ErrorCode.CHANGED_MEANWHILE]
    assert products.distinct("inventory.quantity") == [7]


async def test_what_was_begun_to_be_taken_back_can_be_gone_on_with(stand: Stand, tmp_path: Path) -> None:
    await stand.bring_in(DATA / "price_list_hebrew.csv")
    book = MongoImportBook(stand.client[stand.database.name])
    (run,) = await stand.backstage.call(book.runs(1))
    begun = msgspec.structs.replace(run, state=ImportState.UNDOING, updated_at=utc_after(run.updated_at))
    await stand.backstage.call(book.keep_run(begun, run))
    assert await stand.room.presenter.undo(run) is None
    outcome = await stand.room.presenter.undo(begun)
    assert outcome is not None
    assert outcome.changes.saved == 5


async def test_an_import_goes_on_only_with_its_own_file_and_as_it_began(stand: Stand, tmp_path: Path) -> None:
    file, presenter = tmp_path / "goods.csv", stand.room.presenter
    file.write_text("sku,name,worth\nA1,Tea,3\n", encoding="utf-8")
    await stand.open(file)
    presenter.set_column(2, Column.COST)
    rules = ImportRules(stock=StockOfKnown.SET)
    presenter.set_rules(rules)
    await presenter.run(dry_run=False)
    (run,) = await stand.backstage.call(stand.exchange.runs())
    other = tmp_path / "other.csv"
    other.write_text("sku,name,worth\nB1,Tea,3\n", encoding="utf-8")
    before = presenter.plan
    await presenter.look(other, ReadAs(), run)
    assert presenter.plan is before
    assert "goods.csv goes on only with that very file" in stand.tools.messages.shown[-1]
    await presenter.look(file, ReadAs(), run)
    assert presenter.plan is not None
    assert (presenter.plan.columns[2], presenter.plan.rules) == (Column.COST, rules)
    file.write_bytes(other.read_bytes())
    await presenter.run(dry_run=False)
    assert "goods.csv goes on only with that very file" in stand.tools.messages.shown[-1]


async def test_an_import_that_was_changed_since_is_taken_back_in_part_and_again(
    stand: Stand, tmp_path: Path
) -> None:
    file, products = tmp_path / "goods.csv", stand.database.products
    for price in (3, 4):
        file.write_text(f"sku,name,price\nA1,Tea,{price}\nA2,Coffee,{price}\n", encoding="utf-8")
        await stand.open(file)
        await stand.room.presenter.run(dry_run=False)
    products.update_one({"inventory.sku": "A1"}, {"$set": {"pricing.basePrice": 9}})

    async def take_back() -> tuple[ImportState, int]:
        run = (await stand.backstage.call(stand.exchange.runs()))[0]
        outcome = await stand.room.presenter.undo(run)
        assert outcome is not None
        return (await stand.backstage.call(stand.exchange.runs()))[0].state, len(outcome.changes.failed)

    assert await take_back() == (ImportState.PARTLY_UNDONE, 1)
    assert stand.room.home.undo.isEnabled()
    products.update_one({"inventory.sku": "A1"}, {"$set": {"pricing.basePrice": 4}})
    assert await take_back() == (ImportState.UNDONE, 0)
    assert [each["pricing"]["basePrice"] for each in products.find({}).sort("inventory.sku")] == [3, 3]


async def test_stock_is_left_or_corrected_as_asked(stand: Stand, tmp_path: Path) -> None:
    file = tmp_path / "goods.csv"
    file.write_text("sku,name,price,stock\nA1,Tea,3,12\n", encoding="utf-8")
    await stand.bring_in(file)
    file.write_text("sku,name,price,stock\nA1,Tea,3,20\n", encoding="utf-8")
    await stand.open(file)
    await stand.check()
    assert not stand.room.outcome.go.isEnabled()
    assert "left as it is: 1" in stand.room.outcome.text.text()
    stand.room.outcome.back_wanted.emit()
    box = stand.room.plan.rules.boxes["stock"]
    box.setCurrentIndex(box.findData(StockOfKnown.SET.value))
    box.activated.emit(box.currentIndex())
    await stand.check()
    stand.room.outcome.go.click()
    await until(lambda: stand.room.outcome.title.text() == "Imported", PATIENCE)
    (tea,) = stand.database.products.find({})
    assert tea["inventory"]["quantity"] == 20
    deltas = [move["delta"] for move in stand.database.stockmovements.find().sort("_id")]
    assert deltas == [12, 8]
    (audit,) = stand.database.auditlog.find({})
    assert audit["action"] == "adjust_stock"


async def test_an_import_is_stopped_and_goes_on(stand: Stand) -> None:
    room = stand.room
    await stand.open(DATA / "price_list_hebrew.csv")
    await stand.check()
    stand.worker.going.clear()
    room.outcome.go.click()
    await until(lambda: room.work.bar.value() == 500, PATIENCE)
    room.work.stop.click()
    await until(lambda: room.outcome.title.text() == "Stopped", PATIENCE)
    assert "until line 2" in room.outcome.text.text()
    stand.worker.going.set()
    room.outcome.go_on.click()
    await until(lambda: room.outcome.title.text() == "Imported", PATIENCE)
    (run,) = stand.database.importruns.find({})
    assert (run["state"], run["added"]) == (ImportState.DONE.value, 1 + 5)


async def test_what_a_view_shows_is_exported(stand: Stand, tmp_path: Path) -> None:
    await stand.bring_in(DATA / "price_list_hebrew.csv")
    file = tmp_path / "out.xlsx"
    await stand.room.presenter.export(file, USUAL, None)
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    header, first, *others = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert header == [column.value for column in USUAL]
    assert (first[0], first[3], len(others)) == ("1001", "מוצרי חלב > חלב", 4)
    assert "5 products are in" in stand.tools.messages.shown[-1]
    stand.room.offer_view("Cheap fruit", ProductFilter(text="apple"))
    assert stand.room.home.export.products.currentText() == "Cheap fruit"


async def test_who_may_not_import_sees_no_room_and_errors_are_told(stand: Stand, till: Till) -> None:
    stand.worker.error = AdapterError(ErrorCode.WORKER_ENDED, reason="killed")
    await stand.open(DATA / "price_list_hebrew.csv")
    stand.room.plan.check.click()
    await until(lambda: stand.is_on(stand.room.plan) and stand.tools.messages.shown, PATIENCE)
    till.enter_as("Cleo")
    stand.room._go_home()
    await until(lambda: stand.is_on(stand.room.forbidden), PATIENCE)


async def test_a_file_that_is_no_table_is_told(stand: Stand, tmp_path: Path) -> None:
    file = tmp_path / "empty.csv"
    file.write_text("")
    stand.room.look(file)
    await until(lambda: any("empty" in text for text in stand.tools.messages.shown), PATIENCE)
    assert stand.is_on(stand.room.home)
