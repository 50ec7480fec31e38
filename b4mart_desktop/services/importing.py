"""Importing products from a table: good rows are added or change what is there, bad ones are reported.

Importing the same file again changes nothing. What the file does not say (a missing column, an empty
cell) stays as it is, unless asked otherwise. Decisions a shop meets:

- A new product without a price is active with an open price, so that a clerk who scans it is asked for
  the price. It has no stock, so the web store, which knows no open prices, offers it as sold out.
- A quantity is booked for new products only. What is on hand of known ones changes by sales, receiving
  and counting; a file that was made before the last sale must not turn that back, unless asked to.
- Missing categories are added; rows without one go to "Imported".
- The SKU of a known product stays the shop's own where it was found by its barcode, unless asked otherwise.
- A cell that says what an export would write of the product changes nothing, however odd it is.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple

import msgspec

from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.imports import GOES_ON, ImportReading, ImportRun, ImportState, MatchBy, RowsTaken
from b4mart_desktop.domain.record import utc_after, utc_now
from b4mart_desktop.services.column_guess import SAMPLE, guess_columns
from b4mart_desktop.services.column_names import Column
from b4mart_desktop.services.import_report import ImportReport
from b4mart_desktop.services.import_writing import ImportWriting
from b4mart_desktop.services.ports.exchange import ImportArchive, ImportOrder
from b4mart_desktop.services.ports.files import BadRow, Row, RowFault, Table
from b4mart_desktop.services.product_cells import readers
from b4mart_desktop.services.product_rows import ProductRow, RowReader, barcode_forms
from b4mart_desktop.services.shop_lookup import ShopLookup, look_up

BATCH = 1000
_SAYS_ITSELF = frozenset({ErrorCode.DATABASE_UNREACHABLE, ErrorCode.CHANGED_MEANWHILE})
"""What needs no note that it failed: there is none to be made, or somebody else's stands."""

ImportProgress = Callable[[ImportReport, float], None]
"""Called after each batch with the report so far and how much of the file was read, from 0 to 1."""


class _Batch(NamedTuple):
    """Some rows in the table's order, and the products that they are about, by code, as they were then."""

    rows: Sequence[ProductRow | BadRow]
    known: Mapping[str, Product]


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
        self._lines_by_product: dict[Id, int] = {}
        now = utc_now()
        self._begun = ImportRun(
            id=order.batch,
            file=order.file_name,
            user=order.user,
            user_name=order.user_name,
            started_at=now,
            updated_at=now,
        )
        self._kept = order.resumes

    async def run(self, table: Table) -> ImportReport:
        """Imports all rows of ``table`` and returns the report.

        Cancelling the task keeps the batches that were written; another import goes on from there.

        Raises:
            DomainError: FIELD_REQUIRED where the table has no names or no codes; OTHER_FILE where it is not
                the one that the order goes on with.
            AdapterError: CHANGED_MEANWHILE where somebody took it back, or went on with it, meanwhile;
                DATABASE_UNREACHABLE, DATABASE_REFUSED, FILE_UNREADABLE.
        """
        shop = await look_up(self._archive, self._currency)
        self._digest = await asyncio.to_thread(table.digest)
        if self._order.resumes is not None:
            check_same_file(self._order.resumes, self._digest)
            _check_goes_on(self._order.resumes)
        rows = await asyncio.to_thread(self._begin, table, shop)
        self._read_as = table.read_as
        self._writing = ImportWriting(self._archive, shop, self._order, self.report)
        await self._keep(ImportState.RUNNING)
        try:
            await self._run(table, rows)
        except asyncio.CancelledError:
            await self._keep(ImportState.STOPPED)
            raise
        except Exception as error:
            if not (isinstance(error, AdapterError) and error.code in _SAYS_ITSELF):
                await self._keep(ImportState.FAILED)
            raise
        await self._keep(ImportState.DONE)
        return self.report

    def _begin(self, table: Table, shop: ShopLookup) -> Iterator[ProductRow | BadRow]:
        """Finds out what the columns say, and returns the rows."""
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
        return self._read(chain(first, rows), reader)

    async def _run(self, table: Table, rows: Iterator[ProductRow | BadRow]) -> None:
        batch = await self._next(rows)
        while batch.rows:
            # The next rows are read and looked up while the database is busy with these.
            ahead = asyncio.create_task(self._next(rows))
            try:
                await self._write(batch)
                self.report.line = batch.rows[-1].line
                self.report.notes = table.notes
                await self._keep_written()
                if self._progress is not None:
                    self._progress(self.report, table.share_read)
                following = await ahead
            finally:
                await _end(ahead)
            batch = following
        self.report.notes = table.notes

    def _read(self, rows: Iterator[Row | BadRow], reader: RowReader) -> Iterator[ProductRow | BadRow]:
        """Yields the rows that were not written before; remembers the codes of those that were."""
        for raw in rows:
            row = raw if isinstance(raw, BadRow) else reader.read(raw)
            if raw.line > self._order.after_line:
                yield row
            elif isinstance(row, ProductRow) and not row.faults:
                self._first_line(row, ())

    async def _next(self, rows: Iterator[ProductRow | BadRow]) -> _Batch:
        return await self._look_up(await asyncio.to_thread(_take, rows, BATCH))

    async def _look_up(self, rows: Sequence[ProductRow | BadRow]) -> _Batch:
        codes = [code for row in rows if isinstance(row, ProductRow) for code in self._codes(row)]
        return _Batch(rows, await self._archive.by_codes(codes) if codes else {})

    async def _write(self, batch: _Batch) -> None:
        new: list[ProductRow] = []
        changing: list[tuple[ProductRow, Product]] = []
        for row in batch.rows:
            if isinstance(row, BadRow):
                self.report.refuse(row)
                continue
            found = _products_of(row, self._codes(row), batch.known)
            first = self._first_line(row, found)
            if first is not None:
                self.report.refuse(row.refused(RowFault.DUPLICATE_IN_FILE, f"first in line {first}"))
            elif len(found) > 1:
                names = " and ".join(product.inventory.sku for product in found)
                self.report.refuse(row.refused(RowFault.CODES_DISAGREE, f"known as {names}"))
            elif found:
                self._take_known(row, found[0], changing)
            else:
                self._take_new(row, new)
        await self._writing.add(new)
        await self._writing.change(changing)

    def _first_line(self, row: ProductRow, found: Sequence[Product]) -> int | None:
        """Returns the line before that has a code of ``row``, None where there is none; remembers its codes.

        Barcodes that the row's product has already do not count: products may share them.
        """
        if row.faults:
            return None
        own = {code for product in found for code in product.inventory.barcodes}
        barcodes = [code for code in row.barcodes if own.isdisjoint(barcode_forms(code))]
        codes = {row.skus[0], *barcodes} if found else {row.skus[0], row.sku, *barcodes}
        lines = [self._lines_by_code[code] for code in codes if code in self._lines_by_code]
        if lines:
            return min(lines)
        self._lines_by_code.update(dict.fromkeys((*codes, *row.barcodes), row.line))
        return None

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
            return
        first = self._lines_by_product.setdefault(product.id, row.line)
        if first == row.line:
            changing.append((row, product))
        else:  # by another of its codes
            detail = f"{product.inventory.sku}, first in line {first}"
            self.report.refuse(row.refused(RowFault.DUPLICATE_IN_FILE, detail))

    def _codes(self, row: ProductRow) -> Sequence[str]:
        match self._order.rules.match:
            case MatchBy.SKU:
                return row.skus
            case MatchBy.BARCODE:
                return row.barcode_forms
            case _:
                return row.codes

    async def _keep_written(self) -> None:
        """Keeps how far it is. Where somebody took it back meanwhile, what was written since is there yet."""
        try:
            await self._keep(ImportState.RUNNING)
        except AdapterError as error:
            if error.code is ErrorCode.CHANGED_MEANWHILE:
                await self._archive.keep_run(self._reached(ImportState.PARTLY_UNDONE))
            raise

    async def _keep(self, state: ImportState) -> None:
        """Keeps how far it is, for whoever goes on with it or takes it back.

        Raises:
            AdapterError: CHANGED_MEANWHILE where that was done since it was kept last.
        """
        if self._order.dry_run:
            return
        run = self._reached(state)
        await self._archive.keep_run(run, self._kept)
        self._kept = run

    def _reached(self, state: ImportState) -> ImportRun:
        report = self.report
        before = self._order.resumes or self._begun
        kept = before if self._kept is None else self._kept
        return msgspec.structs.replace(
            before,
            state=state,
            line=max(report.line, before.line),
            added=before.added + report.added,
            changed=before.changed + report.changed,
            unchanged=before.unchanged + report.unchanged,
            refused=before.refused + report.refused,
            columns=report.columns,
            rules=self._order.rules,
            reading=ImportReading(**self._read_as._asdict()),
            digest=self._digest,
            updated_at=utc_after(kept.updated_at),
        )


def _check_goes_on(run: ImportRun) -> None:
    if run.state not in GOES_ON:
        raise AdapterError(ErrorCode.CHANGED_MEANWHILE, collection="importruns", id=run.id)


def check_same_file(run: ImportRun, digest: str) -> None:
    """Refuses another file than the one whose import is to go on.

    Raises:
        DomainError: OTHER_FILE with ``file``.
    """
    if run.digest and run.digest != digest:
        raise DomainError(ErrorCode.OTHER_FILE, file=run.file)


def _columns(
    order: ImportOrder, table: Table, first: Sequence[Row | BadRow], shop: ShopLookup
) -> tuple[Column | None, ...]:
    if order.columns is not None:
        return tuple(Column(name) if name else None for name in order.columns)
    sample = [row for row in first if isinstance(row, Row)]
    return guess_columns(table.header, sample, readers(shop.names, order.rules.decimals))


def _by_given_sku(row: ProductRow, codes: Sequence[str], known: Mapping[str, Product]) -> Product | None:
    skus = [sku for sku in row.skus if sku in codes] if row.is_sku_given else []
    products = (known.get(sku) for sku in skus)
    return next(
        (product for product in products if product is not None and product.inventory.sku in skus), None
    )


def _take(rows: Iterator[ProductRow | BadRow], count: int) -> list[ProductRow | BadRow]:
    return list(islice(rows, count))


async def _end(task: asyncio.Task[_Batch]) -> None:
    """Ends a task whose result nobody wants where what ran beside it failed."""
    if not task.done():
        task.cancel()
        await asyncio.wait([task])
    if not task.cancelled():
        task.exception()  # seen


def _products_of(row: ProductRow, codes: Sequence[str], known: Mapping[str, Product]) -> list[Product]:
    """Returns the products that have one of the row's codes; an archived one where there is no other.

    Where the SKU is given and one has exactly it, others do not count that share this one's barcodes.
    """
    exact = _by_given_sku(row, codes, known)
    found = {} if exact is None else {exact.id: exact}
    own = () if exact is None else exact.inventory.barcodes
    shared = {form for code in own for form in barcode_forms(code)}
    for code in codes:
        product = known.get(code)
        if product is None or code in shared:
            continue
        is_sku = row.is_sku_given and code in row.skus
        if not is_sku or (exact is None and product.inventory.sku in row.skus):
            found[product.id] = product
    alive = [product for product in found.values() if product.status is not ProductStatus.ARCHIVED]
    return alive or list(found.values())[:1]
