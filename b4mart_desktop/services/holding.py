"""Putting carts aside and picking them up again. A held cart can be picked up by one counter only."""

from collections.abc import Sequence

from b4mart_desktop.domain.cart import HeldCart
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.gate import require
from b4mart_desktop.services.ports import Desk
from b4mart_desktop.services.selling import Selling
from b4mart_desktop.services.session import Session


class Holding:
    """Held carts of this counter."""

    def __init__(self, desk: Desk, selling: Selling, session: Session) -> None:
        self._desk = desk
        self._selling = selling
        self._session = session

    def held(self) -> Sequence[HeldCart]:
        """Returns carts put aside, newest first."""
        return self._desk.held()

    def hold(self, label: str = "") -> HeldCart:
        """Puts the open cart aside and starts a new one.

        Raises:
            DomainError: CART_EMPTY or NOT_ALLOWED.
        """
        user = self._session.require_user()
        require(user, Action.HOLD_SALE)
        cart = self._selling.cart
        if not cart.lines:
            raise DomainError(ErrorCode.CART_EMPTY)
        held = HeldCart(
            cart=cart,
            held_at=utc_now(),
            held_by=user.name,
            label=label.strip() or cart.customer_name or cart.lines[0].product.name,
            total=self._selling.priced().total,
        )
        self._desk.hold(held)
        self._selling.start_new()
        return held

    def recall(self, cart: Id) -> None:
        """Goes on with a held cart; an open cart that is not empty is held in its place.

        Raises:
            DomainError: HELD_CART_GONE where somebody else took it.
        """
        taken = self._desk.take(cart)
        if taken is None:
            raise DomainError(ErrorCode.HELD_CART_GONE)
        if self._selling.cart.lines:
            self.hold()
        self._selling.resume(taken.cart)
