"""The demo store as people meet it: who may sign in, and the steps of loading it.

Making and writing its documents belongs to ``adapters.demo``.
"""

import enum
from collections.abc import Callable
from typing import NamedTuple

from b4mart_desktop.domain.people import StaffRole


class LoadStep(enum.StrEnum):
    """What is being loaded, for the progress bar's caption."""

    STORE = "store"
    CATEGORIES = "categories"
    PEOPLE = "people"
    PRODUCTS = "products"


LoadProgress = Callable[[int, int, LoadStep], None]
"""Called with documents done, documents in all, and the step that is going on."""


class DemoAccount(NamedTuple):
    """A member of the demo store's staff, with the secrets the sign-in window shows in demo mode only."""

    first_name: str
    last_name: str
    role: StaffRole
    email: str
    password: str
    pin: str
    badge: str


DEMO_ACCOUNTS = (
    DemoAccount(
        "Olivia", "Hart", StaffRole.OWNER, "owner@demo.b4mart.example", "demo-owner", "1111", "B4M-1001"
    ),
    DemoAccount(
        "Marcus", "Bell", StaffRole.MANAGER, "manager@demo.b4mart.example", "demo-manager", "2222", "B4M-1002"
    ),
    DemoAccount(
        "Sofia",
        "Reyes",
        StaffRole.SUPERVISOR,
        "supervisor@demo.b4mart.example",
        "demo-supervisor",
        "3333",
        "B4M-1003",
    ),
    DemoAccount(
        "Cleo", "Nguyen", StaffRole.CLERK, "clerk@demo.b4mart.example", "demo-clerk", "4444", "B4M-1004"
    ),
    DemoAccount(
        "Ben", "Okafor", StaffRole.CLERK, "clerk2@demo.b4mart.example", "demo-clerk2", "5555", "B4M-1005"
    ),
)
