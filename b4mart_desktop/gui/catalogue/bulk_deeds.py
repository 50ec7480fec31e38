"""What is done to the chosen products of a list: asks in a dialog, tells how it ended, takes it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.bulk_changes import BulkChange
from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.catalogue_batches import CatalogueBatch
from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.gui.catalogue.bulk_dialog import BulkDialog
from b4mart_desktop.gui.catalogue.bulk_forms import (
    BulkForm,
    CategoryForm,
    FlagsForm,
    PickForm,
    StatusForm,
    TagsForm,
    vendor_choices,
)
from b4mart_desktop.gui.catalogue.bulk_presenter import BulkPresenter
from b4mart_desktop.gui.catalogue.failures_dialog import FailuresDialog
from b4mart_desktop.gui.catalogue.last_changes_dialog import LastChangesDialog
from b4mart_desktop.gui.catalogue.price_form import PriceForm
from b4mart_desktop.gui.catalogue.selection_bar import Deed
from b4mart_desktop.gui.models.listed_columns import ListedTexts, grouped
from b4mart_desktop.gui.shared.dialogs import confirm, open_dialog
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.shared.work_dialog import Tick, watch
from b4mart_desktop.services.bulk_edit import BulkEdit, BulkOutcome, Chosen
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.editing import BatchOutcome

_ACTIONS = {
    Deed.PRICES: Action.CHANGE_CATALOGUE_PRICES,
    Deed.LABELS: Action.PRINT_LABELS,
    Deed.EXPORT: Action.EXPORT_PRODUCTS,
}
Vendors = Callable[[], Awaitable[Sequence[tuple[Id, int]]]]
_SOON = dt.timedelta(minutes=1)
_MOST_UNASKED = 100


@dataclass(frozen=True, slots=True)
class _Undoable:
    """A change that can be taken back.

    Attributes:
        count: How many products it changed.
        planned: Whether it only planned prices.
    """

    batch: Id
    count: int
    planned: bool
    at: dt.datetime


class BulkDeeds(QObject):
    """Changes many products.

    Args:
        use: The counter, whose user's rights count, and the use case.
        texts: How values are written.
        vendors: Reads which vendors there are.
        tools: Window, toasts, background.
        tasks: Owns what is under way.

    Signals:
        done: Products were changed; lists may be others now.
    """

    done = Signal()

    def __init__(
        self,
        use: tuple[Counter, BulkEdit],
        texts: ListedTexts,
        vendors: Vendors,
        tools: RoomTools,
        tasks: TaskOwner,
    ) -> None:
        super().__init__()
        self._counter, self._bulk = use
        self._texts = texts
        self._vendors = vendors
        self._tools = tools
        self._tasks = tasks
        self._last: _Undoable | None = None

    def allowed(self) -> frozenset[Deed]:
        """What who is signed in may do."""
        may = self._counter.may
        return frozenset(deed for deed in Deed if may(_ACTIONS.get(deed, Action.EDIT_CATALOGUE)))

    async def do(self, deed: Deed, chosen: Chosen) -> None:
        """Asks what is to become of the chosen products and does it."""
        title, form = await self._form(deed)
        presenter = BulkPresenter(self._bulk, self._tools.run, chosen, title)
        dialog = BulkDialog(self._tools.window, title, form, presenter, self._texts)
        try:
            await open_dialog(dialog)
        finally:
            await dialog.tasks.cancel_all()
        outcome = dialog.outcome
        if outcome is None or not outcome.done:
            return
        if outcome.saved:
            planned = outcome.planned is not None
            self._last = _Undoable(outcome.batch, outcome.saved, planned, self._bulk.now)
        if dialog.undo_wanted:
            await self._undo_last()
        else:
            self._tell(outcome)
            self.done.emit()

    async def _form(self, deed: Deed) -> tuple[str, BulkForm]:
        match deed:
            case Deed.PRICES:
                return self.tr("Change prices"), PriceForm(self._tools.formats, self._bulk.now)
            case Deed.CATEGORY:
                return self.tr("Change the category"), CategoryForm(self._counter.catalogue.categories())
            case Deed.TAGS:
                return self.tr("Change tags"), TagsForm()
            case Deed.TAX:
                return self.tr("Change the tax class"), self._tax_form()
            case Deed.VENDOR:
                return self.tr("Change the vendor"), await self._vendor_form()
            case Deed.FLAGS:
                return self.tr("Featured and favourite"), FlagsForm()
            case Deed.ARCHIVE:
                return self.tr("Archive products"), StatusForm(ProductStatus.ARCHIVED)
            case _:
                return self.tr("Change the status"), StatusForm()

    def _tax_form(self) -> BulkForm:
        names = {tax.code: tax.name for tax in self._counter.catalogue.taxes()}
        choices = [(BulkChange(tax_class=code), name) for code, name in names.items()]
        return PickForm(self.tr("Tax class"), choices)

    async def _vendor_form(self) -> BulkForm:
        vendors = [(vendor, self._texts.vendor(vendor)) for vendor, _ in await self._vendors()]
        return PickForm(self.tr("Vendor"), vendor_choices(vendors, self.tr("No vendor")))

    # ------------------------------------------------------------ afterwards

    def _tell(self, outcome: BulkOutcome) -> None:
        messages = self._tools.messages
        text = self._done(outcome)
        if outcome.stopped:
            text = self.tr("Stopped: {changed}").format(changed=text)
        if outcome.failures:
            left = self.tr("{count} left as before").format(count=self._number(outcome.failures))
            failed, undoes = outcome.failed, outcome.saved > 0
            messages.warning(f"{text}; {left}", self.tr("Show"), lambda: self._show(failed, undoes=undoes))
        elif outcome.saved:
            messages.success(text, self.tr("Undo"), self._undo_told)
        else:
            messages.info(self.tr("All of them were so already"))

    def _done(self, outcome: BulkOutcome) -> str:
        if outcome.planned is None:
            return self._grouped(self.tr("%n product(s) changed", "", outcome.saved), outcome.saved)
        text = self._grouped(self.tr("Prices of %n product(s) planned", "", outcome.saved), outcome.saved)
        when = self._tools.formats.date_time(outcome.planned.at)
        return self.tr("{planned} for {when}").format(planned=text, when=when)

    def _show(self, failed: Sequence[tuple[Product, B4MartError]], *, undoes: bool = False) -> None:
        async def show() -> None:
            if await open_dialog(FailuresDialog(self._tools.window, failed, undo=undoes)):
                await self._undo_last()

        self._tasks.spawn_once("failures", show)

    # ------------------------------------------------------------ taking back

    def undo(self) -> None:
        """Takes the last change back, once; asks where it was a large one, or made a while ago."""
        self._tasks.spawn_once("undo", self._ask_undo)

    def show_last(self) -> None:
        """Shows the last changes of everybody, each to be taken back."""
        self._tasks.spawn_once("undo", self._show_last)

    def _undo_told(self) -> None:
        self._tasks.spawn_once("undo", self._undo_last)

    async def _ask_undo(self) -> None:
        last = self._last
        if last is None:
            return
        if last.count > _MOST_UNASKED or self._bulk.now - last.at > _SOON:
            title = self._grouped(self.tr("Undo the change of %n product(s)?", "", last.count), last.count)
            when = self.tr("It was made on {when}. What somebody changed since stays as it is.")
            text = when.format(when=self._tools.formats.date_time(last.at))
            if not await confirm(self._tools.window, title, text, self.tr("Undo")):
                return
        await self._undo_last()

    async def _show_last(self) -> None:
        try:
            batches: Sequence[CatalogueBatch] = await self._tools.run(self._bulk.last_changes())
        except B4MartError as error:
            self._tools.messages.error(error)
            return
        may_undo = self._counter.may(Action.EDIT_CATALOGUE)
        dialog = LastChangesDialog(self._tools.window, batches, self._tools.formats, may_undo=may_undo)
        accepted = await open_dialog(dialog)
        batch = dialog.chosen()
        if accepted and batch is not None:
            planned = batch.planned_for is not None
            await self._take_back(_Undoable(batch.id, batch.saved, planned, batch.started_at))

    async def _undo_last(self) -> None:
        last, self._last = self._last, None
        if last is not None and not await self._take_back(last):
            self._last = last

    async def _take_back(self, change: _Undoable) -> bool:
        try:
            return await (self._call_off(change) if change.planned else self._put_back(change))
        except B4MartError as error:
            self._tools.messages.error(error)
            return False
        finally:
            self.done.emit()

    async def _call_off(self, change: _Undoable) -> bool:
        count: int = await self._tools.run(self._bulk.call_off(change.batch))
        text = self.tr("Planned prices of %n product(s) called off", "", count)
        self._tools.messages.success(self._grouped(text, count))
        return True

    async def _put_back(self, change: _Undoable) -> bool:
        async def work(tick: Tick) -> BatchOutcome:
            undone: BatchOutcome = await self._tools.run(self._bulk.undo(change.batch, tick))
            return undone

        messages = self._tools.messages
        undone = await watch(self._tools.window, self.tr("Taking the change back…"), change.count, work)
        if undone is None:
            messages.info(self.tr("Stopped: what is not put back yet stays changed"))
            return False
        text = self._grouped(self.tr("%n product(s) put back", "", undone.saved), undone.saved)
        if undone.failed:
            left = self.tr("{count} changed since, left so").format(count=self._number(len(undone.failed)))
            messages.warning(f"{text}; {left}", self.tr("Show"), lambda: self._show(undone.failed))
        else:
            messages.success(text)
        return True

    def _grouped(self, text: str, count: int) -> str:
        return grouped(text, count, self._tools.formats)

    def _number(self, count: int) -> str:
        return self._tools.formats.quantity(Decimal(count))
