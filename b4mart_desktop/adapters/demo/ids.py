"""Identities of the demo store's documents: the same in every load, so that loading twice adds nothing."""

import datetime as dt
import enum

from b4mart_desktop.domain.ids import Id

DEMO_MOMENT = dt.datetime(2025, 1, 6, 8, tzinfo=dt.UTC)
"""When everything in the demo store was made."""

_HEAD = f"{int(DEMO_MOMENT.timestamp()):08x}b4de30"


class Kind(enum.IntEnum):
    """What a document is; part of its identity."""

    STORE = 1
    TAX = 2
    PROMOTION = 3
    DEPARTMENT = 4
    AISLE = 5
    STAFF = 6
    CUSTOMER = 7
    PRODUCT = 8
    OPENING_MOVEMENT = 9


def demo_id(kind: Kind, number: int) -> Id:
    """Returns the identity of the document of that kind and number."""
    return Id(f"{_HEAD}{kind:02x}{number:08x}")


FIRST_ID = Id(f"{_HEAD}{0:010x}")
LAST_ID = Id(f"{_HEAD}{'f' * 10}")
