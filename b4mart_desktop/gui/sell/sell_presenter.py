"""What the sell screen does: turns what a clerk enters into calls of the services. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.cart import Discount
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.pricing import PricedLine
from b4mart_desktop.gui.sell.stock_words import StockWords
from b4mart_desktop.gui.shared.approval import Approval, Deed, with_approval
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.sounds import Sound, Sounds
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.services.bus import LastOneSold
from b4mart_desktop.services.holding import Holding
from b4mart_desktop.services.ports import Catalogue, CustomerHit
from b4mart_desktop.services.selling import Added, Ambiguous, Asked, Multiplied, Outcome, Selling

_NOT_FOUND = (ErrorCode.UNKNOWN_CODE, ErrorCode.CODE_TOO_SHORT)


class Prompts(Protocol):
    """What the clerk is asked; every answer may be None for 'never mind'."""

    async def price(self, product: Product) -> Decimal | None:
        """Asks for the price of an open-price product."""

    async def measure(self, product: Product) -> Decimal | None:
        """Asks for the weight or measure in the product's unit."""

    async def confirm_age(self, product: Product, age: int) -> bool:
        """Asks whether the buyer is old enough."""

    async def pick(self, products: tuple[Product, ...]) -> Id | None:
        """Asks which of several products with one code is meant."""

    async def quantity(self, line: PricedLine) -> int | None:
        """Asks for a line's number of pieces."""

    async def new_price(self, line: PricedLine) -> Decimal | None:
        """Asks for a line's price."""

    async def discount(self, line: PricedLine | None) -> Discount | None:
        """Asks for a discount on a line, or on the order for None."""

    async def note(self, line: PricedLine) -> str | None:
        """Asks for a line's note."""

    async def void_reason(self) -> str | None:
        """Asks why the whole sale is given up."""

    async def held(self) -> Id | None:
        """Asks which held cart to go on with."""

    def held_changed(self) -> None:
        """Shows the held carts as they are now, where they are shown."""

    async def customer(self) -> CustomerHit | None:
        """Asks for the customer."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """How the presenter reaches the person: questions, leave, messages, sounds.

    Attributes:
        take_badge: Signs in whoever carries the badge with that text; False where it is nobody's.
        stock: What is said about stock.
    """

    prompts: Prompts
    approval: Approval
    messages: Messages
    sounds: Sounds
    take_badge: Callable[[str], bool]
    stock: StockWords


class SellPresenter(QObject):
    """The sell screen's commands.

    Attributes:
        shown: What the screen says the cart costs: what the customer is asked to pay.

    Signals:
        cart_changed: The cart, priced (``PricedCart``), and the key of the line to select (0 for none).
        not_found: The code that no product has (str).
        search_wanted: Words that are no code but find products (str).
        multiplier_changed: How often the next product is taken (int).
        held_changed: Other carts are put aside than before.
    """

    cart_changed = Signal(object, int)
    not_found = Signal(str)
    search_wanted = Signal(str)
    multiplier_changed = Signal(int)
    held_changed = Signal()

    def __init__(
        self, selling: Selling, holding: Holding, catalogue: Catalogue, interaction: Interaction
    ) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._selling = selling
        self._holding = holding
        self._with = interaction
        self.shown = selling.quote()
        self._held: int | None = None
        self.tasks = TaskOwner()

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._selling.can_undo

    @property
    def customer_name(self) -> str | None:
        """Who the cart is for; None for a walk-in."""
        return self._selling.cart.customer_name

    def held_count(self) -> int:
        """Returns how many carts are put aside, at all counters."""
        if self._held is None:  # asked at each scan, changed seldom
            self._held = len(self._holding.rows())
        return self._held

    def note_held(self) -> None:
        """Shows held carts as they are now: here or elsewhere one came, went, or can be had by now."""
        self._held = None
        self._with.prompts.held_changed()
        self.held_changed.emit()

    def refresh(self, select: int = 0) -> None:
        """Tells the screen the cart as it is now."""
        self.multiplier_changed.emit(self._selling.multiplier)
        self.shown = self._selling.quote()
        self.cart_changed.emit(self.shown.priced, select)

    def reprice(self) -> None:
        """Shows the same cart again where it costs something else by now, and says so."""
        before, now = self.shown, self._selling.quote()
        if now.cart == before.cart and now.priced != before.priced:
            self.refresh()
            if now.priced.total != before.priced.total:
                self._with.messages.warning(self.tr("Prices have changed; the sale shows the new total"))

    async def enter(self, text: str) -> None:
        """Takes a scanned or typed text: a code, or words to search for where no product has that code."""
        try:
            await self._settle(self._selling.enter(text))
        except B4MartError as error:
            if error.code not in _NOT_FOUND:
                self._refuse(error)
            elif self._with.take_badge(text):
                self.refresh()
            elif any(letter.isalpha() for letter in text) and self._catalogue.search(text, 1).hits:
                self.search_wanted.emit(text)
            else:
                self._with.sounds.play(Sound.UNKNOWN)
                self.not_found.emit(str(error.data["code"]))

    async def add(self, product: Id, code: str | None = None) -> None:
        """Takes a product that was tapped or picked."""
        try:
            await self._settle(self._selling.add(product, code=code))
        except B4MartError as error:
            self._refuse(error)

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
        if discount is not None:
            key = line.line.key
            wanted = discount if discount.value else None
            await self._do_approved(lambda who: self._selling.discount_line(key, wanted, who), key)

    async def discount_order(self) -> None:
        """Asks for a discount on the order and sets it, with somebody's leave where it takes that."""
        discount = await self._with.prompts.discount(None)
        if discount is not None:
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
                self._refuse(error)
        else:
            self.refresh()

    async def void(self) -> None:
        """Asks why, and gives the whole sale up."""
        if not self._selling.cart.lines:
            return
        reason = await self._with.prompts.void_reason()
        if reason is not None:
            await self._do_approved(lambda who: self._selling.void(reason, who))

    def hold(self) -> None:
        """Puts the cart aside."""
        if self._do(self._hold):
            self._with.messages.info(self.tr("Sale put aside"))

    def _hold(self) -> None:
        self._holding.hold()
        self.note_held()

    async def recall(self) -> None:
        """Asks which cart put aside to go on with."""
        if not self._holding.rows():
            self._with.messages.info(self.tr("No sale is put aside"))
            return
        cart = await self._with.prompts.held()
        if cart is not None:
            await self._do_approved(lambda who: self._holding.recall(cart, who))
            self.note_held()

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
                self.refresh(outcome.key)
                self._tell_stock(outcome)
            case Ambiguous():
                picked = await self._with.prompts.pick(outcome.products)
                if picked is not None:
                    await self._settle(self._selling.add(picked, outcome.quantity, outcome.code))
            case Asked():
                await self._answer(outcome)

    def _tell_stock(self, added: Added) -> None:
        """Says once a line that nothing should be left; what a customer has in hand is sold anyway."""
        text = self._with.stock.none_on_hand(added.product)
        if text and self._selling.cart.line(added.key).quantity == added.quantity:
            self._with.messages.warning(text)

    def stock_note(self, product: Id) -> str:
        """Returns what a line of the cart says about stock, if anything."""
        return self._with.stock.of_line(product)

    def tell_last_one(self, sold: LastOneSold, *, shown: bool) -> None:
        """Says that another counter sold the last piece, where that product is shown or in the cart."""
        in_cart = any(line.product.id == sold.product for line in self._selling.cart.lines)
        text = self._with.stock.just_sold(sold, in_cart=in_cart)
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
            self._refuse(error)
            return False
        self.refresh(select)
        return True

    async def _do_approved(self, deed: Deed, select: int = 0) -> None:
        try:
            await with_approval(self._with.approval, deed)
        except B4MartError as error:
            self._refuse(error)
        else:
            self.refresh(select)

    def _refuse(self, error: B4MartError) -> None:
        if error.code is not ErrorCode.CANCELLED:
            self._with.sounds.play(Sound.BLOCKED)
            self._with.messages.error(error)
