"""What the services need of the outside world: Protocols only, implemented in ``adapters``.

Methods that are plain ``def`` answer from local files in well under a millisecond and may be called from
the GUI thread. ``async def`` methods may take as long as they like. All raise ``AdapterError``.
"""

import datetime as dt
import enum
from collections.abc import AsyncIterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Protocol

import msgspec

from b4mart_desktop.domain.cart import Cart, HeldCart
from b4mart_desktop.domain.catalog import Category, Product
from b4mart_desktop.domain.entries import Entry, QueuedEntry, QueueState
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.jobs import Job, JobKind
from b4mart_desktop.domain.orders import Measure, Order
from b4mart_desktop.domain.payments import Payment
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.promotions import Promotion, Tax
from b4mart_desktop.domain.receipt import Receipt
from b4mart_desktop.domain.sale import Sale
from b4mart_desktop.domain.store import Store
from b4mart_desktop.domain.tills import Register, Shift

REPLICATED = ("settings", "taxes", "promotions", "categories", "users", "products")
"""Collections a counter keeps a copy of, in the order they are loaded: what selling needs first, first."""


# ---------------------------------------------------------------- the local replica


class CodeKind(enum.StrEnum):
    """By which of its codes a product was found."""

    BARCODE = "barcode"
    SKU = "sku"
    PLU = "plu"


class ProductHit(msgspec.Struct, frozen=True, kw_only=True):
    """A product as lists and tiles show it.

    Attributes:
        price: Shelf price, per piece or per ``unit`` where weighed.
        matched: The code that matched, where the search was for one.
    """

    id: Id
    name: str
    sku: str
    price: Decimal
    unit: str
    weighed: bool
    on_hand: Decimal
    tracked: bool
    low: bool
    category: Id
    color: str | None = None
    matched: str | None = None


class CustomerHit(msgspec.Struct, frozen=True, kw_only=True):
    """A customer as lists show them."""

    id: Id
    name: str
    phone: str | None = None
    email: str | None = None


class Catalogue(Protocol):
    """The local replica, read side."""

    def is_loaded(self) -> bool:
        """Whether the first load ended, so that what is not here does not exist."""

    def product(self, product: Id) -> Product | None:
        """Returns an active or inactive product."""

    def find_code(self, code: str) -> Sequence[tuple[CodeKind, Product]]:
        """Returns the products with exactly this barcode, SKU or PLU: barcodes first; usually none or one."""

    def search(self, text: str, limit: int = 50) -> Sequence[ProductHit]:
        """Returns active products: exact code first, then all words of ``text`` as prefixes, any order."""

    def tiles(self, category: Id | None, offset: int = 0, limit: int = 200) -> Sequence[ProductHit]:
        """Returns a page of active products of the category and those below it; favourites for None."""

    def count_tiles(self, category: Id | None) -> int:
        """Returns how many products ``tiles`` pages through."""

    def hits(self, products: Sequence[Id]) -> Sequence[ProductHit]:
        """Returns fresh hits for those products, such as visible tiles after a change of stock."""

    def categories(self) -> Sequence[Category]:
        """Returns all active categories by ``sort_order`` and name."""

    def customer(self, customer: Id) -> User | None:
        """Returns a customer."""

    def search_customers(self, text: str, limit: int = 50) -> Sequence[CustomerHit]:
        """Returns customers by prefixes of name words, phone digits or e-mail."""

    def add_customer(self, customer: User) -> None:
        """Keeps a customer just added at this counter until replication brings them back."""

    def staff(self) -> Sequence[User]:
        """Returns all active members of staff by name."""

    def store(self) -> Store | None:
        """Returns the store's settings, None before the first load."""

    def taxes(self) -> Sequence[Tax]:
        """Returns all taxes."""

    def promotions(self) -> Sequence[Promotion]:
        """Returns all promotions that are active, whether running yet or not."""


# ---------------------------------------------------------------- the journal and this counter's desk


class Journal(Protocol):
    """The counter's own durable record of facts. Whatever returned from here survives ``kill -9``."""

    async def append(self, entry: Entry) -> None:
        """Writes ``entry`` to disk (fsync); an entry whose id is there already changes nothing.

        Raises:
            AdapterError: DISK_WRITE_FAILED; then nothing was written.
        """

    async def append_sale(self, sale: Sale, register_code: str) -> Sale:
        """Allots the next receipt number and writes the sale, both or neither.

        Returns the sale as recorded. A sale whose order id is there already is returned as it was
        recorded then.

        Raises:
            AdapterError: DISK_WRITE_FAILED; then nothing was written and the number is not used up.
        """

    def state(self) -> QueueState:
        """Returns what is not yet posted."""

    def queue(self) -> Sequence[QueuedEntry]:
        """Returns all entries not yet posted, oldest first."""

    def recent_sales(self, limit: int = 50) -> Sequence[Sale]:
        """Returns this counter's last sales, newest first, posted or not."""

    def shift_sales(self, shift: Id) -> Sequence[Sale]:
        """Returns this counter's sales of ``shift``, oldest first, posted or not."""

    def shift_cash(self, shift: Id) -> Decimal:
        """Returns the signed sum of the shift's cash movements, the float included."""


class Desk(Protocol):
    """What lies on this counter's desk between two facts: who it is, open shift, open and held carts."""

    def register(self) -> Register | None:
        """Returns which register this is; None before the first start ended."""

    def set_register(self, register: Register) -> None:
        """Makes this device that register."""

    def shift(self) -> Shift | None:
        """Returns the open shift."""

    def set_shift(self, shift: Shift | None) -> None:
        """Remembers the open shift."""

    def cart(self) -> Cart | None:
        """Returns the cart that was open when the program last wrote it."""

    def set_cart(self, cart: Cart | None) -> None:
        """Remembers the open cart; cheap enough for every change."""

    def hold(self, held: HeldCart) -> None:
        """Puts a cart aside."""

    def held(self) -> Sequence[HeldCart]:
        """Returns carts put aside, newest first."""

    def take(self, cart: Id) -> HeldCart | None:
        """Removes and returns a cart put aside; None where somebody else took it."""


class Queue(Protocol):
    """The journal as the poster sees it; called from the background thread only."""

    def next_entries(self, limit: int) -> Sequence[QueuedEntry]:
        """Returns the oldest entries to post, those set aside left out."""

    def mark_posted(self, numbers: Sequence[int]) -> None:
        """Remembers that those entries are in MongoDB."""

    def mark_failed(self, number: int, reason: str, *, set_aside: bool) -> None:
        """Counts a failed attempt; with ``set_aside`` posting goes on without the entry."""

    def retry(self, number: int) -> None:
        """Puts an entry that was set aside back in its place."""

    def state(self) -> QueueState:
        """Returns what is not yet posted."""


# ---------------------------------------------------------------- MongoDB


class PostingTarget(Protocol):
    """Where facts end up."""

    async def post(self, entry: Entry) -> None:
        """Writes ``entry`` in one transaction; one that is there already changes nothing.

        Raises:
            AdapterError: DATABASE_UNREACHABLE where trying again later may help; any other code where
                this entry will never be accepted as it is.
        """


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a replicated collection; ``document`` is None where it was deleted."""

    collection: str
    id: Id
    document: Mapping[str, object] | None
    token: bytes


class ReplicationSource(Protocol):
    """MongoDB as replication sees it. Documents are raw: reading them is the replica's matter."""

    async def ping(self) -> None:
        """Raises AdapterError where the database does not answer."""

    async def count(self, collection: str) -> int:
        """Returns about how many documents there are."""

    async def token(self) -> bytes:
        """Returns a resume token of now, to be taken before the first load."""

    def load(self, collection: str) -> AsyncIterator[Sequence[Mapping[str, object]]]:
        """Yields all documents a counter needs of ``collection``, in small batches."""

    def changes(self, token: bytes) -> AsyncIterator[Sequence[Change]]:
        """Yields changes of all replicated collections since ``token``, in batches as they come.

        Raises:
            AdapterError: NOT_FOUND where the token is too old to go on from: load again.
        """


class ReplicaWriter(Protocol):
    """The local replica, write side; called from the background thread only."""

    def token(self) -> bytes | None:
        """Returns the resume token committed with the last change, None before a complete first load."""

    def begin_load(self) -> None:
        """Starts a load from nothing; what is there stays readable until ``finish_load``."""

    def load(self, collection: str, documents: Sequence[Mapping[str, object]]) -> Sequence[tuple[str, str]]:
        """Writes documents of a load; returns id and reason of those that cannot be read."""

    def finish_load(self, token: bytes) -> None:
        """Ends the load: what it did not bring is gone; ``token`` is where changes go on."""

    def apply(self, changes: Sequence[Change]) -> Sequence[tuple[str, str, str]]:
        """Applies changes and their token together; returns collection, id and reason of unreadable ones."""


class JobStore(Protocol):
    """The transactional outbox."""

    async def claim(self, kinds: Sequence[JobKind], worker: str, lease: dt.timedelta) -> Job | None:
        """Claims the oldest job that is due and not leased; None where there is none."""

    async def done(self, job: Job) -> None:
        """Ends a claimed job well."""

    async def retry(self, job: Job, error: str, due_at: dt.datetime) -> None:
        """Puts a claimed job back for later."""

    async def bury(self, job: Job, error: str) -> None:
        """Gives a claimed job up, with the reason."""

    async def revive(self, ref: Id) -> bool:
        """Puts a buried job about ``ref`` back at once; False where there is none."""

    async def for_refs(self, refs: Sequence[Id]) -> Mapping[Id, Job]:
        """Returns the jobs about those documents."""


class OrderArchive(Protocol):
    """Orders in MongoDB."""

    async def between(self, start: dt.datetime, end: dt.datetime, cashier: Id | None) -> Sequence[Order]:
        """Returns orders of all channels made in [start, end), newest first; one cashier's if given."""

    async def order(self, order: Id) -> Order | None:
        """Returns one order."""

    async def payments(self, order: Id) -> Sequence[Payment]:
        """Returns the payments of an order, in the order they were taken."""


class RegisterBook(Protocol):
    """Registers in MongoDB."""

    async def enrol(self, device: str, wanted_code: str | None) -> Register:
        """Adds a register with the wanted or the next free code.

        Raises:
            AdapterError: DUPLICATE where the wanted code belongs to another device.
        """


class FileStore(Protocol):
    """Documents kept in the database (GridFS)."""

    async def put(self, name: str, content: bytes, ref: Id, kind: str) -> None:
        """Keeps ``content``; the same name again replaces it."""

    async def get(self, name: str) -> bytes | None:
        """Returns the content kept under ``name``."""


class ProductArchive(Protocol):
    """Products in MongoDB, for those who change the catalogue."""

    async def by_codes(self, codes: Sequence[str]) -> Mapping[str, Product]:
        """Returns products by SKU or barcode, for those codes that exist."""

    async def slugs(self, slugs: Sequence[str]) -> frozenset[str]:
        """Returns those of ``slugs`` that are taken."""

    async def insert(self, products: Sequence[Product], user: Id | None) -> None:
        """Adds products with their opening stock movements."""

    async def update(self, old: Product, new: Product) -> None:
        """Writes the fields that differ, if the document is still as ``old`` (``updatedAt``).

        Raises:
            AdapterError: CHANGED_MEANWHILE.
        """

    async def category(self, name: str) -> Category:
        """Returns the root category with that name, added where there is none."""


# ---------------------------------------------------------------- everything else


class PasswordHasher(Protocol):
    """Hashes as the web store makes them (bcrypt). Slow by intent: off the UI thread."""

    async def matches(self, text: str, hashed: str) -> bool:
        """Whether ``text`` is what was hashed; False for a hash that cannot be read."""

    async def hash(self, text: str) -> str:
        """Returns a new hash."""


class LabelKind(enum.StrEnum):
    """What a weight or price label carries."""

    WEIGHT = "weight"
    PRICE = "price"


class DecodedCode(msgspec.Struct, frozen=True, kw_only=True):
    """A scanned text, understood.

    Attributes:
        lookups: Codes to look up, most likely first (the text itself, GTIN forms, an item number).
        measure: Weight from a label or GS1 element string.
        price: Price of the piece from a label.
    """

    lookups: tuple[str, ...]
    measure: Measure | None = None
    price: Decimal | None = None


class CodeReader(Protocol):
    """Understands barcodes: GTIN forms, GS1 element strings, weight and price labels."""

    def read(self, text: str) -> DecodedCode:
        """Returns what ``text`` means; a text it does not know is its own only look-up."""


class ReceiptPrinter(Protocol):
    """Draws receipts on 80 mm paper."""

    async def pdf(self, receipt: Receipt, copy: bool) -> bytes:
        """Returns the receipt as a PDF page 80 mm wide; ``copy`` marks a reprint."""


class InvoicePrinter(Protocol):
    """Draws A4 invoices."""

    async def pdf(self, receipt: Receipt) -> bytes:
        """Returns the invoice as a PDF of A4 pages."""


class Output(Protocol):
    """This device's folders and programs for finished documents."""

    async def save(self, name: str, content: bytes) -> Path:
        """Writes a document to the user's documents of this program and returns where."""

    async def open(self, path: Path) -> None:
        """Shows a document with the system's own program."""
