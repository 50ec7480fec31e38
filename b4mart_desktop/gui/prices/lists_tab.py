"""The tab of price lists: the list of all, and the page of one with its form and its prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.price_lists import PriceList, PriceTier
from b4mart_desktop.domain.rule_check import list_problems
from b4mart_desktop.gui.models.column_table import Column, RowsModel
from b4mart_desktop.gui.prices import promotion_words as words
from b4mart_desktop.gui.prices.goods_dialog import GoodsDialog
from b4mart_desktop.gui.prices.list_form import ListForm
from b4mart_desktop.gui.prices.list_page import ListPage, PageTexts
from b4mart_desktop.gui.prices.list_prices import PAGE, ListPrices
from b4mart_desktop.gui.prices.paste_dialog import PasteDialog
from b4mart_desktop.gui.prices.promotion_form import FormParts
from b4mart_desktop.gui.prices.rule_tab import RuleTab, RuleTexts
from b4mart_desktop.gui.prices.tiers import TiersDialog
from b4mart_desktop.gui.prices.work import Deed, RulesWork
from b4mart_desktop.gui.shared.dialogs import open_dialog
from b4mart_desktop.gui.shared.moment_edit import span
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.ports import Catalogue
from b4mart_desktop.services.price_list_rules import ListedPrice, PriceListRow, PriceListRules
from b4mart_desktop.services.price_rules import RuleState

_FORM_WIDTH = 460


class ListsTab(RuleTab):
    """All price lists of the shop.

    Args:
        rules: The use case.
        catalogue: Where products and registers are.
        tools: The room's.
        tasks: The room's, which end with it.
    """

    COLLECTIONS = frozenset({"pricelists"})

    def __init__(
        self, rules: PriceListRules, catalogue: Catalogue, tools: RoomTools, tasks: TaskOwner
    ) -> None:
        super().__init__(RulesWork(tools, rules.all), tasks)
        self._rules, self._catalogue, self._tools = rules, catalogue, tools
        self._base: PriceList | None = None
        self._is_new = False
        self._ended = True
        self.form = ListForm(FormParts(catalogue, tools.formats, tasks, tuple))
        self.prices = ListPrices(tools.formats, may_change=rules.may_change)
        self._title = label("", "title")
        self._save_button = Button(self.tr("Save"), "primary", Icon.CHECK, "Ctrl+S")
        self._page = QWidget()
        texts = RuleTexts(
            self.tr("this price list"), self.tr("It ends at once; its prices are gone for good.")
        )
        self._hold(self._make_list(), self._page, texts, may_change=rules.may_change)
        self._build()
        self._connect()

    def _make_list(self) -> ListPage:
        formats = self._tools.formats
        columns: list[Column[PriceListRow]] = [
            Column(self.tr("Name"), lambda row: row.price_list.name, leads=True),
            Column(self.tr("Rule"), self._rule),
            Column(self.tr("Own prices"), lambda row: str(row.prices), trailing=True),
            Column(self.tr("For"), self._for_whom),
            Column(
                self.tr("When"),
                lambda row: (
                    span(row.price_list.starts_at, row.price_list.ends_at, formats) or self.tr("Always")
                ),
            ),
            Column(
                self.tr("State"),
                lambda row: words.state_name(row.state),
                lambda row: words.STATE_TONES[row.state],
            ),
        ]
        texts = PageTexts(
            self.tr("Price lists"),
            self.tr("Name"),
            self.tr("No price lists yet"),
            self.tr("Other prices for trade customers, staff, the web shop, one register, or a while."),
            self.tr("New price list"),
        )
        page = ListPage(RowsModel(columns), texts, Icon.TAG, may_add=self._rules.may_change)
        shown = (RuleState.RUNNING, RuleState.UPCOMING, RuleState.ENDED, RuleState.OFF)
        page.set_filters(
            lambda row, text: text in row.price_list.name.lower(),
            [(None, self.tr("All")), *((state, words.state_name(state)) for state in shown)],
            lambda row, chip: chip in (None, row.state),
            lambda row: row.price_list.id,
        )
        return page

    def _build(self) -> None:
        space = tokens().space
        head = QHBoxLayout()
        back = IconButton(Icon.ARROW_LEFT, self.tr("Back to the list (Esc)"))
        back.clicked.connect(self.leave_page)
        head.addWidget(back)
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self._save_button)
        sides = QHBoxLayout()
        sides.setSpacing(space.md)
        self.form.setFixedWidth(_FORM_WIDTH)
        sides.addWidget(self.form)
        sides.addWidget(self.prices, 1)
        page = QVBoxLayout(self._page)
        page.setContentsMargins(space.xl, space.lg, space.xl, space.xl)
        page.setSpacing(space.md)
        page.addLayout(head)
        page.addLayout(sides, 1)
        may = self._rules.may_change
        self._save_button.setVisible(may)
        self.form.setEnabled(may)

    def _connect(self) -> None:
        spawn, page, prices = self._tasks.spawn_once, self.list, self.prices
        self._work.loaded.connect(page.show_rows)
        page.new_requested.connect(lambda: self._open(self._rules.blank(), is_new=True))
        page.opened.connect(lambda row: self._open(row.price_list, is_new=False))
        self._save_button.clicked.connect(lambda: spawn("rule", self.save))
        self.form.edited.connect(self._show_changes)
        prices.more_wanted.connect(lambda: spawn("more", self._read_more))
        prices.searched.connect(lambda text: self._tasks.spawn_latest("prices", self._read_prices(text)))
        prices.add_requested.connect(lambda: spawn("rule", self._add_products))
        prices.paste_requested.connect(lambda: spawn("rule", self._paste))
        prices.opened.connect(lambda row: spawn("rule", lambda: self._edit_price(row)))
        prices.drop_requested.connect(lambda row: spawn("rule", lambda: self._drop_price(row)))
        escape = QShortcut(QKeySequence("Esc"), self._page)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.leave_page)

    # ------------------------------------------------------------ one list

    def _open(self, price_list: PriceList, *, is_new: bool) -> None:
        self._base, self._is_new = price_list, is_new
        self.form.show_list(price_list)
        self.form.show_problems(())
        self.prices.setEnabled(not is_new)
        self.prices.search.clear()
        self.prices.show_prices((), 0, found=False)
        self._show_changes()
        self._stack.setCurrentWidget(self._page)
        self.form.focus()
        if not is_new:
            self._tasks.spawn_latest("prices", self._read_prices(""))

    @override
    def is_changed(self) -> bool:
        """Whether something of the form would be lost."""
        return self._base is not None and self.form.price_list() != self._base

    def _show_changes(self) -> None:
        name = self.form.price_list().name.strip()
        self._title.setText(name or self.tr("New price list"))
        self._save_button.setEnabled(self._is_new or self.is_changed())

    @override
    async def save(self) -> bool:
        """Keeps the list and stays with it: its prices come next."""
        wanted = self.form.price_list()
        problems = list_problems(wanted)
        self.form.show_problems(problems)
        if words.first_blocking(problems) is not None:
            return False
        saved: list[PriceList] = []

        async def deed(approver: User | None) -> None:
            saved.append(await self._rules.save(None if self._is_new else self._base, wanted, approver))

        done = self.tr("{name} is saved").format(name=wanted.name)
        if not await self._work.do(deed, done):
            return False
        self._base, self._is_new = saved[-1], False
        self.form.show_list(self._base)
        self.prices.setEnabled(True)
        self._show_changes()
        return True

    @override
    def removal(self, row: PriceListRow) -> tuple[str, Deed]:
        """Returns the list's name, and what removes it."""
        return row.price_list.name, lambda who: self._rules.remove(row.price_list, who)

    # ------------------------------------------------------------ its prices

    async def _read_prices(self, text: str) -> None:
        if self._base is None:
            return
        key = self._base.id
        try:
            if text:
                rows = await self._tools.run(self._rules.found(key, text, PAGE))
            else:
                rows = await self._tools.run(self._rules.prices(key, None, PAGE))
        except B4MartError as error:
            self._tools.messages.error(error)
            return
        self._ended = bool(text) or len(rows) < PAGE
        self.prices.show_prices(rows, len(rows) if text else self._count(key, len(rows)), found=bool(text))

    def _count(self, key: Id, at_least: int) -> int:
        known = (row.prices for row in self.list.rows() if row.price_list.id == key)
        return max(next(known, 0), at_least)

    async def _read_more(self) -> None:
        if self._ended or self._base is None or not self.prices.rows.rows:
            return
        last = self.prices.rows.rows[-1].price.product
        try:
            rows: Sequence[ListedPrice] = await self._tools.run(self._rules.prices(self._base.id, last, PAGE))
        except B4MartError as error:
            self._tools.messages.error(error)
            return
        self._ended = len(rows) < PAGE
        self.prices.add_page(rows)

    async def _put(self, prices: Mapping[Id, tuple[PriceTier, ...]]) -> None:
        base = self._base
        if base is None or not prices:
            return
        done = self.tr("%n price(s) set", "", len(prices))
        if await self._work.do(lambda who: self._rules.put_prices(base, prices, who), done):
            await self._read_prices(self.prices.search.text().strip())

    async def _add_products(self) -> None:
        title = self.tr("Which products get a price here?")
        dialog = GoodsDialog(self, self._catalogue, self._tools.formats, title, departments=False)
        if not await open_dialog(dialog):
            return
        prices: dict[Id, tuple[PriceTier, ...]] = {}
        for key in tuple(dialog.products):
            tiers = await self._ask_tiers(key, ())
            if tiers is None:
                break
            prices[key] = tiers
        await self._put(prices)

    async def _edit_price(self, row: ListedPrice) -> None:
        if not self._rules.may_change:
            return
        tiers = await self._ask_tiers(row.price.product, row.price.tiers)
        if tiers is not None:
            await self._put({row.price.product: tiers})

    async def _ask_tiers(self, key: Id, tiers: Sequence[PriceTier]) -> tuple[PriceTier, ...] | None:
        product, formats = self._catalogue.product(key), self._tools.formats
        name = self.tr("Product not on this counter") if product is None else product.name
        text = self.tr("{price} on the shelf")
        said = "" if product is None else text.format(price=formats.money(product.shelf_price))
        dialog = TiersDialog(self, name, said, tiers, formats)
        return dialog.tiers() if await open_dialog(dialog) else None

    async def _paste(self) -> None:
        dialog = PasteDialog(self, self._rules.read_pasted, self._tools.formats)
        if await open_dialog(dialog):
            await self._put(dialog.pasted.prices)

    async def _drop_price(self, row: ListedPrice) -> None:
        base, key = self._base, row.price.product
        if base is None:
            return
        done = self.tr("The price is taken away")
        if await self._work.do(lambda who: self._rules.drop_prices(base, [key], who), done):
            await self._read_prices(self.prices.search.text().strip())

    # ------------------------------------------------------------ words

    def _rule(self, row: PriceListRow) -> str:
        rule = row.price_list.rule
        if rule is None:
            return self.tr("Only its own prices")
        percent = self._tools.formats.percent(abs(rule.percent) / 100)
        return (
            self.tr("List price + {percent}") if rule.percent > 0 else self.tr("List price − {percent}")
        ).format(percent=percent)

    def _for_whom(self, row: PriceListRow) -> str:
        groups = row.price_list.customer_groups
        return ", ".join(groups) if groups else self.tr("Everybody")
