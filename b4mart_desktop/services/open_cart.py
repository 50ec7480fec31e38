"""The open cart as it lies on the desk: changes kept, audited, undone, refused while the cart is being ended.

What a clerk does to it belongs to ``selling``, what a cart may hold to ``domain.cart``.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import msgspec

from b4mart_desktop.domain import cart as carts
from b4mart_desktop.domain.cart import Cart, CartLine
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.payments import Tender
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.services.bus import CouponsFreed
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.gate import Permit

UNDO_STEPS = 100

_log = logging.getLogger(__name__)


class OpenCart:
    """The one cart of this counter that is being filled."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._cart = _reopen(counter)
        self._history: list[tuple[Cart, Action | None]] = []
        self._claimed = False

    @property
    def cart(self) -> Cart:
        """The cart as it is now."""
        return self._cart

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._history)

    def change(
        self, after: Cart, permit: Permit | None = None, line: CartLine | None = None, **details: object
    ) -> None:
        """Makes ``after`` the open cart; what took a permit goes on its trail, about ``line``.

        Raises:
            DomainError: CART_BEING_PAID, PARTLY_PAID, NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DISK_WRITE_FAILED. In each case the cart is as it was.
        """
        self._check_free()
        if permit is None:
            self._counter.permit(Action.SELL)
        else:
            after = self._audited(after, permit, line, **details)
        before = self._cart
        self._keep(after)
        step = (before, None if permit is None else permit.action)
        self._history = [*self._history, step][-UNDO_STEPS:]

    def undo(self, approver: User | None = None) -> None:
        """Takes the last step back; what needed trust stays on the trail.

        It needs the same leave as doing it by hand, and is audited the same way: removing goods, or bringing
        a price or discount back.

        Raises:
            DomainError: NOTHING_TO_UNDO, CART_BEING_PAID, PARTLY_PAID, NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DISK_WRITE_FAILED. In each case the cart is as it was.
        """
        self._check_free()
        if not self._history:
            raise DomainError(ErrorCode.NOTHING_TO_UNDO)
        cart, (before, step) = self._cart, self._history[-1]
        # Keys go on counting, so that a line added after an undo never takes over another line's key.
        after = msgspec.structs.replace(
            before, tenders=cart.tenders, trail=cart.trail, next_key=cart.next_key
        )
        line, pieces = _taken_out(cart, after)
        if line is not None:
            after = self._audited(
                after, self._counter.permit(Action.REMOVE_LINE, approver), line, taken=pieces
            )
        elif step is None or step is Action.REMOVE_LINE:  # anybody who sells may put goods back
            self._counter.permit(Action.SELL)
        else:
            after = self._audited(after, self._counter.permit(step, approver), None, undone=True)
        self._keep(after)
        self._history.pop()

    def replace(self, cart: Cart) -> None:
        """Goes on with another cart; steps before are not undone.

        What became of the cart before is a fact already, so a disk that refuses does not stop this: the
        next change tells.
        """
        self._history.clear()
        self._cart = cart
        try:
            self._counter.desk.set_cart(cart)
        except AdapterError as error:
            _log.warning("the open cart is not on disk: %s", error)

    def claim(self) -> None:
        """Gives the cart to who takes payment for it: until it is released nobody else can change it.

        Raises:
            DomainError: CART_BEING_PAID where somebody is at it already.
        """
        self._check_free()
        self._claimed = True

    def release(self) -> None:
        """Lets the cart be changed again."""
        self._claimed = False

    @contextmanager
    def claimed(self, *, partly_paid: bool = False) -> Iterator[Cart]:
        """Gives the cart to who ends it unpaid (voids, holds it); until the block ends nothing can change it.

        Args:
            partly_paid: Whether that may be done although money was taken towards it.

        Raises:
            DomainError: CART_BEING_PAID where somebody is at it already; PARTLY_PAID where money was taken.
        """
        self.claim()
        try:
            if self._cart.tenders and not partly_paid:
                raise DomainError(ErrorCode.PARTLY_PAID)
            yield self._cart
        finally:
            self.release()

    def set_tenders(self, tenders: Sequence[Tender], permit: Permit | None = None, **details: object) -> None:
        """Keeps what was taken towards the cart, for who claimed it; that is no step to undo.

        It waits for the disk: a card that was charged must not be forgotten by a power failure.

        Raises:
            AdapterError: DISK_WRITE_FAILED; then the cart is as it was.
        """
        after = msgspec.structs.replace(self._cart, tenders=tuple(tenders))
        after = after if permit is None else self._audited(after, permit, None, **details)
        self._keep(after, synced=True)

    def _check_free(self) -> None:
        if self._claimed:
            raise DomainError(ErrorCode.CART_BEING_PAID)

    def _audited(self, after: Cart, permit: Permit, line: CartLine | None = None, **details: object) -> Cart:
        name = None if line is None else line.product.name
        entry = self._counter.audit(permit, self._cart.id, line=name, **details)
        return msgspec.structs.replace(after, trail=(*self._cart.trail, entry))

    def _keep(self, cart: Cart, *, synced: bool = False) -> None:
        if cart.tenders and not cart.lines:  # nothing would be left to pay or to take back
            raise DomainError(ErrorCode.PARTLY_PAID)
        self._counter.desk.set_cart(cart, synced=synced)
        freed = tuple(code for code in self._cart.coupons if code not in cart.coupons)
        self._cart = cart
        if freed:
            self._counter.bus.publish(CouponsFreed(cart, freed))


def _taken_out(before: Cart, after: Cart) -> tuple[CartLine | None, int]:
    """The line of ``before`` that has fewer pieces after, and how many; one step touches one line."""
    left = {line.key: line.quantity for line in after.lines}
    for line in before.lines:
        if line.quantity > left.get(line.key, 0):
            return line, line.quantity - left.get(line.key, 0)
    return None, 0


def _reopen(counter: Counter) -> Cart:
    """The cart left open; a new one where it was paid, given up or put aside.

    After a power failure the desk may be older than the journal: carts it still has may have ended. And all
    of the data folder may be older than the shop, or a copy of another's: nothing begins there under an
    identity that something else may have by now.
    """
    held = _drop_ended(counter)
    cart = counter.desk.cart()
    if cart is None or cart.id in held or counter.journal.has_ended(cart.id):
        return carts.new_cart()
    return cart if cart.lines else carts.under(cart, new_id())


def _drop_ended(counter: Counter) -> set[Id]:
    """Removes carts put aside that were paid or given up, and returns which are left."""
    held = {each.cart.id for each in counter.desk.held()}
    ended = {cart for cart in held if counter.journal.has_ended(cart)}
    try:
        for cart in ended:
            counter.desk.drop(cart)
    except AdapterError as error:  # a full disk must not keep the shop from opening
        _log.warning("a cart that has ended is still put aside: %s", error)
    return held - ended
