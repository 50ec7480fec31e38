"""The tab of taxes: all classes with the rate of today and the one that comes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.promotions import Tax
from b4mart_desktop.gui.models.column_table import Column, RowsModel
from b4mart_desktop.gui.prices.list_page import ListPage, PageTexts
from b4mart_desktop.gui.prices.prices_room import Tab
from b4mart_desktop.gui.prices.tax_dialog import TaxDialog
from b4mart_desktop.gui.prices.work import RulesWork
from b4mart_desktop.gui.shared.dialogs import confirm, open_dialog
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.services.tax_rules import TaxRow, TaxRules

_HUNDRED = Decimal(100)


class TaxesTab(Tab):
    """All tax classes of the shop.

    Args:
        rules: The use case.
        tools: The room's.
        tasks: The room's, which end with it.
    """

    COLLECTIONS = frozenset({"taxes"})

    def __init__(self, rules: TaxRules, tools: RoomTools, tasks: TaskOwner) -> None:
        super().__init__()
        self._rules, self._tools, self._tasks = rules, tools, tasks
        self._rows: Sequence[TaxRow] = ()
        self._work = RulesWork(tools, rules.all)
        self.list = self._make_list()
        self._remove = self.list.add_tool(self.tr("Remove"), Icon.REMOVE)
        self._remove.setVisible(rules.may_change)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self._connect()
        self._show_chosen()

    def _make_list(self) -> ListPage:
        formats = self._tools.formats
        columns: list[Column[TaxRow]] = [
            Column(self.tr("Name"), lambda row: row.tax.name, leads=True),
            Column(self.tr("Code"), lambda row: row.tax.code),
            Column(self.tr("Rate today"), lambda row: formats.percent(row.rate / _HUNDRED), trailing=True),
            Column(
                self.tr("Since"),
                lambda row: self.tr("always") if row.since is None else formats.date(row.since),
            ),
            Column(self.tr("Next"), self._next),
        ]
        texts = PageTexts(
            self.tr("Taxes"),
            self.tr("Name or code"),
            self.tr("No taxes yet"),
            self.tr("Every product belongs to a tax class; without one its sales are not taxed."),
            self.tr("New tax class"),
        )
        page = ListPage(RowsModel(columns), texts, Icon.RECEIPT, may_add=self._rules.may_change)
        page.set_filters(
            lambda row, text: text in f"{row.tax.name} {row.tax.code}".lower(), key=lambda row: row.tax.id
        )
        return page

    def _next(self, row: TaxRow) -> str:
        if row.next is None:
            return ""
        formats = self._tools.formats
        rate, day = formats.percent(row.next.rate / _HUNDRED), formats.date(row.next.since)
        return self.tr("{rate} from {day}").format(rate=rate, day=day)

    def _connect(self) -> None:
        page, spawn = self.list, self._tasks.spawn_once
        self._work.loaded.connect(self._show_rows)
        self._work.refused.connect(page.show_refused)
        page.reload_requested.connect(self.reload)
        page.chosen_changed.connect(self._show_chosen)
        page.new_requested.connect(
            lambda: spawn("rule", lambda: self._edit(self._rules.blank(), is_new=True))
        )
        page.opened.connect(lambda row: spawn("rule", lambda: self._edit(row.tax, is_new=False)))
        self._remove.clicked.connect(lambda: spawn("rule", self._remove_chosen))

    @override
    def reload(self) -> None:
        """Reads all tax classes again."""
        self.list.show_loading()
        self._tasks.spawn_latest("taxes", self._work.read())

    @override
    def focus(self) -> None:
        """Brings the focus to the list."""
        self.list.focus()

    def _show_rows(self, rows: Sequence[TaxRow]) -> None:
        self._rows = rows
        self.list.show_rows(rows)

    def _show_chosen(self) -> None:
        self._remove.setEnabled(self.list.chosen() is not None)

    async def _edit(self, tax: Tax, *, is_new: bool) -> None:
        if not self._rules.may_change:
            return
        others, today = [row.tax for row in self._rows], self._rules.today()
        dialog = TaxDialog(self, tax, others, self._tools.formats, is_new=is_new, today=today)
        if not await open_dialog(dialog):
            return
        wanted = dialog.tax()

        async def deed(approver: User | None) -> Tax:
            return await self._rules.save(None if is_new else tax, wanted, others, approver)

        done = self.tr("{name} is saved").format(name=wanted.name)
        if await self._work.do(deed, done):
            self.list.choose(wanted.id)

    async def _remove_chosen(self) -> None:
        row: TaxRow | None = self.list.chosen()
        if row is None:
            return
        tax = row.tax
        title = self.tr("Remove {name}?").format(name=tax.name)
        text = self.tr("Only a class that no product names can go. Receipts keep what was taxed.")
        if await confirm(self, title, text, self.tr("Remove"), danger=True):
            await self._work.do(
                lambda who: self._rules.remove(tax, who), self.tr("{name} is removed").format(name=tax.name)
            )
