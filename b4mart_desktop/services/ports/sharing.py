"""Held carts and stock between counters, as the services and the background see them."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from b4mart_desktop.domain.cart import HeldCart
from b4mart_desktop.domain.counters import SharedCart, Taking
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.bus import LastOneSold


class CartClaims(Protocol):
    """Getting held carts that other counters know of."""

    @property
    def online(self) -> bool:
        """Whether the database answers, as far as is known."""

    def claimed(
        self, cart: Id, taking: Taking, instead_of: Taking | None = None
    ) -> AbstractAsyncContextManager[HeldCart]:
        """Keeps all others from taking ``cart`` while the block writes it to this counter's desk.

        A block that leaves no ``taking`` on the desk, for whatever reason, gives the cart back.

        Args:
            cart: The identity it was held under.
            taking: Who takes it.
            instead_of: Somebody who began to take it and died over it.

        Raises:
            DomainError: HELD_CART_TAKEN (``register``) where somebody else has it, HELD_CART_GONE.
            AdapterError: DATABASE_UNREACHABLE, after a moment at most.
        """


class SharedCartStore(Protocol):
    """The held carts in the database."""

    async def share(self, cart: SharedCart) -> None:
        """Adds a cart; one that is there already stays as it is."""

    async def claim(self, cart: Id, taking: Taking, instead_of: Taking | None) -> SharedCart | None:
        """Takes the cart unless somebody else did; returns it as it is now, None where there is none.

        It is ours where its ``taken`` is ``taking``. Who takes a cart again that the same register had
        begun to take goes on with that.
        """

    async def release(self, cart: Id, taking: Taking) -> None:
        """Gives back what was claimed by ``taking`` and not settled."""

    async def settle(self, cart: Id, taking: Taking) -> Taking | None:
        """Makes the cart ours for good; returns whose it is where somebody else took it."""

    async def claims_of(self, register: Id) -> Sequence[SharedCart]:
        """Returns the carts the register claimed and did not settle, without their content."""

    async def find(self, carts: Sequence[Id]) -> Mapping[Id, SharedCart]:
        """Returns those of ``carts`` that are there, without their content."""


class StockNews(Protocol):
    """What other counters sell."""

    def last_ones(self, register: Id) -> AsyncGenerator[LastOneSold, None]:
        """Yields each sale of a product's last piece by any register but ``register``, from now on.

        To be closed by who stops reading.
        """
