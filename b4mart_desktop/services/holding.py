"""Putting carts aside and picking them up again. A held cart can be picked up by one counter only."""

from collections.abc import Sequence

from b4mart_desktop.domain.cart import HeldCart
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.selling import Selling


class Holding:
    """Held carts of this counter."""

    def __init__(self, counter: Counter, selling: Selling) -> None:
        self._counter = counter
        self._selling = selling

    def held(self) -> Sequence[HeldCart]:
        """Returns carts put aside, newest first."""
        return self._counter.desk.held()

    def hold(self, label: str = "") -> HeldCart:
        """Puts the open cart aside and starts a new one.

        Raises:
            DomainError: CART_EMPTY or NOT_ALLOWED.
        """
        user = self._counter.permit(Action.HOLD_SALE).user
        cart = self._selling.cart
        if not cart.lines:
            raise DomainError(ErrorCode.CART_EMPTY)
        held = HeldCart(
            cart=cart,
            held_at=self._counter.clock(),
            held_by=user.name,
            label=label.strip() or cart.customer_name or cart.lines[0].product.name,
            total=self._selling.priced().total,
        )
        self._counter.desk.hold(held)
        self._selling.start_new()
        return held

    def recall(self, cart: Id) -> None:
        """Goes on with a held cart; an open cart that is not empty is held in its place.

        Raises:
            DomainError: HELD_CART_GONE where somebody else took it.
        """
        taken = self._counter.desk.take(cart)
        if taken is None:
            raise DomainError(ErrorCode.HELD_CART_GONE)
        if self._selling.cart.lines:
            self.hold()
        self._selling.resume(taken.cart)
