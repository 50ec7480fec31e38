"""The tab of promotions: the list of all, and the page of one. What is written belongs to the services."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout
from typing_extensions import override

from b4mart_desktop.domain.errors import ErrorCode
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.promotions import Promotion
from b4mart_desktop.gui.prices import promotion_words as words
from b4mart_desktop.gui.prices.list_page import ListPage, PageTexts
from b4mart_desktop.gui.prices.preview_pane import PreviewPane
from b4mart_desktop.gui.prices.prices_room import Tab
from b4mart_desktop.gui.prices.promotion_editor import PromotionEditor
from b4mart_desktop.gui.prices.promotion_form import FormParts
from b4mart_desktop.gui.prices.rows import Column, RowsModel
from b4mart_desktop.gui.prices.work import RulesWork
from b4mart_desktop.gui.shared.dialogs import choose, confirm
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.widgets.button import set_button_text
from b4mart_desktop.services.ports import Catalogue
from b4mart_desktop.services.price_preview import PricePreview
from b4mart_desktop.services.price_rules import PromotionRow, PromotionRules, RuleState

_SAVE, _DISCARD = "save", "discard"
_WHEN = 3


class PromotionsTab(Tab):
    """All promotions of the shop.

    Args:
        rules: The use case.
        preview: Prices sample baskets.
        catalogue: Where products, departments and registers are.
        tools: The room's.
        tasks: The room's, which end with it.
    """

    COLLECTIONS = frozenset({"promotions", "couponuses"})

    def __init__(
        self,
        rules: PromotionRules,
        preview: PricePreview,
        catalogue: Catalogue,
        tools: RoomTools,
        tasks: TaskOwner,
    ) -> None:
        super().__init__()
        self._rules, self._tools, self._tasks = rules, tools, tasks
        self._rows: tuple[PromotionRow, ...] = ()
        self._base: Promotion | None = None
        self._work = RulesWork(tools, rules.all)
        self.list = self._make_list()
        parts = FormParts(catalogue, tools.formats, tasks, self._taken_codes)
        self.editor = PromotionEditor(parts, PreviewPane(preview, catalogue, tools.formats, tasks))
        self._switch = self.list.add_tool(self.tr("Switch off"), Icon.POWER)
        self._copy = self.list.add_tool(self.tr("Copy"), Icon.COPY, "Ctrl+D")
        self._remove = self.list.add_tool(self.tr("Remove"), Icon.REMOVE)
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def _make_list(self) -> ListPage:
        formats, goods = self._tools.formats, words.GoodsWords()
        columns: list[Column[PromotionRow]] = [
            Column(self.tr("Name"), lambda row: row.promotion.name, leads=True),
            Column(self.tr("What it gives"), lambda row: words.deal(row.promotion, formats)),
            Column(self.tr("For"), lambda row: goods.of(row.promotion)),
            Column(self.tr("When"), lambda row: words.times(row.promotion, formats)),
            Column(self.tr("Coupons used"), words.used, trailing=True),
            Column(
                self.tr("State"),
                lambda row: words.state_name(row.state),
                lambda row: words.STATE_TONES[row.state],
            ),
        ]
        texts = PageTexts(
            self.tr("Promotions"),
            self.tr("Name or coupon code"),
            self.tr("No promotions yet"),
            self.tr("“Buy 2, get 1 free”, “20% off all wine”, coupons, happy hours: they run by themselves."),
            self.tr("New promotion"),
        )
        page = ListPage(
            RowsModel(columns), texts, Icon.DISCOUNT, stretched=_WHEN, may_add=self._rules.may_change
        )
        states = [(None, self.tr("All")), *((state, words.state_name(state)) for state in RuleState)]
        page.set_filters(
            _matches, states, lambda row, chip: chip in (None, row.state), lambda row: row.promotion.id
        )
        return page

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.editor)
        for button in (self._switch, self._copy, self._remove):
            button.setVisible(self._rules.may_change)
        self._show_chosen()

    def _connect(self) -> None:
        page, work, spawn = self.list, self._work, self._tasks.spawn_once
        work.loaded.connect(self._show_rows)
        work.refused.connect(page.show_refused)
        page.new_requested.connect(self.open_new)
        page.opened.connect(lambda row: self._open(row.promotion, is_new=False))
        page.chosen_changed.connect(self._show_chosen)
        page.reload_requested.connect(self.reload)
        self._switch.clicked.connect(lambda: spawn("rule", self._switch_chosen))
        self._copy.clicked.connect(self._copy_chosen)
        self._remove.clicked.connect(lambda: spawn("rule", self._remove_chosen))
        self.editor.save_requested.connect(lambda: spawn("rule", self._save))
        self.editor.left.connect(lambda: spawn("leave", self._leave))
        away = QShortcut(QKeySequence("Del"), page.table)
        away.setContext(Qt.ShortcutContext.WidgetShortcut)
        away.activated.connect(lambda: self._remove.isEnabled() and spawn("rule", self._remove_chosen))

    # ------------------------------------------------------------ a tab

    @override
    def reload(self) -> None:
        """Reads all promotions again; what is being edited stays."""
        self.list.show_loading()
        self._tasks.spawn_latest("promotions", self._work.read())

    @override
    def focus(self) -> None:
        """Brings the focus to the list or the form."""
        if self._stack.currentWidget() is self.list:
            self.list.focus()

    @override
    async def may_leave(self) -> bool:
        """Asks where a promotion is not saved."""
        if self._stack.currentWidget() is self.list or not self.editor.is_changed():
            return True
        title = self.tr("Save this promotion?")
        choices = [(_SAVE, self.tr("Save")), (_DISCARD, self.tr("Discard the changes"))]
        answer = await choose(self, title, choices, self.tr("What you changed is not saved yet."))
        if answer == _SAVE:
            return not any(each.blocks for each in self.editor.problems()) and await self._save()
        return answer == _DISCARD

    # ------------------------------------------------------------ showing

    def _show_rows(self, rows: Collection[PromotionRow]) -> None:
        self._rows = tuple(rows)
        self.list.show_rows(self._rows)

    def _show_chosen(self) -> None:
        row = self.list.chosen()
        for button in (self._switch, self._copy, self._remove):
            button.setEnabled(row is not None)
        if row is not None:
            on = row.promotion.is_active
            set_button_text(self._switch, self.tr("Switch off") if on else self.tr("Switch on"))

    def _taken_codes(self) -> set[str]:
        return {code for row in self._rows for code in row.promotion.codes}

    def _others(self) -> list[Promotion]:
        return [row.promotion for row in self._rows]

    def open_new(self) -> None:
        """Shows the form for a new promotion."""
        self._open(self._rules.blank(), is_new=True)

    def _open(self, promotion: Promotion, *, is_new: bool) -> None:
        self._base = None if is_new else promotion
        may = self._rules.may_change
        self._stack.setCurrentWidget(self.editor)
        self.editor.show_promotion(promotion, self._others(), is_new=is_new, may_change=may)

    def _show_list(self) -> None:
        self._stack.setCurrentWidget(self.list)
        self.list.focus()

    # ------------------------------------------------------------ doing

    async def _leave(self) -> None:
        if await self.may_leave():
            self._show_list()

    async def _save(self) -> bool:
        wanted, others = self.editor.form.promotion(), self._others()

        async def deed(approver: User | None) -> Promotion:
            return await self._rules.save(self._base, wanted, others, approver)

        error = await self._work.attempt(deed)
        if error is None:
            self._tools.messages.success(self.tr("{name} is saved").format(name=wanted.name))
            self._show_list()
            self.list.choose(wanted.id)
        elif error.code is not ErrorCode.CANCELLED:
            self._tools.messages.error(error)
        return error is None

    async def _switch_chosen(self) -> None:
        row = self.list.chosen()
        if row is None:
            return
        promotion, on = row.promotion, not row.promotion.is_active
        text = self.tr("{name} is switched on") if on else self.tr("{name} is switched off")
        await self._work.do(
            lambda who: self._rules.switch(promotion, on=on, approver=who), text.format(name=promotion.name)
        )

    def _copy_chosen(self) -> None:
        row = self.list.chosen()
        if row is not None:
            name = self.tr("Copy of {name}").format(name=row.promotion.name)
            self._open(self._rules.copy_of(row.promotion, name), is_new=True)

    async def _remove_chosen(self) -> None:
        row = self.list.chosen()
        if row is None:
            return
        promotion = row.promotion
        title = self.tr("Remove {name}?").format(name=promotion.name)
        text = self.tr("It ends at once and is gone for good. Receipts that name it stay as they are.")
        if await confirm(self, title, text, self.tr("Remove"), danger=True):
            done = self.tr("{name} is removed").format(name=promotion.name)
            await self._work.do(lambda who: self._rules.remove(promotion, who), done)


def _matches(row: PromotionRow, text: str) -> bool:
    codes = (code.lower() for code in row.promotion.codes)
    return text in row.promotion.name.lower() or any(code.startswith(text) for code in codes)
