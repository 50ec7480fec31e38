"""``import`` and ``export`` on the command line, without a window: prints for people, returns exit codes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from b4mart_desktop.app.commands import in_words
from b4mart_desktop.app.database import ShopDatabase
from b4mart_desktop.domain.errors import B4MartError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.imports import ImportProfile, ImportRules
from b4mart_desktop.services.export_choice import ExportChoice, chooser
from b4mart_desktop.services.exporting import EXPORTED
from b4mart_desktop.services.import_report import ImportReport, format_report
from b4mart_desktop.services.ports.exchange import ExportOrder, ImportOrder
from b4mart_desktop.services.ports.files import ReadAs
from b4mart_desktop.services.table_look import names_of, profile_columns
from b4mart_desktop.settings import Settings

_BAR_WIDTH = 30
_CANCELLED = 130


class ImportOptions(NamedTuple):
    """What the command line says about an import.

    Attributes:
        profile: Name of a saved profile; what else is given goes before it.
        errors: Where refused rows are written to, with the reason in a column of its own.
    """

    file: Path
    profile: str | None = None
    read_as: ReadAs = ReadAs()
    rules: ImportRules = ImportRules()
    dry_run: bool = False
    errors: Path | None = None


def import_products(settings: Settings, data_dir: Path, options: ImportOptions) -> int:
    """Imports products from a table; returns 1 where rows were refused, 2 where nothing could be done."""
    try:
        report = asyncio.run(_import_products(settings, data_dir, options))
    except B4MartError as error:
        print(in_words(error), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\ncancelled: what was written stays, importing again goes on from there", file=sys.stderr)
        return _CANCELLED
    print(format_report(report))
    return 1 if report.refused else 0


async def _import_products(settings: Settings, data_dir: Path, options: ImportOptions) -> ImportReport:
    from b4mart_desktop.adapters.exchange.errors_file import write_errors
    from b4mart_desktop.adapters.files.opening import open_table
    from b4mart_desktop.adapters.mongo.import_book import MongoImportBook
    from b4mart_desktop.adapters.mongo.products import MongoProducts
    from b4mart_desktop.services.importing import ProductImport

    open_table(options.file, options.read_as).close()  # before a server is started for nothing
    database = ShopDatabase(settings, data_dir)
    await database.locate()
    try:
        await database.prepare()
        profile = _profile(options, await MongoImportBook(database.database).profiles())
        order = _order(options, profile)
        with open_table(options.file, order.read_as) as table:
            order = _with_columns(order, profile, table.header)
            products = MongoProducts(database.database)
            importing = ProductImport(products, await database.currency(), order, _show_progress)
            report = await importing.run(table)
    finally:
        await database.close()
    if options.errors is not None:
        write_errors(options.errors, report)
    return report


def _profile(options: ImportOptions, profiles: Sequence[ImportProfile]) -> ImportProfile | None:
    if options.profile is None:
        return None
    for profile in profiles:
        if profile.name.casefold() == options.profile.casefold():
            return profile
    raise DomainError(ErrorCode.NOT_FOUND, what=f"profile {options.profile}")


def _with_columns(order: ImportOrder, profile: ImportProfile | None, header: Sequence[str]) -> ImportOrder:
    if profile is None:
        return order
    return msgspec.structs.replace(order, columns=names_of(profile_columns(profile, header)))


def _order(options: ImportOptions, profile: ImportProfile | None) -> ImportOrder:
    order = ImportOrder(
        batch=new_id(),
        file=str(options.file),
        read_as=options.read_as,
        rules=options.rules,
        dry_run=options.dry_run,
    )
    if profile is None:
        return order
    read_as = ReadAs(
        options.read_as.sheet or profile.sheet,
        options.read_as.header_line or profile.header_line,
        options.read_as.encoding or profile.encoding,
        options.read_as.delimiter or profile.delimiter,
    )
    return msgspec.structs.replace(order, read_as=read_as, rules=profile.rules)


def export_products(
    settings: Settings, data_dir: Path, file: Path, choice: ExportChoice | None = None
) -> int:
    """Exports chosen products to a CSV file or a workbook; returns 2 where nothing could be done."""
    try:
        written = asyncio.run(_export_products(settings, data_dir, file, choice or ExportChoice()))
    except B4MartError as error:
        print(in_words(error), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\ncancelled: nothing was written", file=sys.stderr)
        return _CANCELLED
    print(f"{written:,} products in {file}")
    return 0


async def _export_products(settings: Settings, data_dir: Path, file: Path, choice: ExportChoice) -> int:
    from b4mart_desktop.adapters.files.writing import make_writer
    from b4mart_desktop.adapters.mongo.products import MongoProducts
    from b4mart_desktop.services.exporting import ProductExport
    from b4mart_desktop.services.shop_lookup import look_up

    database = ShopDatabase(settings, data_dir)
    await database.locate()
    try:
        await database.prepare()
        products = MongoProducts(database.database)
        shop = await look_up(products, await database.currency())
        order = ExportOrder(file=str(file), columns=tuple(column.value for column in EXPORTED))
        export = ProductExport(products, shop, order, _show_count, chooser(choice, shop.paths))
        return await export.run(make_writer)
    finally:
        await database.close()


def _show_progress(_: ImportReport, share: float) -> None:
    if sys.stderr.isatty():
        done = int(share * _BAR_WIDTH)
        bar = "█" * done + "·" * (_BAR_WIDTH - done)
        end = "\n" if share >= 1 else ""
        print(f"\r{bar} {share:4.0%}", end=end, file=sys.stderr, flush=True)


def _show_count(done: int, total: int) -> None:
    _show_progress(ImportReport(), done / total if total else 1.0)
