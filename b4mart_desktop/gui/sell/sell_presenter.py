"""What the sell screen does: turns what a clerk enters into calls of the services. No widgets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.errors import B4MartError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.priced_cart import PricedLine
from b4mart_desktop.domain.sale import register_of
from b4mart_desktop.gui.sell.coupons_presenter import CouponsPresenter
from b4mart_desktop.gui.sell.held_presenter import HeldPresenter
from b4mart_desktop.gui.sell.interaction import CouponCode, Interaction
from b4mart_desktop.gui.sell.typed_text import may_be_words
from b4mart_desktop.gui.shared.approval import Deed, with_approval
from b4mart_desktop.gui.shared.sounds import Sound
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.services.bus import LastOneSold
from b4mart_desktop.services.choices import Choosing
from b4mart_desktop.services.coupons import Coupons
from b4mart_desktop.services.holding import Holding
from b4mart_desktop.services.ports import Catalogue
from b4mart_desktop.services.selling import (
    Added,
    Ambiguous,
    Asked,
    CouponFound,
    Multiplied,
    Outcome,
    Quote,
    Selling,
)

_NOT_FOUND = (ErrorCode.UNKNOWN_CODE, ErrorCode.CODE_TOO_SHORT)


class SellPresenter(QObject):
    """The sell screen's commands.

    Attributes:
        shown: What the screen says the cart costs: what the customer is asked to pay.
        coupons: What is done with coupons.
        held: What is done with carts put aside.
        stock: What is said about stock.

    Signals:
        cart_changed: The cart, priced (``PricedCart``), and the key of the line to select (0 for none).
        not_found: The code that no product has (str).
        search_wanted: Words that are no code but find products (str).
        multiplier_changed: How often the next product is taken (int).
        receipt_wanted: The number of a receipt whose order is to be shown (str).
    """

    cart_changed = Signal(object, int)
    not_found = Signal(str)
    search_wanted = Signal(str)
    multiplier_changed = Signal(int)
    receipt_wanted = Signal(str)

    def __init__(
        self,
        selling: Selling,
        coupons: Coupons,
        holding: Holding,
        catalogue: Catalogue,
        interaction: Interaction,
    ) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._selling = selling
        self._with = interaction
        self.shown = selling.quote()
        self.held = HeldPresenter(holding, interaction, self.refresh)
        self.coupons = CouponsPresenter(coupons, interaction, self.refresh)
        self.stock = interaction.stock
        self.tasks = TaskOwner()

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._selling.can_undo

    @property
    def customer_name(self) -> str | None:
        """Who the cart is for; None for a walk-in."""
        return self._selling.cart.customer_name

    def refresh(self, select: int = 0) -> None:
        """Tells the screen the cart as it is now."""
        self.multiplier_changed.emit(self._selling.multiplier)
        self.shown = self._quote()
        self.cart_changed.emit(self.shown.priced, select)

    def reprice(self) -> None:
        """Shows the same cart again where it costs something else by now, and says so."""
        before, now = self.shown, self._quote()
        if now.cart == before.cart and now.priced != before.priced:
            self.refresh()
            if now.priced.total != before.priced.total:
                self._with.messages.warning(self.tr("Prices have changed; the sale shows the new total"))

    def _quote(self) -> Quote:
        """Returns the cart's amounts now; those last shown while what makes them is still being copied."""
        try:
            return self._selling.quote()
        except DomainError as error:
            if error.code is not ErrorCode.CATALOGUE_LOADING:
                raise
            return self.shown

    async def enter(self, text: str) -> None:
        """Takes a scanned or typed text: a code, or words to search for where no product has that code."""
        try:
            await self._settle(self._selling.enter(text))
        except B4MartError as error:
            if error.code not in _NOT_FOUND:
                self._with.refuse(error)
            elif self._with.take_badge(text):
                self.refresh()
            elif _is_receipt(text, self._catalogue):
                told = self.tr("{number} is a receipt of this shop").format(number=text)
                wanted = self.receipt_wanted
                self._with.messages.info(told, self.tr("Open the order"), lambda: wanted.emit(text))
            elif may_be_words(text) and self._catalogue.search(text, 1).hits:
                self.search_wanted.emit(text)
            else:
                self._with.sounds.play(Sound.UNKNOWN)
                self.not_found.emit(str(error.data["code"]))

    async def add(self, product: Id, code: str | None = None) -> None:
        """Takes a product that was tapped or picked."""
        try:
            await self._settle(self._selling.add(product, code=code))
        except B4MartError as error:
            self._with.refuse(error)

    async def change_quantity(self, line: PricedLine) -> None:
        """Asks for the line's number of pieces and sets it."""
        quantity = await self._with.prompts.quantity(line)
        if quantity is not None:
            self.set_quantity(line, quantity)

    def set_quantity(self, line: PricedLine, quantity: int) -> None:
        """Sets the line's number of pieces; zero removes it."""
        key = line.line.key
        if quantity < 1:
            self._do(lambda: self._selling.remove(key))
        else:
            self._do(lambda: self._selling.set_quantity(key, quantity), key)

    async def change_price(self, line: PricedLine) -> None:
        """Asks for the line's price and sets it, with somebody's leave where it takes that."""
        price = await self._with.prompts.new_price(line)
        if price is not None:
            key = line.line.key
            await self._do_approved(lambda who: self._selling.set_price(key, price, who), key)

    async def discount_line(self, line: PricedLine) -> None:
        """Asks for a discount on the line and sets it, with somebody's leave where it takes that."""
        discount = await self._with.prompts.discount(line)
        if isinstance(discount, CouponCode):
            await self.coupons.enter(discount.text)
        elif discount is not None:
            key = line.line.key
            wanted = discount if discount.value else None
            await self._do_approved(lambda who: self._selling.discount_line(key, wanted, who), key)

    async def discount_order(self) -> None:
        """Asks for a discount on the order and sets it, with somebody's leave where it takes that."""
        discount = await self._with.prompts.discount(None)
        if isinstance(discount, CouponCode):
            await self.coupons.enter(discount.text)
        elif discount is not None:
            wanted = discount if discount.value else None
            await self._do_approved(lambda who: self._selling.discount_order(wanted, who))

    async def change_note(self, line: PricedLine) -> None:
        """Asks for the line's note and sets it."""
        note = await self._with.prompts.note(line)
        if note is not None:
            self._do(lambda: self._selling.set_note(line.line.key, note), line.line.key)

    def remove(self, line: PricedLine) -> None:
        """Removes the line; the message offers to undo it."""
        if self._do(lambda: self._selling.remove(line.line.key)):
            text = self.tr("{name} removed").format(name=line.line.product.name)
            self._with.messages.info(text, self.tr("Undo"), self.undo)

    def undo(self) -> None:
        """Takes the last step back, with somebody's leave where doing it took that."""
        try:
            self._selling.undo()
        except B4MartError as error:
            if error.code is ErrorCode.NOT_ALLOWED:
                self.tasks.spawn_once("undo", lambda: self._do_approved(self._selling.undo))
            else:
                self._with.refuse(error)
        else:
            self.refresh()

    async def void(self) -> None:
        """Asks why, and gives the whole sale up."""
        if not self._selling.cart.lines:
            return
        reason = await self._with.prompts.void_reason()
        if reason is not None:
            await self._do_approved(lambda who: self._selling.void(reason, who))

    async def explain(self, key: int) -> None:
        """Explains the price of the line with that key, and of the whole sale."""
        self.reprice()
        if self._selling.cart.lines:
            await self._with.prompts.explain(self._with.prices.cart(self._selling.cart), key)

    async def choose_customer(self) -> None:
        """Asks for the customer."""
        customer = await self._with.prompts.customer()
        if customer is not None:
            self._do(lambda: self._selling.set_customer(customer.id, customer.name))

    async def _settle(self, outcome: Outcome) -> None:
        """Follows an outcome up until the product is in the cart or the clerk gave up."""
        match outcome:
            case Multiplied():
                self.multiplier_changed.emit(outcome.quantity)
            case Added():
                self._with.sounds.play(Sound.ADDED)
                self._with.prompts.drop_choice(outcome.product.id)
                self.refresh(outcome.key)
                self._tell_stock(outcome)
            case Ambiguous():
                picked = await self._with.prompts.pick(outcome.products)
                if picked is not None:
                    await self._settle(self._selling.add(picked, outcome.quantity, outcome.code))
            case Choosing():
                chosen = await self._with.prompts.choose(outcome)
                if chosen is not None:
                    await self._settle(self._selling.choose(outcome, chosen.portion))
            case Asked():
                await self._answer(outcome)
            case CouponFound():
                await self.coupons.enter(outcome.code)

    def _tell_stock(self, added: Added) -> None:
        """Says once a line that nothing should be left; what a customer has in hand is sold anyway."""
        line = self._selling.cart.line(added.key)
        text = self.stock.none_on_hand(added.product, line.product)
        if text and line.quantity == added.quantity:
            self._with.messages.warning(text)

    def tell_last_one(self, sold: LastOneSold, *, shown: bool) -> None:
        """Says that another counter sold the last piece, where that product is shown or in the cart."""
        in_cart = any(line.product.id == sold.product for line in self._selling.cart.lines)
        text = self.stock.just_sold(sold, in_cart=in_cart)
        if text and in_cart:
            self._with.messages.warning(text)
            self.cart_changed.emit(self.shown.priced, 0)
        elif text and shown:
            self._with.messages.info(text)

    async def _answer(self, asked: Asked) -> None:
        prompts, price, measure = self._with.prompts, None, None
        if asked.age is not None and not await prompts.confirm_age(asked.product, asked.age):
            return
        if asked.measure:
            measure = await prompts.measure(asked.product)
            if measure is None:
                return
        if asked.price:
            price = await prompts.price(asked.product)
            if price is None:
                return
        await self._settle(self._selling.complete(asked, price, measure))

    def _do(self, deed: Callable[[], object], select: int = 0) -> bool:
        try:
            deed()
        except B4MartError as error:
            self._with.refuse(error)
            return False
        self.refresh(select)
        return True

    async def _do_approved(self, deed: Deed, select: int = 0) -> None:
        try:
            await with_approval(self._with.approval, deed)
        except B4MartError as error:
            self._with.refuse(error)
        else:
            self.refresh(select)


def _is_receipt(text: str, catalogue: Catalogue) -> bool:
    """Whether it is written like a receipt number of one of the shop's registers."""
    code = register_of(text)
    return code is not None and any(register.code == code for register in catalogue.registers())
