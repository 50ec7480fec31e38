"""Records of what counters share, with every optional field set."""

from decimal import Decimal

from b4mart_desktop.domain.cart import HeldCart
from b4mart_desktop.domain.counters import Lease, Popularity, Presence, SharedCart, Taking
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.record import Record, utc_now
from tests.unit.domain.carts import cart_of, product


def shared_records() -> dict[str, Record]:
    """One record of each collection that counters share."""
    now = utc_now()
    held = HeldCart(
        cart=cart_of((product("2.50"), 3)),
        held_at=now,
        held_by="Cleo",
        label="Blue coat",
        total=Decimal("7.50"),
    )
    taking = Taking(
        id=new_id(),
        cart=new_id(),
        register=new_id(),
        register_code="2",
        user=new_id(),
        user_name="Theo",
        at=now,
    )
    return {
        "presence": Presence(
            id=new_id(),
            code="1",
            name="Front",
            user_name="Cleo",
            waiting=3,
            set_aside=1,
            version="0.1.0",
            left=True,
            seen_at=now,
        ),
        "heldcarts": SharedCart(
            id=new_id(), register=new_id(), register_code="1", held=held, taken=taking, settled_at=now
        ),
        "popularity": Popularity(id=new_id(), score=7, updated_at=now),
        "leases": Lease(id=new_id(), name="popularity", holder=new_id(), until=now),
    }
