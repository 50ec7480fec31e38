"""Putting carts aside and picking them up again. A held cart can be picked up by one counter only."""

from collections.abc import Sequence

import msgspec

from b4mart_desktop.domain.cart import Cart
from b4mart_desktop.domain.counters import DeskCart
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.selling import Selling


class Holding:
    """Held carts of this counter."""

    def __init__(self, counter: Counter, selling: Selling) -> None:
        self._counter = counter
        self._selling = selling

    def held(self) -> Sequence[DeskCart]:
        """Returns carts put aside, newest first."""
        return self._counter.desk.held()

    def hold(self, label: str = "") -> DeskCart:
        """Puts the open cart aside and starts a new one.

        Raises:
            DomainError: CART_EMPTY, CART_BEING_PAID, NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DISK_WRITE_FAILED; then the cart is still open.
        """
        user = self._counter.permit(Action.HOLD_SALE).user
        with self._selling.open_cart.claimed() as cart:
            if not cart.lines:
                raise DomainError(ErrorCode.CART_EMPTY)
            held = self._aside(cart, user, label)
            self._counter.desk.hold(held)
        self._selling.start_new()
        return held

    def recall(self, cart: Id) -> None:
        """Goes on with a held cart; an open cart that is not empty is held in its place.

        Raises:
            DomainError: HELD_CART_GONE where somebody else took it; CART_BEING_PAID, NOT_SIGNED_IN or
                NOT_ALLOWED.
            AdapterError: DISK_WRITE_FAILED; then both carts are where they were.
        """
        user = self._counter.permit(Action.HOLD_SALE).user
        with self._selling.open_cart.claimed() as open_cart:
            taken = next((held for held in self.held() if held.cart.id == cart), None)
            if taken is None:
                raise DomainError(ErrorCode.HELD_CART_GONE)
            resumed = taken.cart
            aside = self._aside(open_cart, user) if open_cart.lines else None
            if aside is None:  # what was removed from the cart before must not be forgotten with it
                resumed = msgspec.structs.replace(resumed, trail=(*open_cart.trail, *resumed.trail))
            if not self._counter.desk.swap(taken, resumed, aside):
                raise DomainError(ErrorCode.HELD_CART_GONE)
        self._selling.resume(resumed)

    def _aside(self, cart: Cart, user: User, label: str = "") -> DeskCart:
        return DeskCart(
            cart=cart,
            held_at=self._counter.clock(),
            held_by=user.name,
            label=label.strip() or cart.customer_name or cart.lines[0].product.name,
            total=self._selling.priced().total,
        )
