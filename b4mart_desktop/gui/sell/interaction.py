"""How the sell screen's presenters reach the person. Protocols and what carries them, no widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from b4mart_desktop.domain.cart import Discount
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.domain.explaining import Explanation
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.priced_cart import PricedLine
from b4mart_desktop.gui.sell.stock_words import StockWords
from b4mart_desktop.gui.shared.approval import Approval
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.sounds import Sound, Sounds
from b4mart_desktop.services.choices import Choice, Choosing
from b4mart_desktop.services.ports import CustomerHit
from b4mart_desktop.services.price_preview import PricePreview


@dataclass(frozen=True, slots=True)
class CouponCode:
    """A coupon's code that was entered where a discount was asked for."""

    text: str


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

    async def choose(self, choosing: Choosing) -> Choice | None:
        """Asks which pack or variant of a product is meant."""

    def drop_choice(self, product: Id) -> None:
        """Closes that question about a product, where it is open: one of its labels was scanned instead."""

    async def quantity(self, line: PricedLine) -> int | None:
        """Asks for a line's number of pieces."""

    async def new_price(self, line: PricedLine) -> Decimal | None:
        """Asks for a line's price."""

    async def discount(self, line: PricedLine | None) -> Discount | CouponCode | None:
        """Asks for a discount on a line, or on the order for None; or for a coupon."""

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

    async def explain(self, explained: Explanation, key: int) -> None:
        """Shows how the sale, or the line with that key, comes to its price."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """How the sell screen's presenters reach the person: questions, leave, messages, sounds.

    Attributes:
        take_badge: Signs in whoever carries the badge with that text; False where it is nobody's.
        stock: What is said about stock.
        prices: Explains prices.
    """

    prompts: Prompts
    approval: Approval
    messages: Messages
    sounds: Sounds
    take_badge: Callable[[str], bool]
    stock: StockWords
    prices: PricePreview

    def refuse(self, error: B4MartError) -> None:
        """Says and sounds that something was not done; nothing where the person gave it up."""
        if error.code is not ErrorCode.CANCELLED:
            self.sounds.play(Sound.BLOCKED)
            self.messages.error(error)
