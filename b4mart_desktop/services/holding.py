"""Putting carts aside and picking them up again, at any counter. A held cart is picked up by one only.

A cart is put aside on this counter's disk and is every counter's a moment later (``backstage.sharing``).
As long as only this counter knows of it, it is picked up at once; from then on the database says who has
it. What was shared goes on under a new identity, so that no two sales can ever be one.
"""

import datetime as dt
import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.cart import Cart, HeldCart, under
from b4mart_desktop.domain.counters import DeskCart, SharedCart, Standing, Taking
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.services.bus import HeldCartsChanged
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.ports import CartClaims
from b4mart_desktop.services.selling import Selling

STUCK_AFTER = dt.timedelta(minutes=2)
"""Taking a cart is done in a moment; who is at it for so long has died over it."""


class Obstacle(enum.Enum):
    """What is between a clerk and a held cart."""

    UNCONFIRMED = "unconfirmed"
    """Offline: another counter may have it. Somebody who may has to say that it is to be had."""

    STUCK = "stuck"
    """A counter began to take it and, as far as is known here, did not get on. Somebody who may has to say
    that it is to be had."""

    ELSEWHERE = "elsewhere"
    """Offline, and it was put aside at another counter."""

    TAKEN = "taken"
    """Another counter takes it just now."""


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A held cart as this counter sees it.

    Attributes:
        id: The cart's.
        register_code: Where it was put aside.
        here: Whether that was at this counter.
        taken: Who is about to have it.
        obstacle: What is in the way, None where it may simply be had.
    """

    id: Id
    held: HeldCart
    register_code: str
    here: bool
    taken: Taking | None = None
    obstacle: Obstacle | None = None


class Holding:
    """The held carts of all counters, as far as this one knows them."""

    def __init__(self, counter: Counter, selling: Selling, claims: CartClaims) -> None:
        self._counter = counter
        self._selling = selling
        self._claims = claims

    def held(self) -> Sequence[DeskCart]:
        """Returns carts put aside at this counter that nobody took yet, newest first."""
        return self._counter.desk.held()

    def rows(self) -> Sequence[HeldRow]:
        """Returns all held carts: this counter's first, each group newest first."""
        shared = {cart.id: cart for cart in self._counter.catalogue.shared_carts() if cart.held is not None}
        code = self._counter.register().code
        own = [self._own_row(held, shared.pop(held.cart.id, None), code) for held in self.held()]
        gone = {taken.cart.id for taken in self._counter.desk.takings()}
        others = [self._other_row(cart) for cart in shared.values() if cart.id not in gone]
        return (*_newest_first(own), *_newest_first(others))

    def hold(self, label: str = "") -> DeskCart:
        """Puts the open cart aside and starts a new one.

        A cart with money taken towards it stays at this counter: the money is in its till.

        Raises:
            DomainError: CART_EMPTY, CART_BEING_PAID, NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DISK_WRITE_FAILED; then the cart is still open.
        """
        user = self._counter.permit(Action.HOLD_SALE).user
        with self._selling.open_cart.claimed(partly_paid=True) as cart:
            if not cart.lines:
                raise DomainError(ErrorCode.CART_EMPTY)
            held = self._aside(cart, user, label)
            self._counter.desk.hold(held)
        self._selling.start_new()
        self._counter.bus.publish(HeldCartsChanged())
        return held

    async def recall(self, cart: Id, approver: User | None = None) -> None:
        """Goes on with a held cart; an open cart that is not empty is held in its place.

        Args:
            cart: The identity it was held under.
            approver: Who says that it is to be had although the database cannot be asked, or although
                another counter began to take it.

        Raises:
            DomainError: HELD_CART_TAKEN (``register``) or HELD_CART_GONE where somebody else has it;
                HELD_CART_ELSEWHERE (``register``) where the database has to be asked and does not answer;
                CART_BEING_PAID, NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DISK_WRITE_FAILED; then both carts are where they were.
        """
        user = self._counter.permit(Action.HOLD_SALE).user
        mine = next((held for held in self.held() if held.cart.id == cart), None)
        if mine is None or mine.standing is not Standing.LOCAL or not self._go_on(mine, mine.cart):
            await self._recall_shared(cart, user, approver)
        self._counter.bus.publish(HeldCartsChanged())

    # ------------------------------------------------------------ listing

    def _own_row(self, held: DeskCart, shared: SharedCart | None, code: str) -> HeldRow:
        taken = None if shared is None else self._rival(shared)
        obstacle = None if taken is None else self._stage(taken)
        certain = held.standing is Standing.LOCAL or self._claims.online or self._is_alone()
        if obstacle is None and not certain:
            obstacle = Obstacle.UNCONFIRMED
        return HeldRow(held.cart.id, held, code, True, taken, obstacle)

    def _other_row(self, shared: SharedCart) -> HeldRow:
        assert shared.held is not None
        taken = self._rival(shared)
        obstacle = None if taken is None else self._stage(taken)
        if not self._claims.online and obstacle is not Obstacle.TAKEN:
            obstacle = Obstacle.ELSEWHERE
        return HeldRow(shared.id, shared.held, shared.register_code, False, taken, obstacle)

    def _rival(self, shared: SharedCart) -> Taking | None:
        own = shared.taken is not None and shared.taken.register == self._counter.register().id
        return None if own else shared.taken

    def _stage(self, taken: Taking) -> Obstacle:
        age = self._counter.clock() - taken.at
        return Obstacle.STUCK if age > STUCK_AFTER else Obstacle.TAKEN

    def _is_alone(self) -> bool:
        """Whether there is no other counter that could have taken a cart."""
        catalogue = self._counter.catalogue
        in_use = [register for register in catalogue.registers() if register.retired_at is None]
        return catalogue.is_loaded() and len(in_use) <= 1

    # ------------------------------------------------------------ taking

    async def _recall_shared(self, cart: Id, user: User, approver: User | None) -> None:
        row = next((row for row in self.rows() if row.id == cart), None)
        taking, stuck, vouched = self._taking(user), None, None
        if row is not None and row.obstacle is Obstacle.STUCK:
            stuck, vouched = row.taken, self._vouch(row, taking, approver)
        try:
            async with self._claims.claimed(cart, taking, stuck) as held:
                self._take(held, taking, vouched)
        except AdapterError as error:
            if error.code is not ErrorCode.DATABASE_UNREACHABLE:
                raise
            self._take_unconfirmed(row, taking, approver)

    def _take_unconfirmed(self, row: HeldRow | None, taking: Taking, approver: User | None) -> None:
        if row is None:
            raise DomainError(ErrorCode.HELD_CART_GONE)
        if row.taken is not None and row.obstacle is not Obstacle.STUCK:
            raise DomainError(ErrorCode.HELD_CART_TAKEN, register=row.taken.register_code)
        if not row.here:
            raise DomainError(ErrorCode.HELD_CART_ELSEWHERE, register=row.register_code)
        certain = row.taken is None and self._is_alone()
        self._take(row.held, taking, None if certain else self._vouch(row, taking, approver))

    def _vouch(self, row: HeldRow, taking: Taking, approver: User | None) -> AuditEntry:
        permit = self._counter.permit(Action.RECALL_UNCONFIRMED, approver)
        held = row.held
        return self._counter.audit(permit, taking.cart, held_as=row.id, label=held.label, total=held.total)

    def _take(self, held: HeldCart, taking: Taking, vouched: AuditEntry | None) -> None:
        """Goes on with a cart that others knew of, under its new identity."""
        cart = under(held.cart, taking.cart)
        if vouched is not None:
            cart = msgspec.structs.replace(cart, trail=(*cart.trail, vouched))
        if not self._go_on(DeskCart.taken_by(taking, held), cart):
            raise DomainError(ErrorCode.HELD_CART_GONE)

    def _go_on(self, taken: DeskCart, resumed: Cart) -> bool:
        """Makes ``resumed`` the open cart; False where ``taken`` is not on the desk to be had any more."""
        user = self._counter.session.require_user()
        with self._selling.open_cart.claimed(partly_paid=True) as open_cart:
            aside = self._aside(open_cart, user) if open_cart.lines else None
            if aside is None:  # what was removed from the cart before must not be forgotten with it
                resumed = msgspec.structs.replace(resumed, trail=(*open_cart.trail, *resumed.trail))
            if not self._counter.desk.swap(taken, resumed, aside):
                return False
        self._selling.resume(resumed)
        return True

    def _taking(self, user: User) -> Taking:
        register = self._counter.register()
        return Taking(
            id=new_id(),
            cart=new_id(),
            register=register.id,
            register_code=register.code,
            user=user.id,
            user_name=user.name,
            at=self._counter.clock(),
        )

    def _aside(self, cart: Cart, user: User, label: str = "") -> DeskCart:
        return DeskCart(
            cart=cart,
            held_at=self._counter.clock(),
            held_by=user.name,
            label=label.strip() or cart.customer_name or cart.lines[0].product.name,
            total=self._selling.priced().total,
        )


def _newest_first(rows: Iterable[HeldRow]) -> list[HeldRow]:
    return sorted(rows, key=lambda row: row.held.held_at, reverse=True)
