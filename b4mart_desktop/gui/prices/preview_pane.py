"""What a sample basket costs with a promotion that is not saved yet, priced by the counter's own engine."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.domain.promotions import Promotion
from b4mart_desktop.gui.prices.goods_dialog import GoodsDialog
from b4mart_desktop.gui.prices.parts import scrolled
from b4mart_desktop.gui.shared.dialogs import open_dialog
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.explain_rows import ExplainView
from b4mart_desktop.gui.shared.explain_words import ExplainWords
from b4mart_desktop.gui.shared.moment_edit import MomentEdit
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.gui.widgets.labels import label, set_role
from b4mart_desktop.services.ports import Catalogue
from b4mart_desktop.services.price_preview import PricePreview, SampleItem

_WIDTH = 400
_DELAY_MS = 120
_ROW_HEIGHT = 46
_ROWS_SHOWN = 4


class PreviewPane(QFrame):
    """The basket, when it is bought, and how its price comes about.

    Args:
        preview: Prices baskets.
        catalogue: Where products are.
        formats: How amounts are written.
        tasks: Owns the open dialog.
    """

    def __init__(
        self, preview: PricePreview, catalogue: Catalogue, formats: Formats, tasks: TaskOwner
    ) -> None:
        super().__init__()
        self._preview, self._catalogue, self._formats, self._tasks = preview, catalogue, formats, tasks
        self._promotion: Promotion | None = None
        self._items: list[SampleItem] = []
        self._edited = False
        self._words = ExplainWords(formats)
        self._moment = MomentEdit(formats.zone)
        self._basket = QVBoxLayout()
        self._saved = label("", "subtitle")
        self.view = ExplainView()
        self._timer = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._build()
        self._moment.changed.connect(self._timer.start)
        self._timer.timeout.connect(self._show_price)

    def _build(self) -> None:
        space = tokens().space
        self.setProperty("kind", "card")
        self.setFixedWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.lg, space.lg, space.lg, space.md)
        column.setSpacing(space.sm)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Try it out"), "subtitle"))
        head.addStretch()
        add = Button(self.tr("Products…"), "quiet", Icon.PLUS)
        add.clicked.connect(lambda: self._tasks.spawn_once("sample", self._pick))
        head.addWidget(add)
        column.addLayout(head)
        holder = QWidget()
        self._basket.setContentsMargins(0, 0, 0, 0)
        self._basket.setSpacing(2)
        holder.setLayout(self._basket)
        self._area: QScrollArea = scrolled(holder)
        column.addWidget(self._area)
        when = QHBoxLayout()
        when.addWidget(label(self.tr("Bought on"), "muted"))
        when.addWidget(self._moment, 1)
        column.addLayout(when)
        column.addWidget(self._saved)
        column.addWidget(self.view, 1)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nothing is priced any more."""
        super().hideEvent(event)
        self._timer.stop()

    # ------------------------------------------------------------ the promotion

    def now(self) -> dt.datetime:
        """The moment by the shop's clock."""
        return self._preview.now()

    def begin(self, promotion: Promotion) -> None:
        """Begins with a basket of what the promotion is for, at a time when it runs."""
        self._edited = False
        self._moment.set_moment(self._preview.moment_of(promotion))
        self._promotion = promotion
        self._take_sample()
        self._show_price()

    def show_promotion(self, promotion: Promotion) -> None:
        """Prices the basket anew; it follows the promotion's goods until the person changes it."""
        before, self._promotion = self._promotion, promotion
        if not self._edited and (before is None or _goods(before) != _goods(promotion)):
            self._take_sample()
        self._timer.start()

    def _take_sample(self) -> None:
        assert self._promotion is not None
        self._show_basket(self._preview.sample(self._promotion))

    # ------------------------------------------------------------ the basket

    def _show_basket(self, items: list[SampleItem]) -> None:
        self._items = items
        while (old := self._basket.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, item in enumerate(items):
            self._basket.addWidget(self._item_row(place, item))
        if not items:
            self._basket.addWidget(label(self.tr("Choose products to try it with."), "muted"))
        self._basket.addStretch()
        self._area.setFixedHeight(min(max(len(items), 1), _ROWS_SHOWN) * _ROW_HEIGHT)

    def _item_row(self, place: int, item: SampleItem) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(tokens().space.xs)
        name = label(item.product.name)
        name.setToolTip(item.product.name)
        name.setMinimumWidth(40)
        line.addWidget(name, 1)
        for picture, text, by in (
            (Icon.MINUS, self.tr("One fewer: {name}"), -1),
            (Icon.PLUS, self.tr("One more: {name}"), 1),
        ):
            button = IconButton(picture, text.format(name=item.product.name))
            button.clicked.connect(lambda _=False, step=by: self._step(place, step))
            line.addWidget(button)
            if by < 0:
                count = label(str(item.quantity), "strong")
                count.setMinimumWidth(24)
                count.setAlignment(Qt.AlignmentFlag.AlignCenter)
                line.addWidget(count)
        return row

    def _step(self, place: int, by: int) -> None:
        self._edited = True
        items = list(self._items)
        quantity = items[place].quantity + by
        if quantity > 0:
            items[place] = SampleItem(items[place].product, quantity)
        else:
            del items[place]
        self._show_basket(items)
        self._show_price()

    async def _pick(self) -> None:
        chosen = ([item.product.id for item in self._items], ())
        title = self.tr("What is in the basket?")
        dialog = GoodsDialog(self, self._catalogue, self._formats, title, chosen, departments=False)
        if await open_dialog(dialog):
            self._edited = True
            quantities = {item.product.id: item.quantity for item in self._items}
            found = (self._catalogue.product(key) for key in dialog.products)
            self._show_basket(
                [SampleItem(each, quantities.get(each.id, 1)) for each in found if each is not None]
            )
            self._show_price()

    # ------------------------------------------------------------ the price

    def _show_price(self) -> None:
        if self._promotion is None:
            return
        try:
            explained = self._preview.with_promotion(self._promotion, self._items, self._moment.moment())
        except B4MartError as error:
            self._saved.setText(describe(error, self._formats)[1])
            self.view.show_rows(())
            return
        mine = self._preview.taken_by(self._promotion, explained)
        self._show_saved(mine, explained.priced.total)
        self.view.show_rows(self._words.cart(explained))

    def _show_saved(self, amount: Decimal, total: Decimal) -> None:
        if amount:
            text = self.tr("Takes {amount} off this basket: {total} to pay")
        else:
            text = self.tr("Takes nothing off this basket: {total} to pay")
        money = self._formats.money
        self._saved.setText(text.format(amount=money(amount), total=money(total)))
        set_role(self._saved, "strong" if amount else "muted")


def _goods(promotion: Promotion) -> tuple[object, ...]:
    numbers = (promotion.buy, promotion.get, promotion.min_quantity, promotion.kind)
    return (promotion.products, promotion.categories, promotion.parts, promotion.codes, *numbers)
