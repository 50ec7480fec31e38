"""Counters side by side: who is there, what they put aside for each other, who does what one may do.

Registers themselves belong to ``tills``, carts to ``cart``.
"""

import datetime as dt
import enum

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
        seen_at: When it last said so, by the database's clock where that is known.
    """

    id: Id = msgspec.field(name="_id")
    code: Text
    name: Text
    user_name: str | None = None
    waiting: int = 0
    set_aside: int = 0
    version: str = ""
    seen_at: dt.datetime


class SharedCart(Record, frozen=True, kw_only=True):
    """A document of ``heldcarts``: a held cart that any counter may pick up, by taking the document away.

    Attributes:
        id: The cart's.
        register: Where it was held.
        register_code: That register's code.
    """

    id: Id = msgspec.field(name="_id")
    register: Id
    register_code: Text
    held: HeldCart


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
