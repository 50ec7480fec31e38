"""What is done to the chosen products of a list: asks in a dialog, tells how it ended, takes it back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.bulk_changes import BulkChange
from b4mart_desktop.domain.catalog import Product, ProductStatus
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
from b4mart_desktop.gui.catalogue.price_form import PriceForm
from b4mart_desktop.gui.catalogue.selection_bar import Deed
from b4mart_desktop.gui.models.listed_columns import ListedTexts, grouped
from b4mart_desktop.gui.shared.dialogs import open_dialog
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.services.bulk_edit import BulkEdit, BulkOutcome, Chosen
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.editing import BatchOutcome

_ACTIONS = {
    Deed.PRICES: Action.CHANGE_CATALOGUE_PRICES,
    Deed.LABELS: Action.PRINT_LABELS,
    Deed.EXPORT: Action.EXPORT_PRODUCTS,
}
Vendors = Callable[[], Awaitable[Sequence[tuple[Id, int]]]]


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
        self._last: BulkOutcome | None = None

    def allowed(self) -> frozenset[Deed]:
        """What who is signed in may do."""
        may = self._counter.may
        return frozenset(deed for deed in Deed if may(_ACTIONS.get(deed, Action.EDIT_CATALOGUE)))

    async def do(self, deed: Deed, chosen: Chosen) -> None:
        """Asks what is to become of the chosen products and does it."""
        title, form = await self._form(deed)
        presenter = BulkPresenter(self._bulk, self._tools.run, chosen)
        dialog = BulkDialog(self._tools.window, title, form, presenter, self._texts)
        try:
            await open_dialog(dialog)
        finally:
            await dialog.tasks.cancel_all()
        if dialog.outcome is not None and dialog.outcome.done:
            self._tell(dialog.outcome)
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
        self._last = outcome if outcome.saved else self._last
        text = self._done(outcome)
        if outcome.stopped:
            text = self.tr("Stopped: {changed}").format(changed=text)
        if outcome.failures:
            left = self.tr("{count} left as before").format(count=self._number(outcome.failures))
            failed = outcome.failed
            messages.warning(f"{text}; {left}", self.tr("Show"), lambda: self._show_failed(failed))
        elif outcome.saved:
            messages.success(text, self.tr("Undo"), self.undo)
        else:
            messages.info(self.tr("All of them were so already"))

    def _done(self, outcome: BulkOutcome) -> str:
        if outcome.planned is None:
            return self._grouped(self.tr("%n product(s) changed", "", outcome.saved), outcome.saved)
        text = self._grouped(self.tr("Prices of %n product(s) planned", "", outcome.saved), outcome.saved)
        when = self._tools.formats.date_time(outcome.planned.at)
        return self.tr("{planned} for {when}").format(planned=text, when=when)

    def _show_failed(self, failed: Sequence[tuple[Product, B4MartError]]) -> None:
        self._tasks.spawn_once("failures", lambda: open_dialog(FailuresDialog(self._tools.window, failed)))

    def undo(self) -> None:
        """Takes the last change back; once."""
        last, self._last = self._last, None
        if last is not None:
            undo = self._undo if last.planned is None else self._call_off
            self._tasks.spawn_once("undo", lambda: undo(last))

    async def _call_off(self, last: BulkOutcome) -> None:
        try:
            count: int = await self._tools.run(self._bulk.call_off(last.batch))
        except B4MartError as error:
            self._last = last
            self._tools.messages.error(error)
        else:
            text = self.tr("Planned prices of %n product(s) called off", "", count)
            self._tools.messages.success(self._grouped(text, count))

    async def _undo(self, last: BulkOutcome) -> None:
        messages = self._tools.messages
        messages.info(self.tr("Taking the change back…"))
        try:
            undone: BatchOutcome = await self._tools.run(self._bulk.undo(last.batch))
        except B4MartError as error:
            self._last = last
            messages.error(error)
            return
        finally:
            self.done.emit()
        text = self._grouped(self.tr("%n product(s) put back", "", undone.saved), undone.saved)
        if undone.failed:
            left = self.tr("{count} changed since, left so").format(count=self._number(len(undone.failed)))
            messages.warning(f"{text}; {left}", self.tr("Show"), lambda: self._show_failed(undone.failed))
        else:
            messages.success(text)

    def _grouped(self, text: str, count: int) -> str:
        return grouped(text, count, self._tools.formats)

    def _number(self, count: int) -> str:
        return self._tools.formats.quantity(Decimal(count))
