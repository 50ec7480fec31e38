"""Writing what an import makes of products, or in a dry run only saying so. Finding them is ``importing``."""

import asyncio
import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.catalog import Category, Product
from b4mart_desktop.domain.errors import AdapterError, B4MartError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.imports import EmptyCells, SkuOfKnown, StockOfKnown
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.stock import MovementReason, StockMovement
from b4mart_desktop.services.category_paths import CategoryPaths
from b4mart_desktop.services.column_names import Column
from b4mart_desktop.services.import_report import MOST_CHANGES_SHOWN, FieldText, ImportReport, RowChange
from b4mart_desktop.services.ports.exchange import ImportArchive, ImportOrder
from b4mart_desktop.services.ports.files import RowFault
from b4mart_desktop.services.product_changes import CLEARED, category_path, changed_product, new_product
from b4mart_desktop.services.product_rows import ProductRow
from b4mart_desktop.services.product_texts import is_same_text, text_of
from b4mart_desktop.services.shop_lookup import ShopLookup
from b4mart_desktop.services.slugs import slug

_AT_ONCE = 250
"""So many changes are one transaction. A batch's go to the server side by side: it then has work while the
next ones are made ready here, which takes about as long."""

_FAULTS = {
    ErrorCode.DUPLICATE: RowFault.TAKEN,
    ErrorCode.CHANGED_MEANWHILE: RowFault.CHANGED_MEANWHILE,
    ErrorCode.NOT_FOUND: RowFault.CHANGED_MEANWHILE,
}


class _Change(NamedTuple):
    row: ProductRow
    old: Product
    new: Product


class ImportWriting:
    """Adds and changes the products of one import, a batch at a time.

    Args:
        archive: Where they go.
        shop: What cells name.
        order: How the rows are meant, and whether anything is written.
        report: Where it is counted.
    """

    def __init__(
        self, archive: ImportArchive, shop: ShopLookup, order: ImportOrder, report: ImportReport
    ) -> None:
        self._archive = archive
        self._shop = shop
        self._order = order
        self._report = report

    # ------------------------------------------------------------ new ones

    async def add(self, rows: Sequence[ProductRow]) -> None:
        """Adds a product for each of ``rows``, which are all new."""
        if not rows:
            return
        await self._need_categories(category_path(row) for row in rows)
        slugs = await self._slugs(rows)
        now, paths, currency = utc_now(), self._shop.paths, self._shop.names.currency
        products: list[Product] = []
        for row in rows:
            category = paths.find(category_path(row))
            assert category is not None
            product = new_product(row, slugs[row.sku], category, currency, now)
            if Column.STATUS not in row.values:
                product = msgspec.structs.replace(product, status=self._order.rules.status)
            products.append(product)
        if not await self._insert(rows, products):
            for row, product in zip(rows, products, strict=True):
                await self._insert([row], [product])

    async def _insert(self, rows: Sequence[ProductRow], products: Sequence[Product]) -> bool:
        """Adds products; where a code was taken since somebody looked, False, or the one row is refused."""
        if not self._order.dry_run:
            try:
                await self._archive.insert(products, self._order.author)
            except AdapterError as error:
                if error.code is not ErrorCode.DUPLICATE:
                    raise
                if len(rows) > 1:
                    return False
                self._refuse(rows[0], error)
                return True
        self._report.added += len(products)
        for row, product in zip(rows, products, strict=True):
            self._tell(row, None, product)
        return True

    async def _need_categories(self, paths: Iterable[tuple[str, ...]]) -> None:
        """Adds those categories that are not there; somebody else may add some of them at the same moment."""
        wanted = list(dict.fromkeys(paths))
        missing = self._missing(wanted)
        for last in (False, False, True):
            if self._order.dry_run or not missing:
                return
            try:
                await self._archive.add_categories(missing)
            except AdapterError as error:
                if last or error.code is not ErrorCode.DUPLICATE:
                    raise
                paths_there = CategoryPaths(await self._archive.categories())
                self._shop = dataclasses.replace(self._shop, paths=paths_there)
                missing = self._missing(wanted)
            else:
                return

    def _missing(self, wanted: Sequence[tuple[str, ...]]) -> list[Category]:
        missing: list[Category] = []
        for path in wanted:
            if self._shop.paths.find(path) is None:
                missing += self._shop.paths.missing(path)
                name = " > ".join(path)
                if name not in self._report.categories:
                    self._report.categories.append(name)
        return missing

    async def _slugs(self, rows: Sequence[ProductRow]) -> Mapping[str, str]:
        """Returns a free slug by SKU: the one given or the name's where nobody has it, else with the SKU."""
        plain = {row.sku: str(row.values.get(Column.SLUG) or slug(row.name)) for row in rows}
        taken = set(await self._archive.slugs(list(plain.values())))
        slugs: dict[str, str] = {}
        for row in rows:
            wanted = plain[row.sku]
            slugs[row.sku] = slug(row.name, row.sku) if wanted in taken else wanted
            taken.add(wanted)
        return slugs

    # ------------------------------------------------------------ known ones

    async def change(self, found: Sequence[tuple[ProductRow, Product]]) -> None:
        """Changes each product as its row says, where it says anything else than what there is."""
        changes = await self._changes(found)
        refused = await self._save([change for change in changes if change.new != change.old])
        stock: list[_Change] = []
        for change in changes:
            if change.old.id in refused:
                continue
            moves = self._moves_stock(change)
            if moves:
                stock.append(change)
            if moves or change.new != change.old:
                self._report.changed += 1
                self._tell(change.row, change.old, change.new)
            else:
                self._report.unchanged += 1
        await self._set_stock(stock)

    async def _changes(self, found: Sequence[tuple[ProductRow, Product]]) -> list[_Change]:
        """Returns what rows make of their products; those that cannot be used are refused."""
        news: list[tuple[ProductRow, Product]] = []
        for read, product in found:
            row = self._news(read, product)
            if row.faults:
                self._report.refuse(next(iter(row.faults.values())))
            else:
                news.append((row, product))
        await self._need_categories(category_path(row) for row, _ in news if Column.CATEGORY in row.values)
        return [_Change(row, product, self._changed(row, product)) for row, product in news]

    def _changed(self, row: ProductRow, product: Product) -> Product:
        named = Column.CATEGORY in row.values
        return changed_product(product, row, self._shop.paths.find(category_path(row)) if named else None)

    def _news(self, row: ProductRow, product: Product) -> ProductRow:
        """Returns the row without what the product says already, and with what empty cells clear."""
        same = {
            column
            for column, text in row.texts.items()
            if is_same_text(text, text_of(product, column, self._shop))
        }
        values = {column: value for column, value in row.values.items() if column not in same}
        if self._order.rules.empty is EmptyCells.CLEAR:
            empty = {column for column, text in row.texts.items() if not text} - same
            values.update({column: CLEARED[column] for column in empty & CLEARED.keys()})
        return row._replace(
            values=values,
            faults={column: fault for column, fault in row.faults.items() if column not in same},
            name="" if Column.NAME in same else row.name,
            is_sku_given=self._takes_sku(row, product),
        )

    def _takes_sku(self, row: ProductRow, product: Product) -> bool:
        if not row.is_sku_given or product.inventory.sku in row.skus:
            return False
        taken = self._order.rules.sku is SkuOfKnown.TAKE
        self._report.skus_kept += not taken
        return taken

    async def _save(self, changes: Sequence[_Change]) -> frozenset[Id]:
        """Saves changes; returns the products of those that were refused."""
        if self._order.dry_run:
            return frozenset()
        errors = await self._errors([(change.old, change.new) for change in changes])
        refused = [
            (change, error) for change, error in zip(changes, errors, strict=True) if error is not None
        ]
        for change, error in refused:
            self._refuse(change.row, error)
        return frozenset(change.old.id for change, _ in refused)

    async def _errors(self, pairs: Sequence[tuple[Product, Product]]) -> Sequence[B4MartError | None]:
        """Saves products; returns why one could not be. Nothing is on its way any more when this ends."""
        parts = [pairs[start : start + _AT_ONCE] for start in range(0, len(pairs), _AT_ONCE)]
        saving = [self._archive.save_many(part, self._order.author) for part in parts]
        errors: list[B4MartError | None] = []
        for saved in await asyncio.gather(*saving, return_exceptions=True):
            if isinstance(saved, BaseException):
                raise saved
            errors += saved
        return errors

    # ------------------------------------------------------------ stock

    def _moves_stock(self, change: _Change) -> bool:
        on_hand = change.old.inventory.on_hand
        if change.row.values.get(Column.QUANTITY, on_hand) == on_hand:
            return False
        if self._order.rules.stock is StockOfKnown.LEAVE:
            self._report.stock_kept += 1
            return False
        self._report.stock_set += 1
        return True

    async def _set_stock(self, changes: Sequence[_Change]) -> None:
        if not changes or self._order.dry_run:
            return
        order, now = self._order, utc_now()
        movements = [
            StockMovement(
                id=new_id(),
                product=product.id,
                delta=row.values[Column.QUANTITY] - product.inventory.on_hand,  # type: ignore[operator]
                reason=MovementReason.ADJUSTMENT,
                ref=order.batch,
                register=order.register,
                user=order.user,
                at=now,
            )
            for row, product, _ in changes
        ]
        await self._archive.book(movements, self._audit(len(movements)))

    def _audit(self, products: int) -> AuditEntry | None:
        order = self._order
        if order.user is None or order.user_name is None:
            return None
        return AuditEntry(
            id=new_id(),
            action=Action.ADJUST_STOCK,
            user=order.user,
            user_name=order.user_name,
            register=order.register,
            ref=order.batch,
            details={"file": order.file_name, "products": str(products)},
            at=utc_now(),
        )

    # ------------------------------------------------------------ telling

    def _refuse(self, row: ProductRow, error: B4MartError) -> None:
        fault = _FAULTS.get(error.code, RowFault.REFUSED)
        detail = str(error.data.get("field") or error.data.get("reason") or "")
        self._report.refuse(row.refused(fault, detail))

    def _tell(self, row: ProductRow, old: Product | None, new: Product) -> None:
        sale = new.pricing.sale_price
        says_prices = not row.values.keys().isdisjoint((Column.PRICE, Column.SALE_PRICE))
        if says_prices and sale is not None and sale >= new.pricing.base_price:
            self._report.sales_not_below += 1
        self._show(row, old, new)

    def _show(self, row: ProductRow, old: Product | None, new: Product) -> None:
        """Keeps what changed, in a dry run: whoever asks wants to see it."""
        if not self._order.dry_run or len(self._report.changes) >= MOST_CHANGES_SHOWN:
            return
        texts = [
            FieldText(
                column, "" if old is None else text_of(old, column, self._shop), self._after(row, new, column)
            )
            for column in row.texts
        ]
        fields = tuple(text for text in texts if not is_same_text(text.before, text.after))
        self._report.changes.append(RowChange(row.line, new.inventory.sku, new.name, old is None, fields))

    def _after(self, row: ProductRow, new: Product, column: Column) -> str:
        if column is Column.QUANTITY and self._order.rules.stock is StockOfKnown.SET and column in row.values:
            return row.texts[column]
        return text_of(new, column, self._shop)
