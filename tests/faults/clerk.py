"""What a clerk does all day, at random: sells, splits payments, gives discounts, holds carts, closes shifts.

Knows use cases only. What the clerk is told to expect (a full disk, a cart that somebody else took) is
reported; everything else is raised.
"""

import random
import time
import uuid
from collections.abc import Callable, Sequence
from decimal import Decimal

from b4mart_desktop.domain.cart import Discount, DiscountKind
from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.gui.screens import UseCases
from b4mart_desktop.services.ports import ProductHit
from b4mart_desktop.services.selling import Asked
from tests.faults.messages import Habits, Message, Printed, Refused, TookCard

_FLOAT = Decimal(100)
_MOST_LINES = 4
_MOST_PIECES = 3
_TOLD = {
    ErrorCode.DISK_WRITE_FAILED,
    ErrorCode.HELD_CART_GONE,
}
"""What may come in the way of a clerk while faults go on. Nothing happened then."""


class Clerk:
    """Sells at one counter until told otherwise."""

    def __init__(
        self, use: UseCases, habits: Habits, chance: random.Random, tell: Callable[[Message], None]
    ) -> None:
        """Takes whom to serve with, how, with which luck, and whom to tell."""
        self._use = use
        self._habits = habits
        self._chance = chance
        self._tell = tell

    async def serve(self, hot: Sequence[ProductHit], others: Sequence[ProductHit]) -> bool:
        """Serves one customer; returns False where the clerk was told that something cannot be done now."""
        try:
            await self._serve(hot, others)
        except B4MartError as error:
            if error.code not in _TOLD:
                raise
            self._tell(Refused(error.code))
            return False
        return True

    async def finish(self) -> None:
        """Sells what is open and what lies put aside, and closes the shift."""
        await self._need_shift()
        if self._use.selling.cart.lines:
            await self._pay()
        while held := self._use.holding.held():
            self._use.holding.recall(held[0].cart.id)
            await self._pay()
        await self._use.shifts.close(_FLOAT)

    async def _serve(self, hot: Sequence[ProductHit], others: Sequence[ProductHit]) -> None:
        await self._need_shift()
        if self._use.selling.cart.tenders:  # a card was charged before the program died
            await self._pay()
            return
        if self._does(self._habits.recall) and (held := self._use.holding.held()):
            self._use.holding.recall(self._chance.choice(held).cart.id)
        self._fill(hot, others)
        if self._does(self._habits.hold):
            self._use.holding.hold()
        else:
            await self._pay()
        if self._does(self._habits.shift):
            await self._use.shifts.close(_FLOAT)

    async def _need_shift(self) -> None:
        if self._use.shifts.current() is None:
            await self._use.shifts.open(_FLOAT)

    def _fill(self, hot: Sequence[ProductHit], others: Sequence[ProductHit]) -> None:
        selling = self._use.selling
        for _ in range(self._chance.randint(1, _MOST_LINES)):
            product = self._chance.choice(hot if self._chance.random() < 0.5 else others)
            outcome = selling.add(product.id, self._chance.randint(1, _MOST_PIECES))
            if isinstance(outcome, Asked):
                selling.complete(outcome)
        if self._does(self._habits.discount):
            percent = Discount(kind=DiscountKind.PERCENT, value=Decimal(self._chance.randint(1, 20)))
            selling.discount_line(self._chance.choice(selling.cart.lines).key, percent)
        if self._does(self._habits.discount):
            selling.discount_order(Discount(kind=DiscountKind.PERCENT, value=Decimal(5)))

    async def _pay(self) -> None:
        checkout = self._use.checkout
        await checkout.begin()
        due = checkout.due(checkout.tenders, in_cash=False)
        if due >= 1 and not checkout.tenders and self._does(self._habits.split):
            self._charge_card(due // 2 or due)
        due = checkout.due(checkout.tenders, in_cash=True)
        cash = [Tender(kind=TenderKind.CASH, tendered=due)] if due or not checkout.tenders else []
        began = time.perf_counter()
        paid = await checkout.pay([*checkout.tenders, *cash])
        seconds = time.perf_counter() - began
        self._tell(Printed(paid.receipt.receipt_number, paid.sale.order.pricing.total, seconds))

    def _charge_card(self, amount: Decimal) -> None:
        reference = f"card-{uuid.UUID(int=self._chance.getrandbits(128))}"
        self._use.checkout.take(Tender(kind=TenderKind.CARD, tendered=amount, reference=reference))
        self._tell(TookCard(reference))

    def _does(self, how_often: float) -> bool:
        return self._chance.random() < how_often
