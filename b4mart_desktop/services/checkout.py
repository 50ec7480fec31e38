"""Paying: from the tenders to a fact on disk and a receipt. Never waits for the network.

A payment begins with a quote: from then on the cart cannot change, and what was shown is what is charged.
A sale ends in four steps: settle (arithmetic), journal (fsync, receipt number), new cart, receipt. Until
the journal returned, nothing happened; from then on nothing can undo it.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.cart import Cart
from b4mart_desktop.domain.entries import CashMoved
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.money import ZERO, minor_unit, quick_cash
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.receipt import Receipt, make_receipt
from b4mart_desktop.domain.sale import Sale, Seller, make_sale
from b4mart_desktop.domain.settlement import check_tender, settle, still_due
from b4mart_desktop.domain.tills import CashMovement, CashMovementKind
from b4mart_desktop.services.bus import CouponsFreed, EntryJournalled
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.selling import Quote, Selling


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
        self._quote: Quote | None = None
        self._completing = False
        self._paying: set[asyncio.Future[Paid]] = set()

    # ------------------------------------------------------------ before it is paid

    async def begin(self, shown: Quote | None = None) -> Quote:
        """Begins to take payment: the cart cannot change, nor its price, until it is paid or released.

        Args:
            shown: What the customer was told the open cart costs; else it is what it costs now.

        Raises:
            DomainError: NOT_SIGNED_IN, NOT_ALLOWED, NO_OPEN_SHIFT, CART_EMPTY or CART_BEING_PAID; CANCELLED
                where it was released meanwhile.
            AdapterError: DISK_WRITE_FAILED where the sale could not be kept.
        """
        self.release()
        self._check_allowed()
        is_current = shown is not None and shown.cart == self._selling.cart
        quote = shown if is_current and shown is not None else self._selling.quote()
        self._selling.open_cart.claim()
        self._quote = quote
        try:
            await self._counter.journal.check_writable()
        except BaseException:
            self.release()
            raise
        if self._quote is not quote:
            raise DomainError(ErrorCode.CANCELLED)
        return quote

    def release(self) -> None:
        """Gives the cart back to be changed, tenders taken and all; a payment being written goes on."""
        if self._quote is not None and not self._completing:
            self._selling.open_cart.release()
        self._quote = None

    def quote(self) -> Quote:
        """Returns what is to be paid: as it was when the payment began, or else now."""
        return self._quote or self._selling.quote()

    @property
    def tenders(self) -> tuple[Tender, ...]:
        """What was taken towards the open cart so far."""
        return self._selling.cart.tenders

    def take(self, tender: Tender) -> None:
        """Keeps a part of the payment with the cart, until the rest is paid or it is taken back.

        Raises:
            DomainError: AMOUNT_OUT_OF_RANGE, or CART_BEING_PAID where the rest is being paid just now.
            AdapterError: DISK_WRITE_FAILED; then it was not taken.
        """
        self._check_open()
        check_tender(tender, minor_unit(self.quote().priced.currency))
        self._selling.open_cart.set_tenders((*self.tenders, tender))

    def take_back(self, index: int, approver: User | None = None) -> None:
        """Gives a part of the payment back; what is not cash needs leave, and is audited.

        Raises:
            DomainError: NOT_ALLOWED, or CART_BEING_PAID where the rest is being paid just now.
            AdapterError: DISK_WRITE_FAILED; then it is still taken.
        """
        self._check_open()
        tender = self.tenders[index]
        left = (*self.tenders[:index], *self.tenders[index + 1 :])
        if tender.kind is TenderKind.CASH:
            self._selling.open_cart.set_tenders(left)
            return
        permit = self._counter.permit(Action.TAKE_BACK_TENDER, approver)
        details = {"tender": tender.kind, "amount": tender.tendered, "reference": tender.reference}
        self._selling.open_cart.set_tenders(left, permit, **details)

    def due(self, tenders: Sequence[Tender], *, in_cash: bool) -> Decimal:
        """Returns what is left to pay after ``tenders``, rounded to coins where ``in_cash``."""
        quote = self.quote()
        return still_due(quote.priced.total, tenders, quote.cash_step, in_cash=in_cash)

    def quick_cash(self, tenders: Sequence[Tender] = ()) -> tuple[Decimal, ...]:
        """Returns the cash amounts most likely handed over, exact first."""
        return quick_cash(self.due(tenders, in_cash=True), self._counter.store().cash_notes)

    def _check_open(self) -> None:
        if self._completing:
            raise DomainError(ErrorCode.CART_BEING_PAID)

    def _check_allowed(self) -> None:
        self._counter.permit(Action.SELL)
        self._counter.shift()
        if not self._selling.cart.lines:
            raise DomainError(ErrorCode.CART_EMPTY)

    # ------------------------------------------------------------ paying

    async def pay(self, tenders: Sequence[Tender]) -> Paid:
        """Completes the open cart with ``tenders``; the cart is new and empty when this returns.

        What began is never left half done: cancelling this only ends the wait for it. A second call while
        the first is under way waits for it, and then finds an empty cart.

        Args:
            tenders: All that was taken, the parts kept with the cart included.

        Raises:
            DomainError: what ``begin`` and ``settle`` raise; then nothing happened.
            AdapterError: DISK_WRITE_FAILED; then nothing happened.
        """
        paying = asyncio.ensure_future(self._pay(tenders))
        self._paying.add(paying)  # nobody else may hold it once the wait is cancelled
        paying.add_done_callback(self._paying.discard)
        return await asyncio.shield(paying)

    async def _pay(self, tenders: Sequence[Tender]) -> Paid:
        async with self._counter.till:
            self._check_allowed()
            with self._claimed() as quote:
                recorded = await self._counter.record_sale(self._make_sale(quote, tenders))
                self._quote = None
            cart = self._selling.cart
            self._selling.start_new()
        self._counter.bus.publish(EntryJournalled(recorded.order.id))
        self._free_coupons(cart, recorded)
        receipt = make_receipt(recorded.order, recorded.payments, self._counter.store())
        return Paid(recorded, receipt, receipt.change)

    def _free_coupons(self, cart: Cart, sale: Sale) -> None:
        used = {use.code for use in sale.coupon_uses}
        freed = tuple(code for code in cart.coupons if code not in used)
        if freed:
            self._counter.bus.publish(CouponsFreed(cart, freed))

    @contextmanager
    def _claimed(self) -> Iterator[Quote]:
        """Holds the cart until the block ends; where it fails, a payment that was begun goes on."""
        if self._quote is None:
            self._selling.open_cart.claim()
        self._completing = True
        try:
            yield self.quote()
        finally:
            self._completing = False
            if self._quote is None:  # paid, released meanwhile, or never begun
                self._selling.open_cart.release()

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

    def _make_sale(self, quote: Quote, tenders: Sequence[Tender]) -> Sale:
        counter, user = self._counter, self._counter.session.require_user()
        seller = Seller(
            register=counter.register().id,
            shift=counter.shift().id,
            cashier=user.id,
            cashier_name=user.name,
        )
        cart, priced = self._selling.cart, quote.priced
        settlement = settle(priced.total, tenders, quote.cash_step, minor_unit(priced.currency))
        sale = make_sale(cart, priced, settlement, counter.store(), seller, counter.clock())
        return msgspec.structs.replace(sale, audit=cart.trail)
