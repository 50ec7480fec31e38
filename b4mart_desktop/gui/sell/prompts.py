"""The questions of the sell screen, as dialogs. What an answer leads to is the presenter's business."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from decimal import Decimal

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from b4mart_desktop.domain.cart import Discount
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.explaining import Explanation
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.money import minor_digits
from b4mart_desktop.domain.priced_cart import PricedLine
from b4mart_desktop.gui.sell.choice_dialog import ChoiceDialog
from b4mart_desktop.gui.sell.discount_dialog import DiscountDialog
from b4mart_desktop.gui.sell.held_dialog import HeldDialog
from b4mart_desktop.gui.sell.interaction import CouponCode
from b4mart_desktop.gui.shared.dialogs import ask_amount, ask_text, choose, confirm, open_dialog
from b4mart_desktop.gui.shared.explain import ExplainDialog
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.services.choices import Choice, Choosing
from b4mart_desktop.services.holding import Holding
from b4mart_desktop.services.ports import CustomerHit

MEASURE_DIGITS = 3


class SellPrompts:
    """Asks over ``parent``'s window.

    Args:
        parent: Any widget of the window.
        formats: How amounts are written.
        holding: The carts put aside.
        ask_customer: Opens the customer picker.
    """

    def __init__(
        self,
        parent: QWidget,
        formats: Formats,
        holding: Holding,
        ask_customer: Callable[[], Awaitable[CustomerHit | None]],
    ) -> None:
        self._parent = parent
        self._formats = formats
        self._holding = holding
        self._ask_customer = ask_customer
        self._held: HeldDialog | None = None
        self._choice: ChoiceDialog | None = None

    async def price(self, product: Product) -> Decimal | None:
        """Asks for the price of an open-price product."""
        title = QCoreApplication.translate("SellPrompts", "Price of {name}").format(name=product.name)
        return await self._money(title, QCoreApplication.translate("SellPrompts", "Add"))

    async def measure(self, product: Product) -> Decimal | None:
        """Asks for the weight or measure in the product's unit."""
        title = QCoreApplication.translate("SellPrompts", "Weight of {name}").format(name=product.name)
        add = QCoreApplication.translate("SellPrompts", "Add")
        unit = product.inventory.unit
        return await ask_amount(self._parent, title, add, symbol=unit, digits=MEASURE_DIGITS)

    async def confirm_age(self, product: Product, age: int) -> bool:
        """Asks whether the buyer is old enough."""
        title = QCoreApplication.translate("SellPrompts", "Is the buyer {age} or older?").format(age=age)
        born = dt.datetime.now(self._formats.zone).date()
        born = born.replace(year=born.year - age, day=min(born.day, 28) if born.month == 2 else born.day)
        text = QCoreApplication.translate(
            "SellPrompts", "{name} may be sold to people born on {date} or before. Check an ID."
        ).format(name=product.name, date=self._formats.date(born))
        yes = QCoreApplication.translate("SellPrompts", "Old enough")
        return await confirm(self._parent, title, text, yes)

    async def pick(self, products: tuple[Product, ...]) -> Id | None:
        """Asks which of several products with one code is meant."""
        title = QCoreApplication.translate("SellPrompts", "Several products have this code")
        money = self._formats.money
        names = [(p.id, f"{p.name} · {money(p.shelf_price)}") for p in products]
        return await choose(self._parent, title, names)

    async def choose(self, choosing: Choosing) -> Choice | None:
        """Asks which pack or variant of a product is meant."""
        self._choice = dialog = ChoiceDialog(self._parent, choosing, self._formats)
        try:
            return dialog.chosen if await open_dialog(dialog) else None
        finally:
            self._choice = None

    def drop_choice(self, product: Id) -> None:
        """Closes that question about a product, where it is open: one of its labels was scanned instead."""
        if self._choice is not None and self._choice.product == product:
            self._choice.done(0)

    async def quantity(self, line: PricedLine) -> int | None:
        """Asks for a line's number of pieces."""
        name = line.line.product.name
        title = QCoreApplication.translate("SellPrompts", "Quantity of {name}").format(name=name)
        done = QCoreApplication.translate("SellPrompts", "Set quantity")
        value = Decimal(line.line.quantity)
        answer = await ask_amount(self._parent, title, done, digits=0, value=value)
        return None if answer is None else int(answer)

    async def new_price(self, line: PricedLine) -> Decimal | None:
        """Asks for a line's price."""
        name = line.line.product.name
        title = QCoreApplication.translate("SellPrompts", "Price of {name}").format(name=name)
        done = QCoreApplication.translate("SellPrompts", "Set price")
        return await self._money(title, done, line.line.unit_price)

    async def discount(self, line: PricedLine | None) -> Discount | CouponCode | None:
        """Asks for a discount on a line, or on the order for None; a value of zero takes it away.

        A coupon is asked for in the same place, since customers call it a discount, too.
        """
        dialog = DiscountDialog(self._parent, None if line is None else line.line.product.name, self._formats)
        if not await open_dialog(dialog):
            return None
        if dialog.coupon:
            return CouponCode(dialog.coupon)
        return Discount(kind=dialog.kind, value=dialog.value)

    async def note(self, line: PricedLine) -> str | None:
        """Asks for a line's note."""
        title = QCoreApplication.translate("SellPrompts", "Note for the receipt")
        done = QCoreApplication.translate("SellPrompts", "Keep")
        text = line.line.note or ""
        return await ask_text(self._parent, title, title, done, text=text, required=False)

    async def void_reason(self) -> str | None:
        """Asks why the whole sale is given up."""
        reasons = (
            QCoreApplication.translate("SellPrompts", "Customer left"),
            QCoreApplication.translate("SellPrompts", "Customer cannot pay"),
            QCoreApplication.translate("SellPrompts", "Entered by mistake"),
            QCoreApplication.translate("SellPrompts", "Training"),
        )
        title = QCoreApplication.translate("SellPrompts", "Give this sale up?")
        text = QCoreApplication.translate("SellPrompts", "All its lines go; the reason is kept.")
        return await choose(self._parent, title, [(reason, reason) for reason in reasons], text)

    async def held(self) -> Id | None:
        """Asks which held cart to go on with."""
        self._held = dialog = HeldDialog(self._parent, self._holding, self._formats)
        try:
            return dialog.chosen if await open_dialog(dialog) else None
        finally:
            self._held = None

    def held_changed(self) -> None:
        """Shows the held carts as they are now, where they are shown."""
        if self._held is not None:
            self._held.refresh()

    async def customer(self) -> CustomerHit | None:
        """Asks for the customer."""
        return await self._ask_customer()

    async def explain(self, explained: Explanation, key: int) -> None:
        """Shows how the sale, or the line with that key, comes to its price."""
        await open_dialog(ExplainDialog(self._parent, explained, self._formats, key))

    async def _money(self, title: str, done: str, value: Decimal | None = None) -> Decimal | None:
        symbol, digits = self._formats.symbol, minor_digits(self._formats.currency)
        return await ask_amount(self._parent, title, done, symbol=symbol, digits=digits, value=value)
