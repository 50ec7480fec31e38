"""Held carts as counters share them, and counters that take them."""

from b4mart_desktop.domain.counters import SharedCart, Taking
from b4mart_desktop.domain.ids import Id, new_id
from tests.adapters.local.facts import NOON, held_cart


def shared_cart(label: str = "for Ada") -> SharedCart:
    """A cart put aside at register H."""
    held = held_cart(label).plain()
    return SharedCart(id=held.cart.id, register=new_id(), register_code="H", held=held)


def taking(code: str = "1", register: Id | None = None) -> Taking:
    """Somebody at that register takes a cart."""
    return Taking(
        id=new_id(),
        cart=new_id(),
        register=register or new_id(),
        register_code=code,
        user=new_id(),
        user_name="Kim Doe",
        at=NOON,
    )
