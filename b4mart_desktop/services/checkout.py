"""Paying: from the tenders to a fact on disk and a receipt. Never waits for the network.

A sale ends in four steps: settle (arithmetic), journal (fsync, receipt number), new cart, receipt. Until
the journal returned, nothing happened; from then on nothing can undo it.
"""

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.entries import CashMoved
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.money import quick_cash
from b4mart_desktop.domain.payments import Tender
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.receipt import Receipt, make_receipt
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.sale import Sale, Seller, make_sale
from b4mart_desktop.domain.settlement import settle, still_due
from b4mart_desktop.domain.tills import CashMovement, CashMovementKind, Register, Shift
from b4mart_desktop.services.auditing import audit
from b4mart_desktop.services.bus import Bus, EntryJournalled
from b4mart_desktop.services.gate import require
from b4mart_desktop.services.ports import Desk, Journal
from b4mart_desktop.services.selling import Selling
from b4mart_desktop.services.session import Session


@dataclass(frozen=True, slots=True)
class Paid:
    """A completed sale: what to hand over and to show."""

    sale: Sale
    receipt: Receipt
    change: Decimal


class Checkout:
    """Takes payment for the open cart."""

    def __init__(
        self,
        selling: Selling,
        journal: Journal,
        desk: Desk,
        session: Session,
        bus: Bus,
        clock: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        self._selling = selling
        self._journal = journal
        self._desk = desk
        self._session = session
        self._bus = bus
        self._clock = clock
        self._busy = asyncio.Lock()

    def due(self, tenders: Sequence[Tender], *, in_cash: bool) -> Decimal:
        """Returns what is left to pay after ``tenders``, rounded to coins where ``in_cash``."""
        priced = self._selling.priced()
        return still_due(priced.total, tenders, self._selling.rules().cash_step, in_cash=in_cash)

    def quick_cash(self, tenders: Sequence[Tender] = ()) -> tuple[Decimal, ...]:
        """Returns the cash amounts most likely handed over, exact first."""
        return quick_cash(self.due(tenders, in_cash=True), self._selling.store().cash_notes)

    def check_ready(self) -> None:
        """Refuses to begin a payment that could not be completed.

        Raises:
            DomainError: NOT_SIGNED_IN, NOT_ALLOWED, NO_OPEN_SHIFT or CART_EMPTY.
        """
        require(self._session.require_user(), Action.SELL)
        self._where()
        if not self._selling.cart.lines:
            raise DomainError(ErrorCode.CART_EMPTY)

    async def pay(self, tenders: Sequence[Tender]) -> Paid:
        """Completes the open cart with ``tenders``; the cart is new and empty when this returns.

        A second call while the first is under way waits for it, and then finds an empty cart.

        Raises:
            DomainError: what ``check_ready`` and ``settle`` raise; then nothing happened.
            AdapterError: DISK_WRITE_FAILED; then nothing happened.
        """
        async with self._busy:
            self.check_ready()
            recorded = await self._journal.append_sale(self._make_sale(tenders), self._where()[0].code)
            self._selling.start_new()
        self._bus.publish(EntryJournalled(recorded.order.id))
        receipt = make_receipt(recorded.order, recorded.payments, self._selling.store())
        return Paid(recorded, receipt, receipt.change)

    async def no_sale(self, reason: str, approver: User | None = None) -> None:
        """Opens the till without a sale; the reason goes to the audit log.

        Raises:
            DomainError: NOT_ALLOWED or NO_OPEN_SHIFT.
            AdapterError: DISK_WRITE_FAILED.
        """
        user = self._session.require_user()
        permit = require(user, Action.NO_SALE, approver)
        register, shift = self._where()
        movement = CashMovement(
            id=new_id(),
            register=register.id,
            shift=shift.id,
            kind=CashMovementKind.NO_SALE,
            amount=Decimal(0),
            reason=reason,
            user=user.id,
            at=self._clock(),
        )
        entry = audit(permit, movement.id, register, shift, reason=reason)
        await self._journal.append(CashMoved(movement=movement, audit=(entry,)))
        self._bus.publish(EntryJournalled(movement.id))

    def _make_sale(self, tenders: Sequence[Tender]) -> Sale:
        register, shift = self._where()
        user = self._session.require_user()
        cart, priced, rules = self._selling.cart, self._selling.priced(), self._selling.rules()
        seller = Seller(
            register=register.id,
            register_code=register.code,
            shift=shift.id,
            cashier=user.id,
            cashier_name=user.name,
        )
        settlement = settle(priced.total, tenders, rules.cash_step)
        sale = make_sale(cart, priced, settlement, self._selling.store(), seller, self._clock())
        return msgspec.structs.replace(sale, audit=cart.trail)

    def _where(self) -> tuple[Register, Shift]:
        register, shift = self._desk.register(), self._desk.shift()
        if register is None or shift is None:
            raise DomainError(ErrorCode.NO_OPEN_SHIFT)
        return register, shift
