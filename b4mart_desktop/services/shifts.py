"""Opening and closing the till. Expected cash is only ever derived from signed movements and sales.

Carts belong to their customers, not to the shift: those put aside and the open one outlast its close.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.cart import Cart
from b4mart_desktop.domain.entries import Audited, QueueState, ShiftClosed, ShiftEntries, ShiftOpened
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.money import MAX_TOTAL, ZERO
from b4mart_desktop.domain.payments import TenderKind
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.sale import Sale
from b4mart_desktop.domain.tills import CashMovement, CashMovementKind, Shift, ShiftStatus
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.gate import may


@dataclass(frozen=True, slots=True)
class Takings:
    """What was taken in a shift, and so what should be in its till.

    Attributes:
        cash: Cash taken by sales, change and rounding accounted for.
        expected_cash: What should be in the till: movements (float included) and ``cash``.
    """

    by_tender: dict[TenderKind, Decimal]
    cash: Decimal
    expected_cash: Decimal


@dataclass(frozen=True, slots=True)
class ShiftSummary:
    """What a shift came to so far.

    Attributes:
        takings: None for who may not see them: a count is only worth something if whoever counts does not
            know what should come out.
        held: Carts that nobody paid yet: those put aside here, and the open one where something is in it.
        held_cash: Cash taken towards those carts: it lies in the till and belongs to no sale yet.
        unposted: What is not yet in MongoDB.
        unreadable: Entries of the shift that are damaged on this counter's disk: all of the above lacks them.
    """

    shift: Shift
    sales: int
    total: Decimal
    takings: Takings | None
    held: int
    held_cash: Decimal
    unposted: QueueState
    unreadable: int


class Shifts:
    """The shift of this counter."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def current(self) -> Shift | None:
        """Returns the open shift."""
        return self._counter.journal.open_shift()

    async def open(self, opening_float: Decimal) -> Shift:
        """Opens the till with ``opening_float`` in it.

        Raises:
            DomainError: NOT_ALLOWED, SHIFT_ALREADY_OPEN, AMOUNT_OUT_OF_RANGE, NOT_FOUND.
            AdapterError: DISK_WRITE_FAILED.
        """
        user = self._counter.permit(Action.OPEN_SHIFT).user
        _check_cash(opening_float)
        async with self._counter.till:
            if self.current() is not None:
                raise DomainError(ErrorCode.SHIFT_ALREADY_OPEN)
            entry = self._opened(user, opening_float)
            await self._counter.record(entry)
        return entry.shift

    async def summary(self) -> ShiftSummary:
        """Returns what the open shift came to so far.

        Raises:
            DomainError: NO_OPEN_SHIFT, NOT_SIGNED_IN or NOT_ALLOWED.
        """
        user, shift = self._counter.permit(Action.CLOSE_SHIFT).user, self._counter.shift()
        entries = await self._entries(shift)
        held = self._unpaid_carts()
        return ShiftSummary(
            shift=shift,
            sales=len(entries.sales),
            total=_total(entries.sales),
            takings=_takings(entries) if may(user, Action.SEE_EXPECTED_CASH) else None,
            held=len(held),
            held_cash=sum((_cash_towards(cart) for cart in held), ZERO),
            unposted=self._counter.journal.state(),
            unreadable=entries.unreadable,
        )

    def _unpaid_carts(self) -> list[Cart]:
        open_cart = self._counter.desk.cart()
        carts = [held.cart for held in self._counter.desk.held()]
        return carts if open_cart is None or not open_cart.lines else [*carts, open_cart]

    async def _entries(self, shift: Shift) -> ShiftEntries:
        # A long shift has a thousand sales to read: off the UI thread.
        return await asyncio.to_thread(self._counter.journal.shift_entries, shift.id)

    async def close(self, counted: Decimal) -> Shift:
        """Closes the till with ``counted`` cash in it; any count is taken, the difference is recorded.

        Where entries of the shift are damaged its figures lack them. A till can be closed all the same, and
        the audit log says how many they were.

        Raises:
            DomainError: NOT_ALLOWED, NO_OPEN_SHIFT, AMOUNT_OUT_OF_RANGE.
            AdapterError: DISK_WRITE_FAILED.
        """
        permit = self._counter.permit(Action.CLOSE_SHIFT)
        _check_cash(counted)
        async with self._counter.till:
            shift = self._counter.shift()
            entries = await self._entries(shift)
            if entries.unreadable:  # noted first: there is no such close without it
                note = self._counter.audit(permit, shift.id, unreadable=entries.unreadable)
                await self._counter.record(Audited(id=new_id(), audit=(note,)))
            closed = self._closed(shift, permit.user, counted, entries)
            await self._counter.record(ShiftClosed(id=new_id(), shift=closed))
        return closed

    def _closed(self, shift: Shift, user: User, counted: Decimal, entries: ShiftEntries) -> Shift:
        now, takings = self._counter.clock(), _takings(entries)
        return msgspec.structs.replace(
            shift,
            status=ShiftStatus.CLOSED,
            closed_by=user.id,
            closed_at=now,
            sales_count=len(entries.sales),
            sales_total=_total(entries.sales),
            expected_cash=takings.expected_cash,
            counted_cash=counted,
            difference=counted - takings.expected_cash,
            updated_at=now,
        )

    def _opened(self, user: User, opening_float: Decimal) -> ShiftOpened:
        now, register = self._counter.clock(), self._counter.register().id
        shift = Shift(
            id=new_id(),
            register=register,
            opened_by=user.id,
            opened_at=now,
            opening_float=opening_float,
            currency=self._counter.store().currency,
            created_at=now,
            updated_at=now,
        )
        movement = CashMovement(
            id=new_id(),
            register=register,
            shift=shift.id,
            kind=CashMovementKind.FLOAT,
            amount=opening_float,
            user=user.id,
            at=now,
        )
        return ShiftOpened(shift=shift, float_movement=movement)


def _takings(entries: ShiftEntries) -> Takings:
    by_tender: dict[TenderKind, Decimal] = {}
    for payment in (payment for sale in entries.sales for payment in sale.payments):
        kind = payment.tender or TenderKind.CASH
        by_tender[kind] = by_tender.get(kind, ZERO) + payment.amount
    cash = by_tender.get(TenderKind.CASH, ZERO)
    moved = sum((movement.amount for movement in entries.movements), ZERO)
    return Takings(by_tender, cash, moved + cash)


def _total(sales: Sequence[Sale]) -> Decimal:
    return sum((sale.order.pricing.total for sale in sales), ZERO)


def _cash_towards(cart: Cart) -> Decimal:
    return sum((tender.tendered for tender in cart.tenders if tender.kind is TenderKind.CASH), ZERO)


def _check_cash(amount: Decimal) -> None:
    if not (amount.is_finite() and 0 <= amount <= MAX_TOTAL):
        raise DomainError(ErrorCode.AMOUNT_OUT_OF_RANGE, amount=amount, least=ZERO, most=MAX_TOTAL)
