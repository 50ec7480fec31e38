"""A small shop's shelves, staff and customers, as MongoDB holds them."""

import functools
from decimal import Decimal
from typing import Any

import bcrypt
import msgspec

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.catalog import CounterFields, Inventory, Product, ProductPricing, ProductStatus
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.people import StaffFields, StaffRole
from tests.adapters.local.facts import NOON, STORE
from tests.adapters.local.goods import SHELF, category, user

Document = dict[str, Any]

MILK, BREAD, BEER, APPLES, GIFT = "4006381333931", "9780201379624", "5449000000996", "4011", "96385074"
TWINS = "12345670"
PIN, PASSWORD, BADGE = "4444", "open sesame", "BADGE-7"
_CHEAP = 4  # the least cost that bcrypt allows


def _product(name: str, price: str, *codes: str, **pos: Any) -> Document:
    identity = new_id()
    made = Product(
        id=identity,
        name=name,
        slug=f"{identity}",
        description=name,
        pricing=ProductPricing(base_price=Decimal(price)),
        inventory=Inventory(
            sku=f"SKU-{identity}",
            quantity=Decimal(40),
            barcodes=codes,
            unit="kg" if pos.get("weighed") else "pcs",
        ),
        category=SHELF,
        status=ProductStatus.ACTIVE,
        pos=CounterFields(favourite=True, **pos),
        created_at=NOON,
        updated_at=NOON,
    )
    return to_document(made)


def products() -> list[Document]:
    """One of each kind that the counter treats differently."""
    return [
        _product("Whole Milk", "1.50", MILK),
        _product("Rye Bread", "3.20", BREAD),
        _product("Pale Ale", "2.00", BEER, age_restricted=18),
        _product("Red Apples", "2.50", plu=APPLES, weighed=True),
        _product("Gift Wrap", "0", GIFT, open_price=True),
        _product("Blue Pen", "1.00", TWINS),
        _product("Red Pen", "1.10", TWINS),
    ]


def people() -> list[Document]:
    """Cleo the clerk, Mara the manager (who also has a badge), and two customers."""
    pin = _hash(PIN)
    cleo = user(
        "Cleo", "Clerk", email="cleo@shop.example", staff=StaffFields(role=StaffRole.CLERK, pin_hash=pin)
    )
    mara = user(
        "Mara",
        "Manager",
        email="mara@shop.example",
        staff=StaffFields(role=StaffRole.MANAGER, pin_hash=pin, badge=BADGE),
    )
    mara = msgspec.structs.replace(mara, password=_hash(PASSWORD))
    ada = user("Ada", "Abbott", phone="+1 415 555 0100")
    zoe = user("Zoe", "Young", email="zoe@example.com")
    return [to_document(each) for each in (cleo, mara, ada, zoe)]


@functools.cache
def shop() -> dict[str, list[Document]]:
    """All collections a counter copies, the same ones each time."""
    return {
        "settings": [to_document(STORE)],
        "categories": [category("Shelf", id=SHELF)],
        "users": people(),
        "products": products(),
    }


def _hash(text: str) -> str:
    return bcrypt.hashpw(text.encode(), bcrypt.gensalt(_CHEAP)).decode("ascii")
