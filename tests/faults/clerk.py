"""What a clerk does all day, at random: sells, splits payments, gives discounts, holds carts, closes shifts.

Knows use cases only. What the clerk is told to expect (a full disk, a cart that somebody else took) is
reported; everything else is raised.
"""

import asyncio
import random
import time
import uuid
from collections.abc import Callable, Sequence
from decimal import Decimal

from b4mart_desktop.domain.cart import Discount, DiscountKind
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.domain.people import StaffRole, User
from b4mart_desktop.domain.portions import Portion
from b4mart_desktop.gui.screens import UseCases
from b4mart_desktop.services.choices import ChoiceStep, Choosing
from b4mart_desktop.services.holding import HeldRow
from b4mart_desktop.services.ports import ProductHit
from b4mart_desktop.services.selling import Asked
from tests.faults.messages import Habits, Message, Printed, PutAside, Refused, TookCard

_FLOAT = Decimal(100)
_MOST_LINES = 4
_MOST_PIECES = 3
_SECONDS_TO_COME_FREE = 0.05
_HELD_BY_OTHERS = {
    ErrorCode.HELD_CART_ELSEWHERE,
    ErrorCode.HELD_CART_GONE,
    ErrorCode.HELD_CART_TAKEN,
    ErrorCode.NOT_ALLOWED,  # offline: somebody who may would have to answer for it that a cart is to be had
}
"""Why a held cart that was on the list cannot be had. Nothing happened then."""


class Clerk:
    """Sells at one counter until told otherwise."""

    def __init__(
        self,
        use: UseCases,
        habits: Habits,
        chance: random.Random,
        tell: Callable[[Message], None],
        again: Callable[[], int],
    ) -> None:
        """Takes the counter, habits and luck, whom to tell, and how many transactions were begun again."""
        self._use = use
        self._again = again
        self._manager = _member(use, StaffRole.MANAGER)
        use.counter.session.begin(_member(use, StaffRole.CLERK))
        self._habits = habits
        self._chance = chance
        self._tell = tell

    async def serve(self, hot: Sequence[ProductHit], others: Sequence[ProductHit]) -> bool:
        """Serves one customer; returns False where the disk is in the way, and nothing happened."""
        try:
            await self._serve(hot, others)
        except AdapterError as error:
            if error.code is not ErrorCode.DISK_WRITE_FAILED:
                raise
            self._use.checkout.release()  # a payment that was begun goes on until somebody leaves it
            self._tell(Refused(error.code))
            return False
        return True

    async def finish(self) -> None:
        """Sells what is open and what lies put aside, and closes the shift."""
        await self._need_shift()
        if self._use.selling.cart.lines:
            await self._pay()
        while rows := self._use.holding.rows():
            if await self._recall(rows):
                await self._pay()
            else:  # another counter is at it, or it is not known who has it
                await asyncio.sleep(_SECONDS_TO_COME_FREE)
        await self._use.shifts.close(_FLOAT)

    async def _serve(self, hot: Sequence[ProductHit], others: Sequence[ProductHit]) -> None:
        await self._need_shift()
        if self._use.selling.cart.tenders:  # a card was charged before the program died
            await self._pay()
            return
        if self._does(self._habits.recall):
            await self._recall(self._use.holding.rows())
        self._fill(hot, others)
        if self._does(self._habits.hold):
            self._put_aside()
        else:
            await self._pay()
        if self._does(self._habits.shift):
            await self._use.shifts.close(_FLOAT)

    async def _recall(self, rows: Sequence[HeldRow]) -> bool:
        """Goes on with one of the carts that may simply be had, whoever put it aside."""
        free = [row for row in rows if row.obstacle is None]
        if not free:
            return False
        try:
            await self._use.holding.recall(self._chance.choice(free).id)
        except DomainError as error:
            if error.code not in _HELD_BY_OTHERS:
                raise
            self._tell(Refused(error.code))
            return False
        return True

    async def _need_shift(self) -> None:
        if self._use.shifts.current() is None:
            await self._use.shifts.open(_FLOAT)

    def _fill(self, hot: Sequence[ProductHit], others: Sequence[ProductHit]) -> None:
        selling = self._use.selling
        for _ in range(self._chance.randint(1, _MOST_LINES)):
            product = self._chance.choice(hot if self._chance.random() < 0.5 else others)
            outcome = selling.add(product.id, self._chance.randint(1, _MOST_PIECES))
            if isinstance(outcome, Choosing):
                outcome = selling.choose(outcome, self._portion_of(outcome.step))
            if isinstance(outcome, Asked):
                selling.complete(outcome)
        if self._does(self._habits.discount):
            percent = Discount(kind=DiscountKind.PERCENT, value=Decimal(self._chance.randint(1, 20)))
            selling.discount_line(self._chance.choice(selling.cart.lines).key, percent, self._manager)
        if self._does(self._habits.discount):
            selling.discount_order(Discount(kind=DiscountKind.PERCENT, value=Decimal(5)), self._manager)

    def _portion_of(self, step: ChoiceStep) -> Portion:
        """Returns any pack or variant that is to be had."""
        choice = self._chance.choice([each for each in step.choices if each.price is not None])
        return choice.portion if choice.below is None else self._portion_of(choice.below)

    def _put_aside(self) -> None:
        mark, line = f"held-{self._random_id()}", self._chance.choice(self._use.selling.cart.lines)
        self._use.selling.set_note(line.key, f"{line.note or ''} {mark}")
        self._use.holding.hold()
        self._tell(PutAside(mark))

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
        number, total = paid.receipt.receipt_number, paid.sale.order.pricing.total
        self._tell(Printed(number, total, seconds, self._again()))

    def _charge_card(self, amount: Decimal) -> None:
        reference = f"card-{self._random_id()}"
        self._use.checkout.take(Tender(kind=TenderKind.CARD, tendered=amount, reference=reference))
        self._tell(TookCard(reference))

    def _random_id(self) -> uuid.UUID:
        return uuid.UUID(int=self._chance.getrandbits(128))

    def _does(self, how_often: float) -> bool:
        return self._chance.random() < how_often


def _member(use: UseCases, role: StaffRole) -> User:
    staff = use.signing_in.staff()
    return next(user for user in staff if user.staff and user.staff.role is role)
