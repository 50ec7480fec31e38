"""Opening and closing the till. Expected cash is only ever derived from signed movements and sales."""

import asyncio
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.entries import QueueState, ShiftClosed, ShiftOpened
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.money import ZERO
from b4mart_desktop.domain.payments import TenderKind
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.tills import CashMovement, CashMovementKind, Shift, ShiftStatus
from b4mart_desktop.services.counter import Counter


@dataclass(frozen=True, slots=True)
class ShiftSummary:
    """What a shift came to so far.

    Attributes:
        cash: Cash taken by sales, change and rounding accounted for.
        expected_cash: What should be in the till: movements (float included) and ``cash``.
        unposted: What is not yet in MongoDB.
    """

    shift: Shift
    sales: int
    total: Decimal
    by_tender: dict[TenderKind, Decimal]
    cash: Decimal
    expected_cash: Decimal
    unposted: QueueState


class Shifts:
    """The shift of this counter."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def current(self) -> Shift | None:
        """Returns the open shift."""
        return self._counter.desk.shift()

    async def open(self, opening_float: Decimal) -> Shift:
        """Opens the till with ``opening_float`` in it.

        Raises:
            DomainError: NOT_ALLOWED, SHIFT_ALREADY_OPEN, AMOUNT_OUT_OF_RANGE, NOT_FOUND.
            AdapterError: DISK_WRITE_FAILED.
        """
        user = self._counter.permit(Action.OPEN_SHIFT).user
        if self.current() is not None:
            raise DomainError(ErrorCode.SHIFT_ALREADY_OPEN)
        _check_cash(opening_float)
        entry = self._opened(user, opening_float)
        await self._counter.record(entry)
        self._counter.desk.set_shift(entry.shift)
        return entry.shift

    async def summary(self) -> ShiftSummary:
        """Returns what the open shift came to so far.

        Raises:
            DomainError: NO_OPEN_SHIFT.
        """
        # A long shift has a thousand sales to read: off the UI thread.
        return await asyncio.to_thread(self._sum_up, self._counter.shift())

    def _sum_up(self, shift: Shift) -> ShiftSummary:
        sales = self._counter.journal.shift_sales(shift.id)
        by_tender: dict[TenderKind, Decimal] = {}
        for payment in (payment for sale in sales for payment in sale.payments):
            kind = payment.tender or TenderKind.CASH
            by_tender[kind] = by_tender.get(kind, ZERO) + payment.amount
        cash = by_tender.get(TenderKind.CASH, ZERO)
        return ShiftSummary(
            shift=shift,
            sales=len(sales),
            total=sum((sale.order.pricing.total for sale in sales), ZERO),
            by_tender=by_tender,
            cash=cash,
            expected_cash=self._counter.journal.shift_cash(shift.id) + cash,
            unposted=self._counter.journal.state(),
        )

    async def close(self, counted: Decimal) -> Shift:
        """Closes the till with ``counted`` cash in it; any count is taken, the difference is recorded.

        Raises:
            DomainError: NOT_ALLOWED, NO_OPEN_SHIFT, AMOUNT_OUT_OF_RANGE.
            AdapterError: DISK_WRITE_FAILED.
        """
        user = self._counter.permit(Action.CLOSE_SHIFT).user
        _check_cash(counted)
        summary, now = await self.summary(), self._counter.clock()
        closed = msgspec.structs.replace(
            summary.shift,
            status=ShiftStatus.CLOSED,
            closed_by=user.id,
            closed_at=now,
            sales_count=summary.sales,
            sales_total=summary.total,
            expected_cash=summary.expected_cash,
            counted_cash=counted,
            difference=counted - summary.expected_cash,
            updated_at=now,
        )
        await self._counter.record(ShiftClosed(id=new_id(), shift=closed))
        self._counter.desk.set_shift(None)
        return closed

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


def _check_cash(amount: Decimal) -> None:
    if not (amount.is_finite() and 0 <= amount <= 10_000_000):
        raise DomainError(ErrorCode.AMOUNT_OUT_OF_RANGE, amount=amount, least=ZERO, most=Decimal(10_000_000))
