"""What the room of imports and exports does: looks at files, runs, takes back, exports. No widgets."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.errors import AdapterError, B4MartError, ErrorCode
from b4mart_desktop.domain.imports import ImportProfile, ImportRules, ImportRun
from b4mart_desktop.domain.product_lists import ProductFilter
from b4mart_desktop.gui.shared.backstage import OnBackstage
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.services.column_names import Column
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.exchanging import Exchange, TakenBack
from b4mart_desktop.services.import_report import ImportReport
from b4mart_desktop.services.ports.exchange import ImportOrder, ImportProgress
from b4mart_desktop.services.ports.files import ReadAs
from b4mart_desktop.services.product_list import ProductList
from b4mart_desktop.services.shop_lookup import ShopLookup
from b4mart_desktop.services.table_look import (
    ColumnLook,
    TableLook,
    column_looks,
    columns_of,
    profile_columns,
)

AS_IT_SEEMS = ReadAs()


@dataclass(slots=True)
class Plan:
    """A file that is about to be imported.

    Attributes:
        chosen: What a person, or the profile, says about its reading; the rest was found out.
    """

    file: Path
    look: TableLook
    shop: ShopLookup
    profiles: Sequence[ImportProfile]
    columns: list[Column | None]
    rules: ImportRules
    resumes: ImportRun | None = None
    chosen: ReadAs = AS_IT_SEEMS


class ExchangePresenter(QObject):
    """The room's commands.

    Signals:
        runs_read: The last imports (sequence of ``ImportRun``).
        refused: The room cannot be used (``B4MartError``).
        planned: A file was looked at (``Plan``).
        columns_read: How its columns would be read (sequence of ``ColumnLook``).
        went_on: How far an import is (``ImportProgress``).
        ended: An import or dry run ended (``ImportReport``).
        stopped: An import did not come to its end, with how far it came (``ImportProgress``).
        exporting: How many products are written, and of how many.
        exported: How many are in the file; -1 where there is none.
    """

    runs_read = Signal(object)
    refused = Signal(object)
    planned = Signal(object)
    columns_read = Signal(object)
    went_on = Signal(object)
    ended = Signal(object)
    stopped = Signal(object)
    exporting = Signal(int, int)
    exported = Signal(int)

    def __init__(
        self,
        exchange: Exchange,
        editing: Editing,
        lists: ProductList,
        backstage: OnBackstage,
        messages: Messages,
    ) -> None:
        super().__init__()
        self._exchange = exchange
        self._editing = editing
        self._lists = lists
        self._backstage = backstage
        self._messages = messages
        self._progress = ImportProgress()
        self._last: ImportOrder | None = None
        self.plan: Plan | None = None

    # ------------------------------------------------------------ reading

    async def read(self) -> None:
        """Reads the last imports."""
        try:
            self.runs_read.emit(await self._backstage(self._exchange.runs()))
        except B4MartError as error:
            self.refused.emit(error)

    async def look(self, file: Path, read_as: ReadAs, resumes: ImportRun | None = None) -> None:
        """Looks at a file, as a person says or as it seems; without an answer where it cannot be read."""
        try:
            shop, profiles = await self._backstage(self._exchange.shop())
            if resumes is not None and read_as == AS_IT_SEEMS:
                read_as = ReadAs(*msgspec.structs.astuple(resumes.reading))
            look = await self._exchange.look(file, read_as, shop, profiles, resumes)
            if look.profile is not None and read_as == AS_IT_SEEMS:
                look, read_as = await self._look_as_kept(file, look, shop, look.profile)
        except B4MartError as error:
            self._messages.error(error)
            return
        rules = ImportRules() if look.profile is None else look.profile.rules
        columns = list(look.columns)
        if resumes is not None and len(resumes.columns) == len(columns):
            columns, rules = list(columns_of(resumes.columns)), resumes.rules
        self.plan = Plan(file, look, shop, profiles, columns, rules, resumes, read_as)
        self.planned.emit(self.plan)
        self._tell_columns(self.plan)

    async def _look_as_kept(
        self, file: Path, found: TableLook, shop: ShopLookup, profile: ImportProfile
    ) -> tuple[TableLook, ReadAs]:
        """Looks again as the profile says; the first look counts where that finds other columns."""
        kept = ReadAs(profile.sheet, profile.header_line, profile.encoding, profile.delimiter)
        if kept == AS_IT_SEEMS:
            return found, kept
        try:
            again = await self._exchange.look(file, kept, shop, [profile])
        except AdapterError:
            return found, AS_IT_SEEMS
        return (again, kept) if again.profile is not None else (found, AS_IT_SEEMS)

    def take_profile(self, profile: ImportProfile) -> None:
        """Takes what a profile says, for the columns that have its names."""
        if self.plan is None:
            return
        self.plan.columns = list(profile_columns(profile, self.plan.look.header))
        self.plan.rules = profile.rules
        self.planned.emit(self.plan)
        self._tell_columns(self.plan)

    def set_column(self, place: int, column: Column | None) -> None:
        """Says what a column of the file means."""
        if self.plan is not None:
            self.plan.columns[place] = column
            self._tell_columns(self.plan)

    def set_rules(self, rules: ImportRules) -> None:
        """Says how the rows are meant."""
        if self.plan is not None:
            self.plan.rules = rules
            self._tell_columns(self.plan)

    def _tell_columns(self, plan: Plan) -> None:
        looks: Sequence[ColumnLook] = column_looks(plan.look, plan.columns, plan.shop, plan.rules.decimals)
        self.columns_read.emit(looks)

    async def keep_profile(self, name: str) -> bool:
        """Keeps the plan under a name; False where that failed."""
        if self.plan is None:
            return False
        try:
            order = self._order(self.plan, dry_run=True)
            await self._backstage(self._exchange.keep_profile(name, order, self.plan.look, self.plan.chosen))
        except B4MartError as error:
            self._messages.error(error)
            return False
        return True

    # ------------------------------------------------------------ bringing in

    async def run(self, *, dry_run: bool) -> None:
        """Imports as planned, or only says what that would do."""
        if self.plan is None:
            return
        resumes = self.plan.resumes
        self._progress = ImportProgress() if resumes is None else ImportProgress(line=resumes.line)
        self.went_on.emit(self._progress)
        try:
            report = await self._exchange.run(self._order(self.plan, dry_run=dry_run), self._on_progress)
        except asyncio.CancelledError:
            self.stopped.emit(self._progress)
            raise
        except B4MartError as error:
            self._messages.error(error)
            self.stopped.emit(self._progress)
        else:
            self.ended.emit(report)

    async def resume(self) -> None:
        """Goes on with the import that was stopped, from where the database says that it came."""
        if self.plan is None or self._last is None:
            return
        try:
            runs: Sequence[ImportRun] = await self._backstage(self._exchange.runs())
        except B4MartError as error:
            self._messages.error(error)
            self.stopped.emit(self._progress)
            return
        batch = self._last.batch
        self.plan.resumes = next((run for run in runs if run.id == batch), self.plan.resumes)
        await self.run(dry_run=False)

    def _order(self, plan: Plan, *, dry_run: bool) -> ImportOrder:
        order = self._exchange.order(plan.file, plan.look, plan.columns, plan.rules)
        if plan.resumes is not None:
            order = msgspec.structs.replace(order, batch=plan.resumes.id, resumes=plan.resumes)
        self._last = msgspec.structs.replace(order, dry_run=dry_run)
        return self._last

    def _on_progress(self, progress: ImportProgress) -> None:
        self._progress = progress
        self.went_on.emit(progress)

    async def write_errors(self, file: Path, report: ImportReport) -> bool:
        """Writes the refused rows as a file; False where that failed."""
        try:
            await self._exchange.write_errors(file, report)
        except B4MartError as error:
            self._messages.error(error)
            return False
        return True

    async def undo(self, run: ImportRun) -> TakenBack | None:
        """Takes an import back, None where that failed."""
        try:
            outcome: TakenBack = await self._backstage(self._exchange.undo(self._editing, run))
        except B4MartError as error:
            self._messages.error(error)
            return None
        finally:
            await self.read()
        return outcome

    # ------------------------------------------------------------ exporting

    def columns(self, wanted: Sequence[Column]) -> Sequence[Column]:
        """Returns those columns that who is signed in may export."""
        return self._exchange.exported(wanted)

    async def export(self, file: Path, columns: Sequence[Column], wanted: ProductFilter | None) -> None:
        """Exports products to a file."""
        written = -1
        try:
            written = await self._exchange.export(file, columns, self._lists, wanted, self.exporting.emit)
        except B4MartError as error:
            if error.code is not ErrorCode.CANCELLED:
                self._messages.error(error)
        finally:
            self.exported.emit(written)
