"""The demo store around its products: settings, taxes, promotions, categories, staff and customers."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from b4mart_desktop.adapters.demo.groceries import Groceries, read_table
from b4mart_desktop.adapters.demo.ids import DEMO_MOMENT, Kind, demo_id
from b4mart_desktop.domain.catalog import Category
from b4mart_desktop.domain.people import (
    NO_PASSWORD,
    PLACEHOLDER_MAIL_DOMAIN,
    Profile,
    StaffFields,
    StaffRole,
    User,
    UserRole,
)
from b4mart_desktop.domain.promotions import Promotion, PromotionKind, Tax
from b4mart_desktop.domain.store import Store, StoreAddress
from b4mart_desktop.services.demo import DEMO_ACCOUNTS
from b4mart_desktop.services.slugs import slug

WALK_IN_NUMBER = 0
LABEL_REGION = "DE"  # `biip` knows no US rule; Germany's weight labels hold a four-digit PLU and grams

_COLA = 33254
_SALTED_BUTTER = 35108
_ICE_CREAM_AISLE = 37

# Of the passwords and PINs in `services.demo`, in its order. Ready-made, because ten bcrypt hashes take
# seconds, and because a second load must make the same documents. A test checks each against its secret.
_HASHES = (
    (
        "$2b$12$7hcZGG.z.AbBhJik8eueGOLIrl6Q0wBEpDOIOeOVMxC8P2ux0E55m",
        "$2b$08$GBKBcysS/HdeQ6wTYvycluqNK3okF5nGcjZuh6376gmWmm7Ka3VQe",
    ),
    (
        "$2b$12$vhJuTCmSVxgt4OR347tJnuLwE4FPZY8jB8vCexQJSGdxoHSlvAMxS",
        "$2b$08$I3HfDzrN8tJHqYWIlkZlYuqPpJUyIPx1jkz01GTbLQT4i21da2a..",
    ),
    (
        "$2b$12$Zyb094B7.Nw7BL8P7uqOTeF209tgDNsMTAygB2jH2ujRKDIivHRLq",
        "$2b$08$61Rx3QC1CqWsez9fel9S7Oxr9ErL6lGOFfNHaOF7kNdDQ/W7CBPEe",
    ),
    (
        "$2b$12$vtpeGTiVEmaJphOC0gqEV.rcxOBkGjeQHVVZKAQBRnYgaN74PruCm",
        "$2b$08$tXddQVHslpgSL4jgGtBPFubnUn/fyutBj57FFZlL2aKxxMT7WYaH.",
    ),
    (
        "$2b$12$3R9hY4K2ZXv4lh3oCDrEs.evQybtueepOaVPym47CKelJGmY0gW6K",
        "$2b$08$VFGGPlDyeVsvGFtuQgn1RuDqFrbAzNFj6QazZzaE6ijzkUIXEp/Ra",
    ),
)


def demo_store() -> Store:
    """Returns the store's settings; written last, they say that the load is complete."""
    return Store(
        id=demo_id(Kind.STORE, 1),
        name="B4Mart Demo Market",
        legal_name="B4Mart Demo Market LLC",
        tax_number="00-0000000",
        email="hello@demo.b4mart.example",
        address=StoreAddress(
            street="1355 Market Street",
            city="San Francisco",
            state="CA",
            zip_code="94103",
            country="US",
            phone="+1 415 555 0100",
        ),
        currency="USD",
        time_zone="America/Los_Angeles",
        prices_include_tax=False,
        cash_step=Decimal("0.05"),
        walk_in_customer=demo_id(Kind.CUSTOMER, WALK_IN_NUMBER),
        label_region=LABEL_REGION,
        receipt_footer="Thank you for shopping with us!",
        demo=True,
        created_at=DEMO_MOMENT,
        updated_at=DEMO_MOMENT,
    )


def demo_taxes() -> tuple[Tax, ...]:
    """Returns the standard and the reduced tax."""
    rates = (("standard", "Sales tax", "8.25"), ("reduced", "Grocery tax", "2"))
    return tuple(
        Tax(
            id=demo_id(Kind.TAX, number),
            code=code,
            name=name,
            rate=Decimal(rate),
            created_at=DEMO_MOMENT,
            updated_at=DEMO_MOMENT,
        )
        for number, (code, name, rate) in enumerate(rates, 1)
    )


def demo_promotions() -> tuple[Promotion, ...]:
    """Returns one promotion of each kind."""
    ice_cream, butter = demo_id(Kind.AISLE, _ICE_CREAM_AISLE), demo_id(Kind.PRODUCT, _SALTED_BUTTER)
    kind, cola = PromotionKind, demo_id(Kind.PRODUCT, _COLA)
    fifth, cents, five = Decimal(20), Decimal("0.80"), Decimal(5)
    return (
        _promotion(1, "Ice cream week: 20% off", kind.PERCENT_OFF, value=fifth, categories=(ice_cream,)),
        _promotion(2, "Butter $0.80 off", kind.AMOUNT_OFF, value=cents, products=(butter,)),
        _promotion(3, "Cola: buy 2, get 1 free", kind.BUY_X_GET_Y, buy=2, get=1, products=(cola,)),
        _promotion(4, "5% off orders over $100", kind.ORDER_PERCENT_OFF, value=five, threshold=Decimal(100)),
    )


def _promotion(number: int, name: str, kind: PromotionKind, **terms: Any) -> Promotion:
    key, now = demo_id(Kind.PROMOTION, number), DEMO_MOMENT
    return Promotion(id=key, name=name, kind=kind, created_at=now, updated_at=now, **terms)


def demo_categories(groceries: Groceries) -> Iterator[Category]:
    """Yields the departments and the aisles below them."""
    for department in groceries.departments:
        yield Category(
            id=demo_id(Kind.DEPARTMENT, department.number),
            name=department.name,
            slug=slug(department.name),
            image=groceries.pictures.address(department.picture),
            sort_order=department.position,
            created_at=DEMO_MOMENT,
            updated_at=DEMO_MOMENT,
        )
    for aisle in groceries.aisles.values():
        above = demo_id(Kind.DEPARTMENT, aisle.department.number)
        yield Category(
            id=demo_id(Kind.AISLE, aisle.number),
            name=aisle.name,
            slug=slug(aisle.name, f"aisle-{aisle.number}"),
            parent=above,
            path=(above,),
            image=groceries.pictures.of_aisle(aisle.number),
            created_at=DEMO_MOMENT,
            updated_at=DEMO_MOMENT,
        )


def demo_people() -> Iterator[User]:
    """Yields the staff, the walk-in customer and the customers."""
    yield from _staff()
    yield _walk_in()
    for number, row in enumerate(read_table("customers.csv"), WALK_IN_NUMBER + 1):
        yield _customer(number, row)


def _staff() -> Iterator[User]:
    """In the web store owner and manager are admins; the others are no more there than customers."""
    for number, (account, (password, pin)) in enumerate(zip(DEMO_ACCOUNTS, _HASHES, strict=True), 1):
        is_admin = account.role in (StaffRole.OWNER, StaffRole.MANAGER)
        yield User(
            id=demo_id(Kind.STAFF, number),
            email=account.email,
            password=password,
            profile=Profile(first_name=account.first_name, last_name=account.last_name),
            role=UserRole.ADMIN if is_admin else UserRole.CUSTOMER,
            is_email_verified=True,
            staff=StaffFields(role=account.role, pin_hash=pin, badge=account.badge),
            created_at=DEMO_MOMENT,
            updated_at=DEMO_MOMENT,
        )


def _walk_in() -> User:
    identity = demo_id(Kind.CUSTOMER, WALK_IN_NUMBER)
    return User(
        id=identity,
        email=f"{identity}@{PLACEHOLDER_MAIL_DOMAIN}",
        password=NO_PASSWORD,
        profile=Profile(first_name="Walk-in", last_name="Customer"),
        email_placeholder=True,
        walk_in=True,
        created_at=DEMO_MOMENT,
        updated_at=DEMO_MOMENT,
    )


def _customer(number: int, row: dict[str, str]) -> User:
    """Returns a customer; telephone numbers are of those kept for fiction (555-0100 to 555-0199)."""
    return User(
        id=demo_id(Kind.CUSTOMER, number),
        email=row["email"],
        password=NO_PASSWORD,
        profile=Profile(first_name=row["first_name"], last_name=row["last_name"], phone=row["phone"]),
        created_at=DEMO_MOMENT,
        updated_at=DEMO_MOMENT,
    )
