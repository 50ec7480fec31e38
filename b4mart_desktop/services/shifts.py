"""Opening and closing the till. Expected cash is only ever derived from signed movements and sales."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.entries import QueueState, ShiftClosed, ShiftOpened
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.money import ZERO
from b4mart_desktop.domain.payments import TenderKind
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.tills import CashMovement, CashMovementKind, Shift, ShiftStatus
from b4mart_desktop.services.bus import Bus, EntryJournalled
from b4mart_desktop.services.gate import require
from b4mart_desktop.services.ports import Catalogue, Desk, Journal
from b4mart_desktop.services.session import Session


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

    def __init__(
        self,
        catalogue: Catalogue,
        journal: Journal,
        desk: Desk,
        session: Session,
        bus: Bus,
        clock: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        self._catalogue = catalogue
        self._journal = journal
        self._desk = desk
        self._session = session
        self._bus = bus
        self._clock = clock

    def current(self) -> Shift | None:
        """Returns the open shift."""
        return self._desk.shift()

    async def open(self, opening_float: Decimal) -> Shift:
        """Opens the till with ``opening_float`` in it.

        Raises:
            DomainError: NOT_ALLOWED, SHIFT_ALREADY_OPEN, AMOUNT_OUT_OF_RANGE, NOT_FOUND.
            AdapterError: DISK_WRITE_FAILED.
        """
        user = self._session.require_user()
        require(user, Action.OPEN_SHIFT)
        if self._desk.shift() is not None:
            raise DomainError(ErrorCode.SHIFT_ALREADY_OPEN)
        _check_cash(opening_float)
        register, store = self._desk.register(), self._catalogue.store()
        if register is None or store is None:
            raise DomainError(ErrorCode.NOT_FOUND, what="register")
        now = self._clock()
        shift = Shift(
            id=new_id(),
            register=register.id,
            opened_by=user.id,
            opened_at=now,
            opening_float=opening_float,
            currency=store.currency,
            created_at=now,
            updated_at=now,
        )
        movement = CashMovement(
            id=new_id(),
            register=register.id,
            shift=shift.id,
            kind=CashMovementKind.FLOAT,
            amount=opening_float,
            user=user.id,
            at=now,
        )
        await self._journal.append(ShiftOpened(shift=shift, float_movement=movement))
        self._desk.set_shift(shift)
        self._bus.publish(EntryJournalled(shift.id))
        return shift

    def summary(self) -> ShiftSummary:
        """Returns what the open shift came to so far.

        Raises:
            DomainError: NO_OPEN_SHIFT.
        """
        shift = self._desk.shift()
        if shift is None:
            raise DomainError(ErrorCode.NO_OPEN_SHIFT)
        sales = self._journal.shift_sales(shift.id)
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
            expected_cash=self._journal.shift_cash(shift.id) + cash,
            unposted=self._journal.state(),
        )

    async def close(self, counted: Decimal) -> Shift:
        """Closes the till with ``counted`` cash in it; any count is taken, the difference is recorded.

        Raises:
            DomainError: NOT_ALLOWED, NO_OPEN_SHIFT, AMOUNT_OUT_OF_RANGE.
            AdapterError: DISK_WRITE_FAILED.
        """
        user = self._session.require_user()
        require(user, Action.CLOSE_SHIFT)
        _check_cash(counted)
        summary, now = self.summary(), self._clock()
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
        entry = ShiftClosed(id=new_id(), shift=closed)
        await self._journal.append(entry)
        self._desk.set_shift(None)
        self._bus.publish(EntryJournalled(entry.id))
        return closed


def _check_cash(amount: Decimal) -> None:
    if not (amount.is_finite() and 0 <= amount <= 10_000_000):
        raise DomainError(ErrorCode.AMOUNT_OUT_OF_RANGE, amount=amount, least=ZERO, most=Decimal(10_000_000))
