"""Bringing products in and taking them out, as managers do it: looks, dry runs, runs, profiles, exports.

The work itself is ``importing`` and ``exporting``, in a process of its own.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec

from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.imports import (
    ImportProfile,
    ImportRules,
    ImportRun,
    ImportState,
    StockOfKnown,
)
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.product_lists import ProductFilter, ProductSort
from b4mart_desktop.domain.record import utc_after
from b4mart_desktop.domain.stock import StockMovement
from b4mart_desktop.services.column_names import Column
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.editing import BatchOutcome, Editing, Progress
from b4mart_desktop.services.exporting import COSTS
from b4mart_desktop.services.gate import Permit
from b4mart_desktop.services.import_report import ImportReport
from b4mart_desktop.services.importing import check_same_file
from b4mart_desktop.services.ports.exchange import (
    ExportOrder,
    ExportProgress,
    ImportArchive,
    ImportOrder,
    ImportProgress,
    ProfileBook,
)
from b4mart_desktop.services.ports.files import ReadAs, Table
from b4mart_desktop.services.product_list import ProductList
from b4mart_desktop.services.shop_lookup import ShopLookup, look_up
from b4mart_desktop.services.table_look import TableLook, look_at, names_of

OpenTable = Callable[[Path, ReadAs], Table]
WriteErrors = Callable[[Path, ImportReport], None]

RECENT = 20


class TakenBack(NamedTuple):
    """What came of taking an import back.

    Attributes:
        stock: How many products' corrected stock was set back.
    """

    changes: BatchOutcome
    stock: int


class ExchangeWorker(Protocol):
    """The process that imports and exports. To be called in the GUI's loop; cancelling ends it well."""

    async def run_import(
        self, order: ImportOrder, currency: str, progress: Callable[[ImportProgress], None]
    ) -> ImportReport:
        """Imports and returns what came of it.

        Raises:
            AdapterError: What ended it; WORKER_ENDED where the process was killed.
        """

    async def run_export(self, order: ExportOrder, currency: str, progress: ExportProgress) -> int:
        """Exports and returns how many products are in the file.

        Raises:
            AdapterError: As ``run_import``.
        """


class Exchange:
    """Imports and exports of who is signed in.

    Args:
        counter: This register.
        archive: The products in the database.
        book: What is kept of imports.
        worker: The process that does the work.
        open_table: Opens a file as a table.
        write_errors: Writes the refused rows of a report as a file.
    """

    def __init__(
        self,
        counter: Counter,
        archive: ImportArchive,
        book: ProfileBook,
        worker: ExchangeWorker,
        open_table: OpenTable,
        write_errors: WriteErrors,
    ) -> None:
        self._counter = counter
        self._archive = archive
        self._book = book
        self._worker = worker
        self._open_table = open_table
        self._write_errors = write_errors

    # ------------------------------------------------------------ in the background thread

    async def shop(self) -> tuple[ShopLookup, Sequence[ImportProfile]]:
        """Returns what cells may name, and all profiles.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE.
        """
        self._counter.permit(Action.IMPORT_PRODUCTS)
        return await look_up(self._archive, self._counter.store().currency), await self._book.profiles()

    async def runs(self) -> Sequence[ImportRun]:
        """Returns the last imports, newest first.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE.
        """
        self._counter.permit(Action.IMPORT_PRODUCTS)
        return await self._book.runs(RECENT)

    async def keep_profile(self, name: str, order: ImportOrder, look: TableLook, chosen: ReadAs) -> None:
        """Keeps how a table is imported, for others with its header; replaces the profile of that name.

        Of its reading only what a person chose is kept: the next file may have another encoding.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED; FIELD_REQUIRED without a name.
            AdapterError: DATABASE_UNREACHABLE.
        """
        self._counter.permit(Action.IMPORT_PRODUCTS)
        if not name.strip():
            raise DomainError(ErrorCode.FIELD_REQUIRED, field="name")
        now = self._counter.clock()
        profile = ImportProfile(
            id=new_id(),
            name=name.strip(),
            header=tuple(look.header),
            columns=order.columns or (),
            rules=order.rules,
            sheet=chosen.sheet,
            header_line=chosen.header_line,
            encoding=chosen.encoding,
            delimiter=chosen.delimiter,
            created_at=now,
            updated_at=now,
        )
        await self._book.keep(profile)

    async def undo(self, editing: Editing, run: ImportRun, progress: Progress | None = None) -> TakenBack:
        """Takes an import back: changes as far as nobody changed the same since; new products are archived.

        Stock that it corrected goes back by as much as it was corrected, so that sales since then count.

        Args:
            editing: Takes the changes back.
            run: The import as it was shown.
            progress: Told how far it is.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: CHANGED_MEANWHILE where somebody else is taking it back, or it went on meanwhile;
                DATABASE_UNREACHABLE; what was taken back until then stays so.
        """
        self._counter.permit(Action.IMPORT_PRODUCTS)
        claimed = msgspec.structs.replace(
            run, state=ImportState.UNDOING, updated_at=utc_after(run.updated_at)
        )
        await self._book.keep_run(claimed, run)
        stock = await self._set_stock_back(run)
        changes = await editing.undo_batch(run.id, progress)
        state = ImportState.PARTLY_UNDONE if changes.failed else ImportState.UNDONE
        undone = msgspec.structs.replace(claimed, state=state, updated_at=utc_after(claimed.updated_at))
        await self._book.keep_run(undone, claimed)
        return TakenBack(changes, stock)

    async def _set_stock_back(self, run: ImportRun) -> int:
        count = 0
        async for corrections in self._archive.corrections(run.id):
            permit = self._counter.permit(Action.ADJUST_STOCK)

            def reverse(
                standing: Sequence[StockMovement], permit: Permit = permit
            ) -> tuple[Sequence[StockMovement], AuditEntry]:
                audit = self._counter.audit(permit, run.id, taken_back=run.file, products=len(standing))
                return [self._reverse(movement, permit.user.id) for movement in standing], audit

            count += await self._archive.take_back(corrections, reverse)
        return count

    def _reverse(self, movement: StockMovement, user: Id) -> StockMovement:
        return msgspec.structs.replace(
            movement,
            id=new_id(),
            delta=-movement.delta,
            ref=movement.id,
            register=self._counter.register().id,
            user=user,
            at=self._counter.clock(),
            quantity_after=None,
        )

    # ------------------------------------------------------------ in the window's loop

    async def look(
        self,
        file: Path,
        read_as: ReadAs,
        shop: ShopLookup,
        profiles: Sequence[ImportProfile],
        resumes: ImportRun | None = None,
    ) -> TableLook:
        """Returns what a file looks like.

        Raises:
            DomainError: OTHER_FILE where it is not the one that ``resumes`` was stopped in.
            AdapterError: FILE_UNREADABLE.
        """

        def read() -> TableLook:
            with closing(self._open_table(file, read_as)) as table:
                if resumes is not None:
                    check_same_file(resumes, table.digest())
                return look_at(table, shop, profiles)

        return await asyncio.to_thread(read)

    def order(
        self, file: Path, look: TableLook, columns: Sequence[Column | None], rules: ImportRules
    ) -> ImportOrder:
        """Returns the order to import a file.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED, also for correcting stock.
        """
        user = self._counter.permit(Action.IMPORT_PRODUCTS).user
        if rules.stock is StockOfKnown.SET and Column.QUANTITY in columns:
            self._counter.permit(Action.ADJUST_STOCK)
        return ImportOrder(
            batch=new_id(),
            file=str(file),
            read_as=look.read_as,
            columns=names_of(columns),
            rules=rules,
            user=user.id,
            user_name=user.name,
            register=self._counter.register().id,
        )

    async def run(self, order: ImportOrder, progress: Callable[[ImportProgress], None]) -> ImportReport:
        """Does what ``order`` says. Cancelling keeps what was written; ``resumes`` goes on from there.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: FIELD_REQUIRED; FILE_UNREADABLE; DATABASE_UNREACHABLE; WORKER_ENDED.
        """
        self._counter.permit(Action.IMPORT_PRODUCTS)
        return await self._worker.run_import(order, self._counter.store().currency, progress)

    async def write_errors(self, file: Path, report: ImportReport) -> None:
        """Writes the refused rows, each with its reason, as a file that can be mended and imported.

        Raises:
            AdapterError: DISK_WRITE_FAILED.
        """
        await asyncio.to_thread(self._write_errors, file, report)

    def exported(self, columns: Sequence[Column]) -> tuple[Column, ...]:
        """Returns those of ``columns`` that who is signed in may export."""
        costs = self._counter.may(Action.SEE_COSTS)
        return tuple(column for column in columns if costs or column not in COSTS)

    async def export(
        self,
        file: Path,
        columns: Sequence[Column],
        lists: ProductList,
        wanted: ProductFilter | None,
        progress: ExportProgress,
    ) -> int:
        """Writes products to a file and returns how many; None for all, archived ones included.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DISK_WRITE_FAILED; DATABASE_UNREACHABLE; CATALOGUE_LOADING; WORKER_ENDED.
        """
        self._counter.permit(Action.EXPORT_PRODUCTS)
        products = None
        if wanted is not None:
            with closing(await lists.open(wanted, ProductSort())) as selection:
                products = tuple(await asyncio.to_thread(list, selection.all_ids()))
        names = tuple(column.value for column in self.exported(columns))
        order = ExportOrder(file=str(file), columns=names, products=products)
        return await self._worker.run_export(order, self._counter.store().currency, progress)
