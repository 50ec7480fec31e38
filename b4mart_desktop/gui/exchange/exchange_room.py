"""The room of imports and exports: its pages, and the ways between them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout
from typing_extensions import override

from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.domain.imports import ImportRun, RowsTaken
from b4mart_desktop.domain.product_lists import ProductFilter
from b4mart_desktop.gui.exchange.exchange_presenter import ExchangePresenter, Plan
from b4mart_desktop.gui.exchange.home_page import HomePage
from b4mart_desktop.gui.exchange.outcome_page import OutcomePage
from b4mart_desktop.gui.exchange.plan_page import PlanPage
from b4mart_desktop.gui.exchange.work_page import WorkPage
from b4mart_desktop.gui.shared.dialogs import ask_text, confirm, open_dialog
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.room import Room, RoomTools
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.services.bus import ConnectionChanged, Event
from b4mart_desktop.services.column_names import CODES, Column
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.exchanging import Exchange
from b4mart_desktop.services.import_report import ImportReport
from b4mart_desktop.services.ports.exchange import ImportProgress
from b4mart_desktop.services.ports.files import ReadAs
from b4mart_desktop.services.product_list import ProductList
from b4mart_desktop.services.table_look import ColumnLook


class ExchangeRoom(Room):
    """Imports and exports of products."""

    def __init__(self, exchange: Exchange, editing: Editing, lists: ProductList, tools: RoomTools) -> None:
        super().__init__()
        self._tools = tools
        self.presenter = ExchangePresenter(exchange, editing, lists, tools.run, tools.messages)
        self.home, self.plan = HomePage(tools.formats), PlanPage()
        self.work, self.outcome = WorkPage(tools.formats), OutcomePage()
        self.forbidden = EmptyState()
        self._pages = QStackedWidget()
        self._report: ImportReport | None = None
        self._dry_run = True
        self._exported_to = Path()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.setProperty("kind", "page")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        for page in (self.home, self.plan, self.work, self.outcome, self.forbidden):
            self._pages.addWidget(page)

    def _connect(self) -> None:
        home, plan, outcome, presenter = self.home, self.plan, self.outcome, self.presenter
        home.drop.wanted.connect(lambda: self.tasks.spawn_once("file", self._choose_file))
        home.drop.dropped.connect(self.look)
        home.export.wanted.connect(self._export)
        home.export.stop_wanted.connect(lambda: self.tasks.cancel("export"))
        home.state.action_triggered.connect(self.enter)
        home.undo_wanted.connect(lambda run: self.tasks.spawn_once("undo", lambda: self._undo(run)))
        home.go_on_wanted.connect(lambda run: self.tasks.spawn_once("file", lambda: self._choose_file(run)))
        plan.back_wanted.connect(self._go_home)
        plan.check_wanted.connect(lambda: self._run(dry_run=True))
        plan.keep_wanted.connect(lambda: self.tasks.spawn_once("keep", self._keep))
        plan.profile_chosen.connect(presenter.take_profile)
        plan.rules.changed.connect(presenter.set_rules)
        plan.columns.chosen.connect(presenter.set_column)
        plan.reading.changed.connect(self._read_again)
        self.work.stop_wanted.connect(self._stop)
        outcome.back_wanted.connect(self._leave_outcome)
        outcome.import_wanted.connect(lambda: self._run(dry_run=False))
        outcome.go_on_wanted.connect(lambda: self._run(dry_run=False, goes_on=True))
        outcome.save_wanted.connect(lambda: self.tasks.spawn_once("save", self._save_errors))
        presenter.runs_read.connect(home.show_runs)
        presenter.refused.connect(self._show_refused)
        presenter.planned.connect(self._show_plan)
        presenter.columns_read.connect(self._show_columns)
        presenter.went_on.connect(self.work.show_progress)
        presenter.ended.connect(self._show_report)
        presenter.stopped.connect(self._show_stopped)
        presenter.exporting.connect(lambda done, total: home.export.show_progress(done / max(total, 1)))
        presenter.exported.connect(self._on_exported)

    # ------------------------------------------------------------ coming and going

    @override
    def enter(self) -> None:
        if self._pages.currentWidget() in (self.home, self.forbidden):
            self.tasks.spawn_latest("read", self.presenter.read())
            self.home.drop.button.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def on_event(self, event: Event) -> None:
        if isinstance(event, ConnectionChanged) and event.online and self.isVisible():
            self.enter()

    def offer_view(self, name: str, wanted: ProductFilter) -> None:
        """Offers the products of a list's view for export."""
        self._go_home()
        self.home.export.offer(name, wanted)

    def _go_home(self) -> None:
        self._pages.setCurrentWidget(self.home)
        self.enter()

    def _show_refused(self, error: B4MartError) -> None:
        title, text = describe(error)
        if error.code in (ErrorCode.NOT_ALLOWED, ErrorCode.NOT_SIGNED_IN):
            self.forbidden.show_forbidden(text)
            self._pages.setCurrentWidget(self.forbidden)
        elif error.code is ErrorCode.DATABASE_UNREACHABLE:
            again, why = self.tr("Try again"), self.tr("Imports and exports need the shop's database.")
            self.home.show_state(lambda state: state.show_empty(Icon.CLOUD_OFF, title, why, again))
        else:
            self.home.show_state(lambda state: state.show_error(title, text))

    # ------------------------------------------------------------ a file

    async def _choose_file(self, resumes: ImportRun | None = None) -> None:
        dialog = QFileDialog(self, self.tr("Import products"), _documents())
        dialog.setNameFilters(
            [self.tr("Tables (*.csv *.tsv *.txt *.xlsx *.xlsm *.xml *.gz *.zip)"), self.tr("All files (*)")]
        )
        file = await _chosen_file(dialog)
        if file is not None:
            await self.presenter.look(file, ReadAs(), resumes)

    def look(self, file: Path) -> None:
        """Looks at a file that may be imported."""
        self.tasks.spawn_latest("look", self.presenter.look(file, ReadAs()))

    def _read_again(self, read_as: ReadAs) -> None:
        plan = self.presenter.plan
        if plan is not None:
            self.tasks.spawn_latest("look", self.presenter.look(plan.file, read_as, plan.resumes))

    def _show_plan(self, plan: Plan) -> None:
        self.plan.show_plan(plan)
        if self._pages.currentWidget() is not self.plan:
            self._pages.setCurrentWidget(self.plan)
            self.plan.columns.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_columns(self, looks: Sequence[ColumnLook]) -> None:
        said = {look.column for look in looks}
        plan = self.presenter.plan
        names_needed = plan is None or plan.rules.rows is not RowsTaken.KNOWN
        problem = ""
        if not said & CODES:
            problem = self.tr(
                "Say which column is the SKU, the barcode or the PLU: by it products are known."
            )
        elif names_needed and Column.NAME not in said:
            problem = self.tr("Say which column is the name, or take known products only.")
        self.plan.show_columns(looks, problem)

    async def _keep(self) -> None:
        plan = self.presenter.plan
        if plan is None:
            return
        known = plan.look.profile.name if plan.look.profile is not None else plan.file.stem
        title = self.tr("Save for files with the same columns")
        name = await ask_text(self, title, self.tr("Name, such as the supplier"), self.tr("Save"), text=known)
        if name is not None and await self.presenter.keep_profile(name):
            self._tools.messages.success(self.tr("Files with these columns are read this way from now on."))

    # ------------------------------------------------------------ running

    def _run(self, *, dry_run: bool, goes_on: bool = False) -> None:
        plan, presenter = self.presenter.plan, self.presenter
        if plan is None:
            return
        self._dry_run = dry_run
        self.work.begin(plan.file.name, dry_run=dry_run)
        self._pages.setCurrentWidget(self.work)
        run = presenter.resume if goes_on else lambda: presenter.run(dry_run=dry_run)
        self.tasks.spawn_once("run", run)

    def _stop(self) -> None:
        self.work.stop.setEnabled(False)
        self.tasks.cancel("run")

    def _show_report(self, report: ImportReport) -> None:
        self._report = report
        self.outcome.show_report(report)
        self._pages.setCurrentWidget(self.outcome)
        (self.outcome.go if report.dry_run else self.outcome.save).setFocus()

    def _show_stopped(self, progress: ImportProgress) -> None:
        if self._dry_run:
            self._pages.setCurrentWidget(self.plan)
            return
        self.outcome.show_stopped(progress, dry_run=False)
        self._pages.setCurrentWidget(self.outcome)

    def _leave_outcome(self) -> None:
        if self._report is not None and self._report.dry_run and self._dry_run:
            self._pages.setCurrentWidget(self.plan)
        else:
            self._go_home()

    async def _save_errors(self) -> None:
        report, plan = self._report, self.presenter.plan
        if report is None or plan is None:
            return
        name = self.tr("{name} refused.csv").format(name=plan.file.stem)
        file = await _save_file(self, self.tr("Save refused rows"), name)
        if file is not None and await self.presenter.write_errors(file, report):
            self._tools.messages.success(self.tr("Saved. Correct the rows there and import that file."))

    async def _undo(self, run: ImportRun) -> None:
        title = self.tr("Undo the import of {file}?").format(file=run.file)
        text = self.tr(
            "Products that it added are archived, stock that it corrected is set back."
            " What somebody changed since stays as it is."
        )
        if not await confirm(self, title, text, self.tr("Undo import"), danger=True):
            return
        outcome = await self.presenter.undo(run)
        if outcome is None:
            return
        text = self.tr("Undone: {done}. Changed since and left as they are: {left}.")
        changes = outcome.changes
        done = text.format(done=f"{changes.saved:,}", left=f"{len(changes.failed):,}")
        if outcome.stock:
            done += " " + self.tr("Stock set back: {count}.").format(count=f"{outcome.stock:,}")
        self._tools.messages.success(done)

    # ------------------------------------------------------------ exporting

    def _export(self, columns: Sequence[Column], wanted: ProductFilter | None) -> None:
        self.tasks.spawn_once("export", lambda: self._export_to_file(columns, wanted))

    async def _export_to_file(self, columns: Sequence[Column], wanted: ProductFilter | None) -> None:
        file = await _save_file(self, self.tr("Export products"), self.tr("products") + ".xlsx")
        if file is not None:
            self._exported_to = file
            self.home.export.show_progress(0)
            await self.presenter.export(file, columns, wanted)

    def _on_exported(self, written: int) -> None:
        self.home.export.show_progress(None)
        if written >= 0:
            text = self.tr("{count} products are in {file}.")
            self._tools.messages.success(text.format(count=f"{written:,}", file=self._exported_to.name))


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


async def _save_file(parent: Room, title: str, name: str) -> Path | None:
    dialog = QFileDialog(parent, title, str(Path(_documents()) / name))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(["Excel (*.xlsx)", "CSV (*.csv)"] if name.endswith("xlsx") else ["CSV (*.csv)"])
    file = await _chosen_file(dialog)
    if file is None or file.suffix:
        return file
    return file.with_suffix(".csv" if "csv" in dialog.selectedNameFilter() else ".xlsx")


async def _chosen_file(dialog: QFileDialog) -> Path | None:
    accepted = await open_dialog(dialog)
    files = dialog.selectedFiles()
    return Path(files[0]) if accepted and files else None
