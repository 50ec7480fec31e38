"""Importing products from a table: good rows are added or change what is there, bad ones are reported.

Importing the same file again changes nothing. What the file does not say (a missing column, an empty
cell) stays as it is. Decisions a shop meets:

- A new product without a price is active with an open price, so that a clerk who scans it is asked for
  the price. It has no stock, so the web store, which knows no open prices, offers it as sold out.
- A quantity is booked for new products only. What is on hand of known ones changes by sales, receiving
  and counting; a file that was made before the last sale must not turn that back.
- Missing categories are added; rows without one go to "Imported".
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.stock import MovementReason
from b4mart_desktop.services.gate import require
from b4mart_desktop.services.import_report import ImportReport
from b4mart_desktop.services.ports import ProductArchive
from b4mart_desktop.services.ports.files import BadRow, Row, RowFault, Table
from b4mart_desktop.services.product_changes import category_name, changed_product, new_product
from b4mart_desktop.services.product_rows import SHOWN, Column, ProductRow, RowReader
from b4mart_desktop.services.slugs import slug

BATCH = 1000
UPDATES_AT_ONCE = 16

ImportProgress = Callable[[ImportReport, float], None]
"""Called after each batch with the report so far and how much of the file was read, from 0 to 1."""


_ROW_FAULTS = {
    ErrorCode.DUPLICATE: RowFault.TAKEN,
    ErrorCode.CHANGED_MEANWHILE: RowFault.CHANGED_MEANWHILE,
}


class _Change(NamedTuple):
    row: ProductRow
    old: Product
    new: Product


class ProductImport:
    """One import of one table. Busy while it reads: in a worker process where there are windows.

    Args:
        archive: Where the products go.
        currency: Of the prices, ISO 4217.
        progress: Told after each batch.

    Attributes:
        report: What came of it so far, after a cancellation, too.
    """

    def __init__(
        self, archive: ProductArchive, currency: str, progress: ImportProgress | None = None
    ) -> None:
        self.report = ImportReport()
        self._archive = archive
        self._currency = currency
        self._progress = progress
        self._categories: dict[str, Id] = {}
        self._lines_by_code: dict[str, int] = {}
        self._user: Id | None = None

    async def run(self, table: Table, user: User | None) -> ImportReport:
        """Imports all rows of ``table`` and returns the report.

        Cancelling the task keeps the batches that were written; the next import goes on from there.

        Args:
            table: What to import.
            user: Who imports; None on the command line, where whoever has the database's password may.

        Raises:
            DomainError: NOT_ALLOWED; FIELD_REQUIRED where the table has no names or no codes.
            AdapterError: DATABASE_UNREACHABLE, DATABASE_REFUSED, FILE_UNREADABLE.
        """
        if user is not None:
            require(user, Action.IMPORT_PRODUCTS)
            self._user = user.id
        reader = RowReader(table.header, self._currency, await self._archive.tax_classes())
        self.report.ignored = reader.ignored
        self.report.encoding = table.encoding
        self.report.is_encoding_guessed = table.is_encoding_guessed
        rows = self._good_rows(table.rows(), reader)
        batch = await asyncio.to_thread(_take, rows, BATCH)
        while batch:
            # The next batch is read while the database is busy with this one.
            _, following = await asyncio.gather(self._write(batch), asyncio.to_thread(_take, rows, BATCH))
            if self._progress is not None:
                self._progress(self.report, table.share_read)
            batch = following
        return self.report

    def _good_rows(self, rows: Iterator[Row | BadRow], reader: RowReader) -> Iterator[ProductRow]:
        """Yields rows that can be read and whose codes are new in this file; reports the others."""
        for raw in rows:
            row = raw if isinstance(raw, BadRow) else reader.read(raw)
            if isinstance(row, BadRow):
                self.report.refuse(row)
                continue
            codes = {row.sku, *row.barcodes}
            first = min(
                (self._lines_by_code[code] for code in codes if code in self._lines_by_code), default=0
            )
            if first:
                self._refuse(row, RowFault.DUPLICATE_IN_FILE, f"first in line {first}")
                continue
            self._lines_by_code.update(dict.fromkeys(codes, row.line))
            yield row

    def _refuse(self, row: ProductRow, fault: RowFault, detail: str = "") -> None:
        self.report.refuse(BadRow(row.line, None, f"{row.sku} {row.name}"[:SHOWN], fault, detail))

    async def _write(self, batch: Sequence[ProductRow]) -> None:
        await self._load_categories(batch)
        known = await self._archive.by_codes([code for row in batch for code in row.codes])
        new: list[ProductRow] = []
        changes: list[_Change] = []
        for row in batch:
            found = _products_of(row, known)
            if len(found) > 1:
                names = " and ".join(product.inventory.sku for product in found)
                self._refuse(row, RowFault.CODES_DISAGREE, f"known as {names}")
            elif found:
                self._compare(row, found[0], changes)
            else:
                new.append(row)
        await self._add(new)
        await self._change(changes)

    def _compare(self, row: ProductRow, old: Product, changes: list[_Change]) -> None:
        changed = changed_product(old, row, self._categories)
        if row.values.get(Column.QUANTITY, old.inventory.on_hand) != old.inventory.on_hand:
            self.report.stock_kept += 1
        if changed == old:
            self.report.unchanged += 1
        else:
            changes.append(_Change(row, old, changed))

    async def _load_categories(self, batch: Sequence[ProductRow]) -> None:
        for name in dict.fromkeys(map(category_name, batch)):
            if name not in self._categories:
                self._categories[name] = (await self._archive.category(name)).id

    async def _add(self, rows: Sequence[ProductRow]) -> None:
        slugs = await self._slugs(rows)
        now = utc_now()
        products = [new_product(row, slugs[row.sku], self._categories, self._currency, now) for row in rows]
        try:
            await self._insert(products)
        except AdapterError as error:
            if error.code is not ErrorCode.DUPLICATE:
                raise
            await self._add_singly(rows, products)

    async def _add_singly(self, rows: Sequence[ProductRow], products: Sequence[Product]) -> None:
        """Adds what can be added where some code was taken between looking and writing."""
        for row, product in zip(rows, products, strict=True):
            try:
                await self._insert([product])
            except AdapterError as error:
                if error.code is not ErrorCode.DUPLICATE:
                    raise
                self._refuse(row, RowFault.TAKEN, str(error.data.get("field", "")))

    async def _insert(self, products: Sequence[Product]) -> None:
        if products:
            await self._archive.insert(products, self._user, MovementReason.IMPORT)
            self.report.added += len(products)

    async def _slugs(self, rows: Sequence[ProductRow]) -> Mapping[str, str]:
        """Returns a free slug by SKU: the name alone where nobody has it, else with the SKU."""
        plain = {row.sku: slug(row.name) for row in rows}
        taken = set(await self._archive.slugs(list(plain.values())))
        slugs: dict[str, str] = {}
        for row in rows:
            wanted = plain[row.sku]
            slugs[row.sku] = slug(row.name, row.sku) if wanted in taken else wanted
            taken.add(wanted)
        return slugs

    async def _change(self, changes: Sequence[_Change]) -> None:
        limit = asyncio.Semaphore(UPDATES_AT_ONCE)

        async def update(change: _Change) -> None:
            async with limit:
                try:
                    await self._archive.update(change.old, change.new)
                except AdapterError as error:
                    if error.code not in _ROW_FAULTS:
                        raise
                    self._refuse(change.row, _ROW_FAULTS[error.code], str(error.data.get("field", "")))
                else:
                    self.report.changed += 1

        failures = await asyncio.gather(*map(update, changes), return_exceptions=True)
        for failure in failures:
            if failure is not None:
                raise failure


def _take(rows: Iterator[ProductRow], count: int) -> list[ProductRow]:
    return list(islice(rows, count))


def _products_of(row: ProductRow, known: Mapping[str, Product]) -> list[Product]:
    """Returns the different products that have one of the row's codes."""
    found = {product.id: product for code in row.codes[1:] if (product := known.get(code)) is not None}
    by_sku = known.get(row.sku)
    if by_sku is not None and (by_sku.inventory.sku == row.sku or not row.is_sku_given):
        found[by_sku.id] = by_sku
    return list(found.values())
