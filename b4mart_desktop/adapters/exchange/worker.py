"""Imports and exports in a process of their own; implements ``ExchangeWorker`` of ``exchanging``."""

from collections.abc import Callable
from typing import Any

from b4mart_desktop.adapters.own_process import ProcessEnded, Send, run_in_process
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.services.import_report import ImportReport
from b4mart_desktop.services.ports.exchange import (
    ExportOrder,
    ExportProgress,
    ImportOrder,
    ImportProgress,
)


class ExchangeProcess:
    """Starts a process for each import or export.

    Args:
        uri: Of the server, with everything needed to sign in; asked for each time.
        database: Name of the database.
    """

    def __init__(self, uri: Callable[[], str], database: str) -> None:
        self._uri = uri
        self._database = database

    async def run_import(
        self, order: ImportOrder, currency: str, progress: Callable[[ImportProgress], None]
    ) -> ImportReport:
        """Imports and returns what came of it.

        Raises:
            AdapterError: What ended it; WORKER_ENDED where the process was killed.
        """
        args = (self._uri(), self._database, order, currency)
        report: ImportReport = await _run("product-import", _import, *args, report=progress)
        return report

    async def run_export(self, order: ExportOrder, currency: str, progress: ExportProgress) -> int:
        """Exports and returns how many products are in the file.

        Raises:
            AdapterError: As ``run_import``.
        """
        args = (self._uri(), self._database, order, currency)
        written: int = await _run("product-export", _export, *args, report=lambda message: progress(*message))
        return written


async def _run(name: str, work: Any, *args: Any, report: Callable[[Any], None]) -> Any:
    try:
        return await run_in_process(name, work, *args, report=report)
    except ProcessEnded as error:
        raise AdapterError(ErrorCode.WORKER_ENDED, reason=str(error)) from error


async def _import(send: Send, uri: str, database: str, order: ImportOrder, currency: str) -> ImportReport:
    """What the process does."""
    from pathlib import Path

    from b4mart_desktop.adapters.files.opening import open_table
    from b4mart_desktop.adapters.mongo.connect import make_client
    from b4mart_desktop.adapters.mongo.products import MongoProducts
    from b4mart_desktop.services.importing import ProductImport

    def tell(report: ImportReport, share: float) -> None:
        counts = (report.added, report.changed, report.unchanged, report.refused)
        send(ImportProgress(*counts, report.line, share))

    with open_table(Path(order.file), order.read_as) as table:
        async with make_client(uri) as client:
            archive = MongoProducts(client.get_database(database))
            try:
                return await ProductImport(archive, currency, order, tell).run(table)
            except DomainError as error:  # only an AdapterError travels
                raise AdapterError(error.code, **error.data) from error


async def _export(send: Send, uri: str, database: str, order: ExportOrder, currency: str) -> int:
    """What the process does."""
    from b4mart_desktop.adapters.files.writing import make_writer
    from b4mart_desktop.adapters.mongo.connect import make_client
    from b4mart_desktop.adapters.mongo.products import MongoProducts
    from b4mart_desktop.services.exporting import ProductExport
    from b4mart_desktop.services.shop_lookup import look_up

    async with make_client(uri) as client:
        archive = MongoProducts(client.get_database(database))
        export = ProductExport(archive, await look_up(archive, currency), order, lambda *done: send(done))
        return await export.run(make_writer)
