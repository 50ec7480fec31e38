"""Counters side by side: who is there, what they put aside for each other, who does what one may do.

Registers themselves belong to ``tills``, carts to ``cart``.
"""

import datetime as dt
import enum
from typing import Any

import msgspec

from b4mart_desktop.domain.cart import HeldCart
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import Record, Text


class Presence(Record, frozen=True, kw_only=True):
    """A document of ``presence``: a counter that is running, as it last said itself.

    Attributes:
        id: The register.
        code: The register's code.
        name: What people call the register.
        user_name: Who is signed in, None where nobody is.
        waiting: Facts on its disk that are not in the database yet.
        set_aside: Facts on its disk that need someone.
        version: Of the program.
        left: Whether it ended as it should; one that died says nothing.
        seen_at: When it last said so, by the database's clock where that is known.
    """

    id: Id = msgspec.field(name="_id")
    code: Text
    name: Text
    user_name: str | None = None
    waiting: int = 0
    set_aside: int = 0
    version: str = ""
    left: bool = False
    seen_at: dt.datetime


class Taking(Record, frozen=True, kw_only=True):
    """Somebody goes on with a held cart that other counters know of.

    Attributes:
        id: Of this deed.
        cart: The identity under which it goes on. Never the one it was held under: whatever goes wrong
            between two counters, no two sales may ever have the same identity.
        register: Where.
        register_code: That register's code.
        user: Who.
    """

    id: Id
    cart: Id
    register: Id
    register_code: Text
    user: Id
    user_name: Text
    at: dt.datetime


class SharedCart(Record, frozen=True, kw_only=True):
    """A document of ``heldcarts``: a held cart that any counter may take, one of them only.

    What was taken stays for a while without its content, so that everybody can be told by whom.

    Attributes:
        id: The cart's, as it was held.
        register: Where it was held.
        register_code: That register's code.
        held: The cart; None where it was taken for good.
        taken: Who takes it. Until it is settled the taker may not have written it down yet.
        settled_at: When the taker had it on their disk; None while it may be had.
    """

    id: Id = msgspec.field(name="_id")
    register: Id
    register_code: Text
    held: HeldCart | None = None
    taken: Taking | None = None
    settled_at: dt.datetime | None = None


class Standing(enum.StrEnum):
    """Who knows of a cart that was held at this counter."""

    LOCAL = "local"
    """Only this counter."""

    SHARING = "sharing"
    """It is on its way to the database and may be there already."""

    SHARED = "shared"
    """All counters: it may be gone on with by whoever takes it first."""

    TAKEN = "taken"
    """This counter went on with it; the database may not know that yet."""


class DeskCart(HeldCart, frozen=True, kw_only=True):
    """A held cart as it lies on a counter's desk.

    Attributes:
        taking: By which it was taken, where it was.
    """

    standing: Standing = Standing.LOCAL
    taking: Taking | None = None

    @classmethod
    def taken_by(cls, taking: Taking, held: HeldCart) -> "DeskCart":
        """Returns what the desk keeps of ``held``, which others know of, once it was taken here."""
        return cls(**_plain_fields(held), standing=Standing.TAKEN, taking=taking)

    def plain(self) -> HeldCart:
        """Returns what other counters need to know of it."""
        return HeldCart(**_plain_fields(self))


class Popularity(Record, frozen=True, kw_only=True):
    """A document of ``popularity``: how well a product sells lately; absent where it does not.

    Attributes:
        id: The product's.
        score: Comparable between products of one shop, in coarse steps so that it seldom changes.
    """

    id: Id = msgspec.field(name="_id")
    score: int
    updated_at: dt.datetime


class Lease(Record, frozen=True, kw_only=True):
    """A document of ``leases``: work that one counter does for all, until it says so no more.

    Attributes:
        name: Of the work.
        holder: The register that does it.
        until: When anybody else may take over.
    """

    id: Id = msgspec.field(name="_id")
    name: Text
    holder: Id
    until: dt.datetime


class ReplicaPhase(enum.StrEnum):
    """How the local replica stands to the database."""

    LOADING = "loading"
    CATCHING_UP = "catching_up"
    LIVE = "live"

    STALLED = "stalled"
    """The database answers, and yet changes do not get here, such as with a full disk; tried again."""


def _plain_fields(held: HeldCart) -> dict[str, Any]:
    return {name: getattr(held, name) for name in HeldCart.__struct_fields__}
