"""Exporting products: every column that an import reads, so that importing the file changes nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Protocol

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.services.column_names import Column
from b4mart_desktop.services.ports.exchange import ExportOrder, ExportProgress, ProductSource
from b4mart_desktop.services.product_texts import guarded, guarded_code, texts_of
from b4mart_desktop.services.shop_lookup import ShopLookup

EXPORTED = tuple(column for column in Column if column not in (Column.GTIN, Column.CODE))
"""Every column; ``barcode`` holds all barcodes, GTINs and the shop's own, and ``sku`` the SKU."""

USUAL = (
    Column.SKU,
    Column.BARCODE,
    Column.NAME,
    Column.CATEGORY,
    Column.PRICE,
    Column.SALE_PRICE,
    Column.COST,
    Column.TAX_CLASS,
    Column.STATUS,
    Column.UNIT,
    Column.QUANTITY,
)
"""What most people want."""

COSTS = frozenset({Column.COST})
"""What only those may export who see costs."""


class TableWriter(Protocol):
    """A table file that is being written. The file is there when it is finished, whole."""

    def write(self, rows: Sequence[Sequence[str]]) -> None:
        """Writes rows with as many cells as the header."""

    def finish(self) -> None:
        """Puts the file in its place."""

    def abandon(self) -> None:
        """Leaves nothing behind; a file that was there before stays."""


MakeWriter = Callable[[str, Sequence[Column]], TableWriter]


class ProductExport:
    """One export.

    Args:
        source: Where the products come from.
        shop: What stands for identities.
        order: What is to be written.
        progress: Told after each batch.
        is_chosen: Which of the source's products are written; all where there is none.
    """

    def __init__(
        self,
        source: ProductSource,
        shop: ShopLookup,
        order: ExportOrder,
        progress: ExportProgress | None = None,
        is_chosen: Callable[[Product], bool] | None = None,
    ) -> None:
        self._source = source
        self._shop = shop
        self._columns = tuple(Column(name) for name in order.columns)
        self._guards = [guarded_code if column is Column.SKU else guarded for column in self._columns]
        self._order = order
        self._progress = progress
        self._is_chosen = is_chosen

    async def run(self, make_writer: MakeWriter) -> int:
        """Writes the file and returns how many products are in it.

        Raises:
            AdapterError: DATABASE_UNREACHABLE, DISK_WRITE_FAILED. Then, and where the task is cancelled,
                there is no new file.
        """
        total = await self._total()
        writer = await asyncio.to_thread(make_writer, self._order.file, self._columns)
        read = written = 0
        try:
            async for batch in self._batches():
                chosen = [product for product in batch if self._is_chosen is None or self._is_chosen(product)]
                await asyncio.to_thread(writer.write, self._rows(chosen))
                read += len(batch)
                written += len(chosen)
                if self._progress is not None:
                    self._progress(read, max(total, read))
        except BaseException:
            writer.abandon()
            raise
        await asyncio.to_thread(writer.finish)
        return written

    async def _total(self) -> int:
        wanted = self._order.products
        return await self._source.count() if wanted is None else len(wanted)

    def _batches(self) -> AsyncIterator[Sequence[Product]]:
        return self._source.products(self._order.products)

    def _rows(self, products: Sequence[Product]) -> list[list[str]]:
        return [
            [guards(text) for guards, text in zip(self._guards, self._texts(product), strict=True)]
            for product in products
        ]

    def _texts(self, product: Product) -> list[str]:
        return texts_of(product, self._columns, self._shop)
