"""The tab of promotions: the list of all, and the page of one. What is written belongs to the services."""

from __future__ import annotations

from collections.abc import Collection

from typing_extensions import override

from b4mart_desktop.domain.errors import ErrorCode
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.promotions import Promotion
from b4mart_desktop.gui.models.column_table import Column, RowsModel
from b4mart_desktop.gui.prices import promotion_words as words
from b4mart_desktop.gui.prices.list_page import ListPage, PageTexts
from b4mart_desktop.gui.prices.preview_pane import PreviewPane
from b4mart_desktop.gui.prices.promotion_editor import PromotionEditor
from b4mart_desktop.gui.prices.promotion_form import FormParts
from b4mart_desktop.gui.prices.rule_tab import RuleTab, RuleTexts
from b4mart_desktop.gui.prices.work import Deed, RulesWork
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.widgets.button import set_button_text
from b4mart_desktop.services.ports import Catalogue
from b4mart_desktop.services.price_preview import PricePreview
from b4mart_desktop.services.price_rules import PromotionRow, PromotionRules, RuleState

_WHEN = 3


class PromotionsTab(RuleTab):
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
        super().__init__(RulesWork(tools, rules.all), tasks)
        self._rules, self._tools = rules, tools
        self._rows: tuple[PromotionRow, ...] = ()
        self._base: Promotion | None = None
        parts = FormParts(catalogue, tools.formats, tasks, self._taken_codes)
        self.editor = PromotionEditor(parts, PreviewPane(preview, catalogue, tools.formats, tasks))
        texts = RuleTexts(
            self.tr("this promotion"),
            self.tr("It ends at once and is gone for good. Receipts that name it stay as they are."),
        )
        page = self._make_list()
        self._switch = page.add_tool(self.tr("Switch off"), Icon.POWER)
        self._copy = page.add_tool(self.tr("Copy"), Icon.COPY, "Ctrl+D")
        self._hold(page, self.editor, texts, (self._switch, self._copy), may_change=rules.may_change)
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

    def _connect(self) -> None:
        page = self.list
        self._work.loaded.connect(self._show_rows)
        page.new_requested.connect(self.open_new)
        page.opened.connect(lambda row: self._open(row.promotion, is_new=False))
        self._switch.clicked.connect(lambda: self._tasks.spawn_once("rule", self._switch_chosen))
        self._copy.clicked.connect(self._copy_chosen)
        self.editor.save_requested.connect(lambda: self._tasks.spawn_once("rule", self.save))
        self.editor.left.connect(self.leave_page)

    # ------------------------------------------------------------ showing

    def _show_rows(self, rows: Collection[PromotionRow]) -> None:
        self._rows = tuple(rows)
        self.list.show_rows(self._rows)

    @override
    def _show_chosen(self) -> None:
        super()._show_chosen()
        row = self.list.chosen()
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

    # ------------------------------------------------------------ doing

    @override
    def is_changed(self) -> bool:
        """Whether something of the form would be lost."""
        return self.editor.is_changed()

    @override
    async def save(self) -> bool:
        """Keeps the promotion and goes back to the list."""
        if any(each.blocks for each in self.editor.problems()):
            return False
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

    @override
    def removal(self, row: PromotionRow) -> tuple[str, Deed]:
        """Returns the promotion's name, and what removes it."""
        return row.promotion.name, lambda who: self._rules.remove(row.promotion, who)


def _matches(row: PromotionRow, text: str) -> bool:
    codes = (code.lower() for code in row.promotion.codes)
    return text in row.promotion.name.lower() or any(code.startswith(text) for code in codes)
