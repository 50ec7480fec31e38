"""What the command line does without a window: doctor, import. Prints for people, returns exit codes.

``share`` and ``join`` stand in ``share_commands``.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from b4mart_desktop.app.database import ShopDatabase
from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.services.import_report import ImportReport, format_report
from b4mart_desktop.settings import Settings

_BAR_WIDTH = 30


def doctor(settings: Settings, data_dir: Path) -> int:
    """Checks everything the program depends on; returns 1 where something failed."""
    from b4mart_desktop.adapters.diagnostics.doctor import diagnose
    from b4mart_desktop.adapters.diagnostics.results import exit_code
    from b4mart_desktop.adapters.diagnostics.results import format_report as format_results

    results = asyncio.run(diagnose(settings, data_dir))
    print(format_results(results))
    return exit_code(results)


def import_products(settings: Settings, data_dir: Path, file: Path) -> int:
    """Imports products from a table; returns 1 where rows were refused, 2 where nothing could be done."""
    try:
        report = asyncio.run(_import_products(settings, data_dir, file))
    except B4MartError as error:
        print(in_words(error), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\ncancelled: what was written stays, importing again goes on from there", file=sys.stderr)
        return 130
    print(format_report(report))
    return 1 if report.refused else 0


async def _import_products(settings: Settings, data_dir: Path, file: Path) -> ImportReport:
    from b4mart_desktop.adapters.files.csv_table import CsvTable
    from b4mart_desktop.adapters.mongo.products import MongoProducts
    from b4mart_desktop.services.importing import ProductImport

    database = ShopDatabase(settings, data_dir)
    with CsvTable(file) as table:
        await database.locate()
        try:
            await database.prepare()
            products = MongoProducts(database.database)
            return await ProductImport(products, await database.currency(), _show_progress).run(table, None)
        finally:
            await database.close()


def in_words(error: B4MartError) -> str:
    """The same title and sentence as in the window."""
    from b4mart_desktop.gui.shared.errors import describe

    return ": ".join(describe(error))


def _show_progress(report: ImportReport, share: float) -> None:
    if sys.stderr.isatty():
        done = int(share * _BAR_WIDTH)
        bar = "█" * done + "·" * (_BAR_WIDTH - done)
        end = "\n" if share >= 1 else ""
        print(f"\r{bar} {share:4.0%}", end=end, file=sys.stderr, flush=True)
