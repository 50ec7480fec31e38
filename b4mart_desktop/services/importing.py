"""Importing products from a table: good rows are added or change what is there, bad ones are reported.

Importing the same file again changes nothing. What the file does not say (a missing column, an empty
cell) stays as it is, unless asked otherwise. Decisions a shop meets:

- A new product without a price is active with an open price, so that a clerk who scans it is asked for
  the price. It has no stock, so the web store, which knows no open prices, offers it as sold out.
- A quantity is booked for new products only. What is on hand of known ones changes by sales, receiving
  and counting; a file that was made before the last sale must not turn that back, unless asked to.
- Missing categories are added; rows without one go to "Imported".
- A cell that says what an export would write of the product changes nothing, however odd it is.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice

import msgspec

from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.imports import ImportRun, ImportState, MatchBy, RowsTaken
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.column_guess import SAMPLE, guess_columns
from b4mart_desktop.services.column_names import Column
from b4mart_desktop.services.import_report import ImportReport
from b4mart_desktop.services.import_writing import ImportWriting
from b4mart_desktop.services.ports.exchange import ImportArchive, ImportOrder
from b4mart_desktop.services.ports.files import BadRow, Row, RowFault, Table
from b4mart_desktop.services.product_cells import readers
from b4mart_desktop.services.product_rows import SHOWN, ProductRow, RowReader
from b4mart_desktop.services.shop_lookup import ShopLookup, look_up

BATCH = 1000

ImportProgress = Callable[[ImportReport, float], None]
"""Called after each batch with the report so far and how much of the file was read, from 0 to 1."""


class ProductImport:
    """One import of one table. Busy while it reads: in a worker process where there are windows.

    Args:
        archive: Where the products go.
        currency: Of the prices, ISO 4217.
        order: What is to be done. Who may ask for it is settled before.
        progress: Told after each batch.

    Attributes:
        report: What came of it so far, after a cancellation, too.
    """

    def __init__(
        self,
        archive: ImportArchive,
        currency: str,
        order: ImportOrder,
        progress: ImportProgress | None = None,
    ) -> None:
        self.report = ImportReport(dry_run=order.dry_run)
        self._archive = archive
        self._currency = currency
        self._order = order
        self._progress = progress
        self._lines_by_code: dict[str, int] = {}
        self._started = utc_now()

    async def run(self, table: Table) -> ImportReport:
        """Imports all rows of ``table`` and returns the report.

        Cancelling the task keeps the batches that were written; another import goes on from there.

        Raises:
            DomainError: FIELD_REQUIRED where the table has no names or no codes.
            AdapterError: DATABASE_UNREACHABLE, DATABASE_REFUSED, FILE_UNREADABLE.
        """
        shop = await look_up(self._archive, self._currency)
        rows = await asyncio.to_thread(self._begin, table, shop)
        self._writing = ImportWriting(self._archive, shop, self._order, self.report)
        await self._keep(ImportState.RUNNING)
        try:
            await self._run(table, rows)
        except asyncio.CancelledError:
            await self._keep(ImportState.STOPPED)
            raise
        await self._keep(ImportState.DONE)
        return self.report

    def _begin(self, table: Table, shop: ShopLookup) -> Iterator[ProductRow]:
        """Finds out what the columns say, and returns the rows that can be used."""
        rows = table.rows()
        first = list(islice(rows, SAMPLE))
        columns = _columns(self._order, table, first, shop)
        reader = RowReader(table.header, columns, shop.names, self._order.rules)
        self._reader = reader
        report = self.report
        report.header = tuple(table.header)
        report.columns = tuple("" if column is None else column.value for column in columns)
        report.ignored = reader.ignored
        report.encoding = table.read_as.encoding or ""
        return self._good_rows(chain(first, rows), reader)

    async def _run(self, table: Table, rows: Iterator[ProductRow]) -> None:
        batch = await asyncio.to_thread(_take, rows, BATCH)
        while batch:
            # The next batch is read while the database is busy with this one.
            _, following = await asyncio.gather(self._write(batch), asyncio.to_thread(_take, rows, BATCH))
            self.report.line = batch[-1].line
            self.report.notes = table.notes
            await self._keep(ImportState.RUNNING)
            if self._progress is not None:
                self._progress(self.report, table.share_read)
            batch = following
        self.report.notes = table.notes

    def _good_rows(self, rows: Iterator[Row | BadRow], reader: RowReader) -> Iterator[ProductRow]:
        """Yields rows whose codes are new in this file; reports those that cannot be used."""
        for raw in rows:
            row = raw if isinstance(raw, BadRow) else reader.read(raw)
            before = raw.line <= self._order.after_line
            if isinstance(row, BadRow):
                if not before:
                    self.report.refuse(row)
                continue
            if not row.faults:
                codes = {row.sku, *row.barcodes}
                known = [self._lines_by_code[code] for code in codes if code in self._lines_by_code]
                if known:
                    self._refuse(row, RowFault.DUPLICATE_IN_FILE, f"first in line {min(known)}")
                    continue
                self._lines_by_code.update(dict.fromkeys(codes, row.line))
            if not before:
                yield row

    def _refuse(self, row: ProductRow, fault: RowFault, detail: str = "") -> None:
        if row.line > self._order.after_line:
            value = f"{row.sku} {row.name}"[:SHOWN]
            self.report.refuse(BadRow(row.line, None, value, fault, detail, row.cells))

    async def _write(self, batch: Sequence[ProductRow]) -> None:
        known = await self._archive.by_codes([code for row in batch for code in self._codes(row)])
        new: list[ProductRow] = []
        changing: list[tuple[ProductRow, Product]] = []
        for row in batch:
            found = _products_of(row, self._codes(row), known)
            if len(found) > 1:
                names = " and ".join(product.inventory.sku for product in found)
                self._refuse(row, RowFault.CODES_DISAGREE, f"known as {names}")
            elif found:
                self._take_known(row, found[0], changing)
            else:
                self._take_new(row, new)
        await self._writing.add(new)
        await self._writing.change(changing)

    def _take_new(self, row: ProductRow, new: list[ProductRow]) -> None:
        if self._order.rules.rows is RowsTaken.KNOWN:
            self.report.passed_over += 1
        elif row.faults:
            self.report.refuse(next(iter(row.faults.values())))
        elif not row.name:
            self.report.refuse(self._reader.name_missing(row))
        else:
            new.append(row)

    def _take_known(
        self, row: ProductRow, product: Product, changing: list[tuple[ProductRow, Product]]
    ) -> None:
        if self._order.rules.rows is RowsTaken.NEW:
            self.report.passed_over += 1
        else:
            changing.append((row, product))

    def _codes(self, row: ProductRow) -> Sequence[str]:
        match self._order.rules.match:
            case MatchBy.SKU:
                return row.skus
            case MatchBy.BARCODE:
                return row.barcode_forms
            case _:
                return row.codes

    async def _keep(self, state: ImportState) -> None:
        """Keeps how far it is, for whoever goes on with it or takes it back."""
        if self._order.dry_run:
            return
        report = self.report
        before = self._order.resumes or ImportRun(
            id=self._order.batch,
            file=self._order.file_name,
            user=self._order.user,
            user_name=self._order.user_name,
            started_at=self._started,
            updated_at=self._started,
        )
        run = msgspec.structs.replace(
            before,
            state=state,
            line=max(report.line, before.line),
            added=before.added + report.added,
            changed=before.changed + report.changed,
            unchanged=before.unchanged + report.unchanged,
            refused=before.refused + report.refused,
            updated_at=utc_now(),
        )
        await self._archive.keep_run(run)


def _columns(
    order: ImportOrder, table: Table, first: Sequence[Row | BadRow], shop: ShopLookup
) -> tuple[Column | None, ...]:
    if order.columns is not None:
        return tuple(Column(name) if name else None for name in order.columns)
    sample = [row for row in first if isinstance(row, Row)]
    return guess_columns(table.header, sample, readers(shop.names, order.rules.decimals))


def _take(rows: Iterator[ProductRow], count: int) -> list[ProductRow]:
    return list(islice(rows, count))


def _products_of(row: ProductRow, codes: Sequence[str], known: Mapping[str, Product]) -> list[Product]:
    """Returns the products that have one of the row's codes; an archived one where there is no other."""
    found = {
        product.id: product
        for code in codes
        if (product := known.get(code)) is not None
        and (code not in row.skus or product.inventory.sku in row.skus or not row.is_sku_given)
    }
    alive = [product for product in found.values() if product.status is not ProductStatus.ARCHIVED]
    return alive or list(found.values())[:1]
