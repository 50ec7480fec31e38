"""Importing and exporting many products, beside the bare driver with the standard library's CSV."""

import asyncio
import csv
import time
from collections.abc import Awaitable
from itertools import islice
from pathlib import Path

from b4mart_desktop.adapters.files.opening import open_table
from b4mart_desktop.adapters.files.writing import make_writer
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.migrations import Database, prepare_database
from b4mart_desktop.adapters.mongo.products import MongoProducts
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.services.exporting import EXPORTED, ProductExport
from b4mart_desktop.services.importing import BATCH, ProductImport
from b4mart_desktop.services.ports.exchange import ExportOrder, ImportOrder
from b4mart_desktop.services.shop_lookup import look_up
from tests.bench.figures import Figure
from tests.bench.server import running_server, uri_of
from tests.bench.stand import Stand

HEADER = ("sku", "name", "price", "cost", "category", "quantity", "description", "tags")


def import_rows(stand: Stand) -> list[Figure]:
    """Rows a second: new, unchanged, changed, exported; new ones beside bare csv and insert_many."""
    with running_server(stand.folder / "mongodb") as server:
        return asyncio.run(_measure(stand, uri_of(server, "exchange")))


async def _measure(stand: Stand, uri: str) -> list[Figure]:
    path, count = stand.folder / "products.csv", stand.products
    async with make_client(uri) as client:
        shop, bare = client["exchange"], client["exchange_bare"]
        for database in (shop, bare):
            await prepare_database(database)
        _write(path, count, "49")
        bare_rate = count / await _timed(_bare(bare, path))
        new = count / await _timed(_bring_in(shop, path))
        same = count / await _timed(_bring_in(shop, path))
        _write(path, count, "59")
        changed = count / await _timed(_bring_in(shop, path))
        out = count / await _timed(_take_out(shop, stand.folder / "out.csv"))
        workbook = count / await _timed(_take_out(shop, stand.folder / "out.xlsx"))
    return [
        Figure("import_rows.new", new, "rows/s", new / bare_rate),
        Figure("import_rows.unchanged", same, "rows/s", same / bare_rate),
        Figure("import_rows.changed", changed, "rows/s", changed / bare_rate),
        Figure("import_rows.export_csv", out, "rows/s"),
        Figure("import_rows.export_xlsx", workbook, "rows/s"),
    ]


async def _timed(work: Awaitable[None]) -> float:
    begun = time.perf_counter()
    await work
    return time.perf_counter() - begun


def _write(path: Path, count: int, cents: str) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_row(number, cents) for number in range(count))


def _row(number: int, cents: str) -> tuple[object, ...]:
    category = f"Aisle {number % 50} > Shelf {number % 7}"
    price = f"{number % 100}.{cents}"
    return (f"B{number}", f"Product {number}", price, "1.10", category, number % 30, f"Text {number}", "a; b")


async def _bare(database: Database, path: Path) -> None:
    """The same rows as plain documents of the same shape, without asking or telling anything."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        while batch := [_document(row) for row in islice(rows, BATCH)]:
            await database.products.insert_many(batch, bypass_document_validation=True)


def _document(row: dict[str, str]) -> dict[str, object]:
    return {
        "name": row["name"],
        "slug": row["sku"].lower(),
        "description": row["description"],
        "pricing": {"basePrice": float(row["price"]), "costPrice": float(row["cost"]), "currency": "USD"},
        "inventory": {"sku": row["sku"], "quantity": float(row["quantity"])},
        "tags": row["tags"].split("; "),
    }


async def _bring_in(database: Database, path: Path) -> None:
    order = ImportOrder(batch=new_id(), file=str(path))
    with open_table(path) as table:
        report = await ProductImport(MongoProducts(database), "USD", order).run(table)
    assert not report.refused


async def _take_out(database: Database, path: Path) -> None:
    archive = MongoProducts(database)
    order = ExportOrder(file=str(path), columns=tuple(column.value for column in EXPORTED))
    await ProductExport(archive, await look_up(archive, "USD"), order).run(make_writer)
