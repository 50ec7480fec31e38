"""Paying: from the tenders to a fact on disk and a receipt. Never waits for the network.

A sale ends in four steps: settle (arithmetic), journal (fsync, receipt number), new cart, receipt. Until
the journal returned, nothing happened; from then on nothing can undo it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.cart import Cart
from b4mart_desktop.domain.entries import CashMoved
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.money import ZERO, quick_cash
from b4mart_desktop.domain.payments import Tender
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.pricing import PricedCart
from b4mart_desktop.domain.receipt import Receipt, make_receipt
from b4mart_desktop.domain.sale import Sale, Seller, make_sale
from b4mart_desktop.domain.settlement import settle, still_due
from b4mart_desktop.domain.tills import CashMovement, CashMovementKind
from b4mart_desktop.services.bus import EntryJournalled
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.selling import Selling


@dataclass(frozen=True, slots=True)
class Paid:
    """A completed sale: what to hand over and to show."""

    sale: Sale
    receipt: Receipt
    change: Decimal


class Checkout:
    """Takes payment for the open cart."""

    def __init__(self, counter: Counter, selling: Selling) -> None:
        self._counter = counter
        self._selling = selling

    def priced(self) -> PricedCart:
        """Returns what is to be paid for."""
        return self._selling.priced()

    def due(self, tenders: Sequence[Tender], *, in_cash: bool) -> Decimal:
        """Returns what is left to pay after ``tenders``, rounded to coins where ``in_cash``."""
        priced = self._selling.priced()
        return still_due(priced.total, tenders, self._selling.rules().cash_step, in_cash=in_cash)

    def quick_cash(self, tenders: Sequence[Tender] = ()) -> tuple[Decimal, ...]:
        """Returns the cash amounts most likely handed over, exact first."""
        return quick_cash(self.due(tenders, in_cash=True), self._counter.store().cash_notes)

    async def check_ready(self) -> None:
        """Refuses to begin a payment that could not be completed: before any money is taken.

        Raises:
            DomainError: NOT_SIGNED_IN, NOT_ALLOWED, NO_OPEN_SHIFT or CART_EMPTY.
            AdapterError: DISK_WRITE_FAILED where the sale could not be kept.
        """
        self._check_allowed()
        await self._counter.journal.check_writable()

    def _check_allowed(self) -> None:
        self._counter.permit(Action.SELL)
        self._counter.shift()
        if not self._selling.cart.lines:
            raise DomainError(ErrorCode.CART_EMPTY)

    async def pay(self, tenders: Sequence[Tender]) -> Paid:
        """Completes the open cart with ``tenders``; the cart is new and empty when this returns.

        A second call while the first is under way waits for it, and then finds an empty cart.

        Raises:
            DomainError: what ``check_ready`` and ``settle`` raise; then nothing happened.
            AdapterError: DISK_WRITE_FAILED; then nothing happened.
        """
        async with self._counter.till:
            self._check_allowed()
            with self._selling.claimed() as cart:
                recorded = await self._counter.record_sale(self._make_sale(cart, tenders))
            self._selling.start_new()
        self._counter.bus.publish(EntryJournalled(recorded.order.id))
        receipt = make_receipt(recorded.order, recorded.payments, self._counter.store())
        return Paid(recorded, receipt, receipt.change)

    async def no_sale(self, reason: str, approver: User | None = None) -> None:
        """Opens the till without a sale; the reason goes to the audit log.

        Raises:
            DomainError: NOT_ALLOWED or NO_OPEN_SHIFT.
            AdapterError: DISK_WRITE_FAILED.
        """
        permit = self._counter.permit(Action.NO_SALE, approver)
        movement = CashMovement(
            id=new_id(),
            register=self._counter.register().id,
            shift=self._counter.shift().id,
            kind=CashMovementKind.NO_SALE,
            amount=ZERO,
            reason=reason,
            user=permit.user.id,
            at=self._counter.clock(),
        )
        entry = self._counter.audit(permit, movement.id, reason=reason)
        async with self._counter.till:
            await self._counter.record(CashMoved(movement=movement, audit=(entry,)))

    def _make_sale(self, cart: Cart, tenders: Sequence[Tender]) -> Sale:
        counter, user = self._counter, self._counter.session.require_user()
        priced = self._selling.priced()
        seller = Seller(
            register=counter.register().id,
            shift=counter.shift().id,
            cashier=user.id,
            cashier_name=user.name,
        )
        settlement = settle(priced.total, tenders, self._selling.rules().cash_step)
        sale = make_sale(cart, priced, settlement, counter.store(), seller, counter.clock())
        return msgspec.structs.replace(sale, audit=cart.trail)
