"""A small shop on this counter's real local files: a replica with goods and staff, a journal, a desk."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import bcrypt
import msgspec

from b4mart_desktop.adapters.devices.codes import BarcodeReader
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.catalog import (
    Category,
    CounterFields,
    Inventory,
    Product,
    ProductPricing,
    ProductStatus,
)
from b4mart_desktop.domain.gtin import check_digit, measure_check_digit
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.domain.people import Profile, StaffFields, StaffRole, User, UserRole
from b4mart_desktop.domain.promotions import Promotion, PromotionKind, Tax
from b4mart_desktop.domain.store import Store, StoreAddress
from b4mart_desktop.domain.tills import Register
from b4mart_desktop.services.bus import Bus, Event
from b4mart_desktop.services.checkout import Checkout
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.customers import Customers
from b4mart_desktop.services.holding import Holding
from b4mart_desktop.services.selling import Added, Selling
from b4mart_desktop.services.session import Session
from b4mart_desktop.services.shifts import Shifts
from tests.adapters.local.goods import Replica
from tests.adapters.local.loaded import open_loaded
from tests.counters import NobodyElse
from tests.unit.fakes import BrittleDesk, BrittleJournal

NOON = dt.datetime(2026, 11, 23, 17, 0, tzinfo=dt.UTC)  # in New York
PIN_COST = 4  # the least bcrypt takes
REGISTER = Register(id=new_id(), code="R1", name="Front", created_at=NOON, updated_at=NOON)
STORE = Store(
    id=new_id(),
    name="Corner Market",
    legal_name="Corner Market LLC",
    address=StoreAddress(street="1 Main Street", city="New York", country="US"),
    currency="USD",
    time_zone="America/New_York",
    cash_step=Decimal("0.05"),
    label_region="DE",
    walk_in_customer=new_id(),
    created_at=NOON,
    updated_at=NOON,
)


def D(text: str | int) -> Decimal:  # so many amounts are written out here
    return Decimal(text)


def ean(payload: str) -> str:
    return payload + check_digit(payload)


def label(prefix: str, item: str, value: str) -> str:
    """A German label: 28 carries grams, 22 cents."""
    return ean(f"{prefix}{item}{measure_check_digit(value)}{value}")


# ------------------------------------------------------------ goods

GROCERIES, DRINKS = (
    Category(id=new_id(), name=name, slug=name, created_at=NOON, updated_at=NOON)
    for name in ("groceries", "drinks")
)
COLA_SHELF = msgspec.structs.replace(DRINKS, id=new_id(), name="cola", slug="cola", parent=DRINKS.id)


def goods(name: str, price: str, *codes: str, unit: str = "pcs", **fields: Any) -> Product:
    """A product on sale; fields of ``pos`` and of the product itself as they come."""
    counter = {key: fields.pop(key) for key in CounterFields.__struct_fields__ if key in fields}
    plain = {
        "id": new_id(),
        "name": name,
        "slug": name.lower(),
        "description": name,
        "pricing": ProductPricing(base_price=Decimal(price)),
        "inventory": Inventory(sku=f"SKU-{name}", quantity=Decimal(100), barcodes=codes, unit=unit),
        "category": GROCERIES.id,
        "status": ProductStatus.ACTIVE,
        "pos": CounterFields(**counter),
        "created_at": NOON,
        "updated_at": NOON,
    }
    return Product(**{**plain, **fields})


MILK_CODE, BREAD_CODE, TWIN_CODE = ean("952000000001"), ean("952000000002"), ean("952000000003")
MILK = goods("Milk", "1.29", MILK_CODE, tax_class="reduced")
BREAD = goods("Bread", "2.50", BREAD_CODE)
COLA = goods("Cola", "1.00", ean("952000000004"), category=COLA_SHELF.id)
APPLES = goods("Apples", "3.00", unit="kg", plu="4011", weighed=True, tax_class="reduced")
FLOWERS = goods("Flowers", "0.00", plu="77", open_price=True)
WINE = goods("Wine", "9.99", plu="500", age_restricted=18)
WHISKY = goods("Whisky", "29.99", plu="501", age_restricted=21)
LIQUEUR_CHEESE = goods("Cheese", "20.00", unit="kg", plu="4200", weighed=True, age_restricted=18)
TWIN_A, TWIN_B = goods("Twin A", "1.00", TWIN_CODE), goods("Twin B", "2.00", TWIN_CODE)
TWIN_HAM, TWIN_JAM = (
    goods(name, price, unit="kg", plu="4300", weighed=True)
    for name, price in (("Ham", "10.00"), ("Jam", "8.00"))
)
RETIRED = goods("Retired", "1.00", plu="999", status=ProductStatus.INACTIVE)
CRATE_CODE = ean("1952000000005")
CRATE = goods("Crate", "12.00", CRATE_CODE)
LAMB_CODE = ean("952000000006")
LAMB = goods("Lamb", "12.00", LAMB_CODE, unit="kg", weighed=True)
PRODUCTS = (
    MILK, BREAD, COLA, APPLES, FLOWERS, WINE, WHISKY, LIQUEUR_CHEESE, TWIN_A, TWIN_B, TWIN_HAM, TWIN_JAM,
    RETIRED, CRATE, LAMB,
)  # fmt: skip
TAXES = tuple(
    Tax(id=new_id(), code=code, name=code, rate=Decimal(rate), created_at=NOON, updated_at=NOON)
    for code, rate in (("standard", "8.25"), ("reduced", "2"))
)
COLA_WEEK = Promotion(
    id=new_id(),
    name="Cola week",
    kind=PromotionKind.BUY_X_GET_Y,
    buy=2,
    get=1,
    categories=(DRINKS.id,),
    created_at=NOON,
    updated_at=NOON,
)

# ------------------------------------------------------------ people


def person(first: str, last: str, staff: StaffFields | None = None, **fields: Any) -> User:
    plain = {
        "id": new_id(),
        "email": f"{first}@shop.example".lower(),
        "password": hashed(f"password of {first}"),
        "profile": Profile(first_name=first, last_name=last),
        "role": UserRole.ADMIN if staff else UserRole.CUSTOMER,
        "created_at": NOON,
        "updated_at": NOON,
    }
    return User(staff=staff, **{**plain, **fields})


def hashed(secret: str) -> str:
    return bcrypt.hashpw(secret.encode(), bcrypt.gensalt(PIN_COST)).decode()


def member(first: str, role: StaffRole, pin: str, **fields: Any) -> User:
    return person(first, "Staff", StaffFields(role=role, pin_hash=hashed(pin), badge=f"B-{pin}", **fields))


CLERK = member("Cleo", StaffRole.CLERK, "1111")
OTHER_CLERK = member("Otto", StaffRole.CLERK, "1212")
SUPERVISOR = member("Sofia", StaffRole.SUPERVISOR, "2222")
MANAGER = member("Max", StaffRole.MANAGER, "3333")
OWNER = member("Olga", StaffRole.OWNER, "4444")
LEFT = member("Lea", StaffRole.OWNER, "5555", active=False)
STAFF = (CLERK, OTHER_CLERK, SUPERVISOR, MANAGER, OWNER, LEFT)
CUSTOMER = person("Ada", "Lovelace", email="ada@example.com")


class Clock:
    """The time, which goes on only when told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> dt.datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += dt.timedelta(**by)


class Shop:
    """This counter with its use cases; ``restart`` is what a crash leaves."""

    def __init__(self, folder: Path, replica: Replica) -> None:
        self.replica = replica
        self.clock = Clock()
        self.events: list[Event] = []
        self._folder = folder
        self._start()
        self.desk.set_register(REGISTER)
        self.sign_in(CLERK)

    def _start(self) -> None:
        self.journal = BrittleJournal(self._folder / "journal.db")
        self.desk = BrittleDesk(self._folder / "desk.db")
        self.session, bus = Session(), Bus()
        bus.subscribe(self.events.append)
        self.counter = Counter(self.replica.reader, self.journal, self.desk, self.session, bus, self.clock)
        self.selling = Selling(self.counter, BarcodeReader(STORE.label_region))
        self.holding = Holding(self.counter, self.selling, NobodyElse())
        self.checkout = Checkout(self.counter, self.selling)
        self.shifts = Shifts(self.counter)
        self.customers = Customers(self.counter)

    def close(self) -> None:
        self.journal.close()
        self.desk.close()

    def restart(self) -> None:
        """Ends the program as a crash does, nothing said, and starts it again; the same user signs in."""
        user = self.session.user
        self.close()
        self._start()
        if user is not None:
            self.session.begin(user)

    def sign_in(self, user: User) -> None:
        self.session.begin(user)

    async def open(self, opening_float: str = "100.00") -> None:
        await self.shifts.open(Decimal(opening_float))

    def scan(self, *codes: str) -> int:
        """Scans codes that need no answer; returns the key of the last line."""
        outcomes = [self.selling.enter(code) for code in codes]
        last = outcomes[-1]
        assert isinstance(last, Added)
        return last.key

    def lines(self) -> list[tuple[str, int]]:
        return [(line.product.name, line.quantity) for line in self.selling.cart.lines]

    def trail(self) -> list[AuditEntry]:
        return list(self.selling.cart.trail)

    def in_journal(self) -> list[AuditEntry]:
        """The audit entries of everything on disk, in order."""
        entries = [queued.entry for queued in self.journal.queue()]
        return [audit for entry in entries for audit in _audits(entry)]


def _audits(entry: Any) -> tuple[AuditEntry, ...]:
    return tuple(entry.sale.audit if hasattr(entry, "sale") else getattr(entry, "audit", ()))


def cash(amount: str | Decimal) -> Tender:
    return Tender(kind=TenderKind.CASH, tendered=Decimal(amount))


def card(amount: str | Decimal) -> Tender:
    return Tender(kind=TenderKind.CARD, tendered=Decimal(amount))


@contextmanager
def open_shop(folder: Path, *promotions: Promotion, store: Store = STORE) -> Iterator[Shop]:
    """The shop with its replica loaded, the clerk signed in and no shift open; closed in the end."""
    with open_loaded(
        folder,
        settings=[to_document(store)],
        taxes=[to_document(tax) for tax in TAXES],
        promotions=[to_document(promotion) for promotion in promotions],
        categories=[to_document(category) for category in (GROCERIES, DRINKS, COLA_SHELF)],
        users=[to_document(user) for user in (*STAFF, CUSTOMER)],
        products=[to_document(product) for product in PRODUCTS],
    ) as replica:
        shop = Shop(folder, replica)
        try:
            yield shop
        finally:
            shop.close()
