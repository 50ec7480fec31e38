"""The tab of prices that change at a set time: what is to come, what is in force, what became of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from b4mart_desktop.domain.scheduled_prices import ScheduledPrice, ScheduleState, SkipReason
from b4mart_desktop.gui.models.column_table import Column, RowsModel
from b4mart_desktop.gui.prices.list_page import ListPage, PageTexts
from b4mart_desktop.gui.prices.prices_room import Tab
from b4mart_desktop.gui.prices.schedule_dialog import ScheduleDialog
from b4mart_desktop.gui.prices.work import RulesWork
from b4mart_desktop.gui.shared.dialogs import open_dialog
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.services.ports import Catalogue
from b4mart_desktop.services.price_preview import PricePreview
from b4mart_desktop.services.scheduled_prices import ScheduledPrices

_TONES = {
    ScheduleState.WAITING: Tone.INFO,
    ScheduleState.APPLIED: Tone.SUCCESS,
    ScheduleState.DONE: Tone.NEUTRAL,
    ScheduleState.CANCELLED: Tone.NEUTRAL,
    ScheduleState.SKIPPED: Tone.WARNING,
}


class _Chip(StrEnum):
    """Which plans are shown."""

    OPEN = "open"
    ENDED = "ended"


class ScheduledTab(Tab):
    """All plans of prices.

    Args:
        plans: The use case.
        preview: Knows the time.
        catalogue: Where products are.
        tools: The room's.
        tasks: The room's, which end with it.
    """

    COLLECTIONS = frozenset({"products"})

    def __init__(
        self,
        plans: ScheduledPrices,
        preview: PricePreview,
        catalogue: Catalogue,
        tools: RoomTools,
        tasks: TaskOwner,
    ) -> None:
        super().__init__()
        self._plans, self._preview, self._catalogue = plans, preview, catalogue
        self._tools, self._tasks = tools, tasks
        self._work = RulesWork(tools, self._read)
        self.list = self._make_list()
        self._cancel = self.list.add_tool(self.tr("Call off"), Icon.BAN)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self._connect()
        self._show_chosen()

    async def _read(self) -> Sequence[ScheduledPrice]:
        return [*await self._plans.upcoming(), *await self._plans.past()]

    def _make_list(self) -> ListPage:
        formats = self._tools.formats
        columns: list[Column[ScheduledPrice]] = [
            Column(self.tr("From"), lambda plan: formats.date_time(plan.at)),
            Column(
                self.tr("Until"), lambda plan: "" if plan.until is None else formats.date_time(plan.until)
            ),
            Column(self.tr("Product"), lambda plan: plan.product_name, leads=True),
            Column(self.tr("List price"), lambda plan: self._amount(plan.base_price), trailing=True),
            Column(self.tr("Sale price"), self._sale_price, trailing=True),
            Column(self.tr("By"), lambda plan: plan.user_name or ""),
            Column(self.tr("State"), self._state, lambda plan: _TONES[plan.state]),
        ]
        texts = PageTexts(
            self.tr("Scheduled changes"),
            self.tr("Product"),
            self.tr("Nothing is planned"),
            self.tr("New prices from Monday on, a sale price for the weekend: planned now, done by itself."),
            self.tr("Plan prices"),
        )
        may = self._plans.may_change
        page = ListPage(RowsModel(columns), texts, Icon.CALENDAR, stretched=2, may_add=may)
        page.set_filters(
            lambda plan, text: text in plan.product_name.lower(),
            [(None, self.tr("All")), (_Chip.OPEN, self.tr("To come")), (_Chip.ENDED, self.tr("Past"))],
            lambda plan, chip: chip is None or (plan.due_at is None) == (chip is _Chip.ENDED),
            lambda plan: plan.id,
        )
        return page

    def _connect(self) -> None:
        page, spawn = self.list, self._tasks.spawn_once
        self._work.loaded.connect(page.show_rows)
        self._work.refused.connect(page.show_refused)
        page.reload_requested.connect(self.reload)
        page.chosen_changed.connect(self._show_chosen)
        page.new_requested.connect(lambda: spawn("rule", self._schedule))
        self._cancel.clicked.connect(lambda: spawn("rule", self._call_off))

    @override
    def reload(self) -> None:
        """Reads all plans again."""
        self.list.show_loading()
        self._tasks.spawn_latest("plans", self._work.read())

    @override
    def focus(self) -> None:
        """Brings the focus to the list."""
        self.list.focus()

    def _show_chosen(self) -> None:
        plan: ScheduledPrice | None = self.list.chosen()
        may = self._plans.may_change
        self._cancel.setEnabled(may and plan is not None and plan.due_at is not None)

    async def _schedule(self) -> None:
        now, formats = self._preview.now(), self._tools.formats
        dialog = ScheduleDialog(self, self._catalogue, formats, self._tasks, now)
        if not await open_dialog(dialog):
            return
        prices, at, until = dialog.prices(), dialog.at, dialog.until
        done = self.tr("%n price(s) planned", "", len(prices))
        await self._work.do(lambda _: self._plans.schedule(prices, at, until), done)

    async def _call_off(self) -> None:
        plan: ScheduledPrice | None = self.list.chosen()
        if plan is not None:
            key = plan.id
            await self._work.do(lambda _: self._plans.cancel([key]), self.tr("The plan is called off"))

    # ------------------------------------------------------------ words

    def _amount(self, amount: Decimal | None) -> str:
        return "" if amount is None else self._tools.formats.money(amount)

    def _sale_price(self, plan: ScheduledPrice) -> str:
        return self.tr("ends") if plan.ends_sale else self._amount(plan.sale_price)

    def _state(self, plan: ScheduledPrice) -> str:
        if plan.reason is not None:
            reasons = {
                SkipReason.PRODUCT_GONE: self.tr("Skipped: product gone"),
                SkipReason.PRICE_CHANGED: self.tr("Skipped: price changed since"),
                SkipReason.REFUSED: self.tr("Skipped: refused"),
            }
            return reasons[plan.reason]
        names = {
            ScheduleState.WAITING: self.tr("Waiting"),
            ScheduleState.APPLIED: self.tr("In force"),
            ScheduleState.DONE: self.tr("Done"),
            ScheduleState.CANCELLED: self.tr("Called off"),
            ScheduleState.SKIPPED: self.tr("Skipped"),
        }
        return names[plan.state]
